"""The horizon of a run: its working time, its phases, the cut-off of its cohort, and when its steps took place."""

from __future__ import annotations

import math
from datetime import date
from enum import IntEnum
from functools import lru_cache

import numpy as np
from attrs import frozen

from planner.engine.rows import Floats, RunRows
from planner.model.calendar import CalendarSettings, office_sessions
from planner.model.routing import agent_team, department_team, grid_team, shared_team, township_team
from planner.model.scenario import Scenario
from planner.model.team import Team
from planner.model.working_time import WorkingCalendar

LONGEST_CUT_OFF_HOURS = 90.0 * 24.0


@frozen
class Period:
    """From `start` to `stop` (hours), `scenario` is in force."""

    start: float
    stop: float
    scenario: Scenario


def periods(scenario: Scenario, end: float) -> tuple[Period, ...]:
    """The scenario and its phases in order, each with the hours of the horizon in which it is in force."""
    states = [(0.0, scenario)]
    for phase in scenario.phases:
        begins = 24.0 * (phase.start - scenario.time.start).days
        # A phase from before the first day replaces the state at the start.
        states = [state for state in states if state[0] < begins] + [(max(begins, 0.0), phase.scenario)]
    stops = [begins for begins, _ in states[1:]] + [end]
    return tuple(
        Period(begins, min(stop, end), state)
        for (begins, state), stop in zip(states, stops, strict=True)
        if begins < end
    )


def cut_off(end: float) -> float:
    """τ in hours: 90 days or a quarter of the horizon, whichever is less."""
    return min(LONGEST_CUT_OFF_HOURS, end / 4.0)


@lru_cache(maxsize=8)
def _calendar(settings: CalendarSettings, start: date, days: int) -> WorkingCalendar:
    return WorkingCalendar(settings, start, days_before=0, days_after=days - 1)


def calendar_of(scenario: Scenario, end: float) -> WorkingCalendar:
    """The working calendar of the days of the horizon."""
    return _calendar(scenario.calendar, scenario.time.start, max(1, math.ceil(end / 24.0)))


def hours_per_working_day(settings: CalendarSettings) -> float:
    """Office hours of a working day; 24 around the clock."""
    if settings.kind == "around-the-clock":
        return 24.0
    return math.fsum(closing - opening for opening, closing in office_sessions(settings.office_hours))


@frozen(kw_only=True)
class StepTimes:
    """One value per step, in hours; what was not reached stands at the end of the horizon.

    `*_worked` are the working hours until that time; times before the start count as 0.
    """

    calendar: WorkingCalendar
    asked: Floats
    started: Floats
    ended: Floats
    started_worked: Floats
    ended_worked: Floats


def step_times(rows: RunRows) -> StepTimes:
    """The times of a run's steps."""
    calendar, steps = calendar_of(rows.scenario, rows.end), rows.steps
    started = np.where(np.isnan(steps.started), rows.end, steps.started)
    ended = np.where(np.isnan(steps.ended), rows.end, steps.ended)
    return StepTimes(
        calendar=calendar,
        asked=steps.asked,
        started=started,
        ended=ended,
        started_worked=calendar.worked_array(started),
        ended_worked=calendar.worked_array(ended),
    )


class Role(IntEnum):
    """Kinds of teams, as figures tell them apart. Teams that serve several townships are office or duty teams too."""

    OFFICE = 0
    DUTY = 1
    DEPARTMENT = 2
    GRIDS = 3
    AGENTS = 4
    CONTRACTOR = 5
    """A shared team whose work is bought by the case: nobody's staff."""


def _by_roster(team: Team) -> Role:
    return Role.DUTY if team.roster == "duty" else Role.OFFICE


def _read(scenario: Scenario) -> dict[str, tuple[Role, str]]:
    """Role of each team key, and the township or department it belongs to (empty for a shared team)."""
    found: dict[str, tuple[Role, str]] = {}
    for name, township in scenario.townships.items():
        found[grid_team(name)] = (Role.GRIDS, name)
        found[agent_team(name)] = (Role.AGENTS, name)
        for team_name, team in township.teams.items():
            found[township_team(name, team_name)] = (_by_roster(team), name)
    for name in scenario.departments:
        found[department_team(name)] = (Role.DEPARTMENT, name)
    for name, shared in scenario.shared_teams.items():
        role = Role.CONTRACTOR if shared.price_per_case > 0 else _by_roster(shared.team)
        found[shared_team(name)] = (role, "")
    return found


def places_of(rows: RunRows) -> tuple[tuple[Role, str], ...]:
    """Role of each team of the run, and the township or department it belongs to (empty for a shared team).

    A team keeps the role it has when it first appears: at the start, or in the first phase that names it.
    """
    found: dict[str, tuple[Role, str]] = {}
    for scenario in rows.scenario.states:
        found = _read(scenario) | found
    return tuple(found[team] for team in rows.teams)


def roles_of(rows: RunRows) -> tuple[Role, ...]:
    """Role of each team of the run."""
    return tuple(role for role, _ in places_of(rows))
