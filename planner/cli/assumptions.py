"""The sentences that say how much of a scenario is assumed, and what is to be known of its days."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from planner.cli.layout import say
from planner.cli.values import assumptions_by_part
from planner.errors import Problem
from planner.files.consistency import notes_of
from planner.i18n import _, labels, ngettext
from planner.i18n.numbers import number
from planner.i18n.problems import sentence
from planner.model.scenario import Scenario

PARTS_NAMED = 4


def assumptions(scenario: Scenario) -> str:
    """How many values are assumptions, in which parts most, and how to see them."""
    parts = assumptions_by_part(scenario)
    count = sum(parts.values())
    if not count:
        return _("Rests on no assumption: every value has a source.")
    told = (f"{labels.label(labels.PARTS, part)} {number(n, 0)}" for part, n in parts.most_common(PARTS_NAMED))
    return ngettext(
        "Rests on {n} assumption ({told}); `planner show` lists it.",
        "Rests on {n} assumptions ({told}); `planner show` lists them.",
        count,
    ).format(n=number(count, 0), told=_(", ").join(told))


def say_day_notes(console: Console, scenarios: Iterable[Scenario]) -> None:
    """Print what a person should know of the days of some scenarios: guessed holidays, demand on few days."""
    notes = (
        sentence(Problem(kind=found.kind, facts=found.facts)) for scenario in scenarios for found in notes_of(scenario)
    )
    for note in dict.fromkeys(notes):
        say(console, _("Note: {note}").format(note=note), style="yellow")


def guessed_days(scenario: Scenario) -> list[str]:
    """The days off that are guessed, for programs."""
    found = (finding.facts["days"] for finding in notes_of(scenario) if finding.kind == "guessed-days")
    return [day.isoformat() for days in found for day in days]
