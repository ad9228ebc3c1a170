"""What `planner sweep` does with its options: read, run, show, write."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from planner.cli.collecting import Problems
from planner.cli.compare_study import goal_of
from planner.cli.delivery import check_out, deliver, in_text, is_json, is_table
from planner.cli.stopping import STOPPED
from planner.cli.study import check_name
from planner.cli.sweep_request import Asked, Points, Request, Swept
from planner.cli.workplace import check_workplace, workplace
from planner.cli.writing import write
from planner.errors import PlannerError, Problem, RequestError
from planner.files.toml import decoded, read_bytes

if TYPE_CHECKING:
    from rich.console import Console

    from planner.experiments.design import Design
    from planner.experiments.goal import Goal, PrecisionRule
    from planner.experiments.headlines import Name
    from planner.metrics.indicators import FigureKey
    from planner.model.scenario import Scenario


def carry_out(request: Request, progress: str) -> int:
    """Sweep and deliver; the exit code of the command.

    Raises PlannerError for anything asked for that cannot be done, with all problems of the options at once.
    """
    from planner.cli.file_notes import FileNotes
    from planner.experiments.sweep import read_points
    from planner.load.reading import ScenarioFile

    notes = FileNotes()
    problems = Problems()
    found: Asked | None = None
    with problems.gathered():
        check_name(request.name)
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
    goal: Goal | None = None
    with problems.gathered():
        goal = goal_of(request.precision, request.most, request.replications)
    with problems.gathered():
        file = ScenarioFile(request.file)
        # Read by itself first: what is wrong with it is wrong with no point.
        name = notes.take(file.read()).scenario.name
        if design is not None:
            points = design.points(request.seed)
            option = "--vary" if request.points is None else "--points"
            scenarios = read_points(file, points, option=option, on_reading=notes.take)
            found = Asked(
                design=design, points=points, scenarios=scenarios, indicators=indicators, name=name, goal=goal
            )
    problems.check()
    notes.say()
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
    rule = None if asked.goal is None else rule_of(asked, different, figures)
    wanted = Wanted(
        seed=request.seed,
        cut_off_hours=shared_cut_off(different),
        replications=request.planned,
        families=families,
        precision=request.precision,
        verb="sweep",
        options={
            "file": str(request.file.resolve()),
            "name": asked.name,
            "vary": list(request.vary),
            "sample": request.sample,
            "points": None if request.points is None else attrs.asdict(request.points),
            "most": request.most,
            "indicators": list(request.indicators),
            "families": list(request.families),
            "places": places,
        },
    )
    with kept(request.store, different, wanted, name=request.name) as study:
        cluster = None if study.complete else request.cluster
        if study.complete and progress == "auto":
            study.say_it_was_there()
        with (
            workplace(request.jobs, cluster) as executor,
            SweepProgress(progress, len(asked.points), different, wanted.replications, rule, figures, study) as report,
        ):
            result = sweep(
                asked.points,
                asked.scenarios,
                replications=wanted.replications,
                seed=request.seed,
                jobs=request.jobs,
                families=families,
                on_replication=study.then(report.finished),
                executor=executor,
                finished=study.finished,
                enough=rule,
            )
            ended = None if rule is None else rule.ended
            if ended is not None:
                study.study.ends_after(ended.replications)
            report.ended(interrupted=result.interrupted)
        _deliver(Swept(request=request, asked=asked, result=result, figures=figures, ended=ended, kept=study))
        if result.interrupted:
            study.say_how_to_go_on(request.jobs, request.cluster)
    return STOPPED if result.interrupted else 0


def points_of(file: Path | None, *, vary: bool, sample: bool) -> Points | None:
    """The table that `--points` names; None without it.

    Raises RequestError where it cannot be read, where axes are stated beside it, and where there is neither.
    """
    if file is None:
        if not vary:
            raise RequestError(Problem(kind="nothing-varied", path="--vary", facts={"other": "--points"}))
        return None
    problems = [
        Problem(kind="not-together", path=option, facts={"other": "--points"})
        for option, is_there in (("--vary", vary), ("--sample", sample))
        if is_there
    ]
    table: Points | None = None
    try:
        table = read_table(file)
    except PlannerError as error:
        problems += error.problems
    if problems:
        raise RequestError(problems)
    return table


def read_table(file: Path) -> Points:
    """A table of points as it stands: the heads of its columns and its rows, blank rows passed over.

    Raises PlannerError where it cannot be read, has no rows, or rows of another length than its head.
    """
    text = decoded(file, read_bytes(file))
    # What Excel calls Unicode text has tabs.
    separator = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        lines = [(number, [cell.strip() for cell in row]) for number, row in enumerate(reader, 1)]
    except csv.Error as error:
        raise RequestError(Problem(kind="trace-not-a-table", file=str(file))) from error
    rows = [(number, row) for number, row in lines if any(row)]
    if not rows:
        raise RequestError(Problem(kind="points-none", file=str(file)))
    (_line, heads), *body = rows
    # Spreadsheets leave empty columns at the right.
    width = max((place for row in (heads, *(row for _line, row in body)) for place, cell in enumerate(row, 1) if cell))
    heads, body = heads[:width], [(line, row[:width]) for line, row in body]
    ragged = [
        Problem(kind="points-row-length", file=str(file), facts={"row": line, "has": len(row), "expected": len(heads)})
        for line, row in body
        if len(row) != len(heads)
    ]
    if ragged:
        raise RequestError(ragged)
    return Points(
        file=str(file),
        axes=tuple(heads),
        rows=tuple(tuple(row) for _number, row in body),
        numbers=tuple(line for line, _row in body),
    )


def read_design(request: Request) -> Design:
    """Read the axes, or the table of points. Raises RequestError with every problem."""
    from planner.experiments.design import design, design_of_table

    table, option = request.points, "--most" if request.precision else "--replications"
    if table is None:
        return design(request.vary, request.sample, replications=request.planned, limited_by=option)
    return design_of_table(
        table.axes,
        table.rows,
        where=table.numbers,
        file=table.file,
        replications=request.planned,
        limited_by=option,
    )


def rule_of(asked: Asked, scenarios: Sequence[Scenario], figures: Sequence[FigureKey]) -> PrecisionRule:
    """The rule of the precision asked for."""
    from planner.experiments.goal import PrecisionRule

    assert asked.goal is not None
    return PrecisionRule.of_means(scenarios, figures, asked.goal)


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
    from planner.experiments.headlines import (
        LEADING,
        check_families,
        families_of,
        figures_named,
        leading_families,
        run_families,
    )
    from planner.metrics.indicators import ALL, FigureKey

    leading = leading_families(asked.scenarios, request.families)
    whole = not request.families
    # What is to be precise is also shown.
    precise = () if asked.goal is None else tuple(asked.goal.amounts)
    possible = families_of(asked.scenarios, request.families)
    check_families(asked.indicators, possible, "--indicator")
    check_families(precise, possible, "--precision")
    if not asked.indicators:
        shown = [FigureKey(indicator, family) for family in leading for indicator in LEADING]
        shown += [figure for name in precise for figure in figures_named(name, leading, whole=whole)]
        return tuple(dict.fromkeys(shown)), request.families
    figures = dict.fromkeys(
        figure for name in (*asked.indicators, *precise) for figure in figures_named(name, leading, whole=whole)
    )
    families = request.families
    if whole and not any(figure.family == ALL for figure in figures):
        families = run_families(figure.family for figure in figures)
    return tuple(figures), families


def _deliver(swept: Swept) -> None:
    """The table to a file, JSON or text to stdout or to a file."""
    out = swept.request.out
    if is_table(out):
        _write_table(swept, out)
        if not swept.request.as_json:
            return
        out = None
    if is_json(swept.request.as_json, out):
        from planner.cli.sweep_json import as_line

        deliver(as_line(swept) + "\n", out, as_json=True)
        return
    from planner.cli.layout import say
    from planner.cli.sweep_text import show

    def write_all(console: Console) -> None:
        show(console, swept)
        say(console, swept.kept.told(), style="dim")

    deliver(in_text(write_all, out), out)


def _write_table(swept: Swept, out: Path) -> None:
    if out.suffix.lower() == ".xlsx":
        from planner.cli.results_export import write_study
        from planner.experiments.sweep import distinct

        places, different = distinct(swept.asked.scenarios)
        runs = [swept.result.runs[places.index(place)] for place in range(len(different))]
        write_study(swept.kept.study, different, runs, out, "summary")
        return
    import polars as pl

    from planner.cli.tables import write_frame
    from planner.experiments.sweep import tidy

    columns = tidy(swept.result, swept.figures if swept.request.indicators else ())
    # Values of one axis can be whole and broken numbers.
    frame = pl.DataFrame(columns, strict=False, infer_schema_length=None)
    write(out, partial(write_frame, frame, out.suffix))
