"""Whole units shared out in proportion to weights, none lost and none made."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from planner.files.tree import Path


def exact(number: float) -> Fraction:
    """A number as it was written: 1.6 is eight fifths, not the nearest binary fraction."""
    return Fraction(str(number))


def rounded(number: Fraction) -> int:
    """The nearest whole number, halves upward."""
    return (number + Fraction(1, 2)).__floor__()


def share_out(total: int, weights: Mapping[Path, Fraction]) -> dict[Path, int]:
    """`total` (may be negative) in whole units in proportion to `weights`, by largest remainder.

    Equal remainders are served in the order of the paths. Where all weights are 0, the shares are equal.
    """
    if total < 0:
        return {key: -share for key, share in share_out(-total, weights).items()}
    everything = sum(weights.values(), Fraction(0))
    if everything == 0:
        weights = dict.fromkeys(weights, Fraction(1))
        everything = Fraction(len(weights))
    quotas = {key: total * weight / everything for key, weight in weights.items()}
    shares = {key: quota.__floor__() for key, quota in quotas.items()}
    left = total - sum(shares.values())
    by_remainder = sorted(quotas, key=lambda key: (shares[key] - quotas[key], key))
    for key in by_remainder[:left]:
        shares[key] += 1
    return shares
