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
