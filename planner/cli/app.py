"""The verbs, in the language in use."""

from typing import Annotated

import typer

from planner.cli import check, compare, measures, results, run, show, staff, sweep
from planner.cli.options import lang_option
from planner.cli.usage import Group
from planner.i18n import _


def build() -> typer.Typer:
    """A fresh app; its words are those of the language in use when it is built."""
    app = typer.Typer(
        cls=Group,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
        help=_(
            "How cases move through townships, villages and county departments, and what a reform does to the backlog "
            "and to the time people wait."
        )
        + _(" Without a command, `planner` opens the interface."),
    )

    @app.callback(invoke_without_command=True)
    def planner(
        context: typer.Context,
        version: Annotated[bool, typer.Option("--version", help=_("Show the version and exit."))] = False,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        if version:
            from planner import __version__

            typer.echo(f"planner {__version__}")
            raise typer.Exit
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())

    for verb in (check, run, compare, sweep, staff, show, measures, results):
        verb.register(app)
    return app
