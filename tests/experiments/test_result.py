"""Figures that not every replication has."""

from __future__ import annotations

import pytest

from planner.experiments.result import Replication, gathered, intervals_of, not_reached
from planner.metrics import FigureKey

MEAN, MEDIAN, P90 = (FigureKey(f"resolution_time_{name}", "enforcement") for name in ("mean", "median", "p90"))
RATE = FigureKey("whistles_on_time_rate", "enforcement")


def replications(*figures: dict[FigureKey, float]) -> list[Replication]:
    return [Replication(scenario=0, number=number, figures=one, seconds=0.1) for number, one in enumerate(figures)]


def test_a_quantile_that_one_replication_does_not_reach_has_no_mean() -> None:
    """The mean of the others would be too short: those that do not reach it are longer than all of them."""
    runs = replications(
        {MEAN: 4.0, MEDIAN: 3.0, P90: 9.0},
        {MEAN: 8.0, MEDIAN: 5.0},
        {MEAN: 6.0, MEDIAN: 4.0, P90: 11.0},
    )
    found = intervals_of(runs)
    assert set(found) == {MEAN, MEDIAN}
    assert found[MEDIAN].mean == pytest.approx(4.0)
    assert gathered(runs).unreached == {P90: 1}


def test_a_replication_without_any_case_says_nothing_of_quantiles() -> None:
    """Then there is no mean time either, and what is missing is not long."""
    runs = replications({MEAN: 4.0, MEDIAN: 3.0, P90: 9.0}, {})
    found = gathered(runs)
    assert found.unreached == {}
    assert {key: one.n for key, one in found.intervals().items()} == {MEAN: 1, MEDIAN: 1, P90: 1}


def test_other_figures_are_means_of_the_replications_that_have_them() -> None:
    runs = replications({RATE: 0.5, MEAN: 1.0}, {MEAN: 1.0}, {RATE: 0.7, MEAN: 1.0})
    found = intervals_of(runs)[RATE]
    assert (found.mean, found.n) == (pytest.approx(0.6), 2)


@pytest.mark.parametrize(
    ("figure", "figures", "expected"),
    [
        (P90, {MEAN: 1.0}, True),
        (P90, {MEAN: 1.0, P90: 2.0}, False),
        (P90, {}, False),
        (P90, {FigureKey(MEAN.indicator, "dispute"): 1.0}, False),
        (RATE, {MEAN: 1.0}, False),
    ],
)
def test_not_reached(figure: FigureKey, figures: dict[FigureKey, float], expected: bool) -> None:
    assert not_reached(figure, figures) is expected
