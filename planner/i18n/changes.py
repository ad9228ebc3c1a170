"""Changes of a measure or a timeline in words, with places and choices named as a scenario has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from planner.editing.state import Tree
from planner.files.change import AddChange, Change, MergeChange, MoveChange, SetChange
from planner.i18n import fields
from planner.i18n.language import N_, _, text
from planner.i18n.measures import change_in_words, plain
from planner.model.text import Text

ALL: Mapping[str, str] = {
    "townships": N_("all townships"),
    "teams": N_("all teams"),
    "departments": N_("all departments"),
    "case_types": N_("all case types"),
    "kinds": N_("all kinds of township"),
    "shared_teams": N_("all shared teams"),
}
"""What `*` stands for, by the table in which it stands."""


def change_told(tree: Tree, change: Change) -> str:
    """What a change does; paths that lead nowhere in this scenario stay as they are."""
    if isinstance(change, SetChange) and isinstance(change.value, str):
        change = evolve(change, value=choice_told(tree, change.set, change.value))
    new = {}
    if isinstance(change, SetChange | AddChange) and isinstance(change.value, dict | list):
        path = change.set if isinstance(change, SetChange) else change.add
        if isinstance(change.value, dict):
            if name := change.value.get("team", change.value).get("name"):
                new[path] = text(Text(**name))
            change = evolve(change, value=_table_told(tree, path, change.value))
        else:
            change = evolve(change, value=value_told(tree, path, change.value))
    told = change_in_words(change)
    for path in sorted(_paths(change), key=len, reverse=True):
        told = told.replace(path, new.get(path) or place_told(tree, path))
    return told


def _table_told(tree: Tree, path: str, table: Mapping[str, Any]) -> str:
    """The fields of a table that a change puts, one after the other; a table within it in its place."""
    told = []
    for key, value in table.items():
        at = f"{path}.{key}"
        if isinstance(value, dict) and not {"zh", "en"} & set(value):
            told.append(_table_told(tree, at, value))
        else:
            told.append(f"{_last_told(tree, at)} {value_told(tree, at, value)}")
    return _("; ").join(told)


def _last_told(tree: Tree, path: str) -> str:
    return place_told(tree, path).rpartition(" › ")[2]


def value_told(tree: Tree, path: str, value: Any) -> str:
    """A value that a change sets, in words."""
    if isinstance(value, dict):
        return text(Text(**value))
    if isinstance(value, list):
        return "/".join(value_told(tree, path, one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return choice_told(tree, path, value) if isinstance(value, str) else plain(value)


def _paths(change: Change) -> list[str]:
    found = [getattr(change, key, "") for key in ("set", "scale", "add", "remove")]
    if isinstance(change, MoveChange):
        found += [change.from_, change.to]
    if isinstance(change, MergeChange):
        found += [*change.merge, change.into]
    return [path for path in found if "." in path]


def place_told(tree: Tree, pattern: str) -> str:
    """A place in words; `*` and `@kind` say what they stand for."""
    try:
        return _told(tree, pattern)
    except (KeyError, ValueError, IndexError):
        return pattern


def _told(tree: Tree, pattern: str) -> str:
    keys, parts = pattern.split("."), []
    path: list[str] = []
    for depth, key in enumerate(keys):
        if key == "*" or key.startswith("@"):
            path.append(_one_of(tree, ".".join(path), key))
            named = ALL.get(keys[depth - 1])
            if key != "*":
                parts.append(_("all of kind {kind}").format(kind=fields.named(tree, "kinds", key[1:])))
            else:
                parts.append(_(named) if named else _("all"))
            continue
        path.append(key)
        if depth == len(keys) - 1 or key not in ALL:
            parts.append(fields.label(tree, ".".join(path)))
    return " › ".join(parts)


def _one_of(tree: Tree, table: str, key: str) -> str:
    """One of the names that a part of a pattern stands for; where there is none, the part itself."""
    names = [name for name in tree.names(table) if key == "*" or tree.value(f"{table}.{name}.kind") == key[1:]]
    return names[0] if names else key


def choice_told(tree: Tree, pattern: str, value: str) -> str:
    """A choice in words; what is no choice as it stands."""
    path: list[str] = []
    try:
        for key in pattern.split("."):
            path.append(_one_of(tree, ".".join(path), key) if key == "*" or key.startswith("@") else key)
        return fields.choice(tree, ".".join(path), value)
    except (KeyError, ValueError, IndexError):
        return value
