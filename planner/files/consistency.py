"""Whether the parts of a scenario fit together: everything that one value alone does not show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from attrs import evolve

from planner.errors import CalendarError, PlannerError
from planner.files.coverage import gaps
from planner.files.finding import Finding, Place
from planner.files.limits import limits_passed, profile_misfits
from planner.files.naming import unknown_names
from planner.files.size import too_large
from planner.model.calendar import CalendarSettings
from planner.model.demand import Profile
from planner.model.holidays import worked_days
from planner.model.rates import DayFactors
from planner.model.scenario import Scenario
from planner.model.working_time import WorkingCalendar

EARLIEST, LATEST = date(1950, 1, 1), date(2200, 1, 1)
"""First and last start of a scenario; a calendar still has room on both sides."""


DAYS_NAMED = 5
"""How many days a note names."""

FEW_DAYS = 1 / 20
"""Demand that falls on a smaller part of the horizon's days than this is worth a note."""


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything that does not fit together in one state of a scenario."""
    yield from unknown_names(scenario)
    yield from limits_passed(scenario)
    yield from gaps(scenario)
    yield from _outside_calendar(scenario)
    yield from _without_demand(scenario)


def findings_of_run(scenario: Scenario) -> Iterator[Finding]:
    """What does not fit together in a run as a whole, its timeline included."""
    if not _sound_start(scenario):
        return
    if scenario.phases:
        yield from _outside_calendar(scenario)
    # Profiles that make no sense are reported, and say nothing of how many cases there would be.
    states = (scenario, *(phase.scenario for phase in scenario.phases))
    profiles = [profile for state in states for profile in state.demand.profiles.items()]
    if not any(misfit for name, profile in profiles for misfit in profile_misfits(name, profile)):
        yield from too_large(scenario)


def notes_of(scenario: Scenario) -> Iterator[Finding]:
    """What a person should know of the days of a run though nothing is wrong with it."""
    if not _sound_start(scenario):
        return
    settings = scenario.calendar
    if settings.kind == "around-the-clock":
        for name in ("holidays", "workdays"):
            if getattr(settings, name):
                yield Finding(path=("calendar", name), kind="days-without-effect")
    else:
        yield from _worked_anyway(settings)
    yield from _guessed(scenario)
    yield from _on_few_days(scenario)


def _sound_start(scenario: Scenario) -> bool:
    return EARLIEST <= scenario.time.start <= LATEST


def _guessed(scenario: Scenario) -> Iterator[Finding]:
    """The days of the run that are off by the law alone, because no decree has arranged them yet."""
    try:
        days = WorkingCalendar.of_run(scenario).guessed
    except PlannerError:
        return
    if days:
        yield Finding(path=("calendar", "beyond"), kind="guessed-days", facts={"days": days})


def _worked_anyway(settings: CalendarSettings) -> Iterator[Finding]:
    """Days stated as worked that are worked without being stated."""
    without = evolve(settings, workdays=())
    try:
        worked = worked_days(without, settings.workdays)
    except CalendarError:
        return
    days = tuple(day for day, is_worked in zip(settings.workdays, worked, strict=True) if is_worked)
    if days:
        facts = {"count": len(days), "first": days[:DAYS_NAMED]}
        yield Finding(path=("calendar", "workdays"), kind="worked-anyway", facts=facts)


def _profiles_used(scenario: Scenario) -> dict[str, Profile]:
    """The profiles that case types follow, by name; those that make no sense by themselves are reported elsewhere."""
    used = {case_type.profile for case_type in scenario.case_types.values()}
    return {
        name: profile
        for name, profile in scenario.demand.profiles.items()
        if name in used and not any(profile_misfits(name, profile))
    }


def _without_demand(scenario: Scenario) -> Iterator[Finding]:
    """Profiles whose demand on the days of the calendar's year is nothing at all."""
    if not _sound_start(scenario):
        return
    for name, profile in _profiles_used(scenario).items():
        try:
            DayFactors(scenario.calendar, scenario.time.start, 1).of(profile, name)
        except PlannerError as error:
            for problem in error.problems:
                if problem.kind == "no-demand-days":
                    path: Place = ("demand", "profiles", name)
                    yield Finding(
                        path=path, kind=problem.kind, facts=problem.facts, relies_on=(path, ("time",), ("calendar",))
                    )


def _on_few_days(scenario: Scenario) -> Iterator[Finding]:
    """Profiles whose demand falls on few days of the horizon, or none of them, with the first of the days."""
    start, length = scenario.time.start, scenario.time.days
    try:
        days = DayFactors(scenario.calendar, start, length)
        for name, profile in _profiles_used(scenario).items():
            busy = np.flatnonzero(days.of(profile, name))
            if not len(busy):
                yield Finding(path=("demand", "profiles", name), kind="no-demand-in-run", facts={"profile": name})
            elif len(busy) < FEW_DAYS * length:
                first = tuple(start + timedelta(days=int(day)) for day in busy[:DAYS_NAMED])
                facts = {"profile": name, "days": len(busy), "of": length, "first": first}
                yield Finding(path=("demand", "profiles", name), kind="few-demand-days", facts=facts)
    except PlannerError:
        # What makes the calendar or a profile senseless is a problem, and reported as one.
        return


def _outside_calendar(scenario: Scenario) -> Iterator[Finding]:
    """Days of the horizon, of deadlines or of the opening backlog in years whose holidays are not known."""
    if not _sound_start(scenario):
        facts = {"got": scenario.time.start, "earliest": EARLIEST, "latest": LATEST}
        yield Finding(path=("time", "start"), kind="date-out-of-range", facts=facts)
        return
    try:
        WorkingCalendar.of_run(scenario)
    except PlannerError as error:
        for problem in error.problems:
            path = ("calendar", "office_hours") if problem.kind == "office-hours" else ("time",)
            yield Finding(path=path, kind=problem.kind, facts=problem.facts, relies_on=(("time",), ("calendar",)))
