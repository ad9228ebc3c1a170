"""Reading one TOML file: bounded, and every way in which it can fail told apart."""

from __future__ import annotations

import codecs
import errno
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
_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_KEY = re.compile(r"\('[^']*',(?: '[^']*',?)*\)")
"""A key as the parser tells it: its parts as a tuple of Python."""


_CHINESE = re.compile("[\u3400-\u9fff]")
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
"""Control characters, and characters of no meaning: what other bytes become when they are read as Chinese text."""

_REASONS = {
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.ELOOP: "circle",
    errno.ENAMETOOLONG: "name",
    errno.EINVAL: "name",
}
"""Why a file cannot be read, where words of ours say it better than the system's."""


def fingerprint_of(content: bytes) -> str:
    """What tells one content of a file from another."""
    return blake2b(content, digest_size=16).hexdigest()


def read_bytes(path: Path, largest: int = LARGEST_FILE) -> bytes:
    """The content of a file of at most so many bytes. Raises ScenarioError (`unreadable`, `too-large`)."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _refusal(path, "unreadable", reason="directory")
        if not stat.S_ISREG(mode):
            raise _refusal(path, "unreadable", reason="not-a-file")
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise _refusal(path, "unreadable", reason=_REASONS.get(error.errno or 0, "other"), detail=detail) from None
    except ValueError:  # what Python says of a NUL byte
        raise _refusal(path, "unreadable", reason="name") from None
    if len(content) > largest:
        raise _refusal(path, "too-large", limit=largest)
    return content


UTF_8 = "UTF-8"


def decoded(path: Path, content: bytes) -> str:
    """The text of a file's content; a byte-order mark is passed over.

    TOML is UTF-8. What Windows saves as "Unicode" (UTF-16) or as "ANSI" on a Chinese machine (GB18030) is read all the
    same: `encoding_of` says which it is. Raises ScenarioError (`unreadable`) for anything else.
    """
    encoding = encoding_of(content)
    if encoding is None:
        raise _refusal(path, "unreadable", reason="encoding", line=_undecodable_line(content))
    return content.decode("utf-8-sig" if encoding == UTF_8 else encoding)


def encoding_of(content: bytes) -> str | None:
    """`UTF-8`, `UTF-16` or `GB18030`; None where a content is text in none of them."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("UTF-16",) if marked else (UTF_8, "GB18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "GB18030" or _is_chinese(content, text):
            return encoding
    return None


def _is_chinese(content: bytes, text: str) -> bool:
    """Whether a content that is no UTF-8 is `text` in GB18030; almost any bytes can be read so.

    Others hardly make Chinese characters and nothing strange; UTF-8 with a slip in it would have some of its own.
    """
    as_utf_8 = content.decode(errors="replace")
    damaged = len(_CHINESE.findall(as_utf_8)) >= as_utf_8.count("\ufffd")
    return bool(_CHINESE.search(text)) and not _STRANGE.search(text) and not damaged


def _undecodable_line(content: bytes) -> int:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 1


def parsed(path: Path, content: bytes) -> dict[str, Any]:
    """The tables in a file's content.

    Raises ScenarioError (`unreadable`, `empty`, `not-toml` with `line`, `column` and `fault`, `nested-too-deep`).
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
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.count("\n") + 1, 1)
        detail = _KEY.sub(lambda key: ".".join(re.findall(r"'([^']*)'", key[0])), _PLACE.sub("", detail).strip())
        fault, got = _fault_in(detail)
        raise _refusal(path, "not-toml", line=line, column=column, fault=fault, got=got, detail=detail) from None
    if not tables:
        raise _refusal(path, "empty")
    if deeper_than(tables, DEEPEST):
        raise _refusal(path, "nested-too-deep", limit=DEEPEST)
    return tables


_FAULTS = {
    "twice": r"Cannot declare (.+) twice",
    "twice-in-line": r"Duplicate inline table key '(.+)'",
    "overwrites": r"Cannot (?:overwrite a value|(?:mutate immutable|redefine) namespace.*)",
    "no-equals": r"Expected '=' after a key.*",
    "no-bracket": r"Expected '\]\]?' at the end of .*",
    "no-line-end": r"Expected newline or end of document.*",
    "open-string": r"Unterminated string|Expected [\"'].+|Illegal character '\\[nr]'",
    "open-list": r"Unclosed array",
    "open-table": r"Unclosed inline table",
    "backslash": r"Unescaped .* in a string|Invalid hex value|Escaped character.*",
    "character": r"(?:Found invalid|Illegal) character (.+)",
    "date": r"Invalid date or datetime",
    "value": r"Invalid value",
    "statement": r"Invalid (?:statement|initial character for a key part)",
    "digits": r"Exceeds the limit .* for integer string conversion.*",
}
"""What the parser complains of, by its words."""


def _fault_in(detail: str) -> tuple[str, str]:
    """Which fault the parser tells in its own words, and what it quotes; `other` for words that are not known."""
    for fault, words in _FAULTS.items():
        if match := re.fullmatch(words, detail, re.DOTALL):
            return fault, next((group for group in match.groups() if group), "")
    return "other", ""


def deeper_than(value: Any, limit: int) -> bool:
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
