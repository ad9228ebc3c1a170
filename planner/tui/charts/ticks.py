"""Where axes are marked: round numbers, and days that calendars know."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from planner.tui.charts.known import is_known, is_positive
from planner.wording.cells import width as cells_of
from planner.wording.numbers import compact, number, short_day, short_month, year

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
