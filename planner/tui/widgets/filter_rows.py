"""What stands in a list that is filtered, and how wide its columns are: pure data, without a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from planner.tui.widgets.sheet_content import cut
from planner.wording.cells import fit, width, wrap

ALL = 1_000
"""As the most cells of a column that may take the whole line."""


@frozen(kw_only=True)
class Column:
    """A column of at most `most` cells; one that `fills` takes what is left as well, but never less than `least`.

    It is left out where the list is narrower than `from_cells`. `is_mark`: a click on it ticks the row.
    """

    title: str = ""
    most: int = 40
    least: int = 12
    right: bool = False
    fills: bool = False
    from_cells: int = 0
    is_mark: bool = False


@frozen
class Row:
    """A row: cells of words and the name of a style (`muted`, `bad`, `good`, `changed`, or none); a heading has one.

    `also` are further words by which it is found.
    """

    id: str
    cells: tuple[tuple[str, str], ...]
    heading: bool = False
    also: str = ""

    @property
    def words(self) -> str:
        """Everything by which it is found."""
        return " ".join((self.id, *(words for words, _style in self.cells), self.also))


def heading(words: str) -> Row:
    """A heading over the rows that follow."""
    return Row("", ((words, ""),), heading=True)


def row(id: str, *cells: str | tuple[str, str], also: str = "") -> Row:
    """A row; words without a style may be given as they are."""
    return Row(id, tuple((cell, "") if isinstance(cell, str) else cell for cell in cells), also=also)


def widths_of(columns: Sequence[Column], rows: Sequence[Row], cells: int) -> tuple[int, ...]:
    """Cells of each column, 0 for one that is left out; between two columns, and before the first, one stays free."""
    shown = [column.from_cells <= cells for column in columns]
    widths = []
    for place, column in enumerate(columns):
        found = (width(row.cells[place][0]) for row in rows if not row.heading and place < len(row.cells))
        natural = max(found, default=0)
        # A column in which nothing stands says nothing.
        natural = max(natural, width(column.title)) if natural or not rows else 0
        widths.append(min(natural, column.most) if shown[place] else 0)
    left = cells - 1 - sum(wide + 1 for wide in widths if wide)
    for place, column in enumerate(columns):
        if column.fills and shown[place]:
            before = widths[place]
            wide = before + left + (0 if before else -1)
            widths[place] = max(column.least, min(wide, column.most))
            break
    return tuple(widths)


def broken(row: Row, column: int, cells: int, most_lines: int) -> list[str]:
    """The lines of a cell; the last that there may be ends in an ellipsis where words are left over."""
    words = row.cells[column][0] if column < len(row.cells) else ""
    if width(words) <= cells or most_lines == 1:
        return [cut(words, cells)]
    lines = [piece for line in wrap(words, cells) for piece in _forced(line, cells)]
    if len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], cut(lines[most_lines - 1] + "…", cells)]
    return lines


def _forced(line: str, cells: int) -> list[str]:
    """A line without a place to break it, broken all the same."""
    found = []
    while width(line) > cells:
        taken = fit(line, cells).rstrip()
        # A wide character that does not fit leaves a cell free.
        taken = line[: len(taken)]
        found.append(taken)
        line = line[len(taken) :]
    return [*found, line]
