"""Batch means on a process whose long-run mean is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter

from tests.theory.steady_state import steady_state_interval

MEAN = 5.0


def autoregressive(length: int, memory: float, seed: int, start: float) -> np.ndarray:
    """An AR(1) process with long-run mean 5 and correlation `memory` from step to step."""
    noise = np.random.default_rng(seed).standard_normal(length)
    noise[0] += start
    return MEAN + np.asarray(lfilter([1.0], [1.0, -memory], noise))


def test_it_covers_the_long_run_mean_as_often_as_it_says() -> None:
    runs = 400
    intervals = [
        steady_state_interval(autoregressive(30_000, 0.9, seed, 0.0), warm_up=0, confidence=0.9) for seed in range(runs)
    ]
    covered = sum(i.half_width is not None and abs(i.mean - MEAN) <= i.half_width for i in intervals)
    assert abs(covered / runs - 0.9) <= 3.9 * (0.9 * 0.1 / runs) ** 0.5


def test_the_warm_up_is_cut_off() -> None:
    values = autoregressive(30_000, 0.9, seed=1, start=1e6)
    kept, cut = (steady_state_interval(values, warm_up=warm_up) for warm_up in (0, 600))
    assert kept.mean > MEAN + 100.0
    assert cut.half_width is not None
    assert abs(cut.mean - MEAN) <= cut.half_width


def test_too_few_values_raise() -> None:
    with pytest.raises(ValueError):
        steady_state_interval(np.zeros(40), warm_up=11)
