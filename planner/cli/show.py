"""`planner show`: a scenario as merged, with sources and assumptions, or what differs from another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from attrs import evolve
from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.cli.asking import read_all
from planner.cli.consoles import data
from planner.cli.delivery import deliver
from planner.cli.layout import Notes, heading, plain_table, say, tag_told
from planner.cli.options import json_option, lang_option
from planner.cli.usage import Command
from planner.cli.values import Change, Section, Value, changes, changes_over_time, sections_of, values_of
from planner.files.identity import scenario_hash
from planner.files.schema import Names, shape_at
from planner.model.scenario import Scenario
from planner.model.text import json_line
from planner.wording import _, labels, names, ngettext, text
from planner.wording.numbers import day, number


def print_scenario(console: Console, scenario: Scenario, base: Scenario | None) -> None:
    """Print every value that differs from the model's own, or, beside a base, what differs from that."""
    console.print(heading(names.scenario_title(scenario), scenario.name))
    if base is not None:
        show_changes_over_time(console, scenario, base)
        return
    description = text(scenario.description)
    if description:
        say(console, description)
    time = scenario.time
    days = ngettext("{n} day", "{n} days", time.days).format(n=number(time.days, 0))
    say(console, _("From {day}, {days}.").format(day=day(time.start), days=days))
    if scenario.measures:
        say(console, _("Measures: {names}.").format(names=names.listed(list(scenario.measures))))
    values = list(values_of(scenario))
    say(console, _tags(values))
    notes = Notes()
    for section in sections_of(scenario, [value for value in values if not value.default]):
        console.print()
        console.print(Text.assemble((f"[{section.path}]", "bold"), f"  {_who(section, scenario)}"))
        console.print(_section_table(section, notes))
    _show_defaults(console, [value for value in values if value.default])
    notes.show(console)
    for phase in scenario.phases:
        console.print()
        console.print(heading(_("From {day} on").format(day=day(phase.start))))
        show_changes(console, phase.scenario, scenario)


def _tags(values: Sequence[Value]) -> str:
    counts = Counter(value.tag for value in values)
    told = [f"{labels.label(labels.TAGS, tag)} {number(counts[tag], 0)}" for tag in labels.TAGS if counts[tag]]
    n = sum(value.default for value in values)
    return _("Values by source: {counts}; of the assumptions {n} are the model's own values.").format(
        counts=names.listed(told), n=number(n, 0)
    )


def _show_defaults(console: Console, values: Iterable[Value]) -> None:
    """Print the model's own values in the place of those that nobody stated; one field in many places is one line."""
    places: dict[str, list[Value]] = {}
    for value in values:
        keys = value.path.split(".")
        shapes = [shape_at(tuple(keys[:depth])) for depth in range(len(keys))]
        pattern = ["*" if isinstance(shape, Names) else key for key, shape in zip(keys, shapes, strict=True)]
        places.setdefault(".".join(pattern), []).append(value)
    if not places:
        return
    console.print()
    console.print(Text(_("The model's own values where nobody chose others: assumptions, all of them"), style="bold"))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, style="dim")
    for path, found in places.items():
        alone = len(found) == 1
        times = ngettext("in {n} place", "in {n} places", len(found)).format(n=number(len(found), 0))
        table.add_row(f"  {found[0].path if alone else path}", _told(found[0]), "" if alone else times)
    console.print(table)


def _who(section: Section, scenario: Scenario) -> str:
    """Which places a section speaks of."""
    if section.kind:
        return _("all of kind {kind}").format(kind=text(scenario.kinds[section.kind]) or section.kind)
    table, _dot, id = section.path.partition(".")
    if id == "*":
        return _("all townships")
    named = {
        "townships": names.township,
        "departments": names.department,
        "case_types": names.case_type,
    }.get(table)
    return named(scenario, id) if named and id else ""


def _section_table(section: Section, notes: Notes) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    for path, value in section.values:
        tag = tag_told(value.tag)
        table.add_row(f"  {path}", _told(value), tag, notes.number(value.source))
    return table


