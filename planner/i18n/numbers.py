"""Numbers, amounts with units, dates and durations as a person reads them.

Chinese and English write numbers alike (1,234.5); dates and units differ.
"""

from __future__ import annotations

import math
from datetime import date

from planner.i18n.language import language, ngettext

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
    """A year."""
    return f"{value}年" if language() == "zh" else str(value)


def compact(value: float, digits: int = 0) -> str:
    """A number for narrow places: large ones in 万 and 亿, or in thousands and millions."""
    steps = ((1e8, "亿"), (1e4, "万")) if language() == "zh" else ((1e9, "bn"), (1e6, "m"), (1e4, "k"))
    for size, named in steps:
        if abs(value) >= size:
            told = number(value / (size if named != "k" else 1e3), 2)
            return f"{told.rstrip('0').rstrip('.')}{named}"
    return number(value, digits)
