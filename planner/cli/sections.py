"""The values of a scenario in sections, with what is alike for all townships, or all of a kind, said once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from planner.cli.values import Value
from planner.model.scenario import Scenario

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
