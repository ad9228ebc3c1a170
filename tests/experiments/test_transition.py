"""The course of the backlog between two states, from series made by hand."""

from datetime import date

import pytest
from attrs import evolve

from planner.experiments.result import Replication, ScenarioRun
from planner.experiments.transition import transition
from planner.model.scenario import Phase


def pair(scenario, base, other, since=3):
    """Two runs with these backlogs by day; the scenarios part on a day."""
    shorter = evolve(scenario, time=evolve(scenario.time, days=len(base[0])))
    changed = evolve(shorter, phases=(), travel=evolve(shorter.travel, travel_km_per_hour=60.0))
    later = evolve(shorter, phases=(Phase(start=date(2025, 3, 3 + since), scenario=changed),)) if since else changed
    runs = []
    for place, (one, series) in enumerate(((shorter, base), (later, other))):
        replications = tuple(
            Replication(
                scenario=place,
                number=number,
                figures={},
                seconds=0.0,
                backlog={"enforcement": tuple(float(value) for value in days)},
            )
            for number, days in enumerate(series)
        )
        runs.append(ScenarioRun(scenario=one, hash="", seed=1, replications=replications))
    return transition(*runs, "enforcement")


FLAT = [[10] * 10] * 2


def test_a_dip_that_is_made_good(slow_county):
    # +4, +2, -2, -2, -2, -2, -2 from day 3 on: cumulated 4, 6, 4, 2, 0.
    course = [10, 10, 10, 14, 12, 8, 8, 8, 8, 8]
    found = pair(slow_county, FLAT, [course] * 2)
    assert found is not None
    assert (found.course, found.since, found.dated, found.before) == ("even", date(2025, 3, 6), True, 10)
    assert (found.deepest.day, found.deepest.more.mean) == (date(2025, 3, 6), 4)
    assert found.even == date(2025, 3, 10)
    assert (found.even_replications, found.replications) == (2, 2)
    assert (found.after, found.after_in_base) == (8, 10)


def test_the_worst_of_a_dip_lies_within_it(slow_county):
    # +3, then 8 less in all, then a day with 4 more: the cumulated difference is highest on the first day.
    found = pair(slow_county, FLAT, [[10, 10, 10, 13, 6, 6, 10, 14, 10, 10]] * 2)
    assert (found.course, found.deepest.day, found.even) == ("even", date(2025, 3, 6), date(2025, 3, 7))


def test_a_dip_that_is_not_made_good(slow_county):
    found = pair(slow_county, FLAT, [[10, 10, 10, 12, 16, 13, 11, 10, 10, 10]] * 2)
    assert (found.course, found.even, found.even_replications) == ("not-even", None, 0)
    assert found.deepest.day == date(2025, 3, 7)


def test_less_from_the_first_day_is_no_dip(slow_county):
    found = pair(slow_county, FLAT, [[10, 10, 10, 9, 8, 7, 6, 5, 4, 3]] * 2, since=3)
    assert (found.course, found.deepest, found.even) == ("no-dip", None, None)


def test_a_dip_that_could_be_chance_is_none(slow_county):
    up, down = [10, 10, 10, 13, 13, 13, 13, 13, 13, 13], [10, 10, 10, 8, 8, 8, 8, 8, 8, 8]
    found = pair(slow_county, [[10] * 10] * 4, [up, down, up, down])
    assert found.course == "no-dip"


def test_replications_are_counted_one_by_one(slow_county):
    back = [10, 10, 10, 14, 6, 6, 6, 6, 6, 6]
    stays = [10, 10, 10, 14, 11, 11, 11, 11, 11, 11]
    found = pair(slow_county, [[10] * 10] * 3, [back, stays, back])
    assert (found.even_replications, found.replications) == (2, 3)


def test_a_change_from_the_first_day_has_no_time_before(slow_county):
    found = pair(slow_county, FLAT, [[12] * 10] * 2, since=0)
    assert (found.since, found.dated, found.before) == (date(2025, 3, 3), False, None)


def test_scenarios_that_never_differ_and_families_without_a_backlog_have_none(slow_county):
    one = ScenarioRun(scenario=slow_county, hash="", seed=1, replications=())
    assert transition(one, one, "enforcement") is None
    assert pair(slow_county, FLAT, [], since=3) is None


def test_backlogs_are_means(slow_county):
    found = pair(slow_county, [[10] * 10, [20] * 10], [[10] * 10, [20] * 10])
    assert found.base == pytest.approx([15.0] * 10)
