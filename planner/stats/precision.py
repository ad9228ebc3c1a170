"""When to stop: replications until every figure that was chosen is precise enough, or a cap is reached.

The rule of Hoad, Robinson & Davies, "Automated selection of the number of replications for a discrete-event
simulation", Journal of the Operational Research Society 61 (2010) 1632-1644.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Generic, Literal, TypeVar

from attrs import frozen

from planner.stats.interval import Interval, mean_interval

FEWEST_REPLICATIONS = 3
"""Before these no half-width is trusted (Hoad, Robinson & Davies)."""

Key = TypeVar("Key", bound=Hashable)


@frozen(kw_only=True)
class Target:
    """How narrow an interval shall be: its half-width, in the unit of the figure or as a part of the size of its mean.

    The absolute one is for figures whose mean may be near 0.
    """

    half_width: float
    relative: bool = True

    def distance(self, interval: Interval) -> float:
        """Half-width ÷ the half-width aimed at: at most 1 where precise enough; infinite where it cannot be told.

        To halve it takes about four times the replications.
        """
        if interval.half_width is None:
            return float("inf")
        aim = self.half_width * abs(interval.mean) if self.relative else self.half_width
        if interval.half_width <= aim:
            return interval.half_width / aim if aim > 0.0 else 0.0
        return interval.half_width / aim if aim > 0.0 else float("inf")


@frozen(kw_only=True)
class Ended(Generic[Key]):
    """How it ended: the result is the replications 0 … `replications` - 1 and no others, however many have arrived."""

    by: Literal["precision", "cap"]
    replications: int
    unmet: tuple[Key, ...]
    """Figures not precise enough in the end. Empty also where the cap cut the look-ahead short."""


def look_ahead(n: int) -> int:
    """How many more replications must confirm that `n` were enough: ⌊max(n, 100)/20⌋."""
    return max(n, 100) // 20


class Precision(Generic[Key]):
    """Decides, as values arrive in any order, after which replication a study is precise enough.

    It is so at the first n from which on, for n, n + 1, … n + `look_ahead(n)` replications, every figure is within its
    target at once. Only the replications 0 … n - 1 without a gap are judged, so that the decision is the same for any
    order of arrival and any number of processes.
    """

    def __init__(self, targets: Mapping[Key, Target], *, cap: int, confidence: float = 0.95) -> None:
        """`targets` by figure, whatever names it (a scenario and an indicator); `cap` is the most replications.

        Raises ValueError without targets, for a cap below 1 and a target not above 0.
        """
        if not targets or cap < 1 or not all(target.half_width > 0.0 for target in targets.values()):
            raise ValueError(dict(targets), cap)
        self._targets = dict(targets)
        self._cap = cap
        self._confidence = confidence
        self._arrived: dict[Key, dict[int, float | None]] = {key: {} for key in targets}
        self._judged = 0
        self._precise_from: int | None = None
        self._distances: dict[Key, float] = dict.fromkeys(targets, float("inf"))
        self._ended: Ended[Key] | None = None

    def add(self, key: Key, number: int, value: float | None) -> None:
        """Take the value of a figure in replication `number` (from 0); None where the replication lacks it.

        Raises KeyError for a figure without a target, ValueError for a replication that arrived before.
        """
        arrived = self._arrived[key]
        if number in arrived or number < 0:
            raise ValueError(key, number)
        arrived[number] = value
        while self._ended is None and all(self._judged in values for values in self._arrived.values()):
            self._judge(self._judged + 1)

    @property
    def ended(self) -> Ended[Key] | None:
        """How it ended, or None while more replications are needed."""
        return self._ended

    @property
    def judged(self) -> int:
        """Number of replications without a gap that were judged so far."""
        return self._judged

    def widest(self) -> tuple[Key, float]:
        """The figure furthest from its target, and `Target.distance` of it."""
        return max(self._distances.items(), key=lambda item: item[1])

    def _judge(self, n: int) -> None:
        self._judged = n
        for key, target in self._targets.items():
            values = [value for number in range(n) if (value := self._arrived[key][number]) is not None]
            if len(values) >= FEWEST_REPLICATIONS:
                self._distances[key] = target.distance(mean_interval(values, self._confidence))
        unmet = tuple(key for key, distance in self._distances.items() if distance > 1.0)
        if unmet:
            self._precise_from = None
        elif self._precise_from is None:
            self._precise_from = n
        if self._precise_from is not None and n >= self._precise_from + look_ahead(self._precise_from):
            self._ended = Ended(by="precision", replications=n, unmet=())
        elif n >= self._cap:
            self._ended = Ended(by="cap", replications=n, unmet=unmet)
