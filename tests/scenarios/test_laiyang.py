"""Laiyang: the published totals, posts that come from somewhere, and what the load check says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.engine.demand import Phases
from planner.engine.simulate import needed_for
from planner.files import read_scenario
from planner.model.scenario import Scenario
from planner.model.team import POST_TYPES, Staff
from planner.model.township import Department, Township
from planner.workload import LoadCheck, check_load

LAIYANG = Path(__file__).parents[2] / "scenarios" / "laiyang"
NAMES = ("before", "current", "current-posted-certified")
URBAN_MANAGEMENT = ("illegal-building", "street-order", "waste-dumping", "noise")
STREETS = {"城厢街道", "古柳街道", "龙旺庄街道", "冯格庄街道", "柏林庄街道"}


@pytest.fixture(scope="module")
def scenarios() -> dict[str, Scenario]:
    return {name: read_scenario(LAIYANG / f"{name}.toml") for name in NAMES}


@pytest.fixture(scope="module")
def checks(scenarios: dict[str, Scenario]) -> dict[str, LoadCheck]:
    return {name: check_load(scenario) for name, scenario in scenarios.items()}


@pytest.mark.parametrize("name", NAMES)
def test_units(scenarios: dict[str, Scenario], name: str) -> None:
    scenario = scenarios[name]
    units = scenario.townships.values()
    assert len(units) == 18
    assert not scenario.place.illustrative
    assert {unit.name.zh for unit in units if unit.kind == "street"} == STREETS
    assert sum(unit.residents for unit in units) == 790_000
    assert sum(unit.area_km2 for unit in units) == 1_730
    # No two units are clones.
    assert len({(unit.residents, unit.area_km2, unit.road_km) for unit in units}) == 18


def certified(scenario: Scenario) -> dict[str, int]:
    return {
        name: sum(team.certified or 0 for team in unit.teams.values())
        for name, unit in scenario.townships.items()
        if any(team.certified for team in unit.teams.values())
    }


@pytest.mark.parametrize("name", ["before", "current"])
def test_twelve_certified_officers_in_the_six_most_populous_units(scenarios: dict[str, Scenario], name: str) -> None:
    units = scenarios[name].townships
    largest = sorted(units, key=lambda unit: -units[unit].residents)[:6]
    assert certified(scenarios[name]) == dict.fromkeys(largest, 2)


def test_posted_officers(scenarios: dict[str, Scenario]) -> None:
    before, current, variant = (scenarios[name] for name in NAMES)
    posted = {
        name: unit.teams["enforcement"].staff.total - before.townships[name].teams["enforcement"].staff.total
        for name, unit in current.townships.items()
    }
    assert sum(posted.values()) == 39
    assert min(posted.values()) >= 1
    for name, unit in variant.townships.items():
        own = certified(current).get(name, 0)
        assert certified(variant)[name] == own + posted[name]
        assert unit.teams["enforcement"].posted == ("urban-management", "market-supervision", "natural-resources")


@pytest.mark.parametrize("name", ["current", "current-posted-certified"])
def test_what_laiyang_has(scenarios: dict[str, Scenario], name: str) -> None:
    scenario = scenarios[name]
    units = scenario.townships.values()
    assert sum(unit.grids.count for unit in units) == sum(unit.grids.workers for unit in units) == 1_408
    assert sum(unit.agents.points for unit in units) == 786
    assert sum(scenario.case_types[type_id].items for type_id in URBAN_MANAGEMENT) == 150
    for unit in units:
        assert {type_id for type_id, holding in unit.powers.items() if holding == "assigned"} == {
            *URBAN_MANAGEMENT,
            "business-registration",
            "social-assistance",
            "employment-aid",
        }
        assert unit.linkage.rule == "referral"
        assert unit.platform.merges_repeats and unit.platform.deadline_alerts
        for team in ("hall", "approvals", "enforcement", "affairs"):
            assert unit.teams[team].meetings_share == 0.35
            assert unit.teams[team].leaving_rate == pytest.approx(204 / 2.75 / 1_053, abs=0.001)


def test_before_nothing_was_delegated(scenarios: dict[str, Scenario]) -> None:
    for unit in scenarios["before"].townships.values():
        assert "assigned" not in unit.powers.values()
        assert unit.agents.points == 0
        assert unit.grids.workers < unit.grids.count


def people(unit: Township | Department) -> list[Staff]:
    teams = unit.teams.values() if isinstance(unit, Township) else [unit.team]
    return [unit.other_staff, *(team.staff for team in teams)]


def test_institution_posts_grow_by_391_and_are_filled(scenarios: dict[str, Scenario]) -> None:
    for name, total in (("before", 662), ("current", 1_053)):
        units = scenarios[name].townships.values()
        assert sum(unit.quota.institution or 0 for unit in units) == total
        for unit in units:
            assert sum(staff.institution for staff in people(unit)) == unit.quota.institution


@pytest.mark.parametrize("post", POST_TYPES)
def test_every_post_comes_from_somewhere(scenarios: dict[str, Scenario], post: str) -> None:
    def county(scenario: Scenario) -> int:
        places = (*scenario.townships.values(), *scenario.departments.values())
        return sum(getattr(staff, post) for place in places for staff in people(place))

    assert county(scenarios["before"]) == county(scenarios["current"]) > 0


def test_the_load_check_says_it_before_a_single_draw(checks: dict[str, LoadCheck]) -> None:
    headline = checks["current"].headline
    assert (headline.items, headline.certified_officers, headline.crew) == (150, 12, 2)
    assert (headline.townships, headline.townships_holding) == (18, 18)
    assert (headline.townships_able, headline.townships_able_at_most) == (6, 6)
    assert len(checks["current"].unusable) == 12 * len(URBAN_MANAGEMENT)


def test_if_the_posted_officers_are_certified_more_units_can_form_a_crew(checks: dict[str, LoadCheck]) -> None:
    headline = checks["current-posted-certified"].headline
    assert headline.certified_officers == 12 + 39
    assert 6 < headline.townships_able < 18
    assert headline.townships_able_at_most == 18


def test_two_certificates_do_not_carry_the_largest_street(checks: dict[str, LoadCheck]) -> None:
    verdicts = {
        power.verdict
        for power in checks["current"].powers
        if power.township == "chengxiang" and power.case_type in URBAN_MANAGEMENT
    }
    assert verdicts == {"later"}


def test_office_teams_and_departments_are_used_but_not_drowned(checks: dict[str, LoadCheck]) -> None:
    load = checks["current"].office_load
    assert load is not None and 0.75 <= load <= 0.90
    for team in checks["current"].teams.values():
        if team.kind in ("grid", "agents") or team.roster == "duty":
            assert (team.load or 0.0) < 0.4, team.team


@pytest.mark.parametrize("name", NAMES)
def test_counter_service_shares_no_team_with_enforcement(scenarios: dict[str, Scenario], name: str) -> None:
    needed = needed_for(Phases.of(scenarios[name]), ("enforcement",))
    assert ("chengxiang", "street-order") in needed
    assert not [node for node in needed if node[1] == "hall-service"]
