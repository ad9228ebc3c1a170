"""`planner check`: every problem of the files, then the load check; nothing is simulated."""

from pathlib import Path
from typing import Annotated, Any

import typer

from planner.cli.options import files_argument, json_option, lang_option
from planner.cli.usage import Command
from planner.i18n import _


def register(app: typer.Typer, help: str) -> None:
    """Add the verb to the app, in the language in use; `help` says what it is for."""

    @app.command("check", cls=Command, help=help)
    def check(
        files: Annotated[list[Path], files_argument(_("Scenario files."))],
        as_json: Annotated[bool, json_option(_("One JSON object per file."))] = False,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        problems = [problem for file in files for problem in _check(file, as_json)]
        if problems:
            raise typer.Exit(2)


def _check(file: Path, as_json: bool) -> list[Any]:
    """Print what is found in one file; its problems, if it has any."""
    from planner.cli.complain import complain, in_json
    from planner.cli.consoles import data
    from planner.cli.delivery import deliver
    from planner.errors import PlannerError
    from planner.load import check_load
    from planner.load.reading import read

    try:
        reading = read(file)
        found = check_load(reading.scenario)
    except PlannerError as error:
        if as_json:
            deliver(in_json(file, error) + "\n", None, as_json=True)
        else:
            complain(error)
        return list(error.problems)
    if as_json:
        from planner.cli.check_json import as_line

        deliver(as_line(file, reading, found) + "\n", None, as_json=True)
    else:
        from planner.cli.check_text import show

        show(data(), file, reading, found)
    return []
