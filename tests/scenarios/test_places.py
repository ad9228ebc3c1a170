"""The five places: documented counts, posts that come from somewhere, and scenarios that can be checked and run."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

from planner.engine.simulate import simulate
from planner.files import list_packages, read, read_scenario, source_of
from planner.model.scenario import Scenario
from planner.model.team import POST_TYPES, Staff
from planner.model.township import Department, Township
from planner.workload import check_load

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PLACES = ("chengdu", "laiyang", "zhangjiagang", "sichuan", "weifang")
PAIRS = {
    "chengdu": ("chengdu/before", "chengdu/after"),
    "laiyang": ("laiyang/before", "laiyang/after"),
    "zhangjiagang": ("zhangjiagang/before", "zhangjiagang/after"),
    "huayuan": ("sichuan/huayuan-before", "sichuan/huayuan-after"),
    "huaikou": ("sichuan/huaikou-before", "sichuan/huaikou-after"),
    "weifang": ("weifang/before", "weifang/after"),
}
FILES = [*(name for pair in PAIRS.values() for name in pair), "laiyang/proposed"]
ILLUSTRATIVE = {"chengdu", "sichuan", "weifang"}
"""Places of which a part is modelled, or a made-up part."""

LEADERSHIP_SAVED = 7
"""Posts saved for each township that goes, as the measure of merging says."""
CHANGED = {
    ("chengdu", "civil"): -3 * LEADERSHIP_SAVED,
    ("zhangjiagang", "civil"): 83,
    ("zhangjiagang", "contract"): -61,
    ("huayuan", "contract"): 20,
}
"""Posts that the documents add or take away, by pair and post: recruited, capped, saved, bought from a contractor."""


@pytest.fixture(scope="module")
def scenarios() -> dict[str, Scenario]:
    return {name: read_scenario(SCENARIOS / f"{name}.toml") for name in FILES}


def pair(scenarios: dict[str, Scenario], name: str) -> tuple[Scenario, Scenario]:
    before, after = PAIRS[name]
    return scenarios[before], scenarios[after]


def people(unit: Township | Department) -> list[Staff]:
    teams = unit.teams.values() if isinstance(unit, Township) else [unit.team]
    return [unit.other_staff, *(team.staff for team in teams)]


def posts(scenario: Scenario, post: str) -> int:
    """People on posts of this type in the whole scenario."""
    units = (*scenario.townships.values(), *scenario.departments.values())
    shared = sum(getattr(each.team.staff, post) for each in scenario.shared_teams.values())
    return shared + sum(getattr(staff, post) for unit in units for staff in people(unit))


def assigned(unit: Township) -> set[str]:
    return {type_id for type_id, holding in unit.powers.items() if holding == "assigned"}


def items(scenario: Scenario, unit: Township) -> int:
    return sum(scenario.case_types[type_id].items for type_id in assigned(unit))


@pytest.mark.parametrize("place", PLACES)
def test_a_place_says_what_is_documented_and_what_is_assumed(place: str) -> None:
    note = (SCENARIOS / place / "NOTE.md").read_text(encoding="utf-8")
    for heading in ("文件写明的", "假设的", "模型怎么说", "Documented", "Assumed", "What the model says"):
        assert f"\n## {heading}\n" in note
    compared = re.findall(r"(?m)^planner compare (.*) --replications", note)
    assert compared
    for file in " ".join(compared).split():
        assert (SCENARIOS.parent / file).exists(), file
    for file in (SCENARIOS / place).glob("*.toml"):
        assert file.name in note


@pytest.mark.parametrize("name", FILES)
def test_it_reads_and_says_what_it_is(scenarios: dict[str, Scenario], name: str) -> None:
    scenario = scenarios[name]
    assert scenario.title.zh and scenario.title.en and scenario.description.zh and scenario.description.en
    assert {note.kind for note in read(SCENARIOS / f"{name}.toml").notes} <= {"needs-measure", "overwritten"}


@pytest.mark.parametrize("name", FILES)
def test_a_part_of_a_place_is_labelled(scenarios: dict[str, Scenario], name: str) -> None:
    assert scenarios[name].place.illustrative == (name.split("/")[0] in ILLUSTRATIVE)


@pytest.mark.parametrize("name", FILES)
def test_the_load_check_runs(scenarios: dict[str, Scenario], name: str) -> None:
    check = check_load(scenarios[name])
    assert check.office_load is not None
    assert 0.5 <= check.office_load <= 0.95
    # Whoever has work has somebody to do it.
    assert not [key for key, team in check.teams.items() if team.offered_hours > 0.0 and team.load is None]


@pytest.mark.parametrize(
    "name", ["chengdu/before", "sichuan/huayuan-before", "sichuan/huaikou-before", "weifang/before"]
)
def test_posted_stations_can_use_what_they_hold(scenarios: dict[str, Scenario], name: str) -> None:
    check = check_load(scenarios[name])
    assert [power for power in check.powers if power.mode == "posted"]
    assert check.unusable == ()
    for unit in scenarios[name].townships.values():
        assert unit.teams["stations"].local_share == 0.5
        assert not assigned(unit)


@pytest.mark.parametrize("name", FILES)
def test_a_fortnight_runs(scenarios: dict[str, Scenario], name: str) -> None:
    whole = scenarios[name]
    rows = simulate(evolve(whole, time=evolve(whole.time, days=14), phases=()))
    closed = int((~np.isnan(rows.cases.closed)).sum())
    assert 100 < closed < len(rows.cases.closed)


@pytest.mark.parametrize("post", POST_TYPES)
@pytest.mark.parametrize("name", PAIRS)
def test_every_post_comes_from_somewhere(scenarios: dict[str, Scenario], name: str, post: str) -> None:
    before, after = pair(scenarios, name)
    assert posts(after, post) - posts(before, post) == CHANGED.get((name, post), 0)


@pytest.mark.parametrize("name", PAIRS)
def test_one_set_of_assumptions_serves_all(scenarios: dict[str, Scenario], name: str) -> None:
    """Before the reform no place changes the work, the deadlines or the rules of linkage of the base."""
    before, _ = pair(scenarios, name)
    other = scenarios["laiyang/before"]
    for type_id, case_type in before.case_types.items():
        assert evolve(case_type, items=1) == evolve(other.case_types[type_id], items=1)
    assert (before.demand, before.repeats, before.pay, before.travel) == (
        other.demand,
        other.repeats,
        other.pay,
        other.travel,
    )
    assert {unit.linkage for unit in before.townships.values()} == {other.linkage}
    assert {unit.platform for unit in before.townships.values()} == {other.platform}


def test_the_measures_of_a_place_are_done_somewhere() -> None:
    for before, after in PAIRS.values():
        for measure in read_scenario(SCENARIOS / f"{after}.toml").measures:
            file = SCENARIOS / "measures" / f"{measure}.toml"
            if (after, measure) == ("weifang/after", "keep-people"):
                continue  # Laiyang proposes it, Weifang has done it
            assert tomllib.loads(file.read_text(encoding="utf-8"))["done"] == "done", (before, measure)


def test_chengdu_merges_three_tenths_of_its_units(scenarios: dict[str, Scenario]) -> None:
    before, after = pair(scenarios, "chengdu")
    assert (before.place.units_documented, after.place.units_documented) == (375, 375 - 114)
    assert (len(before.townships), len(after.townships)) == (10, 7)
    assert (before.place.units_modelled, after.place.units_modelled) == (10, 7)
    assert round(114 / 0.304) == 375
    for each in ("residents", "area_km2"):
        total = sum(getattr(unit, each) for unit in before.townships.values())
        assert sum(getattr(unit, each) for unit in after.townships.values()) == total


def test_chengdu_mean_posts_grow_by_sixty_per_cent(scenarios: dict[str, Scenario]) -> None:
    before, after = pair(scenarios, "chengdu")

    def quota(scenario: Scenario) -> int:
        return sum((unit.quota.civil or 0) + (unit.quota.institution or 0) for unit in scenario.townships.values())

    stations = sum(unit.teams["stations"].staff.total for unit in before.townships.values())
    own = (quota(before) - stations) / len(before.townships)
    assert quota(after) / len(after.townships) / own == pytest.approx(1.6, abs=0.005)


def test_chengdu_streets_have_no_investment_work_and_hold_the_stations(scenarios: dict[str, Scenario]) -> None:
    _, after = pair(scenarios, "chengdu")
    for unit in after.townships.values():
        assert unit.kind != "street" or unit.rates["investment"] == 0
        assert "stations" not in unit.teams
        assert unit.teams["enforcement"].certified
        # Nine tenths of the stations' time, and all of the street's own officers'.
        assert 0.9 < unit.teams["enforcement"].local_share < 1.0
    assert after.reviews.entry_rule.on


def test_zhangjiagang_lists_by_kind_of_town(scenarios: dict[str, Scenario]) -> None:
    _, after = pair(scenarios, "zhangjiagang")
    shown = {unit.kind: items(after, unit) for unit in after.townships.values()}
    assert shown == {"strong-town": 788, "town": 359, "street": 359}
    headline = check_load(after).headline
    assert headline.items + headline.other_items == 788


def test_zhangjiagang_people(scenarios: dict[str, Scenario]) -> None:
    before, after = pair(scenarios, "zhangjiagang")
    enforcement = [sum(unit.teams["enforcement"].staff.total for unit in s.townships.values()) for s in (before, after)]
    assert enforcement[1] - enforcement[0] == 206
    assert sum(unit.teams["enforcement"].certified or 0 for unit in after.townships.values()) == 206
    moved = [sum(unit.quota.institution or 0 for unit in s.townships.values()) for s in (before, after)]
    officers = 30 + 15 + 8 + 10
    assert moved[1] - moved[0] == 186 + officers
    empty = sum(
        (unit.quota.civil or 0) - sum(staff.civil for staff in people(unit)) for unit in before.townships.values()
    )
    assert empty == 83
    for unit in after.townships.values():
        emergency = unit.teams["emergency"].staff
        assert emergency.civil + emergency.institution >= 5
    # Thirty-six people of the talent pool come after their training.
    assert after.phases


@pytest.mark.parametrize(
    ("path", "quote"),
    [
        ("townships.yangshe.teams.enforcement.staff.civil", "206"),
        ("townships.yangshe.other_staff.institution", "186"),
        ("townships.yangshe.other_staff.civil", "83"),
        ("townships.tangqiao.powers.food-safety", "788"),
        ("townships.leyu.powers.noise", "359"),
    ],
)
def test_zhangjiagang_numbers_name_their_document(scenarios: dict[str, Scenario], path: str, quote: str) -> None:
    source = source_of(scenarios["zhangjiagang/after"], path)
    assert source is not None
    assert source.tag in ("documented", "derived")
    assert quote in source.note.zh
    assert source.source


@pytest.mark.parametrize(("town", "count"), [("huayuan", 96), ("huaikou", 184)])
def test_sichuan_pilot_towns(scenarios: dict[str, Scenario], town: str, count: int) -> None:
    before, after = pair(scenarios, town)
    assert (before.place.units_modelled, before.place.units_documented) == (1, 4)
    assert items(after, after.townships[town]) == count
    assert not assigned(before.townships[town])
    for name, unit in after.townships.items():
        # The neighbours are no pilots: their powers and their posted stations stay as they were.
        assert name == town or unit.powers == before.townships[name].powers
        assert ("stations" in unit.teams) == (name != town)
    check = check_load(after)
    assert {power.township for power in check.powers if power.mode == "assigned" and power.certified} == {town}
    assert check.unusable == ()


def test_weifang_is_gaomi(scenarios: dict[str, Scenario]) -> None:
    before, after = pair(scenarios, "weifang")
    assert before.place.units_documented == 62 + 56
    assert len(before.townships) == before.place.units_modelled == 10
    assert sum(unit.kind == "street" for unit in before.townships.values()) == 3
    for unit in after.townships.values():
        assert unit.linkage.rule == "whistle"
        assert unit.linkage.rating.on
        assert unit.teams["stations"].local_share == 0.9
        assert unit.direct_reports_per_year == 2


def test_laiyang_after_is_laiyang_today(scenarios: dict[str, Scenario]) -> None:
    today = read_scenario(SCENARIOS / "laiyang" / "current.toml")
    after = scenarios["laiyang/after"]
    assert (after.townships, after.departments, after.case_types) == (
        today.townships,
        today.departments,
        today.case_types,
    )


def test_laiyang_proposes_twelve_officers_and_liaisons(scenarios: dict[str, Scenario]) -> None:
    proposed, today = scenarios["laiyang/proposed"], scenarios["laiyang/after"]
    (pool,) = proposed.shared_teams.values()
    assert pool.team.staff.total == 12
    for post in POST_TYPES:
        assert posts(proposed, post) == posts(today, post)
    assert all(unit.linkage.liaison.on for unit in proposed.townships.values())
    # Certificates come with time.
    assert proposed.phases


@pytest.mark.parametrize("place", PLACES)
def test_what_a_place_did_can_be_tried_elsewhere(scenarios: dict[str, Scenario], place: str) -> None:
    """A place's package holds the measures that its scenarios apply; what only its own file says stays there."""
    packages = {package.id: set(package.measures) for package in list_packages()}
    applied = {measure for name in FILES if name.startswith(f"{place}/") for measure in scenarios[name].measures}
    proposed = {"joint-pool", "liaison", "certify", "keep-people"} if place == "laiyang" else set()
    # Sichuan's neighbours are no pilots: there only the pilot's own posted officers are under its town.
    by_hand = {"posted-under-town"} if place == "sichuan" else set()
    assert packages[place] == applied - proposed | by_hand
