"""Two scenarios compared on the same draws: the difference in each replication, and what it says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from attrs import frozen

from planner.stats.interval import Interval, mean_interval, quantile

Verdict = Literal["better", "worse", "lower", "higher", "no-difference", "not-yet-known"]
"""`lower` and `higher` stand for `better` and `worse` where neither direction is good."""

Better = Literal["lower", "higher"]

IF_LOWER: Mapping[Better | None, Verdict] = {"lower": "better", "higher": "worse", None: "lower"}
IF_HIGHER: Mapping[Better | None, Verdict] = {"lower": "worse", "higher": "better", None: "higher"}


@frozen(kw_only=True)
class Paired:
    """A figure of `other` against `base`, over the replications in which both have it.

    Differences are `other` minus `base`, in the unit of the figure; both means are over the same `difference.n`
    replications, so that their difference is `difference.mean`.
    """

    base_mean: float
    other_mean: float
    difference: Interval
    """Its confidence is that of this one comparison, after Bonferroni: 1 - α/m."""
    unpaired: Interval
    """What the interval would be if the two had drawn separately."""
    lower: int
    """Replications in which `other` is lower than `base`."""
    higher: int
    left_out: int
    """Replications in which only one of the two has the figure."""

    def verdict(self, better: Better | None, matters: float = 0.0) -> Verdict:
        """What the interval of the difference says; see `verdict`."""
        return verdict(self.difference, better, matters)


def compare(
    base: Mapping[int, float], other: Mapping[int, float], *, confidence: float = 0.95, comparisons: int = 1
) -> Paired | None:
    """Compare one figure, given by replication number, of two scenarios that met the same draws.

    D̄ ± t(n-1, 1-α/2m)·s_D/√n with α = 1 - `confidence` and m = `comparisons`, the number of comparisons shown together:
    by Bonferroni's inequality all of them hold at once with at least that confidence, however they depend on each other
    (Law, Simulation Modeling and Analysis, 5th ed., §10.3).

    None where no replication has the figure in both. Raises ValueError for a confidence outside (0, 1) or fewer
    comparisons than one.
    """
    single = single_confidence(confidence, comparisons)
    both = sorted(base.keys() & other.keys())
    if not both:
        return None
    ones, twos = [base[number] for number in both], [other[number] for number in both]
    differences = [two - one for one, two in zip(ones, twos, strict=True)]
    return Paired(
        base_mean=math.fsum(ones) / len(both),
        other_mean=math.fsum(twos) / len(both),
        difference=mean_interval(differences, single),
        unpaired=unpaired_interval(ones, twos, single),
        lower=len([d for d in differences if d < 0.0]),
        higher=len([d for d in differences if d > 0.0]),
        left_out=len(base.keys() ^ other.keys()),
    )


def single_confidence(confidence: float, comparisons: int) -> float:
    """The confidence that each of several intervals needs for all to hold at once: 1 - α/m (Bonferroni).

    Raises ValueError for a confidence outside (0, 1) or fewer comparisons than one.
    """
    if not 0.0 < confidence < 1.0 or comparisons < 1:
        raise ValueError(confidence, comparisons)
    return 1.0 - (1.0 - confidence) / comparisons


def unpaired_interval(base: Sequence[float], other: Sequence[float], confidence: float = 0.95) -> Interval:
    """Interval of the difference of two means over separate draws (Welch 1938, degrees of freedom by Satterthwaite).

    `n` counts the values of both. The half-width is absent where either has one value only. Raises ValueError without
    values, or with a confidence outside (0, 1).
    """
    means: list[float] = []
    errors: list[float] = []
    for values in (base, other):
        n = len(values)
        if n == 0 or not 0.0 < confidence < 1.0:
            raise ValueError(n, confidence)
        mean = math.fsum(values) / n
        means.append(mean)
        if n > 1:
            errors.append(math.fsum((value - mean) ** 2 for value in values) / (n - 1) / n)
    half_width: float | None = None
    if len(errors) == 2:
        whole = errors[0] + errors[1]
        half_width = 0.0
        if whole > 0.0:
            shares = [(errors[0] / whole, len(base)), (errors[1] / whole, len(other))]
            freedom = 1.0 / math.fsum(share * share / (n - 1) for share, n in shares)
            half_width = quantile(freedom, (1.0 + confidence) / 2.0) * math.sqrt(whole)
    return Interval(mean=means[1] - means[0], half_width=half_width, n=len(base) + len(other), confidence=confidence)


def verdict(difference: Interval, better: Better | None, matters: float = 0.0) -> Verdict:
    """Which side of the smallest difference that matters the true difference lies on, as far as the interval tells.

    `matters` ≥ 0 has the unit of the difference. `better` or `worse`: the whole interval is at least that far from 0;
    `no-difference`: all of it is nearer than that; `not-yet-known`: it reaches across, or one replication is all there
    is. With `matters` 0 any difference counts, and `no-difference` needs replications that are all the same.
    Raises ValueError for a negative `matters`.
    """
    if not matters >= 0.0:
        raise ValueError(matters)
    if difference.half_width is None:
        return "not-yet-known"
    lowest, highest = difference.mean - difference.half_width, difference.mean + difference.half_width
    if highest <= -matters and highest < 0.0:
        return IF_LOWER[better]
    if lowest >= matters and lowest > 0.0:
        return IF_HIGHER[better]
    if max(-lowest, highest) < matters or lowest == highest == 0.0:
        return "no-difference"
    return "not-yet-known"
