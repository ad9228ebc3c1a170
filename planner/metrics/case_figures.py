"""Open cases at the end of each day."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from attrs import frozen

from planner.engine.rows import Floats, Ints, Level, Mode, RunRows, Step
from planner.metrics.cells import (
    CODES,
    FAMILY_COUNT,
    Booleans,
    Cells,
    add_up,
    departments_called,
    family_codes,
    ratio,
    reported_families,
)
from planner.metrics.cohort import Cohort, cohort_of
from planner.metrics.horizon import StepTimes, cut_off, periods, places_of, step_times
from planner.metrics.indicators import CAUSES
from planner.model.working_time import WorkingCalendar


def daily_backlog(rows: RunRows) -> dict[str, tuple[float, ...]]:
    """Cases open at midnight after each day of the horizon, by reporting family that the run holds.

    As in `backlog_end`, which is the last value, duplicates are left out and the opening backlog counts.
    """
    cases, days = rows.cases, max(1, math.ceil(rows.end / 24.0))
    counted = np.flatnonzero(cases.duplicate_of < 0)
    family = family_codes(rows)[counted].astype(np.int64)
    closed = cases.closed[counted]
    settled = ~np.isnan(closed)
    size = FAMILY_COUNT * days

    def by_day(chosen: np.ndarray, time: np.ndarray) -> np.ndarray:
        # What happens at a midnight belongs to the day that ends with it.
        day = np.clip(np.ceil(time / 24.0) - 1, 0, days - 1).astype(np.int64)
        return add_up(chosen * days + day, None, size).reshape(FAMILY_COUNT, days)

    added = by_day(family, cases.reported[counted])
    taken = by_day(family[settled], closed[settled])
    open_cases = np.cumsum(added - taken, axis=1)
    return {name: tuple(open_cases[CODES[name]].tolist()) for name in reported_families(rows)}


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


@frozen(kw_only=True)
class Run:
    """A run with what all its figures share."""

    rows: RunRows
    times: StepTimes
    families: Ints
    cohort: Cohort
    whistles: Whistles
    resolution_order: Ints
    response_order: Ints
    resolution_reach: Floats
    """Resolution times with infinity for those beyond the cut-off."""
    response_reach: Floats


def read(rows: RunRows, cut_off_hours: float | None) -> Run:
    """Compute what all figures of a run share; `cut_off_hours` as in `planner.metrics.figures.figures`."""
    times, families = step_times(rows), family_codes(rows)
    cohort = cohort_of(rows, times, families, cut_off(rows.end) if cut_off_hours is None else cut_off_hours)
    resolution = np.where(cohort.resolution_beyond, np.inf, cohort.resolution)
    response = np.where(cohort.response_beyond, np.inf, cohort.response)
    return Run(
        rows=rows,
        times=times,
        families=families,
        cohort=cohort,
        whistles=whistles_of(rows, times),
        resolution_order=np.argsort(resolution, kind="stable"),
        response_order=np.argsort(response, kind="stable"),
        resolution_reach=resolution,
        response_reach=response,
    )


def figures_of_cases(run: Run, cells: Cells) -> Iterator[tuple[str, Floats]]:
    """The indicators of cases: values by family and group, NaN where not defined or where no cases can come up."""
    for part in (_backlog, _times, _settlement):
        for indicator, values in part(run, cells):
            yield indicator, np.where(cells.listed, values, np.nan)
    yield from _whistles(run, cells)


def _backlog(run: Run, cells: Cells) -> Iterator[tuple[str, Floats]]:
    """Open cases: duplicates left out, opening backlog included."""
    cases, end = run.rows.cases, run.rows.end
    counted = np.flatnonzero(cases.duplicate_of < 0)
    closed, due = cases.closed[counted], cases.due[counted]
    still_open = np.isnan(closed)
    present = np.where(still_open, end, closed) - np.maximum(cases.reported[counted], 0.0)
    yield "backlog_mean", cells.total(counted, present) / end
    yield "backlog_end", cells.total(counted[still_open])
    yield "overdue_end", cells.total(counted[still_open & (due <= end)])
    judged = (due <= end) & (cases.opening[counted] == 0)
    on_time = cells.total(counted[judged & (closed <= due)])
    yield "on_time_rate", ratio(on_time, cells.total(counted[judged]))


def _times(run: Run, cells: Cells) -> Iterator[tuple[str, Floats]]:
    """Means, medians and 90th percentiles of the cohort, and where the time goes."""
    cohort = run.cohort
    size = cells.total(cohort.case)
    # Weighs the mean times of groups, so that they add up to that of the whole.
    yield "cohort_size", size
    times = (
        ("response_time", cohort.response, run.response_reach, run.response_order),
        ("resolution_time", cohort.resolution, run.resolution_reach, run.resolution_order),
    )
    for name, values, reach, order in times:
        yield f"{name}_mean", ratio(cells.total(cohort.case, values), size)
        median, ninth_decile = cells.quantiles(cohort.case, reach, order, (0.5, 0.9))
        yield f"{name}_median", median
        yield f"{name}_p90", ninth_decile
    for column, cause in enumerate(CAUSES):
        yield f"time_by_cause.{cause}", ratio(cells.total(cohort.case, cohort.causes[:, column]), size)


def _settlement(run: Run, cells: Cells) -> Iterator[tuple[str, Floats]]:
    """Where cases are settled, and what goes wrong on the way."""
    cases, cohort = run.rows.cases, run.cohort.case
    closed = cohort[~np.isnan(cases.closed[cohort])]
    for level in (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY):
        there = cells.total(closed[cases.level[closed] == level])
        yield f"settled_{level.name.lower()}_share", ratio(there, cells.total(closed))
    size = cells.total(cohort)
    yield "bounces_per_case", ratio(cells.total(cohort, cases.bounces[cohort]), size)
    yield "repeat_contacts_per_case", ratio(cells.total(cohort, cases.repeats[cohort]), size)
    counted = np.flatnonzero(cases.duplicate_of < 0)
    yield "powers_unusable", cells.total(counted[cases.unusable[counted] == 1])
    decided = counted[cases.mode[counted] != Mode.NONE]
    yield "reversal_rate", ratio(cells.total(decided[cases.reversed[decided] == 1]), cells.total(decided))


def _whistles(run: Run, cells: Cells) -> Iterator[tuple[str, Floats]]:
    """Whistles belong to the department that was called, else to the group of their case."""
    whistles = run.whistles
    cell, listed = cells.cell[whistles.case], cells.listed
    if cells.by == "department":
        place = {name: number for number, name in enumerate(cells.names)}
        called = np.array([place.get(name, -1) for _, name in places_of(run.rows)], dtype=np.int64)[whistles.team]
        listed = departments_called(run.rows)
        cell = np.where(called >= 0, run.families[whistles.case] * len(cells.names) + called, -1)
    yield "whistles", np.where(listed, cells.total_at(cell), np.nan)
    on_time = cells.total_at(cell[whistles.on_time])
    yield "whistles_on_time_rate", ratio(on_time, cells.total_at(cell[whistles.judged]))
