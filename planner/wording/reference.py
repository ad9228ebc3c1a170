"""What a field of the model or of a file is, in words: for schemas that editors read, and for pages of reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, get_args, get_origin

import attrs
from attrs import frozen

from planner.files.measure import Timed
from planner.files.schema import Names, Record, Schema, Single, is_staff, is_text
from planner.wording import field_words, file_words, labels
from planner.wording.language import _, language
from planner.wording.problem_sentences import EXPECTED
from planner.wording.problems import range_told


@frozen(kw_only=True)
class FieldWords:
    """A field in words; what does not apply to it is empty."""

    label: str
    sentence: str
    choices: Mapping[str, str]
    """What can be chosen, with its words."""
    unit: str
    is_share: bool
    """Whether it is a share, which has no unit."""
    value: str
    """What sort of value it is."""
    bounds: str
    """The range of a number without its unit."""
    range: str
    default: str
    """As a file would state it."""

    @property
    def meaning(self) -> str:
        """The sentence, and the choices with their words."""
        told = [f"{value}: {words}" if words and words != value else value for value, words in self.choices.items()]
        return joined(self.sentence, _("{words}.").format(words=_("; ").join(told)) if told else "")

    @property
    def description(self) -> str:
        """Everything in a few sentences."""
        told = [_("{words}.").format(words=self.label), self.meaning]
        if self.range:
            told.append(_("{words}.").format(words=self.range[:1].upper() + self.range[1:]))
        if self.default:
            told.append(_("Where nobody states it: {value}.").format(value=self.default))
        return joined(*told)


def joined(*sentences: str) -> str:
    """Sentences in a row, with the space between them that the language has."""
    return ("" if language() == "zh" else " ").join(filter(None, sentences))


def field_words_of(cls: type, name: str, shape: Schema, default: Any, metadata: Mapping[str, Any]) -> FieldWords:
    """The words of a field of a class, of the model or of files."""
    ranged = "lowest" in metadata
    return FieldWords(
        label=_(_found(cls, name, field_words.LABELS, file_words.LABELS)),
        sentence=_translated(_sentence(cls, name)),
        choices=choices_of(cls, name, shape),
        unit=labels.unit(str(metadata.get("unit", ""))),
        is_share=metadata.get("unit") == "share",
        value=value_of(shape),
        bounds=range_told({**metadata, "unit": ""}) if ranged else "",
        range=range_told(metadata) if ranged else "",
        default=_as_in_file(default),
    )


SORTS = {int: "whole-number", float: "number", str: "words", bool: "yes-or-no", date: "date"}
"""What a single value must be, by its type (`EXPECTED`)."""


def value_of(shape: Schema) -> str:
    """What a field takes, in words."""
    if isinstance(shape, Names):
        if isinstance(shape.values, Record):
            return _("a table by id")
        return _("by id: {value}").format(value=value_of(shape.values))
    sort = _sort_of(shape)
    if sort == "choice":
        return _("one of the words beside")
    return _(EXPECTED[sort]) if sort else ""


def _sort_of(shape: Record | Single) -> str:
    if isinstance(shape, Record):
        return "staff" if is_staff(shape) else "text" if is_text(shape) else "table"
    if shape.listing:
        return "list"
    return "choice" if get_origin(shape.type) is Literal else SORTS.get(shape.type, "")


def _found(cls: type, name: str, *words: Mapping[str, Mapping[str, str]]) -> str:
    return next(of[owner][name] for owner in _owners(cls, name) for of in words if name in of.get(owner, {}))


def _owners(cls: type, name: str) -> Iterator[str]:
    """The names of the classes under which the words of a field may stand."""
    if name in {field.name for field in attrs.fields(Timed)} and issubclass(cls, Timed):
        yield Timed.__name__
    yield cls.__name__


def _sentence(cls: type, name: str) -> str:
    keys = [f"{owner}.{name}" for owner in _owners(cls, name)]
    return next((of[key] for key in keys for of in (field_words.SENTENCES, file_words.SENTENCES) if key in of), "")


def _translated(words: str) -> str:
    return _(words) if words else ""


def choices_of(cls: type, name: str, shape: Schema) -> dict[str, str]:
    """What can be chosen in a field, with its words; nothing where anything can be written."""
    inner = shape.values if isinstance(shape, Names) else shape
    key = f"{cls.__name__}.{name}"
    words = {**field_words.CHOICES.get(key, {}), **file_words.CHOICES.get(key, {})}
    if isinstance(inner, Single) and get_origin(inner.type) is Literal:
        return {str(one): _translated(words.get(one, labels.FAMILIES.get(one, ""))) for one in get_args(inner.type)}
    return {one: _translated(told) for one, told in words.items()}


def _as_in_file(default: Any) -> str:
    """A default as a file would state it; nothing for what must be stated, for tables and for what is empty."""
    if default is attrs.NOTHING or default is None or attrs.has(type(default)) or isinstance(default, Mapping):
        return ""
    if isinstance(default, bool):
        return "true" if default else "false"
    if isinstance(default, int | float):
        return f"{default:g}" if default < 1_000_000 else str(default)
    if isinstance(default, tuple | list):
        values = [_as_in_file(one) for one in default]
        if len(set(values)) == 1 and len(values) > 2:
            return f"{values[0]} × {len(values)}"
        return f"[{', '.join(values)}]" if values else ""
    if isinstance(default, date):
        return default.isoformat()
    return f'"{default}"' if default else ""


def fields_of(record: Record) -> Iterator[tuple[str, Schema, FieldWords]]:
    """The fields of a table in order: the name in the model, the shape, the words."""
    for name, shape in record.fields.items():
        default = record.defaults.get(name, attrs.NOTHING)
        yield name, shape, field_words_of(record.cls, name, shape, default, record.metadata.get(name, {}))
