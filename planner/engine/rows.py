"""The rows of a run: everything a replication leaves behind. All figures are pure functions of them.

Times are wall-clock hours since midnight of the start date. Columns of one table have the same length.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from planner.model.routing import TeamKey
from planner.model.scenario import Scenario

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


@frozen(kw_only=True)
class RunRows:
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
