"""What the factors of a sweep do: by themselves, step by step, in pairs, and one where another is in place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Literal

from attrs import frozen

from planner.experiments.design import Design, Levels, Point, Value
from planner.experiments.headlines import matters_by_default
from planner.experiments.sweep import SweepResult
from planner.metrics.indicators import INDICATORS, FigureKey
from planner.stats.effects import Effects, effects
from planner.stats.interval import Interval, mean_interval
from planner.stats.paired import Better, Verdict, single_confidence, verdict

CONFIDENCE = 0.95

MOST_FACTORS = 6
"""More have too many pairs to be told."""

How = Literal["only-with", "only-without", "more-with", "less-with", "opposite"]
"""The first has its effect only where the second is in place, only where it is not, a larger or a smaller one where it
is, or one in each direction."""


@frozen(kw_only=True)
class Interplay:
    """How the effect of one factor on a figure depends on another.

    `without` and `with_it` are its effects where the second is at its first and at its second level, in the figure's
    unit; `direction` is that of its effect (with the second, where that is `opposite`).
    """

    first: str
    second: str
    how: How
    direction: Verdict
    without: Interval
    with_it: Interval


@frozen(kw_only=True)
class LevelEffect:
    """What a later level of an axis with more than two does, against the first one, on average over all other axes."""

    factor: str
    level: int
    """Place of the level among the values of its axis; 1 is the second."""
    difference: Interval
    verdict: Verdict


@frozen(kw_only=True)
class FigureEffects:
    """Main effects, interactions and effects of levels on one figure, what they say, and interplays worth telling.

    The intervals of `effects` and `levels` hold at once with 95 %, and so do those of all interplays.
    """

    figure: FigureKey
    effects: Effects | None
    """Of the axes with two levels; None where there are none."""
    verdicts: Mapping[str, Verdict]
    """Of each factor's main effect, with the smallest difference that matters."""
    levels: tuple[LevelEffect, ...]
    """Of the axes with more levels, level by level."""
    interplays: tuple[Interplay, ...]


def factors(design: Design) -> tuple[Levels, ...]:
    """The axes with two levels: a measure off and on, or a path with two values; none where they are too many."""
    found = tuple(axis for axis in design.levels if len(axis.values) == 2)
    return found if len(found) <= MOST_FACTORS and design.is_grid else ()


def stepped(design: Design) -> tuple[Levels, ...]:
    """The axes with more than two levels, whose levels are compared with the first."""
    return tuple(axis for axis in design.levels if len(axis.values) > 2) if design.is_grid else ()


def effects_on(design: Design, result: SweepResult, figure: FigureKey) -> FigureEffects | None:
    """The effects of all factors on a figure, each averaged over the levels of all other axes.

    None without factors, and where no replication has the figure at all points.
    """
    chosen, more = factors(design), stepped(design)
    names = [axis.name for axis in chosen]
    own = len(names) + math.comb(len(names), 2)
    steps = sum(len(axis.values) - 1 for axis in more)
    if not own + steps:
        return None
    single = single_confidence(CONFIDENCE, own + steps)
    values = _by_combination(chosen, result, figure)
    if not all(values.values()):
        return None
    together = CONFIDENCE if not steps else 1.0 - (1.0 - single) * own
    found = effects(names, values, confidence=together) if names else None
    better, matters = INDICATORS[figure.indicator].better, _matters(figure, values)
    levels = tuple(effect for axis in more for effect in _levels(axis, result, figure, single, better, matters))
    if found is None and not levels:
        return None
    return FigureEffects(
        figure=figure,
        effects=found,
        verdicts={}
        if found is None
        else {name: verdict(interval, better, matters) for name, interval in found.main.items()},
        levels=levels,
        interplays=() if found is None else _interplays(names, values, better, matters),
    )


