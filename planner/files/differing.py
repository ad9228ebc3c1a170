"""How one scenario differs from another, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from planner.model.scenario import Scenario
from planner.model.text import Text

NOT_COMPARED = ("name", "sources")


def differences(base: Scenario, scenario: Scenario) -> dict[str, tuple[Any, Any]]:
    """The values that differ, by dotted path: in `base` and in `scenario`, None where there is none.

    What only one of them has, such as a whole team, is one entry. Names and sources are not compared.
    """
    compared = (attribute.name for attribute in attrs.fields(Scenario) if attribute.name not in NOT_COMPARED)
    return {
        path: pair
        for field in compared
        for path, pair in _differing(field, getattr(base, field), getattr(scenario, field))
    }


def _differing(path: str, one: Any, other: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in dict.fromkeys((*one, *other)):
            yield from _differing(f"{path}.{key}", one.get(key), other.get(key))
    elif attrs.has(type(one)) and type(one) is type(other) and not isinstance(one, Text):
        for attribute in attrs.fields(type(one)):
            inner = attribute.name
            yield from _differing(f"{path}.{inner}", getattr(one, inner), getattr(other, inner))
    elif one != other:
        yield path, (one, other)
