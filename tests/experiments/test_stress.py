"""The same comparison with groups of assumptions moved: which verdicts turn."""

import os
import signal
from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import RequestError
from planner.experiments.comparison import compare
from planner.experiments.headlines import Amount, Name
from planner.experiments.question import question
from planner.experiments.stress import GROUPS, left_out, moved, stress, variants
from planner.files.schema import Single, shape_at
from planner.metrics.indicators import FigureKey
from planner.model.scenario import Phase, Source
from planner.model.team import Staff
from planner.model.township import Quota
from tests.experiments.conftest import county

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


SCENARIO = county("county", 3)


def test_every_pattern_leads_to_a_number():
    for patterns in GROUPS.values():
        for pattern in patterns:
            shape = shape_at(tuple(pattern.split(".")))
            if pattern.endswith(".*"):
                parent = shape_at(tuple(pattern.split(".")[:-1]))
                assert all(isinstance(field, Single) and field.number for field in parent.fields.values()), pattern
            else:
                assert isinstance(shape, Single), pattern
                assert shape.number or shape.optional, pattern


def test_no_value_is_in_two_groups():
    together = [pattern for patterns in GROUPS.values() for pattern in patterns]
    assert len(together) == len(set(together))


def test_shares_stay_in_their_range():
    found = moved(SCENARIO, "formal", 1.25)
    assert found.scenario.case_types["noise"].formal == pytest.approx(0.375)
    assert found.patterns == {"case_types.noise.formal"}
    sure = evolve(SCENARIO, case_types={"noise": evolve(SCENARIO.case_types["noise"], formal=0.9)})
    assert moved(sure, "formal", 1.25).scenario.case_types["noise"].formal == 1.0


def test_a_share_that_must_not_be_1_goes_half_the_way():
    department = SCENARIO.departments["urban"]
    busy = evolve(SCENARIO, departments={"urban": evolve(department, team=evolve(department.team, meetings_share=0.9))})
    found = moved(busy, "meetings", 1.25).scenario
    assert found.departments["urban"].team.meetings_share == pytest.approx(0.95)


def test_people_stay_whole_and_move_alike_in_every_scenario():
    for people, up, down in ((3, 4, 2), (1, 1, 1), (10, 13, 8)):
        department = SCENARIO.departments["urban"]
        scenario = evolve(
            SCENARIO,
            departments={"urban": evolve(department, team=evolve(department.team, staff=Staff(institution=people)))},
        )
        for factor, expected in ((1.25, up), (0.75, down)):
            staff = moved(scenario, "department_staff", factor).scenario.departments["urban"].team.staff
            assert staff == Staff(institution=expected)


def test_certificates_and_quotas_give_way():
    town = SCENARIO.townships["east"]
    office = evolve(town.teams["office"], staff=Staff(institution=4), certified=4)
    documented = {"townships.*.teams.*.certified": Source(tag="documented")}
    scenario = evolve(
        SCENARIO,
        sources=documented,
        townships={"east": evolve(town, teams={"office": office}, quota=Quota(institution=4))},
    )
    fewer = moved(scenario, "township_staff", 0.75).scenario.townships["east"]
    assert (fewer.teams["office"].staff.institution, fewer.teams["office"].certified) == (3, 3)
    more = moved(scenario, "township_staff", 1.25).scenario.townships["east"]
    assert (more.teams["office"].staff.institution, more.teams["office"].certified) == (5, 4)
    assert more.quota.institution == 5


@pytest.mark.parametrize("tag", ["documented", "statute", "measured", "derived"])
def test_what_has_a_source_stays(tag):
    scenario = evolve(SCENARIO, sources={"case_types.*.formal": Source(tag=tag)})
    found = moved(scenario, "formal", 1.25)
    assert (found.scenario, found.patterns) == (scenario, frozenset())


def test_phases_move_too():
    later = Phase(start=date(2025, 3, 17), scenario=evolve(SCENARIO, name="later"))
    found = moved(evolve(SCENARIO, phases=(later,)), "work", 2.0).scenario
    assert found.phases[0].start == later.start
    assert found.phases[0].scenario.case_types["noise"].fact.hours == 4.0
    assert found.case_types["noise"].fact.hours == 4.0


@given(group=st.sampled_from(sorted(GROUPS)), factor=st.floats(0.05, 1.95))
def test_moved_values_are_in_the_range_of_the_model(group, factor):
    state = moved(SCENARIO, group, factor).scenario
    assert 0.0 <= state.case_types["noise"].formal <= 1.0
    for team in (state.departments["urban"].team, state.townships["east"].teams["office"]):
        assert team.staff.institution >= 0
        assert team.certified is None or team.certified <= team.staff.certifiable
        assert 0.0 <= team.meetings_share < 1.0


def test_what_is_in_no_group_is_counted():
    told = {"townships.*.residents": Source(tag="documented"), "case_types": Source(tag="measured")}
    # Residents of a source, area without one.
    assert left_out(evolve(SCENARIO, sources=told)) == 1
    assert left_out(SCENARIO) > 1
