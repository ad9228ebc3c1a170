"""What changed: the inputs in which an alternative differs from its base, with their sources."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import frozen

from planner.experiments.timeline import days_of_change, state_on
from planner.files.differing import differences
from planner.files.kinds import COUNTY_DEFAULTS
from planner.files.schema import Record, shape_at
from planner.files.sources import UNTAGGED, source_finder
from planner.model.scenario import Source, Tag
from planner.model.text import Text

if TYPE_CHECKING:
    from planner.model.scenario import Scenario

BESIDE_THE_INPUTS = ("measures", "place", "phases")
"""Fields of a scenario that say what it was made from, or that are shown by day."""


EACH = ("townships", "departments", "case_types")
"""Parts of a scenario that have several of a kind, whose values change together."""


COUNTED = ("people", "grids", "points", "cases")
"""Units of what adds up over townships."""


@frozen(kw_only=True)
class ChangedValue:
    """One value: in the base and in the alternative, None where there is none.

    What only one of them has, such as a whole team, is one value.
    """

    path: str
    base: Any
    other: Any


@frozen(kw_only=True)
class ChangedInput:
    """Values that differ alike: one, or the same of several units, from one source and over the same time.

    `pattern` is the path, with `*` in place of the township, department or case type (`EACH`). Where nothing is said
    about a value it is an assumption.
    """

    pattern: str
    values: tuple[ChangedValue, ...]
    unit: str
    source: Source
    since: date
    until: date | None = None
    """The first day on which it no longer differs so; None: to the end."""

    @property
    def tag(self) -> Tag:
        """The tag of its source."""
        return self.source.tag

    @property
    def alike(self) -> bool:
        """Whether all values change from the same to the same."""
        first = self.values[0]
        return all((value.base, value.other) == (first.base, first.other) for value in self.values)

    @property
    def ratio(self) -> float | None:
        """By what all values are multiplied; None where that is not the same for all, or makes no sense."""
        first = self.values[0]
        if not (_is_number(first.base) and _is_number(first.other) and first.base):
            return None
        ratio: float = first.other / first.base
        for value in self.values:
            if not (_is_number(value.base) and _is_number(value.other)):
                return None
            if not math.isclose(value.other, ratio * value.base, rel_tol=1e-9):
                return None
        return ratio

    @property
    def totals(self) -> tuple[int, int] | None:
        """The sums before and after of what can be counted (`COUNTED`); None for all else."""
        numbers = [(value.base or 0, value.other or 0) for value in self.values]
        if self.unit not in COUNTED or not all(isinstance(one, int) and isinstance(two, int) for one, two in numbers):
            return None
        return sum(one for one, _two in numbers), sum(two for _one, two in numbers)


@frozen
class _Span:
    """A value that differs, from a day on."""

    pair: tuple[Any, Any]
    source: Source
    since: date


def changed_inputs(base: Scenario, other: Scenario) -> tuple[ChangedInput, ...]:
    """Every input that differs at some time, in the order of the model; what is alike in several units together.

    Names, descriptions and sources are not inputs. A value that the county sets for all its townships is shown once.
    """
    spans: dict[str, _Span] = {}
    closed: list[tuple[str, _Span, date | None]] = []
    for day in days_of_change(base, other):
        state = state_on(other, day)
        found = _differing(state_on(base, day), state)
        source_of = source_finder(state)
        for path in [path for path, span in spans.items() if found.get(path) != span.pair]:
            closed.append((path, spans.pop(path), day))
        for path, pair in found.items():
            spans.setdefault(path, _Span(pair, source_of(path) or UNTAGGED, day))
    closed += [(path, span, None) for path, span in spans.items()]
    return _together(closed)


def _differing(base: Scenario, other: Scenario) -> dict[str, tuple[Any, Any]]:
    found = {
        path: pair
        for path, pair in differences(base, other).items()
        if path.partition(".")[0] not in BESIDE_THE_INPUTS and not any(isinstance(value, Text) for value in pair)
    }
    return {path: pair for path, pair in found.items() if found.get(_county_path(path)) != pair}


def _county_path(path: str) -> str:
    """Where the county states what a township takes from it; empty where it does not."""
    parts = path.split(".")
    return ".".join(parts[2:]) if parts[0] == "townships" and parts[2:3] and parts[2] in COUNTY_DEFAULTS else ""


def _together(spans: list[tuple[str, _Span, date | None]]) -> tuple[ChangedInput, ...]:
    groups: dict[tuple[str, date, date | None, str], list[tuple[str, _Span]]] = {}
    for path, span, until in spans:
        groups.setdefault((_pattern(path), span.since, until, repr(span.source)), []).append((path, span))
    return tuple(
        ChangedInput(
            pattern=pattern,
            values=tuple(ChangedValue(path=path, base=span.pair[0], other=span.pair[1]) for path, span in members),
            unit=_unit(members[0][0]),
            source=members[0][1].source,
            since=since,
            until=until,
        )
        for (pattern, since, until, _source), members in groups.items()
    )


def _pattern(path: str) -> str:
    parts = path.split(".")
    return ".".join((parts[0], "*", *parts[2:])) if parts[0] in EACH and len(parts) > 2 else path


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _unit(path: str) -> str:
    """The unit of the number at a path, empty where there is none."""
    parts = tuple(path.split("."))
    above = shape_at(parts[:-1])
    return str(above.metadata.get(parts[-1], {}).get("unit", "")) if isinstance(above, Record) else ""
