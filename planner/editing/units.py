"""Adding, duplicating, removing and merging what has an id: townships, teams, departments, case types, shared teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from planner.editing.placing import cleared, stated
from planner.editing.state import State, with_change
from planner.editing.tables import EditRefused, Tables, keys_of
from planner.errors import Problem
from planner.files.places import ID
from planner.files.schema import Names, shape_at
from planner.files.tree import Node, Removed, Table, at, bare, plain
from planner.model.text import Text

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
