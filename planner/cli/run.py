"""`planner run`: replications of one or more scenarios, figures with intervals."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.options import (
    cluster_option,
    files_argument,
    json_option,
    lang_option,
    name_option,
    one_of,
    since_option,
    store_option,
    trace_option,
    whole_number,
)
from planner.cli.usage import Command
from planner.i18n import _
from planner.model.asked import LARGEST_SEED, MOST_PROCESSES

FAMILIES = ("service", "approval", "enforcement", "dispute", "emergency", "upper", "counter", "grid")
"""What runs can be restricted to, by the names of figures."""
RUN_AS = {"counter": "service", "grid": "service"}
"""Parts of a family, as figures report them: all of it is run."""
GROUPINGS = ("township", "department", "case_type", "family", "level")
PROGRESS = ("auto", "json", "none")


def register(app: typer.Typer) -> None:
    """Add the verb to the app, in the language in use."""

    @app.command(
        "run", cls=Command, help=_("Replications of one or more scenarios: figures with intervals, by family.")
    )
    def run(
        files: Annotated[list[Path], files_argument(_("Scenario files."))],
        replications: Annotated[
            int,
            typer.Option(
                "--replications",
                help=_("Replications of each."),
                metavar=_("N"),
                parser=whole_number(1),
            ),
        ] = 10,
        seed: Annotated[
            int,
            typer.Option(
                "--seed", help=_("Seed of all random draws."), metavar=_("N"), parser=whole_number(0, LARGEST_SEED)
            ),
        ] = 1,
        jobs: Annotated[
            int | None,
            typer.Option(
                "--jobs",
                help=_("Processes; by default one per processor. The figures do not depend on it."),
                metavar=_("N"),
                parser=whole_number(1, MOST_PROCESSES),
                show_default=False,
            ),
        ] = None,
        family: Annotated[
            list[str] | None,
            typer.Option(
                "--family",
                help=_("Only these families: {choices}. Can be repeated.").format(choices=", ".join(FAMILIES)),
                metavar=_("FAMILY"),
                parser=one_of(FAMILIES, RUN_AS),
                show_default=False,
            ),
        ] = None,
        by: Annotated[
            list[str] | None,
            typer.Option(
                "--by",
                help=_("Figures also by {choices}. Can be repeated.").format(choices=", ".join(GROUPINGS)),
                metavar=_("GROUPING"),
                parser=one_of(GROUPINGS),
                show_default=False,
            ),
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
        progress: Annotated[
            str,
            typer.Option(
                "--progress",
                help=_("How to show progress on stderr: {choices}.").format(choices=", ".join(PROGRESS)),
                metavar=_("HOW"),
                parser=one_of(PROGRESS),
            ),
        ] = "auto",
        out: Annotated[
            Path | None,
            typer.Option(
                "--out", help=_("Write the figures to a file instead."), metavar=_("FILE"), show_default=False
            ),
        ] = None,
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
        from planner.cli.study import Outputs, Request, carry_out

        request = Request(
            files=tuple(files),
            replications=replications,
            seed=seed,
            jobs=jobs,
            families=tuple(dict.fromkeys(family or ())),
            by=tuple(dict.fromkeys(by or ())),
            trace=trace,
            since=since,
            cluster=cluster,
            store=store,
            name=name,
        )
        outputs = Outputs(as_json=as_json, out=out, cases=cases, events=events)
        if steady:
            from planner.cli import steady_study

            raise typer.Exit(steady_study.carry_out(request, outputs, progress))
        raise typer.Exit(carry_out(request, outputs, progress))
