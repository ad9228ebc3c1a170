"""A scenario's values as data, for programs."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from planner.cli.values import Change, Value, changes_over_time, values_of
from planner.files.identity import scenario_hash
from planner.model.scenario import Scenario
from planner.model.text import json_line


def as_line(scenario: Scenario, base: Scenario | None) -> str:
    """One JSON object: every value with its source, or, beside a base, the values that differ; then the timeline."""
    found: dict[str, Any] = {
        "name": scenario.name,
        "hash": scenario_hash(scenario),
        "measures": list(scenario.measures),
    }
    if base is None:
        found["values"] = [_entry(value) for value in values_of(scenario)]
        found["timeline"] = states(evolve(scenario, phases=()), scenario)[1:]
    else:
        found["base"] = {"name": base.name, "hash": scenario_hash(base)}
        first, *later = states(base, scenario)
        found["differences"] = first["differences"]
        found["timeline"] = later
    return json_line(found)


def states(base: Scenario, scenario: Scenario) -> list[dict[str, Any]]:
    """What differs from a base at first (`from` is null), and what differs otherwise on each day of a timeline."""
    return [
        {
            "from": None if state.day is None else state.day.isoformat(),
            "differences": [_difference(change) for change in state.changes],
        }
        for state in changes_over_time(base, scenario)
    ]


def _difference(change: Change) -> dict[str, Any]:
    return {
        "path": change.path,
        "base": None if change.base is None else change.base.plain,
        "value": None if change.own is None else change.own.plain,
        "tag": None if change.own is None else change.own.tag,
    }


def _entry(value: Value) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": value.path, "value": value.plain, "unit": value.unit, "tag": value.tag}
    entry["default"] = value.default
    if value.source is not None:
        entry |= {"source": value.source.source, "note": {"zh": value.source.note.zh, "en": value.source.note.en}}
    return entry
