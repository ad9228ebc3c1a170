"""How much of their office hours officers are busy."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from planner.engine.rows import Floats, Ints, RunRows, Step
from planner.metrics.cells import add_up
from planner.metrics.steptimes import StepTimes

OCCUPYING = (Step.INTAKE, Step.VILLAGE, Step.FACT, Step.DECISION, Step.REDO, Step.PARTNER, Step.REPEAT)
"""Steps that a crew works on from `started` to `ended`; latencies occupy nobody."""


@frozen
class TeamUse:
    """Officer-hours within office hours, one value per team."""

    busy: Floats
    """Of crews at work or travelling; nights of emergencies are left out."""
    on_roll: Floats
    """Of officers on the roll."""


def occupying(rows: RunRows) -> Ints:
    """The steps on which officers have begun to work."""
    steps = rows.steps
    return np.flatnonzero(np.isin(steps.step, OCCUPYING) & (steps.team >= 0) & ~np.isnan(steps.started))


def rolls(rows: RunRows) -> tuple[Ints, Floats, Floats, Ints]:
    """Team, start, stop and officers of each stretch of time over which a team's roll does not change."""
    staff = rows.staff
    order = np.lexsort((np.arange(staff.team.size), staff.time, staff.team))
    team, start = staff.team[order], np.clip(staff.time[order], 0.0, rows.end)
    stop = np.full(start.size, rows.end)
    same = team[1:] == team[:-1]
    stop[:-1][same] = start[1:][same]
    return team, start, stop, staff.on_roll[order]


def team_use(rows: RunRows, times: StepTimes) -> TeamUse:
    """Busy and available officer-hours of each team over the horizon."""
    steps, count = rows.steps, len(rows.teams)
    at_work = occupying(rows)
    hours = (times.ended_worked[at_work] - times.started_worked[at_work]) * steps.crew[at_work]
    busy = add_up(steps.team[at_work], hours, count)
    team, start, stop, officers = rolls(rows)
    open_hours = times.calendar.worked_array(stop) - times.calendar.worked_array(start)
    return TeamUse(busy, add_up(team, open_hours * officers, count))
