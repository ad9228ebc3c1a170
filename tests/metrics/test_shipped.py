"""Exact laws on every shipped scenario, over at most 28 days: causes sum to the time, and Little's law."""

from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

from planner.engine.rows import Step
from planner.engine.simulate import simulate
from planner.files import read_scenario
from planner.metrics.cohort import cohort_of
from planner.metrics.families import family_codes
from planner.metrics.figures import figures
from planner.metrics.horizon import cut_off
from planner.metrics.indicators import CAUSES, GROUPINGS, REPORTING_FAMILIES, FigureKey
from planner.metrics.steptimes import step_times

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PARTS = ("base", "measures", "packages")
SHIPPED = sorted(
    path.relative_to(SCENARIOS).as_posix()
    for path in SCENARIOS.rglob("*.toml")
    if path.relative_to(SCENARIOS).parts[0] not in PARTS
)


@pytest.fixture(scope="module", params=SHIPPED)
def rows(request):
    scenario = read_scenario(SCENARIOS / request.param)
    return simulate(evolve(scenario, time=evolve(scenario.time, days=min(scenario.time.days, 28))), seed=11)


def test_there_are_scenarios_to_try():
    assert "laiyang/current.toml" in SHIPPED


def test_causes_sum_to_the_time(rows):
    cohort = cohort_of(rows, step_times(rows), family_codes(rows), cut_off(rows.end))
    assert cohort.case.size > 0
    assert (cohort.causes >= -1e-12).all()
    assert np.abs(cohort.causes.sum(axis=1) - cohort.resolution).max() < 1e-9
    found = figures(rows, by=GROUPINGS)
    for key, mean in found.items():
        if key.indicator == "resolution_time_mean":
            parts = [found[key._replace(indicator=f"time_by_cause.{cause}")] for cause in CAUSES]
            assert np.sum(parts) == pytest.approx(mean, abs=1e-9)


def test_little_s_law(rows):
    """L = λW in each family on the wall clock, open cases until the end: W from the event log, L from the cases."""
    steps, cases = rows.steps, rows.cases
    case = np.flatnonzero(cases.duplicate_of < 0)
    main = np.flatnonzero((steps.step < Step.PARTNER) & (cases.duplicate_of[steps.case] < 0))
    ended = np.where(np.isnan(steps.ended[main]), rows.end, steps.ended[main])
    in_system = np.bincount(steps.case[main], ended - np.maximum(steps.asked[main], 0.0), minlength=cases.reported.size)
    families, found = family_codes(rows), figures(rows)
    for code, family in enumerate(REPORTING_FAMILIES):
        own = case[families[case] == code]
        if own.size:
            arrivals_per_hour, hours = own.size / rows.end, in_system[own].mean()
            assert found[FigureKey("backlog_mean", family)] == pytest.approx(arrivals_per_hour * hours, rel=1e-9)
