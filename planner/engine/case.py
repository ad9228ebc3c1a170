"""Cases, which move from job to job, and the jobs beside them."""

from __future__ import annotations

from planner.engine.columns import Columns
from planner.engine.job import Job
from planner.engine.plan import Plan


class Case(Job):
    """A case on its way: the job it is now, and what it remembers."""

    columns: Columns
    number: int
    """Its place in the columns."""
    plan: Plan
    channel: int
    passed_intake = False
    partners: list[Job] | None = None
    """Attendances that are not over; None before partners are called."""
    transferred = False
    """The power was held but not usable: the department decides."""
    joined_from: float | None = None
    """When the responsible team was done, while partners are not."""
    latency: tuple[int, float] | None = None
    """The latency it is in: the code of its row, and its beginning."""
    mode: int = 0
    """A `rows.Mode`: by which holding it is decided; 0 before."""

    def __init__(
        self, row: int, columns: Columns, number: int, channel: int, plan: Plan, reported: float, due: float
    ) -> None:
        # As `Job` does, without a second call for every case; what most cases never change stays with the class.
        self._ok = True
        self.row = row
        self.reported = reported
        self.due = due
        self.rank = plan.rank
        self.travel = 0.0
        self.columns = columns
        self.number = number
        self.plan = plan
        self.emergency = plan.emergency
        self.channel = channel


def blank_event() -> Case:
    """An event of the class of cases that is none."""
    event = Case.__new__(Case)
    event._ok = True
    return event


class Attendance(Job):
    """A partner's part in a decision."""

    case: Case
    department: str
    latency: tuple[int, float] | None = None

    def __init__(self, case: Case, department: str) -> None:
        super().__init__(case.row, case.reported, case.due, case.plan.rank, case.emergency)
        self.case = case
        self.department = department


class Contact(Job):
    """A citizen comes again about a case."""

    case: Case
    attempt: str
    """`open` at the due time, `reversed` after a reversal."""

    def __init__(self, case: Case, attempt: str) -> None:
        super().__init__(case.row, case.reported, case.due, case.plan.rank, case.emergency)
        self.case = case
        self.attempt = attempt
