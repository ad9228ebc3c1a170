"""Whistles, and whether the department came within the limit."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from planner.engine.rows import Floats, Ints, RunRows, Step
from planner.metrics.cells import Booleans
from planner.metrics.horizon import periods
from planner.metrics.steptimes import StepTimes
from planner.model.working_time import WorkingCalendar

_CALLS = (Step.WHISTLE, Step.PARTNER_WHISTLE)
_ANSWERS = (Step.DECISION, Step.REDO, Step.PARTNER)


@frozen(kw_only=True)
class Whistles:
    """One value per whistle."""

    case: Ints
    team: Ints
    """The department's team that was whistled."""
    judged: Booleans
    """Whether its limit has passed by the end of the horizon."""
    on_time: Booleans
    """Whether the department's work on the case began within the limit."""


def whistles_of(rows: RunRows, times: StepTimes) -> Whistles:
    """The whistles of a run, of duplicates excepted.

    The limit is the close of the n-th working day after the day of the whistle, n = `linkage.whistle.limit_days` of the
    township, a part of a day counting as a whole one; for emergencies so many times 24 hours.
    """
    steps = rows.steps
    call = np.flatnonzero(np.isin(steps.step, _CALLS))
    call = call[rows.cases.duplicate_of[steps.case[call]] < 0]
    asked, case = steps.asked[call], steps.case[call]
    days = _limit_days(rows, asked, case)
    emergencies = np.array([rows.scenario.case_types[name].emergency for name in rows.case_types], dtype=bool)
    emergency = emergencies[rows.cases.case_type[case]]
    limit = np.where(emergency, asked + 24.0 * days, _closes_after(times.calendar, asked, days))
    judged = limit <= rows.end
    on_time = judged & (_answered(rows, times, call) <= limit)
    return Whistles(case=case, team=steps.team[call], judged=judged, on_time=on_time)


def _limit_days(rows: RunRows, asked: Floats, case: Ints) -> Floats:
    """The limit in force when each whistle was blown, in days."""
    table = []
    states = periods(rows.scenario, rows.end)
    for period in states:
        limits = {name: town.linkage.whistle.limit_days for name, town in period.scenario.townships.items()}
        units = {unit: name for name, town in period.scenario.townships.items() for unit in town.parts or (name,)}
        table.append([limits[units[unit]] if unit in units else math.inf for unit in rows.townships])
    state = np.searchsorted([period.start for period in states], asked, side="right") - 1
    days: Floats = np.array(table)[np.maximum(state, 0), rows.cases.township[case]]
    return days


def _closes_after(calendar: WorkingCalendar, asked: Floats, days: Floats) -> Floats:
    """The calendar's deadline for each; infinite where it lies past the horizon."""
    whole = np.maximum(np.ceil(days), 1.0)
    # The deadline exists when the table holds as many working days after the day of the whistle.
    if calendar.settings.kind == "around-the-clock":
        left = np.floor((calendar.closes[-1] - asked) / 24.0)
    else:
        working_days = np.unique(calendar.opens // 24.0)
        left = working_days.size - np.searchsorted(working_days, asked // 24.0, side="right")
    limit = np.full(asked.size, np.inf)
    inside = whole <= left
    limit[inside] = calendar.deadline_array(asked[inside], whole[inside])
    return limit


def _answered(rows: RunRows, times: StepTimes, call: Ints) -> Floats:
    """When the whistled department next began to work on the case; infinite where it has not."""
    steps = rows.steps
    answer = np.flatnonzero(np.isin(steps.step, _ANSWERS))
    row = np.concatenate((call, answer))
    is_answer = np.repeat((False, True), (call.size, answer.size))
    job = steps.case[row].astype(np.int64) * len(rows.teams) + steps.team[row]
    order = np.lexsort((is_answer, steps.asked[row], job))
    # Walking backwards, the latest answer seen is the next one after each whistle, if it is of the same job.
    place = np.where(is_answer[order], np.arange(order.size), order.size)
    following = np.minimum.accumulate(place[::-1])[::-1]
    found = np.full(row.size, np.inf)
    has = np.flatnonzero(following < order.size)
    has = has[job[order[has]] == job[order[following[has]]]]
    target = row[order[following[has]]]
    started = np.where(np.isnan(steps.started[target]), np.inf, times.started[target])
    found[order[has]] = started
    return found[: call.size]
