"""Confidence interval of a mean over independent replications, by quantiles of Student's t."""

from __future__ import annotations

import math
from collections.abc import Sequence

from attrs import frozen


def quantile(freedom: float, probability: float) -> float:
    """The value that Student's t with so many degrees of freedom stays below with this probability."""
    # Here, since loading it takes longer than all of the planner that a process which only simulates needs.
    from scipy.special import stdtrit

    return float(stdtrit(freedom, probability))


@frozen(kw_only=True)
class Interval:
    """A mean and how far the true mean may lie from it: mean ± half_width with the given confidence.

    Mean and half-width have the unit of the values. One value alone has no half-width.
    """

    mean: float
    half_width: float | None
    n: int
    """Number of independent values."""
    confidence: float

    @property
    def relative_half_width(self) -> float | None:
        """Half-width ÷ |mean|; absent for one value alone and for a mean of 0."""
        if self.half_width is None or self.mean == 0.0:
            return None
        return self.half_width / abs(self.mean)


def mean_interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """Interval of the mean by Student's t: half-width t(n-1, (1 + confidence)/2) · s / √n.

    Exact for independent normal values, and near it for means of many cases. Sums are correctly rounded, so the order
    of the values does not matter.

    Raises ValueError without values, or with a confidence outside (0, 1).
    """
    n = len(values)
    if n == 0 or not 0.0 < confidence < 1.0:
        raise ValueError(n, confidence)
    mean = math.fsum(values) / n
    if n == 1:
        return Interval(mean=mean, half_width=None, n=n, confidence=confidence)
    variance = math.fsum((value - mean) ** 2 for value in values) / (n - 1)
    t = quantile(n - 1, (1.0 + confidence) / 2.0)
    return Interval(mean=mean, half_width=t * math.sqrt(variance / n), n=n, confidence=confidence)
