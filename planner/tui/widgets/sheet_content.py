"""What stands in a sheet, and how wide its columns are: pure data, without a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate, groupby

from attrs import field, frozen

from planner.wording.cells import cut, fit, width, wrap

TITLE_LINES = 3
"""Lines that titles of columns may take."""
GAP = 1
"""Cells between columns."""


@frozen
class Cell:
    """One value: `text`, behind it a `mark` (such as ▲+2), and names of styles (`own`, `changed`, `muted`, `bad`)."""

    text: str = ""
    mark: str = ""
    styles: tuple[str, ...] = ()
    open: bool = True
    """Whether a person may type here."""
    edited: str | None = None
    """What one begins with when editing it, where that is not the text."""


@frozen
class Column:
    """A column below a `group` of columns, at `most` so wide. One that `fills` takes cells that are left over."""

    title: str
    group: str = ""
    right: bool = True
    fills: bool = False
    most: int = 40
    wraps: bool = True
    """Whether the title may stand in several lines."""


@frozen
class Row:
    """A row of a sheet; a heading has no cells."""

    title: str
    cells: tuple[Cell, ...] = ()
    heading: bool = False
    mark: str = ""


@frozen(kw_only=True)
class Content:
    """A sheet: columns, rows, and rows of totals that stay at its foot. `corner` is the title of the titles."""

    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    totals: tuple[Row, ...] = ()
    corner: str = ""


@frozen(kw_only=True)
class Layout:
    """Where everything stands: cells of the titles, of each column (without the gap), and of texts before marks."""

    titles: int
    widths: tuple[int, ...]
    texts: tuple[int, ...]
    starts: tuple[int, ...] = field()
    groups: tuple[tuple[int, int], ...]
    """First and last column of each run of columns with the same group."""
    group_lines: int
    title_lines: int

    @property
    def header(self) -> int:
        """Lines of the header."""
        return self.group_lines + self.title_lines

    def begins_group(self, place: int) -> bool:
        """Whether a column is the first of a group that is not the first one."""
        return any(first == place for first, _last in self.groups[1:])

    @property
    def total(self) -> int:
        """Cells of the titles and all columns together."""
        return self.titles + (self.starts[-1] + self.widths[-1] + GAP if self.widths else 0)


def laid_out(content: Content, cells: int, most_title: int = 40) -> Layout:
    """The layout of a sheet for a place that is so many cells wide; no column is wider than its widest cell or title.

    A column is at most as wide as it says, and its widest cell whole where there is room for all columns. Titles of
    columns stand in one line where all columns then fit, else in two or three.
    """
    lines = [*content.rows, *content.totals]
    titles = [*(row.title for row in lines if not row.heading), content.corner]
    titles_width = min(max(map(width, titles)), most_title, max(8, cells * 9 // 20))
    room = cells - titles_width - GAP
    widths, texts = _widths(content, lines, (1,))
    if sum(widths) + GAP * len(widths) > room:
        widths, texts = _widths(content, lines, (2, TITLE_LINES))
    left = room - sum(widths) - GAP * len(widths)
    for place, column in enumerate(content.columns):
        if column.fills:
            wider = max(min(left, column.most - widths[place]), 8 - widths[place])
            widths[place] += wider
            texts[place] += wider
            left -= wider
    # What is cut at its most takes what room there still is, titles of rows first.
    wider = max(0, min(left, max(map(width, titles)) - titles_width))
    titles_width += wider
    left -= wider
    for place, wanted in enumerate(_wanted(content, lines)):
        wider = max(0, min(left, wanted - widths[place]))
        widths[place] += wider
        texts[place] += wider
        left -= wider
    starts = tuple(accumulate((wide + GAP for wide in widths[:-1]), initial=GAP)) if widths else ()
    groups = _groups(content.columns)
    group_lines = max(
        (len(wrap(content.columns[first].group, _span(starts, widths, first, last))) for first, last in groups),
        default=0,
    )
    title_lines = max(
        (len(wrap(column.title, wide)) for column, wide in zip(content.columns, widths, strict=True)), default=1
    )
    return Layout(
        titles=titles_width,
        widths=tuple(widths),
        texts=tuple(texts),
        starts=starts,
        groups=groups,
        group_lines=min(group_lines, 2),
        title_lines=min(max(title_lines, 1), TITLE_LINES),
    )


def _widths(content: Content, lines: Sequence[Row], title_lines: Sequence[int]) -> tuple[list[int], list[int]]:
    """Cells of each column, and of the texts before marks, with titles in so many lines."""
    texts: list[int] = []
    widths: list[int] = []
    for place, column in enumerate(content.columns):
        found = [row.cells[place] for row in lines if place < len(row.cells)]
        text = max((width(cell.text) for cell in found), default=0)
        mark = max((width(cell.mark) + 1 for cell in found if cell.mark), default=0)
        wide = min(max(text + mark, _title_width(column.title, title_lines if column.wraps else (1,))), column.most)
        widths.append(wide)
        texts.append(wide - mark)
    return widths, texts


def _wanted(content: Content, lines: Sequence[Row]) -> list[int]:
    """Cells in which no cell of a column is cut."""
    cells = [[row.cells[place] for row in lines if place < len(row.cells)] for place in range(len(content.columns))]
    return [
        max((width(cell.text) for cell in found), default=0)
        + max((width(cell.mark) + 1 for cell in found if cell.mark), default=0)
        for found in cells
    ]


def _title_width(title: str, lines: Sequence[int]) -> int:
    """The fewest cells in which a title stands in so many lines, the first number of lines that will do."""
    for most in lines:
        for cells in range(1, width(title)):
            found = wrap(title, cells)
            if most > 1 and len(found) <= most and all(width(line) <= cells for line in found):
                return cells
    return width(title)


@cache
def title_lines(title: str, wide: int) -> list[str]:
    """A title in as few lines as its column allows, each about as long as the others."""
    fewest = wrap(title, wide)
    for cells in range(1, wide):
        found = wrap(title, cells)
        if len(found) == len(fewest) and all(width(line) <= cells for line in found):
            return found
    return fewest


def _groups(columns: Sequence[Column]) -> tuple[tuple[int, int], ...]:
    found = []
    for _group, run in groupby(range(len(columns)), key=lambda place: columns[place].group):
        places = list(run)
        found.append((places[0], places[-1]))
    return tuple(found)


def _span(starts: Sequence[int], widths: Sequence[int], first: int, last: int) -> int:
    return starts[last] + widths[last] - starts[first]


def shown(cell: Cell, wide: int, text: int, right: bool) -> str:
    """A cell in exactly so many cells; texts of a column stand below each other, marks behind them."""
    words = cut(cell.text, text if cell.mark or right else wide)
    if not right:
        return fit(f"{words} {cell.mark}" if cell.mark else words, wide)
    lead = " " * max(0, text - width(words))
    return fit(f"{lead}{words} {cell.mark}" if cell.mark else f"{lead}{words}", wide)
