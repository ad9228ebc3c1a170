"""The states of scenarios over time, and from which day on figures stand beside those of the whole horizon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.errors import Problem, RequestError
from planner.files.identity import scenario_hash

if TYPE_CHECKING:
    from planner.model.scenario import Scenario


def final_state(scenario: Scenario) -> Scenario:
    """What is in force at the end."""
    return scenario.state_on(date.max)


def days_of_change(*scenarios: Scenario) -> list[date]:
    """The first day, and every day on which one of the scenarios changes."""
    start = scenarios[0].time.start
    later = {phase.start for scenario in scenarios for phase in scenario.phases if phase.start > start}
    return [start, *sorted(later)]


def first_difference(base: Scenario, other: Scenario) -> date | None:
    """The first day on which the two are not the same; None where they never differ."""
    for day in days_of_change(base, other):
        if scenario_hash(base.state_on(day)) != scenario_hash(other.state_on(day)):
            return day
    return None


SHORTEST_DAYS = 28
"""Of a window: in a shorter one hardly a case could be followed."""


def window_of(scenarios: Sequence[Scenario], stated: date | None = None, option: str = "since") -> date | None:
    """The first day of the window: the one stated, else the last day on which one of the scenarios changes.

    None where nothing changes after the first day, or too late for a window (`SHORTEST_DAYS`). Raises RequestError for
    a stated day that lies outside the horizon of one of them or too near its end; `option` is where it was stated.
    """
    first = max(scenario.time.start for scenario in scenarios) + timedelta(days=1)
    last = min(scenario.time.start + timedelta(days=scenario.time.days - SHORTEST_DAYS) for scenario in scenarios)
    if stated is not None:
        if type(stated) is not date:
            raise RequestError(Problem(kind="not-a-day", path=option, facts={"got": str(stated)}))
        if not first <= stated <= last:
            facts = {"got": stated, "first": first, "last": last, "days": SHORTEST_DAYS}
            raise RequestError(Problem(kind="no-window", path=option, facts=facts))
        return stated
    day = days_of_change(*scenarios)[-1]
    return day if first <= day <= last else None
