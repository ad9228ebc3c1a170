"""Reporting families of cases (`planner.metrics.indicators.REPORTING_FAMILIES`)."""

from __future__ import annotations

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from planner.engine.rows import Channel, Floats, Ints, Level, RunRows
from planner.metrics.indicators import REPORTING_FAMILIES
from planner.model.casetype import FAMILIES, CaseType
from planner.model.routing import arises

CODES = {family: code for code, family in enumerate(REPORTING_FAMILIES)}
PARTS_OF_SERVICE = ("service", "counter", "grid")


def _settled_by_grids(case_type: CaseType) -> bool:
    return case_type.patrol and case_type.village.settles > 0


def possible_families(case_type: CaseType) -> set[str]:
    """The reporting families in which cases of a type can come up."""
    if not arises(case_type):
        return set()
    if case_type.family != "service":
        return {case_type.family}
    channels, grid = case_type.channels, _settled_by_grids(case_type)
    found = {"counter"} if channels.window > 0 else set()
    if grid:
        found.add("grid")
    if channels.online > 0 or channels.hotline > 0 or (case_type.patrol and not grid):
        found.add("service")
    return found


def reported_families(rows: RunRows) -> tuple[str, ...]:
    """The reporting families whose figures the run holds: those that were asked for, all where none was named."""
    asked = set(rows.families or FAMILIES)
    return tuple(
        family for family in REPORTING_FAMILIES if ("service" if family in PARTS_OF_SERVICE else family) in asked
    )


def is_whole(rows: RunRows) -> bool:
    """Whether every family was asked for, so that figures of all cases and all staff together have a meaning."""
    return {case_type.family for case_type in rows.scenario.case_types.values()} <= set(rows.families or FAMILIES)


def family_codes(rows: RunRows) -> Ints:
    """Place of each case's reporting family in `REPORTING_FAMILIES`."""
    types = [rows.scenario.case_types[case_type] for case_type in rows.case_types]
    plain = np.array([CODES[case_type.family] for case_type in types], dtype=np.int16)
    is_service = plain == CODES["service"]
    settled = np.array([_settled_by_grids(case_type) for case_type in types], dtype=bool)
    case_type, channel = rows.cases.case_type, rows.cases.channel
    codes = plain[case_type]
    codes[is_service[case_type] & (channel == Channel.WINDOW)] = CODES["counter"]
    codes[(is_service & settled)[case_type] & (channel == Channel.PATROL)] = CODES["grid"]
    return codes


Booleans = NDArray[np.bool_]

FAMILY_COUNT = len(REPORTING_FAMILIES)


def add_up(place: Ints, weights: Floats | None, size: int) -> Floats:
    """Sums of `weights` (or counts) by place from 0 to `size` - 1."""
    sums: Floats = np.bincount(place, weights, minlength=size).astype(np.float64, copy=False)
    return sums


@frozen
class Cells:
    """The cell of each case in a table of reporting families (rows) × the groups of one breakdown (columns)."""

    by: str
    names: tuple[str, ...]
    """Names of the groups; for the county one group without a name."""
    cell: Ints
    """Cell of each case, counted along the rows; -1 for a case in no group."""
    listed: Booleans
    """Which cells have figures: those in which cases can come up, or did."""

    def total(self, which: Ints, weights: Floats | None = None) -> Floats:
        """Number, or sum of `weights`, over the cases numbered `which`: families × groups."""
        return self.total_at(self.cell[which], weights)

    def total_at(self, cell: Ints, weights: Floats | None = None) -> Floats:
        """The same over things whose cells are given; -1 counts nowhere."""
        inside = cell >= 0
        if not inside.all():
            cell = cell[inside]
            weights = None if weights is None else weights[inside]
        size = (FAMILY_COUNT, len(self.names))
        return add_up(cell, weights, size[0] * size[1]).reshape(size)

    def quantiles(self, which: Ints, values: Floats, order: Ints, shares: tuple[float, ...]) -> list[Floats]:
        """Quantiles of `values` (infinite: beyond reach) of the cases `which`; NaN where empty or not reached.

        `order` sorts `values`. Between two cases the quantile is interpolated, as `numpy.quantile` does.
        """
        cell = self.cell[which][order]
        # Sorting small integers stably is a radix sort, and keeps the order of the values within each cell.
        by_cell = np.argsort(cell.astype(np.int16) if cell.size and cell.max() < 2**15 else cell, kind="stable")
        by_cell = by_cell[np.searchsorted(cell[by_cell], 0) :]
        ordered = values[order[by_cell]]
        counts = self.total(which).ravel().astype(np.int64)
        first = np.cumsum(counts) - counts
        results = []
        for share in shares:
            # Rounded, so that 0.9 × 10 is the ninth case and not a hair beyond it.
            place = np.round(share * np.maximum(counts - 1, 0), 9)
            low = np.floor(place).astype(np.int64)
            weight = place - low
            result = np.full(counts.size, np.nan)
            some = np.flatnonzero(counts)
            below = ordered[first[some] + low[some]]
            above = ordered[first[some] + np.minimum(low[some] + (weight[some] > 0), counts[some] - 1)]
            reached = np.isfinite(above)
            below, above, some = below[reached], above[reached], some[reached]
            result[some] = below + weight[some] * (above - below)
            results.append(result.reshape(FAMILY_COUNT, len(self.names)))
        return results


