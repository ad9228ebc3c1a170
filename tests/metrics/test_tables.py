"""Tables for analysts, and those of one row per team and day."""

from datetime import date

import numpy as np
import polars
import pytest

from planner.engine.rows import Channel, Level, Mode, Step, case_table, event_table
from planner.metrics.horizon import step_times
from planner.metrics.organisation import team_use
from planner.metrics.tables import team_day_table, team_days


def make(log, at):
    first = log.case(
        "waste",
        at(0, "08:30"),
        at(1, "10:00"),
        due=at(7, "17:30"),
        channel=Channel.PATROL,
        level=Level.COUNTY,
        mode=Mode.COUNTY,
        team=7,
        bounces=2,
        reversed=1,
    )
    log.case("quarrel", at(-1), township="south", opening=1, unusable=1)
    log.case("waste", at(1), duplicate_of=first)
    log.step(first, Step.RETURN, at(0, "08:30"), at(0, "08:30"), at(0, "09:00"))
    log.step(first, Step.DECISION, at(0, "09:00"), at(0, "10:00"), team="bureau", crew=2)
    return log.rows()


def test_cases_carry_names_and_timestamps(log, at):
    table = case_table(make(log, at))
    assert table["case_id"].tolist() == [0, 1, 2]
    assert table["township"] == ["north", "south", "north"]
    assert table["case_type"] == ["waste", "quarrel", "waste"]
    assert table["family"] == ["enforcement", "dispute", "enforcement"]
    assert table["channel"] == ["patrol", "hotline", "hotline"]
    assert table["level"] == ["county", "open", "open"]
    assert table["mode"] == ["county", "none", "none"]
    assert table["team"] == ["departments.bureau.team", None, None]
    assert table["duplicate_of"] == [None, None, 0]
    assert table["opening"].tolist() == [False, True, False]
    assert table["unusable"].tolist() == [False, True, False]
    assert table["reversed"].tolist() == [True, False, False]
    assert table["bounces"].tolist() == [2, 0, 0]
    assert table["reported"][:2].astype(str).tolist() == ["2025-03-03T08:30:00.000000", "2025-03-02T00:00:00.000000"]
    assert np.isnat(table["closed"]).tolist() == [False, True, True]


def test_events_name_activity_and_team(log, at):
    table = event_table(make(log, at))
    assert table["activity"] == ["return", "decision"]
    assert table["team"] == [None, "departments.bureau.team"]
    assert table["start"].astype(str).tolist() == ["2025-03-03T08:30:00.000000", "2025-03-03T10:00:00.000000"]
    assert np.isnat(table["end"]).tolist() == [False, True]
    assert table["crew"].tolist() == [1, 2]
    assert table["township"] == ["north", "north"]


def test_timestamps_round_to_the_nearest_microsecond(log):
    log.case("waste", 1.0 / 3.0 - 1e-12, 2.0 / 3.0 + 1e-12)
    table = case_table(log.rows())
    assert str(table["reported"][0]) == "2025-03-03T00:20:00.000000"
    assert str(table["closed"][0]) == "2025-03-03T00:40:00.000000"


def test_polars_takes_all_three(log, at):
    rows = make(log, at)
    assert polars.DataFrame(case_table(rows)).height == 3
    assert polars.DataFrame(event_table(rows)).height == 2
    days = polars.DataFrame(team_day_table(rows))
    assert days.height == 28 * len(rows.teams)
    assert days.columns == ["team", "day", "busy_hours", "roll_hours", "waiting"]


def test_a_run_without_cases_has_empty_tables(log):
    rows = log.rows()
    assert polars.DataFrame(case_table(rows)).height == 0
    assert polars.DataFrame(event_table(rows)).height == 0


def row(days, key):
    return days.teams.index(key)


def test_busy_hours_are_cut_at_midnights(log, at):
    log.roll("hall", 0.0, 2)
    case = log.case("waste", at(0))
    log.step(case, Step.FACT, at(0, "09:00"), at(0, "16:30"), at(2, "10:00"), "hall", crew=2)
    days = team_days(log.rows())
    hall = row(days, "townships.north.teams.hall")
    assert days.days[0] == date(2025, 3, 3)
    assert len(days.days) == 28
    assert days.busy_hours[hall, :4] == pytest.approx([2 * 1.0, 2 * 7.0, 2 * 1.5, 0.0])
    assert days.roll_hours[hall, :7] == pytest.approx([14.0] * 5 + [0.0] * 2)


def test_the_roll_follows_its_changes(log, at):
    log.roll("hall", 0.0, 2)
    log.roll("hall", at(1, "12:00"), 1)
    days = team_days(log.rows())
    assert days.roll_hours[row(days, "townships.north.teams.hall"), :3] == pytest.approx([14.0, 7.0 + 3.5, 7.0])


def test_waiting_counts_jobs_asked_for_and_not_begun_at_midnight(log, at):
    first, second, opening = log.case("waste", at(0)), log.case("waste", at(0)), log.case("waste", at(-9), opening=1)
    log.step(first, Step.FACT, at(0, "09:00"), at(1, "09:00"), at(1, "10:00"), "hall")
    log.step(second, Step.FACT, at(1, "09:00"), team="hall")
    log.step(opening, Step.FACT, at(-9), at(2, "09:00"), at(2, "10:00"), "hall")
    log.step(second, Step.WHISTLE, at(0), team="hall")
    days = team_days(log.rows())
    waiting = days.waiting[row(days, "townships.north.teams.hall")]
    assert waiting[:4].tolist() == [2, 2, 1, 1]
    assert waiting[-1] == 1


def test_days_add_up_to_the_use_of_the_run(log, at):
    generator = np.random.default_rng(5)
    for number in range(60):
        team = ("hall", "squad", "bureau")[number % 3]
        started = float(generator.uniform(0, 600))
        case = log.case("waste", started)
        ended = started + float(generator.exponential(40))
        log.step(case, Step.FACT, started, started, ended if ended < 672 else float("nan"), team, crew=1 + number % 2)
    for team in ("hall", "squad", "bureau"):
        log.roll(team, 0.0, 3)
        log.roll(team, 100.25, 5)
    rows = log.rows()
    days, use = team_days(rows), team_use(rows, step_times(rows))
    assert days.busy_hours.sum(axis=1) == pytest.approx(use.busy)
    assert days.roll_hours.sum(axis=1) == pytest.approx(use.on_roll)
