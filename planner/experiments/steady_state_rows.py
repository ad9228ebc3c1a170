"""The rows of a run without its beginning, as if the run had begun later with the cases that were open then."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from attrs import evolve

from planner.engine.rows import RunRows, Step

_CALLS = (Step.WHISTLE, Step.PARTNER_WHISTLE)


def rows_after(rows: RunRows, days: int) -> RunRows:
    """The rows from midnight after the first `days` days on; times count from there.

    Cases closed by then are gone, those still open are an opening backlog: they count in the backlog and not in times.
    Steps complete by then are gone, and whistles blown by then; of the others only what lies after counts. The roll at
    the beginning is that of the day. Raises ValueError unless 0 ≤ `days` < the horizon, and for a run with a timeline,
    whose dates would no longer fit.
    """
    scenario = rows.scenario
    if not 0 <= days < scenario.time.days or scenario.phases:
        raise ValueError(days)
    if days == 0:
        return rows
    cut = 24.0 * days
    cases, steps, staff = rows.cases, rows.steps, rows.staff

    kept = np.flatnonzero(np.isnan(cases.closed) | (cases.closed > cut))
    place = np.full(len(cases.closed), -1, dtype=np.int64)
    place[kept] = np.arange(kept.size)
    parent = cases.duplicate_of[kept]
    # A duplicate whose parent is gone stays one: it is its own.
    parent = np.where(parent < 0, -1, np.where(place[parent] < 0, np.arange(kept.size), place[parent]))
    shifted = {name: getattr(cases, name)[kept] - cut for name in ("occurred", "reported", "due", "closed")}
    same = {
        name: getattr(cases, name)[kept]
        for name in (
            "township",
            "case_type",
            "channel",
            "draw",
            "level",
            "mode",
            "team",
            "bounces",
            "unusable",
            "reversed",
            "repeats",
        )
    }
    opening = ((cases.opening[kept] == 1) | (shifted["reported"] < 0.0)).astype(cases.opening.dtype)

    lasting = np.isnan(steps.ended) | (steps.ended > cut)
    called_before = np.isin(steps.step, _CALLS) & (steps.asked < cut)
    row = np.flatnonzero(lasting & ~called_before & (place[steps.case] >= 0))
    return evolve(
        rows,
        scenario=evolve(
            scenario,
            time=evolve(
                scenario.time, start=scenario.time.start + timedelta(days=days), days=scenario.time.days - days
            ),
        ),
        end=rows.end - cut,
        cases=evolve(cases, duplicate_of=parent, opening=opening, **same, **shifted),
        steps=evolve(
            steps,
            case=place[steps.case[row]].astype(steps.case.dtype),
            step=steps.step[row],
            team=steps.team[row],
            crew=steps.crew[row],
            asked=steps.asked[row] - cut,
            started=steps.started[row] - cut,
            ended=steps.ended[row] - cut,
            travel=steps.travel[row],
            wall_clock=steps.wall_clock[row],
        ),
        staff=evolve(staff, time=np.maximum(staff.time - cut, 0.0)),
    )
