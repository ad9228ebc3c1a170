"""Kinds of township: their defaults, and the county's, put under each township's own values."""

from __future__ import annotations

from planner.files.tree import Leaf, Node, Table, at, merged

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
