"""Which cases a run of some families needs: those that share a team, directly or through others, with theirs."""

from __future__ import annotations

from collections.abc import Collection

from planner.engine.county import host_of_parts
from planner.engine.demand import Phases
from planner.model.casetype import CaseType
from planner.model.routing import (
    agent_team,
    arises,
    decision_of,
    department_team,
    grid_team,
    handler_of,
    intake_of,
    pool_of,
    posted_team_of,
    upper_teams_of,
)
from planner.model.scenario import Scenario

Node = tuple[str, str]
"""A unit of demand and a case type."""


def needed_for(phases: Phases, families: Collection[str]) -> set[Node]:
    """Units and case types that a run of these families has to simulate; all where `families` is empty."""
    touches: dict[Node, set[str]] = {}
    upper: dict[Node, set[str]] = {}
    wanted: set[Node] = set()
    for scenario in phases.scenarios:
        for part, township in host_of_parts(scenario).items():
            for type_id, case_type in scenario.case_types.items():
                node = (part, type_id)
                if not arises(case_type) and type_id not in scenario.townships[township].opening_backlog:
                    continue
                # Work from above goes to one team and no further: it is needed where it takes a team's time, but it
                # does not connect the teams among which it is spread.
                side = upper if case_type.family == "upper" else touches
                side.setdefault(node, set()).update(teams_touched(scenario, township, type_id))
                if case_type.family in families or not families:
                    wanted.add(node)
    teams: set[str] = set().union(*(touches.get(node) or upper[node] for node in wanted))
    grown = True
    while grown:
        connected = {node for node, touched in touches.items() if touched & teams}
        reach = teams.union(*(touches[node] for node in connected))
        grown = reach != teams
        teams = reach
        wanted |= connected
    return wanted | {node for node, touched in upper.items() if touched & teams}


def teams_touched(scenario: Scenario, township: str, type_id: str) -> set[str]:
    """Every team that may work on the cases of a type in a township."""
    case_type: CaseType = scenario.case_types[type_id]
    teams: set[str | None] = set()
    if case_type.family == "upper":
        teams.update(key for key, _ in upper_teams_of(scenario, township))
        if case_type.returned_share > 0.0 and case_type.responsible in scenario.departments:
            teams.add(department_team(case_type.responsible))
    teams.add(handler_of(scenario, township, type_id))
    if case_type.channels.window < 1.0 and case_type.family != "upper":
        teams.add(intake_of(scenario, township))
    if case_type.village.hours > 0.0:
        teams.add(grid_team(township))
    if case_type.agent_share > 0.0:
        teams.add(agent_team(township))
    if case_type.decision.hours > 0.0 and case_type.formal > 0.0:
        route = decision_of(scenario, township, type_id)
        teams.add(route.team)
        teams.add(pool_of(scenario, township, type_id))
        if route.department is not None:
            teams.add(department_team(route.department))
        for partner in case_type.partners:
            posted = posted_team_of(scenario, township, partner)
            teams.add(posted if posted is not None else department_team(partner))
    return {team for team in teams if team is not None}