def _levels(
    axis: Levels, result: SweepResult, figure: FigureKey, single: float, better: Better | None, matters: float
) -> list[LevelEffect]:
    """The levels of an axis against its first: within each replication, the mean over the other axes' combinations.

    Nothing where no replication has the figure at all points of the two.
    """
    points: list[list[Mapping[int, float]]] = [[] for _value in axis.values]
    for point, one in zip(result.points, result.runs, strict=True):
        points[_level(axis, point)].append(one.values(figure))
    found = []
    for place, there in enumerate(points[1:], 1):
        complete = sorted(set.intersection(*(set(values) for values in (*points[0], *there))))
        if not complete:
            continue
        difference = mean_interval(
            [
                math.fsum((*(values[n] for values in there), *(-values[n] for values in points[0]))) / len(there)
                for n in complete
            ],
            single,
        )
        found.append(
            LevelEffect(
                factor=axis.name,
                level=place,
                difference=difference,
                verdict=verdict(difference, better, matters),
            )
        )
    return found


def _level(axis: Levels, point: Point) -> int:
    return next(place for place, value in enumerate(axis.values) if _same(point[axis.name], value))


Values = Mapping[frozenset[str], Mapping[int, float]]


def _by_combination(chosen: Sequence[Levels], result: SweepResult, figure: FigureKey) -> Values:
    """The figure by replication for each set of factors at their second level, averaged over the other axes."""
    cells: dict[frozenset[str], list[dict[int, float]]] = {}
    for point, one in zip(result.points, result.runs, strict=True):
        on = frozenset(axis.name for axis in chosen if _same(point[axis.name], axis.values[1]))
        cells.setdefault(on, []).append(one.values(figure))
    found: dict[frozenset[str], dict[int, float]] = {}
    for on, points in cells.items():
        complete = sorted(set.intersection(*(set(point) for point in points)))
        found[on] = {number: math.fsum(point[number] for point in points) / len(points) for number in complete}
    return found


def _same(one: Value, other: Value) -> bool:
    return type(one) is type(other) and one == other


def _matters(figure: FigureKey, values: Values) -> float:
    """The smallest difference that matters; a part of the mean where no factor is at its second level."""
    base = list(values[frozenset()].values())
    return matters_by_default(figure).at(math.fsum(base) / len(base))


def _interplays(names: Sequence[str], values: Values, better: Better | None, matters: float) -> tuple[Interplay, ...]:
    pairs = list(combinations(names, 2))
    if not pairs:
        return ()
    complete = sorted(set.intersection(*(set(one) for one in values.values())))
    # Of each pair either order has two effects and the difference between them.
    single = single_confidence(CONFIDENCE, 6 * len(pairs))

    def effect(first: str, fixed: str, on: bool) -> Interval:
        signed = [(1 if first in there else -1, value) for there, value in values.items() if (fixed in there) is on]
        return mean_interval(
            [2.0 * math.fsum(sign * value[number] for sign, value in signed) / len(signed) for number in complete],
            single,
        )

    def more(first: str, second: str) -> Interval:
        signed = [(1 if (first in there) is (second in there) else -1, value) for there, value in values.items()]
        return mean_interval(
            [4.0 * math.fsum(sign * value[number] for sign, value in signed) / len(signed) for number in complete],
            single,
        )

    found = []
    for one, other in pairs:
        told = []
        for first, second in ((one, other), (other, one)):
            without, with_it = effect(first, second, False), effect(first, second, True)
            read = _read(without, with_it, more(first, second), better, matters)
            if read is not None:
                told.append(
                    Interplay(
                        first=first, second=second, how=read[0], direction=read[1], without=without, with_it=with_it
                    )
                )
        # That one changes the effect of the other is the same the other way round: told once.
        strength = [interplay for interplay in told if interplay.how in ("more-with", "less-with")]
        found += told if len(strength) < len(told) else told[:1]
    return tuple(found)


def _read(
    without: Interval, with_it: Interval, more: Interval, better: Better | None, matters: float
) -> tuple[How, Verdict] | None:
    """What two effects and their difference say; None where nothing is known, or nothing worth telling."""
    alone, together = verdict(without, better, matters), verdict(with_it, better, matters)
    unclear = ("no-difference", "not-yet-known")
    if alone in unclear and together in unclear:
        return None
    if alone == "no-difference":
        return "only-with", together
    if together == "no-difference":
        return "only-without", alone
    if alone not in unclear and together not in unclear and alone != together:
        return "opposite", together
    if verdict(more, None) not in ("lower", "higher") or abs(more.mean) < matters:
        return None
    grows = abs(with_it.mean) > abs(without.mean)
    return ("more-with" if grows else "less-with"), (together if grows else alone)
