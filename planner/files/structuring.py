"""Bare tables to the classes of the model, strictly, with every fault at once; and a tree without the faulty ones."""

from __future__ import annotations

import collections.abc
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypeVar, get_args, get_origin

import attrs
from attrs import frozen
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError
from cattrs.cols import mapping_structure_factory
from cattrs.errors import AttributeValidationNote, IterableValidationError, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from planner.files.findings import shown
from planner.files.measure import KINDS, Change, Measure, Package
from planner.files.places import ID
from planner.files.schema import MADE_BY_READING, Names, Record, Schema, Single, shape_at
from planner.model.fields import outside
from planner.model.scenario import Scenario
from planner.model.team import Staff
from planner.model.text import Text, nearest, unseen

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]


NOT_IN_FILES: Mapping[type, tuple[str, ...]] = {
    Scenario: tuple(name for name in MADE_BY_READING if name != "name"),
    Measure: ("id", "file", "sources"),
    Package: ("id", "file"),
}
"""Fields that reading fills in by itself."""


MOST_TOLD_OF_A_KIND = 100
"""Problems of one kind in one file that are told; the others are counted."""


class Misfit(Exception):
    """A value that does not fit where it stands."""

    def __init__(self, kind: str, nearest_name: str = "", **facts: Any) -> None:
        super().__init__(kind)
        self.kind, self.nearest, self.facts = kind, nearest_name, facts


@frozen
class Fault:
    """A misfit with its place; numbers in the path count the places of a list from 0.

    The nearest right name is known already, or it is `among` those that there are. `more` are keys of the table at
    `around` of which the same is true: of a table with very many of them, those that are not told one by one.
    """

    path: tuple[str | int, ...]
    kind: str
    facts: Mapping[str, Any]
    known_nearest: str = ""
    among: Collection[str] = ()
    more: tuple[str, ...] = ()
    around: tuple[str | int, ...] = ()

    @property
    def nearest(self) -> str:
        """The right name nearest to the last key of the path, looked for each time."""
        if self.known_nearest or not self.among:
            return self.known_nearest
        return nearest(str(self.path[-1]), self.among)


def structured(value: Any, cls: type[T], converter: Converter) -> tuple[T | None, list[Fault]]:
    """The object, or None and every fault found."""
    try:
        return converter.structure(value, cls), []
    except (BaseValidationError, Misfit) as error:
        return None, list(_faults(error, ()))


def _faults(error: Exception, path: tuple[str | int, ...]) -> list[Fault]:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            path = (*path, KEYS.get(note.name, note.name))
            break
        if isinstance(note, IterableValidationNote):
            path = (*path, note.index)
            break
    if isinstance(error, BaseValidationError):
        one_by_one, unsaid = _first_of_many(error.exceptions)
        found = [fault for inner in one_by_one for fault in _faults(inner, path)]
        if not unsaid:
            return found
        depth = len(path) + 1
        return [
            attrs.evolve(fault, more=unsaid[fault.path[-1]], around=path)
            if len(fault.path) == depth and fault.path[-1] in unsaid
            else fault
            for fault in found
        ]
    if isinstance(error, ForbiddenExtraKeysError):
        made = NOT_IN_FILES.get(error.cl, ())
        allowed = [KEYS.get(a.name, a.name) for a in attrs.fields(error.cl) if a.name not in made]
        first, *others = sorted(error.extra_fields)
        told, untold = (first, *others[: MOST_TOLD_OF_A_KIND - 1]), tuple(others[MOST_TOLD_OF_A_KIND - 1 :])
        facts = {"allowed": tuple(allowed)}
        *faults, last = (Fault((*path, key), "unknown-key", facts, among=allowed) for key in told)
        return [*faults, attrs.evolve(last, more=untold, around=path)]
    if isinstance(error, Misfit):
        return [Fault(path, error.kind, error.facts, error.nearest)]
    if isinstance(error, KeyError):  # what cattrs raises for a field that must be given
        return [Fault(path, "missing", {})]
    raise error


def _first_of_many(errors: Sequence[Exception]) -> tuple[list[Exception], dict[str | int, tuple[str, ...]]]:
    """The errors that are told one by one; and the names with the same misfit as the last one of these, by its name."""
    if len(errors) <= MOST_TOLD_OF_A_KIND:
        return list(errors), {}
    told: list[Exception] = []
    seen: Counter[str] = Counter()
    last: dict[str, str] = {}
    untold: dict[str, list[str]] = {}
    for error in errors:
        notes = getattr(error, "__notes__", ())
        name = next((note.index for note in notes if isinstance(note, IterableValidationNote)), None)
        if not isinstance(error, Misfit) or not isinstance(name, str):
            told.append(error)
        elif seen[error.kind] < MOST_TOLD_OF_A_KIND:
            seen[error.kind] += 1
            last[error.kind] = name
            told.append(error)
        else:
            untold.setdefault(error.kind, []).append(name)
    return told, {last[kind]: tuple(names) for kind, names in untold.items()}


