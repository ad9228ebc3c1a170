"""The same comparison with assumptions moved: which verdicts turn."""

import os
import signal

import pytest
from attrs import evolve

from planner.errors import RequestError
from planner.experiments.comparison import compare
from planner.experiments.headlines import Amount, Name
from planner.experiments.question import question
from planner.experiments.stress import stress, variants
from planner.metrics.indicators import FigureKey
from planner.model.team import Staff

TIME = FigureKey("resolution_time_mean", "enforcement")


@pytest.fixture
def department_helped(quick_county):
    """More staff for the department: of use only where cases need a formal decision."""
    urban = quick_county.departments["urban"]
    team = evolve(urban.team, staff=Staff(institution=6))
    return evolve(quick_county, name="helped", departments={"urban": evolve(urban, team=team)})


def test_each_group_with_an_assumption_is_tried_both_ways(slow_county, quick_county):
    found = variants(question(slow_county, [quick_county]), 0.25)
    assert [(one.group, one.factor) for one in found][:2] == [("formal", 0.75), ("formal", 1.25)]
    assert all(one.values > 0 for one in found)
    # No grid worker settles any of these cases.
    assert "village" not in {one.group for one in found}
    only = variants(question(slow_county, [quick_county]), 0.5, ["work"])
    assert [(one.group, one.factor) for one in only] == [("work", 0.5), ("work", 1.5)]
    noise = only[1].question.scenarios[1].case_types["noise"]
    assert (noise.fact.hours, noise.decision.hours) == (3.0, 4.5)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5])
def test_a_share_outside_0_to_1_is_refused(slow_county, quick_county, share):
    with pytest.raises(RequestError) as caught:
        variants(question(slow_county, [quick_county]), share)
    assert caught.value.problems[0].kind == "out-of-range"


def test_an_unknown_group_gets_the_nearest_right_one(slow_county, quick_county):
    with pytest.raises(RequestError) as caught:
        variants(question(slow_county, [quick_county]), 0.25, ["formall", "work"])
    (problem,) = caught.value.problems
    assert (problem.kind, problem.nearest) == ("unknown-name", "formal")


def test_a_verdict_that_rests_on_an_assumption_turns_with_it(quick_county, department_helped):
    plain = compare(quick_county, [department_helped], replications=4, jobs=1)
    gained = abs(plain.alternatives[0].findings[0].paired.difference.mean)
    # A part of what is gained matters; with hardly any decisions there is next to nothing to gain.
    matters = {Name("resolution_time_mean"): Amount(0.25 * gained)}
    comparison = compare(quick_county, [department_helped], replications=4, jobs=1, matters=matters)
    assert comparison.alternatives[0].findings[0].verdict == "better"
    seen = []
    found = stress(comparison, 0.95, groups=["formal"], jobs=1, on_variant=seen.append)
    assert [(one.group, one.factor) for one in seen] == [("formal", pytest.approx(0.05)), ("formal", 1.95)]
    turned = [flip for flip in found.flips(comparison) if flip.before.figure == TIME]
    assert (turned[0].variant.factor, turned[0].after.verdict, turned[0].turn) == (
        pytest.approx(0.05),
        "no-difference",
        "gone",
    )
    assert found.holding(comparison) == ()
    assert (found.unfinished, len(found.finished)) == ((), 2)


def test_a_verdict_holds_where_the_group_has_nothing_to_do_with_it(slow_county, quick_county):
    comparison = compare(slow_county, [quick_county], replications=4, jobs=1)
    found = stress(comparison, 0.25, groups=["reversals", "leaving"], jobs=1)
    assert found.flips(comparison) == ()
    assert found.holding(comparison) == tuple(dict.fromkeys(one.variant.group for one in found.finished))


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_keeps_the_variants_that_are_whole(slow_county, quick_county, jobs):
    comparison = compare(slow_county, [quick_county], replications=2, jobs=1)

    def stop(variant):
        if (variant.group, variant.factor) == ("work", 0.75):
            os.kill(os.getpid(), signal.SIGINT)

    found = stress(comparison, 0.25, groups=["formal", "work", "rates"], jobs=jobs, on_variant=stop)
    assert [one.variant.group for one in found.finished] == ["formal", "formal"]
    assert [(one.group, one.factor) for one in found.unfinished] == [
        ("work", 0.75),
        ("work", 1.25),
        ("rates", 0.75),
        ("rates", 1.25),
    ]
    assert "work" not in found.holding(comparison)
