"""What each team of a run is: an office team, a duty team, a department, grid workers, agents or a contractor."""

from __future__ import annotations

from enum import IntEnum

from planner.engine.rows import RunRows
from planner.model.routing import agent_team, department_team, grid_team, shared_team, township_team
from planner.model.scenario import Scenario
from planner.model.team import Team


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
    for scenario in (rows.scenario, *(phase.scenario for phase in rows.scenario.phases)):
        found = _read(scenario) | found
    return tuple(found[team] for team in rows.teams)


def roles_of(rows: RunRows) -> tuple[Role, ...]:
    """Role of each team of the run."""
    return tuple(role for role, _ in places_of(rows))
