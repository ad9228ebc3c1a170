"""The catalogue of reforms as data, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from planner.cli.show_json import states
from planner.files import Measure, Package
from planner.files.change import Change, ComputeChange
from planner.files.computed import COMPUTATIONS
from planner.files.structuring import KEYS
from planner.model.scenario import Scenario
from planner.model.text import Text, json_line


def catalogue(measures: Sequence[Measure], packages: Sequence[Package]) -> str:
    """One JSON object: every measure and package, without changes and sources."""
    return _line(
        {
            "measures": [_head(measure) for measure in measures],
            "packages": [_package(package) for package in packages],
        }
    )


def explained(one: Measure | Package, scenarios: tuple[Scenario, Scenario] | None) -> str:
    """One measure with its changes and sources, or one package; with two scenarios, what differs between them."""
    if isinstance(one, Measure):
        told = _head(one) | {
            "changes": [change_as_written(change) for change in one.changes],
            "sources": {pattern: attrs.asdict(source) for pattern, source in one.sources.items()},
        }
    else:
        told = _package(one)
    if scenarios is not None:
        told["on"] = _effect(one, *scenarios)
    return _line(told)


def change_as_written(change: Change) -> dict[str, Any]:
    """The table of a change as a file would have it."""
    return {
        KEYS.get(field.name, field.name): attrs.asdict(value) if isinstance(value, Text) else value
        for field in attrs.fields(type(change))
        if (value := getattr(change, field.name)) != field.default
    }


def _effect(one: Measure | Package, base: Scenario, scenario: Scenario) -> dict[str, Any]:
    return {
        "name": base.name,
        "computed": [
            change_as_written(ordinary)
            for change in getattr(one, "changes", ())
            if isinstance(change, ComputeChange)
            for ordinary in COMPUTATIONS[change.compute](base)
        ],
        "states": states(base, scenario),
    }


def _head(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "title": attrs.asdict(measure.title),
        "description": attrs.asdict(measure.description),
        "group": measure.group,
        "done": measure.done,
        "needs": [need if isinstance(need, str) else attrs.asdict(need) for need in measure.needs],
        "cost": attrs.asdict(measure.cost) if measure.cost else None,
        "origin": attrs.asdict(measure.origin),
    }


def _package(package: Package) -> dict[str, Any]:
    return {
        "id": package.id,
        "title": attrs.asdict(package.title),
        "description": attrs.asdict(package.description),
        "measures": list(package.measures),
    }


def _line(told: dict[str, Any]) -> str:
    return json_line(told)
