"""Steady states in plain words, for a person: what settles, what does not, and the figures after the warm-up."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from attrs import evolve
from rich.console import Console

from planner.cli.layout import heading, say
from planner.cli.run_text import show as show_runs
from planner.i18n import _, names, ngettext
from planner.i18n.steady_state import intervals_told, moving

if TYPE_CHECKING:
    from planner.experiments.steady_state import SteadyResult


def show(console: Console, result: SteadyResult, by: Collection[str]) -> None:
    """Print the scenarios that have no steady state, then the figures of the others."""
    if not result.settling:
        say(console, _("Stopped early, before the warm-up was known: there are no figures."), style="yellow")
        return
    steady = []
    for one, found in zip(result.runs.runs, result.settling, strict=True):
        if found.steady:
            steady.append(one)
            continue
        console.print(heading(names.scenario_title(one.scenario), one.scenario.name))
        for sentence in moving(found):
            say(console, sentence, style="bold")
        if told := intervals_told(found):
            say(console, told, style="dim")
        console.print()
    if not steady:
        return
    weeks, years = result.cut_weeks, result.runs.runs[0].scenario.time.days / 365.0
    cut = ngettext("the first {n} week is cut off", "the first {n} weeks are cut off", weeks).format(n=weeks)
    if not weeks:
        cut = _("nothing is cut off")
    told = _("Steady state: a flat year {years} times over; {cut} as warm-up, the same for all scenarios.")
    say(console, told.format(years=f"{years:.3g}", cut=cut))
    console.print()
    show_runs(console, evolve(result.runs, runs=tuple(steady)), by)