KEYS: Mapping[str, str] = {"from_": "from"}
"""Keys in a file that are words of Python: by field name."""


def _misfit(expected: str, value: Any, **facts: Any) -> Misfit:
    return Misfit("wrong-type", expected=expected, got=shown(value), **facts)


def _whole(value: Any, _: Any) -> int:
    if type(value) is not int:
        raise _misfit("whole-number", value)
    return value


def _number(value: Any, _: Any) -> float:
    if type(value) not in (int, float):
        raise _misfit("number", value)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _misfit("number", value)
    return number


def _words(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise _misfit("words", value)
    _all_seen(value, lines=True)
    return value


def _all_seen(words: str, *, lines: bool = False) -> None:
    """Raises Misfit `unseen-characters` for words that would act on a terminal, or read other than they are."""
    found = unseen(words, lines=lines)
    if found:
        raise Misfit("unseen-characters", got=shown(words), characters=found)


def _yes_or_no(value: Any, _: Any) -> bool:
    if not isinstance(value, bool):
        raise _misfit("yes-or-no", value)
    return value


def _date(value: Any, _: Any) -> date:
    if type(value) is not date:
        raise _misfit("date", value)
    return value


def _choice(value: Any, declared: Any) -> Any:
    allowed = get_args(declared)
    for choice in allowed:
        if type(choice) is type(value) and choice == value:
            return choice
    near = nearest(value, [choice for choice in allowed if isinstance(choice, str)]) if isinstance(value, str) else ""
    raise Misfit("not-one-of", near, got=shown(value), allowed=allowed)


def in_range(value: float | None, metadata: Mapping[str, Any]) -> None:
    """Raises Misfit `out-of-range` where a number lies outside the range of its field."""
    if value is None or "lowest" not in metadata:
        return
    if outside(value, metadata):
        raise Misfit("out-of-range", got=shown(value), **metadata)


def _ranged(metadata: Mapping[str, Any], inner: Hook) -> Hook:
    def hook(value: Any, declared: Any) -> Any:
        result = inner(value, declared)
        in_range(result, metadata)
        return result

    return hook


def _in_one_line(inner: Hook) -> Hook:
    def hook(value: Any, declared: Any) -> Any:
        result = inner(value, declared)
        for words in (result.zh, result.en) if isinstance(result, Text) else ():
            _all_seen(words)
        return result

    return hook


def _record_factory(cls: type, converter: Converter) -> Hook:
    overrides: dict[str, Any] = {}
    attrs.resolve_types(cls)
    for attribute in attrs.fields(cls):
        if attribute.name in NOT_IN_FILES.get(cls, ()):
            overrides[attribute.name] = override(omit=True)
            continue
        hook = None
        if attribute.name in ("title", "name") and attribute.type is not str:
            hook = _in_one_line(converter.get_structure_hook(attribute.type))
        if "lowest" in attribute.metadata:
            hook = _ranged(attribute.metadata, converter.get_structure_hook(attribute.type))
        overrides[attribute.name] = override(rename=KEYS.get(attribute.name), struct_hook=hook)
    fill: Hook = make_dict_structure_fn(
        cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **overrides
    )

    def hook_of_class(value: Any, declared: Any) -> Any:
        if not isinstance(value, dict):
            raise _misfit("table", value)
        return fill(value, declared)

    return hook_of_class


def _names_factory(declared: Any, converter: Converter) -> Hook:
    fill: Hook = mapping_structure_factory(declared, converter, detailed_validation=True, key_type=Id)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):
            raise _misfit("table", value)
        return fill(value, declared)

    return hook


def _list_hook(converter: Converter) -> Hook:
    def hook(value: Any, declared: Any) -> Any:
        if not isinstance(value, list):
            raise _misfit("list", value)
        parts = get_args(declared)
        if parts[-1] is Ellipsis:
            parts = (parts[0],) * len(value)
        elif len(parts) != len(value):
            raise _misfit("list-of", value, length=len(parts))
        items, errors = [], []
        for place, (item, part) in enumerate(zip(value, parts, strict=True)):
            try:
                items.append(converter.structure(item, part))
            except (BaseValidationError, Misfit) as error:
                error.add_note(IterableValidationNote(f"item {place}", place, part))
                errors.append(error)
        if errors:
            raise IterableValidationError("list", errors, tuple)
        return tuple(items)

    return hook


class Id(str):
    """A key that the planner chooses (`planner.files.places.ID`)."""


def _id(value: Any, _: Any) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise Misfit("bad-id", got=shown(value))
    return value


def _generic(declared: Any) -> Any:
    return get_origin(declared)


