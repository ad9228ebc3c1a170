"""Who does what: which team receives, handles, decides and attends, read off a scenario.

The load check and the engine both ask here, so that they cannot disagree. A team is named by a `TeamKey`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import frozen

from planner.model.casetype import CaseType
from planner.model.scenario import Scenario
from planner.model.team import Team
from planner.model.township import Holding, Township


class TeamKey(str):
    """What names a team: its path in the scenario, and the parts of it.

    It is that text as well, as rows, tables and files hold it, and equal to it.
    """

    __slots__ = ("area", "name", "part", "unit")

    area: Literal["townships", "departments", "shared_teams"]
    unit: str
    """The id of the township, department or shared team."""
    part: Literal["teams", "grids", "agents", "team"]
    """`teams` for one of a township's office teams, `team` for the only one of a department or shared team."""
    name: str
    """The id of an office team within its township; else empty."""

    def __new__(cls, path: str) -> TeamKey:
        """Read a path. Raises ValueError for one that leads to no team."""
        key = super().__new__(cls, path)
        match path.split("."):
            case ["townships", unit, "teams", name]:
                key.area, key.unit, key.part, key.name = "townships", unit, "teams", name
            case ["townships", unit, ("grids" | "agents") as part]:
                key.area, key.unit, key.name = "townships", unit, ""
                key.part = "grids" if part == "grids" else "agents"
            case [("departments" | "shared_teams") as area, unit, "team"]:
                key.area = "departments" if area == "departments" else "shared_teams"
                key.unit, key.part, key.name = unit, "team", ""
            case _:
                raise ValueError(path)
        return key

    def __reduce__(self) -> tuple[type[TeamKey], tuple[str]]:
        return TeamKey, (str(self),)

    @property
    def path(self) -> tuple[str, ...]:
        """The steps from the top of the scenario to the team."""
        return tuple(self.split("."))

    @property
    def is_office(self) -> bool:
        """Whether it is an office team of a township."""
        return self.part == "teams"

    @property
    def is_department(self) -> bool:
        """Whether it is the team of a county department."""
        return self.area == "departments"

    @property
    def is_shared(self) -> bool:
        """Whether it serves several townships."""
        return self.area == "shared_teams"


def township_team(township: str, team: str) -> TeamKey:
    """Key of a township's team."""
    return TeamKey(f"townships.{township}.teams.{team}")


def grid_team(township: str) -> TeamKey:
    """Key of a township's grid workers."""
    return TeamKey(f"townships.{township}.grids")


def agent_team(township: str) -> TeamKey:
    """Key of a township's village agents."""
    return TeamKey(f"townships.{township}.agents")


def department_team(department: str) -> TeamKey:
    """Key of a department's team."""
    return TeamKey(f"departments.{department}.team")


def shared_team(team: str) -> TeamKey:
    """Key of a team that serves several townships."""
    return TeamKey(f"shared_teams.{team}.team")


def officer_teams(scenario: Scenario, *, contractors: bool = True) -> dict[TeamKey, Team]:
    """Every team that a file describes as a team, by key; grid workers and village agents are none.

    Without `contractors` those are left out whose work is bought by the case: nobody's staff.
    """
    teams = {
        township_team(name, team_name): team
        for name, township in scenario.townships.items()
        for team_name, team in township.teams.items()
    }
    teams |= {
        shared_team(name): shared.team
        for name, shared in scenario.shared_teams.items()
        if contractors or not shared.price_per_case
    }
    return teams | {department_team(name): department.team for name, department in scenario.departments.items()}


def teams_in_reach(scenario: Scenario, township: str) -> Iterator[tuple[TeamKey, Team]]:
    """The township's own teams, then the shared teams that serve it, with their keys."""
    for name, team in scenario.townships[township].teams.items():
        yield township_team(township, name), team
    for name, shared in scenario.shared_teams.items():
        if township in shared.serves or "*" in shared.serves:
            yield shared_team(name), shared.team


def _specificity(team: Team, type_id: str, case_type: CaseType) -> int:
    """How closely a team's list names a case type: 3 by its id, 2 by its family, 1 by `*`, 0 not at all."""
    if type_id in team.handles:
        return 3
    if case_type.family in team.handles:
        return 2
    return 1 if "*" in team.handles else 0


def handler_of(scenario: Scenario, township: str, type_id: str) -> TeamKey | None:
    """The team that handles a case type in a township; the closest naming wins, then the first in the file."""
    case_type = scenario.case_types[type_id]
    best: TeamKey | None = None
    best_specificity = 0
    for key, team in teams_in_reach(scenario, township):
        specificity = _specificity(team, type_id, case_type)
        if specificity > best_specificity:
            best, best_specificity = key, specificity
    return best


def intake_of(scenario: Scenario, township: str) -> TeamKey | None:
    """The team that registers and triages, the first in the file."""
    return next((key for key, team in teams_in_reach(scenario, township) if team.intake), None)


def posted_team_of(scenario: Scenario, township: str, department: str) -> TeamKey | None:
    """The team in the township's reach in which officers of the department sit."""
    return next((key for key, team in teams_in_reach(scenario, township) if department in team.posted), None)


def pool_of(scenario: Scenario, township: str, type_id: str) -> TeamKey | None:
    """The joint pool that takes the decisions of a case type for a township before the department is called."""
    case_type = scenario.case_types[type_id]
    for name, shared in scenario.shared_teams.items():
        if (township in shared.serves or "*" in shared.serves) and (
            type_id in shared.decides or case_type.family in shared.decides or "*" in shared.decides
        ):
            return shared_team(name)
    return None


def upper_teams_of(scenario: Scenario, township: str) -> tuple[tuple[TeamKey, Team], ...]:
    """The office teams of the township that share the work from above."""
    return tuple(
        (township_team(township, name), team)
        for name, team in scenario.townships[township].teams.items()
        if team.takes_upper
    )


@frozen
class DecisionRoute:
    """Who takes the decision step of a case type in a township.

    `mode` is the holding, with `county` where the department decides on request. `team` decides; `department` is the
    county department that shares the power (its team takes over where the township's cannot form a crew, and redoes
    reversals).
    """

    mode: Holding
    team: TeamKey | None
    department: str | None


def decision_of(scenario: Scenario, township: str, type_id: str) -> DecisionRoute:
    """Where the power sits, and who decides."""
    case_type = scenario.case_types[type_id]
    department = case_type.responsible if case_type.responsible in scenario.departments else None
    handler = handler_of(scenario, township, type_id)
    if department is None:
        # By statute the township's own (or nobody's): there is no department to turn to.
        return DecisionRoute("assigned", handler, None)
    mode: Holding = scenario.townships[township].powers.get(type_id, "county")
    if mode in ("assigned", "entrusted"):
        return DecisionRoute(mode, handler, department)
    if mode == "posted":
        posted = posted_team_of(scenario, township, department)
        # Without posted officers the power is held on paper only: the department is asked as for a county power.
        if posted:
            return DecisionRoute("posted", posted, department)
        mode = "county"
    return DecisionRoute(mode, department_team(department), department)


def parts_of(name: str, township: Township) -> Mapping[str, tuple[int, Mapping[str, float]]]:
    """Residents and rates of the units whose demand is drawn: the township itself, or its parts after a merger."""
    if township.parts:
        return {part: (value.residents, value.rates) for part, value in township.parts.items()}
    return {name: (township.residents, township.rates)}


def arises(case_type: CaseType) -> bool:
    """Whether cases of the type can come up at all."""
    return case_type.per_1000_residents_year > 0 or case_type.per_township_week > 0
