"""Open cases at the end of each day."""

from __future__ import annotations

import math

import numpy as np

from planner.engine.rows import RunRows
from planner.metrics.cells import FAMILY_COUNT, add_up
from planner.metrics.families import CODES, family_codes, reported_families


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
