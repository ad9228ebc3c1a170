"""`planner copy`: a place that comes with the planner, in a folder of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.consoles import data
from planner.cli.layout import say
from planner.cli.options import lang_option
from planner.cli.usage import Command
from planner.files.shipped import copy_place
from planner.wording import _, ngettext, text
from planner.wording.json_schema import schema_text
from planner.wording.numbers import number
from planner.wording.problems import from_here


def register(app: typer.Typer, help: str) -> None:
    """Add the verb to the app, in the language in use; `help` says what it is for."""

    @app.command("copy", cls=Command, help=help)
    def copy(
        place: Annotated[
            str,
            typer.Argument(help=_("A place, as `planner places` lists them."), metavar=_("PLACE"), show_default=False),
        ],
        folder: Annotated[
            Path,
            typer.Argument(
                help=_("Where the copy goes; the folder is made where there is none."),
                metavar=_("FOLDER"),
                show_default=False,
            ),
        ],
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        copied, files = copy_place(place.rstrip("/"), folder, schema_text("scenario"))
        n = len(files)
        told = ngettext("{place}: {n} scenario copied to {folder}.", "{place}: {n} scenarios copied to {folder}.", n)
        console = data()
        say(console, told.format(place=text(copied.title), n=number(n, 0), folder=from_here(str(folder))))
        say(console, _("The base county and the measures stay those that come with the planner."))
        say(console, _("Go on with: planner check {file}").format(file=from_here(str(files[0]))))
