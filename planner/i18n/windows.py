"""Figures from a day on, beside those of the whole horizon, in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.i18n.language import _
from planner.i18n.numbers import day, number

if TYPE_CHECKING:
    from planner.model.scenario import Scenario


def title(since: date, scenario: Scenario) -> str:
    """From which day to which."""
    last = scenario.time.start + timedelta(days=scenario.time.days - 1)
    return _("From {day} to {last}").format(day=day(since), last=day(last))


def rule(comparisons: int = 0) -> str:
    """What counts in the window, and how many intervals of differences hold at once."""
    told = _("From that day on alone: times of the cases reported since then; what was open then counts as backlog.")
    if comparisons:
        more = _("All {n} intervals of this table hold at once with 95%.").format(n=number(comparisons, 0))
        told = _("{said} {more}").format(said=told, more=more)
    return told
