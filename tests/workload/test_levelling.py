"""Posts moved until people are in proportion to work."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from planner.model.casetype import CaseType, Channels
from planner.model.team import POST_TYPES, Staff, Team
from planner.model.text import Text
from planner.model.township import Township
from planner.workload.reading import staff_by_load
from tests.workload.small_county import county, fixed

COUNTER = CaseType(
    name=Text("窗口", "counter"),
    family="service",
    per_1000_residents_year=1_000.0,
    channels=Channels(window=1.0),
    deadline_days=1,
    fact=fixed(0.5),
)


def scenario(people, residents):
    """Townships with one hall each: `people` and `residents` by township."""
    units = {
        name: Township(
            name=Text(name, name),
            kind="town",
            residents=residents[name],
            area_km2=1.0,
            teams={"hall": Team(staff=staff, handles=("service",))},
        )
        for name, staff in people.items()
    }
    return county(case_types={"counter": COUNTER}, townships=units)


def moves(found):
    return [
        (one.move, *(path.split(".")[1] for path in (one.from_, one.to)), one.to.rpartition(".")[2]) for one in found
    ]


def test_in_proportion_to_the_work():
    found = staff_by_load(scenario({"a": Staff(institution=8), "b": Staff(institution=2)}, {"a": 3_000, "b": 7_000}))
    assert moves(found) == [(5, "a", "b", "institution")]


def test_institution_posts_first_then_contract_then_civil():
    mixed = Staff(civil=5, institution=2, contract=2)
    found = staff_by_load(scenario({"a": mixed, "b": Staff(contract=1)}, {"a": 3_000, "b": 7_000}))
    assert moves(found) == [(2, "a", "b", "institution"), (2, "a", "b", "contract"), (2, "a", "b", "civil")]


def test_slower_teams_count_for_what_they_do():
    even = scenario({"a": Staff(institution=6), "b": Staff(institution=6)}, {"a": 5_000, "b": 5_000})
    assert staff_by_load(even) == []
    teams = {"hall": evolve(even.townships["b"].teams["hall"], meetings_share=0.5)}
    slower = evolve(even, townships={**even.townships, "b": evolve(even.townships["b"], teams=teams)})
    assert moves(staff_by_load(slower)) == [(2, "a", "b", "institution")]


def test_one_stays_where_there_is_next_to_nothing_to_do():
    found = staff_by_load(scenario({"a": Staff(institution=3), "b": Staff(institution=3)}, {"a": 1, "b": 9_999}))
    assert moves(found) == [(2, "a", "b", "institution")]


def test_the_own_township_comes_first():
    two = scenario({"a": Staff(institution=4), "b": Staff(institution=4)}, {"a": 4_000, "b": 4_000})
    idle = Team(staff=Staff(institution=3), handles=("dispute",))
    units = {name: evolve(unit, teams={**unit.teams, "idle": idle}) for name, unit in two.townships.items()}
    found = staff_by_load(evolve(two, townships=units))
    assert [(one.move, one.from_, one.to) for one in found] == [
        (2, f"townships.{name}.teams.idle.staff.institution", f"townships.{name}.teams.hall.staff.institution")
        for name in "ab"
    ]


def test_without_work_nobody_moves():
    assert staff_by_load(scenario({"a": Staff(institution=3), "b": Staff(institution=1)}, {"a": 0, "b": 0})) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(1, 9_000)),
        min_size=1,
        max_size=6,
    )
)
def test_posts_are_conserved_and_people_are_where_the_work_is(units):
    people = {f"t{n}": Staff(civil=c, institution=i, contract=k) for n, (c, i, k, _) in enumerate(units)}
    before = scenario(people, {f"t{n}": residents for n, (*_, residents) in enumerate(units)})
    after = {name: {post: getattr(staff, post) for post in POST_TYPES} for name, staff in people.items()}
    for one in staff_by_load(before):
        post = one.to.rpartition(".")[2]
        after[one.from_.split(".")[1]][post] -= one.move
        after[one.to.split(".")[1]][post] += one.move
    assert all(count >= 0 for posts in after.values() for count in posts.values())
    total, work = sum(staff.total for staff in people.values()), sum(residents for *_, residents in units)
    shares = [total * residents / work for *_, residents in units]
    if min(shares) >= 1.0:
        ends = [sum(posts.values()) for posts in after.values()]
        assert all(abs(end - share) < 1.0 for end, share in zip(ends, shares, strict=True))
