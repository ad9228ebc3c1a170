"""Which cases a run of some families needs: those that share a team, directly or through others, with theirs."""

from __future__ import annotations

from collections.abc import Collection

from planner.engine.county import host_of_parts
from planner.engine.phases import Phases
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
                # Work from above goes to one team and, without a decision, no further: it is needed where it takes a
                # team's time, but it does not connect the teams among which it is spread.
                hangs_together = _hangs_together(scenario, township)
                ends_there = case_type.family == "upper" and not _is_decided(scenario, township, type_id)
                side = upper if ends_there and not hangs_together else touches
                side.setdefault(node, set()).update(teams_touched(scenario, township, type_id))
                if hangs_together:
                    side[node].add(f"townships.{township}")
                if case_type.family in families or not families:
                    wanted.add(node)
    teams: set[str] = set().union(*(side[node] for side in (touches, upper) for node in wanted if node in side))
    grown = True
    while grown:
        connected = {node for node, touched in touches.items() if touched & teams}
        reach = teams.union(*(touches[node] for node in connected))
        grown = reach != teams
        teams = reach
        wanted |= connected
    return wanted | {node for node, touched in upper.items() if touched & teams}


def _is_decided(scenario: Scenario, township: str, type_id: str) -> bool:
    case_type = scenario.case_types[type_id]
    return case_type.decision.hours > 0.0 and (
        case_type.formal > 0.0 or _opens_at(scenario, township, type_id) == "decision"
    )


def _passes_intake(scenario: Scenario, township: str, type_id: str) -> bool:
    case_type = scenario.case_types[type_id]
    called = case_type.channels.online > 0.0 or case_type.channels.hotline > 0.0
    return called or case_type.patrol or _opens_at(scenario, township, type_id) == "intake"


def _opens_at(scenario: Scenario, township: str, type_id: str) -> str:
    backlog = scenario.townships[township].opening_backlog.get(type_id)
    return "" if backlog is None else backlog.step


def _hangs_together(scenario: Scenario, township: str) -> bool:
    """Whether all cases of a township depend on each other: one of all is reported to the top, use decides on posts."""
    return scenario.townships[township].direct_reports_per_year > 0 or scenario.reviews.unit_rating.on


def teams_touched(scenario: Scenario, township: str, type_id: str) -> set[str]:
    """Every team that may work on the cases of a type in a township."""
    case_type: CaseType = scenario.case_types[type_id]
    teams: set[str | None] = set()
    if case_type.family == "upper":
        teams.update(key for key, _ in upper_teams_of(scenario, township))
        if case_type.returned_share > 0.0 and case_type.responsible in scenario.departments:
            teams.add(department_team(case_type.responsible))
    teams.add(handler_of(scenario, township, type_id))
    if _passes_intake(scenario, township, type_id):
        teams.add(intake_of(scenario, township))
    if case_type.village.hours > 0.0:
        teams.add(grid_team(township))
    if case_type.agent_share > 0.0:
        teams.add(agent_team(township))
    if _is_decided(scenario, township, type_id):
        route = decision_of(scenario, township, type_id)
        teams.add(route.team)
        teams.add(pool_of(scenario, township, type_id))
        if route.department is not None:
            teams.add(department_team(route.department))
        for partner in case_type.partners:
            posted = posted_team_of(scenario, township, partner)
            teams.add(posted if posted is not None else department_team(partner))
    return {team for team in teams if team is not None}
