"""What charts are drawn on and with: a sheet of cells, dots in braille, and the marks of their axes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeGuard

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from planner.tui.frame.themes import NOTHING
from planner.wording.cells import width as cells_of
from planner.wording.numbers import compact, number, short_day, short_month, year

MOST = 1e100
LEAST = 1e-100


def is_known(value: float | None) -> TypeGuard[float]:
    """Whether a number can be drawn: it is there, is a number, and leaves floats room to be reckoned with."""
    return value is not None and -MOST < value < MOST


def is_positive(value: float) -> bool:
    """Whether a number can be the length of an axis."""
    return LEAST < value < MOST


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
        """The lines of the grid, from the top."""
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


def written(lines: Iterable[Strip]) -> str:
    """Lines as plain text, without spaces at their ends."""
    return "\n".join(line.text.rstrip() for line in lines)


DOT_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""By column and row of a dot in its cell (Unicode, block Braille Patterns)."""

BLANK = 0x2800
"""The character without dots."""

EIGHTHS = " ▏▎▍▌▋▊▉█"
"""By how many eighths of a cell are filled from the left."""


class Dots:
    """The dots of one layer: 2 × `width` columns, 4 × `height` rows, counted from the upper left."""

    def __init__(self, width: int, height: int) -> None:
        self.columns = 2 * width
        self.rows = 4 * height
        self._cells: dict[tuple[int, int], int] = {}

    def set(self, column: int, row: int) -> None:
        """Set a dot; what lies outside is not drawn."""
        if 0 <= column < self.columns and 0 <= row < self.rows:
            cell = (column // 2, row // 4)
            self._cells[cell] = self._cells.get(cell, 0) | DOT_BITS[column % 2][row % 4]

    def at(self, x: int, y: int) -> int:
        """The dots of a cell as bits; 0 where there are none."""
        return self._cells.get((x, y), 0)


def character(bits: int) -> str:
    """The character with these dots."""
    return chr(BLANK + bits)


_STEPS = (1.0, 2.0, 5.0)
MOST_DIGITS = 6


def round_ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` multiples of 1, 2 or 5 × 10ⁿ from `low` to `high`, both included; at least one."""
    if not (is_known(low) and is_known(high) and is_positive(high - low)):
        return [low] if is_known(low) else [0.0]
    most = max(1, most)
    size = 10.0 ** math.floor(math.log10((high - low) / most))
    for scale in (size, 10.0 * size):
        for step in _STEPS:
            first, last = math.ceil(low / (scale * step) - 1e-9), math.floor(high / (scale * step) + 1e-9)
            if last - first + 1 <= most and last >= first:
                return [place * scale * step for place in range(first, last + 1)]
    return [0.0 if low <= 0.0 <= high else low]


def above(value: float) -> float:
    """A round number not below a positive one, so that an axis ends on a tick."""
    if not is_positive(value):
        return 1.0
    size = 10.0 ** math.floor(math.log10(value))
    for step in (1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0):
        if value * (1.0 - 1e-9) <= size * step:
            return size * step
    return value


def tick_words(values: Sequence[float]) -> list[str]:
    """The numbers at the ticks, all with as many decimals as the step between them needs."""
    steps = [abs(two - one) for one, two in zip(values, values[1:], strict=False)]
    step = min((step for step in steps if step > 0.0), default=max((abs(value) for value in values), default=1.0))
    digits = 0 if step <= 0.0 else max(0, -math.floor(math.log10(step) + 1e-9))
    if digits > MOST_DIGITS or max((abs(value) for value in values), default=0.0) >= 1e15:
        return ["0" if value == 0.0 else f"{value:.0e}" for value in values]
    if digits:
        return [number(value + 0.0, digits) if value else "0" for value in values]
    return [compact(value + 0.0) for value in values]


Tick = tuple[int, str]
"""A day of the horizon, from 0, and what stands at it."""


def day_ticks(start: date, days: int, cells: int) -> list[Tick]:
    """Days to be marked on an axis of so many cells: as many as can be written beside each other."""
    ways: tuple[Callable[[], Iterator[Tick]], ...] = (
        *(lambda step=step: _every_days(start, days, step) for step in (1, 2, 7, 14)),
        *(lambda step=step: _every_months(start, days, step) for step in (1, 2, 3, 6)),
        *(lambda step=step: _every_years(start, days, step) for step in (1, 2, 5, 10, 20, 50)),
    )
    first: list[Tick] = []
    for way in ways:
        ticks = list(way())
        # One mark alone says little: then rather the first of the finer ones.
        if ticks and _fit(ticks, days, cells) and (len(ticks) > 1 or not first):
            return ticks
        if ticks:
            first = first or ticks[:1]
    return [tick for tick in first if cells_of(tick[1]) <= cells]


def _fit(ticks: Sequence[Tick], days: int, cells: int) -> bool:
    free = 0
    for day, words in ticks:
        place = place_of(day, days, cells)
        if place < free:
            return False
        free = place + cells_of(words) + 2
    return True


def place_of(day: float, days: float, cells: int) -> int:
    """The cell of a day on an axis."""
    return min(cells - 1, max(0, int(day / max(days, 1e-9) * cells))) if cells > 0 else 0


def _every_days(start: date, days: int, step: int) -> Iterator[Tick]:
    if days > 400:
        return
    # Weeks begin on Mondays.
    first = -start.weekday() % 7 if step % 7 == 0 else 0
    for day in range(first, days, step):
        yield day, short_day(start + timedelta(days=day))


def _every_months(start: date, days: int, step: int) -> Iterator[Tick]:
    if days > 12_000:
        return
    month = date(start.year, start.month, 1)
    named_year: int | None = None
    while (month - start).days < days:
        if month >= start and (month.month - 1) % step == 0:
            yield (month - start).days, short_month(month, with_year=month.year != named_year)
            named_year = month.year
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _every_years(start: date, days: int, step: int) -> Iterator[Tick]:
    for number_ in range(start.year, start.year + days // 365 + 2):
        day = (date(number_, 1, 1) - start).days
        if 0 <= day < days and number_ % step == 0:
            yield day, year(number_)
