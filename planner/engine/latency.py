"""Latencies: time that passes on a case and occupies nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from planner.engine.case import Attendance, Case
from planner.engine.clock import Clock
from planner.engine.recorder import Recorder

Waiting = TypeVar("Waiting", Case, Attendance)


class Latencies:
    """Lets cases and attendances wait, each its own event."""

    def __init__(self, clock: Clock, recorder: Recorder) -> None:
        self.clock = clock
        self.recorder = recorder
        self._over = (self._end,)

    def wait(self, job: Waiting, hours: float, code: int, then: Callable[[Waiting], object]) -> None:
        """Go on with `then` after `hours` of working time, on the wall clock for emergencies; write the row `code`."""
        if hours <= 0.0:
            then(job)
            return
        clock = self.clock
        job.asked = now = clock.now
        end = job.ends = now + hours if job.emergency else clock.after(now, hours)
        job.latency = code
        job.onward = then
        job.callbacks = self._over
        clock.happen_at(job, end)

    def _end(self, job: Case | Attendance) -> None:
        assert job.latency is not None
        since, end = job.asked, job.ends
        self.clock.now = end
        self.recorder.write_row((job.row, job.latency, since, since, end, 0.0))
        job.latency = None
        job.onward(job)
