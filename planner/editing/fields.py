"""The fields of a scenario as a form shows them, made from the model's own, and every stated value with its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, get_args, get_origin

import attrs
from attrs import evolve, frozen

from planner.editing.state import By, State, Stated
from planner.editing.tables import EditRefused, keys_of
from planner.errors import Problem, ScenarioError
from planner.files.cells import day_in, names_in, number_in, plain, sessions_in, whole_in, yes_or_no_in
from planner.files.findings import shown
from planner.files.schema import Names, Record, Single, is_text, shape_at
from planner.files.structuring import Misfit, in_range
from planner.files.tree import Path, bare, dotted, leaves
from planner.model.calendar import office_sessions
from planner.model.casetype import FAMILIES, TOWNSHIP, CaseType
from planner.model.demand import Surge
from planner.model.scenario import Source
from planner.model.team import SharedTeam, Team
from planner.model.text import nearest
from planner.model.township import Part, Township

Kind = Literal[
    "whole-number", "number", "yes-or-no", "choice", "words", "text", "date", "names", "numbers", "dates", "pairs"
]
"""What stands in a field; `text` is words in both languages, `pairs` are office hours."""

REFERENCES: Mapping[tuple[type, str], tuple[str, ...]] = {
    (CaseType, "profile"): ("even", "demand.profiles"),
    (CaseType, "responsible"): ("", TOWNSHIP, "departments"),
    (CaseType, "partners"): ("departments",),
    (Township, "kind"): ("kinds",),
    (Township, "rates"): ("case_types",),
    (Township, "powers"): ("case_types",),
    (Township, "opening_backlog"): ("case_types",),
    (Part, "rates"): ("case_types",),
    (Team, "handles"): ("*", *FAMILIES, "case_types"),
    (Team, "posted"): ("departments",),
    (SharedTeam, "serves"): ("*", "townships"),
    (SharedTeam, "decides"): ("*", *FAMILIES, "case_types"),
    (Surge, "families"): FAMILIES,
}
"""Fields whose words, or keys, are names of something: the names themselves, and tables whose keys are meant."""

TABLES = ("demand.profiles", "departments", "kinds", "case_types", "townships")


@frozen(kw_only=True)
class Field:
    """One value in a form.

    `value` is the one in force, `base` the base's and `own` what the file itself says; each None where there is none.
    `optional` fields may be left empty. `choices` are the names that are possible, where they are limited.
    """

    path: str
    kind: Kind
    unit: str = ""
    limits: Mapping[str, Any] = attrs.field(factory=dict)
    optional: bool = False
    choices: tuple[str, ...] = ()
    value: Any = None
    base: Any = None
    own: Any = None
    stated: Stated
    source: Source | None = None

    @property
    def name(self) -> str:
        """The last key of the path."""
        return keys_of(self.path)[-1]

    @property
    def differs(self) -> bool:
        """Whether the value in force is another one than the base's."""
        return bool(self.value != self.base)

    @property
    def lowest(self) -> float | None:
        """The lowest number that may stand here."""
        return self.limits.get("lowest")

    @property
    def highest(self) -> float | None:
        """The highest number that may stand here."""
        return self.limits.get("highest")

    def read(self, text: str) -> Any:
        """The value that a person has typed; None for nothing in an optional field.

        Raises EditRefused: `wrong-type`, `out-of-range`, `not-one-of`, `office-hours`, or `missing` for nothing where
        something is needed.
        """
        words = plain(text)
        if not words and self.kind not in ("words", "names", "numbers", "dates", "choice"):
            if self.optional:
                return None
            raise EditRefused(Problem(kind="missing", path=self.path))
        value = _read(self.kind, text, self.unit)
        if value is None:
            facts: dict[str, Any] = {"expected": self.kind, "got": shown(text)}
            raise EditRefused(Problem(kind="wrong-type", path=self.path, facts=facts))
        for name in value if self.kind == "names" else [value] if self.kind in ("choice", "words") else []:
            if self.choices and name not in self.choices:
                facts = {"got": shown(name), "allowed": self.choices}
                near = nearest(name, self.choices)
                raise EditRefused(Problem(kind="not-one-of", path=self.path, facts=facts, nearest=near))
        try:
            in_range(value if self.kind in ("whole-number", "number") else None, self.limits)
        except Misfit as misfit:
            raise EditRefused(Problem(kind=misfit.kind, path=self.path, facts=misfit.facts)) from misfit
        if self.kind == "pairs":
            try:
                office_sessions(value)
            except ScenarioError as error:
                raise EditRefused([evolve(problem, path=self.path) for problem in error.problems]) from error
        return value


