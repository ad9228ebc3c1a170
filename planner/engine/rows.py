"""The rows of a run: everything a replication leaves behind. All figures are pure functions of them.

Times are wall-clock hours since midnight of the start date. Columns of one table have the same length.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from planner.model.routing import TeamKey
from planner.model.scenario import Scenario, called
from planner.model.summary import Summarised, Summary, some

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]
Ints = NDArray[Any]


class Channel(IntEnum):
    """How a case was reported."""

    WINDOW = 0
    ONLINE = 1
    HOTLINE = 2
    PATROL = 3
    ABOVE = 4


class Level(IntEnum):
    """Where a case was settled."""

    OPEN = 0
    VILLAGE = 1
    TOWNSHIP = 2
    COUNTY = 3


class Mode(IntEnum):
    """By which holding a case was decided; NONE for cases without a formal decision (so far)."""

    NONE = 0
    ASSIGNED = 1
    ENTRUSTED = 2
    POSTED = 3
    AGENCY = 4
    COUNTY = 5


class Step(IntEnum):
    """What happens to a case. Steps from PARTNER on run beside its main line, or belong to no cause of its time."""

    INTAKE = 0
    DISPATCH = 1
    RETURN = 2
    """Away at units that return it; one row for all returns in a row."""
    OWNER_COORDINATION = 3
    VILLAGE = 4
    FACT = 5
    LEGAL_REVIEW = 6
    REFERRAL = 7
    """From asking by letter until the department's job is on its list; reminders and coordination included."""
    WHISTLE = 8
    """The same by whistle."""
    DECISION = 9
    JOIN = 10
    """From the end of the responsible team's work until the last partner is done."""
    REDO = 11
    PARTNER = 12
    PARTNER_REFERRAL = 13
    PARTNER_WHISTLE = 14
    REPEAT = 15
    """Receiving a repeat contact."""


MAIN_LINE = tuple(step for step in Step if step < Step.PARTNER)


@frozen(kw_only=True)
class Cases:
    """One row per case in order of report; duplicates from repeat contacts stand at the end, in order of contact."""

    township: Ints
    """Index into `RunRows.townships`: the unit under whose name the demand was drawn."""
    case_type: Ints
    channel: Ints
    draw: Ints
    """Number of the matter among those drawn for its township and type."""
    occurred: Floats
    reported: Floats
    """Negative for an opening backlog."""
    due: Floats
    closed: Floats
    """NaN while open."""
    level: Ints
    mode: Ints
    team: Ints
    """Index into `RunRows.teams` of the team that decided, or else handled it; -1 before."""
    bounces: Ints
    unusable: Ints
    """1 where the power was held but no crew could be formed (接不住)."""
    reversed: Ints
    repeats: Ints
    """Repeat contacts so far."""
    duplicate_of: Ints
    """Row of the case whose repeat contact this is, or -1."""
    opening: Ints
    """1 for the opening backlog."""


@frozen(kw_only=True)
class Steps:
    """One row per step of a case, in order of completion; steps not complete at the end follow.

    Along the main line of a case the rows join without a gap: each `asked` is the `ended` before it, the first is the
    report, the last the closure. Waiting is `asked` to `started`; then the crew travels for `travel` hours of the
    time it works, then works until `ended`. An interrupted job leaves one row for each stretch. NaN: not reached.
    """

    case: Ints
    step: Ints
    team: Ints
    """Index into `RunRows.teams`; -1 for a step that occupies nobody. For referrals and whistles, the department asked.
    """
    crew: Ints
    asked: Floats
    started: Floats
    ended: Floats
    travel: Floats
    """Hours of travel inside this stretch, on the clock that the crew works by."""
    wall_clock: Ints
    """1 where the crew worked round the clock (emergencies), else 0."""


@frozen(kw_only=True)
class StaffRows:
    """One row per team at the start and at each change of its roll."""

    team: Ints
    time: Floats
    on_roll: Ints
    certified: Ints


@frozen(kw_only=True, repr=False)
class RunRows(Summarised):
    """What one replication leaves behind."""

    scenario: Scenario
    seed: int
    replication: int
    families: tuple[str, ...]
    """Families that were asked for; their figures are those of the whole run. Others may be incomplete."""
    end: float
    """Wall-clock hours at the end of the horizon."""
    townships: tuple[str, ...]
    """Units under whose names demand is drawn."""
    case_types: tuple[str, ...]
    teams: tuple[TeamKey, ...]
    """Team keys (`planner.model.routing`)."""
    cases: Cases
    steps: Steps
    staff: StaffRows
    interruptions: int

    def summary(self) -> Summary:
        """What they are, in a few lines: also their `repr`."""
        cases = len(self.cases.reported)
        still_open = int(np.isnan(self.cases.closed).sum())
        return Summary(
            f"Rows of {called(self.scenario)}, replication {self.replication}, seed {self.seed}",
            (
                ("horizon", f"{self.end / 24.0:g} days from {self.scenario.time.start}"),
                ("cases", f"{cases:,}, of them {still_open:,} open at the end"),
                ("steps", f"{len(self.steps.case):,}"),
                ("families", some(self.families) if self.families else "all"),
                ("townships", some(self.townships)),
                ("teams", some(self.teams)),
            ),
        )

    def case_frame(self) -> pl.DataFrame:
        """The cases as a frame of Polars, with names and dates: `case_table`."""
        import polars as pl

        return pl.DataFrame(case_table(self))

    def step_frame(self) -> pl.DataFrame:
        """The steps of cases as a frame of Polars: `event_table`."""
        import polars as pl

        return pl.DataFrame(event_table(self))


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
