"""How often matters come up: the shape of a year by days, surges, and what patrols and citizens report of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import inf

import numpy as np
from numpy.typing import NDArray

from planner.errors import Problem, ScenarioError
from planner.model.calendar import CalendarSettings
from planner.model.casetype import CaseType
from planner.model.demand import Profile, Surge
from planner.model.holidays import worked_days
from planner.model.team import Grids

Floats = NDArray[np.float64]

HOURS_PER_YEAR = 365.0 * 24.0
"""Of the wall clock, in the year that yearly rates are for."""

DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def normalised(values: Sequence[float], weights: Sequence[float] | None = None) -> Floats:
    """Values scaled to (weighted) mean 1."""
    array = np.asarray(values, dtype=float)
    return np.asarray(array / np.average(array, weights=weights))


def days_from(first: date, count: int) -> list[date]:
    """So many days from a day on."""
    return [date.fromordinal(first.toordinal() + number) for number in range(count)]


class DayFactors:
    """The relative rate of each day of a horizon, by profile; the mean over the calendar year of its start is 1.

    A shorter run sees its own season. Raises CalendarError where a day lies in a year that is not known.
    """

    def __init__(self, calendar: CalendarSettings, start: date, days: int) -> None:
        january = start.replace(month=1, day=1)
        self._year = _Days(calendar, january, (january.replace(year=january.year + 1) - january).days)
        self._horizon = _Days(calendar, start, days)
        self._found: dict[Profile, Floats] = {}

    def of(self, profile: Profile, name: str = "") -> Floats:
        """The factors of a profile, shape (days,).

        Raises ScenarioError (kind `no-demand-days`, at the profile `name`) where no day of the year has any demand.
        """
        if profile not in self._found:
            self._found[profile] = self._factors(profile, name)
        return self._found[profile]

    def _factors(self, profile: Profile, name: str) -> Floats:
        mean = float(np.mean(self._year.weights(profile)))
        if not mean > 0.0:
            facts = {"year": self._year.first.year}
            raise ScenarioError(Problem(kind="no-demand-days", path=f"demand.profiles.{name}", facts=facts))
        return np.asarray(self._horizon.weights(profile) / mean)


class _Days:
    """Some days in a row: which are worked, their weekdays and months."""

    def __init__(self, calendar: CalendarSettings, first: date, count: int) -> None:
        self.first = first
        self._worked = np.asarray(worked_days(calendar, days_from(first, count)), dtype=bool)
        self._weekday = np.arange(first.weekday(), first.weekday() + count) % 7
        days = np.datetime64(first) + np.arange(count)
        self._month = days.astype("datetime64[M]").astype(int) % 12

    def weights(self, profile: Profile) -> Floats:
        """What a profile gives to each day."""
        weekday = np.asarray(profile.weekday, dtype=float)[self._weekday]
        month = normalised(profile.month, DAYS_OF_MONTH)
        return np.asarray(np.where(self._worked, weekday, profile.day_off) * month[self._month])


def surge_factors(surges: Iterable[Surge], family: str, start: date, days: int) -> Floats:
    """The product of the surges of a family on each day of a horizon; shape (days,)."""
    factors = np.ones(days)
    for surge in surges:
        if family in surge.families:
            first = max((surge.start - start).days, 0)
            last = max((surge.end - start).days + 1, 0)
            factors[first:last] *= surge.factor
    return factors


def citizens_report(case_type: CaseType) -> bool:
    """Whether citizens report matters of this type, through any channel."""
    channels = case_type.channels
    return channels.window + channels.online + channels.hotline > 0.0


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
