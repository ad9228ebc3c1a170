"""A scenario with other numbers of people in some of its teams."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from planner.model.routing import TeamKey, department_team, officer_teams, shared_team, township_team
from planner.model.scenario import Scenario
from planner.model.team import Staff, Team
from planner.model.township import Department, Quota, Township


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
            raised = sum((getattr(new, post) or 0) - (getattr(old, post) or 0) for post in ("civil", "institution"))
            if raised:
                found[f"{area}.{name}"] = raised
    return found
