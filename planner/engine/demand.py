"""Demand of one replication: the scenario in force at a time, which matter comes up, and what it will draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from planner.engine.draws import Floats, Ints, generator, work_factors
from planner.engine.rows import Channel
from planner.files.size import Room
from planner.model.casetype import CaseType, Work
from planner.model.demand import EVEN, Profile
from planner.model.rates import DayFactors, citizens_report, normalised, occurrence_rate, surge_factors
from planner.model.routing import parts_of
from planner.model.scenario import Scenario
from planner.model.working_time import WorkingCalendar


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


HOURS_PER_DAY = 24


def profile_shape(
    profile: Profile, days: DayFactors, first: int = 0, last: int | None = None, name: str = ""
) -> Floats:
    """Relative rate in each hour from day `first` to before day `last` of the horizon; the mean over its year is 1.

    Raises ScenarioError where the profile has no demand on any day (`DayFactors.of`).
    """
    hour = normalised(profile.hour)
    return np.asarray((days.of(profile, name)[first:last, None] * hour[None, :]).ravel())


def poisson_times(
    stream: np.random.Generator, rate_per_hour: Floats, admit: Callable[[float], None] = lambda matters: None
) -> Floats:
    """Times of a Poisson process with a rate that is constant within each hour; shape (arrivals,), in hours.

    `admit` is told how many are expected before memory is taken for them; it raises where there is no room.
    """
    cumulated = np.concatenate(([0.0], np.cumsum(rate_per_hour)))
    total = float(cumulated[-1])
    if total <= 0.0:
        return np.empty(0)
    admit(total)
    gaps = stream.standard_exponential(int(total + 6.0 * np.sqrt(total)) + 16)
    points = np.cumsum(gaps)
    while points[-1] < total:
        gaps = np.concatenate((gaps, stream.standard_exponential(len(gaps))))
        points = np.cumsum(gaps)
    points = points[: np.searchsorted(points, total)]
    # The last hour that begins at or below the point: its rate is positive, so closed hours are skipped exactly.
    hour = np.searchsorted(cumulated, points, side="right") - 1
    return np.asarray(hour + (points - cumulated[hour]) / rate_per_hour[hour])


def hourly_shapes(scenario: Scenario, days: DayFactors, first: int, last: int) -> dict[tuple[str, str], Floats]:
    """Relative rate in each hour from day `first` to before day `last`, by the profile and family of a case type.

    With the surges of the scenario, which is in force on these days of the horizon that `days` are of.
    """
    wanted = sorted({(now.profile, now.family) for now in scenario.case_types.values()})
    profiles = {
        profile: profile_shape(scenario.demand.profiles.get(profile, EVEN), days, first, last, profile)
        for profile in {profile for profile, _family in wanted}
    }
    surges = {
        family: np.repeat(
            surge_factors(scenario.demand.surges.values(), family, scenario.time.start, last)[first:], HOURS_PER_DAY
        )
        for family in {family for _profile, family in wanted}
    }
    return {(profile, family): profiles[profile] * surges[family] for profile, family in wanted}


def daily_factors(stream: np.random.Generator, scenario: Scenario) -> Floats:
    """A gamma factor of mean 1 for each day, shared by all case types of a unit; shape (days,)."""
    cv = scenario.demand.day_to_day_cv
    if cv <= 0.0:
        return np.ones(scenario.time.days)
    shape = 1.0 / (cv * cv)
    return np.asarray(stream.standard_gamma(shape, scenario.time.days) / shape)


TICKS_PER_HOUR = 2.0**20
"""Reports fall on a grid of 3.4 ms: a date and time written to the microsecond is read as the same report."""

Recorded = Mapping[str, NDArray[np.float64]]


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
        """The draws for a purpose, or what is recorded: uniforms in [0, 1), or factors of the work given.

        Where a recorded column has NaN, nothing is recorded, and the case has its draw.
        """
        recorded = self._recorded.get(purpose)
        if recorded is None:
            return self._drawn(purpose, work)
        gaps = np.isnan(recorded)
        return np.where(gaps, self._drawn(purpose, work), recorded) if gaps.any() else recorded

    def _drawn(self, purpose: str, work: Work | None) -> Floats:
        stream = self._streams(self.part, self.type_id, "opening" if self.opening else "case", purpose)
        if work is None:
            return np.asarray(stream.random(self._matters)[self.draw])
        return work_factors(stream, work.law, work.cv, self._matters)[self.draw]


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
    days = DayFactors(calendar.settings, scenario.time.start, scenario.time.days)
    first_days = [int(hour) // HOURS_PER_DAY for hour in phases.hours]
    last_days = [*first_days[1:], scenario.time.days]
    shapes = [
        hourly_shapes(phase, days, first, last)
        for phase, first, last in zip(phases.scenarios, first_days, last_days, strict=True)
    ]
    room = Room()
    hosts = [_parts(phase) for phase in phases.scenarios]
    bounds = [*(int(hour) for hour in phases.hours), hours]
    for part in sorted(hosts[0]):
        daily = np.repeat(daily_factors(streams(part, "day"), scenario), 24)
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
                rate[span] = per_hour * shapes[k][now.profile, now.family]
                ways.append((now, grids.patrol_round_hours))
            if rate.any():
                rate *= daily
                times = poisson_times(streams(part, type_id, "case", "arrivals"), rate, room.admit_matters)
                group = _reported(part, type_id, ways, streams, times, phases.in_force(times), float(hours))
                room.keep_cases(len(group))
                yield group
            name = hosts[0][part][0]
            host = scenario.townships[name]
            backlog = host.opening_backlog.get(type_id)
            # After a merger the backlog of the whole enters under the name of its first part.
            if backlog is not None and backlog.count and part == min(parts_of(name, host)):
                room.keep_cases(backlog.count)
                ages = (np.arange(backlog.count) + 0.5) / backlog.count * backlog.oldest_days * 24.0
                yield opening_group(part, type_id, case_type, streams, -ticks(ages)[::-1])


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


def ticks(hours: Floats) -> Floats:
    """Hours on the grid of the engine's clock."""
    return np.asarray(np.round(hours * TICKS_PER_HOUR) / TICKS_PER_HOUR)


def _citizen_channel(case_type: CaseType, uniform: Floats) -> NDArray[np.int8]:
    channels = case_type.channels
    if not citizens_report(case_type):
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
        delays = [case_type.citizen_delay_days * 24.0 if citizens_report(case_type) else inf for case_type, _ in ways]
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
