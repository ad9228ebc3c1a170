"""When matters come up: rates by the hour, and the Poisson process that follows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import inf

import numpy as np

from planner.engine.draws import Floats
from planner.model.casetype import CaseType
from planner.model.demand import EVEN, Profile
from planner.model.scenario import Scenario
from planner.model.team import Grids
from planner.model.working_time import HOURS_PER_YEAR, WorkingCalendar


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
    if citizens_report(case_type):
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


def citizens_report(case_type: CaseType) -> bool:
    """Whether citizens report matters of this type, through any channel."""
    channels = case_type.channels
    return channels.window + channels.online + channels.hotline > 0.0


def hourly_shapes(scenario: Scenario, calendar: WorkingCalendar) -> dict[tuple[str, str], Floats]:
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


def daily_factors(stream: np.random.Generator, scenario: Scenario) -> Floats:
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
