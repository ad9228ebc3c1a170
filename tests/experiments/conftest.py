from datetime import date

import pytest

from planner.model.casetype import CaseType, Channels, Work
from planner.model.scenario import Scenario, Time
from planner.model.team import Staff, Team
from planner.model.text import Text
from planner.model.township import Department, Township


def county(name: str, staff: int) -> Scenario:
    """One township and one department for four weeks."""
    return Scenario(
        name=name,
        time=Time(start=date(2025, 3, 3), days=28),
        case_types={
            "noise": CaseType(
                name=Text(zh="噪声扰民", en="noise"),
                family="enforcement",
                per_1000_residents_year=120.0,
                channels=Channels(hotline=1.0),
                deadline_days=5,
                fact=Work(hours=2.0),
                decision=Work(hours=3.0, crew=2, certified=2),
                formal=0.3,
                responsible="urban",
            )
        },
        departments={"urban": Department(name=Text(en="urban"), team=Team(staff=Staff(institution=3)))},
        townships={
            "east": Township(
                name=Text(zh="东镇", en="East"),
                kind="town",
                residents=20_000,
                area_km2=50.0,
                teams={"office": Team(staff=Staff(institution=staff), handles=("*",), intake=True)},
            )
        },
    )


@pytest.fixture
def slow_county() -> Scenario:
    return county("slow", 2)


@pytest.fixture
def quick_county() -> Scenario:
    return county("quick", 6)
