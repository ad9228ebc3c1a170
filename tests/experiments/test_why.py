"""The difference of a mean time, split: every way of splitting adds up to the whole."""

import math
from datetime import date

import pytest
from attrs import evolve

from planner.experiments.comparison import compare
from planner.experiments.result import Replication, ScenarioRun
from planner.experiments.why import why
from planner.metrics.indicators import CAUSES, FigureKey
from planner.model.scenario import Scenario, Time
from planner.model.team import Grids
from planner.model.text import Text
from planner.model.township import Part, Township


def town(**values) -> Township:
    return Township(name=Text(), kind="town", residents=1_000, area_km2=10.0, **values)


def scenario(**townships: Township) -> Scenario:
    return Scenario(name="by-hand", time=Time(start=date(2025, 3, 3)), case_types={}, townships=townships)


TWO = scenario(east=town(), west=town())


def run(*replications: dict[str, tuple[int, float]], by: str = "township", of: Scenario = TWO, rest: int = 0):
    """A run whose replications have so many cases with such a mean time in each group, and `rest` of 1 day in none."""
    found = []
    for number, groups in enumerate(replications):
        size = sum(count for count, _mean in groups.values()) + rest
        total = math.fsum(count * mean for count, mean in groups.values()) + rest
        figures = {FigureKey("cohort_size", "enforcement"): float(size)}
        if size:
            figures[FigureKey("resolution_time_mean", "enforcement")] = total / size
            figures |= {FigureKey(f"time_by_cause.{cause}", "enforcement"): 0.0 for cause in CAUSES}
            figures[FigureKey("time_by_cause.worked", "enforcement")] = total / size
        for key, (count, mean) in groups.items():
            figures[FigureKey("cohort_size", "enforcement", by, key)] = float(count)
            if count:
                figures[FigureKey("resolution_time_mean", "enforcement", by, key)] = mean
        found.append(Replication(scenario=0, number=number, figures=figures, seconds=0.0))
    return ScenarioRun(scenario=of, hash="", seed=1, replications=tuple(found))


def split(base: ScenarioRun, other: ScenarioRun, by: str = "township"):
    found = why(base, other, "enforcement")
    assert found is not None
    (chosen,) = [one for one in found.splits if one.by == by]
    return found, chosen, {part.key: part.contribution.mean for part in chosen.parts}


def assert_adds_up(found) -> None:
    for one in found.splits:
        mix = 0.0 if one.mix is None else one.mix.mean
        total = math.fsum(part.contribution.mean for part in one.parts) + mix
        assert total == pytest.approx(found.whole.mean, abs=1e-12)


def test_on_the_same_cases_a_group_contributes_its_share_times_its_difference():
    base, other = run({"east": (30, 4.0), "west": (10, 2.0)}), run({"east": (30, 3.0), "west": (10, 2.4)})
    found, chosen, parts = split(base, other)
    assert found.whole.mean == pytest.approx(0.75 * -1.0 + 0.25 * 0.4)
    assert parts == {"east": pytest.approx(-0.75), "west": pytest.approx(0.1)}
    assert chosen.mix is not None
    assert chosen.mix.mean == 0.0
    # The larger contribution stands first.
    assert [part.key for part in chosen.parts] == ["east", "west"]


def test_other_shares_with_the_same_times_are_all_mix():
    base, other = run({"east": (30, 4.0), "west": (10, 2.0)}), run({"east": (10, 4.0), "west": (30, 2.0)})
    found, chosen, parts = split(base, other)
    assert parts == {"east": 0.0, "west": 0.0}
    assert chosen.mix is not None
    assert chosen.mix.mean == pytest.approx(found.whole.mean)
    assert found.whole.mean == pytest.approx(-1.0)


def test_a_group_that_only_one_of_them_has_is_all_mix():
    base, other = run({"east": (10, 4.0)}), run({"east": (10, 4.0), "west": (10, 2.0)})
    found, chosen, parts = split(base, other)
    assert parts == {"east": 0.0, "west": 0.0}
    assert chosen.mix is not None
    assert chosen.mix.mean == pytest.approx(-1.0)
    assert {part.key: (part.base_mean, part.other_mean) for part in chosen.parts}["west"] == (None, 2.0)
    assert_adds_up(found)


def test_groups_that_some_replications_lack_count_as_nothing_there():
    base = run({"east": (10, 4.0)}, {"east": (10, 4.0), "west": (10, 2.0)})
    other = run({"east": (10, 3.0)}, {"east": (10, 4.0), "west": (10, 1.0)})
    found, _chosen, parts = split(base, other)
    assert parts == {"east": pytest.approx(-0.5), "west": pytest.approx(-0.25)}
    assert_adds_up(found)


def test_cases_of_no_group_stand_under_an_empty_name():
    base, other = (
        run({"urban": (10, 4.0)}, by="department", rest=10),
        run({"urban": (10, 3.0)}, by="department", rest=10),
    )
    found, _chosen, parts = split(base, other, "department")
    assert parts == {"urban": pytest.approx(-0.5), "": pytest.approx(0.0)}
    assert_adds_up(found)


def test_the_parts_of_a_merged_township_are_compared_with_it():
    merged = scenario(both=town(parts={"east": Part(residents=1_000), "west": Part(residents=1_000)}))
    base = run({"east": (30, 4.0), "west": (10, 2.0)})
    other = run({"both": (40, 3.0)}, of=merged)
    for one, two, sign in ((base, other, 1.0), (other, base, -1.0)):
        found, chosen, parts = split(one, two)
        assert parts == {"both": pytest.approx(sign * -0.5)}
        assert chosen.mix is not None
        assert chosen.mix.mean == 0.0
        assert_adds_up(found)


def test_only_replications_that_have_the_time_in_both_count():
    base, other = run({"east": (10, 4.0)}, {"east": (0, 0.0)}), run({"east": (10, 3.0)}, {"east": (10, 9.0)})
    found, _chosen, parts = split(base, other)
    assert (found.whole.n, parts) == (1, {"east": pytest.approx(-1.0)})
    assert why(run({"east": (0, 0.0)}), run({"east": (10, 3.0)}), "enforcement") is None


def test_a_grouping_without_figures_is_left_out():
    found = why(run({"east": (10, 4.0)}), run({"east": (10, 3.0)}), "enforcement")
    assert found is not None
    assert [one.by for one in found.splits] == ["cause", "township"]


def test_simulated_runs_add_up_whether_or_not_the_same_cases_come_up(two_towns):
    patrolled = {
        name: evolve(township, grids=Grids(count=4, workers=4 if name == "east" else 0))
        for name, township in two_towns.townships.items()
    }
    more_staff = evolve(
        two_towns.departments["urban"].team, staff=evolve(two_towns.departments["urban"].team.staff, institution=6)
    )
    departments = {"urban": evolve(two_towns.departments["urban"], team=more_staff)}
    staffed = evolve(two_towns, name="staffed", departments=departments)
    found = compare(
        two_towns, [staffed, evolve(staffed, name="patrolled", townships=patrolled)], replications=3, jobs=1
    )
    same, different = (alternative.why[0] for alternative in found.alternatives)
    for one in (same, different):
        assert [split.by for split in one.splits] == ["cause", "township", "department", "case_type"]
        assert_adds_up(one)
    assert [split.mix.mean for split in same.splits if split.mix] == [0.0, 0.0, 0.0]
    assert all(split.mix.mean != 0.0 for split in different.splits if split.mix and split.by == "township")
    assert same.whole.mean == found.alternatives[0].findings[0].paired.difference.mean
