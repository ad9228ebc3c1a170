"""When matters come up in one replication: rates by the hour, and the Poisson process that follows them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.engine.draws import Floats
from planner.model.demand import EVEN, Profile
from planner.model.rates import DayFactors, normalised, surge_factors
from planner.model.scenario import Scenario

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
