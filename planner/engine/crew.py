"""Of how many officers a crew can be formed, and which jobs an emergency interrupts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter

from planner.engine.job import Job, Need

PLAIN, CERTIFIED = 0, 1
"""Officers without and with a certificate: places in a list of their numbers."""


def enough(need: Need, plain: int, certified: int) -> bool:
    """Whether the crew can be formed of so many officers without and with a certificate."""
    return certified >= need[1] and max(plain, 0) + certified >= need[0]


def usable(need: Need, plain: int, certified: int) -> tuple[int, int]:
    """How many of these officers a job could use that cannot start with them yet."""
    crew, certificates = need
    used = min(max(plain, 0), crew - certificates)
    return used, min(max(certified, 0), crew - used)


def least_urgent_first(running: Iterable[Job]) -> list[Job]:
    """Jobs that may be interrupted: the least urgent, then the latest started first. `running` is in order of start."""
    jobs = [job for job in running if not job.emergency]
    jobs.reverse()
    jobs.sort(key=attrgetter("rank"), reverse=True)
    return jobs


def jobs_to_interrupt(
    need: Need, plain: int, certified: int, running: Iterable[Job], staying: Callable[[Job, int], int]
) -> list[Job] | None:
    """The jobs to interrupt so that, with those free, a crew can be formed; None where even all would not do.

    As many as it needs, the least urgent and then the latest started first, never one it gains nothing by. `staying`
    tells how many officers of a kind a job sets free.
    """
    chosen: list[Job] = []
    for job in least_urgent_first(running):
        chosen.append(job)
        plain, certified = plain + staying(job, PLAIN), certified + staying(job, CERTIFIED)
        if enough(need, plain, certified):
            break
    else:
        return None
    # The most urgent is spared first, where the others do.
    for job in reversed(chosen.copy()):
        without = plain - staying(job, PLAIN), certified - staying(job, CERTIFIED)
        if enough(need, *without):
            chosen.remove(job)
            plain, certified = without
    return chosen
