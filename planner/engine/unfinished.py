"""The rows of what is not finished when the horizon ends."""

from __future__ import annotations

from math import isnan, nan

from planner.engine.case import Attendance, Case
from planner.engine.job import Job
from planner.engine.recorder import Recorder, step_code
from planner.engine.register import Register
from planner.engine.rows import Step


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
