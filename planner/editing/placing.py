"""Where a value, a dated entry or the tag of a source goes in the file of a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import NOTHING

from planner.editing.state import State, on_another_day, with_set, without_set
from planner.editing.tables import UNSTATED, EditRefused, Tables, keys_of, same, value_at, with_value, without
from planner.errors import Problem
from planner.files.draft import Refused
from planner.files.measure import Change, Head
from planner.files.schema import default_at
from planner.files.session import converter
from planner.files.structuring import structured
from planner.files.tree import Path, bare, dotted
from planner.model.scenario import Source


def places(state: State, pattern: str) -> list[str]:
    """The paths that a pattern names (`*` for all keys); the last key may be new. Raises EditRefused `no-match`."""
    try:
        return [dotted(path) for path in state.tree.draft.find("", pattern, may_be_new=True)]
    except Refused as refusal:
        fault = refusal.fault
        raise EditRefused(Problem(kind=fault.kind, path=pattern, facts=fault.facts, nearest=fault.nearest)) from refusal


def given(state: State, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by path from values by path or pattern, as bare ones; those that are in force already are left out.

    Raises EditRefused with every path that leads nowhere.
    """
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for pattern, value in values.items():
        try:
            found.update(dict.fromkeys(places(state, pattern), bare(value)))
        except EditRefused as refusal:
            problems += refusal.problems
    if problems:
        raise EditRefused(problems)
    return {path: value for path, value in found.items() if not _in_force(state, path, value)}


def _in_force(state: State, path: str, value: Any) -> bool:
    """Whether a value is stated already, or is what the model takes where nothing is stated."""
    stated_or_default = state.tree.node(path) is not None or default_at(keys_of(path)) not in (NOTHING, None)
    return stated_or_default and same(bare(state.value(path)), value)


def with_values(state: State, tables: Tables, values: Mapping[str, Any]) -> Tables:
    """The tables with bare values by path."""
    for path, value in values.items():
        tables = stated(state, tables, path, value)
    return tables


def stated(state: State, tables: Tables, path: str, value: Any) -> Tables:
    """The tables with a bare value at a path. Entries of the timeline that open the run follow its start."""
    keys = keys_of(path)
    if keys == ("time", "start") and state.time is not None and type(value) is date:
        tables = on_another_day(tables, state.time.start, value)
    if state.time is not None and state.stated_late(path):
        return with_set(tables, state.time.start, keys, value, state.inherited_timeline)
    return with_value(tables, keys, value)


def cleared(state: State, tables: Tables, paths: Iterable[str], kept: Tables) -> Tables:
    """The tables without what they say at some paths, as far as it is in force (`State.own_value`).

    Tables that are left empty go with it, unless they are `kept`: those that the person's file had already.
    """
    for path in paths:
        keys = keys_of(path)
        if state.time is not None:
            tables = without_set(tables, state.time.start, keys, state.inherited_timeline)
        if state.stated_late(path) == "timeline":
            continue
        tables = without(tables, keys)
        above = keys[:-1]
        while above and value_at(tables, above) == {} and value_at(kept, above) is UNSTATED:
            tables = without(tables, above)
            above = above[:-1]
    return tables


def change_of(written: Any) -> Change | None:
    """A change; None where it makes no sense as it is written."""
    entry = {"from": date(2000, 1, 1), "changes": [written]}
    head, _faults = structured({"timeline": [entry]}, Head, converter())
    return head.timeline[0].changes[0] if head is not None else None


def entry_with(
    before: Mapping[str, Any], begins: date, ends: date | None, measures: tuple[str, ...], changes: list[Any]
) -> dict[str, Any]:
    """An entry with other dates, measures and changes; what is empty is not written."""
    entry: dict[str, Any] = {**before, "from": begins}
    for key, value in (("until", ends), ("measures", list(measures)), ("changes", changes)):
        if value:
            entry[key] = value
        else:
            entry.pop(key, None)
    return entry


def with_source(tables: Tables, pattern: str, source: Source) -> Tables:
    """The tables with a tag for a pattern, in the place of the one it has."""
    words = {key: value for key, value in bare(source).items() if value not in ("", {"zh": "", "en": ""})}
    path = _written_as(tables, pattern) or ("sources", pattern)
    return with_value(tables, path, words)


def without_source(tables: Tables, pattern: str) -> Tables:
    """The tables without the tag of a pattern."""
    path = _written_as(tables, pattern)
    return tables if path is None else without(tables, path)


def _written_as(tables: Tables, pattern: str) -> Path | None:
    """Where the tag of exactly this pattern stands in the file."""
    return _search(value_at(tables, ("sources",)), pattern, ("sources",))


def _search(value: Any, rest: str, path: Path) -> Path | None:
    if not isinstance(value, Mapping) or isinstance(value.get("tag"), str):
        return None
    if rest in value:
        found = value[rest]
        is_tag = isinstance(found, str) or (isinstance(found, Mapping) and isinstance(found.get("tag"), str))
        if is_tag:
            return (*path, rest)
    for key, inner in value.items():
        if rest.startswith(f"{key}."):
            found_below = _search(inner, rest[len(key) + 1 :], (*path, key))
            if found_below is not None:
                return found_below
    return None
