"""A mean with its half-width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.i18n import comparison as words
from planner.i18n.numbers import number
from planner.metrics.indicators import FigureKey, unit_of

if TYPE_CHECKING:
    from planner.stats.interval import Interval


def mean(interval: Interval, key: FigureKey) -> str:
    """The mean of a figure with its unit, and ± the half-width where there is one; of a share in percentage points."""
    places = words.digits(key, interval.mean, interval.half_width)
    told = words.value(interval.mean, key, places)
    if interval.half_width is None:
        return told
    if unit_of(key.indicator, key.family) == "share":
        return f"{told} ±{number(100.0 * interval.half_width, 1)}"
    return f"{told} ±{words.value(interval.half_width, key, places)}"
