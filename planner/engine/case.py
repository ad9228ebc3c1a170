"""Cases, which move from job to job, and the jobs beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from planner.engine.job import Job
from planner.engine.plan import Plan


class Case(Job):
    """A case on its way: the job it is now, and what it remembers."""

    __slots__ = (
        "plan",
        "draw",
        "channel",
        "passed_intake",
        "latency",
        "onward",
        "mode",
        "transferred",
        "partners",
        "joined_from",
    )

    plan: Plan
    draw: int
    """Its row among the cases drawn, by which its draws are found; a duplicate has those of its parent."""
    channel: int
    passed_intake: bool
    latency: int | None
    """The code of the row of the latency it is in."""
    onward: Callable[[Any], object]
    """Called with it when the latency is over."""
    mode: int
    """A `rows.Mode`: by which holding it is decided; 0 before."""
    transferred: bool
    """The power was held but not usable: the department decides."""
    partners: list[Job] | None
    """Attendances that are not over; None before partners are called."""
    joined_from: float | None
    """When the responsible team was done, while partners are not."""


class Attendance(Job):
    """A partner's part in a decision."""

    __slots__ = ("case", "department", "latency", "onward")

    case: Case
    department: str
    latency: int | None
    onward: Callable[[Any], object]

    def __init__(self, case: Case, department: str) -> None:
        super().__init__(case.row, case.plan.rank, case.emergency)
        self.case = case
        self.department = department
        self.latency = None


class Contact(Job):
    """A citizen comes again about a case."""

    __slots__ = ("attempt", "case")

    case: Case
    attempt: str
    """`open` at the due time, `reversed` after a reversal."""

    def __init__(self, case: Case, attempt: str) -> None:
        super().__init__(case.row, case.plan.rank, case.emergency)
        self.case = case
        self.attempt = attempt
