"""How much memory a run would need, and how much there is."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator

import numpy as np

from planner.errors import PlannerError, Problem, ScenarioError
from planner.files.findings import Finding
from planner.model.demand import EVEN
from planner.model.rates import DayFactors, occurrence_rate, report_probability, surge_factors
from planner.model.routing import parts_of
from planner.model.scenario import Scenario

BYTES_PER_CASE = 600
"""Of one case with its steps, as rows (measured on a county-year)."""

BYTES_PER_MATTER = 150
"""Of one matter while its township and case type is drawn, reported or not: its time and its draws."""

BYTES_PER_PERSON = 500
"""Of one post on the roll of a team, with its next departure."""

LARGEST_TOLD = 10**18
"""A larger number says no more."""


class Room:
    """The memory that one replication has for its cases: told of all that is drawn before it is drawn."""

    def __init__(self) -> None:
        self._there = machine_bytes()
        self._cases = 0.0

    def admit_matters(self, matters: float) -> None:
        """So many matters of one township and case type are to be drawn.

        Raises ScenarioError `too-many-cases` where they do not fit in beside the cases kept.
        """
        needed = self._cases * BYTES_PER_CASE + matters * BYTES_PER_MATTER
        if self._there is not None and not needed <= self._there:
            raise ScenarioError(_too_many(self._cases + matters, needed, self._there))

    def keep_cases(self, cases: int) -> None:
        """So many more cases are kept. Raises ScenarioError like `admit_matters`."""
        self._cases += cases
        self.admit_matters(0.0)


def expected_cases(scenario: Scenario) -> float:
    """Cases of the horizon on average, as they are drawn: with surges, seasons, the timeline and the opening backlog.

    Repeat contacts are left out. Raises PlannerError where the calendar or a profile makes no sense.
    """
    return _expected(scenario)[0]


def _expected(scenario: Scenario) -> tuple[float, float]:
    """Expected cases, and the most matters that come up for one township's part and case type."""
    days = DayFactors(scenario.calendar, scenario.time.start, scenario.time.days)
    starts = [0, *((phase.start - scenario.time.start).days for phase in scenario.phases), scenario.time.days]
    states = scenario.states
    cases: list[float] = []
    matters: dict[tuple[str, str], float] = {}
    for state, first, last in zip(states, starts, starts[1:], strict=False):
        weights = _day_weights(state, scenario, days, first, last)
        for name, township in state.townships.items():
            grids = township.grids
            for part, (residents, rates) in parts_of(name, township).items():
                for key, case_type in state.case_types.items():
                    reference = scenario.case_types.get(key)
                    hourly = occurrence_rate(case_type, residents, rates.get(key, 1.0), grids, reference)
                    come_up = 24.0 * hourly * weights[case_type.profile, case_type.family]
                    share = report_probability(case_type, grids.patrol_round_hours) if case_type.patrol else 1.0
                    cases.append(come_up * share)
                    matters[part, key] = matters.get((part, key), 0.0) + come_up
    for township in scenario.townships.values():
        cases += [float(backlog.count) for backlog in township.opening_backlog.values()]
    return math.fsum(cases), max(matters.values(), default=0.0)


def _day_weights(
    state: Scenario, scenario: Scenario, days: DayFactors, first: int, last: int
) -> dict[tuple[str, str], float]:
    """By profile and family: days from `first` to before `last`, each counted by its factor and its surges."""
    surges = state.demand.surges.values()
    found: dict[tuple[str, str], float] = {}
    for profile, family in sorted({(one.profile, one.family) for one in state.case_types.values()}):
        shape = days.of(state.demand.profiles.get(profile, EVEN), profile)[first:last]
        factors = surge_factors(surges, family, scenario.time.start, last)[first:]
        found[profile, family] = float(np.dot(shape, factors))
    return found


def people_on_the_roll(scenario: Scenario) -> int:
    """People in all teams at the beginning, grid workers and village agents included."""
    townships = scenario.townships.values()
    teams = [team for township in townships for team in township.teams.values()]
    teams += [department.team for department in scenario.departments.values()]
    teams += [shared.team for shared in scenario.shared_teams.values()]
    others = sum(township.grids.workers + township.agents.points for township in townships)
    return sum(team.staff.total + team.vacancies.total for team in teams) + others


def machine_bytes() -> int | None:
    """Memory of this machine, or None where it does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def too_large(scenario: Scenario) -> Iterator[Finding]:
    """A scenario, its timeline included, whose cases and people would not fit into memory."""
    there = machine_bytes()
    if there is None:
        return
    try:
        cases, matters = _expected(scenario)
    except PlannerError:
        # What makes the calendar or a profile senseless is reported by itself.
        return
    people = people_on_the_roll(scenario)
    # Every case that is open at its due time may bring a repeat contact, which is a case of its own.
    cases *= 1.0 + scenario.repeats.open_at_due
    needed = cases * BYTES_PER_CASE + matters * BYTES_PER_MATTER + people * BYTES_PER_PERSON
    if not needed <= there:
        problem = _too_many(cases, needed, there, people)
        yield Finding(path=("time", "days"), kind=problem.kind, facts=problem.facts)


def _too_many(cases: float, needed: float, there: int, people: int = 0) -> Problem:
    facts = {"cases": _whole(cases), "people": people, "needed_bytes": _whole(needed), "machine_bytes": there}
    return Problem(kind="too-many-cases", path="time.days", facts=facts)


def _whole(number: float) -> int:
    """The nearest whole number; the largest that is worth telling where there is none."""
    return round(number) if number < LARGEST_TOLD else LARGEST_TOLD
