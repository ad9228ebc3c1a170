"""What a run of several replications leaves behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from planner.experiments.frames import frame_of_runs
from planner.experiments.summaries import of_run, of_scenario_run
from planner.model.summary import Summarised, Summary
from planner.stats.interval import Interval, mean_interval

if TYPE_CHECKING:
    import polars as pl

    from planner.engine.rows import RunRows
    from planner.metrics import FigureKey
    from planner.model.scenario import Scenario


@frozen(kw_only=True)
class Replication:
    """One finished replication of one scenario.

    `scenario` is the position of the scenario in the request, `number` the replication from 0, `seconds` the time it
    took on its processor. `backlog` holds the cases open at the end of each day by reporting family
    (`planner.metrics.case_figures`). `rows` are kept only where they were asked for.
    """

    scenario: int
    number: int
    figures: Mapping[FigureKey, float]
    seconds: float
    backlog: Mapping[str, tuple[float, ...]] = field(factory=dict, repr=False)
    rows: RunRows | None = None


@frozen(kw_only=True, repr=False)
class ScenarioRun(Summarised):
    """The finished replications of one scenario, in order of their numbers."""

    scenario: Scenario
    hash: str
    seed: int
    replications: tuple[Replication, ...]

    def summary(self) -> Summary:
        """What it says, in a few lines: also its `repr`."""
        return of_scenario_run(self)

    def values(self, figure: FigureKey) -> dict[int, float]:
        """A figure by number of the replication, of those that have it.

        Nothing, where it is a median or 90th percentile that some replication does not reach (`not_reached`).
        """
        if any(not_reached(figure, replication.figures) for replication in self.replications):
            return {}
        return {
            replication.number: replication.figures[figure]
            for replication in self.replications
            if figure in replication.figures
        }

    def gathered(self) -> Gathered:
        """The figures of all replications, gathered by key."""
        return gathered(self.replications)

    def intervals(self, confidence: float = 0.95) -> dict[FigureKey, Interval]:
        """Mean and half-width of every figure over the replications that have it: `Gathered.intervals`."""
        return self.gathered().intervals(confidence)


def intervals_of(replications: Iterable[Replication], confidence: float = 0.95) -> dict[FigureKey, Interval]:
    """Mean and half-width of every figure over the replications of one scenario: `Gathered.intervals`."""
    return gathered(replications).intervals(confidence)


def not_reached(figure: FigureKey, figures: Mapping[FigureKey, float]) -> bool:
    """Whether a replication has no value of a median or 90th percentile although it has cases: they take too long."""
    mean = _MEANS.get(figure.indicator)
    return mean is not None and figure not in figures and figure._replace(indicator=mean) in figures


_TIMES = ("response_time", "resolution_time")
_QUANTILES = {f"{time}_mean": (f"{time}_median", f"{time}_p90") for time in _TIMES}
_MEANS = {quantile: mean for mean, quantiles in _QUANTILES.items() for quantile in quantiles}


class Gathered:
    """The figures of a scenario's replications as they come."""

    def __init__(self) -> None:
        self.count = 0
        self.unreached: dict[FigureKey, int] = {}
        """Medians and 90th percentiles with the number of replications that do not reach them."""
        self._values: dict[FigureKey, list[float]] = {}

    def add(self, figures: Mapping[FigureKey, float]) -> None:
        """Take those of one more replication."""
        self.count += 1
        for key, value in figures.items():
            self._values.setdefault(key, []).append(value)
            for quantile in _QUANTILES.get(key.indicator, ()):
                beyond = key._replace(indicator=quantile)
                if beyond not in figures:
                    self.unreached[beyond] = self.unreached.get(beyond, 0) + 1

    def intervals(self, confidence: float = 0.95) -> dict[FigureKey, Interval]:
        """Mean and half-width of every figure over the replications that have it, whose number is that of the interval.

        A median or 90th percentile that some replication does not reach has none: the mean of the others is too short.
        """
        return {
            key: mean_interval(found, confidence) for key, found in self._values.items() if key not in self.unreached
        }

    def summary(self) -> Iterator[tuple[FigureKey, int, float | None, float | None]]:
        """Each figure: how many replications have it, mean and half-width.

        A median or 90th percentile that some of them do not reach has neither.
        """
        for key, interval in self.intervals().items():
            yield key, interval.n, interval.mean, interval.half_width
        for key in self.unreached:
            yield key, len(self._values.get(key, ())), None, None


def gathered(replications: Iterable[Replication]) -> Gathered:
    """The figures of some replications of one scenario."""
    found = Gathered()
    for replication in replications:
        found.add(replication.figures)
    return found


@frozen(kw_only=True, repr=False)
class RunResult(Summarised):
    """The scenarios in the order asked for.

    `interrupted`: Ctrl-C ended the run before `planned` replications of each were finished. `planned` is what was asked
    for, or what was found to be enough.
    """

    runs: tuple[ScenarioRun, ...]
    planned: int
    interrupted: bool

    def summary(self) -> Summary:
        """What it says, in a few lines: also its `repr`."""
        return of_run(self)

    def to_frame(self, *, by_replication: bool = False) -> pl.DataFrame:
        """One row for each scenario, indicator, family and place (`by` and `key`): `n`, `mean` and `half_width`.

        With `by_replication` one row for each of them and replication, with its `value`; in tables replications are
        numbered from 1, where `Replication.number` and `planner.simulate` count from 0. A median or 90th percentile
        that some replication does not reach has no mean.
        """
        return frame_of_runs(self.runs, by_replication=by_replication)
