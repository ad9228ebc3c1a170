"""Open cases at the end of each day."""

from planner.metrics.case_figures import daily_backlog
from planner.metrics.figures import figures
from planner.metrics.indicators import FigureKey


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
