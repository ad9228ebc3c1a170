"""One row per team and day."""

from datetime import date

import numpy as np
import pytest

from planner.engine.rows import Step
from planner.metrics.horizon import step_times
from planner.metrics.organisation import team_use
from planner.metrics.tables import team_days


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