def ratio(part: Floats, whole: Floats) -> Floats:
    """`part` / `whole`, NaN where `whole` is 0."""
    quotient: Floats = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return quotient


def township_of_units(rows: RunRows) -> Ints:
    """Place among the scenario's townships of each unit under whose name demand is drawn; -1 where it is in none."""
    place: dict[str, int] = {}
    for number, (name, township) in enumerate(rows.scenario.townships.items()):
        for unit in township.parts or (name,):
            place[unit] = number
    return np.array([place.get(unit, -1) for unit in rows.townships], dtype=np.int32)


def department_of_types(rows: RunRows) -> Ints:
    """Place among the scenario's departments of the department responsible for each case type; -1 for none."""
    place = {name: number for number, name in enumerate(rows.scenario.departments)}
    types = rows.scenario.case_types
    return np.array([place.get(types[name].responsible, -1) for name in rows.case_types], dtype=np.int32)


def _groups(rows: RunRows, by: str) -> tuple[tuple[str, ...], Ints, Booleans]:
    """Names of the groups, the group of each case, and the groups in which each case type can come up."""
    count, cases = len(rows.case_types), rows.cases
    everywhere = np.ones(count, dtype=bool)
    if by == "county":
        return ("",), np.zeros(len(cases.case_type), dtype=np.int32), everywhere[:, None]
    if by == "township":
        names = tuple(rows.scenario.townships)
        return names, township_of_units(rows)[cases.township], np.tile(everywhere[:, None], len(names))
    if by == "department":
        names, department = tuple(rows.scenario.departments), department_of_types(rows)
        return names, department[cases.case_type], department[:, None] == np.arange(len(names))
    if by == "case_type":
        return rows.case_types, cases.case_type.astype(np.int32), np.eye(count, dtype=bool)
    settled = (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY)
    group = cases.level.astype(np.int32) - Level.VILLAGE
    return tuple(level.name.lower() for level in settled), group, np.tile(everywhere[:, None], len(settled))


def _listed(rows: RunRows, reach: Booleans) -> Booleans:
    """Families × groups in which cases can come up; `reach` tells it for case types × groups."""
    can = np.zeros((FAMILY_COUNT, len(rows.case_types)), dtype=np.int64)
    for number, name in enumerate(rows.case_types):
        for family in possible_families(rows.scenario.case_types[name]):
            can[CODES[family], number] = 1
    return np.asarray((can @ reach.astype(np.int64)) > 0)


def departments_called(rows: RunRows) -> Booleans:
    """Families × departments of the scenario that can be called for a case: as the responsible one or as a partner."""
    types = [rows.scenario.case_types[name] for name in rows.case_types]
    called = [[name == one.responsible or name in one.partners for name in rows.scenario.departments] for one in types]
    return _listed(rows, np.array(called, dtype=bool).reshape(len(types), len(rows.scenario.departments)))


def cells_of(rows: RunRows, families: Ints, by: str) -> Cells:
    """The cells of a breakdown by `county`, `township`, `department`, `case_type` or `level`.

    A case belongs to the township whose part it came up in, as townships are at the start; to the department
    responsible for its type; to the level that settled it, while open to none.
    """
    names, group, reach = _groups(rows, by)
    cell = np.where(group >= 0, families.astype(np.int32) * len(names) + group, -1)
    listed = _listed(rows, reach)
    listed |= np.bincount(cell[cell >= 0], minlength=listed.size).reshape(listed.shape) > 0
    return Cells(by, names, cell, listed)
