"""Why a mean resolution time differs: the difference split into parts that add up to it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from planner.experiments.question import GROUPINGS
from planner.experiments.result import Replication, ScenarioRun
from planner.metrics.indicators import CAUSES, FigureKey
from planner.stats.interval import Interval, mean_interval

if TYPE_CHECKING:
    from planner.model.scenario import Scenario

TIME, SIZE = "resolution_time_mean", "cohort_size"
CONFIDENCE = 0.95
"""Of each part by itself: parts explain a difference, they do not prove it."""


@frozen(kw_only=True)
class Part:
    """What one cause or group contributes to the difference, in the unit of the time.

    For a group, `*_mean` are its mean times and `*_share` its share of the cases; None where it has no case.
    """

    key: str
    contribution: Interval
    base_mean: float | None
    other_mean: float | None
    base_share: float | None = None
    other_share: float | None = None


@frozen(kw_only=True)
class Split:
    """The difference by `cause`, `case_type`, `township` or `department`; the largest contribution first.

    Contributions and `mix` add up to the whole. `mix` is what follows from other cases having come up (through patrols,
    or citizens who report sooner): each group with its time, but other shares. Without groups it is None; where the
    cases are the same it is 0, and a group's contribution is the mean of its cases' own differences times its share.
    """

    by: str
    parts: tuple[Part, ...]
    mix: Interval | None = None


@frozen(kw_only=True)
class Why:
    """The difference of the mean resolution time of a family: other minus base."""

    figure: FigureKey
    whole: Interval
    splits: tuple[Split, ...]


@frozen
class _Group:
    """One group in one replication: its share of the cases and their mean time; None without a case."""

    share: float = 0.0
    mean: float | None = None


@frozen
class _Collected:
    """Values of one part over replications."""

    contribution: list[float] = field(factory=list)
    base: list[_Group] = field(factory=list)
    other: list[_Group] = field(factory=list)


def why(base: ScenarioRun, other: ScenarioRun, family: str) -> Why | None:
    """Split the difference of a family's mean resolution time, over the replications in which both have it.

    With w, m for a group's share and mean time in the base, w', m' in the other, its contribution is
    (w + w')/2 · (m' - m), and the mix the sum of (w' - w) · (m + m')/2; together they are the sum of w'm' - wm
    (Kitagawa 1955). Needs figures by `GROUPINGS`; a grouping whose figures are not there is left out.

    None where no replication has the time in both.
    """
    figure = FigureKey(TIME, family)
    ones = {replication.number: replication for replication in base.replications if figure in replication.figures}
    twos = {replication.number: replication for replication in other.replications if figure in replication.figures}
    pairs = [(ones[number], twos[number]) for number in sorted(ones.keys() & twos.keys())]
    if not pairs:
        return None
    whole = [two.figures[figure] - one.figures[figure] for one, two in pairs]
    splits = [_by_cause(pairs, family)]
    same = _same_townships(base.scenario, other.scenario)
    sizes = {id(one): _sizes(one.figures, family) for pair in pairs for one in pair}
    for by in GROUPINGS:
        split = _by_group(pairs, family, by, same, sizes)
        if split is not None:
            splits.append(split)
    return Why(figure=figure, whole=mean_interval(whole, CONFIDENCE), splits=tuple(splits))


def _by_cause(pairs: list[tuple[Replication, Replication]], family: str) -> Split:
    parts = []
    for cause in CAUSES:
        key = FigureKey(f"time_by_cause.{cause}", family)
        ones = [one.figures[key] for one, _two in pairs]
        twos = [two.figures[key] for _one, two in pairs]
        differences = [two - one for one, two in zip(ones, twos, strict=True)]
        if any(ones) or any(twos):
            parts.append(
                Part(
                    key=cause,
                    contribution=mean_interval(differences, CONFIDENCE),
                    base_mean=math.fsum(ones) / len(pairs),
                    other_mean=math.fsum(twos) / len(pairs),
                )
            )
    return Split(by="cause", parts=_largest_first(parts))


_Sizes = dict[str, dict[str, float]]
"""The number of cases of each group, by grouping."""


def _sizes(figures: Mapping[FigureKey, float], family: str) -> _Sizes:
    # Once for all groupings: there are thousands of figures.
    found: _Sizes = {}
    for key, size in figures.items():
        if key.indicator == SIZE and key.family == family:
            found.setdefault(key.by, {})[key.key] = size
    return found


def _by_group(
    pairs: list[tuple[Replication, Replication]],
    family: str,
    by: str,
    same: Mapping[str, str],
    sizes: Mapping[int, _Sizes],
) -> Split | None:
    collected: dict[str, _Collected] = {}
    mixes = []
    for place, (one, two) in enumerate(pairs):
        before, after = (
            _groups(replication.figures, sizes[id(replication)].get(by, {}), family, by, same)
            for replication in (one, two)
        )
        if before is None or after is None:
            return None
        mix = []
        for key in {**before, **after}:
            old, new = before.get(key, _Group()), after.get(key, _Group())
            # A group without a case takes no time of its own: what its cases bring or leave is all mix.
            old_mean = new.mean if old.mean is None else old.mean
            new_mean = old.mean if new.mean is None else new.mean
            if old_mean is None or new_mean is None:
                continue
            mix.append((new.share - old.share) * (old_mean + new_mean) / 2.0)
            part = collected.setdefault(key, _Collected())
            # Replications before this one had no case of the group.
            part.contribution.extend([0.0] * (place - len(part.contribution)))
            part.contribution.append((old.share + new.share) / 2.0 * (new_mean - old_mean))
            part.base.append(old)
            part.other.append(new)
        mixes.append(math.fsum(mix))
    parts = []
    for key, part in collected.items():
        part.contribution.extend([0.0] * (len(pairs) - len(part.contribution)))
        parts.append(
            Part(
                key=key,
                contribution=mean_interval(part.contribution, CONFIDENCE),
                base_mean=_mean(group.mean for group in part.base),
                other_mean=_mean(group.mean for group in part.other),
                base_share=math.fsum(group.share for group in part.base) / len(pairs),
                other_share=math.fsum(group.share for group in part.other) / len(pairs),
            )
        )
    return Split(by=by, parts=_largest_first(parts), mix=mean_interval(mixes, CONFIDENCE))


def _groups(
    figures: Mapping[FigureKey, float], found: Mapping[str, float], family: str, by: str, same: Mapping[str, str]
) -> dict[str, _Group] | None:
    """Share and mean time of each group with a case, of the sizes `found`; those of no group under an empty name."""
    everything = figures.get(FigureKey(SIZE, family), 0.0)
    whole = figures[FigureKey(TIME, family)]
    if not found or everything == 0:
        return None
    sums: dict[str, list[tuple[float, float]]] = {}
    for name, size in found.items():
        if size > 0:
            key = same.get(name, name) if by == "township" else name
            sums.setdefault(key, []).append((size, figures[FigureKey(TIME, family, by, name)]))
    left = everything - math.fsum(size for sizes in sums.values() for size, _mean in sizes)
    if left > 0:
        spent = [everything * whole, *(-size * mean for sizes in sums.values() for size, mean in sizes)]
        sums[""] = [(left, math.fsum(spent) / left)]
    groups = {}
    for key, sizes in sums.items():
        size = math.fsum(size for size, _mean in sizes)
        groups[key] = _Group(size / everything, math.fsum(size * mean for size, mean in sizes) / size)
    return groups


def _same_townships(base: Scenario, other: Scenario) -> dict[str, str]:
    """Townships that are a part of a merged one in the other scenario, and the name of that one."""
    found: dict[str, str] = {}
    for whole, parts in ((other, base), (base, other)):
        for name, township in whole.townships.items():
            found |= {part: name for part in township.parts if part in parts.townships and part != name}
    return found


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return math.fsum(known) / len(known) if known else None


def _largest_first(parts: list[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda part: -abs(part.contribution.mean)))
