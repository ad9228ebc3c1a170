"""What a scenario consists of, as a tree of places that have forms, and what stands in each form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from planner.editing import EditRefused, Field, Form, State, form
from planner.editing.state import Tree
from planner.editing.tables import keys_of
from planner.files.schema import Names, Record, Schema, Single, is_text, scenario_schema, shape_at
from planner.wording import fields

FEW = 6
"""A group of at most so many fields stands in the form of what it belongs to, others have a form of their own."""

ORDER = (
    "townships",
    "departments",
    "shared_teams",
    "case_types",
    "kinds",
    "linkage",
    "platform",
    "demand",
    "reviews",
    "reversal_rate",
    "repeats",
    "travel",
    "pay",
    "time",
    "calendar",
    "place",
)
"""Parts of a scenario, those first that planners change most."""


def has_form(path: str) -> bool:
    """Whether what stands at a path has a form of its own, and is a place in the tree."""
    if not path:
        return True
    keys = keys_of(path)
    shape, owner = shape_at(keys), shape_at(keys[:-1])
    if shape is None or isinstance(shape, Single) or is_text(shape):
        return False
    if isinstance(shape, Names) or isinstance(owner, Names) or len(keys) == 1:
        return True
    return isinstance(shape, Record) and (
        len(shape.fields) > FEW or any(not _is_field(inner) for inner in shape.fields.values())
    )


def _is_field(shape: Schema) -> bool:
    return isinstance(shape, Single) or is_text(shape)


def below(state: State, path: str) -> tuple[str, ...]:
    """The places right below one."""
    shape = shape_at(keys_of(path)) if path else scenario_schema()
    if isinstance(shape, Names):
        return tuple(f"{path}.{id}" for id in state.tree.names(path)) if isinstance(shape.values, Record) else ()
    if not isinstance(shape, Record):
        return ()
    names = ORDER if not path else tuple(shape.fields)
    paths = (f"{path}.{name}" if path else name for name in names if name in shape.fields)
    return tuple(one for one in paths if has_form(one))


def place_with_form(state: State, path: str) -> str:
    """The place whose form shows what stands at a path: itself, or the nearest one around it that there is."""
    keys = keys_of(path) if path else ()
    for depth in range(len(keys), 0, -1):
        there = ".".join(keys[:depth])
        if has_form(there) and state.tree.has(there):
            return there
    return ""


class FormLine(NamedTuple):
    """One line of a form: a heading, a field, or a way to another form."""

    kind: Literal["heading", "field", "way"]
    path: str
    field: Field | None = None


def lines(state: State, path: str) -> list[FormLine]:
    """The lines of the form of a place."""
    try:
        found = form(state, path)
    except EditRefused:
        return []
    return list(_lines(state, path, found))


def _lines(state: State, path: str, found: Form) -> Iterator[FormLine]:
    yield from (FormLine("field", field.path, field) for field in found.fields)
    for group in found.groups:
        if not has_form(group.path):
            yield FormLine("heading", group.path)
            yield from (FormLine("field", field.path, field) for field in group.fields)
    ways = below(state, path)
    if ways and (found.fields or found.groups) and path:
        yield FormLine("heading", "")
    yield from (FormLine("way", way) for way in ways)


def size_of(state: State, path: str) -> int | None:
    """How many there are in a table, where a place is one."""
    return len(state.tree.names(path)) if isinstance(shape_at(keys_of(path)), Names) else None


def is_element(path: str) -> bool:
    """Whether a place is something that a person has named, such as a township."""
    return (
        bool(path) and isinstance(shape_at(keys_of(path)[:-1]), Names) and isinstance(shape_at(keys_of(path)), Record)
    )


def is_stated(state: State, path: str) -> bool:
    """Whether the scenario itself states something at a place or below it."""
    table: object = state.tables
    for key in keys_of(path):
        if not isinstance(table, dict) or key not in table:
            return False
        table = table[key]
    return bool(table) or table in (0, False)


def index(tree: Tree) -> list[tuple[str, str]]:
    """Every place and field with its words, from the outside in; what searching goes through."""
    return list(_indexed(tree, scenario_schema(), "", ""))


def _indexed(tree: Tree, shape: Schema, path: str, words: str) -> Iterator[tuple[str, str]]:
    if _is_field(shape):
        return
    if isinstance(shape, Names):
        inner = [(id, shape.values) for id in tree.names(path)]
    else:
        assert isinstance(shape, Record)
        inner = [(name, shape.fields[name]) for name in (shape.fields if path else ("title", "description", *ORDER))]
    for key, one in inner:
        there = f"{path}.{key}" if path else key
        # Tables of elements are not named before their elements: the element says it.
        label = fields.label(tree, there)
        told = f"{words} › {label}" if words else label
        yield there, told
        outer = words if isinstance(one, Names) and isinstance(one.values, Record) else told
        yield from _indexed(tree, one, there, outer)


def found_in(entries: list[tuple[str, str]], wanted: str, most: int = 80) -> list[tuple[str, str]]:
    """The entries that hold every word that is looked for, in their words or ids; those with the fewest steps first."""
    terms = wanted.casefold().split()
    hits = [
        (path, words)
        for path, words in entries
        if all(term in words.casefold() or term in path.casefold() for term in terms)
    ]
    last = terms[-1] if terms else ""

    def rank(entry: tuple[str, str]) -> tuple[bool, int, int]:
        path, words = entry
        return last not in words.rpartition(" › ")[2].casefold(), path.count("."), len(words)

    return sorted(hits, key=rank)[:most]
