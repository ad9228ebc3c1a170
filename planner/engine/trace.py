"""Playing a recorded case table in place of drawn demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from math import inf
from typing import Any

import numpy as np

from planner.engine.county import host_of_parts
from planner.engine.demand import Demand, Group, ticks
from planner.engine.draws import Floats, generator
from planner.engine.rows import Channel
from planner.errors import Problem, RequestError
from planner.model.casetype import CaseType
from planner.model.scenario import Scenario

Table = Mapping[str, Sequence[Any]]
"""Columns of one length by name."""

NEEDED = ("township", "case_type", "reported")
WORKS = {"intake_hours": "intake", "fact_hours": "fact", "decision_hours": "decision"}
DRAWS = {"formal": "formal", "unclear": "unclear"}
HAIR = 1e-9
"""Hours after the start at which a case that was open then may have been reported: none."""

MOST_NAMED = 20
"""Rows of one kind of fault that are named; a long table can be wrong from top to bottom."""


def demand_of_table(scenario: Scenario, table: Table, *, seed: int = 1, replication: int = 0, name: str = "") -> Demand:
    """The demand that a recorded case table describes; `name` is the file's, for messages.

    Needed columns: `township` (a unit), `case_type`, `reported` (a time). Used where present: `channel`, `occurred`,
    `draw` (the number of the matter: with the seed and replication of a simulated log its own draws return),
    `intake_hours`, `fact_hours`, `decision_hours` (work at pace 1), `formal` and `unclear` (true or false),
    `opening`; rows with a `duplicate_of` are left out, because duplicates come of themselves. What is not recorded is
    drawn.

    Raises RequestError with every problem: missing columns, unknown names, times outside the horizon, values of a
    wrong kind.
    """
    problems = [
        Problem(kind="trace-column", file=name, path=column, facts={"columns": ", ".join(table)})
        for column in NEEDED
        if column not in table
    ]
    if problems:
        raise RequestError(problems)
    rows = _Rows(scenario, table, name)
    streams = partial(generator, seed, replication)
    groups = []
    for (part, type_id, opening), numbers in sorted(rows.by_group().items()):
        groups.append(rows.group(part, type_id, opening, np.array(numbers), streams))
    if rows.problems:
        raise RequestError(rows.problems)
    return Demand(groups)


class _Rows:
    """The table row by row, and what is wrong with it."""

    def __init__(self, scenario: Scenario, table: Table, name: str) -> None:
        self.scenario = scenario
        self.table = table
        self.name = name
        self.problems: list[Problem] = []
        self._named: dict[str, int] = {}
        self._parts = sorted(host_of_parts(scenario))

    def complain(self, kind: str, column: str, row: int, value: object, nearest: str = "") -> None:
        """Note a problem of a row (counted from 1, without the header), unless enough of its kind are named already."""
        self._named[kind] = self._named.get(kind, 0) + 1
        if self._named[kind] <= MOST_NAMED:
            facts = {"row": row + 1, "value": str(value)}
            self.problems.append(Problem(kind=kind, file=self.name, path=column, facts=facts, nearest=nearest))

    def by_group(self) -> dict[tuple[str, str, bool], list[int]]:
        """Row numbers by unit, case type and whether the case was open when the run begins."""
        groups: dict[tuple[str, str, bool], list[int]] = {}
        duplicate = self.table.get("duplicate_of")
        opening = self.table.get("opening")
        for row, (part, type_id) in enumerate(zip(self.table["township"], self.table["case_type"], strict=True)):
            if duplicate is not None and duplicate[row] is not None:
                continue
            known = True
            for column, value, names in (
                ("township", part, self._parts),
                ("case_type", type_id, sorted(self.scenario.case_types)),
            ):
                if value not in names:
                    nearest = get_close_matches(str(value), names, n=1)
                    self.complain("trace-unknown", column, row, value, nearest[0] if nearest else "")
                    known = False
            if known:
                key = (part, type_id, bool(opening is not None and opening[row]))
                groups.setdefault(key, []).append(row)
        return groups

    def group(self, part: str, type_id: str, opening: bool, numbers: Any, streams: Any) -> Group:
        """The cases of one unit and type, in order of report."""
        case_type = self.scenario.case_types[type_id]
        end = self.scenario.time.days * 24.0
        reported = self._hours("reported", numbers, *((-inf, HAIR) if opening else (0.0, end)))
        order = np.argsort(reported, kind="stable")
        numbers, reported = numbers[order], reported[order]
        draw = self.table.get("draw")
        return Group(
            part=part,
            type_id=type_id,
            case_type=case_type,
            streams=streams,
            draw=np.arange(len(numbers)) if draw is None else np.array([draw[row] for row in numbers], dtype=np.int64),
            occurred=self._hours("occurred", numbers, -inf, inf) if "occurred" in self.table else reported,
            reported=reported,
            channel=self._channels(case_type, numbers),
            opening=opening,
            recorded=self._recorded(case_type, numbers),
        )

    def _hours(self, column: str, numbers: Any, first: float, end: float) -> Floats:
        """A column of times as hours since midnight of the start date, from `first` and before `end`."""
        start = datetime.combine(self.scenario.time.start, datetime.min.time())
        hours = np.zeros(len(numbers))
        for place, row in enumerate(numbers):
            value = self.table[column][row]
            try:
                moment = datetime.fromisoformat(value) if isinstance(value, str) else value
                hours[place] = (moment - start).total_seconds() / 3600.0
            except (TypeError, ValueError):
                self.complain("trace-time", column, row, value)
                continue
            if not first <= hours[place] < end:
                self.complain("trace-horizon", column, row, value)
        return ticks(hours)

    def _channels(self, case_type: CaseType, numbers: Any) -> Any:
        column = self.table.get("channel")
        codes = {channel.name.lower(): int(channel) for channel in Channel}
        usual = Channel.ABOVE if case_type.family == "upper" else Channel.HOTLINE
        if case_type.channels.window == 1.0:
            usual = Channel.WINDOW
        chosen = []
        for row in numbers:
            value = None if column is None else column[row]
            if value is not None and value not in codes:
                nearest = get_close_matches(str(value), codes, n=1)
                self.complain("trace-unknown", "channel", row, value, nearest[0] if nearest else "")
            chosen.append(codes.get(value, int(usual)) if value is not None else int(usual))
        return np.array(chosen, dtype=np.int8)

    def _recorded(self, case_type: CaseType, numbers: Any) -> dict[str, Floats]:
        """Recorded work as factors of the type's hours; a recorded yes or no as a draw that gives it."""
        recorded: dict[str, Floats] = {}
        for column, purpose in WORKS.items():
            hours = getattr(case_type, purpose).hours
            if column in self.table and hours > 0.0:
                recorded[purpose] = np.array([self._number(column, row) / hours for row in numbers])
        for column, purpose in DRAWS.items():
            if column in self.table:
                # A uniform of 0 lies below every positive probability, 1 below none.
                recorded[purpose] = np.array([0.0 if self.table[column][row] else 1.0 for row in numbers])
        return recorded

    def _number(self, column: str, row: int) -> float:
        value = self.table[column][row]
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 <= value < np.inf:
            self.complain("trace-hours", column, row, value)
            return 0.0
        return float(value)
