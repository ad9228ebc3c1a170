"""Whistles, and whether the department came in time. The limit is three working days."""

import pytest
from attrs import evolve

from planner.engine.rows import Step
from planner.metrics.figures import figures
from planner.metrics.indicators import FigureKey
from planner.model.calendar import CalendarSettings


def outcome(rows, family="enforcement", by="county", key=""):
    found = figures(rows, by=() if by == "county" else (by,))
    return tuple(found.get(FigureKey(name, family, by, key)) for name in ("whistles", "whistles_on_time_rate"))


def whistle(log, asked, started, case_type="waste", call=Step.WHISTLE, answer=Step.DECISION, team="bureau"):
    case = log.case(case_type, asked)
    log.step(case, call, asked, asked, asked + 0.5, team)
    if started is not None:
        log.step(case, answer, asked + 0.5, started, started + 1.0, team)
    return case


def test_limit_is_the_close_of_the_last_working_day(log, at):
    whistle(log, at(3, "10:00"), at(8, "17:30"))  # Thursday: Friday, Monday, Tuesday
    whistle(log, at(3, "10:00"), at(8, "17:31"))
    assert outcome(log.rows()) == (2, 0.5)


def test_nobody_coming_is_late_once_the_limit_has_passed(log, at):
    whistle(log, at(1, "10:00"), None)
    whistle(log, at(1, "10:00"), at(1, "15:00"))
    whistle(log, at(24, "10:00"), None)  # Thursday of the last week: not judged yet
    whistle(log, at(24, "10:00"), at(24, "11:00"))
    assert outcome(log.rows()) == (4, 0.5)


def test_no_whistle_judged_leaves_the_rate_absent(log, at):
    whistle(log, at(25, "10:00"), at(25, "11:00"))
    assert outcome(log.rows()) == (1, None)


def test_only_work_of_the_same_department_on_the_same_case_counts(log, at):
    case = whistle(log, at(1, "10:00"), None)
    log.step(case, Step.FACT, at(1, "11:00"), at(1, "11:00"), at(1, "12:00"), "bureau")
    log.step(case, Step.DECISION, at(1, "11:00"), at(1, "11:00"), at(1, "12:00"), "squad")
    log.step(case, Step.DECISION, at(1, "09:00"), at(1, "09:00"), at(1, "10:00"), "bureau")
    other = log.case("waste", at(1))
    log.step(other, Step.DECISION, at(1, "11:00"), at(1, "11:00"), at(1, "12:00"), "bureau")
    assert outcome(log.rows()) == (1, 0.0)


def test_partners_are_whistled_too(log, at):
    whistle(log, at(1, "10:00"), at(2, "10:00"), call=Step.PARTNER_WHISTLE, answer=Step.PARTNER, team="water")
    whistle(log, at(1, "10:00"), at(20, "10:00"))
    rows = log.rows()
    assert outcome(rows) == (2, 0.5)
    assert outcome(rows, by="department", key="water") == (1, 1.0)
    assert outcome(rows, by="department", key="bureau") == (1, 0.0)
    assert outcome(rows, "all") == (2, None)


def test_first_stretch_of_interrupted_work_counts(log, at):
    case = whistle(log, at(1, "10:00"), at(1, "11:00"))
    log.step(case, Step.DECISION, at(1, "12:00"), at(20, "09:00"), at(20, "10:00"), "bureau")
    assert outcome(log.rows()) == (1, 1.0)


def test_each_whistle_is_answered_by_the_work_that_follows_it(log, at):
    case = whistle(log, at(1, "10:00"), at(1, "11:00"))
    log.step(case, Step.WHISTLE, at(2, "10:00"), at(2, "10:00"), at(2, "11:00"), "bureau")
    log.step(case, Step.REDO, at(2, "11:00"), at(15, "09:00"), at(15, "10:00"), "bureau")
    assert outcome(log.rows()) == (2, 0.5)


def test_an_emergency_s_limit_is_counted_in_days_of_24_hours(log, at):
    whistle(log, at(4, "22:00"), at(7, "22:00"), "flood", team="water")
    whistle(log, at(4, "22:00"), at(7, "22:01"), "flood", team="water")
    assert outcome(log.rows(), "emergency") == (2, 0.5)


def test_around_the_clock_days_end_at_midnight(new_log, at):
    log = new_log(calendar=CalendarSettings(kind="around-the-clock"))
    whistle(log, at(4, "22:00"), at(8, "00:00"))
    whistle(log, at(4, "22:00"), at(8, "00:01"))
    whistle(log, at(24, "01:00"), None)  # judged at the very end
    whistle(log, at(25, "01:00"), None)
    assert outcome(log.rows()) == (4, pytest.approx(1 / 3))


def test_the_limit_in_force_when_the_whistle_was_blown_counts(log, at):
    whistle(log, at(1, "10:00"), at(3, "10:00"))
    tighter = {
        name: evolve(town, linkage=evolve(town.linkage, whistle=evolve(town.linkage.whistle, limit_days=0.5)))
        for name, town in log.scenario.townships.items()
    }
    strict = evolve(log.rows(), scenario=evolve(log.scenario, townships=tighter))
    assert outcome(log.rows()) == (1, 1.0)
    assert outcome(strict) == (1, 0.0)


def test_duplicates_do_not_whistle(log, at):
    parent = log.case("waste", at(0))
    case = log.case("waste", at(1), duplicate_of=parent)
    log.step(case, Step.WHISTLE, at(1), at(1), at(2), "bureau")
    assert outcome(log.rows()) == (0, None)
