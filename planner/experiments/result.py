"""What a run of several replications leaves behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from planner.stats.interval import Interval, mean_interval

if TYPE_CHECKING:
    from planner.engine.rows import RunRows
    from planner.metrics import FigureKey
    from planner.model.scenario import Scenario


@frozen(kw_only=True)
class Replication:
    """One finished replication of one scenario.

    `scenario` is the position of the scenario in the request, `number` the replication from 0, `seconds` the time it
    took on its processor. `backlog` holds the cases open at the end of each day by reporting family
    (`planner.metrics.backlog`). `rows` are kept only where they were asked for.
    """

    scenario: int
    number: int
    figures: Mapping[FigureKey, float]
    seconds: float
    backlog: Mapping[str, tuple[float, ...]] = field(factory=dict)
    rows: RunRows | None = None


@frozen(kw_only=True)
class ScenarioRun:
    """The finished replications of one scenario, in order of their numbers."""

    scenario: Scenario
    hash: str
    seed: int
    replications: tuple[Replication, ...]

    def values(self, figure: FigureKey) -> dict[int, float]:
        """A figure by number of the replication, of those that have it."""
        return {
            replication.number: replication.figures[figure]
            for replication in self.replications
            if figure in replication.figures
        }

    def intervals(self, confidence: float = 0.95) -> dict[FigureKey, Interval]:
        """Mean and half-width of every figure over the replications in which it is present."""
        return intervals_of(self.replications, confidence)


def intervals_of(replications: Iterable[Replication], confidence: float = 0.95) -> dict[FigureKey, Interval]:
    """Mean and half-width of every figure over the replications of one scenario in which it is present."""
    values: dict[FigureKey, list[float]] = {}
    for replication in replications:
        for key, value in replication.figures.items():
            values.setdefault(key, []).append(value)
    return {key: mean_interval(found, confidence) for key, found in values.items()}


@frozen(kw_only=True)
class RunResult:
    """The scenarios in the order asked for.

    `interrupted`: Ctrl-C ended the run before `planned` replications of each were finished. `planned` is what was asked
    for, or what was found to be enough.
    """

    runs: tuple[ScenarioRun, ...]
    planned: int
    interrupted: bool
