"""A sheet of cells to draw on. Its lines have exactly its width, whatever is put on it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from planner.tui.charts.palette import NOTHING
from planner.wording.cells import width as cells_of

ELLIPSIS = "…"
_SECOND_HALF = ""


class Grid:
    """`width` × `height` cells; a Chinese character takes two of them. What lies outside is not drawn."""

    def __init__(self, width: int, height: int) -> None:
        self.width = max(0, width)
        self.height = max(0, height)
        self._text = [[" "] * self.width for _row in range(self.height)]
        self._style = [[NOTHING] * self.width for _row in range(self.height)]

    def put(self, x: int, y: int, text: str, style: Style = NOTHING, stop: int | None = None) -> int:
        """Write a text from column `x` on, as far as column `stop`; the column after it."""
        if not 0 <= y < self.height:
            return x
        stop = self.width if stop is None else min(stop, self.width)
        for character in text:
            cells = cells_of(character)
            if cells == 0:
                continue
            if x >= 0 and x + cells <= stop:
                self._set(x, y, character, cells, style)
            elif x >= stop or x + cells > stop:
                break
            x += cells
        return x

    def right(self, stop: int, y: int, text: str, style: Style = NOTHING) -> None:
        """Write a text that ends before column `stop`."""
        self.put(stop - cells_of(text), y, text, style, stop)

    def shade(self, x: int, stop: int, y: int, style: Style) -> None:
        """Lay a style under what is written."""
        if 0 <= y < self.height:
            for place in range(max(0, x), min(stop, self.width)):
                self._style[y][place] = style + self._style[y][place]

    def _set(self, x: int, y: int, character: str, cells: int, style: Style) -> None:
        row, styles = self._text[y], self._style[y]
        # Of a wide character that is written over in part, nothing is left.
        if row[x] == _SECOND_HALF and x > 0:
            row[x - 1] = " "
        after = x + cells
        if after < self.width and row[after] == _SECOND_HALF:
            row[after] = " "
        row[x], styles[x] = character, style
        for place in range(x + 1, after):
            row[place], styles[place] = _SECOND_HALF, style

    def strips(self) -> list[Strip]:
        """The lines."""
        return [self._strip(y) for y in range(self.height)]

    def _strip(self, y: int) -> Strip:
        segments: list[Segment] = []
        text: list[str] = []
        current: Style | None = None
        for character, style in zip(self._text[y], self._style[y], strict=True):
            if current is not None and style is not current and style != current:
                segments.append(Segment("".join(text), current))
                text = []
            current = style
            text.append(character)
        if current is not None:
            segments.append(Segment("".join(text), current))
        return Strip(segments, self.width)


def shorten(text: str, cells: int) -> str:
    """The text in at most so many cells; where something is cut off, … stands at the end."""
    if cells_of(text) <= cells:
        return text
    if cells <= 0:
        return ""
    kept, used = [], 0
    for character in text:
        size = cells_of(character)
        if used + size > cells - 1:
            break
        kept.append(character)
        used += size
    return "".join(kept).rstrip() + ELLIPSIS


def written(lines: Iterable[Strip]) -> str:
    """Lines as plain text, without spaces at their ends."""
    return "\n".join(line.text.rstrip() for line in lines)
