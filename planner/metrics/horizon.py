"""The horizon of a run: its working time, its phases, and the cut-off of its cohort."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache

from attrs import frozen

from planner.model.calendar import CalendarSettings
from planner.model.office_hours import office_sessions
from planner.model.scenario import Scenario
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
