"""Reading one TOML file: bounded, and every way in which it can fail told apart."""

from __future__ import annotations

import re
import stat
import tomllib
from hashlib import blake2b
from pathlib import Path
from typing import Any

from planner.errors import Problem, ScenarioError

LARGEST_FILE = 5_000_000
"""Bytes; a county with every value written out takes a tenth of it."""
DEEPEST = 50
"""Tables within tables; the model is nine deep."""

# A key of more parts than this takes the parser quadratic time, so it is refused before parsing.
_LONG_KEY = re.compile(r"""(?<![\w"'-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){50}""")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_KEY = re.compile(r"\('[^']*',(?: '[^']*',?)*\)")
"""A key as the parser tells it: its parts as a tuple of Python."""


def fingerprint_of(content: bytes) -> str:
    """What tells one content of a file from another."""
    return blake2b(content, digest_size=16).hexdigest()


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises ScenarioError (`unreadable`, `too-large`)."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _refusal(path, "unreadable", reason="directory")
        if not stat.S_ISREG(mode):
            raise _refusal(path, "unreadable", reason="not-a-file")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise _refusal(path, "unreadable", reason="missing") from None
    except PermissionError:
        raise _refusal(path, "unreadable", reason="permission") from None
    except (OSError, ValueError) as error:
        raise _refusal(path, "unreadable", reason="other", detail=str(error)) from None
    if len(content) > LARGEST_FILE:
        raise _refusal(path, "too-large", limit=LARGEST_FILE)
    return content


def decoded(path: Path, content: bytes) -> str:
    """The text of a file's content; a byte-order mark is passed over.

    Raises ScenarioError (`unreadable`).
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refusal(path, "unreadable", reason="encoding", line=line) from None


def parsed(path: Path, content: bytes) -> dict[str, Any]:
    """The tables in a file's content.

    Raises ScenarioError (`unreadable`, `empty`, `not-toml` with `line` and `column`, `nested-too-deep`).
    """
    text = decoded(path, content)
    if _LONG_KEY.search(text):
        raise _refusal(path, "nested-too-deep", limit=DEEPEST)
    try:
        tables = tomllib.loads(text)
    except RecursionError:
        raise _refusal(path, "nested-too-deep", limit=DEEPEST) from None
    except ValueError as error:  # TOMLDecodeError, and numbers of more digits than Python reads
        detail = str(error)
        place = _PLACE.search(detail)
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        detail = _KEY.sub(lambda key: ".".join(re.findall(r"'([^']*)'", key[0])), _PLACE.sub("", detail).strip())
        raise _refusal(path, "not-toml", line=line, column=column, detail=detail) from None
    if not tables:
        raise _refusal(path, "empty")
    if _deeper_than(tables, DEEPEST):
        raise _refusal(path, "nested-too-deep", limit=DEEPEST)
    return tables


def _deeper_than(value: Any, limit: int) -> bool:
    """Whether tables and lists nest deeper than `limit`, without nesting calls."""
    level = [value]
    for _ in range(limit):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True


def _refusal(path: Path, kind: str, **facts: Any) -> ScenarioError:
    return ScenarioError(Problem(kind=kind, file=str(path), facts=facts))
