"""Sizes that a person states for an indicator: what difference matters, how narrow an interval shall be."""

from __future__ import annotations

import math
import re
from typing import Literal

from attrs import frozen

from planner.errors import Problem, RequestError
from planner.files.cells import plain
from planner.metrics.indicators import INDICATORS, FigureKey, unit_of

Suffix = Literal["", "%", "d", "h"]

_WRITTEN = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*(%|d|h|)\s*")


@frozen
class Size:
    """A size in the unit of a figure, or as a part of its mean, but then no less than `least`."""

    value: float
    relative: bool = False
    least: float = 0.0

    def at(self, mean: float) -> float:
        """The size in the unit of the figure where its mean is `mean`."""
        return max(self.value * abs(mean), self.least) if self.relative else self.value


@frozen
class Amount:
    """A size as written: `1d`, `4h`, `5%`, or a bare number in the indicator's own unit."""

    value: float
    suffix: Suffix = ""

    def of(self, figure: FigureKey, hours_per_day: float) -> Size:
        """The size for a figure, where a working day has `hours_per_day` hours.

        `d` is a working day, and 24 hours for emergencies. `%` of a rate means percentage points, of anything else a
        part of its mean.
        """
        unit = unit_of(figure.indicator, figure.family)
        if self.suffix == "%":
            return Size(self.value / 100.0, relative=unit != "share")
        if self.suffix == "h" and unit == "working_days":
            return Size(self.value / hours_per_day)
        if self.suffix == "d" and unit == "hours":
            return Size(self.value * 24.0)
        return Size(self.value)


def amount(text: str, indicator: str | None = None, option: str = "") -> Amount:
    """The amount that a text states for an indicator; without one only a percentage makes sense.

    Raises RequestError (kind `not-an-amount`; facts `got`, `example`) for anything else; `option` is where it was
    asked.
    """
    time = indicator is not None and INDICATORS[indicator].unit == "time"
    match = _WRITTEN.fullmatch(plain(text))
    value, suffix = (float(match[1]), match[2]) if match else (math.nan, "")
    fits = suffix == "%" if indicator is None else time or suffix in ("", "%")
    if not (match and value > 0 and math.isfinite(value) and fits):
        facts = {"got": text, "example": "5%" if indicator is None else "0.5d" if time else "0.02"}
        raise RequestError(Problem(kind="not-an-amount", path=option, facts=facts))
    return Amount(value, suffix)  # type: ignore[arg-type]


DEFAULTS = {
    "working_days": Size(0.5),
    "hours": Size(0.5),
    "share": Size(0.02),
    "per_case": Size(0.02),
    "cases": Size(0.05, relative=True, least=1.0),
    "times": Size(0.05, relative=True, least=1.0),
    "yuan": Size(0.01, relative=True),
}
"""The smallest difference that matters where the planner states none, by unit: half a working day (half an hour for
emergencies), two percentage points, two in a hundred cases, a twentieth of a count and at least one, a hundredth of
the money."""


def matters_by_default(figure: FigureKey) -> Size:
    """The smallest difference of a figure that matters where the planner states none."""
    return DEFAULTS[unit_of(figure.indicator, figure.family)]
