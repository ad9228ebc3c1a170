"""Sweeps: a scenario at every point of a design, all on the same draws."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from planner.errors import Problem, ScenarioError
from planner.experiments.design import MEASURE, Point
from planner.experiments.result import Replication, RunResult, ScenarioRun
from planner.experiments.run import Enough, OnReplication, run
from planner.experiments.summaries import of_sweep
from planner.files import scenario_hash
from planner.metrics.indicators import FigureKey, unit_of
from planner.model.scenario import Scenario
from planner.model.summary import Summarised, Summary
from planner.workload.reading import Reading, ScenarioFile

if TYPE_CHECKING:
    import polars as pl

OWN_COLUMNS = ("point", "indicator", "family", "unit", "mean", "half_width", "n")


@frozen(kw_only=True, repr=False)
class SweepResult(Summarised):
    """The points in order, each with its finished replications; points that are the same scenario share them."""

    points: tuple[Point, ...]
    runs: tuple[ScenarioRun, ...]
    planned: int
    interrupted: bool

    def summary(self) -> Summary:
        """What it says, in a few lines: also its `repr`."""
        return of_sweep(self)

    def to_frame(self, figures: Collection[FigureKey] = ()) -> pl.DataFrame:
        """One row for each point and figure, with the values of the point: `tidy`."""
        import polars as pl

        # Values of one axis can be whole and broken numbers.
        return pl.DataFrame(tidy(self, figures), strict=False, infer_schema_length=None)


def read_points(
    file: ScenarioFile,
    points: Sequence[Point],
    *,
    option: str = "--vary",
    on_reading: Callable[[Reading], object] = lambda reading: None,
) -> tuple[Scenario, ...]:
    """The scenario of every point: measures that are off are left out wherever the file names them.

    `option` is where the points were asked for; `on_reading` is told of each scenario as it is read.

    Raises ScenarioError: with the problems that all points have, or else with those of the first faulty point, after
    one that names it.
    """
    scenarios: list[Scenario] = []
    faulty: list[tuple[Point, tuple[Problem, ...]]] = []
    for point in points:
        measures = {name.removeprefix(MEASURE): on for name, on in point.items() if name.startswith(MEASURE)}
        values = {name: value for name, value in point.items() if not name.startswith(MEASURE)}
        on = [measure for measure, is_on in measures.items() if is_on]
        off = [measure for measure, is_on in measures.items() if not is_on]
        try:
            reading = file.read(on, without=off, values=values)
            on_reading(reading)
            scenario = reading.scenario
            scenarios.append(evolve(scenario, name=point_name(scenario.name, point)))
        except ScenarioError as error:
            faulty.append((point, error.problems))
    if faulty:
        point, problems = faulty[0]
        if len(faulty) < len(points):
            facts = {"n": len(faulty), "of": len(points), "point": _written(point)}
            problems = (Problem(kind="faulty-points", path=option, facts=facts), *problems)
        raise ScenarioError(problems)
    return tuple(scenarios)


def point_name(name: str, point: Point) -> str:
    """What the scenario of a point is called where that which is varied has a name."""
    return f"{name} ({', '.join(_written(point))})"


def _written(point: Point) -> tuple[str, ...]:
    """The values of a point as on a command line."""
    return tuple(
        f"{name}={('on' if value else 'off') if isinstance(value, bool) else value}" for name, value in point.items()
    )


def sweep(
    points: Sequence[Point],
    scenarios: Sequence[Scenario],
    *,
    replications: int = 10,
    seed: int = 1,
    jobs: int | None = None,
    families: Collection[str] = (),
    on_replication: OnReplication | None = None,
    executor: Executor | None = None,
    enough: Enough | None = None,
    finished: Iterable[Replication] = (),
) -> SweepResult:
    """Run the scenarios of all points (`read_points`) on the same draws, each different one once.

    In replications that are `finished` or told, `scenario` is the place among the different ones (`distinct`). For
    the other arguments see `planner.experiments.run`; like there, Ctrl-C keeps what is finished. Raises what `run`
    raises.
    """
    _places, different = distinct(scenarios)
    result = run(
        different,
        replications=replications,
        seed=seed,
        jobs=jobs,
        families=families,
        on_replication=on_replication,
        executor=executor,
        enough=enough,
        finished=finished,
    )
    return assembled(points, scenarios, result)


def assembled(points: Sequence[Point], scenarios: Sequence[Scenario], result: RunResult) -> SweepResult:
    """The runs of the different scenarios, given to the points of each."""
    places, _different = distinct(scenarios)
    return SweepResult(
        points=tuple(points),
        runs=tuple(evolve(result.runs[place], scenario=scenarios[n]) for n, place in enumerate(places)),
        planned=result.planned,
        interrupted=result.interrupted,
    )


def distinct(scenarios: Sequence[Scenario]) -> tuple[list[int], list[Scenario]]:
    """The place of each scenario among those that are different, and these."""
    place: dict[str, int] = {}
    different: list[Scenario] = []
    places = []
    for scenario in scenarios:
        content = scenario_hash(scenario)
        if content not in place:
            place[content] = len(different)
            different.append(scenario)
        places.append(place[content])
    return places, different


def tidy(result: SweepResult, figures: Collection[FigureKey] = ()) -> dict[str, list[Any]]:
    """One row per point and figure, as columns: the point's number (from 1) and values, then mean and half-width.

    `figures` restricts it; by default every figure of the county. A figure that no replication of a point has makes no
    row. `half_width` is None with one replication.
    """
    axes = list(result.points[0]) if result.points else []
    columns: dict[str, list[Any]] = {name: [] for name in (OWN_COLUMNS[0], *axes, *OWN_COLUMNS[1:])}
    for number, (point, one) in enumerate(zip(result.points, result.runs, strict=True), start=1):
        for key, interval in one.intervals().items():
            if key.by != "county" or (figures and key not in figures):
                continue
            row: Mapping[str, Any] = {
                **point,
                "point": number,
                "indicator": key.indicator,
                "family": key.family,
                "unit": unit_of(key.indicator, key.family),
                "mean": interval.mean,
                "half_width": interval.half_width,
                "n": interval.n,
            }
            for name, column in columns.items():
                column.append(row[name])
    return columns
