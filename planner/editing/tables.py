"""The tables of one scenario file as bare values, changed by making new ones that share what stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, Final

from attrs import frozen

from planner.errors import PlannerError
from planner.files.schema import grown, is_staff, is_text, shape_at
from planner.files.tree import Origin, Path, plain

Tables = Mapping[str, Any]
"""What a TOML file says: tables are dicts, lists are lists. Never changed in place."""


class Unstated(Enum):
    """The type of `UNSTATED`."""

    UNSTATED = "unstated"


UNSTATED: Final = Unstated.UNSTATED
"""In the place of a value: the file says nothing there."""

NOWHERE = Origin("", (), (), 0)


@frozen
class Edit:
    """One value of a file becomes another; `UNSTATED` takes it out of the file."""

    path: Path
    value: Any


def keys_of(path: str) -> Path:
    """The keys of a dotted path."""
    return tuple(path.split("."))


def value_at(tables: Tables, path: Path) -> Any:
    """What a file says at a path, or UNSTATED; short forms (`staff = 6`, a bare name) are seen through."""
    value: Any = tables
    for depth, key in enumerate(path):
        if not isinstance(value, Mapping):
            value = _written_out(path[:depth], value)
        if not isinstance(value, Mapping) or key not in value:
            return UNSTATED
        value = value[key]
    return value


def with_value(tables: Tables, path: Path, value: Any) -> dict[str, Any]:
    """The tables with a value at a path; tables on the way are made, and short forms there written out."""
    return _put(tables, path, 0, value)


def _put(table: Any, path: Path, depth: int, value: Any) -> dict[str, Any]:
    if not isinstance(table, Mapping):
        written = _written_out(path[:depth], table)
        table = written if isinstance(written, Mapping) else {}
    key = path[depth]
    inner = value if depth + 1 == len(path) else _put(table.get(key, {}), path, depth + 1, value)
    return {**table, key: inner}


def without(tables: Tables, path: Path) -> dict[str, Any]:
    """The tables without what is at a path; tables that are left empty stay."""
    key, rest = path[0], path[1:]
    if value_at(tables, path) is UNSTATED:
        return dict(tables)
    if not rest:
        return {name: value for name, value in tables.items() if name != key}
    inner = tables[key]
    if not isinstance(inner, Mapping):
        return dict(tables)
    return {**tables, key: without(inner, rest)}


def _written_out(path: Path, short: Any) -> Any:
    """The table that a short form at a path stands for; the value itself where it is none."""
    shape = shape_at(path)
    return plain(grown(short, NOWHERE, shape)) if is_staff(shape) or is_text(shape) else short


def edits_between(before: Tables, after: Tables) -> tuple[Edit, ...]:
    """The fewest edits that lead from one state of a file to another."""
    return tuple(_edits(before, after, ()))


def _edits(before: Tables, after: Tables, path: Path) -> Iterable[Edit]:
    if before is after:
        return
    for key, old in before.items():
        new = after.get(key, UNSTATED)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _edits(old, new, (*path, key))
        elif not same(old, new):
            yield Edit((*path, key), new)
    for key, new in after.items():
        if key not in before:
            yield Edit((*path, key), new)


def applied(tables: Tables, edits: Sequence[Edit]) -> Tables:
    """The tables after some edits. What a table lacks is made; a value in the way of a table gives way."""
    for edit in edits:
        gone = edit.value is UNSTATED
        tables = without(tables, edit.path) if gone else with_value(tables, edit.path, edit.value)
    return tables


def same(one: Any, other: Any) -> bool:
    """Whether two values would be written alike: 1, 1.0 and true are not. The order of tables makes no difference."""
    if one is other:
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


class EditRefused(PlannerError):
    """A command that was not carried out; the document is as it was before it."""
