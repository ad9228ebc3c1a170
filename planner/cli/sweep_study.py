"""What `planner sweep` does with its options: read, run, show, write."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from planner.cli.delivery import deliver, in_text
from planner.cli.study import STOPPED
from planner.cli.workplace import check_workplace, workplace
from planner.cli.writing import check_writable, write
from planner.errors import Problem, RequestError
from planner.i18n import _

if TYPE_CHECKING:
    from planner.cli.keeping import Kept
    from planner.experiments.design import Design
    from planner.experiments.headlines import Name
    from planner.experiments.sweep import SweepResult
    from planner.metrics.indicators import FigureKey
    from planner.model.scenario import Scenario

TABLES = (".csv", ".parquet", ".xlsx")


@frozen(kw_only=True)
class Request:
    """The command line as written."""

    file: Path
    vary: tuple[str, ...]
    sample: str | None
    indicators: tuple[str, ...]
    families: tuple[str, ...]
    replications: int
    seed: int
    jobs: int | None
    cluster: str | None
    store: Path | None
    as_json: bool
    out: Path | None


@frozen(kw_only=True)
class Swept:
    """A finished sweep with all that is told of it."""

    request: Request
    design: Design
    base: Scenario
    """The scenario as it is."""
    result: SweepResult
    figures: tuple[FigureKey, ...]
    """Those shown."""
    kept: Kept


def carry_out(request: Request, progress: str) -> int:
    """Sweep and deliver; the exit code of the command.

    Raises PlannerError for anything asked for that cannot be done, with all problems of the options at once.
    """
    design, indicators = _read(request)
    check_workplace(request.jobs, request.cluster)
    check_writable([] if request.out is None else [request.out])

    from planner.load.reading import ScenarioFile

    file = ScenarioFile(request.file)
    base = file.read().scenario

    from planner.experiments import shared_cut_off
    from planner.experiments.sweep import distinct, read_points, sweep

    points = design.points(request.seed)
    scenarios = read_points(file, points)

    from planner.cli.keeping import kept
    from planner.cli.sweep_progress import SweepProgress
    from planner.store import Request as Wanted

    figures, families = _shown(request, scenarios, indicators)
    _places, different = distinct(scenarios)
    wanted = Wanted(
        seed=request.seed,
        cut_off_hours=shared_cut_off(different),
        replications=request.replications,
        families=families,
        verb="sweep",
        options={"vary": list(request.vary), "sample": request.sample, "indicators": list(request.indicators)},
    )
    with kept(request.store, different, wanted) as study:
        cluster = None if study.complete else request.cluster
        with (
            workplace(request.jobs, cluster) as executor,
            SweepProgress(
                progress, len(points), len(different), request.replications, figures, study.finished
            ) as report,
        ):
            result = sweep(
                points,
                scenarios,
                replications=request.replications,
                seed=request.seed,
                jobs=request.jobs,
                families=families,
                on_replication=study.then(report.finished),
                executor=executor,
                finished=study.finished,
            )
        _deliver(Swept(request=request, design=design, base=base, result=result, figures=figures, kept=study))
        if result.interrupted:
            from planner.cli.consoles import talk

            told = _("What is finished is kept as study {id}; the same command goes on from there.")
            talk().print(told.format(id=study.study.id), soft_wrap=True)
    return STOPPED if result.interrupted else 0


def _read(request: Request) -> tuple[Design, list[Name]]:
    from planner.experiments.design import design
    from planner.experiments.headlines import named

    problems: list[Problem] = []
    asked: Design | None = None
    indicators: list[Name] = []
    try:
        asked = design(request.vary, request.sample, replications=request.replications)
    except RequestError as error:
        problems += error.problems
    for text in request.indicators:
        try:
            indicators.append(named(text, "--indicator"))
        except RequestError as error:
            problems += error.problems
    if problems or asked is None:
        raise RequestError(problems)
    return asked, indicators


def _shown(
    request: Request, scenarios: tuple[Scenario, ...], indicators: list[Name]
) -> tuple[tuple[FigureKey, ...], tuple[str, ...]]:
    """The figures shown, and the families to run: those of the indicators, where none are asked for."""
    from planner.experiments.headlines import LEADING, figures_named, leading_families, run_families
    from planner.metrics.indicators import ALL, FigureKey

    leading = leading_families(scenarios, request.families)
    if not indicators:
        return tuple(FigureKey(indicator, family) for family in leading for indicator in LEADING), request.families
    whole = not request.families
    figures = dict.fromkeys(figure for name in indicators for figure in figures_named(name, leading, whole=whole))
    families = request.families
    if whole and not any(figure.family == ALL for figure in figures):
        families = run_families(figure.family for figure in figures)
    return tuple(figures), families


def _deliver(swept: Swept) -> None:
    """The table to a file, JSON or text to stdout or to a file."""
    request = swept.request
    suffix = "" if request.out is None else request.out.suffix.lower()
    if suffix in TABLES:
        _write_table(swept, suffix)
        if not request.as_json:
            return
    out = None if suffix in TABLES else request.out
    if request.as_json or suffix == ".json":
        from planner.cli.sweep_json import as_line

        deliver(as_line(swept) + "\n", out)
        return
    from planner.cli.sweep_text import show

    deliver(in_text(lambda console: show(console, swept), out), out)


def _write_table(swept: Swept, suffix: str) -> None:
    import polars as pl

    from planner.cli.tables import write_frame
    from planner.experiments.sweep import tidy

    columns = tidy(swept.result, swept.figures if swept.request.indicators else ())
    # Values of one axis can be whole and broken numbers.
    frame = pl.DataFrame(columns, strict=False, infer_schema_length=None)
    assert swept.request.out is not None
    write(swept.request.out, partial(write_frame, frame, suffix))
