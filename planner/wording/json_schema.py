"""JSON Schemas of the files that people write, for their editors: made from the classes that the files are read into.

A schema refuses what is wrong wherever it stands: an unknown key, a number outside its range, a word that is none of
the choices. What two values do to each other, and whether a name is there, only `planner check` can tell. Nothing of a
scenario is required: what one file leaves out, the file that it extends may state. Each file is looked at by itself:
what is wrong in one and stated anew in another, which is no problem of the whole, is refused where it stands.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import date
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from planner.files.measure import KINDS, Entry, Measure, Package
from planner.files.schema import Names, Record, Schema, Single, is_staff, is_text, scenario_schema, schema_of
from planner.files.structuring import KEYS, NOT_IN_FILES
from planner.model.casetype import FAMILIES
from planner.model.demand import VALUES_OF_A_PROFILE
from planner.model.scenario import Source
from planner.model.text import Text
from planner.model.township import Township
from planner.wording.file_words import CHOICES, LABELS, SENTENCES
from planner.wording.language import N_, _
from planner.wording.reference import FieldWords, field_words_of, joined

WHAT = {
    "scenario": N_("A scenario of the township planner"),
    "measure": N_("A measure of the township planner"),
    "package": N_("A package of measures of the township planner"),
}
"""The sorts of files that there are a schema for."""

ID_PATTERN = r"^[^\x00-/:-@\[-`{-\x7f][^\x00-,./:-@\[-^`{-\x7f]*$"
"""`planner.files.places.ID` without `\\w`, which means letters of any script here, and English ones in most editors."""

JsonObject = dict[str, Any]


def schema_text(what: str) -> str:
    """The schema of a sort of file, in the language in use, as the text of a file."""
    return json.dumps(json_schema(what), ensure_ascii=False, indent=1) + "\n"


def json_schema(what: str) -> JsonObject:
    """The schema of a sort of file (`WHAT`), in the language in use. Draft 2020-12."""
    maker = _Maker()
    body = maker.scenario() if what == "scenario" else maker.measure() if what == "measure" else maker.package()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _(WHAT[what]),
        **body,
        "$defs": dict(sorted(maker.definitions.items())),
    }


class _Maker:
    """Makes the parts of one schema; tables that stand in several places are defined once."""

    def __init__(self) -> None:
        self.definitions: dict[str, JsonObject] = {}

    def scenario(self) -> JsonObject:
        """What a scenario file may hold: its head, then the tables of the model."""
        head: dict[str, JsonObject] = {
            "format": {"const": 1},
            "extends": {"type": "string"},
            "measures": self._value(tuple[str, ...]),
            "timeline": self._value(tuple[Entry, ...]),
        }
        described = {key: {**_words_of_head(key), **value} for key, value in head.items()}
        tables = self._properties(scenario_schema())
        return _table({**described, **tables, "sources": self._sources()})

    def measure(self) -> JsonObject:
        """What the file of a measure may hold."""
        body = self._record(record_of(Measure), required=True)
        body["properties"]["sources"] = self._sources()
        return body

    def package(self) -> JsonObject:
        """What the file of a package may hold."""
        return self._record(record_of(Package), required=True)

    def _sources(self) -> JsonObject:
        if "Sources" not in self.definitions:
            tags = list(CHOICES["Source.tag"])
            inner = {"not": {"required": ["tag"]}, **_table(None, {"$ref": "#/$defs/Sources"})}
            source = self._record(record_of(Source), required=True)
            self.definitions["Sources"] = {"anyOf": [{"enum": tags}, source, inner]}
        return {**_words_of_head("sources"), **_table(None, {"$ref": "#/$defs/Sources"})}

    def _record(self, record: Record, *, required: bool) -> JsonObject:
        needed = [KEYS.get(name, name) for name, default in record.defaults.items() if default is attrs.NOTHING]
        return _table(self._properties(record), required=needed if required else ())

    def _properties(self, record: Record) -> dict[str, JsonObject]:
        properties = {}
        for name, shape in record.fields.items():
            metadata = record.metadata.get(name, {})
            default = record.defaults.get(name, attrs.NOTHING)
            words = field_words_of(record.cls, name, shape, default, metadata)
            told = _told(words, default)
            properties[KEYS.get(name, name)] = {**told, **self._shape(shape, f"{record.cls.__name__}.{name}", metadata)}
        return properties

    def _shape(self, shape: Schema, key: str = "", metadata: Mapping[str, Any] | None = None) -> JsonObject:
        if isinstance(shape, Names):
            found = self._shape(shape.values, key)
            if isinstance(shape.values, Single) and shape.values.number:
                found["minimum"] = 0
            return _table(None, found, names={"pattern": ID_PATTERN})
        if isinstance(shape, Record):
            return self._defined(shape)
        if key == "ComputeChange.compute":
            return {"enum": list(CHOICES[key])}
        found = self._value(shape.type)
        if key.startswith("Profile.") and (length := VALUES_OF_A_PROFILE.get(key.removeprefix("Profile."))):
            found |= {"minItems": length, "maxItems": length, "items": {"type": "number", "minimum": 0}}
        if key == "Surge.families":
            found["items"] = {"enum": list(FAMILIES)}
        return found | _range(metadata or {})

    def _defined(self, record: Record) -> JsonObject:
        """A reference to the definition of a table, with its short form where it has one."""
        is_kind = record.cls is Township and "title" in record.fields
        name = "Kind" if is_kind else record.cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # A table may hold itself.
            whole = self._record(record, required=not _is_of_the_model(record.cls))
            if is_text(record) or is_kind:  # A kind without defaults may be its title alone.
                whole = {"anyOf": [{"type": "string"}, whole]}
            elif is_staff(record):
                bound = _range(record.metadata["institution"])
                short = _("A bare number means institution posts.")
                whole = {"anyOf": [{"description": short, "type": "integer", **bound}, whole]}
            self.definitions[name] = whole
        return {"$ref": f"#/$defs/{name}"}

    def _value(self, declared: Any) -> JsonObject:
        """The schema of a declared type."""
        origin = get_origin(declared)
        if origin in (Union, UnionType):
            if set(get_args(declared)) == set(KINDS.values()):
                return {"oneOf": [self._defined(record_of(kind)) for kind in KINDS.values()]}
            return {"anyOf": [self._value(part) for part in get_args(declared)]}
        if origin is Literal:
            return {"enum": list(get_args(declared))}
        if origin is tuple:
            first, *others = get_args(declared)
            if others == [...]:
                return {"type": "array", "items": self._value(first)}
            parts = [self._value(part) for part in (first, *others)]
            return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
        if declared is Any:
            return {}
        if attrs.has(declared):
            return self._defined(record_of(declared))
        return dict(SIMPLE[declared])


SIMPLE: Mapping[Any, JsonObject] = {
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
}


def _is_of_the_model(cls: type) -> bool:
    """Whether a class is of the model, whose tables may be spread over several files; sources and costs are not."""
    return cls.__name__ not in LABELS


def record_of(cls: Any) -> Record:
    """The shape of a table of a file, without what reading fills in by itself."""
    made = NOT_IN_FILES.get(cls, ())
    found = {field.name: field for field in attrs.fields(attrs.resolve_types(cls)) if field.name not in made}
    return Record(
        cls,
        {name: _shape_of(field.type) for name, field in found.items()},
        {name: field.default for name, field in found.items()},
        {name: field.metadata for name, field in found.items()},
    )


def _shape_of(declared: Any) -> Schema:
    """As `schema_of` has it; a table of files that may be missing is a table all the same."""
    if declared is Any:
        return Single(Any)
    if get_origin(declared) in (Union, UnionType):
        (inner,) = (part for part in get_args(declared) if part is not type(None))
        return _shape_of(inner)
    if isinstance(declared, type) and attrs.has(declared) and declared is not Text:
        return record_of(declared)
    return schema_of(declared)


def _table(
    properties: Mapping[str, JsonObject] | None,
    others: JsonObject | Literal[False] = False,
    *,
    names: JsonObject | None = None,
    required: Iterable[str] = (),
) -> JsonObject:
    found: JsonObject = {"type": "object"}
    if names:
        found["propertyNames"] = names
    if properties is not None:
        found["properties"] = dict(properties)
    found["additionalProperties"] = others
    if needed := list(required):
        found["required"] = needed
    return found


def _range(metadata: Mapping[str, Any]) -> JsonObject:
    if "lowest" not in metadata:
        return {}
    low, high = metadata["lowest"], metadata["highest"]
    found: JsonObject = {"exclusiveMinimum" if metadata["open_low"] else "minimum": _plain(low)}
    if not math.isinf(high):
        found["exclusiveMaximum" if metadata["open_high"] else "maximum"] = _plain(high)
    return found


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


def _told(words: FieldWords, default: Any) -> JsonObject:
    told: JsonObject = {"title": words.label, "description": words.description}
    if isinstance(default, bool | int | float) or (isinstance(default, str) and default):
        told["default"] = default
    return told


def _words_of_head(key: str) -> JsonObject:
    labels = LABELS["Head"]
    label = _(labels[key])
    sentence = SENTENCES.get(f"Head.{key}")
    return {
        "title": label,
        "description": joined(_("{words}.").format(words=label), _(sentence) if sentence else ""),
    }
