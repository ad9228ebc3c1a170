"""A county small enough to work out on paper: one township of 10,000 residents, one department, fixed work."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import evolve

from planner.model.casetype import CaseType, Channels, Work
from planner.model.scenario import Scenario, Time, Travel
from planner.model.team import Staff, Team
from planner.model.text import Text
from planner.model.township import Department, Township

HOURS = 248 * 7.0
"""Working hours of 2025 in China."""

ENFORCEMENT, INTAKE = "townships.a.teams.enforcement", "townships.a.teams.intake"
GRIDS, AGENTS = "townships.a.grids", "townships.a.agents"
BUREAU = "departments.urban-management.team"


def fixed(hours: float, **changes: Any) -> Work:
    """Work that always takes the same time."""
    return Work(hours=hours, law="fixed", **changes)


def team(institution: int, **changes: Any) -> Team:
    """A team of so many people on institution posts."""
    return Team(staff=Staff(institution=institution), **changes)


ILLEGAL_BUILDING = CaseType(
    name=Text("违法建设", "illegal building"),
    family="enforcement",
    items=35,
    per_1000_residents_year=10.0,
    channels=Channels(hotline=1.0),
    deadline_days=15,
    formal=0.5,
    responsible="urban-management",
    intake=fixed(0.1),
    fact=fixed(1.0),
    decision=fixed(4.0, crew=2, certified=2),
)
"""100 cases a year in the small county: 1 hour of fact-finding, half of them 4 hours of decision by two."""

TOWNSHIP = Township(
    name=Text("甲镇", "Town A"),
    kind="town",
    residents=10_000,
    area_km2=100.0,
    road_km=20.0,
    teams={
        "enforcement": team(2, handles=("enforcement",)),
        "intake": team(1, intake=True, takes_upper=False),
    },
)


def county(
    *,
    township: dict[str, Any] | None = None,
    department: dict[str, Any] | None = None,
    case_type: dict[str, Any] | None = None,
    **changes: Any,
) -> Scenario:
    """The small county; the first three change its one township, department and case type."""
    scenario = Scenario(
        name="small",
        time=Time(start=date(2025, 1, 1)),
        case_types={"illegal-building": evolve(ILLEGAL_BUILDING, **(case_type or {}))},
        kinds={"town": Text("镇", "town")},
        townships={"a": evolve(TOWNSHIP, **(township or {}))},
        departments={
            "urban-management": evolve(
                Department(name=Text("城管局", "urban management"), team=team(4)), **(department or {})
            )
        },
        travel=Travel(travel_km_per_hour=40.0),
    )
    return evolve(scenario, **changes)
