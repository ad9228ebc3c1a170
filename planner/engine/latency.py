"""Latencies: time that passes on a case and occupies nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from planner.engine.case import Attendance, Case
from planner.engine.clock import NORMAL, Clock
from planner.engine.recorder import Recorder

Waiting = TypeVar("Waiting", Case, Attendance)


def wait(
    clock: Clock,
    recorder: Recorder,
    job: Waiting,
    hours: float,
    code: int,
    then: Callable[[Waiting], object],
) -> None:
    """Go on with `then` after `hours` of working time, on the wall clock for emergencies; write the row `code`."""
    if hours <= 0.0:
        then(job)
        return
    now = clock.now
    end = now + hours if job.emergency else clock.after(now, hours)
    job.latency = (code, now)

    def over(_: object) -> None:
        clock.now = end
        job.latency = None
        recorder.write(job.row, code, now, now, end, 0.0)
        then(job)

    job.callbacks = (over,)
    clock.schedule(job, NORMAL, end - now)
