"""Whose staff is sought: the teams that a target depends on, alone or by kind of township, and their arithmetic."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from attrs import evolve, frozen

from planner.errors import Problem, RequestError
from planner.experiments.staffing_apply import with_teams
from planner.files.nearest import nearest
from planner.load import LoadCheck, TeamLoad, check_load
from planner.metrics.families import possible_families
from planner.metrics.indicators import ALL
from planner.model.routing import TeamKey, arises, decision_of, officer_teams
from planner.model.scenario import Scenario
from planner.model.team import Team

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
    """Whole people; a hair less, so that rounding does not ask for one more (as in the load check)."""
    return max(0, math.ceil(offered / hours_each - 1e-9)) if hours_each > 0.0 else 0


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
