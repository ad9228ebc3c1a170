"""Times of the cohort, with open cases cut off alike. The cut-off of 28 days is a quarter: seven days."""

import pytest

from planner.engine.rows import Channel, Step
from planner.metrics.figures import figures
from planner.metrics.indicators import FigureKey
from planner.model.calendar import CalendarSettings


def of(rows, indicator, family, **options):
    return figures(rows, **options).get(FigureKey(indicator, family))


def test_working_time_of_a_closed_case(log, at):
    log.case("waste", at(0, "09:00"), at(2, "11:00"))
    assert of(log.rows(), "resolution_time_mean", "enforcement") == pytest.approx((6.5 + 7 + 2.5) / 7)


def test_emergencies_are_told_in_hours_of_the_wall_clock(log, at):
    log.case("flood", at(5, "20:00"), at(5, "23:30"))
    assert of(log.rows(), "resolution_time_mean", "emergency") == pytest.approx(3.5)


def test_open_and_late_cases_are_clipped_on_the_wall_clock_then_put_into_working_time(log, at):
    log.case("waste", at(0, "09:00"), at(2, "11:00"))
    log.case("waste", at(1))  # open: Tuesday midnight to Tuesday midnight, five working days
    log.case("waste", at(4, "08:30"), at(18, "10:00"))  # late: Friday opening to Friday opening
    rows = log.rows()
    assert of(rows, "resolution_time_mean", "enforcement") == pytest.approx((16 / 7 + 5 + 5) / 3)


def test_cohort_leaves_out_late_reports_duplicates_and_the_opening_backlog(log, at):
    first = log.case("waste", at(21), at(22))
    log.case("waste", at(21, "00:01"), at(26))
    log.case("waste", at(-3), at(10), opening=1)
    log.case("waste", at(2), at(9), duplicate_of=first)
    assert of(log.rows(), "resolution_time_mean", "enforcement") == pytest.approx(1.0)


def test_cut_off_can_be_given(log, at):
    log.case("waste", at(0), at(4))
    log.case("waste", at(26, "12:00"))  # open; within two days of the end
    assert of(log.rows(), "resolution_time_mean", "enforcement", cut_off_hours=48.0) == pytest.approx(2.0)
    assert of(log.rows(), "resolution_time_mean", "enforcement") == pytest.approx(4.0)


def test_quantiles_count_open_and_late_cases_as_beyond(log, at):
    for day in (1, 2, 3):
        log.case("waste", at(0), at(day))
    log.case("waste", at(0))
    rows = log.rows()
    # Of 1, 2, 3 and beyond: half lies between the second and third, nine tenths between the third and the last.
    assert of(rows, "resolution_time_median", "enforcement") == pytest.approx(2.5)
    assert of(rows, "resolution_time_p90", "enforcement") is None
    assert of(rows, "resolution_time_mean", "enforcement") == pytest.approx((1 + 2 + 3 + 5) / 4)
    log.case("waste", at(0), at(7, "00:01"))
    log.case("waste", at(0))
    assert of(log.rows(), "resolution_time_median", "enforcement") is None


def test_a_case_closed_exactly_at_the_cut_off_was_reached(log, at):
    log.case("waste", at(0), at(7))
    assert of(log.rows(), "resolution_time_median", "enforcement") == pytest.approx(5.0)


def test_response_is_the_first_work_on_the_matter_after_intake(log, at):
    case = log.case("waste", at(0, "08:30"), at(3, "10:30"))
    log.step(case, Step.INTAKE, at(0, "08:30"), at(0, "09:00"), at(0, "09:30"), "hall")
    log.step(case, Step.RETURN, at(0, "09:30"), at(0, "09:30"), at(1, "08:30"))
    log.step(case, Step.FACT, at(1, "08:30"), at(1, "10:00"), at(3, "10:30"), "squad")
    assert of(log.rows(), "response_time_mean", "enforcement") == pytest.approx((7 + 1.5) / 7)


def test_response_by_a_grid_worker_counts(log, at):
    case = log.case("street-lamp", at(0, "08:30"), channel=Channel.PATROL)
    log.step(case, Step.VILLAGE, at(0, "08:30"), at(0, "09:12"), at(0, "10:00"), "grids")
    log.step(case, Step.INTAKE, at(0, "10:00"), team="hall")
    assert of(log.rows(), "response_time_mean", "grid") == pytest.approx(0.7 / 7)


def test_response_that_never_came_is_cut_off_and_has_no_median(log, at):
    case = log.case("waste", at(0))
    log.step(case, Step.INTAKE, at(0), team="hall")
    rows = log.rows()
    assert of(rows, "response_time_mean", "enforcement") == pytest.approx(5.0)
    assert of(rows, "response_time_median", "enforcement") is None


def test_response_of_a_case_closed_without_work_is_its_closure(log, at):
    log.case("waste", at(0), at(1))
    assert of(log.rows(), "response_time_mean", "enforcement") == pytest.approx(1.0)


def test_around_the_clock_a_working_day_has_24_hours(new_log, at):
    log = new_log(calendar=CalendarSettings(kind="around-the-clock"))
    log.case("waste", at(5), at(6, "12:00"))
    assert of(log.rows(), "resolution_time_mean", "enforcement") == pytest.approx(1.5)
