"""What changed between a base and an alternative: inputs with their sources, and posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.cli.layout import plain_table, say
from planner.i18n import _, names, ngettext
from planner.i18n import changed as words
from planner.i18n.cells import width, wrap

if TYPE_CHECKING:
    from planner.experiments.changed import ChangedInput
    from planner.experiments.posts import PostBalance
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
        _list_changes(console, base, other, shown)
    else:
        console.print(_table_of_changes(base, other, shown))
    left = len(changed) - CHANGES_SHOWN
    if left > 0:
        rest = ngettext("… and {n} more value (--json lists all)", "… and {n} more values (--json lists all)", left)
        say(console, rest.format(n=left))


def _table_of_changes(base: Scenario, other: Scenario, changed: Sequence[ChangedInput]) -> Table:
    table = plain_table(_("value"), _("base"), _("here"), _("source"))
    for change in changed:
        named = Text.assemble(words.in_words(change, base, other), "\n", (words.name(change, base), "dim"))
        table.add_row(named, *words.before_and_after(change, base, other), _tag(change))
    return table


def _list_changes(console: Console, base: Scenario, other: Scenario, changed: Sequence[ChangedInput]) -> None:
    """Names and paths are long: each on a line of its own, and what changes below them."""
    for change in changed:
        told, path = words.in_words(change, base, other), words.name(change, base)
        say(console, told, indent=2)
        if path != told:
            say(console, path, indent=4, style="dim")
        before, after = words.before_and_after(change, base, other)
        lines = wrap(f"{before} → {after}", console.width - 6 - width(_tag(change).plain))
        for number_, line in enumerate(lines, 1):
            parts: list[tuple[str, str] | Text] = [(f"    {line}", "")]
            if number_ == len(lines):
                parts += [("  ", ""), _tag(change)]
            console.print(Text.assemble(*parts), soft_wrap=True)


def _tag(change: ChangedInput) -> Text:
    return Text(words.tag(change), style=_STYLES.get(change.tag, "green"))


def show_posts(console: Console, base: Scenario, other: Scenario, balance: PostBalance) -> None:
    """Print who gives and who takes posts, and what that adds up to."""
    say(console, _("Posts given and taken"), style="bold")
    headings, rows = words.posts_table(base, other, balance)
    table = plain_table(*headings)
    for unit in rows[:-1]:
        table.add_row(*unit)
    table.add_row(Text(rows[-1][0], style="bold"), *rows[-1][1:])
    console.print(table)
