"""One case as a chart of its steps: when it waited, when it was worked on, and when it was due."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Literal

from attrs import frozen
from textual.strip import Strip

from planner.tui.charts.grid import Grid, day_ticks, is_known, place_of
from planner.tui.frame.themes import Palette
from planner.wording import ngettext
from planner.wording.cells import cut
from planner.wording.cells import width as cells_of

Manner = Literal["waits", "on-the-way", "worked"]

_FILLS: dict[Manner, str] = {"waits": "░", "on-the-way": "▒", "worked": "█"}


@frozen(kw_only=True)
class Stretch:
    """A stretch of time in days since the first day of the chart; `end` None: not over."""

    begin: float
    end: float | None
    manner: Manner
    place: int = 0
    """Which of the palette's causes it belongs to."""


@frozen(kw_only=True)
class Stage:
    """A row: what happened, and when."""

    label: str
    stretches: Sequence[Stretch]
    words: str = ""


def journey_chart(
    stages: Sequence[Stage],
    start: date,
    days: float,
    *,
    width: int,
    palette: Palette,
    height: int | None = None,
    due: float | None = None,
    due_words: str = "",
) -> list[Strip]:
    """A line per stage on one axis of `days` from midnight of `start`, the due time marked through all of them."""
    axis = 2
    shown = list(stages)
    if height is not None and len(stages) + axis > height:
        shown = list(stages[: max(0, height - axis - 1)])
    left_out = len(stages) - len(shown)
    rows = len(shown) + (1 if left_out else 0)
    grid = Grid(width, rows + axis if height is None else min(rows + axis, height))
    words = max((cells_of(stage.words) for stage in stages), default=0)
    words = words if width >= 60 else 0
    label = min(max((cells_of(stage.label) for stage in stages), default=0), max(4, width // 3))
    left = label + 1
    cells = max(1, width - left - (words + 1 if words else 0))
    days = max(days, 1e-6)
    column = None if due is None or not 0.0 <= due <= days else left + place_of(due, days, cells)
    for y, stage in enumerate(shown):
        grid.put(0, y, cut(stage.label, label), palette.text)
        if words:
            grid.right(width, y, stage.words, palette.muted)
        if column is not None:
            grid.put(column, y, "┊", palette.worse)
        for stretch in stage.stretches:
            _draw(grid, stretch, days, left, cells, y, palette)
    if left_out:
        told = ngettext("… and {n} more", "… and {n} more", left_out).format(n=left_out)
        grid.put(0, len(shown), cut(told, width), palette.muted)
    taken = range(0)
    if column is not None:
        begin = min(column, width - cells_of(due_words))
        taken = range(begin - 2, begin + cells_of(due_words) + 2)
        grid.put(begin, rows + 1, due_words, palette.worse)
    _draw_axis(grid, start, days, rows, left, cells, palette, taken)
    if column is not None:
        grid.put(column, rows, "┼", palette.worse)
    return grid.strips()


def _draw(grid: Grid, stretch: Stretch, days: float, left: int, cells: int, y: int, palette: Palette) -> None:
    end = days if stretch.end is None else stretch.end
    if not (is_known(stretch.begin) and is_known(end)) or end < 0.0 or stretch.begin > days:
        return
    first = place_of(stretch.begin, days, cells)
    last = max(first + 1, min(cells, round(end / days * cells)))
    grid.put(left + first, y, _FILLS[stretch.manner] * (last - first), palette.of_cause(stretch.place), left + cells)
    if stretch.end is None:
        grid.put(left + last - 1, y, "▶", palette.of_cause(stretch.place))


def _draw_axis(
    grid: Grid, start: date, days: float, row: int, left: int, cells: int, palette: Palette, taken: range
) -> None:
    """The days below the steps; none is written over the words in the cells `taken`."""
    whole = max(1, math.ceil(days))
    grid.put(left, row, "─" * cells, palette.axis)
    room = grid.width - left
    for day, told in day_ticks(start, whole, cells):
        x = place_of(day, days, cells)
        grid.put(left + x, row, "┴", palette.axis)
        begin = left + min(x, max(0, room - cells_of(told)))
        if not any(place in taken for place in range(begin, begin + cells_of(told))):
            grid.put(begin, row + 1, told, palette.muted)
