"""Text in terminal cells: Chinese characters take two, so padding and breaking lines go by cells, not by characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

_NOT_FIRST = "，。；：、！？）】》”’…,.;:!?)]}"
"""Characters that must not begin a line."""

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef“”‘’…—"
_PIECES = re.compile(rf"\s+|[{_WIDE}]|[^\s{_WIDE}]+")
"""What a line may be broken between: runs of spaces, single wide characters, words."""


def width(text: str) -> int:
    """Cells that a text takes."""
    return cell_len(text)


def fit(text: str, cells: int) -> str:
    """The text in exactly so many cells: padded, or cut."""
    return set_cell_size(text, cells)


def cut(text: str, cells: int) -> str:
    """The text in at most so many cells; a longer one ends in an ellipsis."""
    return text if width(text) <= cells else f"{fit(text, cells - 1).rstrip()}…" if cells > 0 else ""


def pieces(line: str, cells: int) -> list[str]:
    """A line in pieces of at most so many cells, cut wherever they are full; a piece has at least one character."""
    found, piece, used = [], "", 0
    for character in line:
        size = width(character)
        if piece and used + size > cells:
            found.append(piece)
            piece, used = "", 0
        piece, used = piece + character, used + size
    return [*found, piece]


def wrap(text: str, cells: int) -> list[str]:
    """The text in lines of at most so many cells, broken at spaces and between Chinese characters.

    A word that is too long for a line stands on one of its own.
    """
    lines = []
    line = ""
    for piece in _unbreakable(text):
        if line and width((line + piece).rstrip()) > cells:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _unbreakable(text: str) -> Iterator[str]:
    """Pieces of a text, with what must not begin a line joined to what precedes it."""
    piece = ""
    for part in _PIECES.findall(text):
        if piece and part[0] in _NOT_FIRST:
            piece += part
        else:
            if piece:
                yield piece
            piece = part
    if piece:
        yield piece