def _read(kind: Kind, text: str, unit: str) -> Any:
    match kind:
        case "whole-number":
            return whole_in(text, unit)
        case "number":
            number = number_in(text, unit)
            return None if number is None else float(number)
        case "yes-or-no":
            return yes_or_no_in(text)
        case "date":
            return day_in(text)
        case "names":
            return names_in(text)
        case "numbers":
            numbers = [number_in(one, unit) for one in names_in(text)]
            return None if None in numbers else [float(one) for one in numbers if one is not None]
        case "dates":
            days = [day_in(one) for one in names_in(text)]
            return None if None in days else days
        case "choice":
            return plain(text)
        case "pairs":
            return sessions_in(text)
        case "words" | "text":
            return text.strip()


@frozen(kw_only=True)
class Elements:
    """A table whose keys the planner chooses, with the ids there are; `possible` limits the keys, where it is given."""

    path: str
    ids: tuple[str, ...]
    possible: tuple[str, ...] = ()


@frozen(kw_only=True)
class Form:
    """What stands at a path: fields, groups of fields inside it, and tables of elements that have forms of their own.

    `possible` are further keys that a table of single values (rates, powers) can have.
    """

    path: str
    fields: tuple[Field, ...] = ()
    groups: tuple[Form, ...] = ()
    elements: tuple[Elements, ...] = ()
    possible: tuple[str, ...] = ()

    def all_fields(self) -> tuple[Field, ...]:
        """Its fields and those of its groups."""
        return (*self.fields, *(field for group in self.groups for field in group.all_fields()))


def form(state: State, path: str = "") -> Form:
    """The form of what stands at a path; of the whole scenario without one.

    Raises EditRefused `no-match` where there is no such place.
    """
    shape = shape_at(keys_of(path) if path else ())
    if isinstance(shape, Single) or is_text(shape):
        return Form(path=path, fields=(field_at(state, path),))
    if shape is None or (path and not state.tree.has(path)):
        raise EditRefused(Problem(kind="no-match", path=path, facts={"pattern": path, "part": keys_of(path)[-1]}))
    if isinstance(shape, Names):
        return _of_names(state, path, shape)
    assert isinstance(shape, Record)
    fields: list[Field] = []
    groups: list[Form] = []
    elements: list[Elements] = []
    for name, inner in shape.fields.items():
        below = f"{path}.{name}" if path else name
        if isinstance(inner, Single) or is_text(inner):
            fields.append(field_at(state, below))
        elif isinstance(inner, Names) and isinstance(inner.values, Record):
            elements.append(_elements(state, below, shape, name))
        else:
            groups.append(form(state, below))
    return Form(path=path, fields=tuple(fields), groups=tuple(groups), elements=tuple(elements))


def _of_names(state: State, path: str, shape: Names) -> Form:
    keys = keys_of(path)
    owner = shape_at(keys[:-1])
    if isinstance(shape.values, Record):
        return Form(path=path, elements=(_elements(state, path, owner, keys[-1]),))
    ids = state.tree.names(path)
    possible = tuple(name for name in _possible(state, owner, keys[-1]) if name not in ids)
    return Form(path=path, fields=tuple(field_at(state, f"{path}.{one}") for one in ids), possible=possible)


def _elements(state: State, path: str, owner: object, name: str) -> Elements:
    return Elements(path=path, ids=state.tree.names(path), possible=_possible(state, owner, name))


