"""Targets of staffing, as written: `enforcement.on_time_rate>=0.9`, `backlog_end<=500`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from attrs import frozen

from planner.errors import Problem, RequestError
from planner.experiments.amounts import Amount
from planner.experiments.headlines import families_of, named, no_such_family
from planner.files.cells import plain
from planner.metrics.horizon import hours_per_working_day
from planner.metrics.indicators import ALL, CAUSES, INDICATORS, FigureKey
from planner.model.scenario import Scenario
from planner.stats.interval import Interval

Sign = Literal[">=", "<="]

OPTION = "--for"

REACHABLE: Mapping[str, Sign] = {
    "on_time_rate": ">=",
    "whistles_on_time_rate": ">=",
    **dict.fromkeys(("backlog_mean", "backlog_end", "overdue_end"), "<="),
    **{
        f"{time}_time_{statistic}": "<="
        for time in ("response", "resolution")
        for statistic in ("mean", "median", "p90")
    },
    **dict.fromkeys(("worst_township_resolution_time", "powers_unusable", "repeat_contacts_per_case"), "<="),
    **dict.fromkeys(("staff_use", "department_use"), "<="),
    **{f"time_by_cause.{cause}": "<=" for cause in CAUSES},
}
"""Indicators that more staff moves one way, and the sign that a target takes."""

_WRITTEN = re.compile(
    r"\s*(?P<name>[\w.]+)\s*(?P<sign>[<>]=|[≥≤])\s*(?P<value>[0-9]*\.?[0-9]+)\s*(?P<suffix>%|d|h|)\s*"
)


@frozen
class StaffingTarget:
    """The mean of a figure is to reach `value`, in the figure's unit."""

    figure: FigureKey
    sign: Sign
    value: float

    def margin(self, value: float) -> float:
        """By how much a value is better than asked for, in the figure's unit; negative where it is not met."""
        return value - self.value if self.sign == ">=" else self.value - value

    def met(self, interval: Interval | None) -> bool:
        """Whether the mean reaches it. A figure that some replication lacks reaches nothing."""
        return interval is not None and self.margin(interval.mean) >= 0.0

    def surely(self, interval: Interval | None) -> bool:
        """Whether the whole interval does."""
        half = None if interval is None else interval.half_width
        return interval is not None and half is not None and self.margin(interval.mean) >= half

    def surely_not(self, interval: Interval | None) -> bool:
        """Whether no part of the interval does."""
        half = None if interval is None else interval.half_width
        return interval is None or (half is not None and self.margin(interval.mean) < -half)


def staffing_target(text: str, scenario: Scenario) -> StaffingTarget:
    """The target that a text states for a scenario: `family.indicator`, or an indicator of all cases together.

    `%` means percentage points, `d` working days, `h` hours. Raises RequestError: `target-form` where it is no target,
    `unknown-name` for an indicator that does not exist, `needs-family` for one that is not pooled over families,
    `not-one-of` for a family without cases, `no-staffing-target` for one that staff does not move, `target-sign` for
    one that more staff moves the other way.
    """
    match = _WRITTEN.fullmatch(plain(text))
    if match is None:
        raise _refusal("target-form", got=text)
    name = named(match["name"], OPTION)
    sign = REACHABLE.get(name.indicator)
    if sign is None:
        raise _refusal("no-staffing-target", got=name.indicator, known=tuple(REACHABLE)[:6])
    families = families_of([scenario])
    if name.family is None and not INDICATORS[name.indicator].pooled:
        family = families[0] if families else ALL
        raise _refusal("needs-family", got=name.indicator, example=f"{family}.{name.indicator}")
    if name.family not in (None, ALL, *families):
        raise RequestError(no_such_family(str(name.family), families, OPTION))
    if match["sign"] not in (sign, {">=": "≥", "<=": "≤"}[sign]):
        raise _refusal("target-sign", got=name.indicator, sign=sign)
    figure = FigureKey(name.indicator, name.family or ALL)
    amount = Amount(float(match["value"]), match["suffix"])  # type: ignore[arg-type]
    size = amount.of(figure, hours_per_working_day(scenario.calendar))
    if size.relative or (amount.suffix in ("d", "h") and INDICATORS[name.indicator].unit != "time"):
        raise _refusal("target-form", got=text)
    if INDICATORS[name.indicator].unit == "share" and size.value > 1.0:
        raise _refusal("out-of-range", got=match["value"], lowest=0.0, highest=1.0, unit="share")
    return StaffingTarget(figure, sign, size.value)


def _refusal(kind: str, **facts: object) -> RequestError:
    return RequestError(Problem(kind=kind, path=OPTION, facts=facts))
