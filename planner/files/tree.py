"""The tables of scenario files before they become a model: nested by key, each value knowing where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import evolve, frozen

Path = tuple[str, ...]


@frozen
class Origin:
    """Where a value was written.

    `written` is the path in `file` as the person wrote it, `path` the path of the value in the scenario (they differ
    for the values of a measure's changes), `layer` counts the files and measures laid over each other.
    """

    file: str
    written: Path
    path: Path
    layer: int

    def below(self, key: str) -> Origin:
        """The origin of a value under `key`."""
        return Origin(self.file, (*self.written, key), (*self.path, key), self.layer)


@frozen(eq=False)
class Leaf:
    """A single value or a list."""

    value: Any
    origin: Origin


@frozen(eq=False)
class Removed:
    """The place of something that `merge` or `remove` took away: the defaults of its kind do not bring it back."""

    origin: Origin


@frozen(eq=False)
class Table:
    """A table of a file: single values, and other tables, by key."""

    entries: Mapping[str, Node]
    origin: Origin


Node = Leaf | Removed | Table


def merged(lower: Table, upper: Table) -> Table:
    """`upper` over `lower`: tables by key, other values replaced.

    A table keeps its lower origin, and so does a value that is repeated unchanged. What was taken away stays away.
    """
    entries = dict(lower.entries)
    for key, node in upper.entries.items():
        below = entries.get(key)
        if isinstance(below, Removed):
            continue
        if isinstance(below, Table) and isinstance(node, Table):
            entries[key] = merged(below, node)
        elif not (isinstance(below, Leaf) and isinstance(node, Leaf) and _same(below.value, node.value)):
            entries[key] = node
    return Table(entries, lower.origin)


def _same(one: Any, other: Any) -> bool:
    # 1, 1.0 and true are equal in Python, but not the same as written.
    return type(one) is type(other) and bool(one == other)


def put(tree: Table, path: Path, node: Node) -> Table:
    """The tree with `node` laid over what is at `path`; tables on the way are made where they are missing."""
    key, rest = path[0], path[1:]
    below = tree.entries.get(key)
    if rest:
        origin = evolve(node.origin, written=node.origin.written, path=node.origin.path[: -len(rest)])
        table = below if isinstance(below, Table) else Table({}, origin)
        node = put(table, rest, node)
    elif isinstance(below, Table) and isinstance(node, Table):
        node = merged(below, node)
    return Table({**tree.entries, key: node}, tree.origin)


def replaced(tree: Table, path: Path, node: Node) -> Table:
    """The tree with `node` in the place of whatever is at `path`, whose tables must be there."""
    key, rest = path[0], path[1:]
    if rest:
        below = tree.entries[key]
        assert isinstance(below, Table)
        node = replaced(below, rest, node)
    return Table({**tree.entries, key: node}, tree.origin)


def at(tree: Node | None, path: Path) -> Node | None:
    """What is at `path`, or None."""
    node = tree
    for key in path:
        node = node.entries.get(key) if isinstance(node, Table) else None
    return None if isinstance(node, Removed) else node


def table_at(tree: Node | None, path: Path) -> Mapping[str, Node]:
    """The entries of the table at `path`, without those that were taken away; empty where there is no table."""
    node = at(tree, path)
    if not isinstance(node, Table):
        return {}
    return {key: entry for key, entry in node.entries.items() if not isinstance(entry, Removed)}


def deepest(tree: Table, path: Path) -> tuple[Node, Path]:
    """The deepest node that there is on the way to `path`, and what is left of the path."""
    node: Node = tree
    for depth, key in enumerate(path):
        entry = node.entries.get(key) if isinstance(node, Table) else None
        if entry is None or isinstance(entry, Removed):
            return node, path[depth:]
        node = entry
    return node, ()


def plain(node: Node) -> Any:
    """The bare values of a tree."""
    if isinstance(node, Table):
        return {key: plain(entry) for key, entry in node.entries.items() if not isinstance(entry, Removed)}
    return node.value if isinstance(node, Leaf) else None


def leaves(node: Node, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
    """Every single value and list below a node, with its path."""
    if isinstance(node, Table):
        for key, entry in node.entries.items():
            yield from leaves(entry, (*path, key))
    elif isinstance(node, Leaf):
        yield path, node


def dotted(path: tuple[str | int, ...]) -> str:
    """A path as people write it; places in lists are counted from 1: `changes[2].value`."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


COUNTY_DEFAULTS = ("linkage", "platform")
"""Tables of the county that every township takes where neither it nor its kind states them."""


def expanded(tree: Table) -> Table:
    """The tree with every township complete: county, then kind, then its own values. `kinds` stay as they are."""
    townships = tree.entries.get("townships")
    if not isinstance(townships, Table):
        return tree
    complete = {
        name: _complete(tree, township) if isinstance(township, Table) else township
        for name, township in townships.entries.items()
    }
    return Table({**tree.entries, "townships": Table(complete, townships.origin)}, tree.origin)


def _complete(tree: Table, township: Table) -> Table:
    return Table(merged(defaults(tree, kind_of(township)), township).entries, township.origin)


def defaults(tree: Table, kind: str) -> Table:
    """What a township of a kind is when it states nothing itself."""
    county: dict[str, Node] = {}
    for key in COUNTY_DEFAULTS:
        node = tree.entries.get(key)
        if isinstance(node, Table):
            county[key] = node
    lowest = Table(county, tree.origin)
    stated = at(tree, ("kinds", kind))
    if not isinstance(stated, Table):
        return lowest
    own = {key: node for key, node in stated.entries.items() if key != "title"}
    return merged(lowest, Table(own, stated.origin))


def kind_of(township: Table) -> str:
    """The kind that a township names, or nothing."""
    kind = township.entries.get("kind")
    return kind.value if isinstance(kind, Leaf) and isinstance(kind.value, str) else ""


def entries_of(value: Any) -> Mapping[str, Any] | None:
    """What stands below a value of the model: the fields of an object, the entries of a table; None where nothing can.

    They come in the order of the class or table.
    """
    if attrs.has(type(value)):
        return {attribute.name: getattr(value, attribute.name) for attribute in attrs.fields(type(value))}
    return value if isinstance(value, Mapping) else None


def bare(value: Any) -> Any:
    """Tables, lists and single values; what an object does not state (None) is left out of its table."""
    entries = entries_of(value)
    if entries is not None:
        is_table = isinstance(value, Mapping)
        return {str(key): bare(inner) for key, inner in entries.items() if is_table or inner is not None}
    if isinstance(value, (tuple, list)):
        return [bare(inner) for inner in value]
    return value
