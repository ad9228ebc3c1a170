"""Posts given and taken."""

from datetime import date

from attrs import evolve

from planner.experiments.changed import Posts, post_balance
from planner.model.scenario import Phase
from planner.model.team import SharedTeam, Staff, Team
from planner.model.township import Quota


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
