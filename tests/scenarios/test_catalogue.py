"""The default catalogue of case types: its rows, and the people that they keep busy."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from attrs import evolve

from planner.files import read_scenario
from planner.model.scenario import Scenario
from planner.model.team import Agents
from planner.workload import LoadCheck, check_load

SCENARIOS = Path(__file__).parents[2] / "scenarios"

# rate, fact hours, decision hours, formal share, deadline, responsible, partners, crew and certified, unclear share
ROWS = {
    "hall-service": (350, 0.25, 0, 0, 1, "", (), (1, 0), 0),
    "business-registration": (8, 0.4, 0.8, 1, 3, "approval-service", (), (1, 0), 0),
    "rural-housing": (3, 4, 4, 1, 20, "township", ("natural-resources",), (1, 0), 0.05),
    "social-assistance": (12, 2, 1, 1, 20, "civil-affairs", (), (1, 0), 0.02),
    "employment-aid": (5, 1, 1, 1, 20, "human-resources", (), (1, 0), 0.02),
    "illegal-building": (2, 3, 8, 0.5, 15, "urban-management", ("natural-resources",), (2, 2), 0.25),
    "street-order": (20, 0.5, 1, 0.05, 2, "urban-management", (), (2, 2), 0.1),
    "waste-dumping": (10, 0.7, 1.5, 0.15, 4, "urban-management", ("ecology",), (2, 2), 0.2),
    "noise": (6, 0.7, 1.5, 0.1, 5, "urban-management", ("ecology",), (2, 2), 0.3),
    "food-safety": (5, 1, 3, 0.3, 15, "market-supervision", (), (2, 2), 0.05),
    "pollution": (3, 1, 4, 0.3, 10, "ecology", (), (2, 2), 0.15),
    "work-safety": (4, 1, 3, 0.2, 5, "emergency", (), (2, 2), 0.1),
    "land-use": (1, 2, 8, 0.6, 20, "natural-resources", ("agriculture",), (2, 2), 0.25),
    "fire-liability": (0.3, 2, 6, 0.5, 10, "emergency", ("natural-resources",), (2, 2), 0.6),
    "wage-arrears": (2, 2, 6, 1, 15, "human-resources", ("housing",), (1, 0), 0.2),
    "neighbour-dispute": (10, 3, 0, 0, 10, "", (), (1, 0), 0.05),
    "road-repair": (15, 0.5, 2, 1, 5, "housing", (), (1, 0), 0.2),
    "fire-alarm": (0.3, 3, 0, 0, 1, "", (), (1, 0), 0),
    "flood-hazard": (0.3, 2, 3, 1, 1, "emergency", ("housing",), (2, 0), 0),
    "ownerless-matter": (2, 1, 3, 1, 5, "housing", (), (1, 0), 1),
    "grid-minor": (80, 0.4, 0, 0, 2, "", (), (1, 0), 0),
    "assigned-task": (0, 4, 0, 0, 5, "", (), (1, 0), 0),
    "investment": (0, 8, 0, 0, 20, "", (), (1, 0), 0),
}
PATROL_ONLY = {"work-safety", "land-use", "grid-minor"}
PATROL = PATROL_ONLY | {
    "illegal-building",
    "street-order",
    "waste-dumping",
    "food-safety",
    "pollution",
    "fire-liability",
    "neighbour-dispute",
    "road-repair",
    "fire-alarm",
    "flood-hazard",
}


@pytest.fixture(scope="module")
def before() -> Scenario:
    return read_scenario(SCENARIOS / "laiyang" / "before.toml")


def test_rows(before: Scenario) -> None:
    assert set(before.case_types) == set(ROWS)
    for type_id, case_type in before.case_types.items():
        step = case_type.decision
        row = (
            case_type.per_1000_residents_year,
            case_type.fact.hours,
            step.hours,
            case_type.formal,
            case_type.deadline_days,
            case_type.responsible,
            tuple(case_type.partners),
            (step.crew, step.certified),
            case_type.unclear,
        )
        assert row == ROWS[type_id], type_id
    assert before.case_types["fire-alarm"].fact.crew == 2
    assert before.case_types["assigned-task"].per_township_week == 3
    assert before.case_types["investment"].per_township_week == 2
    assert before.case_types["grid-minor"].village.hours == 0.4


def test_how_they_are_found(before: Scenario) -> None:
    for type_id, case_type in before.case_types.items():
        channels = case_type.channels
        assert case_type.patrol == (type_id in PATROL), type_id
        citizens = channels.window + channels.online + channels.hotline
        expected = 0.0 if type_id in PATROL_ONLY or case_type.family == "upper" else 1.0
        assert citizens == pytest.approx(expected), type_id


OFFICER_HOURS = 248 * 7 * 0.65


@pytest.fixture(scope="module")
def mean_county(before: Scenario) -> LoadCheck:
    """Eighteen townships of 43,900 residents each, at the catalogue's rates, without travel."""
    unit = evolve(
        before.townships["muyudian"],
        residents=43_900,
        rates={},
        powers={},
        area_km2=1e-12,
        road_km=0.0,
        agents=Agents(),
        grids=evolve(before.townships["muyudian"].grids, count=78, workers=78),
    )
    return check_load(evolve(before, townships={f"t{number}": unit for number in range(18)}))


