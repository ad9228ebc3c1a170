"""`planner run`: replications of one or more scenarios, figures with intervals."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.asking import Place, Problems, played_by, read_all, workplace
from planner.cli.delivery import RunOutputs, check_out, check_tables, deliver, in_text, is_json, is_table
from planner.cli.keeping import kept, kept_as
from planner.cli.layout import say, say_played
from planner.cli.options import (
    ALL_GROUPINGS,
    by_option,
    cluster_option,
    family_option,
    files_argument,
    jobs_option,
    json_option,
    lang_option,
    name_option,
    once,
    out_option,
    progress_option,
    replications_option,
    seed_option,
    since_option,
    store_option,
    trace_option,
)
from planner.cli.progress import FiguresPicture, Watch
from planner.cli.run_text import show_runs
from planner.cli.steady import steady_state
from planner.cli.stopping import STOPPED
from planner.cli.usage import Command
from planner.model.text import json_line
from planner.studies.objects import run_object
from planner.studies.progress import Progress, leading_figures
from planner.studies.running import run_scenarios
from planner.studies.snapshot import snapshot_of
from planner.studies.spec import RunSpec
from planner.studies.writing import check_writable, write
from planner.wording import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from planner.experiments import RunResult
    from planner.model.scenario import Scenario
    from planner.store import Study


def register(app: typer.Typer, help: str) -> None:
    """Add the verb to the app, in the language in use; `help` says what it is for."""

    @app.command("run", cls=Command, help=help)
    def run(
        files: Annotated[list[Path], files_argument(_("Scenario files."))],
        replications: Annotated[int, replications_option(_("Replications of each."))] = 10,
        seed: Annotated[int, seed_option()] = 1,
        jobs: Annotated[int | None, jobs_option()] = None,
        family: Annotated[list[str] | None, family_option()] = None,
        by: Annotated[
            list[str] | None, by_option(_("Figures also by {choices}. Can be repeated."), ALL_GROUPINGS)
        ] = None,
        since: Annotated[str | None, since_option()] = None,
        steady: Annotated[
            bool,
            typer.Option(
                "--steady",
                help=_(
                    "The long run instead: a flat year three times over, its warm-up cut off; a backlog that grows is "
                    "called that."
                ),
            ),
        ] = False,
        as_json: Annotated[bool, json_option(_("One JSON object per scenario."))] = False,
        progress: Annotated[str, progress_option()] = "auto",
        out: Annotated[Path | None, out_option(_("Write the figures to a file instead."))] = None,
        cases: Annotated[
            Path | None,
            typer.Option(
                "--cases",
                help=_("Write one row per case of the first replication (.csv or .parquet)."),
                metavar=_("FILE"),
                show_default=False,
            ),
        ] = None,
        events: Annotated[
            Path | None,
            typer.Option(
                "--events",
                help=_("Write one row per step of its cases, for process mining (.csv or .parquet)."),
                metavar=_("FILE"),
                show_default=False,
            ),
        ] = None,
        trace: Annotated[Path | None, trace_option()] = None,
        name: Annotated[str | None, name_option()] = None,
        store: Annotated[Path | None, store_option()] = None,
        cluster: Annotated[str | None, cluster_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        spec = RunSpec(
            replications=replications, seed=seed, families=once(family), by=once(by), since=since, trace=trace
        )
        place = Place(jobs=jobs, cluster=cluster, store=store, name=name)
        outputs = RunOutputs(as_json=as_json, out=out, cases=cases, events=events)
        if steady:
            raise typer.Exit(steady_state(files, spec, place, outputs, progress))
        raise typer.Exit(carry_out(files, spec, place, outputs, progress))


def carry_out(files: Sequence[Path], spec: RunSpec, place: Place, outputs: RunOutputs, progress: str) -> int:
    """Run and deliver; the exit code of the command.

    Raises PlannerError for anything asked for that cannot be done, with all problems of the command line at once.
    """
    problems = Problems()
    scenarios: list[Scenario] = []
    with problems.gathered():
        check_tables([("--cases", outputs.cases), ("--events", outputs.events), ("--trace", spec.trace)])
        place.check()
        check_out(outputs.out, tables=True)
        check_writable([path for path in (outputs.out, *outputs.tables) if path is not None])
    with problems.gathered():
        scenarios = read_all(files)
    problems.check()
    return carry_on(scenarios, spec, place, outputs, progress)


def carry_on(
    scenarios: list[Scenario],
    spec: RunSpec,
    place: Place,
    outputs: RunOutputs,
    progress: str,
    *,
    windows: bool = True,
) -> int:
    """Run what the store does not have yet, and deliver; the exit code.

    Without `windows` there are no figures from a day on, as a study that is continued may have none.
    """
    trace = played_by(scenarios, spec.trace)
    wanted = spec.request(scenarios, trace, windows=windows)
    keep_rows = (0,) if outputs.tables else ()
    with kept(place.store, scenarios, wanted, trace=spec.trace, name=place.name) as (study, here):
        answered = study.complete and not keep_rows
        if answered and progress == "auto":
            here.say_it_was_there()
        # The store has no rows: where they are asked for, their replication is run again.
        finished = [one for one in study.finished if one.number not in keep_rows]
        watched = Progress(
            [scenario.name for scenario in scenarios],
            wanted.replications,
            study=study.study.id,
            finished=finished,
            figures=leading_figures(scenarios),
        )
        with (
            workplace(place.jobs, None if answered else place.cluster) as executor,
            Watch(progress, watched, picture=FiguresPicture(scenarios, finished)) as watch,
        ):
            result = run_scenarios(
                study, scenarios, watch, trace=trace, keep_rows=keep_rows, jobs=place.jobs, executor=executor
            )
        told = kept_as(study, here)
        _deliver(result, spec, outputs, study.study, told)
        if result.interrupted:
            here.say_how_to_go_on(place.jobs, place.cluster, spec.trace)
    return STOPPED if result.interrupted else 0


def _deliver(result: RunResult, spec: RunSpec, outputs: RunOutputs, study: Study, told: str) -> None:
    """Print or write the figures, then write the rows; `told` says where the study is kept."""
    out = outputs.out
    if is_table(out):
        from planner.cli.tables import write_study

        write_study(snapshot_of(study, [run.scenario for run in result.runs], result.runs), out, "summary")
        out = None
    if outputs.as_json or not is_table(outputs.out):
        in_json = is_json(outputs.as_json, out)
        rendered = _as_json(result, spec, study) if in_json else _as_text(result, spec, study, out, told)
        deliver(rendered, out, as_json=in_json)
    if outputs.tables:
        _write_rows(result, outputs)


def _as_json(result: RunResult, spec: RunSpec, study: Study) -> str:
    objects = (run_object(run, result, by=spec.by, families=spec.families, study=study) for run in result.runs)
    return "".join(json_line(one) + "\n" for one in objects)


def _as_text(result: RunResult, spec: RunSpec, study: Study, out: Path | None, told: str) -> str:
    def write_all(console: Console) -> None:
        show_runs(console, result, spec.by)
        say_played(console, study.request)
        say(console, told, style="dim")

    return in_text(write_all, out)


def _write_rows(result: RunResult, outputs: RunOutputs) -> None:
    from planner.studies.cases import case_frame, event_frame
    from planner.studies.tables import write_frame

    rows: list[Any] = [
        (number, run.scenario.name, replication.rows)
        for number, run in enumerate(result.runs, 1)
        for replication in run.replications
        if replication.rows is not None
    ]
    if not rows:
        # Stopped before the first replication was finished: nothing to write, and an older file stays.
        return
    for path, frame_of in ((outputs.cases, case_frame), (outputs.events, event_frame)):
        if path is not None:
            write(path, partial(write_frame, frame_of(rows), path.suffix))
