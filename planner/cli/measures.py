"""`planner measures`: the catalogue of reforms, one of them explained, and what it changes in a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.options import json_option, lang_option
from planner.cli.usage import Command
from planner.i18n import _

if TYPE_CHECKING:
    from planner.files import Measure, Package
    from planner.model.scenario import Scenario


def register(app: typer.Typer, help: str) -> None:
    """Add the verb to the app, in the language in use; `help` says what it is for."""

    @app.command("measures", cls=Command, help=help)
    def measures(
        id: Annotated[str, typer.Argument(help=_("A measure or package."), metavar=_("ID"), show_default=False)] = "",
        on: Annotated[
            Path | None,
            typer.Option(
                "--on",
                help=_("Take the measures of this scenario's folder as well; with an id, show what it changes there."),
                metavar=_("FILE"),
                show_default=False,
            ),
        ] = None,
        as_json: Annotated[bool, json_option(_("One JSON object."))] = False,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        from planner.cli import measures_json, measures_text
        from planner.cli.consoles import data
        from planner.cli.delivery import deliver
        from planner.files import list_measures, list_packages

        known, packages = list_measures(on), list_packages(on)
        if not id:
            if as_json:
                deliver(measures_json.catalogue(known, packages) + "\n", None, as_json=True)
            else:
                measures_text.show_catalogue(data(), known, packages)
            return
        one = _named(id, known, packages)
        scenarios = _scenarios(on, id) if on else None
        if as_json:
            deliver(measures_json.explained(one, scenarios) + "\n", None, as_json=True)
        else:
            measures_text.explain(data(), one, {measure.id: measure for measure in known}, scenarios)


def _named(id: str, measures: Sequence[Measure], packages: Sequence[Package]) -> Measure | Package:
    """The measure, or else the package of that id. Raises ScenarioError with the nearest right name."""
    from planner.errors import Problem, ScenarioError
    from planner.files.nearest import nearest

    known: dict[str, Measure | Package] = {package.id: package for package in packages}
    known |= {measure.id: measure for measure in measures}
    if id not in known:
        facts = {"what": "measure", "got": id}
        raise ScenarioError(Problem(kind="unknown-name", facts=facts, nearest=nearest(id, known)))
    return known[id]


def _scenarios(file: Path, id: str) -> tuple[Scenario, Scenario]:
    """The scenario without and with the measure."""
    from planner.cli.file_notes import FileNotes
    from planner.load.reading import ScenarioFile

    opened, notes = ScenarioFile(file), FileNotes()
    without, with_it = notes.take(opened.read()), notes.take(opened.read([id]))
    notes.say()
    return without.scenario, with_it.scenario
