"""A scenario's values for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.cli.layout import heading, plain_table
from planner.cli.values import Value, changes, values_of
from planner.i18n import _, labels, names, ngettext, text
from planner.i18n.numbers import day, number
from planner.model.scenario import Scenario

_STYLES = {"assumption": "yellow", "documented": "green", "statute": "green", "measured": "green", "derived": "green"}


def show(console: Console, scenario: Scenario, base: Scenario | None) -> None:
    """Print every value that somebody wrote, or, beside a base, what differs."""
    console.print(heading(names.scenario_title(scenario), scenario.name))
    if base is not None:
        _show_changes(console, scenario, base)
        return
    description = text(scenario.description)
    if description:
        console.print(description)
    time = scenario.time
    days = ngettext("{n} day", "{n} days", time.days).format(n=number(time.days, 0))
    console.print(_("From {day}, {days}.").format(day=day(time.start), days=days))
    if scenario.measures:
        console.print(_("Measures: {names}.").format(names=names.listed(list(scenario.measures))))
    values = list(values_of(scenario))
    console.print(_tags(values))
    written = (value for value in values if value.tag != "default")
    for section, members in groupby(written, key=lambda value: _section(value.path)):
        console.print()
        console.print(Text(f"[{section}]" if section else "", style="bold"))
        console.print(_section_table(section, members))
    for phase in scenario.phases:
        console.print()
        console.print(heading(_("From {day} on").format(day=day(phase.start))))
        _show_changes(console, phase.scenario, scenario)


def _tags(values: Iterable[Value]) -> str:
    counts = Counter(value.tag for value in values)
    told = (f"{labels.label(labels.TAGS, tag)} {number(counts[tag], 0)}" for tag in (*labels.TAGS,) if counts[tag])
    return _("Values by source: {counts}.").format(counts=names.listed(list(told)))


def _section(path: str) -> str:
    """The table that a value stands under: two keys deep, as a person would look for it."""
    parts = path.split(".")
    return ".".join(parts[: min(2, len(parts) - 1)])


def _section_table(section: str, members: Iterable[Value]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", style="dim")
    for value in members:
        source = value.source
        said = [] if source is None else [source.source, text(source.note)]
        table.add_row(
            f"  {value.path.removeprefix(section).removeprefix('.')}",
            _told(value),
            Text(labels.label(labels.TAGS, value.tag), style=_STYLES.get(value.tag, "dim")),
            _(": ").join(part for part in said if part),
        )
    return table


def _show_changes(console: Console, scenario: Scenario, base: Scenario) -> None:
    found = changes(base, scenario)
    n = len(found)
    console.print(
        ngettext("{n} value differs from {base}.", "{n} values differ from {base}.", n).format(
            n=number(n, 0), base=names.scenario_title(base)
        )
    )
    if not found:
        return
    table = plain_table(_("value"), _("base"), _("here"), _("source"))
    for change in found:
        own = change.own
        table.add_row(
            change.path,
            "–" if change.base is None else _told(change.base),
            "–" if own is None else _told(own),
            "" if own is None else Text(labels.label(labels.TAGS, own.tag), style=_STYLES.get(own.tag, "dim")),
        )
    console.print(table)


def _told(value: Value) -> str:
    plain: Any = value.plain
    if isinstance(plain, bool):
        return _("yes") if plain else _("no")
    if isinstance(plain, int | float):
        told = f"{plain:,}" if isinstance(plain, int) else f"{plain:,.12g}"
        return f"{told} {labels.unit(value.unit)}".strip()
    if isinstance(plain, list):
        return ", ".join(str(one) for one in plain)
    return str(plain)
