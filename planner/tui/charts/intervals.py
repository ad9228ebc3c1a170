"""Differences with their intervals (a forest plot): the zero line, the region that does not matter, marks and words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from attrs import frozen
from textual.strip import Strip

from planner.tui.charts.grid import Grid, is_known, round_ticks, tick_words
from planner.tui.frame.themes import Palette, Tone
from planner.wording import ngettext
from planner.wording.cells import cut
from planner.wording.cells import width as cells_of

FEWEST_CELLS = 24
"""Cells of a plot beside its words; in less, the words stand on a line of their own."""

WIDEST_OF_OWN = 16.0
"""On a scale of their own, the most sizes that matter that are shown to each side."""

LEAST_OF_OWN = 4.0
"""The fewest: what does not matter must not fill the chart."""

WIDEST = 3.0
"""Times the largest mean or size that matters: what reaches further is shown by an arrow at the edge.

After two replications an interval is a hundred times as wide as in the end; it must not press all others flat.
"""


@frozen(kw_only=True)
class Difference:
    """One row. Absent numbers are None; what is nearer to 0 than `matters` does not matter."""

    label: str
    words: str = ""
    mark: str = "?"
    tone: Tone = "unknown"
    mean: float | None = None
    half_width: float | None = None
    matters: float = 0.0


def interval_chart(
    rows: Sequence[Difference],
    *,
    width: int,
    palette: Palette,
    height: int | None = None,
    own_scale: bool = False,
    below: str = "",
    beyond: str = "",
) -> list[Strip]:
    """A line or two per row, then the axis.

    With `own_scale` each row is measured in sizes that matter in it, for figures of different units: the axis has no
    numbers then. `below` and `beyond` say what the two sides mean. What does not fit into `height` is counted in a
    last line.
    """
    if not rows:
        return Grid(width, height or 0).strips()
    names = max(cells_of(row.label) for row in rows)
    words = max(cells_of(row.words) for row in rows)
    label = min(names, max(6, width * 2 // 5))
    plot = width - label - words - 6
    together = plot >= FEWEST_CELLS
    left = label + 3 if together else 0
    cells = plot if together else width
    cells -= (cells + 1) % 2
    lines = 1 if together else 2
    axis = 2
    shown = list(rows)
    if height is not None:
        room = max(0, height - axis) // lines
        if room < len(rows):
            shown = list(rows[: max(1, (height - axis - 1) // lines)])
    left_out = len(rows) - len(shown)
    size = len(shown) * lines + axis + (1 if left_out else 0)
    grid = Grid(width, size if height is None else min(size, height))
    units = [_unit(row) if own_scale else 1.0 for row in shown]
    extent = max((_extent(row) / unit for row, unit in zip(shown, units, strict=True)), default=0.0) or 1.0
    if own_scale:
        extent = min(max(extent, LEAST_OF_OWN), WIDEST_OF_OWN)
    y = 0
    for row, unit in zip(shown, units, strict=True):
        if together:
            grid.put(0, y, row.mark, palette.tone(row.tone))
            grid.put(2, y, cut(row.label, label), palette.text)
            grid.put(left + cells + 2, y, row.words, palette.tone(row.tone))
        else:
            grid.put(0, y, row.mark, palette.tone(row.tone))
            told = cut(row.words, max(0, width - 2))
            grid.right(width, y, told, palette.tone(row.tone))
            grid.put(2, y, cut(row.label, max(0, width - 3 - cells_of(told))), palette.text)
        _draw(grid, row, extent * unit, left, cells, y + lines - 1, palette)
        y += lines
    if left_out:
        told = ngettext("… and {n} more", "… and {n} more", left_out).format(n=left_out)
        grid.put(2, y, cut(told, width - 2), palette.muted)
        y += 1
    _draw_axis(grid, None if own_scale else extent, left, cells, y, palette, below, beyond)
    return grid.strips()


def _unit(row: Difference) -> float:
    """By what a row is measured on a scale of its own: the size that matters in it, or itself."""
    return row.matters if row.matters > 0.0 else _extent(row) or 1.0


def _extent(row: Difference) -> float:
    """How far the row reaches from 0, intervals that are much wider than all else apart."""
    mean = abs(row.mean) if is_known(row.mean) else 0.0
    half = row.half_width if is_known(row.half_width) else 0.0
    core = max(mean, row.matters)
    if core <= 0.0:
        return half
    return min(max(mean + half, 1.25 * row.matters), WIDEST * core)


def _draw(grid: Grid, row: Difference, extent: float, left: int, cells: int, y: int, palette: Palette) -> None:
    if cells < 3:
        return

    def place(value: float) -> float:
        return min(max((value / extent + 1.0) / 2.0, -1.0), 2.0) * (cells - 1)

    middle = (cells - 1) // 2
    if row.matters > 0.0:
        first, last = round(place(-row.matters)), round(place(row.matters))
        for x in range(max(0, first), min(cells - 1, last) + 1):
            grid.put(left + x, y, "·", palette.matters)
    grid.put(left + middle, y, "│", palette.axis)
    if not is_known(row.mean):
        return
    style = palette.tone(row.tone)
    centre = min(cells - 1, max(0, round(place(row.mean))))
    half = row.half_width
    if half is not None and not math.isnan(half):
        low, high = place(row.mean - half), place(row.mean + half)
        first, last = max(0, round(low)), min(cells - 1, round(high))
        for x in range(first, last + 1):
            grid.put(left + x, y, "━", style)
        if last - first >= 2:
            grid.put(left + first, y, "◀" if low < -0.5 else "┣", style)
            grid.put(left + last, y, "▶" if high > cells - 0.5 else "┫", style)
    beyond = place(row.mean)
    grid.put(left + centre, y, "◀" if beyond < -0.5 else "▶" if beyond > cells - 0.5 else "●", style)


def _draw_axis(
    grid: Grid, extent: float | None, left: int, cells: int, y: int, palette: Palette, below: str, beyond: str
) -> None:
    if cells < 3:
        return
    middle = (cells - 1) // 2
    grid.put(left, y, "─" * cells, palette.axis)
    grid.put(left + middle, y, "┴", palette.axis)
    free = left
    values = [0.0] if extent is None else round_ticks(-extent, extent, max(3, (cells + 4) // 7))
    if 0.0 not in values:
        values = [0.0]
    told = tick_words(values) if len(values) > 1 else ["0"]
    for value, words in zip(values, told, strict=True):
        x = left + (middle if value == 0.0 else round((value / (extent or 1.0) + 1.0) / 2.0 * (cells - 1)))
        begin = min(max(left, x - (cells_of(words) - 1) // 2), left + cells - cells_of(words))
        if begin >= free:
            grid.put(x, y, "┴", palette.axis)
            grid.put(begin, y + 1, words, palette.muted)
            free = begin + cells_of(words) + 1
    if extent is None:
        grid.put(left, y + 1, cut(below, max(0, middle - 2)), palette.muted)
        grid.right(left + cells, y + 1, cut(beyond, max(0, cells - middle - 4)), palette.muted)