def _possible(state: State, owner: object, name: str) -> tuple[str, ...]:
    """The names that may stand in a field, or as its keys."""
    meant = REFERENCES.get((owner.cls, name), ()) if isinstance(owner, Record) else ()
    found: list[str] = []
    for one in meant:
        found += state.tree.names(one) if one in TABLES else [one]
    return tuple(found)


def field_at(state: State, path: str) -> Field:
    """The field at a path, whether anything is stated there or not."""
    keys = keys_of(path)
    shape, owner = shape_at(keys), shape_at(keys[:-1])
    if not isinstance(shape, Single) and not is_text(shape):
        raise EditRefused(Problem(kind="no-match", path=path, facts={"pattern": path, "part": keys[-1]}))
    metadata = owner.metadata.get(keys[-1], {}) if isinstance(owner, Record) else {}
    default = owner.defaults.get(keys[-1], attrs.NOTHING) if isinstance(owner, Record) else attrs.NOTHING
    return Field(
        path=path,
        kind=_kind(shape),
        unit=str(metadata.get("unit", "")),
        limits=dict(metadata),
        optional=default is None,
        choices=_choices(state, shape, owner, keys[-1]),
        value=bare(state.value(path)),
        base=bare(state.base_value(path)),
        own=state.own_value(path),
        stated=state.stated(path),
        source=state.source(path),
    )


def _choices(state: State, shape: object, owner: object, name: str) -> tuple[str, ...]:
    if isinstance(shape, Single) and get_origin(shape.type) is Literal:
        return tuple(get_args(shape.type))
    return _possible(state, owner, name) if isinstance(shape, Single) else ()


def _kind(shape: object) -> Kind:
    if not isinstance(shape, Single):
        return "text"
    simple: Mapping[Any, Kind] = {int: "whole-number", float: "number", bool: "yes-or-no", str: "words", date: "date"}
    if shape.type in simple:
        return simple[shape.type]
    if shape.listing:
        inner = get_args(shape.type)[0]
        of: Mapping[Any, Kind] = {str: "names", float: "numbers", date: "dates"}
        return of.get(inner, "pairs")
    return "choice"


@frozen(kw_only=True)
class Sourced:
    """A value in force, or one that several townships have in common.

    `path` is where it can be changed: that of the first of them, or that of their kind or the county where it is stated
    there. `places` counts them. `source` is None where nothing is said about it, which makes it an assumption.
    """

    path: str
    value: Any
    unit: str
    source: Source | None
    by: By
    places: int = 1

    @property
    def tag(self) -> str:
        """The tag of its source."""
        return self.source.tag if self.source is not None else "assumption"


def sourced(state: State) -> tuple[Sourced, ...]:
    """All values but names and words, in the order of the files."""
    found: dict[object, Sourced] = {}
    for path, leaf in leaves(state.tree.draft.effective):
        if is_text(shape_at(path[:-1])) or is_text(shape_at(path)):
            continue
        written = dotted(path)
        source = state.source(written)
        key: object = path
        if path[0] == "townships":
            shared = leaf.origin.path[0] != "townships"
            same = repr(leaf.value), source
            key = (leaf.origin.path, *same) if shared else (path[2:], leaf.origin.file, *same)
            written = dotted(leaf.origin.path) if shared else written
        if key in found:
            found[key] = evolve(found[key], places=found[key].places + 1)
            continue
        by = state.stated(dotted(path)).by
        found[key] = Sourced(path=written, value=leaf.value, unit=_unit(path), source=source, by=by)
    return tuple(found.values())


def _unit(path: Path) -> str:
    """The unit of a field, or of the table of numbers that it stands in."""
    for depth in (len(path), len(path) - 1):
        owner = shape_at(path[: depth - 1])
        if isinstance(owner, Record):
            metadata: Mapping[str, Any] = owner.metadata.get(path[depth - 1], {})
            return str(metadata.get("unit", ""))
    return ""
