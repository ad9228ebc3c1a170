"""Whether the parts of a scenario fit together: everything that one value alone does not show."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain

import numpy as np
from attrs import evolve

from planner.errors import CalendarError, PlannerError
from planner.files.findings import Finding, Place, shown
from planner.files.size import too_large
from planner.model import tolerances
from planner.model.calendar import CalendarSettings
from planner.model.casetype import FAMILIES, TOWNSHIP, CaseType
from planner.model.demand import VALUES_OF_A_PROFILE, Profile
from planner.model.holidays import worked_days
from planner.model.rates import DayFactors
from planner.model.routing import arises, handler_of, intake_of, parts_of, teams_in_reach, upper_teams_of
from planner.model.scenario import Scenario
from planner.model.team import CERTIFIABLE, QUOTA_POSTS, Staff, Team
from planner.model.text import Text
from planner.model.township import Quota
from planner.model.working_time import WorkingCalendar


def gaps(scenario: Scenario) -> Iterator[Finding]:
    """Townships without teams or without intake, and case types that nobody handles."""
    unhandled: dict[str, list[str]] = {}
    for name in scenario.townships:
        relies_on: tuple[Place, ...] = (("townships", name), ("shared_teams",))
        if not any(teams_in_reach(scenario, name)):
            yield Finding(path=("townships", name, "teams"), kind="no-teams", relies_on=relies_on)
            continue
        types = {key: value for key, value in scenario.case_types.items() if _comes_up(scenario, name, key, value)}
        passing = [key for key, value in types.items() if _passes_intake(value)]
        if passing and intake_of(scenario, name) is None:
            facts = {"case_types": tuple(passing)}
            yield Finding(path=("townships", name, "teams"), kind="no-intake", facts=facts, relies_on=relies_on)
        for key, case_type in types.items():
            if not _handled(scenario, name, key, case_type):
                unhandled.setdefault(key, []).append(name)
    for key, townships in unhandled.items():
        doubtful: tuple[Place, ...] = tuple(("townships", name) for name in townships)
        yield Finding(
            path=("case_types", key),
            kind="nobody-handles",
            facts={"case_type": key, "townships": tuple(townships)},
            relies_on=(*doubtful, ("case_types", key), ("shared_teams",)),
        )


def _comes_up(scenario: Scenario, township: str, key: str, case_type: CaseType) -> bool:
    place = scenario.townships[township]
    backlog = place.opening_backlog.get(key)
    if backlog is not None and backlog.count > 0:
        return True
    return arises(case_type) and any(rates.get(key, 1.0) > 0 for _, rates in parts_of(township, place).values())


def _passes_intake(case_type: CaseType) -> bool:
    """Whether somebody must register some of its cases; a step of no work needs nobody."""
    return case_type.intake.hours > 0 and case_type.passes_intake


def _handled(scenario: Scenario, township: str, key: str, case_type: CaseType) -> bool:
    if case_type.family == "upper" and upper_teams_of(scenario, township):
        return True
    return handler_of(scenario, township, key) is not None


def limits_passed(scenario: Scenario) -> Iterator[Finding]:
    """Every value that another one forbids."""
    for name, case_type in scenario.case_types.items():
        yield from _of_case_type(("case_types", name), case_type)
    for path, team in teams_of(scenario):
        yield from _limits_of_team(path, team)
    for name, township in scenario.townships.items():
        place: Place = ("townships", name)
        staff: dict[Place, Staff] = {("teams", key, "staff"): team.staff for key, team in township.teams.items()}
        yield from _over_quota(place, township.quota, {**staff, ("other_staff",): township.other_staff})
        yield from _negative((*place, "rates"), township.rates)
        for part, value in township.parts.items():
            yield from _negative((*place, "parts", part, "rates"), value.rates)
    for name, department in scenario.departments.items():
        staff = {("team", "staff"): department.team.staff, ("other_staff",): department.other_staff}
        yield from _over_quota(("departments", name), department.quota, staff)
    yield from _of_calendar(scenario.calendar)
    yield from _of_demand(scenario)


def _exceeds(path: Place, limit_of: str, got: float, limit: float, relies_on: tuple[Place, ...]) -> Iterator[Finding]:
    if got > limit:
        facts = {"limit_of": limit_of, "got": got, "limit": limit}
        yield Finding(path=path, kind="exceeds", facts=facts, relies_on=relies_on)


def _of_case_type(path: Place, case_type: CaseType) -> Iterator[Finding]:
    for step in ("intake", "fact", "decision"):
        work = getattr(case_type, step)
        yield from _exceeds((*path, step, "certified"), "crew", work.certified, work.crew, ((*path, step),))
    channels = case_type.channels
    total = math.fsum((channels.window, channels.online, channels.hotline))
    if total > 0 and abs(total - 1.0) > tolerances.OF_SHARES:
        facts = {"total": round(total, 6)}
        yield Finding(path=(*path, "channels"), kind="channels-sum", facts=facts, relies_on=((*path, "channels"),))
    reported = case_type.per_1000_residents_year > 0 and case_type.family != "upper"
    if total == 0 and reported and not case_type.patrol:
        yield Finding(path=(*path, "channels"), kind="no-channel", relies_on=(path,))
    if not case_type.responsible and case_type.formal > 0 and case_type.decision.hours > 0:
        yield Finding(path=(*path, "responsible"), kind="nobody-decides", relies_on=(path,))


def _limits_of_team(path: Place, team: Team) -> Iterator[Finding]:
    if team.certified is not None:
        limit = team.staff.certifiable
        found = _exceeds((*path, "certified"), "certifiable-staff", team.certified, limit, (path,))
        yield from (evolve(one, beside=tuple((*path, "staff", post) for post in CERTIFIABLE)) for one in found)


def _over_quota(path: Place, quota: Quota, staff: Mapping[Place, Staff]) -> Iterator[Finding]:
    for post in QUOTA_POSTS:
        stated = getattr(quota, post)
        if stated is not None:
            allowed = stated + (quota.turnover if post == "institution" else 0)
            people = sum(getattr(some, post) for some in staff.values())
            if people > allowed:
                facts = {"post": post, "quota": allowed, "staff": people}
                beside = tuple((*path, *place, post) for place, some in staff.items() if getattr(some, post))
                yield Finding(
                    path=(*path, "quota", post), kind="over-quota", facts=facts, relies_on=(path,), beside=beside
                )


def _negative(path: Place, rates: Mapping[str, float]) -> Iterator[Finding]:
    for name, rate in rates.items():
        yield from _out_of_range((*path, name), rate)


def _out_of_range(path: Place, value: float) -> Iterator[Finding]:
    if value < 0:
        facts = {"got": shown(value), "unit": "factor", "lowest": 0.0, "highest": math.inf}
        yield Finding(path=path, kind="out-of-range", facts={**facts, "open_low": False, "open_high": False})


def profile_misfits(name: str, profile: Profile) -> Iterator[Finding]:
    """What is wrong with the values of a profile by themselves."""
    for field, length in VALUES_OF_A_PROFILE.items():
        path: Place = ("demand", "profiles", name, field)
        values = getattr(profile, field)
        for place, value in enumerate(values):
            yield from _out_of_range((*path, place), value)
        if len(values) != length:
            yield Finding(path=path, kind="list-length", facts={"expected": length, "got": len(values)})
        elif not any(values):
            yield Finding(path=path, kind="all-zero")


def _of_calendar(settings: CalendarSettings) -> Iterator[Finding]:
    """Days that the scenario states twice, or both as off and as worked."""
    for name in ("holidays", "workdays"):
        seen: set[date] = set()
        for place, day in enumerate(getattr(settings, name)):
            if day in seen:
                yield Finding(path=("calendar", name, place), kind="day-twice", facts={"day": day})
            seen.add(day)
    off = set(settings.holidays)
    for place, day in enumerate(settings.workdays):
        if day in off:
            yield Finding(path=("calendar", "workdays", place), kind="day-in-both", facts={"day": day})


def _of_demand(scenario: Scenario) -> Iterator[Finding]:
    for name, profile in scenario.demand.profiles.items():
        yield from profile_misfits(name, profile)
    for name, surge in scenario.demand.surges.items():
        if surge.end < surge.start:
            facts = {"start": surge.start, "end": surge.end}
            yield Finding(path=("demand", "surges", name, "end"), kind="date-order", facts=facts)


TABLES: dict[str, Place] = {
    "township": ("townships",),
    "department": ("departments",),
    "kind": ("kinds",),
    "case-type": ("case_types",),
    "case-type-or-family": ("case_types",),
    "profile": ("demand", "profiles"),
}
"""Where the names of each sort are defined."""


def unknown_names(scenario: Scenario) -> Iterator[Finding]:
    """Every name that stands for nothing."""
    yield from _of_case_types(scenario)
    yield from _of_townships(scenario)
    for path, team in teams_of(scenario):
        yield from _of_team(scenario, path, team)
    served = dict.fromkeys((*scenario.townships, "*"))
    for name, shared in scenario.shared_teams.items():
        for place, township in enumerate(shared.serves):
            yield from _unknown(("shared_teams", name, "serves", place), "township", township, served)
        yield from _of_list(scenario, ("shared_teams", name, "decides"), shared.decides)
    for name, surge in scenario.demand.surges.items():
        for place, family in enumerate(surge.families):
            yield from _unknown(("demand", "surges", name, "families", place), "family", family, FAMILIES)


def teams_of(scenario: Scenario) -> Iterator[tuple[Place, Team]]:
    """Every team with its path."""
    for name, township in scenario.townships.items():
        for team_name, team in township.teams.items():
            yield ("townships", name, "teams", team_name), team
    for name, department in scenario.departments.items():
        yield ("departments", name, "team"), department.team
    for name, shared in scenario.shared_teams.items():
        yield ("shared_teams", name, "team"), shared.team


def _unknown(path: Place, what: str, name: str, known: Collection[str]) -> Iterator[Finding]:
    if name not in known:
        facts = {"what": what, "got": name}
        yield Finding(path=path, kind="unknown-name", facts=facts, among=known, table=TABLES.get(what, ()))


def _of_case_types(scenario: Scenario) -> Iterator[Finding]:
    known = dict.fromkeys((*scenario.departments, TOWNSHIP))
    for name, case_type in scenario.case_types.items():
        path = ("case_types", name)
        if case_type.responsible:
            yield from _unknown((*path, "responsible"), "department", case_type.responsible, known)
        for partner in case_type.partners:
            yield from _unknown((*path, "partners", partner), "department", partner, scenario.departments)
        yield from _unknown((*path, "profile"), "profile", case_type.profile, ("even", *scenario.demand.profiles))


def _of_townships(scenario: Scenario) -> Iterator[Finding]:
    for name, township in scenario.townships.items():
        path = ("townships", name)
        if township.kind:
            yield from _unknown((*path, "kind"), "kind", township.kind, scenario.kinds)
        for team in filter(lambda team: _is_nobody(township.teams[team]), township.teams):
            others = [other for other in township.teams if not _is_nobody(township.teams[other])]
            # A team may well be empty, to be staffed by a measure; one that is called like another is that one.
            yield from (
                finding for finding in _unknown((*path, "teams", team), "team", team, others) if finding.nearest
            )
        tables: list[tuple[Place, Iterable[str]]] = [
            ((*path, "rates"), township.rates),
            ((*path, "powers"), township.powers),
            ((*path, "opening_backlog"), township.opening_backlog),
        ]
        tables += [((*path, "parts", part, "rates"), value.rates) for part, value in township.parts.items()]
        yield from chain.from_iterable(
            _unknown((*table, key), "case-type", key, scenario.case_types) for table, keys in tables for key in keys
        )


def _is_nobody(team: Team) -> bool:
    """Whether a team has neither people nor work nor a name: what is left when its id is misspelt."""
    given = (team.staff.total, team.vacancies.total, team.handles, team.posted, team.intake)
    return not any(given) and team.name == Text()


def _of_list(scenario: Scenario, path: Place, names: Iterable[str]) -> Iterator[Finding]:
    """A list of case types, families or `*`."""
    known = dict.fromkeys((*scenario.case_types, *FAMILIES, "*"))
    for place, name in enumerate(names):
        yield from _unknown((*path, place), "case-type-or-family", name, known)


def _of_team(scenario: Scenario, path: Place, team: Team) -> Iterator[Finding]:
    yield from _of_list(scenario, (*path, "handles"), team.handles)
    for place, department in enumerate(team.posted):
        yield from _unknown((*path, "posted", place), "department", department, scenario.departments)


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
    states = scenario.states
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
