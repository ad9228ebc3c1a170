"""What `planner sweep` does with its options: read, run, show, write."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from planner.cli.collecting import Problems
from planner.cli.delivery import TABLES, check_out, deliver, in_text, is_json
from planner.cli.stopping import STOPPED
from planner.cli.sweep_request import Asked, Request, Swept
from planner.cli.workplace import check_workplace, workplace
from planner.cli.writing import write
from planner.errors import Problem, RequestError

if TYPE_CHECKING:
    from rich.console import Console

    from planner.experiments.design import Design
    from planner.experiments.headlines import Name
    from planner.metrics.indicators import FigureKey


def carry_out(request: Request, progress: str) -> int:
    """Sweep and deliver; the exit code of the command.

    Raises PlannerError for anything asked for that cannot be done, with all problems of the options at once.
    """
    from planner.experiments.sweep import read_points
    from planner.load.reading import ScenarioFile

    problems = Problems()
    found: Asked | None = None
    with problems.gathered():
        check_workplace(request.jobs, request.cluster)
    with problems.gathered():
        check_out(request.out, tables=True)
    design: Design | None = None
    with problems.gathered():
        design = read_design(request)
    indicators: tuple[Name, ...] = ()
    with problems.gathered():
        indicators = read_indicators(request.indicators)
    with problems.gathered():
        file = ScenarioFile(request.file)
        # Read by itself first: what is wrong with it is wrong with no point.
        name = file.read().scenario.name
        if design is not None:
            points = design.points(request.seed)
            scenarios = read_points(file, points)
            found = Asked(design=design, points=points, scenarios=scenarios, indicators=indicators, name=name)
    problems.check()
    assert found is not None
    return carry_on(found, request, progress)


def carry_on(asked: Asked, request: Request, progress: str) -> int:
    """Run what the store does not have yet of a sweep, and deliver; the exit code."""
    from planner.cli.keeping import kept
    from planner.cli.sweep_progress import SweepProgress
    from planner.experiments import shared_cut_off
    from planner.experiments.sweep import distinct, sweep
    from planner.store import Request as Wanted

    figures, families = shown_figures(request, asked)
    places, different = distinct(asked.scenarios)
    wanted = Wanted(
        seed=request.seed,
        cut_off_hours=shared_cut_off(different),
        replications=request.replications,
        families=families,
        verb="sweep",
        options={
            "file": str(request.file.resolve()),
            "name": asked.name,
            "vary": list(request.vary),
            "sample": request.sample,
            "indicators": list(request.indicators),
            "families": list(request.families),
            "places": places,
        },
    )
    with kept(request.store, different, wanted) as study:
        cluster = None if study.complete else request.cluster
        if study.complete and progress == "auto":
            study.say_it_was_there()
        with (
            workplace(request.jobs, cluster) as executor,
            SweepProgress(progress, len(asked.points), len(different), request.replications, figures, study) as report,
        ):
            result = sweep(
                asked.points,
                asked.scenarios,
                replications=request.replications,
                seed=request.seed,
                jobs=request.jobs,
                families=families,
                on_replication=study.then(report.finished),
                executor=executor,
                finished=study.finished,
            )
            report.ended(interrupted=result.interrupted)
        _deliver(Swept(request=request, asked=asked, result=result, figures=figures, kept=study))
        if result.interrupted:
            study.say_how_to_go_on(request.jobs, request.cluster)
    return STOPPED if result.interrupted else 0


def read_design(request: Request) -> Design:
    """Read the axes. Raises RequestError with every problem."""
    from planner.experiments.design import design

    return design(request.vary, request.sample, replications=request.replications)


def read_indicators(texts: Sequence[str]) -> tuple[Name, ...]:
    """Read the indicators. Raises RequestError with every problem."""
    from planner.experiments.headlines import named

    problems: list[Problem] = []
    found: list[Name] = []
    for text in texts:
        try:
            found.append(named(text, "--indicator"))
        except RequestError as error:
            problems += error.problems
    if problems:
        raise RequestError(problems)
    return tuple(found)


def shown_figures(request: Request, asked: Asked) -> tuple[tuple[FigureKey, ...], tuple[str, ...]]:
    """The figures shown, and the families to run: those of the indicators, where none are asked for."""
    from planner.experiments.headlines import LEADING, figures_named, leading_families, run_families
    from planner.metrics.indicators import ALL, FigureKey

    leading = leading_families(asked.scenarios, request.families)
    if not asked.indicators:
        return tuple(FigureKey(indicator, family) for family in leading for indicator in LEADING), request.families
    whole = not request.families
    figures = dict.fromkeys(figure for name in asked.indicators for figure in figures_named(name, leading, whole=whole))
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
    if is_json(request.as_json, out):
        from planner.cli.sweep_json import as_line

        deliver(as_line(swept) + "\n", out, as_json=True)
        return
    from planner.cli.layout import say
    from planner.cli.sweep_text import show

    def write_all(console: Console) -> None:
        show(console, swept)
        say(console, swept.kept.told(), style="dim")

    deliver(in_text(write_all, out), out)


def _write_table(swept: Swept, suffix: str) -> None:
    import polars as pl

    from planner.cli.tables import write_frame
    from planner.experiments.sweep import tidy

    columns = tidy(swept.result, swept.figures if swept.request.indicators else ())
    # Values of one axis can be whole and broken numbers.
    frame = pl.DataFrame(columns, strict=False, infer_schema_length=None)
    assert swept.request.out is not None
    write(swept.request.out, partial(write_frame, frame, suffix))
