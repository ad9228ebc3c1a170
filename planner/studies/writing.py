"""Files of results, written whole or not at all; and text as cells of CSV."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import Problem, ResultError
from planner.files.atomic import replace
from planner.files.places import real_path
from planner.model.text import visible

if TYPE_CHECKING:
    pass


def check_writable(paths: Sequence[Path]) -> None:
    """Refuse now what could not be written after a long run.

    Raises ResultError for a folder that is missing or closed, a folder in place of a file, a name that no file can
    have, and a file named twice.
    """
    problems = []
    for number, path in enumerate(paths):
        folder = path.parent
        if trouble := _trouble(path):
            problems.append(Problem(kind="cannot-write", file=str(path), facts={"reason": trouble}))
        elif not os.path.isdir(folder):
            problems.append(Problem(kind="no-such-folder", file=str(path), facts={"folder": str(folder)}))
        elif os.path.isdir(path):
            problems.append(Problem(kind="is-a-folder", file=str(path)))
        elif not os.access(folder, os.W_OK):
            problems.append(Problem(kind="folder-closed", file=str(path), facts={"folder": str(folder)}))
        if real_path(path) in map(real_path, paths[:number]):
            problems.append(Problem(kind="named-twice", file=str(path)))
    if problems:
        raise ResultError(problems)


def _trouble(path: Path) -> str:
    """What the system says of a path besides that there is no such file yet; nothing where all is well."""
    try:
        os.stat(path)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return error.strerror or str(error)
    except ValueError:
        return os.strerror(errno.EINVAL)
    return ""


def write(path: Path, fill: Callable[[Path], object]) -> None:
    """Let `fill` write a new file beside `path`, then put it in its place.

    A device or a pipe is written to as it stands: it must not be replaced by a file. Raises ResultError (and leaves
    what stood at `path` whole) when the disk is full or anything else goes wrong.
    """
    with _explained(path):
        if path.exists() and not path.is_file():
            fill(path)
        else:
            replace(path, fill)


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all. Raises ResultError."""
    write(path, lambda part: part.write_text(text, encoding="utf-8"))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise ResultError(Problem(kind="cannot-write", file=str(path), facts={"reason": reason})) from error


def as_cell(words: str) -> str:
    """Text of a CSV cell: visible, and never a formula.

    What begins with `= + - @` and is no number gets a `'` in front, by which spreadsheets know text.
    """
    told = visible(words)
    return f"'{told}" if told[:1] in ("=", "+", "-", "@") and not _is_number(told) else told


def _is_number(words: str) -> bool:
    try:
        float(words)
    except ValueError:
        return False
    return True
