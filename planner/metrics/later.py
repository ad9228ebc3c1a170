"""A run without its beginning, as if it had begun later with the cases that were open then: rows and figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from attrs import evolve

from planner.engine.rows import RunRows, Step
from planner.metrics.figures import figures
from planner.metrics.indicators import SINCE, FigureKey
from planner.model.scenario import Scenario

_CALLS = (Step.WHISTLE, Step.PARTNER_WHISTLE)


def rows_after(rows: RunRows, days: int) -> RunRows:
    """The rows from midnight after the first `days` days on; times count from there.

    Cases closed by then are gone, those still open are an opening backlog: they count in the backlog and not in times.
    Steps complete by then are gone, and whistles blown by then; of the others only what lies after counts. The roll at
    the beginning is that of the day, and so is what is in force of a timeline: a phase that began before the first day
    replaces the state at the start (`planner.metrics.horizon.periods`). Raises ValueError unless 0 ≤ `days` < the
    horizon.
    """
    scenario = rows.scenario
    if not 0 <= days < scenario.time.days:
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


def figures_since(rows: RunRows, since: date) -> dict[FigureKey, float]:
    """The figures of the county in the window from a day of the horizon on, under keys that name the day.

    They follow the same rules as if the horizon began there: the cohort holds the cases reported in the window at least
    τ before the end, where τ is 90 days or a quarter of the window, whichever is less; cases that were open when it
    began count in the backlog and not in times.

    What a measure costs once is counted where the measure begins, so not in a window that begins later.
    """
    from planner.metrics.later import rows_after

    later = rows_after(rows, (since - rows.scenario.time.start).days)
    paid = {
        measure
        for begins, state in ((rows.scenario.time.start, rows.scenario), *_phases(rows.scenario))
        if begins < since
        for measure in state.costs
    }
    scenario = _without_prices(later.scenario, paid)
    phases = tuple(evolve(phase, scenario=_without_prices(phase.scenario, paid)) for phase in later.scenario.phases)
    found = figures(evolve(later, scenario=evolve(scenario, phases=phases)))
    return {key._replace(by=SINCE, key=since.isoformat()): value for key, value in found.items()}


def _phases(scenario: Scenario) -> Sequence[tuple[date, Scenario]]:
    return [(phase.start, phase.scenario) for phase in scenario.phases]


def _without_prices(scenario: Scenario, paid: set[str]) -> Scenario:
    """The scenario where what these measures cost once has been paid."""
    costs = {
        measure: evolve(cost, one_off=0.0) if measure in paid else cost for measure, cost in scenario.costs.items()
    }
    return evolve(scenario, costs=costs)
