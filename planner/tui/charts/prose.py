"""Paragraphs and tables as lines of cells, so that they stand in one column with charts."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip

from planner.tui.charts.grid import Grid
from planner.tui.frame.themes import NOTHING, Palette
from planner.wording.cells import cut, pieces, wrap
from planner.wording.cells import width as cells_of

GAP = 2
"""Cells between two columns."""

Cell = str | tuple[str, Style]
"""Words, and where they are not plain their style."""


def paragraph(text: str, *, width: int, style: Style = NOTHING, indent: int = 0, mark: str = "") -> list[Strip]:
    """A text broken into lines, set in; `mark` stands before the first of them."""
    lines = [
        piece
        for part in text.split("\n")
        for line in (wrap(part, max(1, width - indent)) or [""])
        for piece in pieces(line, max(1, width - indent))
    ]
    grid = Grid(width, len(lines))
    for y, line in enumerate(lines):
        grid.put(indent, y, line, style)
    grid.put(0, 0, mark, style, indent)
    return grid.strips()


def blank(width: int) -> list[Strip]:
    """An empty line, as wide as the paragraphs around it."""
    return Grid(width, 1).strips()


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    width: int,
    palette: Palette,
    indent: int = 0,
    least: Sequence[int] = (),
) -> list[Strip]:
    """Rows under headings: the first column set left and cut where it must be, the others set right.

    Columns have at least the `least` cells, so that several tables line up.
    """
    columns = len(headings)
    sizes = [max(pair) for pair in zip(column_sizes(headings, rows), least or [0] * columns, strict=True)]
    others = sum(sizes[1:]) + GAP * (columns - 1)
    # Narrow places: the words of the first column give way, then the columns to the right are cut.
    sizes[0] = max(min(sizes[0], width - indent - others), min(sizes[0], 8))
    has_headings = any(headings)
    grid = Grid(width, len(rows) + (1 if has_headings else 0))
    lines: list[tuple[Sequence[Cell], Style]] = [(headings, palette.muted)] if has_headings else []
    lines += [(row, palette.text) for row in rows]
    for y, (row, plain) in enumerate(lines):
        x = indent
        for place, cell in enumerate(row):
            style = cell[1] if isinstance(cell, tuple) else plain
            words = cut(_words(cell), sizes[place])
            grid.put(x if place == 0 else x + sizes[place] - cells_of(words), y, words, style)
            x += sizes[place] + GAP
    return grid.strips()


def column_sizes(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Cells that each column takes."""
    return [
        max([cells_of(heading), *(cells_of(_words(row[place])) for row in rows)])
        for place, heading in enumerate(headings)
    ]


def _words(cell: Cell) -> str:
    return cell[0] if isinstance(cell, tuple) else cell


def beside(left: Sequence[Strip], right: Sequence[Strip]) -> list[Strip]:
    """Two columns as one; the shorter of the two is filled up."""
    rows = max(len(left), len(right))
    columns = []
    for lines in (left, right):
        size = lines[0].cell_length if lines else 0
        columns.append([*lines, *(Strip.blank(size) for _row in range(rows - len(lines)))])
    return [Strip.join(pair) for pair in zip(*columns, strict=True)]
