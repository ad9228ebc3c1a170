"""Cases, which move from job to job, and the jobs beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from planner.engine.clock import Happening
from planner.engine.job import Job
from planner.engine.plan import Plan


class Case(Job):
    """A case on its way: the job it is now, and what it remembers."""

    draw: int
    """Its row among the cases drawn, by which its draws are found; a duplicate has those of its parent."""
    plan: Plan
    channel: int
    passed_intake: bool = False
    partners: list[Job] | None = None
    """Attendances that are not over; None before partners are called."""
    transferred: bool = False
    """The power was held but not usable: the department decides."""
    joined_from: float | None = None
    """When the responsible team was done, while partners are not."""
    latency: int | None = None
    """The code of the row of the latency it is in."""
    onward: Callable[[Any], object]
    """Called with it when the latency is over."""
    mode: int = 0
    """A `rows.Mode`: by which holding it is decided; 0 before."""


def new_case(row: int, draw: int, channel: int, plan: Plan) -> Case:
    """A case that is reported; a function, because calling a class takes longer and every case comes this way."""
    case = blank_event()
    case.row = row
    case.rank = plan.rank
    case.travel = 0.0
    case.draw = draw
    case.plan = plan
    case.emergency = plan.emergency
    case.channel = channel
    return case


def blank_event() -> Case:
    """An event of the class of cases that is none."""
    event = Case.__new__(Case)
    event._ok = True
    return event


class Attendance(Job):
    """A partner's part in a decision."""

    case: Case
    department: str
    latency: int | None = None
    onward: Callable[[Any], object]

    def __init__(self, case: Case, department: str) -> None:
        super().__init__(case.row, case.plan.rank, case.emergency)
        self.case = case
        self.department = department


class Contact(Job):
    """A citizen comes again about a case."""

    case: Case
    attempt: str
    """`open` at the due time, `reversed` after a reversal."""

    def __init__(self, case: Case, attempt: str) -> None:
        super().__init__(case.row, case.plan.rank, case.emergency)
        self.case = case
        self.attempt = attempt


def _share_keys() -> None:
    """Set every attribute that a case may have on one that is thrown away.

    CPython keeps the attributes of an instance in a row of values whose keys its class shares, but takes up new keys
    from the first few instances only. Cases that came to a rarer attribute later would each get a dictionary, which
    is larger and slower.
    """
    case = blank_event()
    for kind in (Happening, Job, Case):
        for name in kind.__annotations__:
            setattr(case, name, None)


_share_keys()
