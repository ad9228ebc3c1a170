"""The two ways out of the command line, stdout and stderr: whatever is printed passes here.

What came from a file, a store or a path cannot act on a terminal, characters that the output does not know are
replaced, and an output that is full, closed or gone never costs a result.
"""

from __future__ import annotations

import errno
import io
import json
import os
import re
import sys
import unicodedata
from contextlib import suppress
from functools import lru_cache
from typing import Any, TextIO

from planner.model.text import json_line, visible

_ALIKE = {
    **dict.fromkeys("‹«◀◂", "<"),
    **dict.fromkeys("›»▶▸", ">"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’‚", "'"),
    **dict.fromkeys("‐‑‒–−─━―┄┈╌╍▔▁", "-"),
    **dict.fromkeys("│┃┆┊▏▎▍", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼┣┫┏┓┗┛╭╮╰╯", "+"),
    **dict.fromkeys("█▉▊▋▌▐■", "#"),
    **dict.fromkeys("░▒▓", ":"),
    **dict.fromkeys("·•●◆", "*"),
    **dict.fromkeys("○□◇", "o"),
    "△": "^",
    "▲": "^",
    "▼": "v",
    "▾": "v",
    "↑": "^",
    "↓": "v",
    "←": "<-",
    "→": "->",
    "—": "--",
    "…": "...",
    "±": "+/-",
    "×": "x",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≈": "~",
    "√": "sqrt",
    "✓": "+",
    "✗": "x",
    "，": ",",
    "。": ".",
    "、": ",",
    "；": ";",
    "：": ":",
    "（": "(",
    "）": ")",
}
"""What stands for a character that an output does not know, where something looks alike."""


class Unprintable(Exception):
    """Nothing can be printed any more. `quiet`: whoever read it has left, as `| head` does, and needs no message."""

    def __init__(self, error: OSError | ValueError) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        super().__init__(reason)
        self.reason = reason
        self.quiet = isinstance(error, BrokenPipeError) or getattr(error, "errno", None) == errno.EPIPE


class Outlet(io.TextIOBase):
    """stdout or stderr. What is written to it is text and nothing else; `styled` lets colours through.

    Where it cannot be written any more, stdout raises Unprintable, once; stderr is for talk, and falls silent.
    """

    def __init__(self, stream: TextIO, *, is_talk: bool) -> None:
        self._stream = stream
        self._is_talk = is_talk
        self._over = False

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the stream below, or UTF-8 where it has none."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    @property
    def buffer(self) -> Any:
        """The binary stream below this one, for what is written as bytes; None where there is none."""
        return getattr(self._stream, "buffer", None)

    def fileno(self) -> int:
        """The file descriptor of the stream below."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Whether the stream below is a terminal."""
        return self._stream.isatty()

    def writable(self) -> bool:
        """An outlet can always be written to; what cannot be printed is dealt with when it is written."""
        return True

    def write(self, text: str) -> int:
        """Print text, with whatever would act on a terminal made visible."""
        return self.styled(visible(text, lines=True))

    def styled(self, text: str) -> int:
        """Print what a console has made: it has seen to the text, and adds colours and movements of its own."""
        if text:
            self._do(lambda: self._stream.write(known(text, self.encoding)))
        return len(text)

    def json(self, text: str) -> None:
        """Print lines of JSON; what the output does not know is escaped, not replaced."""
        self.styled(_escaped(text, self.encoding))
        self.flush()

    def flush(self) -> None:
        """Let go what was printed."""
        self._do(self._stream.flush)

    def _do(self, act: Any) -> None:
        if self._over:
            return
        try:
            act()
        except (OSError, ValueError) as error:  # ValueError: the stream was closed
            self._over = True
            # What is left in the buffer must not be tried again when the program ends.
            with suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self._stream.fileno())
                os.close(nowhere)
            if not self._is_talk:
                raise Unprintable(error) from error


class Styled(io.TextIOBase):
    """The file of a console that writes to an outlet."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the outlet."""
        return self._outlet.encoding

    def write(self, text: str) -> int:
        """Print text with colours."""
        return self._outlet.styled(text)

    def flush(self) -> None:
        """Let go what was printed."""
        self._outlet.flush()

    def fileno(self) -> int:
        """The file descriptor of the stream below the outlet."""
        return self._outlet.fileno()

    def isatty(self) -> bool:
        """Whether the outlet is a terminal."""
        return self._outlet.isatty()


def open_outlets() -> None:
    """Let everything that this process prints from now on pass an outlet.

    What was started without an output (`>&-`), for which Python has None, prints to nowhere. No file may be opened in
    the place of a stream that is closed: something that is printed below Python would stand in it.
    """
    while (free := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(free)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        if not isinstance(stream, Outlet):
            setattr(sys, name, Outlet(stream, is_talk=name == "stderr"))


def outlet(*, is_talk: bool = False) -> Outlet:
    """The way out for what was asked for, or for talk."""
    stream = sys.stderr if is_talk else sys.stdout
    return stream if isinstance(stream, Outlet) else Outlet(stream, is_talk=is_talk)


def tell_event(**facts: object) -> None:
    """Tell a program that watches something: one line of JSON on stderr."""
    outlet(is_talk=True).json(json_line(facts) + "\n")


def known(text: str, encoding: str) -> str:
    """A text in characters that an encoding has: what it lacks is replaced by something alike, else by `?`."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_alike(character, encoding) for character in text)
    return text


@lru_cache(maxsize=10_000)
def _alike(character: str, encoding: str) -> str:
    spread = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    for candidate in (character, _ALIKE.get(character), spread):
        if candidate and _has(encoding, candidate):
            return candidate
    return "?"


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _escaped(text: str, encoding: str) -> str:
    if _has(encoding, text):
        return text
    return re.sub(r"[^\x00-\x7f]", lambda found: found[0] if _has(encoding, found[0]) else _code(found[0]), text)


def _code(character: str) -> str:
    return json.dumps(character)[1:-1]
