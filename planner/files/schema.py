"""The shape of scenario files, read off the classes of the model, and short forms written out by it."""

from __future__ import annotations

import collections.abc
from collections.abc import Mapping
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import field, frozen

from planner.files.tree import Leaf, Node, Origin, Path, Removed, Table
from planner.model.scenario import Scenario
from planner.model.team import POST_TYPES, Staff, Team
from planner.model.text import Text
from planner.model.township import Township

MADE_BY_READING = ("name", "phases", "costs", "measures", "sources")
"""Fields of a scenario that no file states in this form."""

PATHS_KEPT = 20_000
"""Paths whose shape and default are kept at hand: those of two or three counties."""


@frozen(eq=False)
class Single:
    """A value that is not a table: a number, words, a choice, a list."""

    type: Any
    optional: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is a whole number."""
        return self.type is int

    @property
    def number(self) -> bool:
        """Whether it is a number at all."""
        return self.type in (int, float)

    @property
    def listing(self) -> bool:
        """Whether it is a list."""
        return get_origin(self.type) is tuple


@frozen(eq=False)
class Record:
    """A table with the fields of a class; `defaults` holds attrs.NOTHING where a field must be given."""

    cls: type
    fields: Mapping[str, Schema]
    defaults: Mapping[str, Any] = field(factory=dict)
    metadata: Mapping[str, Mapping[str, Any]] = field(factory=dict)


@frozen(eq=False)
class Names:
    """A table keyed by names that the planner chooses."""

    values: Schema


Schema = Single | Record | Names


@cache
def schema_of(declared: Any) -> Schema:
    """The shape of a declared type."""
    if get_origin(declared) in (Union, UnionType):
        (inner,) = (part for part in get_args(declared) if part is not NoneType)
        return Single(inner, optional=True)
    if get_origin(declared) is collections.abc.Mapping:
        return Names(schema_of(get_args(declared)[1]))
    if isinstance(declared, type) and attrs.has(declared):
        return _record(declared)
    return Single(declared)


def _record(cls: type) -> Record:
    hints = get_type_hints(cls)
    fields: dict[str, Schema] = {}
    defaults: dict[str, Any] = {}
    for attribute in attrs.fields(cls):
        if cls is Scenario and attribute.name in MADE_BY_READING:
            continue
        fields[attribute.name] = schema_of(hints[attribute.name])
        defaults[attribute.name] = _default(attribute)
    metadata = {attribute.name: attribute.metadata for attribute in attrs.fields(cls)}
    return Record(cls, fields, defaults, metadata)


def _default(attribute: attrs.Attribute[Any]) -> Any:
    default: Any = attribute.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


@cache
def scenario_schema() -> Record:
    """The shape of the merged tables of a scenario; kinds hold a title and the fields of a township."""
    whole, township = _record(Scenario), _record(Township)
    kind = Record(Township, {"title": schema_of(Text), **township.fields}, township.defaults, township.metadata)
    return attrs.evolve(whole, fields={**whole.fields, "kinds": Names(kind)})


def below(schema: Schema | None, key: str) -> Schema | None:
    """The shape of what stands under `key`, or None where nothing can."""
    if isinstance(schema, Record):
        return schema.fields.get(key)
    return schema.values if isinstance(schema, Names) else None


@lru_cache(maxsize=PATHS_KEPT)
def shape_at(path: Path, schema: Schema | None = None) -> Schema | None:
    """The shape of what stands at `path` of a scenario, or None where nothing can."""
    shape: Schema | None = schema or scenario_schema()
    for key in path:
        shape = below(shape, key)
    return shape


@lru_cache(maxsize=PATHS_KEPT)
def default_at(path: Path) -> Any:
    """What the model takes where nothing is stated at `path`: attrs.NOTHING where it takes nothing."""
    shape: Schema | None = scenario_schema()
    for depth, key in enumerate(path):
        if isinstance(shape, Record) and shape.defaults.get(key, attrs.NOTHING) is not attrs.NOTHING:
            value = shape.defaults[key]
            for inner in path[depth + 1 :]:
                value = getattr(value, inner, attrs.NOTHING) if attrs.has(type(value)) else attrs.NOTHING
            if value is not attrs.NOTHING:
                return value
        shape = below(shape, key)
    return attrs.NOTHING


def is_staff(shape: Schema | None) -> bool:
    """Whether people by post type stand here."""
    return isinstance(shape, Record) and shape.cls is Staff


def is_team(shape: Schema | None) -> bool:
    """Whether a team stands here."""
    return isinstance(shape, Record) and shape.cls is Team


def is_text(shape: Schema | None) -> bool:
    """Whether words in both languages stand here."""
    return isinstance(shape, Record) and shape.cls is Text


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
