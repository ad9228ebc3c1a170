"""Crews at work, and which of their jobs an emergency interrupts."""

from __future__ import annotations

from operator import attrgetter

from planner.engine.clock import Callbacks, Happening
from planner.engine.job import Job, Need

PLAIN, CERTIFIED = 0, 1
"""Officers without and with a certificate: places in a list of their numbers."""


class Crew(Happening):
    """A crew at a job; the event is the end of its work, from which an interruption takes the job away."""

    __slots__ = ("job", "leaving", "officers", "slowness")

    def __init__(self, job: Job, officers: list[int], slowness: float, callbacks: Callbacks) -> None:
        # As `Happening` does: a second call for every job would be felt.
        self._ok = True
        self.callbacks = callbacks
        self.job: Job | None = job
        self.officers = officers
        """Without and with a certificate."""
        self.leaving: list[int] | None = None
        """Those of them who are off the roll, finish the job in hand and then go."""
        self.slowness = slowness

    def staying(self, kind: int) -> int:
        """Officers who come back to the team after the job."""
        return self.officers[kind] - (self.leaving[kind] if self.leaving else 0)

    def leave(self, kind: int) -> None:
        """One of them is off the roll."""
        self.leaving = self.leaving or [0, 0]
        self.leaving[kind] += 1


def enough(need: Need, plain: int, certified: int) -> bool:
    """Whether the crew can be formed of so many officers without and with a certificate."""
    return certified >= need[1] and max(plain, 0) + certified >= need[0]


def usable(need: Need, plain: int, certified: int) -> tuple[int, int]:
    """How many of these officers a job could use that cannot start with them yet."""
    crew, certificates = need
    used = min(max(plain, 0), crew - certificates)
    return used, min(max(certified, 0), crew - used)


def least_urgent_first(running: dict[Job, Crew]) -> list[Job]:
    """Jobs that may be interrupted: the least urgent, then the latest started first. `running` is in order of start."""
    jobs = [job for job in reversed(running) if not job.emergency]
    jobs.sort(key=attrgetter("rank"), reverse=True)
    return jobs


def jobs_to_interrupt(need: Need, plain: int, certified: int, running: dict[Job, Crew]) -> list[Job] | None:
    """The jobs to interrupt so that, with those free, a crew can be formed; None where even all would not do.

    As many as it needs, the least urgent and then the latest started first, never one it gains nothing by.
    """
    chosen: list[Job] = []
    for job in least_urgent_first(running):
        chosen.append(job)
        plain, certified = plain + running[job].staying(PLAIN), certified + running[job].staying(CERTIFIED)
        if enough(need, plain, certified):
            break
    else:
        return None
    # The most urgent is spared first, where the others do.
    for job in reversed(chosen.copy()):
        without = plain - running[job].staying(PLAIN), certified - running[job].staying(CERTIFIED)
        if enough(need, *without):
            chosen.remove(job)
            plain, certified = without
    return chosen
