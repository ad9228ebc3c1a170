"""From the bare tables of a file to a tree with origins; short forms are written out on the way."""

from __future__ import annotations

from typing import Any

from planner.files.schema import Schema, below, is_staff, is_text
from planner.files.tree import Leaf, Node, Origin, Removed, Table
from planner.model.team import POST_TYPES


def grown(value: Any, origin: Origin, shape: Schema | None) -> Node:
    """The tree of a value that stands where `shape` is expected.

    A bare number of staff becomes institution posts and no others; bare words become the words in both languages.
    What is a tree already is taken as it is.
    """
    if isinstance(value, (Leaf, Removed, Table)):
        return value
    if isinstance(value, dict):
        return Table({key: grown(inner, origin.below(key), below(shape, key)) for key, inner in value.items()}, origin)
    if is_staff(shape) and type(value) is int:
        return Table({post: Leaf(value if post == "institution" else 0, origin) for post in POST_TYPES}, origin)
    if is_text(shape) and isinstance(value, str):
        return Table({language: Leaf(value, origin) for language in ("zh", "en")}, origin)
    return Leaf(value, origin)
