"""What each of several measures does by itself, and what two do together, from all combinations on the same draws."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import chain, combinations

from attrs import frozen

from planner.stats.interval import Interval, mean_interval
from planner.stats.paired import single_confidence


@frozen(kw_only=True)
class Effects:
    """Effects of measures on a figure, in its unit.

    All intervals hold at once with the confidence asked for; each of them has that of its `confidence`.
    """

    main: Mapping[str, Interval]
    """By measure: the mean over all combinations of the others of what taking it up changes."""
    interactions: Mapping[tuple[str, str], Interval]
    """By pair: how much more the first changes where the second is in place than where it is not. The same the other
    way round. Textbooks that code on and off as ±1 give half of it."""
    left_out: int
    """Replications that lack the figure in some combination."""


def effects(
    measures: Sequence[str], values: Mapping[frozenset[str], Mapping[int, float]], *, confidence: float = 0.95
) -> Effects | None:
    """Main effects and two-way interactions from a full factorial on common draws.

    `values` has, for each of the 2^k sets of measures in place, the figure by replication number. Each contrast is
    computed within each replication, so that what the draws have in common cancels; then Student's interval of its mean
    over replications, with Bonferroni over all k + k(k-1)/2 of them (Law, Simulation Modeling and Analysis, 5th ed.,
    §12.2).

    None where no replication has the figure in all combinations. Raises ValueError where a measure is named twice, none
    is named, or the combinations are not all there and no others.
    """
    every = [frozenset(chosen) for size in range(len(measures) + 1) for chosen in combinations(measures, size)]
    if not measures or len(set(measures)) < len(measures) or set(every) != values.keys():
        raise ValueError(measures, list(values))
    complete = set.intersection(*(set(values[combination]) for combination in every))
    known = set(chain.from_iterable(values.values()))
    if not complete:
        return None
    pairs = list(combinations(measures, 2))
    single = single_confidence(confidence, len(measures) + len(pairs))

    def contrast(*chosen: str) -> Interval:
        signed = [((-1) ** len(set(chosen) - combination), values[combination]) for combination in every]
        halves = 2 ** (len(measures) - len(chosen))
        return mean_interval(
            [math.fsum(sign * value[number] for sign, value in signed) / halves for number in sorted(complete)], single
        )

    return Effects(
        main={measure: contrast(measure) for measure in measures},
        interactions={pair: contrast(*pair) for pair in pairs},
        left_out=len(known - complete),
    )
