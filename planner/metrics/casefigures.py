"""Figures of cases, within families and groups: backlog, times, causes, settlement, whistles."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from planner.engine.rows import Floats, Ints, Level, Mode, RunRows
from planner.metrics.cells import Cells, departments_called, ratio
from planner.metrics.cohort import Cohort, cohort_of
from planner.metrics.families import family_codes
from planner.metrics.horizon import cut_off
from planner.metrics.indicators import CAUSES
from planner.metrics.roles import places_of
from planner.metrics.steptimes import StepTimes, step_times
from planner.metrics.whistles import Whistles, whistles_of


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
