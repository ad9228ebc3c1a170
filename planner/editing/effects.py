"""What a value acts on: the teams whose work it changes and the case types concerned, by the load check and routing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import frozen

from planner.editing.state import State
from planner.editing.tables import keys_of
from planner.model.casetype import CaseType
from planner.model.routing import (
    agent_team,
    arises,
    decision_of,
    department_team,
    grid_team,
    shared_team,
    teams_in_reach,
    township_team,
)
from planner.model.scenario import Scenario
from planner.workload import LoadCheck, Stage, WorkLine

STAGES: dict[str, tuple[Stage, ...]] = {
    "intake": ("intake",),
    "village": ("village",),
    "fact": ("fact",),
    "decision": ("decision", "partner", "redo"),
    "formal": ("decision", "partner", "redo"),
    "responsible": ("decision", "redo"),
    "partners": ("partner",),
}
"""The steps that a field of a case type concerns; other fields concern all of them."""


@frozen
class ActsOn:
    """Teams by their keys (`planner.model.routing`) and case types by their ids; nothing where it acts on all alike."""

    teams: tuple[str, ...] = ()
    case_types: tuple[str, ...] = ()


def acts_on(state: State, path: str) -> ActsOn:
    """What the value at a path acts on; nothing is said while the scenario has problems."""
    if state.scenario is None or state.load is None:
        return ActsOn()
    return _on(state.scenario, state.load, keys_of(path))


def _on(scenario: Scenario, load: LoadCheck, keys: tuple[str, ...]) -> ActsOn:
    match keys:
        case ("townships", township, *rest) if township in scenario.townships:
            return _on_township(scenario, load, township, rest)
        case ("kinds", kind, *rest):
            members = [name for name, township in scenario.townships.items() if township.kind == kind]
            return _together(_on_township(scenario, load, name, rest) for name in members)
        case ("linkage" | "platform", *_):
            return _together(_on_township(scenario, load, name, [keys[0]]) for name in scenario.townships)
        case ("departments", name, *_) if name in scenario.departments:
            return _on_team(load, department_team(name))
        case ("shared_teams", name, *_) if name in scenario.shared_teams:
            return _on_team(load, shared_team(name))
        case ("case_types", name, *rest) if name in scenario.case_types:
            return _on_case_type(load, name, STAGES.get(rest[0], ()) if rest else ())
        case ("demand", "profiles", name, *_):
            return _on_case_types(scenario, lambda _id, case_type: case_type.profile == name)
        case ("demand", "surges", name, *_) if name in scenario.demand.surges:
            families = scenario.demand.surges[name].families
            return _on_case_types(scenario, lambda _id, case_type: case_type.family in families)
        case ("reversal_rate", *_):
            return _on_lines(load, lambda line: line.stage == "redo")
        case ("travel", *_):
            return _on_lines(load, lambda line: line.travel_hours > 0.0)
    return ActsOn()


def _together(parts: Iterable[ActsOn]) -> ActsOn:
    found = list(parts)
    return ActsOn(
        tuple(dict.fromkeys(team for part in found for team in part.teams)),
        tuple(dict.fromkeys(case_type for part in found for case_type in part.case_types)),
    )


def _on_team(load: LoadCheck, key: str) -> ActsOn:
    lines = load.teams[key].lines if key in load.teams else ()
    return ActsOn((key,), tuple(dict.fromkeys(line.case_type for line in lines)))


def _on_case_type(load: LoadCheck, name: str, stages: tuple[Stage, ...]) -> ActsOn:
    found = _on_lines(load, lambda line: line.case_type == name and (not stages or line.stage in stages))
    return ActsOn(found.teams, (name,))


def _on_lines(load: LoadCheck, concerns: Callable[[WorkLine], bool]) -> ActsOn:
    return _together(
        ActsOn((key,), (line.case_type,)) for key, team in load.teams.items() for line in team.lines if concerns(line)
    )


def _on_case_types(scenario: Scenario, concerns: Callable[[str, CaseType], bool]) -> ActsOn:
    named = ((name, case_type) for name, case_type in scenario.case_types.items() if arises(case_type))
    return ActsOn((), tuple(name for name, case_type in named if concerns(name, case_type)))


def _on_township(scenario: Scenario, load: LoadCheck, township: str, rest: list[str]) -> ActsOn:
    match rest:
        case ["teams", team, *_]:
            return _on_team(load, township_team(township, team))
        case ["grids", *_]:
            return _on_team(load, grid_team(township))
        case ["agents", *_]:
            return _on_team(load, agent_team(township))
        case ["rates" | "powers" | "opening_backlog", name, *_]:
            found = _on_case_type(load, name, ("decision", "redo") if rest[0] == "powers" else ())
            near = {*_teams(scenario, township), *map(department_team, scenario.departments)}
            return ActsOn(tuple(team for team in found.teams if team in near), (name,))
        case ["linkage", *_]:
            return _on_case_types(scenario, lambda name, case_type: _calls_county(scenario, township, name, case_type))
        case ["platform", *_]:
            return _on_case_types(scenario, lambda _id, case_type: case_type.passes_intake)
        case ["legal_review_hours"]:
            return _on_case_types(scenario, lambda _id, case_type: case_type.legal_review)
        case ["residents" | "parts" | "area_km2" | "road_km" | "kind", *_] | []:
            reach = tuple(team for team in _teams(scenario, township) if team in load.teams)
            return _together(_on_team(load, team) for team in reach)
    return ActsOn()


def _teams(scenario: Scenario, township: str) -> list[str]:
    return [*(key for key, _team in teams_in_reach(scenario, township)), grid_team(township), agent_team(township)]


def _calls_county(scenario: Scenario, township: str, name: str, case_type: CaseType) -> bool:
    route = decision_of(scenario, township, name)
    decides = route.department is not None and case_type.formal > 0.0 and route.mode == "county"
    return decides or (case_type.formal > 0.0 and bool(case_type.partners))
