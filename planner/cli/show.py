"""`planner show`: a scenario as merged, with sources and assumptions, or what differs from another."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.options import json_option, lang_option
from planner.cli.usage import Command
from planner.i18n import _


def register(app: typer.Typer, help: str) -> None:
    """Add the verb to the app, in the language in use; `help` says what it is for."""

    @app.command("show", cls=Command, help=help)
    def show(
        file: Annotated[Path, typer.Argument(help=_("A scenario file."), metavar=_("FILE"), show_default=False)],
        diff: Annotated[
            Path | None,
            typer.Option(
                "--diff", help=_("Show only what differs from this file."), metavar=_("BASE"), show_default=False
            ),
        ] = None,
        as_json: Annotated[bool, json_option(_("One JSON object."))] = False,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        from planner.cli import show_json, show_text
        from planner.cli.asking import read_all
        from planner.cli.consoles import data
        from planner.cli.delivery import deliver

        scenario, *others = read_all((file,) if diff is None else (file, diff))
        base = others[0] if others else None
        if as_json:
            deliver(show_json.as_line(scenario, base) + "\n", None, as_json=True)
        else:
            show_text.show(data(), scenario, base)
