"""`planner places`: the places that come with the planner, and where their scenarios lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import attrs
import typer
from rich.console import Console
from rich.table import Table

from planner.cli.delivery import deliver, in_text
from planner.cli.layout import heading, say
from planner.cli.options import json_option, lang_option
from planner.cli.usage import Command
from planner.files.places import shipped
from planner.files.shipped import Place, places
from planner.model.text import json_line
from planner.wording import _, text


def show_places(console: Console, found: Sequence[Place]) -> None:
    """Each place with its scenarios by name, and the folder where all of them lie."""
    for place in found:
        console.print(heading(text(place.title), place.id))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for file in place.files:
            table.add_row(f"  {file.name}", text(file.title))
        console.print(table)
    console.print()
    say(console, _("They lie in {folder}, each as its name with .toml.").format(folder=str(shipped())))
    say(console, _("A name can stand wherever a scenario file is asked for: planner check {name}").format(name=EXAMPLE))
    say(console, _("To change one, copy its place: planner copy {place} my").format(place=EXAMPLE.partition("/")[0]))


EXAMPLE = "laiyang/current"


def places_line(found: Sequence[Place]) -> str:
    """One JSON object: every place with its scenarios."""
    return json_line(
        {
            "folder": str(shipped()),
            "places": [
                {
                    "id": place.id,
                    "title": attrs.asdict(place.title),
                    "scenarios": [
                        {
                            "id": file.name,
                            "title": attrs.asdict(file.title),
                            "description": attrs.asdict(file.description),
                            "file": str(file.path),
                        }
                        for file in place.files
                    ],
                }
                for place in found
            ],
        }
    )


def register(app: typer.Typer, help: str) -> None:
    """Add the verb to the app, in the language in use; `help` says what it is for."""

    @app.command("places", cls=Command, help=help)
    def list_places(
        as_json: Annotated[bool, json_option(_("One JSON object."))] = False,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        found = places()
        told = places_line(found) + "\n" if as_json else in_text(lambda console: show_places(console, found), None)
        deliver(told, None, as_json=as_json)
