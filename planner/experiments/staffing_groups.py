"""Whose staff is sought: the teams that a target depends on, and scenarios with other numbers in them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from attrs import evolve, frozen

from planner.errors import Problem, RequestError
from planner.metrics.cells import possible_families
from planner.metrics.indicators import ALL
from planner.model.routing import (
    TeamKey,
    arises,
    decision_of,
    department_team,
    officer_teams,
    shared_team,
    township_team,
)
from planner.model.scenario import Scenario
from planner.model.team import QUOTA_POSTS, Staff, Team
from planner.model.text import nearest
from planner.model.tolerances import whole_at_least
from planner.model.township import Department, Quota, Township
from planner.workload import LoadCheck, TeamLoad, check_load


def with_people(staff: Staff, total: int) -> Staff:
    """So many people in all: institution posts come and go first, then contract staff, then civil service posts go."""
    institution = staff.institution + total - staff.total
    contract = staff.contract + min(institution, 0)
    civil = staff.civil + min(contract, 0)
    return Staff(civil=max(civil, 0), institution=max(institution, 0), contract=max(contract, 0))


def with_numbers(team: Team, people: int, certified: int | None) -> Team:
    """The team with so many people, and certified officers if given.

    Contract staff hold no certificate: where more certified officers are asked for than there are posts for them,
    institution posts take the place of contract posts. There are never more certified officers than people.
    """
    staff = with_people(team.staff, people)
    if certified is None:
        certified = team.certified
    else:
        exchanged = min(max(certified - staff.certifiable, 0), staff.contract)
        staff = evolve(staff, institution=staff.institution + exchanged, contract=staff.contract - exchanged)
    return evolve(team, staff=staff, certified=None if certified is None else min(certified, staff.certifiable))


def with_teams(scenario: Scenario, teams: Mapping[TeamKey, Team]) -> Scenario:
    """The scenario with some teams replaced; a quota that they pass is raised, so that leavers are replaced."""
    townships = {name: _with_township_teams(name, township, teams) for name, township in scenario.townships.items()}
    departments = {
        name: _fitting_department(evolve(department, team=teams.get(department_team(name), department.team)))
        for name, department in scenario.departments.items()
    }
    shared = {
        name: evolve(one, team=teams.get(shared_team(name), one.team)) for name, one in scenario.shared_teams.items()
    }
    return evolve(scenario, townships=townships, departments=departments, shared_teams=shared)


def with_staffing(scenario: Scenario, numbers: Mapping[TeamKey, tuple[int, int | None]]) -> Scenario:
    """The scenario with so many people, and certified officers where given, in each team named, in all its phases.

    A phase of the timeline that moves people of these teams is overridden; a team that it lacks stays away.
    """
    present = officer_teams(scenario, contractors=False)
    changed = {key: with_numbers(present[key], *new) for key, new in numbers.items() if key in present}
    phases = tuple(evolve(phase, scenario=with_staffing(phase.scenario, numbers)) for phase in scenario.phases)
    return evolve(with_teams(scenario, changed), phases=phases)


def _with_township_teams(name: str, township: Township, teams: Mapping[TeamKey, Team]) -> Township:
    own = {team: teams.get(township_team(name, team), value) for team, value in township.teams.items()}
    if all(own[team] is value for team, value in township.teams.items()):
        return township
    staff = [township.other_staff, *(team.staff for team in own.values())]
    return evolve(township, teams=own, quota=_fitting(township.quota, staff))


def _fitting_department(department: Department) -> Department:
    return evolve(department, quota=_fitting(department.quota, [department.other_staff, department.team.staff]))


def _fitting(quota: Quota, staff: list[Staff]) -> Quota:
    civil = sum(one.civil for one in staff)
    institution = sum(one.institution for one in staff) - quota.turnover
    return evolve(
        quota,
        civil=None if quota.civil is None else max(quota.civil, civil),
        institution=None if quota.institution is None else max(quota.institution, institution),
    )


def posts_beyond_quota(before: Scenario, after: Scenario) -> dict[str, int]:
    """By township or department (`townships.<t>`): the posts by which its quota had to be raised."""
    found: dict[str, int] = {}
    for area in ("townships", "departments"):
        for name, unit in getattr(after, area).items():
            old, new = getattr(before, area)[name].quota, unit.quota
            raised = sum((getattr(new, post) or 0) - (getattr(old, post) or 0) for post in QUOTA_POSTS)
            if raised:
                found[f"{area}.{name}"] = raised
    return found


OPTION = "--teams"

Place = Literal["township", "shared", "department"]


@frozen(kw_only=True)
class Group:
    """Teams that all get the same number of people: one team, or those of one name in a kind of township.

    `crew` is the largest crew that their jobs take without certificates in question, fewer people than which are never
    tried; `certified_crew` the most certified officers that a decision of theirs takes, 0 where certificates are no
    question. `offered`, `hours_each` and `certified_offered` are the load check's: hours a year of all teams together,
    and those of one officer in each of them together; all as if every team that may decide had a certified crew.
    """

    key: str
    """The team's key, or `kinds.<kind>.teams.<team>`."""
    teams: tuple[TeamKey, ...]
    crew: int
    certified_crew: int
    offered: float
    hours_each: float
    certified_offered: float

    def people(self, load: float) -> int:
        """People in each team so that their load is at most `load`."""
        return max(self.crew, self.certified(load), _needed(self.offered, load * self.hours_each))

    def certified(self, load: float) -> int:
        """Certified officers in each team so that the load of their decisions is at most `load`."""
        if not self.certified_crew:
            return 0
        return max(self.certified_crew, _needed(self.certified_offered, load * self.hours_each))


