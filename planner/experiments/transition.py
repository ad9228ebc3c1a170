"""The way from one state to another: the backlog while a change takes hold, and when it has paid for itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from attrs import frozen

from planner.experiments.result import ScenarioRun
from planner.experiments.timeline import first_difference
from planner.stats.interval import Interval, mean_interval

CONFIDENCE = 0.95
"""Of each interval by itself."""

Course = Literal["no-dip", "even", "not-even"]
"""No more open cases than without the change, as far as can be told; more at first, made good by some day; more, and
not made good by the end."""


@frozen(kw_only=True)
class DeepestPoint:
    """The day of the dip on which most cases more are open than without the change."""

    day: date
    more: Interval


@frozen(kw_only=True)
class Transition:
    """The backlog of a family in a base and in an alternative that parts from it on a day.

    Backlogs are cases open at midnight after each day of the horizon, means over the replications that both have.
    """

    family: str
    since: date
    """The first day on which the two differ."""
    dated: bool
    """Whether that lies within the horizon, so that there is a time before the change."""
    base: tuple[float, ...]
    other: tuple[float, ...]
    course: Course
    before: float | None
    """Open at midnight before the change."""
    deepest: DeepestPoint | None
    """None without a dip."""
    even: date | None
    """The day by which as many case-days are saved as were lost: the cumulated difference is back to 0."""
    even_replications: int
    """Replications in which that happens by the end of the horizon."""
    replications: int

    @property
    def after(self) -> float:
        """Open at the end, in the alternative."""
        return self.other[-1]

    @property
    def after_in_base(self) -> float:
        """Open at the end, in the base."""
        return self.base[-1]


def transition(base: ScenarioRun, other: ScenarioRun, family: str) -> Transition | None:
    """How the backlog of a family passes from the base's course to the other's.

    There is a dip where the cumulated difference, at the day when it is largest, is above 0 by an interval over
    replications; it is made good on the first later day on which its mean is back to 0.

    None where the scenarios never differ, or no replication has the backlog in both.
    """
    start = base.scenario.time.start
    since = first_difference(base.scenario, other.scenario)
    ones = {one.number: one.backlog[family] for one in base.replications if family in one.backlog}
    twos = {two.number: two.backlog[family] for two in other.replications if family in two.backlog}
    numbers = sorted(ones.keys() & twos.keys())
    if since is None or not numbers:
        return None
    first = (since - start).days
    before, after = _means([ones[number] for number in numbers]), _means([twos[number] for number in numbers])
    differences = [
        [two - one for one, two in zip(ones[number][first:], twos[number][first:], strict=True)] for number in numbers
    ]
    cumulated = [_cumulated(days) for days in differences]
    course: Course = "no-dip"
    deepest: DeepestPoint | None = None
    even: date | None = None
    means = _means(cumulated)
    peak = _highest(means)
    if _above_zero(mean_interval([days[peak] for days in cumulated], CONFIDENCE)):
        # Of the dip itself: some later day may be worse by chance, after all was made good.
        worst = _highest(_means(differences)[: peak + 1])
        more = mean_interval([days[worst] for days in differences], CONFIDENCE)
        deepest = DeepestPoint(day=since + timedelta(days=worst), more=more)
        back = next((day for day in range(peak, len(means)) if means[day] <= 0.0), None)
        course = "not-even" if back is None else "even"
        even = None if back is None else since + timedelta(days=back)
    return Transition(
        family=family,
        since=since,
        dated=first > 0,
        base=tuple(before),
        other=tuple(after),
        course=course,
        before=before[first - 1] if first > 0 else None,
        deepest=deepest,
        even=even,
        even_replications=len([days for days in cumulated if min(days[_highest(days) :]) <= 0.0]),
        replications=len(numbers),
    )


def _means(rows: Sequence[Sequence[float]]) -> list[float]:
    return [math.fsum(values) / len(values) for values in zip(*rows, strict=True)]


def _cumulated(values: Sequence[float]) -> list[float]:
    # Cases are whole numbers, so that these sums are exact.
    total, sums = 0.0, []
    for value in values:
        total += value
        sums.append(total)
    return sums


def _highest(values: Sequence[float]) -> int:
    """The first place of the largest value."""
    return max(range(len(values)), key=lambda place: (values[place], -place))


def _above_zero(interval: Interval) -> bool:
    return interval.mean - (interval.half_width or 0.0) > 0.0
