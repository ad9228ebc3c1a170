"""`planner measures`: the catalogue of reforms, one of them explained, and what it changes in a scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from planner.cli.asking import FileNotes
from planner.cli.consoles import data
from planner.cli.delivery import deliver
from planner.cli.layout import Notes, Words, heading, say, tag_told
from planner.cli.options import json_option, lang_option
from planner.cli.show import show_changes_over_time, states
from planner.cli.usage import Command
from planner.errors import Problem, ScenarioError
from planner.files import Measure, Package, list_measures, list_packages
from planner.files.changes import COMPUTATIONS
from planner.files.measure import Change, ComputeChange, MergeChange, MoveChange, SetChange
from planner.files.sources import SourceIndex
from planner.files.structuring import KEYS
from planner.model.scenario import Scenario, Source
from planner.model.text import Text as BothLanguages
from planner.model.text import json_line, nearest
from planner.wording import _, labels, names, text
from planner.wording import measures as words
from planner.workload.reading import ScenarioFile

if TYPE_CHECKING:
    from planner.files import Measure, Package
    from planner.model.scenario import Scenario


TITLE_CELLS = 24
"""Of a line that titles have to themselves at least, if they need them."""


def show_catalogue(console: Console, measures: Sequence[Measure], packages: Sequence[Package]) -> None:
    """Every measure by group, then the packages."""
    for group in words.GROUPS:
        own = [measure for measure in measures if measure.group == group]
        if own:
            console.print(heading(labels.label(words.GROUPS, group)))
            console.print(_table(console, [(measure.id, text(measure.title), _beside(measure)) for measure in own]))
            console.print()
    if packages:
        console.print(heading(_("Packages")))
        rows = [(package.id, text(package.title), names.listed(list(package.measures))) for package in packages]
        console.print(_table(console, rows))


def _table(console: Console, rows: Sequence[tuple[str, str, str]]) -> Table:
    """Ids, titles, and what is said beside them: below the titles where a line has no room for its words."""
    ids = [Words(f"  {id}", style="cyan") for id, _title, _beside in rows]
    titles = [Words(title) for _id, title, _beside in rows]
    besides = [Words(beside, style="dim") for _id, _title, beside in rows]
    first = max(words.widest for words in ids) + 2
    second = max(words.widest for words in titles)
    third = max(words.longest for words in besides)
    # Titles give way to what stands beside them, down to TITLE_CELLS.
    room = console.width - first - 2
    second = min(second, max(TITLE_CELLS, room - max(words.widest for words in besides)))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    if second + third <= room:
        table.add_column(width=first - 2)
        table.add_column(width=second)
        table.add_column(max_width=room - second)
        for row in zip(ids, titles, besides, strict=True):
            table.add_row(*row)
    elif max(second, third) <= room + 2:
        table.add_column(width=first - 2)
        table.add_column()
        for id, title, beside in zip(ids, titles, besides, strict=True):
            table.add_row(id, Group(title, beside))
    else:
        for id, title, beside in zip(ids, titles, besides, strict=True):
            table.add_row(Group(id, Padding(Group(title, beside), (0, 0, 0, 4))))
    return table


def _beside(measure: Measure) -> str:
    told = [labels.label(words.DONE, measure.done), words.cost(measure.cost), _needed(measure)]
    return _("; ").join(filter(None, told))


def _needed(measure: Measure) -> str:
    """The measures that it needs; what it needs besides is told where it is explained."""
    needed = [need for need in measure.needs if isinstance(need, str)]
    return _("needs {measures}").format(measures=names.listed(needed)) if needed else ""


def explain(
    console: Console,
    one: Measure | Package,
    known: Mapping[str, Measure],
    scenarios: tuple[Scenario, Scenario] | None,
) -> None:
    """One measure or package; with two scenarios, without and with it, what it changes there."""
    console.print(heading(text(one.title), one.id))
    say(console, text(one.description))
    if isinstance(one, Measure):
        _explain_measure(console, one, known)
    else:
        console.print()
        rows = [(id, text(known[id].title) if id in known else "", "") for id in one.measures]
        console.print(_table(console, rows))
    if scenarios is not None:
        _show_effect(console, one, *scenarios)


def _explain_measure(console: Console, measure: Measure, known: Mapping[str, Measure]) -> None:
    for line in (words.status(measure), words.from_document(measure), *words.needs(measure, known)):
        if line:
            say(console, line)
    console.print()
    notes, find = Notes(), _source_finder(measure)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    for change in measure.changes:
        sources = list(dict.fromkeys(find(path) for path in _paths(change)))
        tags = Text(_(", ")).join(tag_told(tag) for tag in dict.fromkeys(_tag(source) for source in sources))
        table.add_row(
            Words(words.change_in_words(change), indent=2), tags, "".join(notes.number(source) for source in sources)
        )
    console.print(table)
    if any(isinstance(change, ComputeChange) for change in measure.changes):
        for source in measure.sources.values():
            notes.number(source)
    notes.show(console)


def _tag(source: Source | None) -> str:
    return source.tag if source else "assumption"


def _source_finder(measure: Measure) -> Callable[[str], Source | None]:
    index = SourceIndex((tuple(pattern.split(".")), 0, source) for pattern, source in measure.sources.items())
    return lambda path: index.best([tuple(path.split("."))])


def _paths(change: Change) -> Iterator[str]:
    """The paths that a change writes to, as far as they are known before it is applied."""
    match change:
        case SetChange(set=path, value=dict(table)):
            yield from (f"{path}.{key}" for key in table)
        case MoveChange():
            yield from (change.to, change.from_)
        case MergeChange(merge=(first, *_), into=into):
            yield into if "." in into else ".".join((*first.split(".")[:-1], into or "*"))
        case ComputeChange():
            return
        case _:
            yield from (path for key in ("set", "scale", "add", "remove") if (path := getattr(change, key, "")))


def _show_effect(console: Console, one: Measure | Package, base: Scenario, scenario: Scenario) -> None:
    """What the measure changes in a scenario: the moves that were computed, and the values that differ, over time."""
    console.print()
    console.print(heading(_("In {scenario}").format(scenario=names.scenario_title(base))))
    computed = [change for change in getattr(one, "changes", ()) if isinstance(change, ComputeChange)]
    for change in computed:
        for ordinary in COMPUTATIONS[change.compute](base):
            say(console, words.change_in_words(ordinary), indent=2)
    show_changes_over_time(console, scenario, base)


def catalogue(measures: Sequence[Measure], packages: Sequence[Package]) -> str:
    """One JSON object: every measure and package, without changes and sources."""
    return _line(
        {
            "measures": [_head(measure) for measure in measures],
            "packages": [_package(package) for package in packages],
        }
    )


def explained(one: Measure | Package, scenarios: tuple[Scenario, Scenario] | None) -> str:
    """One measure with its changes and sources, or one package; with two scenarios, what differs between them."""
    if isinstance(one, Measure):
        told = _head(one) | {
            "changes": [change_as_written(change) for change in one.changes],
            "sources": {pattern: attrs.asdict(source) for pattern, source in one.sources.items()},
        }
    else:
        told = _package(one)
    if scenarios is not None:
        told["on"] = _effect(one, *scenarios)
    return _line(told)


def change_as_written(change: Change) -> dict[str, Any]:
    """The table of a change as a file would have it."""
    return {
        KEYS.get(field.name, field.name): attrs.asdict(value) if isinstance(value, BothLanguages) else value
        for field in attrs.fields(type(change))
        if (value := getattr(change, field.name)) != field.default
    }


def _effect(one: Measure | Package, base: Scenario, scenario: Scenario) -> dict[str, Any]:
    return {
        "name": base.name,
        "computed": [
            change_as_written(ordinary)
            for change in getattr(one, "changes", ())
            if isinstance(change, ComputeChange)
            for ordinary in COMPUTATIONS[change.compute](base)
        ],
        "states": states(base, scenario),
    }


def _head(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "title": attrs.asdict(measure.title),
        "description": attrs.asdict(measure.description),
        "group": measure.group,
        "done": measure.done,
        "needs": [need if isinstance(need, str) else attrs.asdict(need) for need in measure.needs],
        "cost": attrs.asdict(measure.cost) if measure.cost else None,
        "origin": attrs.asdict(measure.origin),
    }


def _package(package: Package) -> dict[str, Any]:
    return {
        "id": package.id,
        "title": attrs.asdict(package.title),
        "description": attrs.asdict(package.description),
        "measures": list(package.measures),
    }


def _line(told: dict[str, Any]) -> str:
    return json_line(told)


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

        known, packages = list_measures(on), list_packages(on)
        if not id:
            if as_json:
                deliver(catalogue(known, packages) + "\n", None, as_json=True)
            else:
                show_catalogue(data(), known, packages)
            return
        one = _named(id, known, packages)
        scenarios = _scenarios(on, id) if on else None
        if as_json:
            deliver(explained(one, scenarios) + "\n", None, as_json=True)
        else:
            explain(data(), one, {measure.id: measure for measure in known}, scenarios)


def _named(id: str, measures: Sequence[Measure], packages: Sequence[Package]) -> Measure | Package:
    """The measure, or else the package of that id. Raises ScenarioError with the nearest right name."""

    known: dict[str, Measure | Package] = {package.id: package for package in packages}
    known |= {measure.id: measure for measure in measures}
    if id not in known:
        facts = {"what": "measure", "got": id}
        raise ScenarioError(Problem(kind="unknown-name", facts=facts, nearest=nearest(id, known)))
    return known[id]


def _scenarios(file: Path, id: str) -> tuple[Scenario, Scenario]:
    """The scenario without and with the measure."""

    opened, notes = ScenarioFile(file), FileNotes()
    without, with_it = notes.take(opened.read()), notes.take(opened.read([id]))
    notes.say()
    return without.scenario, with_it.scenario
