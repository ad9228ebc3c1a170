"""A job: work that a team is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from planner.engine.clock import Happening
from planner.model.routing import TeamKey

Need = tuple[int, int]
"""Crew, and how many of them certified."""

ONE_OFFICER: Need = (1, 0)


class Asked(Protocol):
    """What a job knows of the team it was asked of."""

    key: TeamKey
    index: int

    def ask(self, job: Any, /) -> None:
        """Ask for a job."""

    def move_up(self, job: Any, /) -> None:
        """Give a waiting job the place of its new rank."""


class Job(Happening):
    """Work that a team is asked for; SimPy schedules the job itself, so a step costs no further object."""

    __slots__ = (
        "row",
        "step",
        "rank",
        "hours",
        "travel",
        "asked",
        "started",
        "ends",
        "team",
        "then",
        "need",
        "emergency",
        "arrival",
        "slowness",
    )

    row: int
    """Row of the case it belongs to."""
    step: int
    rank: int
    """Place in the list: 0 emergency, 1 and 2 urgent (whistled, routine), 3 and 4 the rest."""
    hours: float
    """Work left, at pace 1."""
    travel: float
    """Hours of travel left."""
    need: Need
    emergency: bool
    asked: float
    """When it was asked for, or when the latency it is in began."""
    started: float
    """NaN while it waits."""
    ends: float
    """When the work in hand will be done."""
    arrival: int
    """Order of arrival on the team's list."""
    slowness: float
    """1 ÷ the pace at which the work in hand is done, where it may be interrupted."""
    team: Asked
    """Whom it was asked of last."""
    then: Callable[[Any], object]
    """Called with the job when it is done."""

    def __init__(self, row: int, rank: int, emergency: bool) -> None:
        super().__init__()
        self.row = row
        self.rank = rank
        self.travel = 0.0
        self.need = ONE_OFFICER
        self.emergency = emergency
