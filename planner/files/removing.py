"""Removing what has an id, so that neither the files below nor the defaults of a kind bring it back."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from planner.files.change import RemoveChange
from planner.files.draft import Draft, Reason, Refused
from planner.files.schema import Names, Record, shape_at
from planner.files.tree import Leaf, Node, Path, Removed, Table, dotted, put, replaced


@frozen
class _Mentions:
    """Where elements of a sort are mentioned: in lists of these names, and as keys of tables of these names."""

    lists: tuple[str, ...]
    tables: tuple[str, ...] = ()


_MENTIONS: Mapping[str, _Mentions] = {
    "townships": _Mentions(lists=("serves",)),
    "departments": _Mentions(lists=("posted",), tables=("partners",)),
    "case_types": _Mentions(lists=("handles", "decides"), tables=("rates", "powers", "opening_backlog")),
}


def remove(draft: Draft, change: RemoveChange, reason: Reason) -> None:
    """Take elements away, and what is said of them elsewhere: a shared team serves a township no more, nobody holds the
    power over a case type, a department attends no more. What can only be replaced stays, such as the department
    responsible for a case type: naming another one is the planner's decision.

    Raises Refused where a path leads nowhere, or to something that has no id.
    """
    for path in draft.find("remove", change.remove):
        if not isinstance(shape_at(path[:-1]), Names) or not isinstance(shape_at(path), Record):
            raise Refused("remove", "wrong-type", expected="path-of-element", got=dotted(path))
        gone = Removed(reason.origin("remove", path))
        raw = put(draft.raw, path[:-1], Table({}, reason.origin("remove", path[:-1])))
        raw = replaced(raw, path, gone)
        if len(path) == 2 and path[0] in _MENTIONS:
            raw = evolve(raw, entries=_without_mentions(raw, path[1], _MENTIONS[path[0]], reason, ()))
        draft.reshape(raw, [path])


def _without_mentions(table: Table, name: str, where: _Mentions, reason: Reason, path: Path) -> Mapping[str, Node]:
    """The entries of a table without any mention; the same where there is none."""
    entries = dict(table.entries)
    for key, node in table.entries.items():
        here = (*path, key)
        if isinstance(node, Leaf):
            if key in where.lists and isinstance(node.value, list) and name in node.value:
                left = [other for other in node.value if other != name]
                entries[key] = Leaf(left, reason.origin("remove", here))
        elif isinstance(node, Table):
            inner = dict(_without_mentions(node, name, where, reason, here))
            if key in where.tables and isinstance(shape_at(here), Names):
                inner.pop(name, None)
            entries[key] = evolve(node, entries=inner)
    return entries
