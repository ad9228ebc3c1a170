"""One row per team and day: how busy, how many officers, how much waits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from attrs import frozen

from planner.engine.rows import Channel, Floats, Ints, Level, Mode, RunRows, Step
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


Table = dict[str, Any]
"""Columns of one length: NumPy arrays, or lists where a value can be missing (None) or is text."""


def _names(names: Sequence[str], codes: Ints) -> list[str | None]:
    """The name behind each code; None for -1."""
    table = np.array([*names, None], dtype=object)
    named: list[str | None] = table[codes].tolist()
    return named


def _timestamps(rows: RunRows, hours: Floats) -> Any:
    """`datetime64[us]` of hours since midnight of the start date, to the nearest microsecond; NaT for NaN."""
    microseconds = np.rint(hours * 3.6e9)
    missing = np.isnan(microseconds)
    offset = np.where(missing, 0, microseconds).astype("timedelta64[us]")
    stamps = np.datetime64(rows.scenario.time.start, "us") + offset
    stamps[missing] = np.datetime64("NaT")
    return stamps


def case_table(rows: RunRows) -> Table:
    """One row per case, in the order of `RunRows.cases`; `case_id` counts from 0 and names the case in all tables.

    `township` is the unit under whose name the demand was drawn, `draw` the number of the matter among those of its
    township and type: with `occurred`, `reported` and `channel` what a run played from a case log needs.
    """
    cases = rows.cases
    duplicate_of = cases.duplicate_of.tolist()
    return {
        "case_id": np.arange(len(cases.reported)),
        "township": _names(rows.townships, cases.township),
        "case_type": _names(rows.case_types, cases.case_type),
        "family": [rows.scenario.case_types[rows.case_types[code]].family for code in cases.case_type],
        "channel": _names([channel.name.lower() for channel in Channel], cases.channel),
        "draw": cases.draw,
        "occurred": _timestamps(rows, cases.occurred),
        "reported": _timestamps(rows, cases.reported),
        "due": _timestamps(rows, cases.due),
        "closed": _timestamps(rows, cases.closed),
        "level": _names([level.name.lower() for level in Level], cases.level),
        "mode": _names([mode.name.lower() for mode in Mode], cases.mode),
        "team": _names(rows.teams, cases.team),
        "bounces": cases.bounces,
        "unusable": cases.unusable == 1,
        "reversed": cases.reversed == 1,
        "repeats": cases.repeats,
        "duplicate_of": [None if parent < 0 else parent for parent in duplicate_of],
        "opening": cases.opening == 1,
    }


def event_table(rows: RunRows) -> Table:
    """One row per step, in the order of `RunRows.steps`, as process-mining tools read them."""
    steps = rows.steps
    return {
        "case_id": steps.case,
        "activity": _names([step.name.lower() for step in Step], steps.step),
        "asked": _timestamps(rows, steps.asked),
        "start": _timestamps(rows, steps.started),
        "end": _timestamps(rows, steps.ended),
        "team": _names(rows.teams, steps.team),
        "crew": steps.crew,
        "township": _names(rows.townships, rows.cases.township[steps.case]),
        "case_type": _names(rows.case_types, rows.cases.case_type[steps.case]),
    }


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
