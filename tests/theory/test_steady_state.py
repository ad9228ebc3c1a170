"""Batch means on a process whose long-run mean is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter

from tests.theory.steady_state import steady_state_interval

MEAN = 5.0


def autoregressive(length: int, memory: float, seed: int, start: float = 0.0) -> np.ndarray:
    """An AR(1) process with long-run mean 5 and correlation `memory` from step to step."""
    noise = np.random.default_rng(seed).standard_normal(length)
    noise[0] += start
    return MEAN + np.asarray(lfilter([1.0], [1.0, -memory], noise))


@pytest.mark.parametrize("runs", [1, 4])
def test_it_covers_the_long_run_mean_as_often_as_it_says(runs: int) -> None:
    times = 400
    intervals = [
        steady_state_interval(
            [autoregressive(32_000 // runs, 0.9, seed * runs + run) for run in range(runs)], warm_up=0.0, confidence=0.9
        )
        for seed in range(times)
    ]
    covered = sum(i.half_width is not None and abs(i.mean - MEAN) <= i.half_width for i in intervals)
    assert abs(covered / times - 0.9) <= 3.9 * (0.9 * 0.1 / times) ** 0.5


def test_the_warm_up_of_every_run_is_cut_off() -> None:
    runs = [autoregressive(30_000, 0.9, seed, start=1e6) for seed in (1, 2)]
    kept, cut = (steady_state_interval(runs, warm_up=warm_up) for warm_up in (0.0, 0.02))
    assert kept.mean > MEAN + 100.0
    assert cut.half_width is not None
    assert abs(cut.mean - MEAN) <= cut.half_width


def test_too_few_values_raise() -> None:
    with pytest.raises(ValueError):
        steady_state_interval([np.zeros(40)], warm_up=0.25)
