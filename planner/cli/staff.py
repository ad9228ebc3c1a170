"""`planner staff`: the smallest staff that meets a target."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.options import cluster_option, json_option, lang_option, store_option, whole_number
from planner.cli.study_options import jobs_option, out_option, progress_option, replications_option, seed_option
from planner.cli.usage import Command
from planner.i18n import _


def register(app: typer.Typer) -> None:
    """Add the verb to the app, in the language in use."""

    @app.command(
        "staff",
        cls=Command,
        help=_("The smallest staff that meets a target, team by team, beside what plain arithmetic would give."),
    )
    def staff(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(help=_("The scenario to staff."), metavar=_("FILE"), show_default=False)],
        target: Annotated[
            str,
            typer.Option(
                "--for",
                help=_(
                    "The target: FAMILY.INDICATOR>=VALUE or <=VALUE, like enforcement.on_time_rate>=0.9 (in quotation "
                    "marks); an indicator alone stands for all cases."
                ),
                metavar=_("TARGET"),
                show_default=False,
            ),
        ],
        teams: Annotated[
            list[str] | None,
            typer.Option(
                "--teams",
                help=_(
                    "Only these teams, like townships.*.teams.enforcement or departments.*; repeatable. By default "
                    "every team that works on the family."
                ),
                metavar=_("PATTERN"),
                show_default=False,
            ),
        ] = None,
        by_kind: Annotated[
            bool,
            typer.Option("--by-kind", help=_("The same number in every township of a kind, team by team.")),
        ] = False,
        tries: Annotated[
            int,
            typer.Option(
                "--tries",
                help=_("The most staffings to simulate."),
                metavar=_("N"),
                parser=whole_number(1),
            ),
        ] = 100,
        replications: Annotated[int, replications_option(_("Replications of each staffing."))] = 10,
        seed: Annotated[int, seed_option()] = 1,
        jobs: Annotated[int | None, jobs_option()] = None,
        as_json: Annotated[bool, json_option(_("One JSON object."))] = False,
        progress: Annotated[str, progress_option()] = "auto",
        out: Annotated[Path | None, out_option(_("Write the answer to a file instead (.json for JSON)."))] = None,
        cluster: Annotated[str | None, cluster_option()] = None,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        from planner.cli.staff_request import Request
        from planner.cli.staff_study import carry_out

        request = Request(
            file=file,
            target=target,
            teams=tuple(dict.fromkeys(teams or ())),
            by_kind=by_kind,
            tries=tries,
            replications=replications,
            seed=seed,
            jobs=jobs,
            cluster=cluster,
            as_json=as_json,
            out=out,
            store=store,
            typed=context.obj,
        )
        raise typer.Exit(carry_out(request, progress))
