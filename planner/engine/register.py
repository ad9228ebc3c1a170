"""The register of a run: which cases are open, what goes on beside them, closures, and what is left open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isnan, nan
from typing import TypeVar

from planner.engine.case import Attendance, Case
from planner.engine.clock import Clock
from planner.engine.job import ONE_OFFICER, Job
from planner.engine.plan import Plan
from planner.engine.recorder import Recorder, step_code
from planner.engine.rows import Step

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


def write_unfinished(register: Register) -> None:
    """Write one row for the step in which each open case is, and for each job beside."""
    recorder = register.recorder
    for case in register.open_cases():
        if case.joined_from is not None:
            since = case.joined_from
            recorder.write(case.row, step_code(Step.JOIN), since, since, nan, 0.0)
        else:
            _write(recorder, case)
    for job in register.beside:
        _write(recorder, job)


def _write(recorder: Recorder, job: Job) -> None:
    if isinstance(job, Case | Attendance) and job.latency is not None:
        recorder.write(job.row, job.latency, job.asked, job.asked, nan, 0.0)
        return
    code = step_code(job.step, job.team.index, job.need[0], job.emergency)
    travel = 0.0 if isnan(job.started) else job.travel
    recorder.write(job.row, code, job.asked, job.started, nan, travel)