def make_converter() -> Converter:
    """A converter that takes nothing for anything else."""
    converter = Converter(detailed_validation=True)
    simple: dict[Any, Hook] = {int: _whole, float: _number, str: _words, Id: _id, bool: _yes_or_no, date: _date}
    for cls, hook in simple.items():
        converter.register_structure_hook(cls, hook)
    converter.register_structure_hook_func(lambda t: _generic(t) is Literal, _choice)
    converter.register_structure_hook_func(lambda t: _generic(t) is tuple, _list_hook(converter))
    converter.register_structure_hook_factory(
        lambda t: _generic(t) is collections.abc.Mapping, lambda t: _names_factory(t, converter)
    )
    converter.register_structure_hook_factory(attrs.has, lambda cls: _record_factory(cls, converter))

    text, staff = converter.get_structure_hook(Text), converter.get_structure_hook(Staff)

    def words_of_both(value: Any, declared: Any) -> Any:
        if not isinstance(value, (str, dict)):
            raise _misfit("text", value)
        return Text(value, value) if isinstance(value, str) else text(value, declared)

    def people(value: Any, declared: Any) -> Any:
        if type(value) is int:
            value = {"institution": value}
        if not isinstance(value, dict):
            raise _misfit("staff", value)
        return staff(value, declared)

    def change(value: Any, _: Any) -> Change:
        if not isinstance(value, dict):
            raise _misfit("table", value)
        kinds = [kind for kind in KINDS if kind in value]
        if len(kinds) != 1:
            near = (nearest(key, KINDS) for key in value) if not kinds else ()
            raise Misfit("one-of", next(filter(None, near), ""), keys=tuple(KINDS))
        made: Change = converter.structure(value, KINDS[kinds[0]])
        return made

    def id_or_words(value: Any, _: Any) -> str | Text:
        return value if isinstance(value, str) else words_of_both(value, Text)

    converter.register_structure_hook_func(lambda t: t == Change, change)
    converter.register_structure_hook_func(lambda t: t == str | Text, id_or_words)
    converter.register_structure_hook(Text, words_of_both)
    converter.register_structure_hook(Staff, people)
    return converter


Bare = dict[str, Any]
Copies = dict[tuple[str, ...], Bare]
"""Tables that were copied to be changed, by their keys."""


def repaired(tables: Bare, faults: Sequence[Fault]) -> Bare:
    """Bare tables of a scenario without the values that are at fault; what must be given is filled with a stand-in."""
    copies: Copies = {(): dict(tables)}
    for fault in faults:
        keys = [part for part in fault.path if isinstance(part, str)]
        if fault.kind == "missing":
            if keys:
                table = _copy(copies, tuple(keys[:-1]), make=True)
                assert table is not None
                table[keys[-1]] = _stand_in(shape_at(tuple(keys)), _limits(keys))
        elif leads := _in_table(tables, keys):
            table = _copy(copies, tuple(leads[:-1]))
            if table is not None:
                table.pop(leads[-1], None)
        if fault.more:
            around = _copy(copies, tuple(part for part in fault.around if isinstance(part, str)))
            for key in fault.more:
                (around or {}).pop(key, None)
    return copies[()]


def _copy(copies: Copies, keys: tuple[str, ...], *, make: bool = False) -> Bare | None:
    """The copy of the table at `keys` that may be changed, made once; None where there is none, unless it is made."""
    if not keys:
        return copies[()]
    above = _copy(copies, keys[:-1], make=make)
    if above is None:
        return None
    inner = above.get(keys[-1])
    if keys not in copies or copies[keys] is not inner:
        if not isinstance(inner, dict) and not make:
            return None
        copies[keys] = above[keys[-1]] = dict(inner) if isinstance(inner, dict) else {}
    return copies[keys]


def _in_table(tables: Bare, keys: Sequence[str]) -> list[str]:
    """The part of a path that leads through tables."""
    found: list[str] = []
    value: Any = tables
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            break
        found.append(key)
        value = value[key]
    return found


def _limits(keys: Iterable[str]) -> Any:
    *above, last = keys
    record = shape_at(tuple(above))
    return record.metadata.get(last, {}) if isinstance(record, Record) else {}


def _stand_in(shape: Schema | None, limits: Any) -> Any:
    if isinstance(shape, Record):
        needed = [name for name, default in shape.defaults.items() if default is attrs.NOTHING]
        return {name: _stand_in(shape.fields[name], shape.metadata[name]) for name in needed}
    if isinstance(shape, Single):
        if shape.number:
            return int(max(1, limits.get("lowest", 1)))
        if shape.type is date:
            return date(2025, 1, 1)
        if shape.listing:
            return []
        return get_args(shape.type)[0] if get_origin(shape.type) else ""
    assert isinstance(shape, Names)
    return {}
