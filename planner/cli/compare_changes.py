"""What changed between a base and an alternative: inputs with their sources, and posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs
from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.cli.layout import plain_table, say
from planner.i18n import _, labels, names, ngettext
from planner.i18n.cells import width, wrap
from planner.i18n.comparison import signed
from planner.i18n.numbers import day, number
from planner.model.team import POST_TYPES

if TYPE_CHECKING:
    from planner.experiments.changed import ChangedInput
    from planner.experiments.posts import PostBalance, UnitPosts
    from planner.model.scenario import Scenario

CHANGES_SHOWN = 30
WIDE = 118
"""Cells from which on a table of long paths is easy to read."""

_STYLES = {"assumption": "yellow"}


def show_changes(console: Console, base: Scenario, other: Scenario, changed: Sequence[ChangedInput]) -> None:
    """Print every input that differs, assumptions marked."""
    if not changed:
        say(console, _("What changed: nothing."), style="bold")
        return
    say(console, _("What changed"), style="bold")
    added = [measure for measure in other.measures if measure not in base.measures]
    if added:
        say(console, _("Measures: {names}.").format(names=names.listed(added)))
    shown = changed[:CHANGES_SHOWN]
    if console.width < WIDE:
        _list_changes(console, base, shown)
    else:
        console.print(_table_of_changes(base, shown))
    left = len(changed) - CHANGES_SHOWN
    if left > 0:
        rest = ngettext("… and {n} more value (--json lists all)", "… and {n} more values (--json lists all)", left)
        say(console, rest.format(n=left))


def _table_of_changes(base: Scenario, changed: Sequence[ChangedInput]) -> Table:
    table = plain_table(_("value"), _("base"), _("here"), _("source"))
    for change in changed:
        table.add_row(_name(change, base), *_told(change), _tag(change))
    return table


def _list_changes(console: Console, base: Scenario, changed: Sequence[ChangedInput]) -> None:
    """Paths are long: each on a line of its own, and what changes below it."""
    for change in changed:
        say(console, _name(change, base), indent=2)
        before, after = _told(change)
        lines = wrap(f"{before} → {after}", console.width - 6 - width(_tag(change).plain))
        for number_, line in enumerate(lines, 1):
            parts: list[tuple[str, str] | Text] = [(f"    {line}", "")]
            if number_ == len(lines):
                parts += [("  ", ""), _tag(change)]
            console.print(Text.assemble(*parts), soft_wrap=True)


def _tag(change: ChangedInput) -> Text:
    return Text(labels.label(labels.TAGS, change.tag), style=_STYLES.get(change.tag, "green"))


def _name(change: ChangedInput, base: Scenario) -> str:
    told = change.values[0].path
    if len(change.values) > 1:
        told = _of_several(change)
    if change.until is not None:
        span = _("from {day} until {until}").format(day=day(change.since), until=day(change.until))
    elif change.since != base.time.start:
        span = _("from {day} on").format(day=day(change.since))
    else:
        return told
    return _("{path}, {span}").format(path=told, span=span)


def _of_several(change: ChangedInput) -> str:
    n = len(change.values)
    if change.pattern.startswith("case_types."):
        told = ngettext("{path} ({n} case type)", "{path} ({n} case types)", n)
    elif change.pattern.startswith("departments."):
        told = ngettext("{path} ({n} department)", "{path} ({n} departments)", n)
    else:
        told = ngettext("{path} ({n} township)", "{path} ({n} townships)", n)
    return told.format(path=change.pattern, n=n)


def _told(change: ChangedInput) -> tuple[str, str]:
    """Before and after: the one value of all, the sums of people, the factor of all, or that they differ."""
    first = change.values[0]
    if change.alike:
        return _value(first.base, change.unit), _value(first.other, change.unit)
    totals = change.totals
    if totals is not None:
        before, after = (_("{n} in all").format(n=number(total, 0)) for total in totals)
        return before, after
    ratio = change.ratio
    return _("various"), _("various") if ratio is None else f"× {ratio:.4g}"


def _value(value: Any, unit: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        told = f"{value:,}" if isinstance(value, int) else f"{value:,.12g}"
        # People are counted where the path says what they are.
        return told if unit == "people" else f"{told} {labels.unit(unit)}".strip()
    if isinstance(value, tuple):
        return names.listed([_value(one, "") for one in value]) if value else "–"
    # A whole team, department or the like.
    return _("there") if attrs.has(type(value)) or isinstance(value, dict) else str(value)


def show_posts(console: Console, base: Scenario, other: Scenario, balance: PostBalance) -> None:
    """Print who gives and who takes posts, and what that adds up to."""
    say(console, _("Posts given and taken"), style="bold")
    posts = [post for post in POST_TYPES if any(unit.change(post) for unit in (*balance.units, balance.county))] or [
        "institution"
    ]
    # Quotas that follow the posts say nothing new.
    quota = any(unit.change("quota") != unit.change("civil") + unit.change("institution") for unit in balance.units)
    table = plain_table(
        "", *(labels.label(labels.POST_TYPES, post) for post in posts), *([_("quota")] if quota else [])
    )
    for unit in balance.units:
        table.add_row(_unit(base, other, unit.unit), *(_gain(unit, post) for post in posts), *_quota(unit, quota))
    county = balance.county
    table.add_row(
        Text(_("County"), style="bold"),
        *(
            _("{change} ({before} → {after})").format(
                change=signed(county.change(post), 0),
                before=number(getattr(county.base, post), 0),
                after=number(getattr(county.other, post), 0),
            )
            for post in posts
        ),
        *_quota(county, quota),
    )
    console.print(table)


def _gain(unit: UnitPosts, post: str) -> str:
    change = unit.change(post)
    return signed(change, 0) if change else "–"


def _quota(unit: UnitPosts, wanted: bool) -> list[str]:
    return [_gain(unit, "quota")] if wanted else []


def _unit(base: Scenario, other: Scenario, unit: str) -> str:
    table, _dot, id = unit.partition(".")
    for scenario in (other, base):
        if table == "townships" and id in scenario.townships:
            return names.township(scenario, id)
        if table == "departments" and id in scenario.departments:
            return names.department(scenario, id)
        if table == "shared_teams" and id in scenario.shared_teams:
            return names.team(scenario, f"{unit}.team")
    return id