def show_changes_over_time(console: Console, scenario: Scenario, base: Scenario) -> None:
    """Print what differs from a base at first, and what differs otherwise on each day of a timeline."""
    for state in changes_over_time(base, scenario):
        if state.day is None:
            _show_found(console, state.changes, base)
        else:
            console.print()
            console.print(heading(_("From {day} on").format(day=day(state.day))))
            console.print(_table_of_changes(state.changes))


def show_changes(console: Console, scenario: Scenario, base: Scenario) -> None:
    """Print what differs from a base at first."""
    _show_found(console, changes(base, scenario), base)


def _show_found(console: Console, found: list[Change], base: Scenario) -> None:
    n = len(found)
    told = ngettext("{n} value differs from {base}.", "{n} values differ from {base}.", n)
    say(console, told.format(n=number(n, 0), base=names.scenario_title(base)))
    if found:
        console.print(_table_of_changes(found))


def _table_of_changes(found: list[Change]) -> Table:
    table = plain_table(_("value"), _("base"), _("here"), _("source"))
    for change in found:
        own = change.own
        table.add_row(
            change.path,
            "–" if change.base is None else _told(change.base),
            "–" if own is None else _told(own),
            "" if own is None else tag_told(own.tag),
        )
    return table


def _told(value: Value) -> str:
    plain: Any = value.plain
    if isinstance(plain, list):
        return _list_told(plain)
    told = _one_told(plain)
    is_number = isinstance(plain, int | float) and not isinstance(plain, bool)
    return f"{told} {labels.unit(value.unit)}".strip() if is_number else told


def _one_told(plain: Any) -> str:
    if isinstance(plain, bool):
        return _("yes") if plain else _("no")
    if isinstance(plain, int):
        return f"{plain:,}"
    if isinstance(plain, float):
        return f"{plain:,.12g}"
    if isinstance(plain, list):
        return "–".join(map(str, plain))
    return str(plain)


def _list_told(plain: list[Any]) -> str:
    told = [_one_told(one) for one in plain]
    if len(told) > 2 and len(set(told)) == 1:
        return f"{told[0]} × {len(told)}"
    return ", ".join(told)


def scenario_line(scenario: Scenario, base: Scenario | None) -> str:
    """One JSON object: every value with its source, or, beside a base, the values that differ; then the timeline."""
    found: dict[str, Any] = {
        "name": scenario.name,
        "hash": scenario_hash(scenario),
        "measures": list(scenario.measures),
    }
    if base is None:
        found["values"] = [_entry(value) for value in values_of(scenario)]
        found["timeline"] = states(evolve(scenario, phases=()), scenario)[1:]
    else:
        found["base"] = {"name": base.name, "hash": scenario_hash(base)}
        first, *later = states(base, scenario)
        found["differences"] = first["differences"]
        found["timeline"] = later
    return json_line(found)


def states(base: Scenario, scenario: Scenario) -> list[dict[str, Any]]:
    """What differs from a base at first (`from` is null), and what differs otherwise on each day of a timeline."""
    return [
        {
            "from": None if state.day is None else state.day.isoformat(),
            "differences": [_difference(change) for change in state.changes],
        }
        for state in changes_over_time(base, scenario)
    ]


def _difference(change: Change) -> dict[str, Any]:
    return {
        "path": change.path,
        "base": None if change.base is None else change.base.plain,
        "value": None if change.own is None else change.own.plain,
        "tag": None if change.own is None else change.own.tag,
    }


def _entry(value: Value) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": value.path, "value": value.plain, "unit": value.unit, "tag": value.tag}
    entry["default"] = value.default
    if value.source is not None:
        entry |= {"source": value.source.source, "note": {"zh": value.source.note.zh, "en": value.source.note.en}}
    return entry


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

        scenario, *others = read_all((file,) if diff is None else (file, diff))
        base = others[0] if others else None
        if as_json:
            deliver(scenario_line(scenario, base) + "\n", None, as_json=True)
        else:
            print_scenario(data(), scenario, base)
