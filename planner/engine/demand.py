"""Demand of one replication: when which matter comes up, how it is reported, and what it will draw.

Everything is drawn before the run. Arrivals of a township and case type are a unit-rate Poisson process pushed through
the inverse of the cumulated rate, so that arrival i is the same arrival where a scenario only scales the rate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import inf

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from planner.engine.draws import Floats, generator, work_factors
from planner.engine.rows import Channel
from planner.model.casetype import CaseType, Work
from planner.model.demand import EVEN, Profile
from planner.model.routing import parts_of
from planner.model.scenario import Scenario
from planner.model.team import Grids
from planner.model.working_time import WorkingCalendar

TICKS_PER_HOUR = 2.0**20
"""Reports fall on a grid of 3.4 ms, so that the engine's clock represents them exactly."""

HOURS_PER_YEAR = 365.0 * 24.0

Ints = NDArray[np.int64]
Recorded = Mapping[str, NDArray[np.float64]]


@frozen(kw_only=True)
class Phases:
    """The scenario in force over time: `hours[k]` is when `scenarios[k]` begins."""

    hours: tuple[float, ...]
    scenarios: tuple[Scenario, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> Phases:
        """The phases of a scenario, the first from hour 0; those that would begin after its horizon are left out."""
        start = scenario.time.start
        later = [phase for phase in scenario.phases if (phase.start - start).days < scenario.time.days]
        return cls(
            hours=(0.0, *((phase.start - start).days * 24.0 for phase in later)),
            scenarios=(scenario, *(phase.scenario for phase in later)),
        )

    def in_force(self, hours: Floats) -> Ints:
        """The place of the phase in force at each time; the first one before the start."""
        return np.asarray(np.maximum(np.searchsorted(self.hours, hours, side="right") - 1, 0))


class Group:
    """The cases of one unit and case type in one replication, in order of occurrence.

    `draw[k]` numbers case k among the matters that came up; matters that nobody reported in time are left out. Columns
    of draws are made when first asked for: `group.column(name)` has shape (len(group),).
    """

    def __init__(
        self,
        *,
        part: str,
        type_id: str,
        case_type: CaseType,
        streams: Callable[..., np.random.Generator],
        draw: Ints,
        occurred: Floats,
        reported: Floats,
        channel: NDArray[np.int8],
        opening: bool = False,
        recorded: Recorded | None = None,
    ) -> None:
        self.part = part
        self.type_id = type_id
        self.case_type = case_type
        self.draw = draw
        self.occurred = occurred
        self.reported = reported
        self.channel = channel
        self.opening = opening
        self._streams = streams
        self._recorded = recorded or {}
        self._matters = int(draw.max()) + 1 if len(draw) else 0

    def __len__(self) -> int:
        return len(self.draw)

    def column(self, purpose: str, work: Work | None = None) -> Floats:
        """The draws for a purpose, or the recorded column: uniforms in [0, 1), or factors of the work given."""
        if purpose in self._recorded:
            return self._recorded[purpose]
        stream = self._streams(self.part, self.type_id, "opening" if self.opening else "case", purpose)
        if work is None:
            return np.asarray(stream.random(self._matters)[self.draw])
        return work_factors(stream, work.law, work.cv, self._matters)[self.draw]


def _normalised(values: Sequence[float], weights: Sequence[float] | None = None) -> Floats:
    """Values scaled to (weighted) mean 1."""
    array = np.asarray(values, dtype=float)
    return np.asarray(array / np.average(array, weights=weights))


DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def profile_shape(profile: Profile, scenario: Scenario, calendar: WorkingCalendar) -> Floats:
    """Relative rate in each hour of the horizon, shape (days × 24,); its mean over the first year is 1.

    The day factors are scaled over the calendar year in which the run starts, so a shorter run sees its own season.
    """
    start = scenario.time.start
    hour = _normalised(profile.hour)
    month = _normalised(profile.month, DAYS_OF_MONTH)

    def day_factors(first: date, count: int) -> Floats:
        days = np.datetime64(first) + np.arange(count)
        worked = [calendar.is_working_day(first + timedelta(days=number)) for number in range(count)]
        weekday = np.asarray(profile.weekday)[np.arange(first.weekday(), first.weekday() + count) % 7]
        factors = np.where(worked, weekday, profile.day_off) * month[days.astype("datetime64[M]").astype(int) % 12]
        return np.asarray(factors)

    january = start.replace(month=1, day=1)
    length = (january.replace(year=january.year + 1) - january).days
    factors = day_factors(start, scenario.time.days) / np.mean(day_factors(january, length))
    return np.asarray((factors[:, None] * hour[None, :]).ravel())


def poisson_times(stream: np.random.Generator, rate_per_hour: Floats) -> Floats:
    """Times of a Poisson process with a rate that is constant within each hour; shape (arrivals,), in hours."""
    cumulated = np.concatenate(([0.0], np.cumsum(rate_per_hour)))
    total = float(cumulated[-1])
    if total <= 0.0:
        return np.empty(0)
    gaps = stream.standard_exponential(int(total + 6.0 * np.sqrt(total)) + 16)
    points = np.cumsum(gaps)
    while points[-1] < total:
        gaps = np.concatenate((gaps, stream.standard_exponential(len(gaps))))
        points = np.cumsum(gaps)
    points = points[: np.searchsorted(points, total)]
    # The last hour that begins at or below the point: its rate is positive, so closed hours are skipped exactly.
    hour = np.searchsorted(cumulated, points, side="right") - 1
    return np.asarray(hour + (points - cumulated[hour]) / rate_per_hour[hour])


def report_probability(case_type: CaseType, round_hours: float | None) -> float:
    """Probability that a matter which patrols can find is reported before it is over (competing exponentials)."""
    life = 1.0 / (case_type.life_days * 24.0) if case_type.life_days > 0.0 else inf
    patrol = 1.0 / round_hours if round_hours else 0.0
    citizen = 0.0
    if _citizens_report(case_type):
        if case_type.citizen_delay_days <= 0.0:
            return 1.0
        citizen = 1.0 / (case_type.citizen_delay_days * 24.0)
    found = patrol + citizen
    return found / (found + life) if found + life < inf else 0.0


def occurrence_rate(
    case_type: CaseType, residents: int, multiplier: float, grids: Grids, reference: CaseType | None = None
) -> float:
    """Matters per hour in a unit: the catalogue's reports, divided by the share reported under the reference round.

    `reference` is the type as people reported it when the rate was set, where that has changed since.
    """
    reference = reference or case_type
    reports = case_type.per_1000_residents_year * residents / 1000.0 / HOURS_PER_YEAR
    reports = multiplier * (reports + case_type.per_township_week / 168.0)
    if not reference.patrol or reports == 0.0:
        return reports
    probability = report_probability(reference, grids.reference_round_hours)
    return reports / probability if probability > 0.0 else 0.0


def _citizens_report(case_type: CaseType) -> bool:
    channels = case_type.channels
    return channels.window + channels.online + channels.hotline > 0.0


class Demand:
    """The demand of one (scenario, seed, replication), as groups by unit and case type, sorted by name."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.groups: tuple[Group, ...] = tuple(sorted(groups, key=lambda g: (not g.opening, g.part, g.type_id)))

    def __len__(self) -> int:
        return int(np.sum([len(group) for group in self.groups], dtype=np.int64))

    @classmethod
    def drawn(
        cls,
        scenario: Scenario,
        calendar: WorkingCalendar,
        *,
        seed: int,
        replication: int,
        wanted: Callable[[str, str], bool] = lambda part, type_id: True,
    ) -> Demand:
        """Draw the demand; `wanted(part, type)` leaves out what a run of some families does not need."""
        return cls(_draw_groups(scenario, calendar, seed, replication, wanted))


def _draw_groups(
    scenario: Scenario,
    calendar: WorkingCalendar,
    seed: int,
    replication: int,
    wanted: Callable[[str, str], bool],
) -> Iterable[Group]:
    def streams(*names: str) -> np.random.Generator:
        return generator(seed, replication, *names)

    phases = Phases.of(scenario)
    hours = scenario.time.days * 24
    shapes = [_shapes(phase, calendar) for phase in phases.scenarios]
    hosts = [_parts(phase) for phase in phases.scenarios]
    bounds = [*(int(hour) for hour in phases.hours), hours]
    for part in sorted(hosts[0]):
        daily = np.repeat(_daily_factors(streams(part, "day"), scenario), 24)
        for type_id in sorted(scenario.case_types):
            if not wanted(part, type_id):
                continue
            rate = np.zeros(hours)
            ways = []
            case_type = scenario.case_types[type_id]
            for k, phase in enumerate(phases.scenarios):
                township, residents, rates = hosts[k][part]
                grids, now = phase.townships[township].grids, phase.case_types[type_id]
                per_hour = occurrence_rate(now, residents, rates.get(type_id, 1.0), grids, reference=case_type)
                span = slice(bounds[k], bounds[k + 1])
                rate[span] = per_hour * shapes[k][now.profile, now.family][span]
                ways.append((now, grids.patrol_round_hours))
            if rate.any():
                rate *= daily
                times = poisson_times(streams(part, type_id, "case", "arrivals"), rate)
                yield _reported(part, type_id, ways, streams, times, phases.in_force(times), float(hours))
            name = hosts[0][part][0]
            host = scenario.townships[name]
            backlog = host.opening_backlog.get(type_id)
            # After a merger the backlog of the whole enters under the name of its first part.
            if backlog is not None and backlog.count and part == min(parts_of(name, host)):
                ages = (np.arange(backlog.count) + 0.5) / backlog.count * backlog.oldest_days * 24.0
                yield opening_group(part, type_id, case_type, streams, -ticks(ages)[::-1])


def _shapes(scenario: Scenario, calendar: WorkingCalendar) -> dict[tuple[str, str], Floats]:
    """Relative rate in each hour of the horizon, with surges, by the profile and family of a case type."""
    hours = scenario.time.days * 24
    wanted = sorted({(now.profile, now.family) for now in scenario.case_types.values()})
    profiles = {
        profile: profile_shape(scenario.demand.profiles.get(profile, EVEN), scenario, calendar)
        for profile in {profile for profile, _family in wanted}
    }
    return {
        (profile, family): profiles[profile] * _surge_factors(scenario, family, hours) for profile, family in wanted
    }


def opening_group(
    part: str, type_id: str, case_type: CaseType, streams: Callable[..., np.random.Generator], reported: Floats
) -> Group:
    """Cases that are open when the run begins, oldest first."""
    count = len(reported)
    draw = np.arange(count, dtype=np.int64)
    channel = _citizen_channel(case_type, streams(part, type_id, "opening", "channel").random(count))
    return Group(
        part=part,
        type_id=type_id,
        case_type=case_type,
        streams=streams,
        draw=draw,
        occurred=reported,
        reported=reported,
        channel=channel,
        opening=True,
    )


def _parts(scenario: Scenario) -> dict[str, tuple[str, int, Mapping[str, float]]]:
    """By unit of demand: the township it lies in, its residents and its rates."""
    return {
        part: (name, residents, rates)
        for name, township in scenario.townships.items()
        for part, (residents, rates) in parts_of(name, township).items()
    }


def _daily_factors(stream: np.random.Generator, scenario: Scenario) -> Floats:
    """A gamma factor of mean 1 for each day, shared by all case types of a unit; shape (days,)."""
    cv = scenario.demand.day_to_day_cv
    if cv <= 0.0:
        return np.ones(scenario.time.days)
    shape = 1.0 / (cv * cv)
    return np.asarray(stream.standard_gamma(shape, scenario.time.days) / shape)


def _surge_factors(scenario: Scenario, family: str, hours: int) -> Floats:
    """The product of the surges of a family in each hour; shape (hours,)."""
    factors = np.ones(hours)
    for surge in scenario.demand.surges.values():
        if family in surge.families:
            first = max((surge.start - scenario.time.start).days * 24, 0)
            last = max(((surge.end - scenario.time.start).days + 1) * 24, 0)
            factors[first:last] *= surge.factor
    return factors


def ticks(hours: Floats) -> Floats:
    """Hours on the grid of the engine's clock."""
    return np.asarray(np.round(hours * TICKS_PER_HOUR) / TICKS_PER_HOUR)


def _citizen_channel(case_type: CaseType, uniform: Floats) -> NDArray[np.int8]:
    channels = case_type.channels
    if not _citizens_report(case_type):
        return np.full(len(uniform), Channel.PATROL if case_type.patrol else Channel.ABOVE, dtype=np.int8)
    bounds = np.cumsum([channels.window, channels.online])
    return np.asarray(np.searchsorted(bounds, uniform, side="right"), dtype=np.int8)


def _reported(
    part: str,
    type_id: str,
    ways: Sequence[tuple[CaseType, float | None]],
    streams: Callable[..., np.random.Generator],
    occurred: Floats,
    in_force: Ints,
    end: float,
) -> Group:
    """Race patrol, citizen and the matter's own end; what is reported before the end of the horizon becomes a case.

    `ways`: by phase, the type and the hours of a patrol round; a matter is reported in the ways of the phase in which
    it occurred, `in_force`.
    """
    count = len(occurred)

    def exponential(purpose: str, means: Sequence[float]) -> Floats:
        mean = np.asarray(means)[in_force]
        drawn = streams(part, type_id, "case", purpose).standard_exponential(count)
        # A mean of 0 is no time at all, of infinity never.
        return np.asarray(np.multiply(drawn, mean))

    uniform = streams(part, type_id, "case", "channel").random(count)
    channel = np.stack([_citizen_channel(case_type, uniform) for case_type, _ in ways])[in_force, np.arange(count)]
    lag = np.zeros(count)
    known = np.ones(count, dtype=bool)
    if any(case_type.patrol for case_type, _ in ways):
        found = np.asarray([case_type.patrol for case_type, _ in ways])[in_force]
        patrol = exponential("patrol", [round_hours or inf for _, round_hours in ways])
        delays = [case_type.citizen_delay_days * 24.0 if _citizens_report(case_type) else inf for case_type, _ in ways]
        citizen = exponential("citizen", delays)
        life = exponential("life", [case_type.life_days * 24.0 for case_type, _ in ways])
        lag[found] = np.minimum(patrol, citizen)[found]
        channel[found & (patrol < citizen)] = Channel.PATROL
        known = (lag < life) | (lag == 0.0)
    reported = ticks(occurred + np.where(known, lag, 0.0))
    draw = np.flatnonzero(known & (reported < end))
    order = np.argsort(reported[draw], kind="stable")
    draw = draw[order]
    return Group(
        part=part,
        type_id=type_id,
        case_type=ways[0][0],
        streams=streams,
        draw=draw,
        occurred=ticks(occurred[draw]),
        reported=reported[draw],
        channel=channel[draw],
    )
