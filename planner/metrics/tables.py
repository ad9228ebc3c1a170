"""One row per team and day: how busy, how many officers, how much waits."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
from attrs import frozen

from planner.engine.rows import Floats, Ints, RunRows, Table
from planner.metrics.cells import add_up
from planner.metrics.horizon import StepTimes, step_times
from planner.metrics.organisation import OCCUPYING, occupying, rolls


@frozen(kw_only=True)
class TeamDays:
    """Tables of teams (rows, in the order of `RunRows.teams`) × days of the horizon (columns)."""

    teams: tuple[str, ...]
    days: tuple[date, ...]
    busy_hours: Floats
    """Officer-hours at work or travelling within office hours; nights of emergencies are left out."""
    roll_hours: Floats
    """Officer-hours within office hours of those on the roll."""
    waiting: Ints
    """Jobs asked for and not begun at midnight after the day."""


def team_days(rows: RunRows) -> TeamDays:
    """The days of a run's teams."""
    times, count = step_times(rows), max(1, math.ceil(rows.end / 24.0))
    steps, start = rows.steps, rows.scenario.time.start
    at_work = occupying(rows)
    team, begins, stops, officers = rolls(rows)
    shape = (len(rows.teams), count)

    def by_day(team: Ints, begins: Floats, stops: Floats, people: Ints) -> Floats:
        return _by_day(times, shape, team, begins, stops, people)

    jobs = np.flatnonzero(np.isin(steps.step, OCCUPYING) & (steps.team >= 0))
    arriving = _events(shape, steps.team[jobs], steps.asked[jobs])
    leaving = _events(shape, steps.team[at_work], times.started[at_work])
    return TeamDays(
        teams=rows.teams,
        days=tuple(start + timedelta(days=number) for number in range(count)),
        busy_hours=by_day(steps.team[at_work], times.started[at_work], times.ended[at_work], steps.crew[at_work]),
        roll_hours=by_day(team, begins, stops, officers),
        waiting=np.cumsum(arriving - leaving, axis=1),
    )


def _events(shape: tuple[int, int], team: Ints, time: Floats) -> Ints:
    """Number of events by team and day; what lies before the start counts on the first day."""
    day = np.clip(time // 24.0, 0, shape[1] - 1).astype(np.int64)
    return np.bincount(team.astype(np.int64) * shape[1] + day, minlength=shape[0] * shape[1]).reshape(shape)


def _by_day(
    times: StepTimes, shape: tuple[int, int], team: Ints, begins: Floats, stops: Floats, people: Ints
) -> Floats:
    """People × office hours of each stretch of time, cut at midnights, by team and day."""
    midnights = times.calendar.worked_array(24.0 * np.arange(shape[1] + 1))
    first = np.clip(begins // 24.0, 0, shape[1] - 1).astype(np.int64)
    last = np.clip(stops // 24.0, first, shape[1] - 1).astype(np.int64)
    parts = last - first + 1
    stretch = np.repeat(np.arange(parts.size), parts)
    day = first[stretch] + np.arange(stretch.size) - np.repeat(np.cumsum(parts) - parts, parts)
    begun = np.maximum(times.calendar.worked_array(begins)[stretch], midnights[day])
    stopped = np.minimum(times.calendar.worked_array(stops)[stretch], midnights[day + 1])
    hours = np.maximum(stopped - begun, 0.0) * people[stretch]
    cell = team[stretch].astype(np.int64) * shape[1] + day
    return add_up(cell, hours, shape[0] * shape[1]).reshape(shape)


def team_day_table(rows: RunRows) -> Table:
    """One row per team and day, team by team."""
    days = team_days(rows)
    teams, count = len(days.teams), len(days.days)
    return {
        "team": [team for team in days.teams for _ in range(count)],
        "day": np.tile(np.array(days.days, dtype="datetime64[D]"), teams),
        "busy_hours": days.busy_hours.ravel(),
        "roll_hours": days.roll_hours.ravel(),
        "waiting": days.waiting.ravel(),
    }
