"""Sweeps: a scenario at every point of a design, all on the same draws."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from planner.errors import Problem, ScenarioError
from planner.experiments.design import MEASURE, Point, end_of_path
from planner.experiments.points import points_in
from planner.experiments.result import Replication, RunResult, ScenarioRun
from planner.experiments.run import Enough, OnReplication, check_request, run
from planner.experiments.summaries import of_sweep
from planner.files import scenario_hash
from planner.files.reading import rewritten
from planner.metrics.indicators import FigureKey, unit_of
from planner.model.asked import Asked
from planner.model.scenario import Scenario
from planner.model.summary import Summarised, Summary
from planner.model.text import Text, joined
from planner.workload.reading import Reading, ScenarioFile

if TYPE_CHECKING:
    import polars as pl

    from planner.experiments.points import Table

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


def sweep(
    base: Scenario,
    points: Table,
    *,
    replications: int = 10,
    seed: int = 1,
    jobs: int | None = None,
    families: Collection[str] = (),
    on_replication: OnReplication | None = None,
    executor: Executor | None = None,
) -> SweepResult:
    """Run a scenario at every point of a table on the same draws.

    `points` is a Polars frame, the path of a CSV file, or a list of rows by column. Each column is a path, as of
    `Scenario.with_values`, or `measure:ID` for a measure or package that is on (true) or off (false); each row is a
    what-if. `to_frame` of the result has one row for each point and figure. Other arguments are those of `run`.

    Raises RequestError with every problem of the table, ScenarioError for values that no file may state (as
    `Scenario.with_values` does), and whatever `run` raises.
    """
    asked = Asked()
    asked.scenario("base", base)
    check_request(asked, replications=replications, seed=seed, jobs=jobs, families=families)
    asked.done()
    found = points_in(points).design(replications=replications, limited_by="replications").points()
    return run_points(
        found,
        read_points(base, found, option="points"),
        replications=replications,
        seed=seed,
        jobs=jobs,
        families=families,
        on_replication=on_replication,
        executor=executor,
    )


def alternatives_at(
    base: ScenarioFile | Scenario,
    called: Scenario,
    points: Sequence[Point],
    titles: Mapping[str, Text],
    *,
    option: str,
    on_reading: Callable[[Reading], object] = lambda reading: None,
) -> tuple[Scenario, ...]:
    """The scenario of every point under the title of the one `called` so, with the values of the point.

    `titles` are those of measures by id; other arguments and errors are those of `read_points`.
    """
    scenarios = read_points(base, points, option=option, on_reading=on_reading)
    return tuple(
        evolve(scenario, title=joined([title_of(called), *_told(point, titles)]))
        for scenario, point in zip(scenarios, points, strict=True)
    )


def title_of(scenario: Scenario) -> Text:
    """What a scenario is called: its name where it has no title."""
    title = scenario.title
    return title if title.zh or title.en else Text(scenario.name, scenario.name)


def _told(point: Point, titles: Mapping[str, Text]) -> list[Text]:
    """The values of a point in a few words: the title of a measure that is on, of a path its end where that tells."""
    ends = [end_of_path(name) for name in point]
    told = []
    for (name, value), end, written in zip(point.items(), ends, _written(point), strict=True):
        short = f"{end}={value}" if not name.startswith(MEASURE) and ends.count(end) == 1 else written
        title = titles.get(name.removeprefix(MEASURE)) if value is True else None
        told.append(title or Text(short, short))
    return told


def read_points(
    base: ScenarioFile | Scenario,
    points: Sequence[Point],
    *,
    option: str = "--vary",
    on_reading: Callable[[Reading], object] = lambda reading: None,
) -> tuple[Scenario, ...]:
    """The scenario of every point: measures that are off are left out wherever the file names them.

    `base` is a file, or a scenario as read from one. `option` is where the points were asked for; `on_reading` is told
    of each scenario as it is read from a file.

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
            if isinstance(base, Scenario):
                scenarios.append(rewritten(base, values, on, off, name=point_name(base.name, point)))
            else:
                name = point_name(base.name_with(on), point)
                reading = base.read(on, without=off, values=values, name=name)
                on_reading(reading)
                scenarios.append(reading.scenario)
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


def run_points(
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
