"""Changes of a measure or a timeline in words, with places and choices named as a scenario has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.editing.state import Tree
from planner.files.measure import AddChange, Change, MergeChange, MoveChange, SetChange
from planner.files.schema import Record, shape_at
from planner.model.text import Text
from planner.wording import fields, labels
from planner.wording.language import N_, _, text
from planner.wording.measures import InFile, change_in_words, plain

ALL: Mapping[str, str] = {
    "townships": N_("all townships"),
    "teams": N_("all teams"),
    "departments": N_("all departments"),
    "case_types": N_("all case types"),
    "kinds": N_("all kinds of township"),
    "shared_teams": N_("all shared teams"),
}
"""What `*` stands for, by the table in which it stands."""


def change_told(tree: Tree, change: Change, beside: Sequence[Change] = ()) -> str:
    """What a change does; paths that lead nowhere in this scenario stay as they are.

    `beside` are the other changes of the same measure: what one of them puts there has its name from it.
    """
    # What is merged has its own names, and not that of what it becomes.
    new = {} if isinstance(change, MergeChange) else dict(filter(None, map(_put, (*beside, change))))
    told = change_in_words(change, _InScenario(tree))
    for path in sorted(_paths(change), key=len, reverse=True):
        told = told.replace(path, _new_told(tree, path, new) or place_told(tree, path))
    return told


class _InScenario(InFile):
    """The words of what a change states: names of a scenario, and values with their units."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def value(self, path: str, value: Any) -> str:
        """A value in words; of a table the fields one after the other."""
        if isinstance(value, dict) and not {"zh", "en"} & set(value):
            return _table_told(self._tree, path, value)
        return value_told(self._tree, path, value)

    def more(self, path: str, value: float) -> str:
        """With its unit; shares in percentage points."""
        if fields.unit_at(path) == "share":
            return f"{100.0 * value:+,.12g}{_(' points')}"
        return f"{value:+} {_unit_told(path)}".strip()

    def share(self, value: float) -> str:
        """A share as a percentage of at most twelve digits, such as 12.5%."""
        return f"{100.0 * value:,.12g}%"

    def field(self, path: str, field: str) -> str:
        """The label of the field, or of one of what the path leads through, such as the residents of a township."""
        keys = path.split(".")
        for depth in range(len(keys) - 1, 0, -1):
            owner = shape_at(tuple(keys[:depth]))
            if isinstance(owner, Record) and field in owner.fields:
                return fields.label(self._tree, ".".join((*keys[:depth], field)))
        return field

    def merged(self, change: MergeChange) -> str:
        """The name of what is made; the id where it gets none."""
        return text(change.title) if change.title is not None else change.into


def _put(change: Change) -> tuple[str, str] | None:
    """The path at which a change puts something that has a name, and the name."""
    if isinstance(change, MergeChange):
        if change.into and change.title is not None:
            return f"{change.merge[0].rpartition('.')[0]}.{change.into}", text(change.title)
    elif isinstance(change, SetChange | AddChange) and isinstance(change.value, dict):
        path = change.set if isinstance(change, SetChange) else change.add
        if name := change.value.get("team", change.value).get("name"):
            return path, text(Text(**name))
    return None


def _new_told(tree: Tree, path: str, new: Mapping[str, str]) -> str:
    """A place in what a measure puts there itself, in words; empty where it is none."""
    for put, name in new.items():
        if path == put:
            return name
        if path.startswith(f"{put}."):
            told = place_told(tree, path).split(" › ")
            inside = path[len(put) :].count(".")
            return " › ".join((*told[: -inside - 1], name, *told[-inside:]))
    return ""


def _unit_told(path: str) -> str:
    """The unit behind a number; people are counted where the path says what they are."""
    unit = fields.unit_at(path)
    return "" if unit == "people" else labels.unit(unit)


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
    if isinstance(value, str):
        return choice_told(tree, path, value)
    if fields.unit_at(path) == "share" and isinstance(value, int | float):
        return f"{100.0 * value:,.12g}%"
    return f"{plain(value)} {_unit_told(path)}".strip()


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
                kind = fields.named(tree, "kinds", key[1:])
                known = key[1:] in tree.names("kinds")
                there_is_none = N_("all of a kind of township that is not here ({kind})")
                parts.append((_("all of kind {kind}") if known else _(there_is_none)).format(kind=kind))
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
