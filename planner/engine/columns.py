"""The draws of one group of cases as the engine reads them: one float at a time, drawn when first needed."""

from __future__ import annotations

from array import array
from typing import Any
from weakref import ref

from numpy.typing import NDArray

from planner.engine.demand import Group
from planner.model.casetype import Work

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


Column = Any
"""Numbers by the place of their case in the group: an array, or what stands for it until it is drawn."""


def one_by_one(numbers: NDArray[Any]) -> array[Any]:
    """An array to be read one number at a time, which `array` does faster than NumPy."""
    return array(numbers.dtype.char, numbers.tobytes())


class Columns:
    """`columns.<purpose>[number]`: uniforms, and factors of the work of each step."""

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

    def __init__(self, group: Group) -> None:
        self.part = group.part
        self.type_id = group.type_id
        self.group = group
        self._partners: dict[str, Column] = {}
        case_type, this = group.case_type, ref(self)
        village = case_type.village
        works = {
            "intake": case_type.intake,
            "village": Work(hours=village.hours, cv=village.cv, law=village.law),
            "fact": case_type.fact,
            "decision": case_type.decision,
            "redo": case_type.decision,
            "open_intake": case_type.intake,
            "open_fact": case_type.fact,
            "reversed_intake": case_type.intake,
            "reversed_fact": case_type.fact,
        }
        for purpose, work in works.items():
            setattr(self, purpose, Undrawn(this, purpose, work))
        for purpose in UNIFORMS:
            setattr(self, purpose, Undrawn(this, purpose, None))

    def partner(self, department: str) -> Column:
        """Factors of the work of a partner."""
        return self._partner(f"partner {department}", self.group.case_type.decision)

    def partner_answer(self, department: str) -> Column:
        """Uniforms for the answers of a partner."""
        return self._partner(f"partner answer {department}", None)

    def _partner(self, purpose: str, work: Work | None) -> Column:
        if purpose not in self._partners:
            self._partners[purpose] = one_by_one(self.group.column(purpose, work))
        return self._partners[purpose]


class Undrawn:
    """Stands in the place of a column until one of its numbers is read."""

    def __init__(self, columns: ref[Columns], purpose: str, work: Work | None) -> None:
        self._columns = columns
        self._purpose = purpose
        self._work = work

    def __getitem__(self, number: int) -> float:
        columns = self._columns()
        assert columns is not None
        column = one_by_one(columns.group.column(self._purpose, self._work))
        setattr(columns, self._purpose, column)
        return float(column[number])
