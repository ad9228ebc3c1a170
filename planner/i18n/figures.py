"""The figures of a run as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from planner.i18n import labels, names
from planner.i18n.language import _
from planner.i18n.numbers import day, digits_of, number, percent
from planner.metrics.indicators import SINCE, FigureKey, unit_of

if TYPE_CHECKING:
    from planner.model.scenario import Scenario
    from planner.stats.interval import Interval

Intervals = Mapping[FigureKey, "Interval"]


def amount(value: float, indicator: str, family: str, digits: int | None = None) -> str:
    """A value with the unit of its indicator."""
    unit = unit_of(indicator, family)
    if unit == "share":
        return percent(value)
    named = labels.unit(unit)
    return _("{value} {unit}").format(value=number(value, digits), unit=named) if named else number(value, digits)


def _with_half_width(interval: Interval, indicator: str, family: str) -> str:
    digits = digits_of(unit_of(indicator, family), interval.mean, interval.half_width)
    told = amount(interval.mean, indicator, family, digits)
    if interval.half_width is None:
        return told
    if unit_of(indicator, family) == "share":
        return _("{value} (±{half_width})").format(value=told, half_width=f"{100.0 * interval.half_width:.1f}")
    return _("{value} (±{half_width})").format(value=told, half_width=number(interval.half_width, digits))


def headline(intervals: Intervals, family: str) -> str:
    """One family in one sentence: how long it takes, how much is on time, what is left."""

    def told(indicator: str) -> str | None:
        interval = intervals.get(FigureKey(indicator, family))
        return None if interval is None else _with_half_width(interval, indicator, family)

    clauses = [
        (_("response after {value} on average"), told("response_time_mean")),
        (_("settled after {value} on average"), told("resolution_time_mean")),
        (_("{value} on time"), told("on_time_rate")),
        (_("{value} open at the end"), told("backlog_end")),
        (_("{value} of them overdue"), told("overdue_end")),
    ]
    said = _("; ").join(clause.format(value=value) for clause, value in clauses if value is not None)
    return _("{family}: {said}.").format(family=labels.family(family), said=said)


def quantiles(intervals: Intervals, family: str, unreached: Mapping[FigureKey, int], of: int) -> str:
    """Within what time half and nine tenths of the cases are settled, or that this is not reached.

    `unreached` counts the replications that do not, `of` all of them.
    """
    if FigureKey("resolution_time_mean", family) not in intervals:
        return _("No case came up.")
    median, ninth = FigureKey("resolution_time_median", family), FigureKey("resolution_time_p90", family)
    half, most = intervals.get(median), intervals.get(ninth)
    if half is None:
        n = unreached.get(median, of)
        if n < of:
            told = _(
                "In {n} of {of} replications fewer than half of them are settled within the time that is looked at."
            )
            return told.format(n=n, of=of)
        return _("Fewer than half of the cases are settled within the time that is looked at.")
    first = _("Half of them within {value}").format(value=amount(half.mean, "resolution_time_median", family))
    if most is None and unreached.get(ninth, of) < of:
        told = _("{first}; in {n} of {of} replications nine tenths are not settled within the time that is looked at.")
        return told.format(first=first, n=unreached[ninth], of=of)
    if most is None:
        return _("{first}; nine tenths are not settled within the time that is looked at.").format(first=first)
    value = amount(most.mean, "resolution_time_p90", family)
    return _("{first}, nine tenths within {value}.").format(first=first, value=value)


def where_slowest(scenario: Scenario, intervals: Intervals, family: str) -> str:
    """The township with the longest mean resolution time, beside the county; empty with fewer than two townships."""
    means = {
        key.key: interval
        for key, interval in intervals.items()
        if key.indicator == "resolution_time_mean" and key.family == family and key.by == "township"
    }
    county = intervals.get(FigureKey("resolution_time_mean", family))
    if len(means) < 2 or county is None:
        return ""
    worst = max(means, key=lambda key: means[key].mean)
    best = min(means, key=lambda key: means[key].mean)
    return _("The worst township: {worst}, {slow}; the best: {best}, {fast}; the county: {mean}.").format(
        worst=names.township(scenario, worst),
        slow=_with_half_width(means[worst], "resolution_time_mean", family),
        best=names.township(scenario, best),
        fast=_with_half_width(means[best], "resolution_time_mean", family),
        mean=amount(county.mean, "resolution_time_mean", family),
    )


def group_name(scenario: Scenario, grouping: str, key: str) -> str:
    """The name of a group within a grouping."""
    if grouping == SINCE:
        return day(date.fromisoformat(key))
    if grouping == "township":
        return names.township(scenario, key)
    if grouping == "department":
        return names.department(scenario, key)
    if grouping == "case_type":
        return names.case_type(scenario, key)
    return labels.label(labels.LEVELS, key)
