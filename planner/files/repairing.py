"""A tree with the faulty values left out, so that the rest of it can be looked at as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, get_args, get_origin

import attrs

from planner.files.schema import Names, Record, Schema, Single, shape_at
from planner.files.structuring import Fault

Bare = dict[str, Any]
Copies = dict[tuple[str, ...], Bare]
"""Tables that were copied to be changed, by their keys."""


def repaired(tables: Bare, faults: Sequence[Fault]) -> Bare:
    """Bare tables of a scenario without the values that are at fault; what must be given is filled with a stand-in."""
    copies: Copies = {(): dict(tables)}
    for fault in faults:
        keys = [part for part in fault.path if isinstance(part, str)]
        if fault.kind == "missing":
            if keys:
                table = _copy(copies, tuple(keys[:-1]), make=True)
                assert table is not None
                table[keys[-1]] = _stand_in(shape_at(tuple(keys)), _limits(keys))
        elif leads := _in_table(tables, keys):
            table = _copy(copies, tuple(leads[:-1]))
            if table is not None:
                table.pop(leads[-1], None)
                for key in fault.more:
                    table.pop(key, None)
    return copies[()]


def _copy(copies: Copies, keys: tuple[str, ...], *, make: bool = False) -> Bare | None:
    """The copy of the table at `keys` that may be changed, made once; None where there is none, unless it is made."""
    if not keys:
        return copies[()]
    above = _copy(copies, keys[:-1], make=make)
    if above is None:
        return None
    inner = above.get(keys[-1])
    if keys not in copies or copies[keys] is not inner:
        if not isinstance(inner, dict) and not make:
            return None
        copies[keys] = above[keys[-1]] = dict(inner) if isinstance(inner, dict) else {}
    return copies[keys]


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
