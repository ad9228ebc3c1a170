"""Steady-state means from one long run: the warm-up cut off, the rest in batches."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from planner.stats.interval import Interval, mean_interval

CONFIDENCE = 0.999
BATCHES = 30


def steady_state_interval(values: ArrayLike, *, warm_up: int, confidence: float = CONFIDENCE) -> Interval:
    """Interval of the long-run mean of `values`, which stand in order of time.

    The first `warm_up` values are cut off, the rest is split into 30 batches in a row, whose means are taken for
    independent and normal (method of batch means). Batches must be many times longer than the memory of the process.

    Raises ValueError with fewer values than batches.
    """
    steady = np.asarray(values, dtype=np.float64)[warm_up:]
    length = len(steady) // BATCHES
    if length == 0:
        raise ValueError(len(steady))
    # What does not fill a batch is cut off in front, where it may still feel the start.
    batches = steady[len(steady) - length * BATCHES :].reshape(BATCHES, length)
    return mean_interval(batches.mean(axis=1).tolist(), confidence)
