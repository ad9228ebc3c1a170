"""Backlog, deadlines, settlement, bounces, reversals, repeat contacts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.engine.rows import Level, Mode
from planner.metrics.figures import figures
from planner.metrics.indicators import FigureKey

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
