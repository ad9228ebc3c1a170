"""What changed: values with their sources, alike ones together, over time."""

from datetime import date

import pytest
from attrs import evolve

from planner.experiments.changed import changed_inputs
from planner.files.sources import UNTAGGED
from planner.model.linkage import Linkage
from planner.model.scenario import Phase, Source
from planner.model.team import SharedTeam, Staff, Team
from planner.model.text import Text

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
