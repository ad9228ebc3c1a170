"""The figures of a run as sentences; what not every replication has, windows from a day on, what does not settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.metrics.indicators import SINCE, FigureKey, unit_of
from planner.wording import comparison, labels, names
from planner.wording.language import _
from planner.wording.numbers import day, digits_for, digits_of, number, percent

if TYPE_CHECKING:
    from planner.experiments.steady_state import Movement, Settling
    from planner.metrics.indicators import FigureKey
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


def gaps(
    shown: Iterable[FigureKey], intervals: Mapping[FigureKey, Interval], unreached: Mapping[FigureKey, int], of: int
) -> list[str]:
    """Of the figures shown, those that only some of the `of` replications have, and those that some do not reach."""
    keys = list(shown)
    some = {key: intervals[key].n for key in keys if key in intervals and intervals[key].n < of}
    beyond = {key: unreached[key] for key in keys if key in unreached}
    return sentences(some, beyond, of)


def sentences(some: Mapping[FigureKey, int], unreached: Mapping[FigureKey, int], of: int) -> list[str]:
    """`some` holds figures with the number of replications that have them, `unreached` with that of those beyond."""
    told = []
    if some:
        counted = _listed(some, of, _("{figure} ({n} of {of} replications)"))
        told.append(_("Only some replications have {figures}: those are in the mean.").format(figures=counted))
    if unreached:
        counted = _listed(unreached, of, _("{figure} (in {n} of {of} replications)"))
        told.append(
            _("Without a mean, because not reached within the time that is looked at: {figures}.").format(
                figures=counted
            )
        )
    return told


def _listed(counts: Mapping[FigureKey, int], of: int, form: str) -> str:
    """Figures with their numbers; a family where all its figures have the same."""
    by_family: dict[str, dict[FigureKey, int]] = {}
    for key, n in counts.items():
        by_family.setdefault(key.family, {})[key] = n
    named = []
    for family, found in by_family.items():
        if len(found) > 1 and len(set(found.values())) == 1:
            named.append(form.format(figure=labels.family(family), n=next(iter(found.values())), of=of))
        else:
            named += [form.format(figure=comparison.figure(key), n=n, of=of) for key, n in found.items()]
    return _("; ").join(named)


def window_title(since: date, scenario: Scenario) -> str:
    """From which day to which."""
    last = scenario.time.start + timedelta(days=scenario.time.days - 1)
    return _("From {day} to {last}").format(day=day(since), last=day(last))


def window_rule(comparisons: int = 0) -> str:
    """What counts in the window, and how many intervals of differences hold at once."""
    told = _("From that day on alone: times of the cases reported since then; what was open then counts as backlog.")
    if comparisons:
        more = _("All {n} intervals of this table hold at once with 95%.").format(n=number(comparisons, 0))
        told = _("{said} {more}").format(said=told, more=more)
    return told


def moving(found: Settling) -> list[str]:
    """No steady state: which backlogs grow, which are still being worked off, and by how many cases a week.

    Then those of which the replications do not tell, and what the intervals are of.
    """
    sentences = []
    for direction, told in (
        ("growing", _("No steady state: the backlog grows ({families}).")),
        ("shrinking", _("No steady state: the backlog is still being worked off ({families}).")),
        (
            "unknown",
            _("No steady state seen: these replications do not tell whether the backlog moves ({families}); run more."),
        ),
    ):
        families = [
            _("{family} by {amount} a week").format(family=labels.family(family), amount=_amount(one))
            for family, one in found.moving.items()
            if one.direction == direction
        ]
        if families:
            sentences.append(told.format(families=_("; ").join(families)))
    return sentences


def intervals_told(found: Settling) -> str:
    """What the intervals are of; empty where a single replication has none."""
    if all(one.per_week.half_width is None for one in found.moving.values()):
        return ""
    return _("± is the 99% interval for all families together; what is said of a backlog goes by it.")


def _amount(one: Movement) -> str:
    """Cases a week, with a sign only where the direction is not known."""
    mean, half = one.per_week.mean, one.per_week.half_width
    sign = "" if one.direction != "unknown" else "+" if mean > 0.0 else "−"
    digits = digits_for(abs(mean), half)
    told = f"{sign}{number(abs(mean), digits)}"
    return told if half is None else f"{told} ±{number(half, digits)}"
