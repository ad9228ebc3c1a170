"""Every hour between report and closure belongs to exactly one cause."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.engine.rows import MAIN_LINE, Channel, Step
from planner.metrics.cells import family_codes
from planner.metrics.cohort import cohort_of
from planner.metrics.figures import figures
from planner.metrics.horizon import step_times
from planner.metrics.indicators import CAUSES, FigureKey

HOUR = 1.0 / 7.0
"""An office hour in working days."""


def causes(rows, family="enforcement", **options):
    """Mean time by cause, without the causes that took none."""
    found = figures(rows, **options)
    times = {cause: found[FigureKey(f"time_by_cause.{cause}", family)] for cause in CAUSES}
    assert sum(times.values()) == pytest.approx(found[FigureKey("resolution_time_mean", family)], abs=1e-9)
    return {cause: time for cause, time in times.items() if time}


def test_each_step_belongs_to_its_cause(log, at):
    case = log.case("waste", at(0, "08:30"), at(9, "08:30"))
    log.step(case, Step.INTAKE, at(0, "08:30"), at(0, "09:30"), at(0, "10:00"), "hall")
    log.step(case, Step.DISPATCH, at(0, "10:00"), at(0, "10:00"), at(0, "11:00"))
    log.step(case, Step.RETURN, at(0, "11:00"), at(0, "11:00"), at(0, "12:00"))
    log.step(case, Step.OWNER_COORDINATION, at(0, "12:00"), at(0, "12:00"), at(0, "16:00"))
    log.step(case, Step.VILLAGE, at(0, "16:00"), at(0, "16:30"), at(0, "17:30"), "grids")
    log.step(case, Step.FACT, at(0, "17:30"), at(1, "09:30"), at(1, "11:30"), "squad", travel=0.5)
    log.step(case, Step.WHISTLE, at(1, "11:30"), at(1, "11:30"), at(1, "14:30"), "bureau")
    log.step(case, Step.DECISION, at(1, "14:30"), at(1, "16:30"), at(2, "10:30"), "bureau", crew=2, travel=2.0)
    log.step(case, Step.JOIN, at(2, "10:30"), at(2, "10:30"), at(2, "12:00"))
    log.step(case, Step.PARTNER, at(1, "14:30"), at(2, "09:00"), at(2, "12:00"), "water")
    log.step(case, Step.LEGAL_REVIEW, at(2, "12:00"), at(2, "12:00"), at(3, "08:30"))
    log.step(case, Step.REDO, at(3, "08:30"), at(4, "08:30"), at(9, "08:30"), "bureau", travel=1.0)
    assert causes(log.rows(), cut_off_hours=24.0 * 14) == pytest.approx(
        {
            "intake": 2.0 * HOUR,
            "bouncing": 3.0 * HOUR,
            "village": 0.5 * HOUR,
            "township_team": 1.0 * HOUR,
            "worked": (0.5 + 1.0 + 1.5 + 1.0) * HOUR,
            "travel": (0.5 + 2.0) * HOUR,
            "linkage": 1.0 * HOUR,
            "department": 2.0 * HOUR,
            "partners": 1.5 * HOUR,
            "legal_review": 3.5 * HOUR,
            "redoing": 4.0,
        }
    )


@pytest.mark.parametrize(
    ("team", "cause"),
    [
        ("squad", "township_team"),
        ("pool", "township_team"),
        ("bureau", "department"),
        ("agents", "village"),
        ("grids", "village"),
    ],
)
@pytest.mark.parametrize("step", [Step.FACT, Step.DECISION])
def test_the_team_decides_whose_waiting_it_is(log, at, team, cause, step):
    case = log.case("waste", at(0), at(1))
    log.step(case, step, at(0), at(1), at(1), team)
    assert causes(log.rows()) == pytest.approx({cause: 1.0})


def test_one_waits_for_a_joint_pool_as_for_the_department_in_whose_place_it_decides(new_log, at):
    joint = evolve(new_log().scenario.shared_teams["pool"], decides=("enforcement",))
    log = new_log(shared_teams={"pool": joint})
    log.step(log.case("waste", at(0), at(1)), Step.DECISION, at(0), at(1), at(1), "pool")
    assert causes(log.rows()) == pytest.approx({"department": 1.0})


@pytest.mark.parametrize("step", [Step.REFERRAL, Step.WHISTLE])
def test_latency_before_the_department_is_linkage(log, at, step):
    case = log.case("waste", at(0), at(1))
    log.step(case, step, at(0), ended=at(1), team="bureau")
    assert causes(log.rows()) == pytest.approx({"linkage": 1.0})


def test_unfinished_steps_last_until_the_cut_off(log, at):
    waiting = log.case("waste", at(0))
    log.step(waiting, Step.FACT, at(0), team="squad")
    in_hand = log.case("waste", at(0))
    log.step(in_hand, Step.FACT, at(0), at(1), team="squad", travel=3.0)
    expected = {"township_team": (5 + 1) / 2, "travel": 3 * HOUR / 2, "worked": (4 - 3 * HOUR) / 2}
    assert causes(log.rows()) == pytest.approx(expected)


def test_travel_is_cut_off_too(log, at):
    case = log.case("waste", at(0), at(9))
    log.step(case, Step.FACT, at(0), at(4, "16:30"), at(9), "squad", travel=3.0)
    # Cut after four working days and two of the three hours of travel.
    expected = {"township_team": 4 + 6 * HOUR, "travel": HOUR}
    assert causes(log.rows(), cut_off_hours=at(4, "17:30")) == pytest.approx(expected)


def test_interrupted_work_waits_again(log, at):
    case = log.case("waste", at(0, "08:30"), at(0, "17:30"))
    log.step(case, Step.FACT, at(0, "08:30"), at(0, "08:30"), at(0, "10:30"), "squad", travel=1.0)
    log.step(case, Step.FACT, at(0, "10:30"), at(0, "14:30"), at(0, "17:30"), "squad")
    expected = {"township_team": 2 * HOUR, "travel": HOUR, "worked": 4 * HOUR}
    assert causes(log.rows()) == pytest.approx(expected)


def test_emergencies_travel_and_work_on_the_wall_clock(log, at):
    case = log.case("flood", at(0, "20:00"), at(1, "02:00"))
    log.step(case, Step.FACT, at(0, "20:00"), at(0, "22:00"), at(1, "02:00"), "duty", travel=1.5, wall_clock=1)
    assert causes(log.rows(), "emergency") == pytest.approx({"township_team": 2.0, "travel": 1.5, "worked": 2.5})


def test_an_emergency_in_the_hands_of_office_staff_travels_in_office_hours(log, at):
    case = log.case("flood", at(0, "16:30"), at(1, "10:30"))
    log.step(case, Step.FACT, at(0, "16:30"), at(0, "17:00"), at(1, "10:30"), "hall", travel=1.0)
    # Half an hour of travel before closing, half an hour after opening: 16 hours on the wall clock.
    assert causes(log.rows(), "emergency") == pytest.approx({"township_team": 0.5, "travel": 16.0, "worked": 1.5})


lengths = st.floats(0.0, 90.0, allow_subnormal=False)


@st.composite
def lives(draw):
    """Lives of some cases: type, report, and joined steps of the main line; some end open."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        steps = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(MAIN_LINE),
                    st.sampled_from(("hall", "squad", "grids", "pool", "bureau")),
                    lengths,
                    lengths,
                    st.floats(0.0, 30.0),
                    st.integers(0, 1),
                ),
                min_size=1,
                max_size=5,
            )
        )
        case_type = draw(st.sampled_from(("waste", "flood", "certificate", "street-lamp")))
        found.append((case_type, draw(st.floats(0.0, 500.0)), steps, draw(st.booleans())))
    return found


@settings(max_examples=80, deadline=None)
@given(lives=lives(), cut_off_hours=st.floats(1.0, 400.0))
def test_causes_sum_to_the_time_of_every_case(new_log, lives, cut_off_hours):
    log = new_log()
    for case_type, reported, steps, stays_open in lives:
        case = log.case(case_type, reported, channel=Channel.WINDOW)
        time = reported
        for number, (step, team, waiting, working, travel, wall_clock) in enumerate(steps):
            started, ended = time + waiting, time + waiting + working
            last = number == len(steps) - 1
            if ended > 672.0 or (last and stays_open):
                log.step(case, step, time, started if started < 672.0 else np.nan, team=team, travel=travel)
                break
            log.step(case, step, time, started, ended, team, travel=travel, wall_clock=wall_clock)
            time = ended
        else:
            log.cases[case]["closed"] = time
    rows = log.rows()
    cohort = cohort_of(rows, step_times(rows), family_codes(rows), cut_off_hours)
    assert (cohort.causes >= 0.0).all()
    assert np.abs(cohort.causes.sum(axis=1) - cohort.resolution).max(initial=0.0) < 1e-9
