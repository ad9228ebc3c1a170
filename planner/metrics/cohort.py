"""The cohort: the cases whose times count, with open cases cut off alike."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from planner.engine.rows import Floats, Ints, RunRows, Step
from planner.metrics.causes import cause_hours
from planner.metrics.cells import Booleans
from planner.metrics.families import CODES
from planner.metrics.horizon import hours_per_working_day
from planner.metrics.steptimes import StepTimes

_WORK_ON_THE_MATTER = (Step.VILLAGE, Step.FACT, Step.DECISION, Step.REDO, Step.PARTNER)


@frozen(kw_only=True)
class Cohort:
    """The cases reported at least the cut-off before the end, without duplicates and opening backlog; a value for each.

    Times are cut at report + cut-off on the wall clock, then put into working days (hours on the wall clock in family
    `emergency`). `*_beyond` marks those that were not reached by then.
    """

    case: Ints
    resolution: Floats
    resolution_beyond: Booleans
    response: Floats
    response_beyond: Booleans
    causes: Floats
    """Cases × causes, in the order of `CAUSES`; they sum to `resolution`."""


def _first_work(rows: RunRows, times: StepTimes) -> Floats:
    """When work on each matter began, after intake; infinite where it has not. A closure without any work counts."""
    steps = rows.steps
    first = np.where(np.isnan(rows.cases.closed), np.inf, rows.cases.closed)
    begun = np.flatnonzero(np.isin(steps.step, _WORK_ON_THE_MATTER) & ~np.isnan(steps.started))
    np.minimum.at(first, steps.case[begun], times.started[begun])
    return first


def cohort_of(rows: RunRows, times: StepTimes, families: Ints, cut_off_hours: float) -> Cohort:
    """The cohort of a run under a cut-off τ in hours; `families` are codes of `family_codes`."""
    cases, calendar = rows.cases, times.calendar
    counts = (cases.duplicate_of < 0) & (cases.opening == 0) & (cases.reported <= rows.end - cut_off_hours)
    case = np.flatnonzero(counts)
    wall = families[case] == CODES["emergency"]
    reported, closed = cases.reported[case], cases.closed[case]
    limit = reported + cut_off_hours
    first = _first_work(rows, times)[case]
    begins = np.where(wall, reported, calendar.worked_array(reported))

    def elapsed(until: Floats) -> Floats:
        return np.where(wall, until, calendar.worked_array(until)) - begins

    unit = np.where(wall, 1.0, hours_per_working_day(rows.scenario.calendar))
    causes = cause_hours(rows, times, case, limit, wall)
    causes /= unit[:, None]
    return Cohort(
        case=case,
        resolution=elapsed(np.fmin(closed, limit)) / unit,
        resolution_beyond=np.isnan(closed) | (closed > limit),
        response=elapsed(np.minimum(first, limit)) / unit,
        response_beyond=first > limit,
        causes=causes,
    )
