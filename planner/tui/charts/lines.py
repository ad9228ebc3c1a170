"""Lines over time with a band around each: one per scenario, in braille, with round ticks and dates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

from attrs import frozen
from textual.strip import Strip

from planner.tui.charts.grid import (
    Dots,
    Grid,
    above,
    character,
    day_ticks,
    is_known,
    place_of,
    round_ticks,
    tick_words,
)
from planner.tui.frame.themes import Palette
from planner.wording.cells import cut
from planner.wording.cells import width as cells_of

_PATTERNS = ((6, 2), (1, 0), (2, 2), (6, 1), (1, 3))
"""Of each line: columns of dots drawn, and left out. The base's is dashed, the first alternative's whole."""

_SAMPLES = ("╌╌", "──", "┄┄", "╍╍", "┈┈")
"""The same in a legend."""


@frozen(kw_only=True)
class Line:
    """A scenario: a value per day, and where there is an interval its lower and upper end. NaN: not known."""

    letter: str
    name: str
    values: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    place: int = 0
    """Which of the palette's series it is."""


def line_chart(
    lines: Sequence[Line], start: date, *, width: int, height: int, palette: Palette, change: date | None = None
) -> list[Strip]:
    """The lines on an axis from 0, the letter of each at its end; `change` is a day to be marked."""
    grid = Grid(width, height)
    days = max((len(line.values) for line in lines), default=0)
    rows = max(1, height - 2) if height > 2 else max(1, height)
    top = above(max((value for line in lines for value in _all(line) if is_known(value)), default=0.0))
    ticks = round_ticks(0.0, top, max(2, rows // 4 + 1) if rows > 1 else 1)
    if rows > 1 and len(ticks) == 1:
        ticks = [0.0, top]
    words = tick_words(ticks)
    left = min(max(cells_of(word) for word in words) + 1, max(1, width // 3))
    right = 2 if width >= 12 else 0
    cells = width - left - right
    if cells < 1 or not height:
        return grid.strips()
    _draw_axes(grid, ticks, words, top, rows, left, cells, palette)
    if height > rows:
        _draw_days(grid, start, days, rows, left, cells, palette)
    if change is not None and 0 < (change - start).days < days:
        column = left + place_of((change - start).days, days, cells)
        for y in range(rows):
            grid.put(column, y, "┊", palette.muted)
    _draw_lines(grid, lines, top, rows, left, cells, palette)
    if right:
        _draw_letters(grid, lines, top, rows, left + cells, palette)
    return grid.strips()


def legend(lines: Sequence[Line], *, width: int, palette: Palette, band: str = "") -> list[Strip]:
    """What each letter and line stands for, and `band` what the dots around it are; as many lines as it takes."""
    entries = [(line.place, f"{_SAMPLES[line.place % len(_SAMPLES)]} {line.letter} ", line.name) for line in lines]
    rows: list[list[tuple[int, str, str]]] = [[]]
    used = 0
    for place, sample, name in [*entries, *([(-1, "⢌⢌ ", band)] if band else [])]:
        name = cut(name, max(0, width - cells_of(sample)))
        size = cells_of(sample + name)
        if used and used + 3 + size > width:
            rows.append([])
            used = 0
        rows[-1].append((place, sample, name))
        used += size + (3 if used else 0)
    grid = Grid(width, len(rows))
    for y, row in enumerate(rows):
        x = 0
        for place, sample, name in row:
            x = grid.put(x, y, sample, palette.muted if place < 0 else palette.of_series(place))
            x = grid.put(x, y, name, palette.muted if place < 0 else palette.text) + 3
    return grid.strips()


def _all(line: Line) -> Iterator[float]:
    yield from line.values
    yield from line.high


def _draw_axes(
    grid: Grid,
    ticks: Sequence[float],
    words: Sequence[str],
    top: float,
    rows: int,
    left: int,
    cells: int,
    palette: Palette,
) -> None:
    for y in range(rows):
        grid.put(left - 1, y, "│", palette.axis)
    for value, told in zip(ticks, words, strict=True):
        y = round((1.0 - value / top) * (rows - 1)) if rows > 1 else 0
        if value == 0.0 and grid.height > rows:
            # The axis below is the zero line.
            grid.right(left - 1, rows, told, palette.muted)
            continue
        grid.right(left - 1, y, told, palette.muted)
        grid.put(left - 1, y, "┤", palette.axis)
    if grid.height > rows:
        grid.put(left - 1, rows, "└" + "─" * cells, palette.axis)


def _draw_days(grid: Grid, start: date, days: int, row: int, left: int, cells: int, palette: Palette) -> None:
    room = grid.width - left
    for day, told in day_ticks(start, days, cells) if days else ():
        column = place_of(day, days, cells)
        grid.put(left + column, row, "┬", palette.axis)
        grid.put(left + min(column, max(0, room - cells_of(told))), row + 1, told, palette.muted)


def _draw_lines(
    grid: Grid, lines: Sequence[Line], top: float, rows: int, left: int, cells: int, palette: Palette
) -> None:
    drawn = [(line, _dots_of(line, top, rows, cells), _band_of(line, top, rows, cells)) for line in lines]
    for y in range(rows):
        for x in range(cells):
            bits, style = 0, None
            for line, dots, _band in drawn:
                if dots.at(x, y):
                    bits |= dots.at(x, y)
                    style = palette.of_series(line.place)
            if style is None:
                for line, _dots, band in drawn:
                    if band.at(x, y):
                        bits |= band.at(x, y)
                        style = palette.of_band(line.place)
            if style is not None:
                grid.put(left + x, y, character(bits), style)


def _dots_of(line: Line, top: float, rows: int, cells: int) -> Dots:
    dots = Dots(cells, rows)
    on, off = _PATTERNS[line.place % len(_PATTERNS)]
    before: int | None = None
    for column, value in enumerate(_by_column(line.values, dots.columns)):
        row = _row_of(value, top, dots.rows)
        if row is None:
            before = None
            continue
        if column % (on + off) < on:
            # A steep line has no holes.
            step = 0 if before is None else (row > before) - (row < before)
            for between in range(row if before is None or not step else before + step, row + (step or 1), step or 1):
                dots.set(column, between)
        before = row
    return dots


def _band_of(line: Line, top: float, rows: int, cells: int) -> Dots:
    dots = Dots(cells, rows)
    if not line.low or not line.high:
        return dots
    lows, highs = _by_column(line.low, dots.columns), _by_column(line.high, dots.columns)
    for column, (low, high) in enumerate(zip(lows, highs, strict=True)):
        upper, lower = _row_of(high, top, dots.rows), _row_of(low, top, dots.rows)
        if upper is None or lower is None:
            continue
        for row in range(upper, lower + 1):
            # Every fourth dot: enough for a shade, and the lines stay what is seen first.
            if column % 2 == 0 and row % 2 == column // 2 % 2:
                dots.set(column, row)
    return dots


def _row_of(value: float, top: float, rows: int) -> int | None:
    """The row of dots of a value; None for one that is not known."""
    if not is_known(value):
        return None
    return min(rows - 1, max(0, round((1.0 - value / top) * (rows - 1))))


def _by_column(values: Sequence[float], columns: int) -> list[float]:
    """A value for each column of dots: the mean of its days, or what lies between two days."""
    days = len(values)
    if not days:
        return [math.nan] * columns
    found = []
    for column in range(columns):
        if days > columns:
            several = values[column * days // columns : (column + 1) * days // columns]
            found.append(math.fsum(several) / len(several))
            continue
        place = column * (days - 1) / max(1, columns - 1)
        one = min(int(place), days - 1)
        two = min(one + 1, days - 1)
        found.append(values[one] + (values[two] - values[one]) * (place - one))
    return found


def _draw_letters(grid: Grid, lines: Sequence[Line], top: float, rows: int, x: int, palette: Palette) -> None:
    """Each letter at the end of its line; letters that would meet stand above each other, the higher line above."""
    ends = []
    for line in lines:
        known = [value for value in line.values if is_known(value)]
        if known:
            row = _row_of(known[-1], top, 4 * rows)
            ends.append((-known[-1], (row or 0) // 4, line))
    free = 0
    left = len(ends)
    for _value, row, line in sorted(ends, key=lambda end: (end[0], end[2].place)):
        y = min(max(row, free), max(free, rows - left))
        grid.put(x + 1, y, line.letter, palette.of_series(line.place))
        free, left = y + 1, left - 1
