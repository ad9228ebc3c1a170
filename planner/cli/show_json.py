"""A scenario's values as data, for programs."""

from __future__ import annotations

import json
from typing import Any

from planner.cli.values import Value, changes, values_of
from planner.files.identity import scenario_hash
from planner.model.scenario import Scenario


def as_line(scenario: Scenario, base: Scenario | None) -> str:
    """One JSON object: every value with its source, or, beside a base, the values that differ."""
    found: dict[str, Any] = {
        "name": scenario.name,
        "hash": scenario_hash(scenario),
        "measures": list(scenario.measures),
    }
    if base is None:
        found["values"] = [_entry(value) for value in values_of(scenario)]
    else:
        found["base"] = {"name": base.name, "hash": scenario_hash(base)}
        found["differences"] = [
            {
                "path": change.path,
                "base": None if change.base is None else change.base.plain,
                "value": None if change.own is None else change.own.plain,
                "tag": None if change.own is None else change.own.tag,
            }
            for change in changes(base, scenario)
        ]
    return json.dumps(found, ensure_ascii=False)


def _entry(value: Value) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": value.path, "value": value.plain, "unit": value.unit, "tag": value.tag}
    if value.source is not None:
        entry |= {"source": value.source.source, "note": {"zh": value.source.note.zh, "en": value.source.note.en}}
    return entry
