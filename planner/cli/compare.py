"""`planner compare`: a base and alternatives on the same draws, what differs, and why."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.options import (
    cluster_option,
    json_option,
    lang_option,
    name_option,
    one_of,
    since_option,
    store_option,
    trace_option,
    whole_number,
)
from planner.cli.run import FAMILIES, PROGRESS, RUN_AS
from planner.cli.usage import Command
from planner.i18n import _
from planner.model.asked import LARGEST_SEED, MOST_PROCESSES

GROUPINGS = ("township", "department", "case_type")


def register(app: typer.Typer) -> None:
    """Add the verb to the app, in the language in use."""

    @app.command(
        "compare",
        cls=Command,
        help=_("A base and its alternatives on the same draws: what differs, whether it matters, and why."),
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
            typer.Option(
                "--precision",
                help=_(
                    "Go on until it is so precise: 5% of every mean time and backlog, or a half-width for the "
                    "difference of an indicator, like resolution_time_mean=0.5d; repeatable."
                ),
                metavar=_("PRECISION"),
                show_default=False,
            ),
        ] = None,
        most: Annotated[
            int,
            typer.Option(
                "--most",
                help=_("The most replications with --precision."),
                metavar=_("N"),
                parser=whole_number(3),
            ),
        ] = 200,
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
                help=_("Differences also by {choices}. Can be repeated.").format(choices=", ".join(GROUPINGS)),
                metavar=_("GROUPING"),
                parser=one_of(GROUPINGS),
                show_default=False,
            ),
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
        as_json: Annotated[bool, json_option(_("One JSON object."))] = False,
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
                "--out", help=_("Write the comparison to a file instead."), metavar=_("FILE"), show_default=False
            ),
        ] = None,
        name: Annotated[str | None, name_option()] = None,
        store: Annotated[Path | None, store_option()] = None,
        cluster: Annotated[str | None, cluster_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        from planner.cli.compare_study import Request, carry_out

        request = Request(
            base=base,
            others=tuple(others or ()),
            with_measures=tuple(with_measures or ()),
            replications=replications,
            precision=tuple(precision or ()),
            most=most,
            matters=tuple(matters or ()),
            families=tuple(dict.fromkeys(family or ())),
            stress=stress,
            stress_groups=tuple(stress_group or ()),
            seed=seed,
            jobs=jobs,
            cluster=cluster,
            store=store,
            name=name,
            as_json=as_json,
            out=out,
            trace=trace,
            by=tuple(dict.fromkeys(by or ())),
            since=since,
        )
        raise typer.Exit(carry_out(request, progress))
