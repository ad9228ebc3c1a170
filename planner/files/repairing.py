"""A tree with the faulty values left out, so that the rest of it can be looked at as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, get_args, get_origin

import attrs

from planner.files.schema import Names, Record, Schema, Single, shape_at
from planner.files.structuring import Fault

Bare = dict[str, Any]


def repaired(tables: Bare, faults: Sequence[Fault]) -> Bare:
    """Bare tables of a scenario without the values that are at fault; what must be given is filled with a stand-in."""
    result = tables
    for fault in faults:
        keys = [part for part in fault.path if isinstance(part, str)]
        if fault.kind == "missing":
            result = _with(result, keys, _stand_in(shape_at(tuple(keys)), _limits(keys)))
        else:
            result = _without(result, _in_table(tables, keys))
    return result


def _in_table(tables: Bare, keys: Sequence[str]) -> list[str]:
    """The part of a path that leads through tables."""
    found: list[str] = []
    value: Any = tables
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            break
        found.append(key)
        value = value[key]
    return found


def _with(tables: Bare, keys: Sequence[str], value: Any) -> Bare:
    if not keys:
        return tables
    inner = tables.get(keys[0])
    below = _with(inner if isinstance(inner, dict) else {}, keys[1:], value) if len(keys) > 1 else value
    return {**tables, keys[0]: below}


def _without(tables: Bare, keys: Sequence[str]) -> Bare:
    if not keys or keys[0] not in tables:
        return tables
    if len(keys) > 1:
        return {**tables, keys[0]: _without(tables[keys[0]], keys[1:])}
    return {key: value for key, value in tables.items() if key != keys[0]}


def _limits(keys: Iterable[str]) -> Any:
    *above, last = keys
    record = shape_at(tuple(above))
    return record.metadata.get(last, {}) if isinstance(record, Record) else {}


def _stand_in(shape: Schema | None, limits: Any) -> Any:
    if isinstance(shape, Record):
        needed = [name for name, default in shape.defaults.items() if default is attrs.NOTHING]
        return {name: _stand_in(shape.fields[name], shape.metadata[name]) for name in needed}
    if isinstance(shape, Single):
        if shape.number:
            return int(max(1, limits.get("lowest", 1)))
        if shape.type is date:
            return date(2025, 1, 1)
        if shape.listing:
            return []
        return get_args(shape.type)[0] if get_origin(shape.type) else ""
    assert isinstance(shape, Names)
    return {}
