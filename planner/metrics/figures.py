"""All figures of a run: the catalogue of `planner.metrics.indicators`, computed from its rows."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

import numpy as np

from planner.engine.rows import Floats, RunRows
from planner.metrics.case_figures import Run, figures_of_cases, read
from planner.metrics.cells import CODES, Cells, cells_of, is_whole, ratio, reported_families
from planner.metrics.frames import Figures
from planner.metrics.indicators import ALL, FEWEST_CASES, GROUPINGS, INDICATORS, FigureKey
from planner.metrics.organisation import figures_of_staff_and_money
from planner.model.asked import Asked


def figures(rows: RunRows, by: Iterable[str] = (), cut_off_hours: float | None = None) -> Figures:
    """Every figure of a run: for the county, and within each grouping asked for (`GROUPINGS`).

    The values, by `FigureKey` (indicator, family, grouping, name within it), are in the unit of their indicator
    (`planner.metrics.indicators.unit_of`): times in working days, of emergencies in hours; shares from 0 to 1; money in
    yuan.

    `cut_off_hours` is τ of the cohort, which compared scenarios share; by default 90 days or a quarter of the horizon,
    whichever is less. A figure that cannot be computed is absent. Of a run of some families only their own figures are
    present, and none of all cases or all staff together.

    Raises RequestError (kind `grouping`; facts `got`, `known`) for a grouping that does not exist, and for a cut-off
    that is no number above 0.
    """
    asked = Asked()
    groupings = asked.groupings(by, GROUPINGS)
    if cut_off_hours is not None:
        cut_off_hours = asked.number("cut_off_hours", cut_off_hours, 0.0, open_ends=True)
    asked.done()
    run = read(rows, cut_off_hours)
    found = Figures()
    for grouping in ("county", *(grouping for grouping in groupings if grouping != "family")):
        cells = cells_of(rows, run.families, grouping)
        for indicator, values in figures_of_cases(run, cells):
            _write(found, run, cells, indicator, values)
    found |= _between_townships(run)
    if is_whole(rows):
        found |= figures_of_staff_and_money(rows, run.times, groupings)
    if "family" in groupings:
        found |= {
            FigureKey(key.indicator, key.family, "family", key.family): value
            for key, value in found.items()
            if key.by == "county" and key.family != ALL
        }
    return found


def worst_township(rows: RunRows, family: str, cut_off_hours: float | None = None) -> str | None:
    """The township of `worst_township_resolution_time` in a reporting family; None where that is absent."""
    names, means = _township_means(read(rows, cut_off_hours))
    of_family = means[CODES[family]]
    return None if np.isnan(of_family).all() else names[int(np.nanargmax(of_family))]


def _write(found: Figures, run: Run, cells: Cells, indicator: str, values: Floats) -> None:
    """Note the values of one indicator that are defined: by family, and for all together where that has a meaning."""
    definition = INDICATORS[indicator]
    if cells.by != "county" and cells.by not in definition.groupings:
        return
    reported = reported_families(run.rows)
    for family in reported:
        code = CODES[family]
        for number, name in enumerate(cells.names):
            value = float(values[code, number])
            if not isnan(value):
                found[FigureKey(indicator, family, cells.by, name)] = value
    if definition.pooled and is_whole(run.rows):
        for number, name in enumerate(cells.names):
            column = values[:, number]
            if not np.isnan(column).all():
                found[FigureKey(indicator, ALL, cells.by, name)] = float(np.nansum(column))


def _township_means(run: Run) -> tuple[tuple[str, ...], Floats]:
    """Mean resolution time by family and township, NaN where fewer than `FEWEST_CASES` cases stand behind it."""
    cells, cohort = cells_of(run.rows, run.families, "township"), run.cohort
    size = cells.total(cohort.case)
    means = ratio(cells.total(cohort.case, cohort.resolution), size)
    return cells.names, np.where(size >= FEWEST_CASES, means, np.nan)


def _between_townships(run: Run) -> Figures:
    """The worst township's mean resolution time, and the distance from the best to the worst."""
    found = Figures()
    _, means = _township_means(run)
    for family in reported_families(run.rows):
        known = means[CODES[family]]
        known = known[~np.isnan(known)]
        if known.size >= 1:
            found[FigureKey("worst_township_resolution_time", family)] = float(known.max())
        if known.size >= 2:
            found[FigureKey("township_spread", family)] = float(known.max() - known.min())
    return found
