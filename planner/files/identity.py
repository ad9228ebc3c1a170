"""What makes two scenarios the same, and how one differs from another, value by value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

import attrs

from planner.files.tree import entries_of
from planner.model.scenario import Scenario
from planner.model.text import Text

BESIDE_THE_RUN = frozenset({"name", "place", "measures", "sources"})
"""Fields of a scenario on which no figure depends; words do not count anywhere."""


def scenario_hash(scenario: Scenario) -> str:
    """32 hexadecimal digits of the merged content.

    Names of files, words, sources and the way in which a value came about make no difference. The order of tables does:
    of two teams that could both handle a case the first in the file does.
    """
    text = json.dumps(_content(scenario), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _content(value: Any) -> Any:
    if isinstance(value, Text):
        return None
    entries = entries_of(value)
    if entries is not None:
        beside = BESIDE_THE_RUN if isinstance(value, Scenario) else frozenset()
        return [[key, _content(inner)] for key, inner in entries.items() if key not in beside]
    if isinstance(value, (tuple, list)):
        return [_content(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


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
    below, beside = entries_of(one), entries_of(other)
    alike = type(one) is type(other) or (isinstance(one, Mapping) and isinstance(other, Mapping))
    if below is not None and beside is not None and alike and not isinstance(one, Text):
        for key in dict.fromkeys((*below, *beside)):
            yield from _differing(f"{path}.{key}", below.get(key), beside.get(key))
    elif one != other:
        yield path, (one, other)
