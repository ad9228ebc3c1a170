"""Where the time of a case goes: every hour between report and closure belongs to exactly one cause."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from planner.engine.rows import MAIN_LINE, Floats, Ints, RunRows, Step
from planner.metrics.cells import CODES, Booleans, add_up
from planner.metrics.horizon import Role, StepTimes, hours_per_working_day, roles_of
from planner.metrics.indicators import CAUSES
from planner.model.routing import shared_team

_CODES = {cause: code for code, cause in enumerate(CAUSES)}

WORKED = (Step.INTAKE, Step.VILLAGE, Step.FACT, Step.DECISION)
"""Steps of the main line that split into waiting, travel and work; of the others every hour has the same cause."""

CAUSE_OF_STEP = {
    Step.INTAKE: "intake",
    Step.DISPATCH: "intake",
    Step.RETURN: "bouncing",
    Step.OWNER_COORDINATION: "bouncing",
    Step.VILLAGE: "village",
    Step.LEGAL_REVIEW: "legal_review",
    Step.REFERRAL: "linkage",
    Step.WHISTLE: "linkage",
    Step.JOIN: "partners",
    Step.REDO: "redoing",
}
"""Of steps whose hours, or whose waiting, have the same cause whoever does them."""

_CAUSE_OF_ROLE = {Role.DEPARTMENT: "department", Role.GRIDS: "village", Role.AGENTS: "village"}


def _waiting_causes(rows: RunRows) -> Ints:
    """Cause of waiting by step of the main line (rows) and team (columns; the last: no team).

    For fact-finding and decision the team decides: a department's or the joint pool that decides in its place, the
    village's own, else a township team.
    """
    scenarios = rows.scenario.states
    pools = {shared_team(name) for one in scenarios for name, shared in one.shared_teams.items() if shared.decides}
    by_team = [
        _CODES["department" if team in pools else _CAUSE_OF_ROLE.get(role, "township_team")]
        for team, role in zip(rows.teams, roles_of(rows), strict=True)
    ]
    by_team.append(_CODES["township_team"])
    table = np.empty((len(MAIN_LINE), len(by_team)), dtype=np.int64)
    for step in MAIN_LINE:
        table[step] = _CODES[CAUSE_OF_STEP[step]] if step in CAUSE_OF_STEP else by_team
    return table


def cause_hours(rows: RunRows, times: StepTimes, case: Ints, limit: Floats, wall: Booleans) -> Floats:
    """Hours of each case (rows) by cause (columns, in the order of `CAUSES`), each step cut at the case's `limit`.

    `case` numbers the cases asked for. For each, `limit` is a wall-clock time not after the end, and `wall` says
    whether hours are measured on the wall clock instead of in working time. They sum to the time from report to
    closure or limit.
    """
    steps, calendar = rows.steps, times.calendar
    place = np.full(len(rows.cases.reported), -1, dtype=np.int64)
    place[case] = np.arange(case.size)
    here = place[steps.case]
    chosen = np.flatnonzero((steps.step < Step.PARTNER) & (here >= 0))
    here, step, team = here[chosen], steps.step[chosen], steps.team[chosen]
    on_wall = wall[here]
    stop = np.where(wall, limit, calendar.worked_array(limit))[here]

    asked = times.asked[chosen]
    asked = np.minimum(np.where(on_wall, asked, calendar.worked_array(asked)), stop)
    ended = np.minimum(np.where(on_wall, times.ended[chosen], times.ended_worked[chosen]), stop)
    begun = ended.copy()
    worked = np.flatnonzero(np.isin(step, WORKED))
    row = chosen[worked]
    begun[worked] = np.minimum(np.where(on_wall[worked], times.started[row], times.started_worked[row]), ended[worked])
    arrived = begun.copy()
    travelled = worked[steps.travel[row] > 0]
    row = chosen[travelled]
    at_site = np.where(
        steps.wall_clock[row] == 1,
        times.started[row] + steps.travel[row],
        calendar.after_array(times.started[row], steps.travel[row]),
    )
    at_site = np.minimum(at_site, times.ended[row])
    arrived[travelled] = np.minimum(
        np.where(on_wall[travelled], at_site, calendar.worked_array(at_site)), ended[travelled]
    )

    width = len(CAUSES)
    hours = add_up(here * width + _waiting_causes(rows)[step, team], begun - asked, case.size * width)
    np.add.at(hours, here[travelled] * width + _CODES["travel"], (arrived - begun)[travelled])
    np.add.at(hours, here[worked] * width + _CODES["worked"], (ended - arrived)[worked])
    return hours.reshape(case.size, width)


_WORK_ON_THE_MATTER = (Step.VILLAGE, Step.FACT, Step.DECISION, Step.REDO, Step.PARTNER)


@frozen(kw_only=True)
class Cohort:
    """The cases reported at least the cut-off before the end, without duplicates and opening backlog; a value for each.

    Times are cut at report + cut-off on the wall clock, then put into working days (hours on the wall clock in family
    `emergency`). `*_beyond` marks those that were not reached by then.
    """

    case: Ints
    resolution: Floats
    resolution_beyond: Booleans
    response: Floats
    response_beyond: Booleans
    causes: Floats
    """Cases × causes, in the order of `CAUSES`; they sum to `resolution`."""


def _first_work(rows: RunRows, times: StepTimes) -> Floats:
    """When work on each matter began, after intake; infinite where it has not. A closure without any work counts."""
    steps = rows.steps
    first = np.where(np.isnan(rows.cases.closed), np.inf, rows.cases.closed)
    begun = np.flatnonzero(np.isin(steps.step, _WORK_ON_THE_MATTER) & ~np.isnan(steps.started))
    np.minimum.at(first, steps.case[begun], times.started[begun])
    return first


def cohort_of(rows: RunRows, times: StepTimes, families: Ints, cut_off_hours: float) -> Cohort:
    """The cohort of a run under a cut-off τ in hours; `families` are codes of `family_codes`."""
    cases, calendar = rows.cases, times.calendar
    counts = (cases.duplicate_of < 0) & (cases.opening == 0) & (cases.reported <= rows.end - cut_off_hours)
    case = np.flatnonzero(counts)
    wall = families[case] == CODES["emergency"]
    reported, closed = cases.reported[case], cases.closed[case]
    limit = reported + cut_off_hours
    first = _first_work(rows, times)[case]
    begins = np.where(wall, reported, calendar.worked_array(reported))

    def elapsed(until: Floats) -> Floats:
        return np.where(wall, until, calendar.worked_array(until)) - begins

    unit = np.where(wall, 1.0, hours_per_working_day(rows.scenario.calendar))
    causes = cause_hours(rows, times, case, limit, wall)
    causes /= unit[:, None]
    return Cohort(
        case=case,
        resolution=elapsed(np.fmin(closed, limit)) / unit,
        resolution_beyond=np.isnan(closed) | (closed > limit),
        response=elapsed(np.minimum(first, limit)) / unit,
        response_beyond=first > limit,
        causes=causes,
    )
