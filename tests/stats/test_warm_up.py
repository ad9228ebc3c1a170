"""Where a series settles, against hand-made series and a plain search."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.stats.warm_up import FEWEST_WEEKS, WarmUp, common_cut, warm_up, weekly_means


def days(weeks: list[float]) -> list[float]:
    return [value for value in weeks for _ in range(7)]


def test_weeks_are_means_of_whole_weeks_over_all_replications() -> None:
    one = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, *[9.0] * 7, 1e9, 1e9]
    assert weekly_means(one).tolist() == [4.0, 9.0]
    assert weekly_means([one, [value + 2.0 for value in one]]).tolist() == [5.0, 10.0]


def test_a_start_unlike_the_rest_is_cut() -> None:
    found = warm_up(days([50.0, 30.0, 20.0, *[10.0, 11.0] * 20]))
    assert found == WarmUp(state="steady", cut_weeks=3, weeks=43)


def test_a_working_week_is_no_warm_up() -> None:
    """Quiet week-ends vary a series of days, not one of weeks."""
    week = [10.0, 10.0, 10.0, 10.0, 10.0, 2.0, 1.0]
    assert warm_up(week * 20) == WarmUp(state="steady", cut_weeks=0, weeks=20)


@pytest.mark.parametrize("level", [0.0, 1.0, 0.1, 7.3])
def test_a_series_that_never_moves_is_steady_from_the_first_week(level: float) -> None:
    assert warm_up([[level] * 700] * 3) == WarmUp(state="steady", cut_weeks=0, weeks=100)


def test_a_backlog_that_grows_has_no_steady_state() -> None:
    generator = np.random.default_rng(3)
    growing = np.arange(156 * 7) * 0.5 + generator.normal(0.0, 5.0, size=(5, 156 * 7))
    assert warm_up(growing) == WarmUp(state="growing", cut_weeks=None, weeks=156)


def test_a_backlog_that_is_still_being_worked_off_has_none_either() -> None:
    assert warm_up(1_000.0 - np.arange(156 * 7) * 0.5).state == "shrinking"


def test_a_queue_that_starts_empty_is_found_steady() -> None:
    """An autoregressive series that starts at 0 and settles at 100; three replications of three years."""
    generator = np.random.default_rng(5)
    noise = generator.normal(0.0, 1.0, size=(3, 3 * 365))
    series = np.zeros_like(noise)
    for day in range(1, series.shape[1]):
        series[:, day] = series[:, day - 1] + (100.0 - series[:, day - 1]) / 30.0 + noise[:, day]
    found = warm_up(series)
    assert found.state == "steady" and found.cut_weeks is not None
    left_of_the_start = 100.0 * (29 / 30) ** (7 * found.cut_weeks)
    spread_of_a_day = math.sqrt(1.0 / (1.0 - (29 / 30) ** 2) / 3)
    assert left_of_the_start < spread_of_a_day


@given(st.lists(st.integers(0, 50), min_size=FEWEST_WEEKS, max_size=30))
def test_the_cut_is_the_one_of_smallest_standard_error(weeks: list[int]) -> None:
    found = warm_up(days([float(week) for week in weeks]))
    n, limit = len(weeks), len(weeks) // 2
    errors = []
    for cut in range(limit + 1):
        rest = weeks[cut:]
        mean = math.fsum(rest) / len(rest)
        errors.append(math.fsum((week - mean) ** 2 for week in rest) / len(rest) ** 2)
    if found.cut_weeks is None:
        assert errors[limit] <= min(errors) + 1e-9
    else:
        assert found.cut_weeks < limit
        assert errors[found.cut_weeks] <= min(errors) + 1e-9
    assert found.weeks == n


def test_a_short_series_and_a_strange_shape_raise() -> None:
    with pytest.raises(ValueError):
        warm_up([1.0] * (FEWEST_WEEKS * 7 - 1))
    with pytest.raises(ValueError):
        warm_up(np.ones((2, 2, 100)))
    with pytest.raises(ValueError):
        warm_up(np.ones((0, 100)))


def test_compared_scenarios_share_the_largest_cut_where_all_have_a_steady_state() -> None:
    short = WarmUp(state="steady", cut_weeks=2, weeks=100)
    long = WarmUp(state="steady", cut_weeks=9, weeks=100)
    growing = WarmUp(state="growing", cut_weeks=None, weeks=100)
    assert common_cut([short, long]) == 9
    assert common_cut([short, growing]) is None
    assert common_cut([]) is None
