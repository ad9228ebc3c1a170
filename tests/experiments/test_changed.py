"""What changed: values with their sources, the assumptions that they act through, posts given and taken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from planner.experiments.changed import READS, Posts, acts_through, changed_inputs, post_balance
from planner.files import ScenarioFile
from planner.files.schema import Record, shape_at
from planner.files.sources import UNTAGGED
from planner.model.linkage import Linkage
from planner.model.scenario import Phase, Scenario, Source
from planner.model.team import SharedTeam, Staff, Team
from planner.model.text import Text
from planner.model.township import Quota

START = date(2025, 3, 3)
MEASURED = Source(tag="measured", source="a page")


def staffed(scenario, **people: int):
    towns = dict(scenario.townships)
    for name, number in people.items():
        office = towns[name].teams["office"]
        towns[name] = evolve(towns[name], teams={"office": evolve(office, staff=Staff(institution=number))})
    return evolve(scenario, townships=towns)


def test_nothing_changed(two_towns):
    renamed = evolve(
        two_towns, name="other", title=Text(en="other"), sources={"travel": MEASURED}, measures=("whistle",)
    )
    assert changed_inputs(two_towns, renamed) == ()


def test_townships_that_change_alike_stand_together(two_towns):
    (change,) = changed_inputs(two_towns, staffed(two_towns, east=5, west=5))
    assert change.pattern == "townships.*.teams.office.staff.institution"
    assert [value.path for value in change.values] == [
        "townships.east.teams.office.staff.institution",
        "townships.west.teams.office.staff.institution",
    ]
    assert (change.values[0].base, change.values[0].other, change.alike) == (3, 5, True)
    assert (change.unit, change.since, change.until) == ("people", START, None)


def test_different_numbers_of_people_are_added_up(two_towns):
    (change,) = changed_inputs(two_towns, staffed(two_towns, east=5, west=4))
    assert (change.alike, change.totals) == (False, (6, 9))


def test_what_is_multiplied_alike_is_told_so(two_towns):
    types = {
        name: evolve(one, formal=0.8 * formal, unclear=0.1)
        for (name, one), formal in zip(two_towns.case_types.items(), (0.3, 0.2), strict=True)
    }
    base = evolve(
        two_towns, case_types=two_towns.case_types | {"waste": evolve(two_towns.case_types["waste"], formal=0.2)}
    )
    unclear, formal = sorted(changed_inputs(base, evolve(base, case_types=types)), key=lambda one: one.pattern)[::-1]
    assert (formal.pattern, formal.alike, formal.ratio) == ("case_types.*.formal", False, pytest.approx(0.8))
    assert (unclear.pattern, unclear.alike, unclear.ratio) == ("case_types.*.unclear", True, None)


def test_values_from_different_sources_stand_apart(two_towns):
    other = evolve(staffed(two_towns, east=5, west=5), sources={"townships.west.teams": MEASURED})
    changes = changed_inputs(two_towns, other)
    assert [(change.values[0].path.split(".")[1], change.tag) for change in changes] == [
        ("east", "assumption"),
        ("west", "measured"),
    ]
    assert changes[0].source == UNTAGGED


def test_what_the_county_sets_for_its_townships_is_shown_once(two_towns):
    linkage = Linkage(rule="whistle")
    towns = {name: evolve(town, linkage=linkage) for name, town in two_towns.townships.items()}
    (change,) = changed_inputs(two_towns, evolve(two_towns, linkage=linkage, townships=towns))
    assert change.pattern == "linkage.rule"
    (change,) = changed_inputs(two_towns, evolve(two_towns, townships=towns))
    assert change.pattern == "townships.*.linkage.rule"


def test_what_only_one_of_them_has_is_one_value(two_towns):
    pool = SharedTeam(serves=("*",), team=Team(staff=Staff(institution=4)))
    (change,) = changed_inputs(two_towns, evolve(two_towns, shared_teams={"pool": pool}))
    assert (change.pattern, change.values[0].base, change.values[0].other) == ("shared_teams.pool", None, pool)


def test_changes_have_their_dates(two_towns):
    first, second = date(2025, 3, 10), date(2025, 3, 17)
    more = staffed(two_towns, east=5)
    phases = (
        Phase(start=first, scenario=more),
        Phase(start=second, scenario=evolve(two_towns, travel=evolve(two_towns.travel, travel_km_per_hour=50.0))),
    )
    changes = changed_inputs(two_towns, evolve(two_towns, phases=phases))
    assert {(change.pattern, change.since, change.until) for change in changes} == {
        ("townships.*.teams.office.staff.institution", first, second),
        ("travel.travel_km_per_hour", second, None),
    }


def test_a_value_that_changes_again_is_two_changes(two_towns):
    phases = tuple(
        Phase(start=date(2025, 3, day), scenario=staffed(two_towns, east=people)) for day, people in ((10, 5), (17, 7))
    )
    changes = changed_inputs(two_towns, evolve(two_towns, phases=phases))
    assert [(change.values[0].other, change.since.day, change.until) for change in changes] == [
        (5, 10, date(2025, 3, 17)),
        (7, 17, None),
    ]


@pytest.mark.parametrize(
    ("field", "unit"), [("formal", "share"), ("deadline_days", "working_days"), ("responsible", "")]
)
def test_units_are_those_of_the_model(two_towns, field, unit):
    noise = two_towns.case_types["noise"]
    new = {"formal": 0.9, "deadline_days": 7, "responsible": ""}[field]
    other = evolve(two_towns, case_types=two_towns.case_types | {"noise": evolve(noise, **{field: new})})
    (change,) = changed_inputs(two_towns, other)
    assert (change.pattern, change.unit) == (f"case_types.*.{field}", unit)


FILE = ScenarioFile(Path(__file__).parents[2] / "scenarios" / "tutorial.toml")
LATENCY = "townships.*.linkage.referral.latency_hours"


def through(base: Scenario, other: Scenario) -> tuple[str, ...]:
    return acts_through(changed_inputs(base, other), base, other)


@pytest.fixture(scope="module")
def base() -> Scenario:
    return FILE.read().scenario


def test_a_whistle_acts_through_the_latency_of_letters(base: Scenario) -> None:
    found = through(base, FILE.read(["whistle"]).scenario)
    assert LATENCY in found
    # The measure states these itself, from documents.
    assert "townships.*.linkage.whistle.sign_in_hours" not in found


def test_what_is_measured_is_no_assumption(base: Scenario) -> None:
    other = FILE.read(["whistle"]).scenario
    measured = {**base.sources, LATENCY.replace("*", "example"): Source(tag="measured", source="a count of letters")}
    other = evolve(other, sources={**other.sources, **measured})
    assert LATENCY not in through(evolve(base, sources=measured), other)


def test_what_changes_itself_is_not_counted_twice(base: Scenario) -> None:
    other = FILE.read(["whistle"], values={"townships.example.linkage.referral.latency_hours": 7.0}).scenario
    assert LATENCY not in through(base, other)


def test_people_act_through_the_work_of_cases(base: Scenario) -> None:
    found = through(base, FILE.read(values={"townships.example.teams.enforcement.certified": 2}).scenario)
    assert {"case_types.*.fact.hours", "case_types.*.decision.hours"} <= set(found)


def test_nothing_changed_acts_through_nothing(base: Scenario) -> None:
    assert through(base, base) == ()


@pytest.mark.parametrize("path", sorted({path for paths in READS.values() for path in paths} | set(READS)))
def test_every_path_is_one_of_the_model(path: str) -> None:
    """A field that is renamed is missed here, not in what people read."""
    parts = tuple("x" if part == "*" else part for part in path.split("."))
    above = shape_at(parts[:-1])
    assert shape_at(parts) is not None or (isinstance(above, Record) and parts[-1] in above.fields)


def with_posts(scenario, *, urban=3, east=3, vacancies=0, quota=None):
    department = scenario.departments["urban"]
    town = scenario.townships["east"]
    office = evolve(town.teams["office"], staff=Staff(institution=east), vacancies=Staff(institution=vacancies))
    return evolve(
        scenario,
        departments={"urban": evolve(department, team=evolve(department.team, staff=Staff(institution=urban)))},
        townships=scenario.townships | {"east": evolve(town, teams={"office": office}, quota=quota or Quota())},
    )


def test_posts_that_move_leave_the_county_as_it_was(two_towns):
    balance = post_balance(with_posts(two_towns), with_posts(two_towns, urban=1, east=5))
    assert {unit.unit: unit.change("institution") for unit in balance.units} == {
        "townships.east": 2,
        "departments.urban": -2,
    }
    assert balance.county.change("institution") == 0
    assert balance.county.base.total == balance.county.other.total == 9


def test_posts_being_filled_and_people_who_handle_no_cases_count(two_towns):
    other = with_posts(two_towns, vacancies=2)
    other = evolve(
        other,
        townships=other.townships | {"west": evolve(other.townships["west"], other_staff=Staff(civil=3, contract=1))},
    )
    balance = post_balance(with_posts(two_towns), other)
    assert {unit.unit: unit.other for unit in balance.units} == {
        "townships.east": Posts(institution=5, quota=5),
        "townships.west": Posts(civil=3, institution=3, contract=1, quota=6),
    }


def test_a_team_for_several_townships_is_a_unit(two_towns):
    pool = SharedTeam(serves=("*",), team=Team(staff=Staff(civil=4)))
    (unit,) = post_balance(two_towns, evolve(two_towns, shared_teams={"pool": pool})).units
    assert (unit.unit, unit.base.total, unit.change("civil")) == ("shared_teams.pool", 0, 4)


def test_quotas_are_added_up_and_are_the_posts_where_none_is_stated(two_towns):
    base, other = (
        with_posts(two_towns, quota=Quota(institution=4)),
        with_posts(two_towns, quota=Quota(civil=1, institution=5, turnover=2)),
    )
    balance = post_balance(base, other)
    # Nobody says how many civil posts the base allows: those it has, none.
    assert (balance.units[0].base.quota, balance.units[0].other.quota) == (4, 8)
    assert (balance.county.base.quota, balance.county.other.quota) == (4 + 6, 8 + 6)
    assert post_balance(two_towns, two_towns).county.base.quota == 9


def test_the_end_of_a_timeline_counts(two_towns):
    later = Phase(start=date(2025, 3, 17), scenario=with_posts(two_towns, urban=0, east=6))
    balance = post_balance(two_towns, evolve(two_towns, phases=(later,)))
    assert {unit.unit: unit.change("institution") for unit in balance.units} == {
        "townships.east": 3,
        "departments.urban": -3,
    }
