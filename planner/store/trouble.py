"""What goes wrong with a store, as problems with facts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from planner.errors import Problem, ResultError

KINDS: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "store-locked",
    sqlite3.SQLITE_LOCKED: "store-locked",
    sqlite3.SQLITE_PROTOCOL: "store-locked",
    sqlite3.SQLITE_READONLY: "store-read-only",
    sqlite3.SQLITE_FULL: "store-full",
    sqlite3.SQLITE_NOTADB: "not-a-store",
    sqlite3.SQLITE_CORRUPT: "store-damaged",
    sqlite3.SQLITE_IOERR: "store-unreachable",
    sqlite3.SQLITE_CANTOPEN: "store-unreachable",
    sqlite3.SQLITE_PERM: "store-unreachable",
    sqlite3.SQLITE_ERROR: "store-damaged",
}
"""Kinds of problem by SQLite's primary result code. Plain SQLITE_ERROR: a table or column of ours is not there."""


def trouble(path: Path, kind: str, **facts: Any) -> ResultError:
    """The error to raise."""
    return ResultError(Problem(kind=kind, file=str(path), facts=facts))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the store at `path` into a ResultError; faults of this program are left as they are."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise trouble(path, "store-damaged", detail=str(error)) from error
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.DatabaseError as error:
        # Without a code it is the sqlite3 module that complains: of text that is not UTF-8.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code not in KINDS:
            raise
        kind = KINDS[code]
        if code == sqlite3.SQLITE_CANTOPEN and os.access(path, os.R_OK) and closed_part(path) != "medium":
            kind = "store-read-only"
        facts = {"reason": closed_part(path)} if kind == "store-read-only" else {"detail": str(error)}
        raise trouble(path, kind, **facts) from error


@contextmanager
def sound(path: Path) -> Iterator[None]:
    """Turn the failure to make sense of what stands in the store into a ResultError."""
    try:
        yield
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise trouble(path, "store-damaged", detail=str(error)) from error


def closed_part(path: Path) -> str:
    """What keeps a store from being written: the `file`, its `folder` (where SQLite adds files), or the `medium`."""
    if not os.access(path, os.W_OK):
        return "file"
    return "medium" if os.access(path.parent, os.W_OK) else "folder"
