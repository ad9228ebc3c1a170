"""Quantiles of Student's t."""

from __future__ import annotations


def quantile(freedom: float, probability: float) -> float:
    """The value that Student's t with so many degrees of freedom stays below with this probability."""
    # Here, since loading it takes longer than all of the planner that a process which only simulates needs.
    from scipy.special import stdtrit

    return float(stdtrit(freedom, probability))
