"""Figures on the rows of simulated runs."""

import numpy as np
import pytest

from planner.engine.rows import Step
from planner.engine.simulate import simulate
from planner.metrics.cells import family_codes
from planner.metrics.cohort import cohort_of
from planner.metrics.figures import figures
from planner.metrics.horizon import step_times
from planner.metrics.indicators import ALL, CAUSES, GROUPINGS, REPORTING_FAMILIES, FigureKey
from planner.metrics.organisation import team_use


def test_the_lively_run_exercises_every_step_but_coordination(lively):
    assert set(np.unique(lively.steps.step)) >= set(Step) - {Step.OWNER_COORDINATION, Step.DISPATCH}
    assert lively.interruptions > 0


@pytest.mark.parametrize("cut_off_hours", [24.0, 168.0])
def test_causes_of_every_case_sum_to_its_time(lively, cut_off_hours):
    cohort = cohort_of(lively, step_times(lively), family_codes(lively), cut_off_hours)
    assert cohort.case.size > 300
    assert (cohort.causes >= -1e-12).all()
    assert np.abs(cohort.causes.sum(axis=1) - cohort.resolution).max() < 1e-9


def test_causes_sum_to_the_mean_in_every_group(lively):
    found = figures(lively, by=GROUPINGS)
    means = {key: value for key, value in found.items() if key.indicator == "resolution_time_mean"}
    assert len(means) > 20
    for key, mean in means.items():
        parts = [found[FigureKey(f"time_by_cause.{cause}", *key[1:])] for cause in CAUSES]
        assert np.sum(parts) == pytest.approx(mean, abs=1e-9)


def test_little_s_law_between_backlog_and_event_log(lively):
    """L = λW on the wall clock, open cases until the end: the backlog is the time of all cases on the main line."""
    found, families = figures(lively), family_codes(lively)
    main = np.flatnonzero(
        (lively.steps.step < Step.PARTNER)
        & (lively.cases.duplicate_of[lively.steps.case] < 0)
        & (lively.cases.opening[lively.steps.case] == 0)
    )
    ended = np.where(np.isnan(lively.steps.ended[main]), lively.end, lively.steps.ended[main])
    hours = np.bincount(families[lively.steps.case[main]], ended - lively.steps.asked[main])
    opening = np.flatnonzero(lively.cases.opening == 1)
    stays = np.where(np.isnan(lively.cases.closed[opening]), lively.end, lively.cases.closed[opening])
    hours[: hours.size] += np.bincount(families[opening], stays, minlength=hours.size)
    for code, family in enumerate(REPORTING_FAMILIES):
        assert found[FigureKey("backlog_mean", family)] == pytest.approx(hours[code] / lively.end, rel=1e-9)
    assert found[FigureKey("backlog_mean", ALL)] == pytest.approx(hours.sum() / lively.end)


def test_nobody_is_busier_than_the_roll_allows(lively):
    use = team_use(lively, step_times(lively))
    assert (use.busy <= use.on_roll * (1.0 + 1e-9)).all()
    assert use.busy.sum() > 0


def test_levels_and_counts_agree_with_the_rows(lively):
    found = figures(lively, by=("township",))
    counted = lively.cases.duplicate_of < 0
    assert found[FigureKey("backlog_end", ALL)] == np.isnan(lively.cases.closed[counted]).sum()
    by_township = [found[FigureKey("backlog_end", ALL, "township", name)] for name in ("north", "south")]
    assert np.sum(by_township) == found[FigureKey("backlog_end", ALL)]
    for family in ("enforcement", "approval", "service", "counter", "dispute"):
        shares = [found[FigureKey(f"settled_{level}_share", family)] for level in ("village", "township", "county")]
        assert np.sum(shares) == pytest.approx(1.0)


def test_figures_do_not_touch_the_rows(lively):
    before = {name: getattr(lively.steps, name).copy() for name in ("asked", "started", "ended", "travel", "case")}
    first = figures(lively, by=GROUPINGS)
    assert all(np.array_equal(getattr(lively.steps, name), values, equal_nan=True) for name, values in before.items())
    assert figures(lively, by=GROUPINGS) == first


def test_a_run_of_one_family_has_the_figures_of_the_whole_run(lively):
    part = simulate(lively.scenario, seed=3, families=("approval",))
    whole = {key: value for key, value in figures(lively, by=GROUPINGS).items() if key.family == "approval"}
    assert figures(part, by=GROUPINGS) == whole
