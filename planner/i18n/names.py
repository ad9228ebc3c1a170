"""Names of the places, teams and case types of a scenario, in the language in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from planner.i18n.language import _, text
from planner.model.scenario import Scenario
from planner.model.team import Team
from planner.model.text import Text


class _Named(Protocol):
    @property
    def name(self) -> Text: ...


def _name(things: Mapping[str, _Named], key: str) -> str:
    return (text(things[key].name) if key in things else "") or key


def township(scenario: Scenario, key: str) -> str:
    """A township by its id; a unit that was merged away keeps its id."""
    return _name(scenario.townships, key)


def department(scenario: Scenario, key: str) -> str:
    """A department by its id."""
    return _name(scenario.departments, key)


def case_type(scenario: Scenario, key: str) -> str:
    """A case type by its id."""
    return _name(scenario.case_types, key)


def team(scenario: Scenario, key: str) -> str:
    """A team by its key (`planner.model.routing`), with the place it belongs to."""
    match key.split("."):
        case ["townships", unit, "teams", name]:
            teams: Mapping[str, Team] = scenario.townships[unit].teams if unit in scenario.townships else {}
            return f"{township(scenario, unit)} {_name(teams, name)}"
        case ["townships", unit, "grids"]:
            return f"{township(scenario, unit)} {_('grid workers')}"
        case ["townships", unit, "agents"]:
            return f"{township(scenario, unit)} {_('village agents')}"
        case ["departments", name, "team"]:
            return department(scenario, name)
        case ["shared_teams", name, "team"]:
            shared = {id: shared.team for id, shared in scenario.shared_teams.items()}
            return _name(shared, name)
    return key


def scenario_title(scenario: Scenario) -> str:
    """The title of a scenario, or its name where it has none."""
    return text(scenario.title) or scenario.name


def illustrative(scenario: Scenario) -> str:
    """That figures are of a part of a place; empty where the whole of it is modelled."""
    place = scenario.place
    if not place.illustrative:
        return ""
    told = _("Illustrative: {modelled} of {documented} units are modelled.")
    return told.format(modelled=place.units_modelled, documented=place.units_documented)


def listed(names: list[str]) -> str:
    """Names in a row, as the language in use lists them."""
    return _(", ").join(names)
