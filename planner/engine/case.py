"""Cases, which move from job to job, and the jobs beside them."""

from __future__ import annotations

from planner.engine.columns import Columns
from planner.engine.job import Job
from planner.engine.plan import Plan


class Case(Job):
    """A case on its way: the job it is now, and what it remembers."""

    passed_intake: bool = False
    partners: list[Job] | None = None
    """Attendances that are not over; None before partners are called."""
    transferred: bool = False
    """The power was held but not usable: the department decides."""
    joined_from: float | None = None
    """When the responsible team was done, while partners are not."""
    latency: tuple[int, float] | None = None
    """The latency it is in: the code of its row, and its beginning."""
    mode: int = 0
    """A `rows.Mode`: by which holding it is decided; 0 before."""

    def __init__(self, row: int, columns: Columns, number: int, plan: Plan, reported: float, due: float) -> None:
        self.row = row
        self.columns = columns
        self.number = number
        self.plan = plan
        self.reported = reported
        self.due = due
        self.channel: int = columns.channel[number]
        self.rank = plan.rank
        self.emergency = plan.emergency


class Attendance(Job):
    """A partner's part in a decision."""

    def __init__(self, case: Case, department: str) -> None:
        self.case = case
        self.department = department
        self.row = case.row
        self.reported = case.reported
        self.due = case.due
        self.emergency = case.emergency
        self.latency: tuple[int, float] | None = None


class Contact(Job):
    """A citizen comes again about a case."""

    def __init__(self, case: Case, attempt: str) -> None:
        self.case = case
        self.attempt = attempt
        """`open` at the due time, `reversed` after a reversal."""
        self.row = case.row
        self.reported = case.reported
        self.due = case.due
        self.rank = case.plan.rank
        self.emergency = case.emergency
