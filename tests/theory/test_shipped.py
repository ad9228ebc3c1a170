"""On every shipped scenario: the causes of time add up, Little's law holds, and no case is lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

from planner.engine.rows import RunRows, Step
from planner.engine.simulate import simulate
from planner.files import read_scenario
from planner.metrics.cells import family_codes
from planner.metrics.cohort import cohort_of
from planner.metrics.figures import figures
from planner.metrics.horizon import step_times
from planner.metrics.indicators import ALL, CAUSES, GROUPINGS, REPORTING_FAMILIES, FigureKey

SHIPPED = Path(__file__).parents[2] / "scenarios"

NOT_RUN = {"base", "measures", "packages"}
"""Folders of files that others build on."""

SCENARIOS = sorted(
    path.relative_to(SHIPPED) for path in SHIPPED.rglob("*.toml") if path.relative_to(SHIPPED).parts[0] not in NOT_RUN
)

MOST_DAYS = 28


@pytest.fixture(scope="module", params=SCENARIOS, ids=str)
def rows(request: pytest.FixtureRequest) -> RunRows:
    """A run of a shipped scenario, of 28 days at most."""
    scenario = read_scenario(SHIPPED / request.param)
    days = min(scenario.time.days, MOST_DAYS)
    return simulate(evolve(scenario, time=evolve(scenario.time, days=days)))


def test_there_are_scenarios() -> None:
    assert SCENARIOS


def test_causes_sum_to_the_time_of_every_case(rows: RunRows) -> None:
    cohort = cohort_of(rows, step_times(rows), family_codes(rows), cut_off_hours=168.0)
    assert cohort.case.size > 0
    assert (cohort.causes >= -1e-12).all()
    assert np.abs(cohort.causes.sum(axis=1) - cohort.resolution).max() < 1e-9


def test_causes_sum_to_the_mean_time(rows: RunRows) -> None:
    found = figures(rows, by=GROUPINGS)
    means = {key: value for key, value in found.items() if key.indicator == "resolution_time_mean"}
    assert means
    for key, mean in means.items():
        parts = [found[FigureKey(f"time_by_cause.{cause}", *key[1:])] for cause in CAUSES]
        assert np.sum(parts) == pytest.approx(mean, abs=1e-9)


def test_mean_backlog_is_the_hours_of_all_cases(rows: RunRows) -> None:
    """Little's law: mean number of open cases x horizon = hours on the main line of the cases, in every family."""
    steps, cases = rows.steps, rows.cases
    main = np.flatnonzero((steps.step < Step.PARTNER) & (cases.duplicate_of[steps.case] < 0))
    ended = np.where(np.isnan(steps.ended[main]), rows.end, steps.ended[main])
    begun = np.maximum(steps.asked[main], 0.0)
    hours = np.bincount(family_codes(rows)[steps.case[main]], ended - begun, minlength=len(REPORTING_FAMILIES))
    found = figures(rows)
    for family, total in zip(REPORTING_FAMILIES, hours, strict=True):
        assert found.get(FigureKey("backlog_mean", family), 0.0) == pytest.approx(total / rows.end, abs=1e-9)
    assert found[FigureKey("backlog_mean", ALL)] == pytest.approx(hours.sum() / rows.end)


def test_the_rows_of_a_case_join_from_report_to_closure(rows: RunRows) -> None:
    steps, cases = rows.steps, rows.cases
    main = np.flatnonzero(steps.step < Step.PARTNER)
    # Rows stand in order of completion, so a stable sort by case puts those of one case in the order of its life.
    main = main[np.argsort(steps.case[main], kind="stable")]
    case, asked, ended = steps.case[main], steps.asked[main], steps.ended[main]
    first = np.append(True, case[1:] != case[:-1])
    last = np.append(first[1:], True)
    worked_on = np.zeros(len(cases.reported), dtype=bool)
    worked_on[case] = True
    assert np.array_equal(asked[first], cases.reported[worked_on])
    assert np.array_equal(ended[last], cases.closed[worked_on], equal_nan=True)
    assert np.array_equal(asked[~first], ended[~last])
    # What takes no step at all is closed as it is reported.
    assert np.array_equal(cases.closed[~worked_on], cases.reported[~worked_on])
