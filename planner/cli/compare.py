"""`planner compare`: a base and alternatives on the same draws, what differs, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.asking import FileNotes, Place, Problems, played_by, workplace
from planner.cli.compare_text import show_comparison
from planner.cli.delivery import Outputs, check_out, check_tables, deliver, in_text, is_json, is_table
from planner.cli.keeping import kept, kept_as
from planner.cli.layout import say, say_played
from planner.cli.options import (
    GROUPINGS,
    by_option,
    cluster_option,
    family_option,
    jobs_option,
    json_option,
    lang_option,
    most_option,
    name_option,
    once,
    out_option,
    precision_option,
    progress_option,
    seed_option,
    since_option,
    store_option,
    trace_option,
    whole_number,
)
from planner.cli.progress import FindingsPicture, Watch
from planner.cli.stopping import STOPPED
from planner.cli.usage import Command
from planner.experiments.alternatives import read_alternatives
from planner.experiments.goal import PrecisionRule
from planner.experiments.points import read_table
from planner.experiments.stress import variants
from planner.model.text import json_line
from planner.studies.answer_objects import comparison_object
from planner.studies.progress import Progress
from planner.studies.running import run_comparison
from planner.studies.snapshot import snapshot_of
from planner.studies.spec import CompareSpec, Wishes, pieces
from planner.wording import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from planner.experiments.comparison import Comparison
    from planner.experiments.design import Point
    from planner.experiments.stress import StressTest
    from planner.model.scenario import Scenario
    from planner.store import Study


def register(app: typer.Typer, help: str) -> None:
    """Add the verb to the app, in the language in use; `help` says what it is for."""

    @app.command(
        "compare",
        cls=Command,
        help=help,
    )
    def compare(
        base: Annotated[
            Path, typer.Argument(help=_("The scenario to compare with."), metavar=_("BASE"), show_default=False)
        ],
        others: Annotated[
            list[Path] | None,
            typer.Argument(help=_("Other scenarios."), metavar=_("OTHER…"), show_default=False),
        ] = None,
        with_measures: Annotated[
            list[str] | None,
            typer.Option(
                "--with",
                help=_("An alternative that no file states: the base with these measures or packages; repeatable."),
                metavar=_("MEASURE[,MEASURE…]"),
                show_default=False,
            ),
        ] = None,
        points: Annotated[
            Path | None,
            typer.Option(
                "--points",
                help=_(
                    "Alternatives that no file states: a table (.csv) with a path or measure:ID (on, off) at the head "
                    "of each column; the base with the values of each row is one."
                ),
                metavar=_("FILE"),
                show_default=False,
            ),
        ] = None,
        replications: Annotated[
            int | None,
            typer.Option(
                "--replications",
                help=_("Replications of each; 10 where no precision is asked for."),
                metavar=_("N"),
                parser=whole_number(1),
                show_default=False,
            ),
        ] = None,
        precision: Annotated[
            list[str] | None,
            precision_option(
                _(
                    "Go on until it is so precise: 5% of every mean time and backlog, or a half-width for the "
                    "difference of an indicator, like resolution_time_mean=0.5d; repeatable."
                )
            ),
        ] = None,
        most: Annotated[int, most_option()] = 200,
        matters: Annotated[
            list[str] | None,
            typer.Option(
                "--matters",
                help=_(
                    "The smallest difference that matters, by indicator: "
                    "resolution_time_mean=1d,on_time_rate=0.02; repeatable."
                ),
                metavar=_("INDICATOR=SIZE"),
                show_default=False,
            ),
        ] = None,
        family: Annotated[list[str] | None, family_option()] = None,
        by: Annotated[
            list[str] | None, by_option(_("Differences also by {choices}. Can be repeated."), GROUPINGS)
        ] = None,
        since: Annotated[str | None, since_option()] = None,
        trace: Annotated[Path | None, trace_option()] = None,
        stress: Annotated[
            str | None,
            typer.Option(
                "--stress",
                help=_("Run again with each group of assumptions moved up and down by so much, like 25%."),
                metavar=_("SHARE"),
                show_default=False,
            ),
        ] = None,
        stress_group: Annotated[
            list[str] | None,
            typer.Option(
                "--stress-group",
                help=_("Move only these groups, like formal,work,department_staff; repeatable."),
                metavar=_("GROUP[,GROUP…]"),
                show_default=False,
            ),
        ] = None,
        seed: Annotated[int, seed_option()] = 1,
        jobs: Annotated[int | None, jobs_option()] = None,
        as_json: Annotated[bool, json_option(_("One JSON object."))] = False,
        progress: Annotated[str, progress_option()] = "auto",
        out: Annotated[Path | None, out_option(_("Write the comparison to a file instead."))] = None,
        name: Annotated[str | None, name_option()] = None,
        store: Annotated[Path | None, store_option()] = None,
        cluster: Annotated[str | None, cluster_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        spec = CompareSpec(
            replications=replications,
            precision=tuple(precision or ()),
            most=most,
            matters=tuple(matters or ()),
            families=once(family),
            stress=stress,
            stress_groups=tuple(stress_group or ()),
            seed=seed,
            trace=trace,
            by=once(by),
            since=since,
        )
        place = Place(jobs=jobs, cluster=cluster, store=store, name=name)
        outputs = Outputs(as_json=as_json, out=out)
        files = (base, *(others or ()))
        raise typer.Exit(carry_out(files, with_measures or (), points, spec, place, outputs, progress))


def carry_out(
    files: Sequence[Path],
    measures: Sequence[str],
    points: Path | None,
    spec: CompareSpec,
    place: Place,
    outputs: Outputs,
    progress: str,
) -> int:
    """Compare and deliver; the exit code of the command. The first file is the base.

    Raises PlannerError for anything asked for that cannot be done, with all problems of the command line at once.
    """
    problems, notes = Problems(), FileNotes()
    wishes: Wishes | None = None
    scenarios: list[Scenario] = []
    with problems.gathered():
        wishes = spec.wishes()
    with problems.gathered():
        place.check()
    with problems.gathered():
        check_out(outputs.out, tables=True)
    with problems.gathered():
        check_tables([("--trace", spec.trace)])
    rows: Sequence[Point] = ()
    with problems.gathered():
        if points is not None:
            option = "--most" if spec.precision else "--replications"
            rows = read_table(points).design(replications=spec.planned, limited_by=option).points()
    with problems.gathered():
        asked = [named for one in measures if (named := pieces([one]))]
        scenarios = read_alternatives(files[0], files[1:], asked, rows, on_reading=notes.take)
    problems.check()
    notes.say()
    assert wishes is not None
    return carry_on(scenarios, spec, wishes, place, outputs, progress)


def carry_on(
    scenarios: Sequence[Scenario], spec: CompareSpec, wishes: Wishes, place: Place, outputs: Outputs, progress: str
) -> int:
    """Run what the store does not have yet of a comparison of these scenarios, and deliver; the exit code."""
    asked = spec.question(scenarios, wishes)
    rule = None if wishes.goal is None else PrecisionRule(asked, wishes.goal)
    planned = [] if wishes.stress is None else variants(asked, wishes.stress, spec.stressed)
    trace = played_by(scenarios, spec.trace)
    wanted = spec.request(asked, wishes, trace)
    with kept(place.store, scenarios, wanted, trace=spec.trace, name=place.name) as (study, here):
        answered = study.complete and not planned
        if answered and progress == "auto":
            here.say_it_was_there()
        watched = Progress(
            [scenario.name for scenario in scenarios],
            wanted.replications,
            study=study.study.id,
            finished=study.finished,
            figures=[figure for figure in asked.figures if figure.family in asked.leading],
            rule=rule,
            variants=len(planned),
        )
        with (
            workplace(place.jobs, None if answered else place.cluster, lasting=True) as executor,
            Watch(progress, watched, picture=FindingsPicture(asked, study.finished)) as watch,
        ):
            comparison, tested = run_comparison(
                study, spec, asked, wishes, watch, rule=rule, trace=trace, jobs=place.jobs, executor=executor
            )
        _deliver(comparison, tested, outputs, study.study, kept_as(study, here))
        interrupted = comparison.interrupted or bool(tested is not None and tested.unfinished)
        if interrupted:
            here.say_how_to_go_on(place.jobs, place.cluster, spec.trace)
    return STOPPED if interrupted else 0


def _deliver(comparison: Comparison, stress: StressTest | None, outputs: Outputs, study: Study, told: str) -> None:
    """Print or write a comparison; `told` says where it is kept."""
    out = outputs.out
    if is_table(out):
        from planner.cli.tables import write_study
        from planner.papers.sheets import of_stress

        runs = (comparison.base, *(one.run for one in comparison.alternatives))
        more = [] if stress is None else of_stress(comparison, stress)
        write_study(snapshot_of(study, comparison.question.scenarios, runs), out, "findings", more)
        if not outputs.as_json:
            return
        out = None
    if is_json(outputs.as_json, out):
        deliver(json_line(comparison_object(comparison, stress, study)) + "\n", out, as_json=True)
        return

    def write_all(console: Console) -> None:
        show_comparison(console, comparison, stress)
        say_played(console, study.request)
        say(console, told, style="dim")

    deliver(in_text(write_all, out), out)
