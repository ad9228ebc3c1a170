"""`planner results`: the studies that are kept."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli import results_cases
from planner.cli.options import cluster_option, json_option, lang_option, one_of, store_option, whole_number
from planner.cli.run import GROUPINGS, PROGRESS
from planner.cli.study_options import jobs_option, progress_option
from planner.cli.usage import Command, Group
from planner.i18n import _

TABLES = ("figures", "summary", "backlog", "findings", "why", "changes", "effects")


def register(app: typer.Typer) -> None:
    """Add the verb and those below it to the app, in the language in use."""
    results = typer.Typer(
        cls=Group,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"]},
        help=_("The studies that are kept: list, show, export, resume, name, freeze and delete them."),
    )

    @results.callback(invoke_without_command=True)
    def group(context: typer.Context, lang: Annotated[str | None, lang_option()] = None) -> None:
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())

    for verb in (_list, _show, _export, results_cases.register, _resume, _name, _freeze, _delete):
        verb(results)
    app.add_typer(results, name="results")


def _study_argument() -> object:
    return typer.Argument(
        help=_("The number of a study, as `planner results list` tells it."),
        metavar=_("STUDY"),
        parser=whole_number(1),
        show_default=False,
    )


def _list(results: typer.Typer) -> None:
    @results.command("list", cls=Command, help=_("Every study, the oldest first."))
    def list_(
        as_json: Annotated[bool, json_option(_("One JSON object per study."))] = False,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        from planner.cli.results_list import list_studies

        list_studies(store, as_json)


def _show(results: typer.Typer) -> None:
    @results.command(
        "show", cls=Command, help=_("The figures of a study, as the command that asked for it showed them.")
    )
    def show(
        study: Annotated[int, _study_argument()],
        by: Annotated[
            list[str] | None,
            typer.Option(
                "--by",
                help=_("Figures also by {choices}, where the study has them. Can be repeated.").format(
                    choices=", ".join(GROUPINGS)
                ),
                metavar=_("GROUPING"),
                parser=one_of(GROUPINGS),
                show_default=False,
            ),
        ] = None,
        as_json: Annotated[bool, json_option(_("The same JSON as of the command that asked."))] = False,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        from planner.cli.results_show import show_study

        show_study(store, study, tuple(dict.fromkeys(by or ())), as_json)


def _export(results: typer.Typer) -> None:
    @results.command("export", cls=Command, help=_("Write a study to a file: .xlsx, .csv, .parquet or .json."))
    def export(
        study: Annotated[int, _study_argument()],
        out: Annotated[
            Path,
            typer.Option(
                "--out",
                help=_("The file; its ending says what kind. Excel and JSON hold everything."),
                metavar=_("FILE"),
                show_default=False,
            ),
        ],
        table: Annotated[
            str,
            typer.Option(
                "--table",
                help=_(
                    "What .csv and .parquet hold: figures by replication, the summary with intervals, the backlog of "
                    "each day; of a comparison its findings, why times differ, and what changed; of a sweep its "
                    "effects ({choices})."
                ).format(choices=", ".join(TABLES)),
                metavar=_("TABLE"),
                parser=one_of(TABLES),
            ),
        ] = "figures",
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        from planner.cli.results_export import export_study

        export_study(store, study, out, table)


def _resume(results: typer.Typer) -> None:
    @results.command(
        "resume", cls=Command, help=_("Run what a study still lacks, with the scenarios as it keeps them.")
    )
    def resume(
        study: Annotated[int, _study_argument()],
        replications: Annotated[
            int | None,
            typer.Option(
                "--replications",
                help=_("Replications of each; by default as many as were asked for."),
                metavar=_("N"),
                parser=whole_number(1),
                show_default=False,
            ),
        ] = None,
        trace: Annotated[
            Path | None,
            typer.Option(
                "--trace",
                help=_("The recorded case table, where the study plays one."),
                metavar=_("FILE"),
                show_default=False,
            ),
        ] = None,
        jobs: Annotated[int | None, jobs_option()] = None,
        cluster: Annotated[str | None, cluster_option()] = None,
        as_json: Annotated[bool, json_option(_("The same JSON as of the command that asked."))] = False,
        progress: Annotated[str, progress_option()] = PROGRESS[0],
        out: Annotated[
            Path | None,
            typer.Option(
                "--out", help=_("Write the figures to a file instead."), metavar=_("FILE"), show_default=False
            ),
        ] = None,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        from planner.cli.results_resume import Wish, resume_study

        wish = Wish(
            study=study,
            replications=replications,
            trace=trace,
            jobs=jobs,
            cluster=cluster,
            as_json=as_json,
            out=out,
            store=store,
        )
        raise typer.Exit(resume_study(wish, progress))


def _name(results: typer.Typer) -> None:
    @results.command("name", cls=Command, help=_("Call a study by a name, which stands wherever it is listed."))
    def name(
        study: Annotated[int, _study_argument()],
        called: Annotated[
            str,
            typer.Argument(help=_('The name; an empty one ("") takes it away.'), metavar=_("NAME"), show_default=False),
        ],
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        from planner.cli.results_name import name_study

        name_study(store, study, called)


def _freeze(results: typer.Typer) -> None:
    @results.command(
        "freeze", cls=Command, help=_("Keep a finished study that is cited: it can be neither deleted nor renamed.")
    )
    def freeze(
        study: Annotated[int, _study_argument()],
        thaw: Annotated[bool, typer.Option("--thaw", help=_("Release it again."))] = False,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        from planner.cli.results_name import freeze_study

        freeze_study(store, study, thaw)


def _delete(results: typer.Typer) -> None:
    @results.command("delete", cls=Command, help=_("Delete studies with all their results."))
    def delete(
        studies: Annotated[
            list[int] | None,
            typer.Argument(
                help=_("Numbers of studies, as `planner results list` tells them."),
                metavar=_("STUDY…"),
                parser=whole_number(1),
                show_default=False,
            ),
        ] = None,
        staffings: Annotated[
            bool, typer.Option("--staffings", help=_("All staffings that searches by `planner staff` tried."))
        ] = False,
        yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask first."))] = False,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        from planner.cli.results_delete import delete_studies

        delete_studies(store, tuple(dict.fromkeys(studies or ())), staffings, yes)
