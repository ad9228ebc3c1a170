"""Reporting families of cases (`planner.metrics.indicators.REPORTING_FAMILIES`)."""

from __future__ import annotations

import numpy as np

from planner.engine.rows import Channel, Ints, RunRows
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
