"""The figures of a run in plain words, for a person: the family that reforms are about first."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.cli.figure_tables import ABSENT, Intervals, cell, columns_for, family_table, keys_shown, shown_families
from planner.cli.layout import assumptions, bar, heading, plain_table, say, say_day_notes, say_place
from planner.metrics.indicators import ALL, CAUSES, SINCE, FigureKey
from planner.wording import _, figures, labels, names, ngettext
from planner.wording import comparison as words
from planner.wording.cells import width
from planner.wording.figures import gaps, group_name, headline, quantiles, where_slowest
from planner.wording.numbers import percent

if TYPE_CHECKING:
    from collections.abc import Collection

    from planner.experiments import RunResult, ScenarioRun
    from planner.model.scenario import Scenario

WIDEST_BAR = 24
"""Cells of the longest bar, where the screen is wide enough."""


def show_runs(console: Console, result: RunResult, by: Collection[str]) -> None:
    """Print every scenario in turn, with the groupings asked for."""
    if result.interrupted:
        say(console, _("Stopped early: these are the replications finished so far."), style="yellow")
        console.print()
    for number_, run in enumerate(result.runs):
        if number_:
            console.print()
        _show_run(console, run, result, by)


def _show_run(console: Console, run: ScenarioRun, result: RunResult, by: Collection[str]) -> None:
    scenario = run.scenario
    console.print(heading(names.scenario_title(scenario), scenario.name))
    say_place(console, scenario)
    if not run.replications:
        say(console, _("No replication was finished."))
        return
    found = run.gathered()
    intervals = found.intervals()
    families = shown_families(intervals)
    first = families[0] if families else ""
    if first:
        console.print()
        say(console, headline(intervals, first), style="bold")
        say(console, quantiles(intervals, first, found.unreached, found.count))
    console.print()
    console.print(family_table(intervals, families, console.width))
    for sentence in gaps(keys_shown(families, console.width), intervals, found.unreached, found.count):
        say(console, sentence, style="dim")
    say(console, _basis(run, result), style="dim")
    if first:
        slowest = where_slowest(scenario, intervals, first)
        if slowest:
            console.print()
            say(console, slowest)
        _show_causes(console, intervals, first)
    _show_use(console, intervals)
    _show_window(console, scenario, intervals, families)
    for grouping in by:
        # The figures by family stand above already.
        if grouping != "family":
            _show_grouping(console, scenario, intervals, families, grouping)
    console.print()
    say(console, assumptions(scenario), style="dim")
    say_day_notes(console, [scenario])


def _basis(run: ScenarioRun, result: RunResult) -> str:
    """What the figures rest on: replications, seed, confidence, units."""
    n = len(run.replications)
    done = ngettext("{n} replication", "{n} replications", n).format(n=n)
    if n < result.planned:
        done = _("{done} of {planned} planned").format(done=done, planned=result.planned)
    sentence = _("{done}, seed {seed}").format(done=done, seed=run.seed)
    if n > 1:
        sentence = _("{sentence}; ± is the 95% interval of the mean").format(sentence=sentence)
    return _("{sentence}. d: working days, h: hours.").format(sentence=sentence)


def _show_causes(console: Console, intervals: Intervals, family: str) -> None:
    """Where the hours between report and closure go, longest first."""
    found = [(cause, intervals.get(FigureKey(f"time_by_cause.{cause}", family))) for cause in CAUSES]
    present = [(cause, interval) for cause, interval in found if interval is not None and interval.mean > 0]
    if not present:
        return
    present.sort(key=lambda one: -one[1].mean)
    total = math.fsum(interval.mean for _cause, interval in present)
    console.print()
    say(console, _("Where the time goes ({family})").format(family=labels.family(family)), style="bold")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column()
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    longest = present[0][1].mean
    rows = [
        (f"  {labels.label(labels.CAUSES, cause)}", interval.mean, cell(interval, f"time_by_cause.{cause}", family))
        for cause, interval in present
    ]
    beside = max(width(name) for name, _mean, _told in rows) + max(width(told) for _name, _mean, told in rows)
    cells = max(4, min(WIDEST_BAR, console.width - beside - len(" 100%") - 6))
    for name, mean, told in rows:
        table.add_row(name, Text(bar(mean / longest, cells), style="cyan"), told, _share(mean / total))
    console.print(table)


def _share(share: float) -> str:
    """A share in whole percent, where even the smallest is not nothing."""
    return percent(share, 0) if share >= 0.005 else f"<{percent(0.01, 0)}"


def _show_use(console: Console, intervals: Intervals) -> None:
    """How busy people are, and what is lost on the way."""
    lines = []
    for indicator in ("staff_use", "department_use", "powers_unusable", "whistles", "cost_per_case"):
        interval = intervals.get(FigureKey(indicator, ALL))
        if interval is not None and (interval.mean > 0 or indicator.endswith("_use")):
            unit = labels.unit("yuan") if indicator == "cost_per_case" else ""
            value = cell(interval, indicator, ALL)
            lines.append(_("{name} {value}").format(name=labels.indicator(indicator), value=f"{value} {unit}".strip()))
    if lines:
        console.print()
        say(console, _("; ").join(lines) + _("."))


def _show_window(console: Console, scenario: Scenario, intervals: Intervals, families: list[str]) -> None:
    """The table of families once more, from a day on."""
    later = {key._replace(by="county", key=""): interval for key, interval in intervals.items() if key.by == SINCE}
    if not later:
        return
    since = next(key.key for key in intervals if key.by == SINCE)
    console.print()
    say(console, figures.window_title(date.fromisoformat(since), scenario), style="bold")
    console.print(family_table(later, families, console.width))
    say(console, figures.window_rule(), style="dim")


def _show_grouping(
    console: Console, scenario: Scenario, intervals: Intervals, families: list[str], grouping: str
) -> None:
    """Figures within one grouping, family by family."""
    columns = columns_for(console.width)
    table = plain_table(words.grouping_heading(grouping), *(_(short) for _id, short in columns))
    for family in families:
        rows = []
        for key in _keys(intervals, family, grouping):
            cells = [cell(intervals.get(FigureKey(id, family, grouping, key)), id, family) for id, _short in columns]
            if any(told != ABSENT for told in cells):
                rows.append((f"  {group_name(scenario, grouping, key)}", *cells))
        if rows:
            table.add_row(Text(labels.family(family), style="bold"))
        for row in rows:
            table.add_row(*row)
    if table.row_count:
        console.print()
        console.print(table)
        if words.grouping_rule(grouping):
            say(console, words.grouping_rule(grouping), style="dim")


def _keys(intervals: Intervals, family: str, grouping: str) -> list[str]:
    """The groups of a family that have figures."""
    present = {key.key: None for key in intervals if key.by == grouping and key.family == family}
    return [level for level in labels.LEVELS if level in present] if grouping == "level" else list(present)
