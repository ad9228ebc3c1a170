"""What commands make of a file's tables: values and sources in their place; elements added, merged, removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

from attrs import NOTHING

from planner.editing.state import State, on_another_day, with_change, with_set, without_set
from planner.editing.tables import UNSTATED, EditRefused, Tables, keys_of, same, value_at, with_value, without
from planner.errors import Problem
from planner.files.draft import Refused
from planner.files.measure import Change, Head
from planner.files.places import ID
from planner.files.schema import Names, default_at, shape_at
from planner.files.session import converter
from planner.files.structuring import structured
from planner.files.tree import Node, Path, Removed, Table, at, bare, dotted, plain
from planner.model.scenario import Source
from planner.model.text import Text


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


SORTS: Mapping[str, str] = {
    "townships": "township",
    "teams": "team",
    "departments": "department",
    "shared_teams": "shared-team",
    "case_types": "case-type",
    "kinds": "kind",
    "profiles": "profile",
    "surges": "surge",
}
"""What the elements of a table are, by the name of the table."""


def sort_of(path: str) -> str:
    """What stands at the path of an element, such as `township` or `team`."""
    keys = keys_of(path)
    return SORTS.get(keys[-2], keys[-2]) if len(keys) > 1 else ""


def named(name: object) -> dict[str, dict[str, str]]:
    """What a command keeps of the name of what it adds or removes, which may not be there when the command is told."""
    if isinstance(name, Text):
        name = {"zh": name.zh, "en": name.en}
    if not isinstance(name, Mapping):
        return {}
    return {"name": {language: str(name.get(language, "")) for language in ("zh", "en")}}


def free_id(state: State, path: str) -> str:
    """An id like the one that a path ends in, that nothing beside it has yet."""
    *above, last = keys_of(path)
    taken = state.tree.names(".".join(above))
    return next(name for number in count(2) if (name := f"{last}-{number}") not in taken)


def added(state: State, tables: Tables, path: str, values: Mapping[str, Any]) -> Tables:
    """The tables with a new element. Raises EditRefused where it cannot be: `bad-id`, `exists`, `no-match`."""
    _require_new(state, path)
    return stated(state, tables, path, bare(values))


def _require_new(state: State, path: str) -> None:
    wrong = why_no_new_element(state, path)
    if wrong is not None:
        raise EditRefused(wrong)


def why_no_new_element(state: State, path: str) -> Problem | None:
    """What stands against a new element at a path; None where it can be added."""
    keys = keys_of(path)
    above = ".".join(keys[:-1])
    if not isinstance(shape_at(keys[:-1]), Names) or len(keys) < 2 or not state.tree.has(above):
        return Problem(kind="no-match", path=path, facts={"pattern": path, "part": above})
    if not ID.fullmatch(keys[-1]):
        return Problem(kind="bad-id", path=path, facts={"got": keys[-1]})
    if keys[-1] in state.tree.names(above):
        return Problem(kind="exists", path=path, facts={"at": path})
    return None


def _require_there(state: State, path: str) -> None:
    if not state.tree.has(path):
        raise EditRefused(Problem(kind="no-match", path=path, facts={"pattern": path, "part": keys_of(path)[-1]}))


def duplicated(state: State, tables: Tables, path: str, new_id: str, name: Text | None) -> Tables:
    """The tables with a second element like the one at a path, all it states included.

    A duplicated township is served by the same shared teams, and its demand is its own. Raises EditRefused
    `merged-inside` where something in it was merged: the copy would have it unmerged.
    """
    _require_there(state, path)
    keys = keys_of(path)
    target = ".".join((*keys[:-1], new_id))
    _require_new(state, target)
    node = at(state.tree.draft.raw, keys) or at(state.tree.draft.effective, keys)
    assert node is not None
    if _has_removed(node):
        raise EditRefused(Problem(kind="merged-inside", path=path))
    values = dict(plain(node))
    if name is not None:
        values["title" if keys[0] == "kinds" and len(keys) == 2 else "name"] = bare(name)
    values.pop("parts", None)
    tables = stated(state, tables, target, values)
    if keys[0] == "townships" and len(keys) == 2:
        for team, serves in _serving(state, keys[1]):
            tables = stated(state, tables, team, [*serves, new_id])
    return tables


def _has_removed(node: Node) -> bool:
    if isinstance(node, Table):
        return any(_has_removed(inner) for inner in node.entries.values())
    return isinstance(node, Removed)


def _serving(state: State, township: str) -> list[tuple[str, list[str]]]:
    """The lists of townships served that name a township, by path."""
    found = []
    for team in state.tree.names("shared_teams"):
        path = f"shared_teams.{team}.serves"
        serves = state.value(path)
        if isinstance(serves, list) and township in serves:
            found.append((path, serves))
    return found


def removed(state: State, tables: Tables, path: str, kept: Tables) -> Tables:
    """The tables without what the file itself states of an element; shared teams serve a township no more."""
    _require_there(state, path)
    keys = keys_of(path)
    if keys[0] == "townships" and len(keys) == 2:
        for team, serves in _serving(state, keys[1]):
            tables = stated(state, tables, team, [name for name in serves if name != keys[1]])
    return cleared(state, tables, [path], kept)


def merged(state: State, tables: Tables, paths: Sequence[str], into: str, title: Text | None) -> Tables:
    """The tables with a change that makes one of several teams, or townships, on the first day.

    Raises EditRefused where a path leads nowhere, or the scenario has no first day (`missing`).
    """
    for path in paths:
        _require_there(state, path)
    if state.time is None:
        raise EditRefused(Problem(kind="missing", path="time"))
    change: dict[str, Any] = {"merge": list(paths), "into": into}
    if title is not None:
        change["title"] = bare(title)
    return with_change(tables, state.time.start, change, state.inherited_timeline)


def taken_away(state: State, tables: Tables, path: str) -> Tables:
    """The tables with a change that takes an element away on the first day.

    Raises EditRefused `missing` where the scenario has no first day.
    """
    if state.time is None:
        raise EditRefused(Problem(kind="missing", path="time"))
    return with_change(tables, state.time.start, {"remove": path}, state.inherited_timeline)