def _needed(offered: float, hours_each: float) -> int:
    """Whole people who are enough for the hours offered."""
    return max(0, whole_at_least(offered / hours_each)) if hours_each > 0.0 else 0


def groups_of(
    scenario: Scenario, family: str, *, patterns: Sequence[str] = (), by_kind: bool = False
) -> tuple[Group, ...]:
    """The groups whose staff moves a figure of a reporting family (or of all cases), in the order of the scenario.

    `patterns` restricts the teams by key, `*` standing for any part of it. Raises RequestError: `no-match`, with the
    nearest right name, for a pattern that names no team, `no-work` where none of the teams works on the family.
    """
    checks = (check_load(scenario), check_load(_with_crews_everywhere(scenario)))
    teams = officer_teams(scenario, contractors=False)
    asked = _matching(patterns, tuple(teams))
    chosen = [
        key for key in teams if key in asked and any(_works_on(scenario, check.teams[key], family) for check in checks)
    ]
    if not chosen:
        raise RequestError(Problem(kind="no-work", path=OPTION, facts={"family": family}))
    together: dict[str, list[TeamKey]] = {}
    for key in chosen:
        together.setdefault(_kind_key(scenario, key) if by_kind else key, []).append(key)
    crews = _certified_crews(scenario, family)
    return tuple(_group(key, keys, checks, crews) for key, keys in together.items())


def _group(key: str, teams: Sequence[TeamKey], checks: tuple[LoadCheck, LoadCheck], crews: Mapping[str, int]) -> Group:
    check = checks[1]
    loads = [check.teams[team] for team in teams]
    lines = [(team, line) for one in checks for team in teams for line in one.teams[team].lines]
    return Group(
        key=key,
        teams=tuple(teams),
        crew=max((line.crew for team, line in lines if not (line.certified and team in crews)), default=1),
        certified_crew=max(crews.get(team, 0) for team in teams),
        offered=math.fsum(load.offered_hours for load in loads),
        hours_each=math.fsum(hours_of_one(check, load) for load in loads),
        certified_offered=math.fsum(load.certified_offered_hours for load in loads),
    )


def hours_of_one(check: LoadCheck, load: TeamLoad) -> float:
    """Hours a year that one officer of a team works on cases."""
    return check.working_hours * load.working_pace


def needed_by_load(check: LoadCheck, group: Group) -> tuple[int, int | None]:
    """What plain arithmetic on the scenario as it is gives for each team: people, and certified officers if asked.

    So many that no team of the group has more work than the check's limit allows: those present and those short.
    """
    loads = [check.teams[team] for team in group.teams]
    limits = [check.limit * hours_of_one(check, load) for load in loads]
    people = max(_needed(load.offered_hours, limit) for load, limit in zip(loads, limits, strict=True))
    certified = max(_needed(load.certified_offered_hours, limit) for load, limit in zip(loads, limits, strict=True))
    return max(people, certified), (certified if group.certified_crew else None)


def _works_on(scenario: Scenario, load: TeamLoad, family: str) -> bool:
    types = {line.case_type for line in load.lines}
    return any(family == ALL or family in possible_families(scenario.case_types[name]) for name in types)


def _kind_key(scenario: Scenario, team: str) -> str:
    area, unit, *rest = team.split(".")
    return ".".join(("kinds", scenario.townships[unit].kind, *rest)) if area == "townships" else team


def _certified_crews(scenario: Scenario, family: str) -> dict[str, int]:
    """By team whose certificates are stated: the most certified officers that one of its decisions takes."""
    crews: dict[str, int] = {}
    stated = {key for key, team in officer_teams(scenario, contractors=False).items() if not _all_certified(key, team)}
    for township in scenario.townships:
        for name, case_type in scenario.case_types.items():
            step = case_type.decision
            if not arises(case_type) or case_type.formal <= 0.0 or step.hours <= 0.0:
                continue
            if family != ALL and family not in possible_families(case_type):
                continue
            team = decision_of(scenario, township, name).team
            if team in stated and team is not None:
                crews[team] = max(crews.get(team, 0), step.certified)
    return crews


def _all_certified(key: TeamKey, team: Team) -> bool:
    return key.is_department and team.certified is None


def _with_crews_everywhere(scenario: Scenario) -> Scenario:
    """The scenario with certified officers enough for a crew in every team that decides, and people for every crew."""
    crews = _certified_crews(scenario, ALL)
    changed: dict[TeamKey, Team] = {}
    for key, team in officer_teams(scenario, contractors=False).items():
        need = crews.get(key, 0)
        staff = team.staff
        if staff.certifiable < need:
            staff = evolve(staff, institution=staff.institution + need - staff.certifiable)
        if need:
            certified = max(need, team.certified_officers(of_department=key.is_department))
            changed[key] = evolve(team, staff=staff, certified=certified)
    return with_teams(scenario, changed)


def _matching(patterns: Iterable[str], keys: Collection[str]) -> set[str]:
    """The keys that the patterns name; all of them without patterns."""
    problems: list[Problem] = []
    found: set[str] = set()
    for pattern in patterns:
        reached = list(keys)
        for place, part in enumerate(pattern.removesuffix(".staff").split(".")):
            known = dict.fromkeys(key.split(".")[place] for key in reached if key.count(".") >= place)
            reached = [key for key in reached if key.count(".") >= place and part in ("*", key.split(".")[place])]
            if not reached:
                facts = {"pattern": pattern, "part": part}
                problems.append(Problem(kind="no-match", path=OPTION, facts=facts, nearest=nearest(part, known)))
                break
        found.update(reached)
    if problems:
        raise RequestError(problems)
    return found or set(keys)
