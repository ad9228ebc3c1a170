"""A job: work that a team is asked for."""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from typing import Any, Protocol

import simpy

Need = tuple[int, int]
"""Crew, and how many of them certified."""


class Asked(Protocol):
    """What a job knows of the team it was asked of."""

    key: str
    index: int

    def ask(self, job: Any, /) -> None:
        """Ask for a job."""

    def move_up(self, job: Any, /) -> None:
        """Give a waiting job the place of its new rank."""


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
    ends: float
    """When the work in hand will be done."""
    arrival: int
    """Order of arrival on the team's list."""
    team: Asked
    """Whom it was asked of last."""
    then: Callable[[Any], object]
    """Called with the job when it is done."""

    def __init__(self) -> None:
        """Without what an event that processes wait for would need."""
