"""Names of the model's own fields, as forms show them: a label, where it helps a sentence, and words for choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from planner.editing.people import words
from planner.editing.state import Tree
from planner.editing.tables import keys_of
from planner.files.schema import Names, Record, shape_at
from planner.model.casetype import TOWNSHIP
from planner.wording import labels
from planner.wording.field_words import CHOICES, LABELS, SENTENCES
from planner.wording.language import _, text

ELEMENTS: Mapping[str, str] = {
    "townships": "townships.{}.name",
    "departments": "departments.{}.name",
    "case_types": "case_types.{}.name",
    "kinds": "kinds.{}.title",
    "shared_teams": "shared_teams.{}.team.name",
}
"""Where the name of an element stands, by the table that it is in."""

OF_THE_CATALOGUE: Mapping[str, Mapping[str, str]] = {"profiles": labels.PROFILES, "surges": labels.SURGES}
"""Tables whose elements have no name of their own; those that come with the planner have words here."""

NAMED_AFTER: Mapping[str, str] = {
    "powers": "case_types",
    "rates": "case_types",
    "opening_backlog": "case_types",
    "partners": "departments",
    "parts": "townships",
}
"""Tables whose keys are the ids of something else."""


def field_id(path: str) -> str:
    """The class of the model and the field at a path, as `Team.pace`; empty for what a person has named.

    The words of powers and the like, which have a key for each case type, are those of the table.
    """
    keys = keys_of(path)
    for depth in (len(keys), len(keys) - 1):
        owner = shape_at(keys[: depth - 1]) if depth else None
        if isinstance(owner, Record):
            return f"{owner.cls.__name__}.{keys[depth - 1]}"
    return ""


def unit_at(path: str) -> str:
    """The unit of the field at a path; empty where it has none, or where no field is."""
    *above, key = keys_of(path)
    owner = shape_at(tuple(above))
    if not isinstance(owner, Record) or key not in owner.fields:
        return ""
    return str(attrs.fields_dict(owner.cls)[key].metadata.get("unit", ""))


def label(tree: Tree, path: str) -> str:
    """What stands at a path, in words: the name of an element, or the label of a field."""
    keys = keys_of(path)
    owner = shape_at(keys[:-1])
    if isinstance(owner, Record):
        return _(LABELS[owner.cls.__name__][keys[-1]])
    return element(tree, path)


def element(tree: Tree, path: str) -> str:
    """The name of an element, or its id where it has none."""
    *above, key = keys_of(path)
    table = above[-1] if above else ""
    if table == "teams":
        return text(words(tree, f"{path}.name")) or key
    return named(tree, NAMED_AFTER.get(table, table), key)


def named(tree: Tree, table: str, id: str) -> str:
    """The name of an id of a table such as `departments`; the id where it has none."""
    if table in OF_THE_CATALOGUE:
        return labels.label(OF_THE_CATALOGUE[table], id)
    return (text(words(tree, ELEMENTS[table].format(id))) if table in ELEMENTS and id else "") or id


def place(tree: Tree, path: str) -> str:
    """Where a path leads, in words, from the outside in."""
    keys = keys_of(path)
    shown = [depth for depth in range(1, len(keys) + 1) if depth == len(keys) or not passes(keys[:depth])]
    return " › ".join(label(tree, ".".join(keys[:depth])) for depth in shown)


def passes(keys: Sequence[str]) -> bool:
    """Whether a place that leads through these keys does not name the last one: a table whose elements have names."""
    return keys[-1] in _PASSED


_PASSED = ("townships", "departments", "case_types", "kinds", "shared_teams", "teams")
"""Tables that a place does not name: the name of the element says it."""


def sentence(path: str) -> str:
    """What the field at a path means; empty where its label says it."""
    found = SENTENCES.get(field_id(path))
    return _(found) if found else ""


def choice(tree: Tree, path: str, value: str) -> str:
    """A choice of the field at a path, in words: a kind, a family, a department, a case type."""
    return choice_among(lambda table, id: named(tree, table, id), path, value)


def choice_among(name_of: Callable[[str, str], str], path: str, value: str) -> str:
    """The same, where `name_of` gives the name of an id of a table, or the id."""
    found = CHOICES.get(field_id(path), {}).get(value)
    if found is not None:
        return _(found)
    if value == "*":
        return _("everything")
    if value == TOWNSHIP:
        return _("Township")
    if value == "":
        return _("nobody")
    if value in labels.FAMILIES:
        return labels.family(value)
    for table, meant in _MEANT.items():
        if field_id(path) in meant and (name := name_of(table, value)) != value:
            return name
    return value


_MEANT: Mapping[str, tuple[str, ...]] = {
    "departments": ("CaseType.responsible", "Team.posted"),
    "case_types": ("Team.handles", "SharedTeam.decides"),
    "kinds": ("Township.kind",),
    "townships": ("SharedTeam.serves",),
    "profiles": ("CaseType.profile",),
}
"""Fields whose words are ids of a table."""


def is_named(path: str) -> bool:
    """Whether what stands at a path has a key that a person chose."""
    return isinstance(shape_at(keys_of(path)[:-1]), Names)
