"""Times of the steps of a run, on the wall clock and in working time, computed once for all figures."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from planner.engine.rows import Floats, RunRows
from planner.metrics.horizon import calendar_of
from planner.model.working_time import WorkingCalendar


@frozen(kw_only=True)
class StepTimes:
    """One value per step, in hours; what was not reached stands at the end of the horizon.

    `*_worked` are the working hours until that time; times before the start count as 0.
    """

    calendar: WorkingCalendar
    asked: Floats
    started: Floats
    ended: Floats
    started_worked: Floats
    ended_worked: Floats


def step_times(rows: RunRows) -> StepTimes:
    """The times of a run's steps."""
    calendar, steps = calendar_of(rows.scenario, rows.end), rows.steps
    started = np.where(np.isnan(steps.started), rows.end, steps.started)
    ended = np.where(np.isnan(steps.ended), rows.end, steps.ended)
    return StepTimes(
        calendar=calendar,
        asked=steps.asked,
        started=started,
        ended=ended,
        started_worked=calendar.worked_array(started),
        ended_worked=calendar.worked_array(ended),
    )
