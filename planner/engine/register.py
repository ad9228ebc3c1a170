"""The register of a run: which cases are open, what goes on beside them, and their closure."""

from __future__ import annotations

from collections.abc import Iterator

from planner.engine.case import Case
from planner.engine.clock import Clock
from planner.engine.job import ONE_OFFICER, Job
from planner.engine.latency import Latencies
from planner.engine.plan import Plan
from planner.engine.recorder import Recorder


class Register:
    """Cases by row, and jobs beside the main line of a case that are not over."""

    def __init__(self, clock: Clock, recorder: Recorder) -> None:
        self.clock = clock
        self.recorder = recorder
        self.latencies = Latencies(clock, recorder)
        self.cases: list[Case | None] = [None] * recorder.drawn
        """By row, the case while it is open."""
        self.beside: dict[Job, None] = {}
        self._closed = recorder.closed
        self._level = recorder.level

    def report(self, row: int, draw: int, channel: int, plan: Plan) -> Case:
        """A case is reported, and open from now on."""
        # Every case comes this way: without `__init__`, which would be a second call.
        case = self.cases[row] = Case.__new__(Case)
        case._ok = True
        case.row = row
        case.rank = plan.rank
        case.travel = 0.0
        case.need = ONE_OFFICER
        case.emergency = plan.emergency
        case.plan = plan
        case.draw = draw
        case.channel = channel
        case.passed_intake = case.transferred = False
        case.latency = case.partners = case.joined_from = None
        case.mode = 0
        return case

    def open_cases(self) -> Iterator[Case]:
        """The cases that are open, by row."""
        return filter(None, self.cases)

    def close(self, case: Case, level: int) -> None:
        """The case is over, settled at this `rows.Level`."""
        row = case.row
        self._closed[row] = self.clock.now
        self._level[row] = level
        self.cases[row] = None
