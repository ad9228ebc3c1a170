"""Steady-state means from long runs: the warm-up cut off, the rest in batches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.stats.interval import Interval, mean_interval

CONFIDENCE = 0.999
BATCHES = 32
"""Over all runs: few enough to be many times longer than the memory of the process, enough to estimate their spread."""


def steady_state_interval(
    runs: Sequence[ArrayLike], *, warm_up: float, batches: int = BATCHES, confidence: float = CONFIDENCE
) -> Interval:
    """Interval of the long-run mean of the values of independent runs, which stand in order of time.

    The first `warm_up` (a share) of each run is cut off, the rest is split into batches in a row, whose means are taken
    for independent and normal (method of batch means). Every run gives the same number of batches.

    Raises ValueError where a run has fewer values than batches.
    """
    means = [_batch_means(np.asarray(run, dtype=np.float64), warm_up, batches // len(runs)) for run in runs]
    return mean_interval(np.concatenate(means).tolist(), confidence)


def _batch_means(values: NDArray[np.float64], warm_up: float, batches: int) -> NDArray[np.float64]:
    steady = values[int(len(values) * warm_up) :]
    length = len(steady) // batches
    if length == 0:
        raise ValueError(len(steady))
    # What does not fill a batch is cut off in front, where it may still feel the start.
    return np.asarray(steady[len(steady) - length * batches :].reshape(batches, length).mean(axis=1))
