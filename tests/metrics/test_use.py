"""Busy officer-hours against officer-hours on the roll. The run holds 20 working days of seven hours."""

import pytest

from planner.engine.rows import Step
from planner.metrics.figures import figures
from planner.metrics.indicators import FigureKey


def of(rows, indicator, by="county", key=""):
    return figures(rows, by=("township", "department")).get(FigureKey(indicator, "all", by, key))


def work(log, started, ended, team, crew=1, step=Step.FACT, case_type="waste"):
    case = log.case(case_type, started)
    log.step(case, step, started, started, ended, team, crew)
    return case


def test_use_is_busy_over_roll_weighted_by_hours(log, at):
    log.roll("hall", 0.0, 2)
    log.roll("south", 0.0, 1)
    log.roll("pool", 0.0, 2)
    work(log, at(0), at(4, "17:30"), "hall")
    work(log, at(0), at(1), "hall", crew=2)
    work(log, at(7), at(14), "south")
    work(log, at(0), at(28), "pool")
    rows = log.rows()
    assert of(rows, "staff_use") == pytest.approx((35 + 14 + 35 + 140) / (5 * 140))
    assert of(rows, "staff_use", "township", "north") == pytest.approx((35 + 14) / 280)
    assert of(rows, "staff_use", "township", "south") == pytest.approx(35 / 140)


def test_grids_agents_and_duty_teams_stand_apart(log, at):
    for team in ("hall", "grids", "agents", "duty", "bureau", "water"):
        log.roll(team, 0.0, 1)
        work(log, at(0), at(7), team)
    work(log, at(7), at(14), "bureau", step=Step.PARTNER)
    rows = log.rows()
    assert of(rows, "staff_use") == pytest.approx(35 / 140)
    assert of(rows, "department_use") == pytest.approx(105 / 280)
    assert of(rows, "department_use", "department", "bureau") == pytest.approx(70 / 140)


def test_latencies_waiting_and_nights_occupy_nobody(log, at):
    log.roll("bureau", 0.0, 1)
    case = log.case("waste", at(0))
    log.step(case, Step.WHISTLE, at(0), at(0), at(5), "bureau")
    log.step(case, Step.DECISION, at(5), at(14), at(15), "bureau")
    log.step(case, Step.DECISION, at(15), team="bureau")
    work(log, at(15, "17:30"), at(16, "08:30"), "bureau")
    assert of(log.rows(), "department_use") == pytest.approx(7 / 140)


def test_work_in_hand_at_the_end_counts_until_then(log, at):
    log.roll("hall", 0.0, 1)
    case = log.case("waste", at(0))
    log.step(case, Step.FACT, at(0), at(21), team="hall")
    assert of(log.rows(), "staff_use") == pytest.approx(35 / 140)


def test_duplicates_repeat_contacts_and_opening_backlog_occupy_staff(log, at):
    log.roll("hall", 0.0, 1)
    opening = log.case("waste", at(-7), opening=1)
    log.step(opening, Step.FACT, at(0), at(0), at(1), "hall")
    duplicate = log.case("waste", at(1), duplicate_of=opening)
    log.step(duplicate, Step.FACT, at(1), at(1), at(2), "hall")
    log.step(opening, Step.REPEAT, at(2), at(2), at(3), "hall")
    assert of(log.rows(), "staff_use") == pytest.approx(21 / 140)


def test_the_roll_changes_over_time(log, at):
    log.roll("hall", at(14), 3)
    log.roll("hall", 0.0, 1)
    work(log, at(0), at(14), "hall")
    assert of(log.rows(), "staff_use") == pytest.approx(70 / (70 + 210))


def test_without_staff_use_is_absent(log, at):
    log.roll("hall", 0.0, 0)
    log.case("waste", at(0))
    rows = log.rows()
    assert of(rows, "staff_use") is None
    assert of(rows, "department_use") is None
