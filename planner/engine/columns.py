"""The draws of all cases as the engine reads them: one float at a time, drawn when first needed."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.engine.demand import Group, Phases
from planner.model.casetype import CaseType, Work

Ints = NDArray[Any]
WorkOf = Callable[[CaseType], Work]


def _work_in_village(case_type: CaseType) -> Work:
    village = case_type.village
    return Work(hours=village.hours, cv=village.cv, law=village.law)


FACTORS: dict[str, WorkOf] = {
    "intake": attrgetter("intake"),
    "village": _work_in_village,
    "fact": attrgetter("fact"),
    "decision": attrgetter("decision"),
    "redo": attrgetter("decision"),
    "open_intake": attrgetter("intake"),
    "open_fact": attrgetter("fact"),
    "reversed_intake": attrgetter("intake"),
    "reversed_fact": attrgetter("fact"),
}
"""Purposes whose draw is a factor of the work of a step, and that work."""

UNIFORMS = (
    "agent",
    "unclear",
    "misdispatch",
    "returns",
    "settles",
    "formal",
    "upper_team",
    "returned",
    "answer",
    "act_first",
    "reversal",
    "repeat_open",
    "repeat_reversed",
)
"""Purposes whose draw is a uniform in [0, 1)."""


COME_TO: dict[str, Callable[[CaseType], bool]] = {
    "agent": lambda case_type: case_type.agent_share > 0.0,
    "unclear": lambda case_type: case_type.unclear > 0.0,
    "village": lambda case_type: case_type.village.hours > 0.0,
    "settles": lambda case_type: case_type.village.hours > 0.0,
    "formal": lambda case_type: case_type.formal > 0.0,
    "decision": lambda case_type: case_type.decision.hours > 0.0,
    "answer": lambda case_type: case_type.decision.hours > 0.0,
    "act_first": lambda case_type: case_type.decision.hours > 0.0,
    "reversal": lambda case_type: case_type.decision.hours > 0.0,
}
"""Of the purposes that many cases come to, those that not every type does, and which types do."""


OFTEN = (
    *("intake", "village", "fact", "agent", "unclear", "misdispatch", "returns", "settles", "formal", "repeat_open"),
    *("decision", "answer", "act_first", "reversal"),
)
"""Purposes that many cases come to."""

Column = Any
"""Numbers by the row of their case among those drawn."""


def one_by_one(numbers: NDArray[Any]) -> array[Any]:
    """An array to be read one number at a time, which `array` does faster than NumPy."""
    values: array[Any] = array(numbers.dtype.char)
    if len(numbers):
        values.frombytes(np.ascontiguousarray(numbers).data.cast("B"))
    return values


def column_of(group: Group, purpose: str, work_of: WorkOf | None) -> NDArray[np.float64]:
    """The draws of a group: factors of a work, or uniforms."""
    return group.column(purpose, work_of(group.case_type) if work_of else None)


class Columns:
    """`columns.<purpose>[draw]`: uniforms, and factors of the work of each step.

    What many cases need lies in order of report, as the run reads it; what few need is drawn group by group.
    """

    intake: Column
    village: Column
    fact: Column
    decision: Column
    redo: Column
    open_intake: Column
    """Receiving a citizen who comes again because the case is open at its due time; `open_fact` the work on it."""
    open_fact: Column
    reversed_intake: Column
    """The same because the decision was reversed."""
    reversed_fact: Column

    agent: Column
    unclear: Column
    misdispatch: Column
    returns: Column
    settles: Column
    formal: Column
    upper_team: Column
    returned: Column
    answer: Column
    act_first: Column
    reversal: Column
    repeat_open: Column
    repeat_reversed: Column

    def __init__(self, groups: Sequence[Group], group_of: Ints, order: Ints, phases: Phases) -> None:
        """In order of report, shape (cases,): the place of the group of each case, and its own among all groups'."""
        self.groups = groups
        self._order = order
        self._phases = phases
        sizes = np.array([len(group) for group in groups], dtype=np.int64)
        self.group_of = one_by_one(group_of)
        self._place_of = one_by_one(order - (np.cumsum(sizes) - sizes)[group_of])
        self._partners: dict[str, Column] = {}
        for purpose in (*FACTORS, *UNIFORMS):
            column = Undrawn(self, purpose) if purpose in OFTEN else self._by_group(purpose, FACTORS.get(purpose))
            setattr(self, purpose, column)

    def partner(self, department: str) -> Column:
        """Factors of the work of a partner."""
        return self._partner(f"partner {department}", attrgetter("decision"))

    def partner_answer(self, department: str) -> Column:
        """Uniforms for the answers of a partner."""
        return self._partner(f"partner answer {department}", None)

    def _partner(self, purpose: str, work_of: WorkOf | None) -> Column:
        if purpose not in self._partners:
            self._partners[purpose] = self._by_group(purpose, work_of)
        return self._partners[purpose]

    def _by_group(self, purpose: str, work_of: WorkOf | None) -> ByGroup:
        return ByGroup(self.groups, self.group_of, self._place_of, purpose, work_of)

    def drawn(self, purpose: str) -> array[float]:
        """The draws of all cases for a purpose, in order of report."""
        work_of = FACTORS.get(purpose)
        needed = self._types_that_come_to(purpose)
        columns = [
            column_of(group, purpose, work_of)
            if group.type_id in needed or group.opening
            else np.full(len(group), np.nan)
            for group in self.groups
        ]
        return one_by_one(np.concatenate(columns)[self._order])

    def _types_that_come_to(self, purpose: str) -> set[str]:
        comes_to = COME_TO.get(purpose)
        return {
            type_id
            for scenario in self._phases.scenarios
            for type_id, case_type in scenario.case_types.items()
            if comes_to is None or comes_to(case_type)
        }


class Undrawn:
    """Stands in the place of a column until one of its numbers is read."""

    def __init__(self, columns: Columns, purpose: str) -> None:
        self._columns = columns
        self._purpose = purpose

    def __getitem__(self, draw: int) -> float:
        column = self._columns.drawn(self._purpose)
        # The column stands where this stood.
        setattr(self._columns, self._purpose, column)
        return column[draw]


class ByGroup:
    """A column whose numbers are drawn for those groups that need one of them."""

    def __init__(
        self,
        groups: Sequence[Group],
        group_of: array[int],
        place_of: array[int],
        purpose: str,
        work_of: WorkOf | None,
    ) -> None:
        self._groups = groups
        self._group_of = group_of
        self._place_of = place_of
        self._purpose = purpose
        self._work_of = work_of
        self._drawn: dict[int, array[float]] = {}

    def __getitem__(self, draw: int) -> float:
        number = self._group_of[draw]
        drawn = self._drawn.get(number)
        if drawn is None:
            column = column_of(self._groups[number], self._purpose, self._work_of)
            drawn = self._drawn[number] = one_by_one(column)
        return drawn[self._place_of[draw]]
