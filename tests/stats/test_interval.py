"""Intervals of means against printed t tables, and against how often they cover."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.stats.interval import mean_interval


@pytest.mark.parametrize(
    ("n", "confidence", "t"),
    [
        (2, 0.95, 12.706),
        (3, 0.95, 4.303),
        (5, 0.95, 2.776),
        (10, 0.90, 1.833),
        (10, 0.95, 2.262),
        (10, 0.99, 3.250),
        (31, 0.95, 2.042),
        (31, 0.999, 3.646),
    ],
)
def test_half_width_is_t_times_the_standard_error(n: int, confidence: float, t: float) -> None:
    """Quantiles as printed in tables of Student's t, to three decimals."""
    values = [float(k) for k in range(n)]
    interval = mean_interval(values, confidence)
    standard_error = math.sqrt(n * (n + 1) / 12 / n)
    assert interval.mean == (n - 1) / 2
    assert interval.half_width is not None
    assert interval.half_width / standard_error == pytest.approx(t, abs=5.1e-4)
    assert (interval.n, interval.confidence) == (n, confidence)


def test_relative_half_width_is_a_part_of_the_size_of_the_mean() -> None:
    interval = mean_interval([-3.0, -5.0])
    assert interval.half_width == pytest.approx(12.7062047)
    assert interval.relative_half_width == pytest.approx(12.7062047 / 4.0)


def test_one_value_has_no_half_width() -> None:
    interval = mean_interval([7.0])
    assert interval.mean == 7.0
    assert interval.half_width is interval.relative_half_width is None


def test_a_mean_of_zero_has_no_relative_half_width() -> None:
    interval = mean_interval([-1.0, 1.0])
    assert interval.half_width is not None
    assert interval.relative_half_width is None


@pytest.mark.parametrize(("values", "confidence"), [([], 0.95), ([1.0, 2.0], 0.0), ([1.0, 2.0], 1.0)])
def test_senseless_requests_raise(values: list[float], confidence: float) -> None:
    with pytest.raises(ValueError):
        mean_interval(values, confidence)


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_values_does_not_matter(values: list[float], shuffler: random.Random) -> None:
    shuffled = list(values)
    shuffler.shuffle(shuffled)
    assert mean_interval(shuffled) == mean_interval(values)


def test_it_covers_the_true_mean_as_often_as_it_says() -> None:
    """4,000 samples of five normal values: the share covered lies within 3.9 standard errors of 90 %."""
    samples = np.random.default_rng(20250101).normal(3.0, 2.0, size=(4_000, 5))
    intervals = [mean_interval(sample.tolist(), 0.9) for sample in samples]
    covered = np.mean([abs(i.mean - 3.0) <= i.half_width for i in intervals if i.half_width is not None])
    assert abs(covered - 0.9) <= 3.9 * math.sqrt(0.9 * 0.1 / len(samples))
