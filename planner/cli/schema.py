"""`planner schema`: the JSON Schema of the files that people write, for their editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.delivery import check_out, deliver
from planner.cli.options import lang_option, one_of, out_option
from planner.cli.usage import Command
from planner.wording import _
from planner.wording.json_schema import WHAT, schema_text


def register(app: typer.Typer, help: str) -> None:
    """Add the verb to the app, in the language in use; `help` says what it is for."""

    @app.command("schema", cls=Command, help=help)
    def schema(
        what: Annotated[
            str,
            typer.Argument(
                help=_("Of which files: {choices}.").format(choices=", ".join(WHAT)),
                metavar=_("WHAT"),
                parser=one_of(WHAT),
            ),
        ] = "scenario",
        out: Annotated[Path | None, out_option(_("Write it to this file."))] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        check_out(out)
        deliver(schema_text(what), out, as_json=True)
