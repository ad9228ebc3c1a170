"""Why times differ, as tables whose figures add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.cli.layout import bar, say
from planner.i18n import _, labels
from planner.i18n import comparison as words
from planner.i18n import why as reasons
from planner.i18n.numbers import number

if TYPE_CHECKING:
    from planner.experiments.why import Split, Why
    from planner.model.scenario import Scenario

PARTS_SHOWN = 6
PARTS_SHOWN_WIDE = 10
BAR_CELLS = 10
SIDE_BY_SIDE = 140
"""Cells from which on two tables stand beside each other."""


def show_why(console: Console, base: Scenario, other: Scenario, why: Why) -> None:
    """Print where the difference of the mean time comes from."""
    told = words.difference(why.whole, why.figure)
    say(console, _("Why: {figure} {difference}").format(figure=words.figure(why.figure), difference=told), style="bold")
    most = PARTS_SHOWN if console.width < SIDE_BY_SIDE else PARTS_SHOWN_WIDE
    tables = [
        _table(base, other, why, split, reasons.digits(why), most)
        for split in why.splits
        # A family of one case type, or of one department, says nothing new.
        if split.by == "cause" or len(split.parts) > 1
    ]
    if console.width < SIDE_BY_SIDE:
        for table in tables:
            console.print(table)
        return
    grid = Table.grid(padding=(0, 4))
    for place in range(0, len(tables), 2):
        grid.add_row(*tables[place : place + 2])
    console.print(grid)


def _table(base: Scenario, other: Scenario, why: Why, split: Split, digits: int, most: int) -> Table:
    """One way of splitting; parts too small to be seen, and the rest of a long list, in one line."""
    rows = reasons.rows(base, other, why, split, digits, most)
    longest = max((abs(row.mean) for row in rows), default=0.0) or 1.0
    table = Table(box=None, show_header=True, header_style="dim", pad_edge=False, padding=(0, 1))
    table.add_column(labels.label(words.SPLITS, split.by), overflow="fold")
    table.add_column("", no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    for row in rows:
        half = "" if row.half_width is None else f" ±{number(row.half_width, digits)}"
        table.add_row(
            f"  {row.name}",
            Text(bar(abs(row.mean) / longest, BAR_CELLS), style="red" if row.mean > 0 else "green"),
            f"{words.signed(row.figure, digits)}{half}",
        )
    return table
