"""The catalogue of reforms for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.cli.layout import heading, say
from planner.cli.notes import Notes, tag_told
from planner.cli.show_text import show_changes
from planner.files import Measure, Package
from planner.files.change import Change, ComputeChange, MergeChange, MoveChange, SetChange
from planner.files.computed import COMPUTATIONS
from planner.files.sources import SourceIndex
from planner.i18n import _, labels, names, text
from planner.i18n import measures as words
from planner.i18n.numbers import day
from planner.model.scenario import Scenario, Source


def show_catalogue(console: Console, measures: Sequence[Measure], packages: Sequence[Package]) -> None:
    """Every measure by group, then the packages."""
    for group in words.GROUPS:
        own = [measure for measure in measures if measure.group == group]
        if own:
            console.print(heading(labels.label(words.GROUPS, group)))
            table = _table()
            for measure in own:
                status = labels.label(words.DONE, measure.done)
                beside = [status, words.cost(measure.cost), _needed(measure)]
                table.add_row(f"  {measure.id}", text(measure.title), _("; ").join(filter(None, beside)))
            console.print(table)
            console.print()
    if packages:
        console.print(heading(_("Packages")))
        table = _table()
        for package in packages:
            table.add_row(f"  {package.id}", text(package.title), names.listed(list(package.measures)))
        console.print(table)


def _table() -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="dim")
    return table


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
        table = _table()
        for id in one.measures:
            table.add_row(f"  {id}", text(known[id].title) if id in known else "", "")
        console.print(table)
    if scenarios is not None:
        _show_effect(console, one, *scenarios)


def _explain_measure(console: Console, measure: Measure, known: Mapping[str, Measure]) -> None:
    for line in (words.status(measure), words.from_document(measure), *words.needs(measure, known)):
        if line:
            say(console, line)
    console.print()
    notes, find = Notes(), _source_finder(measure)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    for change in measure.changes:
        sources = list(dict.fromkeys(find(path) for path in _paths(change)))
        tags = Text(_(", ")).join(tag_told(tag) for tag in dict.fromkeys(_tag(source) for source in sources))
        table.add_row(f"  {words.change_in_words(change)}", tags, "".join(notes.number(source) for source in sources))
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
    show_changes(console, scenario, base)
    before = scenario
    for phase in scenario.phases:
        console.print()
        console.print(heading(_("From {day} on").format(day=day(phase.start))))
        show_changes(console, phase.scenario, before)
        before = phase.scenario
