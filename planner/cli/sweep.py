"""`planner sweep`: what-ifs at every point of a grid or a sample, on the same draws."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.asking import FileNotes, Place, Problems, workplace
from planner.cli.delivery import Outputs, check_out, deliver, in_text, is_json, is_table
from planner.cli.keeping import kept, kept_as
from planner.cli.layout import say
from planner.cli.options import (
    cluster_option,
    family_option,
    jobs_option,
    json_option,
    lang_option,
    most_option,
    name_option,
    once,
    out_option,
    progress_option,
    seed_option,
    store_option,
    whole_number,
)
from planner.cli.progress import Watch
from planner.cli.stopping import STOPPED
from planner.cli.sweep_text import show_sweep
from planner.cli.usage import Command
from planner.experiments.sweep import distinct, read_points
from planner.model.text import json_line
from planner.studies.answer_objects import sweep_object
from planner.studies.progress import Progress
from planner.studies.running import run_sweep
from planner.studies.snapshot import snapshot_of
from planner.studies.sweep import Sweep, SweepSpec, Swept, points_of
from planner.wording import _
from planner.workload.reading import ScenarioFile

if TYPE_CHECKING:
    from rich.console import Console


def register(app: typer.Typer, help: str) -> None:
    """Add the verb to the app, in the language in use; `help` says what it is for."""

    @app.command(
        "sweep",
        cls=Command,
        help=help,
    )
    def sweep(
        file: Annotated[Path, typer.Argument(help=_("The scenario to vary."), metavar=_("FILE"), show_default=False)],
        vary: Annotated[
            list[str] | None,
            typer.Option(
                "--vary",
                help=_(
                    "An axis: PATH=VALUE,VALUE… (* stands for all keys), measure:ID (off and on), or PATH=LOW..HIGH "
                    "together with --sample; repeatable."
                ),
                metavar=_("AXIS"),
                show_default=False,
            ),
        ] = None,
        points: Annotated[
            Path | None,
            typer.Option(
                "--points",
                help=_(
                    "Points of your own in place of --vary: a table (.csv) with a path or measure:ID (on, off) at the "
                    "head of each column, and one row for each what-if."
                ),
                metavar=_("FILE"),
                show_default=False,
            ),
        ] = None,
        sample: Annotated[
            str | None,
            typer.Option(
                "--sample",
                help=_("Take N points from the ranges: lhs:N (Latin hypercube) or sobol:N (a power of 2)."),
                metavar=_("METHOD:N"),
                show_default=False,
            ),
        ] = None,
        indicator: Annotated[
            list[str] | None,
            typer.Option(
                "--indicator",
                help=_("Only these indicators, like enforcement.on_time_rate or cost; repeatable."),
                metavar=_("INDICATOR"),
                show_default=False,
            ),
        ] = None,
        family: Annotated[list[str] | None, family_option()] = None,
        replications: Annotated[
            int | None,
            typer.Option(
                "--replications",
                help=_("Replications of each point; 10 where no precision is asked for."),
                metavar=_("N"),
                parser=whole_number(1),
                show_default=False,
            ),
        ] = None,
        precision: Annotated[
            list[str] | None,
            typer.Option(
                "--precision",
                help=_(
                    "Go on until it is so precise at every point: 5% of every mean time and backlog, or a half-width "
                    "for the mean of an indicator, like resolution_time_mean=0.5d; repeatable."
                ),
                metavar=_("PRECISION"),
                show_default=False,
            ),
        ] = None,
        most: Annotated[int, most_option()] = 200,
        seed: Annotated[int, seed_option()] = 1,
        jobs: Annotated[int | None, jobs_option()] = None,
        as_json: Annotated[bool, json_option(_("One JSON object."))] = False,
        progress: Annotated[str, progress_option()] = "auto",
        out: Annotated[
            Path | None,
            out_option(_("Write the table (.csv, .parquet, .xlsx), JSON (.json) or the text to a file instead.")),
        ] = None,
        name: Annotated[str | None, name_option()] = None,
        store: Annotated[Path | None, store_option()] = None,
        cluster: Annotated[str | None, cluster_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        spec = SweepSpec(
            file=file,
            vary=tuple(vary or ()),
            sample=sample,
            points=points_of(points, vary=bool(vary), sample=sample is not None),
            indicators=once(indicator),
            families=once(family),
            replications=replications,
            precision=tuple(precision or ()),
            most=most,
            seed=seed,
        )
        place = Place(jobs=jobs, cluster=cluster, store=store, name=name)
        raise typer.Exit(carry_out(spec, place, Outputs(as_json=as_json, out=out), progress))


def carry_out(spec: SweepSpec, place: Place, outputs: Outputs, progress: str) -> int:
    """Sweep and deliver; the exit code of the command.

    Raises PlannerError for anything asked for that cannot be done, with all problems of the command line at once.
    """
    problems, notes = Problems(), FileNotes()
    found: Sweep | None = None
    with problems.gathered():
        place.check()
    with problems.gathered():
        check_out(outputs.out, tables=True)
    design = indicators = goal = None
    with problems.gathered():
        design = spec.design()
    with problems.gathered():
        indicators = spec.names()
    with problems.gathered():
        goal = spec.goal()
    with problems.gathered():
        file = ScenarioFile(spec.file)
        # Read by itself first: what is wrong with it is wrong with no point.
        name = notes.take(file.read()).scenario.name
        if design is not None:
            points = design.points(spec.seed)
            option = "--vary" if spec.points is None else "--points"
            scenarios = read_points(file, points, option=option, on_reading=notes.take)
            found = Sweep(
                spec=spec,
                design=design,
                points=points,
                scenarios=scenarios,
                indicators=indicators or (),
                name=name,
                goal=goal,
            )
    problems.check()
    notes.say()
    assert found is not None
    return carry_on(found, place, outputs, progress)


def carry_on(asked: Sweep, place: Place, outputs: Outputs, progress: str) -> int:
    """Run what the store does not have yet of a sweep, and deliver; the exit code."""
    figures, families = asked.shown()
    _places, different = distinct(asked.scenarios)
    rule = asked.rule(figures)
    wanted = asked.request(families)
    with kept(place.store, different, wanted, name=place.name) as (study, here):
        if study.complete and progress == "auto":
            here.say_it_was_there()
        watched = Progress(
            asked.names,
            wanted.replications,
            study=study.study.id,
            finished=study.finished,
            figures=figures,
            rule=rule,
            has_figures=False,
        )
        with (
            workplace(place.jobs, None if study.complete else place.cluster) as executor,
            Watch(progress, watched, points=len(asked.points)) as watch,
        ):
            swept = run_sweep(study, asked, watch, rule=rule, jobs=place.jobs, executor=executor)
        _deliver(swept, outputs, kept_as(study, here))
        if swept.result.interrupted:
            here.say_how_to_go_on(place.jobs, place.cluster)
    return STOPPED if swept.result.interrupted else 0


def _deliver(swept: Swept, outputs: Outputs, told: str) -> None:
    """The table to a file, JSON or text to stdout or to a file; `told` says where the sweep is kept."""
    out = outputs.out
    if is_table(out):
        _write_table(swept, out)
        if not outputs.as_json:
            return
        out = None
    if is_json(outputs.as_json, out):
        deliver(json_line(sweep_object(swept)) + "\n", out, as_json=True)
        return

    def write_all(console: Console) -> None:
        show_sweep(console, swept)
        say(console, told, style="dim")

    deliver(in_text(write_all, out), out)


def _write_table(swept: Swept, out: Path) -> None:
    from planner.cli.tables import write_answer, write_study

    if out.suffix.lower() == ".xlsx":
        places, different = distinct(swept.asked.scenarios)
        runs = [swept.result.runs[places.index(place)] for place in range(len(different))]
        write_study(snapshot_of(swept.study, different, runs), out, "summary")
        return
    write_answer(out, (), swept.result.to_frame(swept.figures if swept.asked.spec.indicators else ()))
