"""Values that bound each other: certificates and staff, crews, quotas, shares that add up, profiles, dates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date

from attrs import evolve

from planner.files.finding import Finding, Place
from planner.files.naming import teams_of
from planner.files.nearest import shown
from planner.model.calendar import CalendarSettings
from planner.model.casetype import CaseType
from planner.model.demand import Profile
from planner.model.scenario import Scenario
from planner.model.team import Staff, Team
from planner.model.township import Quota

CERTIFIABLE = ("civil", "institution")
"""Post types whose people may hold a certificate, and which quotas count."""

HAIR = 1e-6
"""By how much shares that are written in decimals may miss their sum."""


def limits_passed(scenario: Scenario) -> Iterator[Finding]:
    """Every value that another one forbids."""
    for name, case_type in scenario.case_types.items():
        yield from _of_case_type(("case_types", name), case_type)
    for path, team in teams_of(scenario):
        yield from _of_team(path, team)
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
    if total > 0 and abs(total - 1.0) > HAIR:
        facts = {"total": round(total, 6)}
        yield Finding(path=(*path, "channels"), kind="channels-sum", facts=facts, relies_on=((*path, "channels"),))
    reported = case_type.per_1000_residents_year > 0 and case_type.family != "upper"
    if total == 0 and reported and not case_type.patrol:
        yield Finding(path=(*path, "channels"), kind="no-channel", relies_on=(path,))
    if not case_type.responsible and case_type.formal > 0 and case_type.decision.hours > 0:
        yield Finding(path=(*path, "responsible"), kind="nobody-decides", relies_on=(path,))


def _of_team(path: Place, team: Team) -> Iterator[Finding]:
    if team.certified is not None:
        limit = team.staff.certifiable
        found = _exceeds((*path, "certified"), "certifiable-staff", team.certified, limit, (path,))
        yield from (evolve(one, beside=tuple((*path, "staff", post) for post in CERTIFIABLE)) for one in found)


def _over_quota(path: Place, quota: Quota, staff: Mapping[Place, Staff]) -> Iterator[Finding]:
    for post in ("civil", "institution"):
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
    for field, length in (("hour", 24), ("weekday", 7), ("month", 12)):
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
