from datetime import date

import pytest
from attrs import evolve

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


@pytest.fixture
def two_towns() -> Scenario:
    """Two townships, a large and a small one, with two case types, one of which patrols can find."""
    scenario = county("two-towns", 3)
    east = scenario.townships["east"]
    noise = scenario.case_types["noise"]
    waste = evolve(
        noise,
        name=Text(zh="垃圾渣土", en="waste"),
        patrol=True,
        citizen_delay_days=3.0,
        life_days=10.0,
        fact=Work(hours=1.0),
    )
    return evolve(
        scenario,
        case_types={"noise": noise, "waste": waste},
        townships={"east": east, "west": evolve(east, name=Text(zh="西镇", en="West"), residents=8_000)},
    )
