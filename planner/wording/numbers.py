"""Numbers, amounts with units, dates, guessed days and durations as a person reads them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from planner.wording.language import _, language, ngettext

ABSENT = "–"
"""In the place of a number that there is not."""

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def digits_for(value: float, half_width: float | None = None) -> int:
    """Decimals worth showing: three significant figures of the value, or two of its half-width if that is coarser."""
    by_value = 1 if value == 0 else 2 - math.floor(math.log10(abs(value)))
    if half_width:
        by_value = min(by_value, 1 - math.floor(math.log10(half_width)))
    return max(0, min(by_value, 2))


def digits_of(unit: str, value: float, half_width: float | None = None) -> int:
    """Decimals worth showing of an amount in a unit: of ten cases or more none."""
    return 0 if unit in ("cases", "times") and abs(value) >= 10 else digits_for(value, half_width)


def number(value: float, digits: int | None = None) -> str:
    """A number with thousands separators."""
    return f"{value:,.{digits_for(value) if digits is None else digits}f}"


def percent(share: float, digits: int = 1) -> str:
    """A share as a percentage."""
    return f"{100.0 * share:,.{digits}f}%"


def day(value: date) -> str:
    """A date in full."""
    if language() == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def seconds(value: float) -> str:
    """A span of time to wait, roughly."""
    if value < 90:
        whole = max(1, round(value))
        return ngettext("{n} second", "{n} seconds", whole).format(n=whole)
    whole = round(value / 60)
    return ngettext("{n} minute", "{n} minutes", whole).format(n=whole)


def short_day(value: date) -> str:
    """A day without its year, for narrow places."""
    if language() == "zh":
        return f"{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1][:3]}"


def short_month(value: date, *, with_year: bool = False) -> str:
    """A month, for narrow places."""
    if language() == "zh":
        return f"{value.year}年{value.month}月" if with_year else f"{value.month}月"
    month = _MONTHS[value.month - 1][:3]
    return f"{month} {value.year}" if with_year else month


def year(value: int) -> str:
    """A year in the language in use: 2026年, or 2026."""
    return f"{value}年" if language() == "zh" else str(value)


def compact(value: float, digits: int = 0) -> str:
    """A number for narrow places: large ones in 万 and 亿, or in thousands and millions."""
    steps = ((1e8, "亿"), (1e4, "万")) if language() == "zh" else ((1e9, "bn"), (1e6, "m"), (1e4, "k"))
    for size, named in steps:
        if abs(value) >= size:
            told = number(value / (size if named != "k" else 1e3), 2)
            return f"{told.rstrip('0').rstrip('.')}{named}"
    return number(value, digits)


YEARS_COUNTED = 4
"""For more years than these the days are counted together."""


def guessed_days(days: Sequence[date]) -> str:
    """How many days off are guessed, and which: the days of one year, or how many of each of a few years."""
    years = sorted({day.year for day in days})
    if len(years) == 1:
        which = _(", ").join(_stretches(days))
    elif len(years) <= YEARS_COUNTED:
        counts = ((one, sum(day.year == one for day in days)) for one in years)
        which = _(", ").join(_("{year}: {n}").format(year=year(one), n=count) for one, count in counts)
    else:
        which = _("at most thirteen in each year")
    told = ngettext(
        "The holidays of {years} are not decreed yet. By assumption {n} day is off, as the law gives it ({which}); no "
        "weekend is worked.",
        "The holidays of {years} are not decreed yet. By assumption {n} days are off, as the law gives them ({which}); "
        "no weekend is worked.",
        len(days),
    )
    span = year(years[0])
    if len(years) > 1:
        span = _("{first} to {last}").format(first=span, last=year(years[-1]))
    return told.format(years=span, n=number(len(days), 0), which=which)


def _stretches(days: Sequence[date]) -> list[str]:
    """Days that follow each other told together."""
    told: list[str] = []
    first = 0
    for place, day in enumerate(days):
        if place + 1 == len(days) or days[place + 1] != day + timedelta(days=1):
            begins = days[first]
            if begins == day:
                told.append(short_day(day))
            else:
                told.append(_("{first} to {last}").format(first=short_day(begins), last=short_day(day)))
            first = place + 1
    return told
