"""The rows of a run as tables for analysts: plain columns with names and timestamps, ready for CSV and Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from planner.engine.rows import Channel, Floats, Ints, Level, Mode, RunRows, Step
from planner.metrics.days import team_days

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
