"""Why times differ, as tables whose figures add up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.cli.layout import bar, say
from planner.i18n import _, labels, names
from planner.i18n import comparison as words
from planner.i18n.numbers import number
from planner.metrics.indicators import unit_of

if TYPE_CHECKING:
    from planner.experiments.why import Part, Split, Why
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
    unit = unit_of(why.figure.indicator, why.figure.family)
    digits = words.digits(why.figure, why.whole.mean, None)
    most = PARTS_SHOWN if console.width < SIDE_BY_SIDE else PARTS_SHOWN_WIDE
    tables = [
        _table(base, other, why, split, max(digits, 2 if unit == "working_days" else 1), most)
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


@frozen
class _Row:
    """A line of a table: what contributes how much, and how sure that is."""

    name: str
    mean: float
    half_width: float | None = None


def _table(base: Scenario, other: Scenario, why: Why, split: Split, digits: int, most: int) -> Table:
    """One way of splitting; parts too small to be seen, and the rest of a long list, in one line."""
    rows = [
        _Row(_name(base, other, split.by, part), part.contribution.mean, part.contribution.half_width)
        for part in split.parts
    ]
    if split.mix is not None and split.mix.mean:
        rows.append(_Row(_("other cases came up"), split.mix.mean, split.mix.half_width))
    smallest = 0.5 * 10.0**-digits
    seen = [row for row in rows if abs(row.mean) >= smallest]
    shown, rest = seen[:most], [*seen[most:], *(row for row in rows if abs(row.mean) < smallest)]
    longest = max((abs(row.mean) for row in shown), default=0.0) or 1.0
    if any(row.mean for row in rest):
        shown.append(_Row(_("all else"), math.fsum(row.mean for row in rest)))
    figures = rounded_to_sum([row.mean for row in shown], why.whole.mean, digits)
    table = Table(box=None, show_header=True, header_style="dim", pad_edge=False, padding=(0, 1))
    table.add_column(labels.label(words.SPLITS, split.by), overflow="fold")
    table.add_column("", no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    for row, figure in zip(shown, figures, strict=True):
        half = "" if row.half_width is None else f" ±{number(row.half_width, digits)}"
        table.add_row(
            f"  {row.name}",
            Text(bar(abs(row.mean) / longest, BAR_CELLS), style="red" if row.mean > 0 else "green"),
            f"{words.signed(figure, digits)}{half}",
        )
    return table


def rounded_to_sum(values: Sequence[float], whole: float, digits: int) -> list[float]:
    """The values rounded so that they add up to the rounded whole: those nearest to the next step give way."""
    step = 10.0**digits
    floors = [math.floor(value * step) for value in values]
    left = round(whole * step) - sum(floors)
    by_remainder = sorted(range(len(values)), key=lambda place: floors[place] - values[place] * step)
    for place in by_remainder[: max(0, left)]:
        floors[place] += 1
    return [floor / step for floor in floors]


def _name(base: Scenario, other: Scenario, by: str, part: Part) -> str:
    if by == "cause":
        return labels.label(labels.CAUSES, part.key)
    if not part.key:
        return _("no department") if by == "department" else _("elsewhere")
    if by == "case_type":
        return names.case_type(other if part.key in other.case_types else base, part.key)
    if by == "department":
        return names.department(other if part.key in other.departments else base, part.key)
    return names.township(other if part.key in other.townships else base, part.key)
