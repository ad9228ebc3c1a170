"""How much rounding may leave over: the tolerances of every floor, each named after what it is for."""

from __future__ import annotations

import math
from datetime import timedelta

OF_SHARES = 1e-6
"""By how much shares that people write in decimals may miss their sum of 1."""

OF_COUNTS = 1e-9
"""By how much a product or quotient of numbers may miss the whole number that it is."""

OF_RATIOS = 1e-9
"""Relative difference between two ratios that count as the same."""

OF_MEANS = 1e-12
"""Relative error that the mean of a series may carry."""

CLOSING_HOURS = 1e-9
"""Hours of work that rounding may leave over: work that ends this close to a closing ends at the closing."""

LEAST_DAYS_LATE = 1e-9
"""Working days by which a case is late that was closed on the day of its deadline, but after office hours."""

AFTER_START = timedelta(microseconds=4)
"""How long after the start a case that was open then may have been reported: not at all, but for rounding."""


def whole_at_most(value: float) -> int:
    """The largest whole number that a value reaches, where rounding may have left the value a trifle below it."""
    return math.floor(value + OF_COUNTS)


def whole_at_least(value: float) -> int:
    """The smallest whole number that is enough for a value, where rounding may have left the value a trifle above it.

    Without the tolerance a team that is exactly at its limit would be asked for one person more.
    """
    return math.ceil(value - OF_COUNTS)
