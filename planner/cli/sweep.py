"""`planner sweep`: what-ifs at every point of a grid or a sample, on the same draws."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.options import cluster_option, json_option, lang_option, name_option, store_option, whole_number
from planner.cli.study_options import (
    family_option,
    jobs_option,
    out_option,
    progress_option,
    seed_option,
)
from planner.cli.usage import Command
from planner.i18n import _


def register(app: typer.Typer) -> None:
    """Add the verb to the app, in the language in use."""

    @app.command(
        "sweep",
        cls=Command,
        help=_(
            "What-ifs at every point of a grid or a sample, on the same draws: one table, and what measures do "
            "by themselves and together."
        ),
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
        most: Annotated[
            int,
            typer.Option(
                "--most",
                help=_("The most replications with --precision."),
                metavar=_("N"),
                parser=whole_number(3),
            ),
        ] = 200,
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
        from planner.cli.sweep_request import Request
        from planner.cli.sweep_study import carry_out, points_of

        request = Request(
            file=file,
            vary=tuple(vary or ()),
            sample=sample,
            points=points_of(points, vary=bool(vary), sample=sample is not None),
            indicators=tuple(dict.fromkeys(indicator or ())),
            families=tuple(dict.fromkeys(family or ())),
            replications=replications,
            precision=tuple(precision or ()),
            most=most,
            seed=seed,
            jobs=jobs,
            cluster=cluster,
            store=store,
            name=name,
            as_json=as_json,
            out=out,
        )
        raise typer.Exit(carry_out(request, progress))
