"""Jobs, and the cases that move from job to job."""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from typing import TYPE_CHECKING, Any

import simpy

if TYPE_CHECKING:
    from planner.engine.columns import Columns
    from planner.engine.plan import Plan
    from planner.engine.team import Team

Need = tuple[int, int]
"""Crew, and how many of them certified."""


class Job(simpy.Event):
    """Work that a team is asked for; SimPy schedules the job itself, so a step costs no further object."""

    # A scheduled event of SimPy is one that has succeeded; this is what `Event.succeed` would set.
    _ok = True

    row: int
    """Row of the case it belongs to."""
    step: int
    rank: int
    """Place in the list: 0 emergency, 1 and 2 urgent (whistled, routine), 3 and 4 the rest."""
    reported: float
    due: float
    hours: float
    """Work left, at pace 1."""
    travel: float = 0.0
    """Hours of travel left."""
    need: Need = (1, 0)
    emergency: bool = False
    asked: float
    started: float = nan
    """NaN while it waits."""
    arrival: int
    """Order of arrival on the team's list."""
    team: Team
    """Whom it was asked of last."""
    then: Callable[[Any], object]
    """Called with the job when it is done."""

    def __init__(self) -> None:
        """Without what an event that processes wait for would need."""


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

    def __init__(
        self, row: int, columns: Columns, number: int, plan: Plan, reported: float, due: float
    ) -> None:
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

    def __init__(self, case: Case) -> None:
        self.case = case
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
