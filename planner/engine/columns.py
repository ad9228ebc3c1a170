"""The draws of one group of cases as the engine reads them: one float at a time, drawn when first needed."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.engine.demand import Group
from planner.model.casetype import Work

UNIFORMS = frozenset(
    (
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
)
"""Purposes whose draw is a uniform in [0, 1)."""


def one_by_one(array: Any) -> Any:
    """An array to be read one number at a time: a memory view gives plain Python numbers, faster than NumPy its own."""
    contiguous: Any = np.ascontiguousarray(array)
    return memoryview(contiguous)


class Columns:
    """`columns.<purpose>[number]`, for the purposes in UNIFORMS and for the work of each step.

    Work: `intake`, `village`, `fact`, `decision`, `redo`, and of a repeat contact `open_intake`, `open_fact`,
    `reversed_intake`, `reversed_fact`; partners' under `partner(department)` and `partner_answer(department)`.
    """

    def __init__(self, group: Group) -> None:
        self._group = group
        case_type = group.case_type
        village = case_type.village
        self._works: dict[str, Work] = {
            "intake": case_type.intake,
            "village": Work(hours=village.hours, cv=village.cv, law=village.law),
            "fact": case_type.fact,
            "decision": case_type.decision,
            "redo": case_type.decision,
        }
        self.part = group.part
        self.type_id = group.type_id
        self.channel = one_by_one(group.channel)
        self._partners: dict[str, Any] = {}

    def __getattr__(self, purpose: str) -> Any:
        # Reached once per purpose: the column becomes an attribute.
        if purpose.startswith("_"):
            raise AttributeError(purpose)
        work = None if purpose in UNIFORMS else self._works[purpose.rpartition("_")[2]]
        column = self._draw(purpose, work)
        setattr(self, purpose, column)
        return column

    def partner(self, department: str) -> Any:
        """Factors of the work of a partner."""
        return self._partner(f"partner {department}", self._works["decision"])

    def partner_answer(self, department: str) -> Any:
        """Uniforms for the answers of a partner."""
        return self._partner(f"partner answer {department}", None)

    def _partner(self, purpose: str, work: Work | None) -> Any:
        if purpose not in self._partners:
            self._partners[purpose] = self._draw(purpose, work)
        return self._partners[purpose]

    def _draw(self, purpose: str, work: Work | None) -> Any:
        return one_by_one(self._group.column(purpose, work))
