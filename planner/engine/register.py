"""The register of a run: which cases are open, what goes on beside them, and their closure."""

from __future__ import annotations

from planner.engine.case import Case
from planner.engine.clock import Clock
from planner.engine.job import Job
from planner.engine.latency import Latencies
from planner.engine.recorder import Recorder


class Register:
    """Open cases by row, and jobs beside the main line of a case that are not over."""

    def __init__(self, clock: Clock, recorder: Recorder) -> None:
        self.clock = clock
        self.recorder = recorder
        self.latencies = Latencies(clock, recorder)
        self.open: dict[int, Case] = {}
        self.beside: dict[Job, None] = {}
        self._closed = recorder.closed
        self._level = recorder.level

    def close(self, case: Case, level: int) -> None:
        """The case is over, settled at this `rows.Level`."""
        row = case.row
        self._closed[row] = self.clock.now
        self._level[row] = level
        del self.open[row]