def busy(check: LoadCheck, team: str, case_types: set[str] | None = None, stage: str | None = None) -> float:
    """Officers whom the work keeps fully busy, without reversals."""
    lines = check.teams[team].lines
    hours = math.fsum(
        line.hours
        for line in lines
        if line.stage != "redo"
        and (case_types is None or line.case_type in case_types)
        and (stage is None or line.stage == stage)
    )
    return hours / OFFICER_HOURS


@pytest.mark.parametrize(
    ("team", "officers"),
    [("hall", 4.4), ("approvals", 2.8), ("enforcement", 2.1), ("intake", 0.4)],
)
def test_officers_a_township_needs(mean_county: LoadCheck, team: str, officers: float) -> None:
    upper = {"assigned-task", "investment"}
    own = set(ROWS) - upper
    assert busy(mean_county, f"townships.t0.teams.{team}", own) == pytest.approx(officers, abs=0.06)


def test_work_from_above(mean_county: LoadCheck) -> None:
    teams = ("approvals", "enforcement", "affairs")
    upper = {"assigned-task", "investment"}
    together = math.fsum(busy(mean_county, f"townships.t0.teams.{team}", upper) for team in teams)
    # 3 × 4 + 2 × 8 hours a week, means of medians: 28 × 52.14 × 1.28 ÷ 1,128 = 1.66.
    assert together == pytest.approx(1.7, abs=0.06)


@pytest.mark.parametrize(
    ("department", "officers"),
    [
        ("housing", 32),
        ("urban-management", 22),
        ("natural-resources", 9),
        ("human-resources", 15),
        ("civil-affairs", 11),
        ("market-supervision", 8),
        ("ecology", 7),
        ("approval-service", 6),
    ],
)
def test_officers_the_departments_need(mean_county: LoadCheck, department: str, officers: int) -> None:
    found = busy(mean_county, f"departments.{department}.team", None, "decision")
    assert found == pytest.approx(officers, abs=1.0)


def test_officers_the_emergency_department_needs_day_and_night(mean_county: LoadCheck) -> None:
    team = "departments.emergency.team"
    by_day = busy(mean_county, team, set(ROWS) - {"flood-hazard"}, "decision")
    in_office = busy(mean_county, team, {"flood-hazard"}, "decision")
    assert by_day + in_office * 8760 / (248 * 7) == pytest.approx(8, abs=1.0)


def test_partners_together(mean_county: LoadCheck) -> None:
    departments = [key for key, team in mean_county.teams.items() if team.kind == "department"]
    assert math.fsum(busy(mean_county, key, None, "partner") for key in departments) == pytest.approx(19, abs=1.0)
