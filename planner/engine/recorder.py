"""What a run writes down while it goes: one flat array for the steps, one array per column of the cases."""

from __future__ import annotations

from array import array
from math import nan
from struct import pack

import numpy as np

from planner.engine.demand import Demand
from planner.engine.rows import Cases, Floats, Ints, StaffRows, Step, Steps

STEPS = 1 << 5
CREWS = 1 << 8
WALL_CLOCK = STEPS * CREWS
TEAM_CODE = 2 * WALL_CLOCK
"""A row's code is step + STEPS × crew + WALL_CLOCK (for those who work by it) + TEAM_CODE × (index of the team + 1)."""

HANDLES = np.isin(np.arange(STEPS), (Step.FACT, Step.DECISION, Step.REDO))
"""By step, whether the team that does it handles the case."""


class Recorder:
    """Rows in the making."""

    def __init__(self, demand: Demand, due: Floats) -> None:
        self._demand = demand
        groups = demand.groups
        reported = np.concatenate([group.reported for group in groups]) if groups else np.empty(0)
        opening = np.repeat([group.opening for group in groups], [len(group) for group in groups])
        # Stable, over groups sorted by name: ties are broken by names too. The opening backlog, older, comes first.
        order = self.order = np.argsort(reported, kind="stable")
        """By row, the place of its case in the groups one after the other."""
        sizes = [len(group) for group in groups]
        self.group_of = np.repeat(np.arange(len(groups), dtype=np.int32), sizes)[order]
        self.channel_of = np.concatenate([group.channel for group in groups] or [np.empty(0, np.int8)])[order]
        self.reported = array("d", reported[order].tobytes())
        self.due = array("d", due[order].tobytes())
        self.opening = opening[order] if len(order) else np.empty(0, bool)
        self.backlog = int(np.logical_and.accumulate(self.opening & (reported[order] <= 0.0)).sum())
        """Cases, the first ones, that are open when the run begins."""
        count = len(order)
        self.drawn = count
        self.closed = array("d", [nan]) * count
        self.level = bytearray(count)
        self.mode = bytearray(count)
        self.bounces = bytearray(count)
        self.unusable = bytearray(count)
        self.reversed = bytearray(count)
        self.repeats = bytearray(count)
        self.parents: list[int] = []
        self._rows = array("d")
        self._fresh: list[float] = []
        self.write_row = self._fresh.extend
        """Takes the row of a step: case, code, asked, started, ended, and hours of travel."""
        self.staff = array("d")
        self.interruptions = 0

    def pack(self) -> None:
        """Move the rows written since into the arrays: a list takes a row faster, an array keeps it smaller."""
        fresh = self._fresh
        self._rows.frombytes(pack(f"{len(fresh)}d", *fresh))
        fresh.clear()

    def write(self, case: int, code: int, asked: float, started: float, ended: float, travel: float = 0.0) -> None:
        """Write the row of a step."""
        self.write_row((case, code, asked, started, ended, travel))

    def duplicate(self, parent: int, now: float, due: float) -> int:
        """A row for the duplicate that a repeat contact about `parent` leaves."""
        self.parents.append(parent)
        self.reported.append(now)
        self.due.append(due)
        self.closed.append(nan)
        for octets in (self.level, self.mode, self.bounces, self.unusable, self.reversed, self.repeats):
            octets.append(0)
        return len(self.closed) - 1

    def case_rows(self, townships: dict[str, int], case_types: dict[str, int], steps: Steps) -> Cases:
        """The cases as columns; indices of units and types as given, and the rows of all their steps."""
        groups = self._demand.groups
        parents = np.array(self.parents, dtype=np.int64)
        count = self.drawn
        order_group = self.group_of

        def gather(columns: list[Floats], dtype: type) -> Floats:
            values = np.concatenate(columns)[self.order] if columns else np.empty(0)
            return np.concatenate((values, values[parents])).astype(dtype)

        def per_group(values: list[int], dtype: type) -> Floats:
            column: Ints = np.array(values, dtype=dtype)[order_group] if groups else np.empty(0, dtype)
            return np.concatenate((column, column[parents]))

        def octets(column: bytearray) -> Floats:
            return np.frombuffer(bytes(column), dtype=np.uint8)

        reported = np.array(self.reported)
        occurred = np.concatenate([group.occurred for group in groups])[self.order] if groups else np.empty(0)
        return Cases(
            township=per_group([townships[group.part] for group in groups], np.int16),
            case_type=per_group([case_types[group.type_id] for group in groups], np.int16),
            channel=gather([group.channel for group in groups], np.int8),  # type: ignore[misc]
            draw=gather([group.draw for group in groups], np.int32),  # type: ignore[misc]
            occurred=np.concatenate((occurred, reported[count:])),
            reported=reported,
            due=np.array(self.due),
            closed=np.array(self.closed),
            level=octets(self.level),
            mode=octets(self.mode),
            team=self._last_team(steps),
            bounces=octets(self.bounces),
            unusable=octets(self.unusable),
            reversed=octets(self.reversed),
            repeats=octets(self.repeats),
            duplicate_of=np.concatenate((np.full(count, -1, np.int64), parents)),
            opening=np.concatenate((self.opening, np.zeros(len(parents), bool))).astype(np.uint8),
        )

    def _last_team(self, steps: Steps) -> Ints:
        """By case, the team that last found its facts or decided it; -1 where none did. Shape (cases,)."""
        handled = HANDLES[steps.step]
        last = np.full(len(self.closed), -1, dtype=np.int32)
        # Rows stand in order of time, and of several values for one index NumPy keeps the last.
        last[steps.case[handled]] = steps.team[handled]
        return last

    def step_rows(self) -> Steps:
        """The steps as columns."""
        self.pack()
        rows = np.asarray(self._rows).reshape(-1, 6).T
        code = rows[1].astype(np.int32)
        return Steps(
            case=rows[0].astype(np.int32),
            step=(code % STEPS).astype(np.int8),
            crew=(code // STEPS % CREWS).astype(np.int16),
            wall_clock=(code // WALL_CLOCK % 2).astype(np.uint8),
            team=code // TEAM_CODE - 1,
            asked=rows[2].copy(),
            started=rows[3].copy(),
            ended=rows[4].copy(),
            travel=rows[5].copy(),
        )

    def staff_rows(self) -> StaffRows:
        """The rolls as columns."""
        table = np.array(self.staff).reshape(-1, 4)
        return StaffRows(
            team=table[:, 0].astype(np.int32),
            time=table[:, 1].copy(),
            on_roll=table[:, 2].astype(np.int32),
            certified=table[:, 3].astype(np.int32),
        )


def step_code(step: Step | int, team: int = -1, crew: int = 0, wall_clock: bool = False) -> int:
    """Step, team, crew and clock of a row in one number."""
    return int(step) + STEPS * crew + WALL_CLOCK * int(wall_clock) + TEAM_CODE * (team + 1)
