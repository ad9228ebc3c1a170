"""Backlog, deadlines, settlement, bounces, reversals, repeat contacts, and whistles.

A whistle is answered in time within three working days.
"""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.engine.rows import Level, Mode, Step
from planner.metrics.case_figures import daily_backlog
from planner.metrics.figures import figures
from planner.metrics.indicators import FigureKey
from planner.model.calendar import CalendarSettings

END = 28 * 24.0


def of(rows, indicator, family="enforcement"):
    return figures(rows).get(FigureKey(indicator, family))


def test_backlog_is_the_time_average_of_open_cases(log, at):
    log.case("waste", at(0), at(7))
    log.case("waste", at(14))
    log.case("waste", at(-10), at(14), opening=1)
    parent = log.case("waste", at(21), at(28))
    log.case("waste", at(21), duplicate_of=parent)
    rows = log.rows()
    assert of(rows, "backlog_mean") == pytest.approx((7 + 14 + 14 + 7) / 28)
    assert of(rows, "backlog_end") == 1
    assert of(rows, "backlog_mean", "all") == pytest.approx((7 + 14 + 14 + 7) / 28)


def test_overdue_counts_open_cases_past_their_deadline_with_the_opening_backlog(log, at):
    log.case("waste", at(20), due=at(27, "17:30"))
    log.case("waste", at(27), due=at(28, "17:30"))
    log.case("waste", at(-20), due=at(2), opening=1)
    log.case("waste", at(2), at(20), due=at(9))
    log.case("quarrel", at(2), due=at(9))
    parent = log.case("waste", at(20), at(21))
    log.case("waste", at(21), due=at(22), duplicate_of=parent)
    rows = log.rows()
    assert of(rows, "overdue_end") == 2
    assert of(rows, "overdue_end", "dispute") == 1
    assert of(rows, "overdue_end", "all") == 3


def test_on_time_rate_counts_open_cases_whose_deadline_has_passed(log, at):
    log.case("waste", at(1), at(9), due=at(9))
    log.case("waste", at(1), at(9, "09:00"), due=at(9))
    log.case("waste", at(1), due=at(9))
    log.case("waste", at(26), due=at(33))  # not judged yet
    log.case("waste", at(26), at(27), due=at(33))  # nor this one, though closed
    log.case("waste", at(-9), at(1), due=at(2), opening=1)
    assert of(log.rows(), "on_time_rate") == pytest.approx(1 / 3)


def test_settled_shares_are_of_closed_cases_of_the_cohort(log, at):
    for level in (Level.VILLAGE, Level.TOWNSHIP, Level.TOWNSHIP, Level.COUNTY):
        log.case("waste", at(1), at(9), level=level)
    log.case("waste", at(1))
    log.case("waste", at(22), at(23), level=Level.COUNTY)
    rows = log.rows()
    assert of(rows, "settled_village_share") == 0.25
    assert of(rows, "settled_township_share") == 0.5
    assert of(rows, "settled_county_share") == 0.25


def test_bounces_and_repeat_contacts_are_per_case_of_the_cohort(log, at):
    parent = log.case("waste", at(1), at(9), bounces=3, repeats=1)
    log.case("waste", at(1), bounces=0, repeats=2)
    log.case("waste", at(10), duplicate_of=parent, bounces=1)
    log.case("waste", at(22), bounces=2)
    rows = log.rows()
    assert of(rows, "bounces_per_case") == 1.5
    assert of(rows, "repeat_contacts_per_case") == 1.5


def test_powers_unusable_counts_cases(log, at):
    log.case("waste", at(1), unusable=1)
    log.case("waste", at(25), unusable=1)
    log.case("waste", at(-5), unusable=1, opening=1)
    log.case("waste", at(1))
    log.case("permit", at(1), unusable=1)
    rows = log.rows()
    assert of(rows, "powers_unusable") == 3
    assert of(rows, "powers_unusable", "all") == 4


def test_reversal_rate_is_of_cases_decided(log, at):
    log.case("waste", at(1), at(9), mode=Mode.ASSIGNED, reversed=1)
    log.case("waste", at(1), at(9), mode=Mode.COUNTY)
    log.case("waste", at(1), at(9), mode=Mode.AGENCY)
    log.case("waste", at(1), at(9), mode=Mode.POSTED)
    log.case("waste", at(1), at(9))
    assert of(log.rows(), "reversal_rate") == 0.25


@settings(max_examples=100, deadline=None)
@given(
    cases=st.lists(
        st.tuples(st.sampled_from(("waste", "quarrel", "flood")), st.floats(0, END), st.floats(0, 900)), min_size=1
    )
)
def test_little_s_law_holds_exactly_in_each_family(new_log, cases):
    """L = λW on the wall clock, open cases counted until the end, against the backlog followed event by event."""
    log = new_log()
    for case_type, reported, time in cases:
        log.case(case_type, reported, reported + time if reported + time <= END else np.nan)
    rows = log.rows()
    found = figures(rows)
    for family, case_type in (("enforcement", "waste"), ("dispute", "quarrel"), ("emergency", "flood")):
        own = [
            (case["reported"], case["closed"]) for case in log.cases if rows.case_types[case["case_type"]] == case_type
        ]
        changes = sorted([(start, 1) for start, _ in own] + [(stop, -1) for _, stop in own if not np.isnan(stop)])
        area, level, before = 0.0, 0, 0.0
        for time, change in [*changes, (END, 0)]:
            area += level * (time - before)
            level, before = level + change, time
        assert found[FigureKey("backlog_mean", family)] == pytest.approx(area / END, abs=1e-9)
        assert found[FigureKey("backlog_end", family)] == level


def test_cases_count_from_the_day_of_their_report_to_that_before_their_closure(log, at):
    log.case("waste", at(1, "09:00"), at(3, "10:00"))
    log.case("waste", at(1, "15:00"))
    log.case("quarrel", at(2, "09:00"), at(2, "11:00"))
    found = daily_backlog(log.rows())
    assert found["enforcement"][:5] == (0, 2, 2, 1, 1)
    assert set(found["dispute"]) == {0}


def test_midnight_belongs_to_the_day_that_ends_with_it(log, at):
    log.case("waste", at(0), at(2))
    assert daily_backlog(log.rows())["enforcement"][:3] == (1, 0, 0)


def test_the_opening_backlog_counts_and_duplicates_do_not(log, at):
    first = log.case("waste", at(-20), at(4, "12:00"), opening=1)
    log.case("waste", at(1), duplicate_of=first)
    assert daily_backlog(log.rows())["enforcement"][:6] == (1, 1, 1, 1, 0, 0)


def test_only_families_that_were_asked_for(log):
    assert set(daily_backlog(log.rows(("service",)))) == {"service", "counter", "grid"}


def test_the_last_day_is_the_backlog_at_the_end(lively):
    found = figures(lively)
    for family, days in daily_backlog(lively).items():
        assert days[-1] == found.get(FigureKey("backlog_end", family), 0.0)


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
