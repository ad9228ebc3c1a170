"""The rows of a run without its beginning: the same cases, times and people from there on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from planner.engine.rows import RunRows, Step
from planner.engine.simulate import simulate
from planner.files import ScenarioFile
from planner.metrics.case_figures import daily_backlog
from planner.metrics.figures import figures
from planner.metrics.indicators import FigureKey
from planner.metrics.later import rows_after
from planner.metrics.tables import team_days

ROOT = Path(__file__).parents[2]
DAYS = 40
CUT = 24.0 * DAYS


@pytest.fixture(scope="module")
def rows() -> RunRows:
    """A busy town: overdue cases, repeat contacts, whistles, leavers."""
    file = ScenarioFile(ROOT / "scenarios" / "tutorial.toml")
    values = {
        "townships.example.teams.enforcement.certified": 2,
        "townships.example.teams.*.leaving_rate": 0.9,
        "townships.example.teams.*.hiring_days": 10,
        "repeats.open_at_due": 0.6,
        "departments.urban-management.team.staff": 2,
        "case_types.street-order.per_1000_residents_year": 40,
    }
    return simulate(file.read(["whistle"], values=values).scenario, replication=2)


@pytest.fixture(scope="module")
def later(rows: RunRows) -> RunRows:
    return rows_after(rows, DAYS)


def test_the_town_is_busy(rows: RunRows, later: RunRows) -> None:
    assert later.cases.opening.sum() > 10
    assert (rows.cases.duplicate_of >= 0).sum() > 10
    assert np.isin(later.steps.step, (Step.WHISTLE, Step.PARTNER_WHISTLE)).sum() > 10
    assert len(rows.staff.time) > len(rows.teams)


def test_days_and_hours_count_from_the_cut(rows: RunRows, later: RunRows) -> None:
    assert (rows.scenario.time.start, later.scenario.time.start) == (date(2025, 3, 3), date(2025, 4, 12))
    assert later.end == rows.end - CUT == 24.0 * later.scenario.time.days


def test_the_backlog_of_each_day_is_the_same(rows: RunRows, later: RunRows) -> None:
    before, after = daily_backlog(rows), daily_backlog(later)
    assert {family: days[DAYS:] for family, days in before.items()} == after


def test_times_are_those_of_cases_reported_after_the_cut(rows: RunRows, later: RunRows) -> None:
    """Closed ones within the cut-off of the cohort, from the rows of the whole run by plain arithmetic."""
    found = figures(later, cut_off_hours=240.0)
    cases = rows.cases
    emergency = cases.case_type == rows.case_types.index("fire-alarm")
    cohort = (cases.reported >= CUT) & (cases.reported <= rows.end - 240.0) & (cases.duplicate_of < 0) & emergency
    hours = np.minimum(np.nan_to_num(cases.closed, nan=np.inf), cases.reported + 240.0) - cases.reported
    assert found[FigureKey("cohort_size", "emergency")] == cohort.sum() > 0
    assert found[FigureKey("resolution_time_mean", "emergency")] == pytest.approx(hours[cohort].mean())


def test_people_and_their_use_are_those_of_the_days_after(rows: RunRows, later: RunRows) -> None:
    before, after = team_days(rows), team_days(later)
    assert before.teams == after.teams
    np.testing.assert_allclose(before.roll_hours[:, DAYS:], after.roll_hours, atol=1e-6)
    gone = {Step.REPEAT}
    difference = np.abs(before.busy_hours[:, DAYS:] - after.busy_hours)
    # A repeat contact about a case that was closed by the cut may still be received on that day.
    assert difference[:, 1:].max() < 1e-6
    assert difference.sum() < 1.0, gone


def test_rows_still_join_and_hold_no_whistle_from_before(rows: RunRows, later: RunRows) -> None:
    steps = later.steps
    assert steps.case.min() >= 0
    assert steps.case.max() < len(later.cases.closed)
    calls = np.isin(steps.step, (Step.WHISTLE, Step.PARTNER_WHISTLE))
    assert (steps.asked[calls] >= 0.0).all()
    for step, case in zip(steps.step[:50], steps.case[:50], strict=True):
        assert 0 <= step <= max(Step)
        assert later.cases.reported[case] < later.end
    inside = later.cases.reported >= 0.0
    firsts = {}
    for case, asked, step in zip(steps.case.tolist(), steps.asked.tolist(), steps.step.tolist(), strict=True):
        if step < Step.PARTNER:
            firsts[case] = min(asked, firsts.get(case, np.inf))
    for case in np.flatnonzero(inside & (later.cases.duplicate_of < 0)):
        assert firsts[int(case)] == pytest.approx(later.cases.reported[case])


def test_all_figures_can_be_computed(later: RunRows) -> None:
    found = figures(later, by=("township", "department", "case_type", "level"))
    assert FigureKey("on_time_rate", "enforcement") in found
    assert FigureKey("whistles", "enforcement") in found


def test_nothing_cut_changes_nothing(rows: RunRows) -> None:
    assert rows_after(rows, 0) is rows


def test_senseless_cuts_raise(rows: RunRows) -> None:
    for days in (-1, 91):
        with pytest.raises(ValueError):
            rows_after(rows, days)
