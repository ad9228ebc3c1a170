"""Every value of a scenario with its path, unit and source, in sections where what is alike is said once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs
from attrs import frozen

from planner.files.sources import UNTAGGED, source_finder
from planner.model.scenario import Scenario, Source
from planner.model.text import Text

_NOT_INPUT = ("name", "phases", "sources", "measures", "costs")
"""Fields of a scenario that say what it was made from, not what it describes."""


@frozen(kw_only=True)
class Value:
    """One value as merged.

    `source` is None where nothing is said about it, which makes it an assumption; `default` marks an assumption that is
    the model's own value: mostly nobody stated it.
    """

    path: str
    value: Any
    unit: str
    source: Source | None
    default: bool

    @property
    def tag(self) -> str:
        """The tag of its source; a value about which nothing is said is an assumption, whoever chose it."""
        return self.source.tag if self.source is not None else UNTAGGED.tag

    @property
    def plain(self) -> Any:
        """The value as JSON takes it."""
        return _plain(self.value)


def values_of(scenario: Scenario) -> Iterator[Value]:
    """All values of a scenario, in the order of the model; those of its first state, where a timeline changes it."""
    find = source_finder(scenario)
    for path, value, field in _walk(scenario, ""):
        if isinstance(value, Text) or path.partition(".")[0] in _NOT_INPUT:
            continue
        source = find(path)
        yield Value(
            path=path,
            value=value,
            unit=field.metadata.get("unit", "") if field is not None else "",
            source=source,
            default=(source is None or source.tag == UNTAGGED.tag)
            and field is not None
            and _default_of(field) == value,
        )


def assumptions_by_part(scenario: Scenario) -> Counter[str]:
    """How many values are assumptions, by part of the scenario.

    What is said of all townships counts once; a value that is the model's own (mostly 0, no effect) does not count.
    """
    assumed = (value for value in values_of(scenario) if value.tag == "assumption" and not value.default)
    seen = {_everywhere(value.path) for value in assumed}
    parts = Counter(path.partition(".")[0] for path in seen)
    # When and how long to run, and how much of a place, is the planner's choice, not a guess.
    del parts["time"], parts["place"]
    return parts


def _everywhere(path: str) -> str:
    """A path with any township in place of the one it names."""
    parts = path.split(".")
    return ".".join((parts[0], "*", *parts[2:])) if parts[0] == "townships" else path


def _walk(value: Any, path: str, field: attrs.Attribute[Any] | None = None) -> Iterator[tuple[str, Any, Any]]:
    if attrs.has(type(value)) and not isinstance(value, Text):
        for inner in attrs.fields(type(value)):
            yield from _walk(getattr(value, inner.name), f"{path}.{inner.name}" if path else inner.name, inner)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            # An entry of a table of numbers has the unit of the table, but no default of its own.
            yield from _walk(one, f"{path}.{key}", None)
    elif value is not None:
        yield path, value, field


def _default_of(field: attrs.Attribute[Any]) -> Any:
    default = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type,union-attr]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


@frozen(kw_only=True)
class Change:
    """A value that differs between two scenarios; None where one of them has none."""

    path: str
    base: Value | None
    own: Value | None


def changes(base: Scenario, scenario: Scenario) -> list[Change]:
    """What differs from the base, in the order of the model; what only the base has comes last."""
    before = {value.path: value for value in values_of(base)}
    found = []
    for own in values_of(scenario):
        old = before.pop(own.path, None)
        if old is None or old.value != own.value:
            found.append(Change(path=own.path, base=old, own=own))
    return [*found, *(Change(path=path, base=old, own=None) for path, old in before.items())]


@frozen(kw_only=True)
class ChangesFrom:
    """What is found to differ from a day on; `day` is None for what differs from the first day on."""

    day: date | None
    changes: list[Change]


def changes_over_time(base: Scenario, scenario: Scenario) -> list[ChangesFrom]:
    """What differs at first, then on each day of a timeline what differs otherwise than before.

    What no longer differs is among the changes of its day, with the same value twice.
    """
    from planner.experiments.timeline import days_of_change

    found = [ChangesFrom(day=None, changes=changes(base, scenario))]
    before = _pairs(found[0].changes)
    for day in days_of_change(base, scenario)[1:]:
        was, now = base.state_on(day), scenario.state_on(day)
        differing = changes(was, now)
        after = _pairs(differing)
        fresh = [change for change in differing if before.get(change.path) != after[change.path]]
        gone = before.keys() - after.keys()
        if gone:
            values = {value.path: value for value in values_of(was)}
            own = {value.path: value for value in values_of(now)}
            # What neither has any more is told by what takes its place.
            fresh += [Change(path=path, base=values[path], own=own[path]) for path in values if path in gone]
        if fresh:
            found.append(ChangesFrom(day=day, changes=fresh))
        before = after
    return found


def _pairs(found: list[Change]) -> dict[str, tuple[Any, Any]]:
    return {change.path: (change.base and change.base.plain, change.own and change.own.plain) for change in found}


Named = tuple[str, Value]
"""A value with its path inside its section."""


@frozen(kw_only=True)
class Section:
    """Values that stand under one path; with a `kind`, those of all townships of the kind."""

    path: str
    kind: str = ""
    values: tuple[Named, ...]


def sections_of(scenario: Scenario, values: Iterable[Value]) -> list[Section]:
    """All values in sections, in the order of the scenario; the townships' come last, the common ones first."""
    sections: dict[str, list[Named]] = {}
    of_townships: dict[str, dict[str, Value]] = {}
    for value in values:
        first, *rest = value.path.split(".")
        if first == "townships":
            unit, *rest = rest
            of_townships.setdefault(".".join(rest), {})[unit] = value
        else:
            # Two keys deep, as a person would look for it.
            depth = min(1, len(rest) - 1) if rest else 0
            path, inner = ".".join((first, *rest[:depth])), ".".join(rest[depth:]) or first
            sections.setdefault(path, []).append((inner, value))
    found = [Section(path=path, values=tuple(named)) for path, named in sections.items()]
    return found + _townships(scenario, of_townships)


def _townships(scenario: Scenario, values: Mapping[str, dict[str, Value]]) -> list[Section]:
    everywhere: list[Named] = []
    by_kind: dict[str, list[Named]] = {kind: [] for kind in scenario.kinds}
    alone: dict[str, list[Named]] = {unit: [] for unit in scenario.townships}
    members = {
        kind: [unit for unit, township in scenario.townships.items() if township.kind == kind]
        for kind in scenario.kinds
    }
    for path, by_unit in values.items():
        if _alike(by_unit, list(scenario.townships)):
            everywhere.append((path, next(iter(by_unit.values()))))
            continue
        left = dict(by_unit)
        for kind, units in members.items():
            if _alike(by_unit, units):
                by_kind[kind].append((path, by_unit[units[0]]))
                left = {unit: value for unit, value in left.items() if unit not in units}
        for unit, value in left.items():
            alone[unit].append((path, value))
    found = [Section(path="townships.*", values=tuple(everywhere))]
    found += [Section(path="townships.*", kind=kind, values=tuple(named)) for kind, named in by_kind.items()]
    found += [Section(path=f"townships.{unit}", values=tuple(named)) for unit, named in alone.items()]
    return [section for section in found if section.values]


def _alike(by_unit: Mapping[str, Value], units: list[str]) -> bool:
    """Whether several units all have the same value from the same source."""
    if len(units) < 2 or not all(unit in by_unit for unit in units):
        return False
    first = by_unit[units[0]]
    return all(by_unit[unit].value == first.value and by_unit[unit].source == first.source for unit in units)
