"""How much of a run's beginning to leave out, where a steady state is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike, NDArray

from planner.model.tolerances import OF_MEANS

DAYS_PER_WEEK = 7

FEWEST_WEEKS = 10
"""A shorter series cannot show a steady state."""


@frozen(kw_only=True)
class WarmUp:
    """What a series shows. `cut_weeks` are its first weeks, to be left out; absent where there is no steady state.

    `growing` and `shrinking` say which way a series without a steady state moves.
    """

    state: Literal["steady", "growing", "shrinking"]
    cut_weeks: int | None
    weeks: int


def weekly_means(daily: ArrayLike) -> NDArray[np.float64]:
    """Means of whole weeks from values of days, shape (days,) or (replications, days), averaged over replications.

    Weeks even out the working week; days at the end that make no whole week are left out. Raises ValueError for any
    other shape.
    """
    days = np.atleast_2d(np.asarray(daily, dtype=np.float64))
    if days.ndim != 2 or days.shape[0] == 0:
        raise ValueError(days.shape)
    weeks = days.shape[1] // DAYS_PER_WEEK
    means: NDArray[np.float64] = (
        days[:, : weeks * DAYS_PER_WEEK].reshape(days.shape[0], weeks, DAYS_PER_WEEK).mean(axis=(0, 2))
    )
    return means


def warm_up(daily: ArrayLike) -> WarmUp:
    """The warm-up of a backlog by day, shape (days,) or (replications, days), by MSER on weekly means.

    Cuts the d first of n weeks that make (1/(n-d)²) · Σ_{i>d} (Y_i - Ȳ_{n,d})² smallest, the squared standard error of
    the mean of the rest (White 1997; in batches, MSER-5: White, Cobb & Spratt 2000). d is searched up to half of the
    series; the smallest d of several alike is taken. A minimum at the very limit means that the error still falls with
    all that is cut: there is no steady state.

    Raises ValueError for fewer than `FEWEST_WEEKS` whole weeks or another shape.
    """
    means = weekly_means(daily)
    weeks = len(means)
    if weeks < FEWEST_WEEKS:
        raise ValueError(weeks)
    limit = weeks // 2
    # What lies below is rounding, as in a series that does not move at all.
    smallest = float(OF_MEANS * np.abs(means).max()) ** 2
    errors = [max(smallest, float(np.var(means[cut:]) / (weeks - cut))) for cut in range(limit + 1)]
    cut = int(np.argmin(errors))
    if cut < limit:
        return WarmUp(state="steady", cut_weeks=cut, weeks=weeks)
    rest = means[limit:]
    middle = np.arange(len(rest)) - (len(rest) - 1) / 2.0
    return WarmUp(state="growing" if float((middle * rest).sum()) > 0.0 else "shrinking", cut_weeks=None, weeks=weeks)


def common_cut(found: Iterable[WarmUp]) -> int | None:
    """The cut, in weeks, for scenarios that are compared: the largest. None where any has no steady state."""
    cuts = [one.cut_weeks for one in found]
    known = [cut for cut in cuts if cut is not None]
    return max(known) if known and len(known) == len(cuts) else None
