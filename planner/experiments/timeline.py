"""The states of scenarios over time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve

from planner.files.identity import scenario_hash

if TYPE_CHECKING:
    from planner.model.scenario import Scenario


def state_on(scenario: Scenario, day: date) -> Scenario:
    """What is in force on a day: the scenario itself, or the last of its phases that has begun; without phases."""
    state = scenario
    for phase in scenario.phases:
        if phase.start <= day:
            state = phase.scenario
    return evolve(state, phases=())


def final_state(scenario: Scenario) -> Scenario:
    """What is in force at the end."""
    return state_on(scenario, date.max)


def days_of_change(*scenarios: Scenario) -> list[date]:
    """The first day, and every day on which one of the scenarios changes."""
    start = scenarios[0].time.start
    later = {phase.start for scenario in scenarios for phase in scenario.phases if phase.start > start}
    return [start, *sorted(later)]


def first_difference(base: Scenario, other: Scenario) -> date | None:
    """The first day on which the two are not the same; None where they never differ."""
    for day in days_of_change(base, other):
        if scenario_hash(state_on(base, day)) != scenario_hash(state_on(other, day)):
            return day
    return None
