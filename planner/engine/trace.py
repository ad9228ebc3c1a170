"""Playing a recorded case table in place of drawn demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import numpy as np

from planner.engine.county import host_of_parts
from planner.engine.demand import Demand, Group, ticks
from planner.engine.draws import Floats, generator
from planner.engine.rows import Channel
from planner.errors import Problem, RequestError
from planner.files.cells import folded, id_in, is_missing, moment_in, number_in, whole_in, yes_or_no_in
from planner.files.findings import shown
from planner.model.casetype import CaseType
from planner.model.scenario import Scenario
from planner.model.text import nearest
from planner.model.tolerances import AFTER_START

Table = Mapping[str, Sequence[Any]]
"""Columns of one length by name."""

NEEDED = ("township", "case_type", "reported")
WORKS = {"intake_hours": "intake", "fact_hours": "fact", "decision_hours": "decision"}
DRAWS = {"formal": "formal", "unclear": "unclear"}
PLAYED = (*NEEDED, "channel", "occurred", "draw", *WORKS, *DRAWS, "opening", "duplicate_of")
"""The columns that are read; in any order, and with any others beside them."""
BESIDE = (
    *("scenario", "case_id", "family", "due", "closed", "level", "mode", "team", "bounces", "unusable", "reversed"),
    "repeats",
)
"""Columns of an exported table that say what became of a case; what is played becomes what it becomes."""

MOST_ROWS = 1_000_000
MOST_MATTERS = 5_000_000
"""Matters of one unit and type; `draw` numbers them from 0, and everything up to the highest number is drawn."""
MOST_MATTERS_TOGETHER = 20_000_000
"""Matters of all units and types, so that a small table cannot ask for hours of drawing."""
MOST_HOURS = 10_000.0
"""Work at one step, as in a scenario."""
OLDEST_DAYS = 3_660
"""How long a case can have been open when the run begins, as in a scenario."""
LONGEST_LAG = timedelta(days=36_600)
"""The most between occurrence and report."""

MOST_NAMED = 20
"""Rows of one kind of fault that are named; a long table can be wrong from top to bottom."""


class CleanTable(dict[str, list[Any]]):
    """A case table whose cells have been read: columns of `PLAYED` only, with None where a cell says nothing.

    Ids are text, times are datetimes on the county's clock, hours are floats, and yes and no are booleans.
    """


class _Complaints:
    """What is wrong with a table, by rows as a spreadsheet counts them: the headings are row 1."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._problems: list[Problem] = []
        self._counts: Counter[tuple[str, str]] = Counter()
        self._places: set[tuple[str, int]] = set()

    def complain(self, kind: str, column: str, place: int, value: object, nearest: str = "", **facts: Any) -> None:
        """A fault of a row, its place counted from 0; enough of one kind in one column are counted only.

        A cell has one fault at most.
        """
        if (column, place) in self._places:
            return
        self._places.add((column, place))
        self._counts[kind, column] += 1
        if self._counts[kind, column] <= MOST_NAMED:
            facts = {"row": place + 2, "value": _short(value), **facts}
            self._problems.append(Problem(kind=kind, file=self._name, path=column, facts=facts, nearest=nearest))

    def complain_of_column(self, kind: str, column: str, nearest: str = "", **facts: Any) -> None:
        """A fault of a whole column, or of the table."""
        self._problems.append(Problem(kind=kind, file=self._name, path=column, facts=facts, nearest=nearest))

    def raise_any(self) -> None:
        """Raise RequestError with all of them, where there are any."""
        for (_kind, column), count in self._counts.items():
            if count > MOST_NAMED:
                self.complain_of_column("trace-more", column, n=count - MOST_NAMED)
        if self._problems:
            raise RequestError(self._problems)


def _short(value: object) -> str:
    if isinstance(value, str):
        return value if len(value) <= 60 else f"{value[:60]}…"
    return shown(value)


def clean_table(table: Table, name: str = "") -> CleanTable:
    """The cells of a case table read as what they are; `name` is the file's, for messages.

    Needed columns: `township` (the id of a unit), `case_type` (an id), `reported` (a time). Used where present:
    `channel`, `occurred` (a time, not after the report), `draw` (the number of the matter among those of its unit and
    type: with the seed and replication of a simulated log its own draws return), `intake_hours`, `fact_hours`,
    `decision_hours` (work at pace 1), `formal` and `unclear` (yes or no), `opening` (yes for a case that is open when
    the run begins). Where one of these says nothing, blank or by a word such as NA, the value is drawn, or is the usual
    one. Rows with a `duplicate_of` are left out, because duplicates come of themselves, and so are rows in which every
    cell is blank.

    Raises RequestError with every problem, by row and column, and where a table has rows but none to be played.
    """
    if isinstance(table, CleanTable):
        return table
    complaints = _Complaints(name)
    table = {title: _python_values(cells) for title, cells in table.items()}
    columns = _columns_by_name(table, complaints)
    complaints.raise_any()
    length = len(next(iter(columns.values())))
    if length > MOST_ROWS:
        complaints.complain_of_column("trace-too-long", "", rows=length, most=MOST_ROWS)
        complaints.raise_any()
    everything = list(table.values())
    filled = [row for row in range(length) if not all(_is_blank(column[row]) for column in everything)]
    found = CleanTable({column: [None] * length for column in columns})
    for column, cells in columns.items():
        reader, kind = _READERS[column]
        read = found[column]
        for row in filled:
            value = cells[row]
            # In a column of yes and no, 无 is a no.
            taken = reader(value) if kind == "trace-yes-or-no" or not is_missing(value) else None
            if taken is None and (column in NEEDED or not is_missing(value)):
                complaints.complain(kind, column, row, "" if value is None else value)
            read[row] = taken
    _check_rows(found, filled, complaints)
    complaints.raise_any()
    return found


def _python_values(cells: Any) -> Sequence[Any]:
    """A column, which may be an array of NumPy or a series of Polars, as a list of Python values."""
    if isinstance(cells, np.ndarray):
        return cells.tolist()  # type: ignore[no-any-return]
    return cells if isinstance(cells, list | tuple) else list(cells)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _columns_by_name(table: Table, complaints: _Complaints) -> dict[str, Sequence[Any]]:
    columns: dict[str, Sequence[Any]] = {}
    titles = {folded(str(title)) for title in table}
    for title, cells in table.items():
        column = folded(str(title))
        if column in columns:
            complaints.complain_of_column("trace-column-twice", column)
        elif column in PLAYED:
            columns[column] = cells
        elif column not in BESIDE:
            near = nearest(column, PLAYED, likeness=0.8)
            # Beside `township` a `township_id` is a column of its own; without it, a slip.
            if near and near not in titles:
                complaints.complain_of_column("trace-column-unknown", str(title), nearest=near)
    for column in NEEDED:
        if column not in columns:
            told = ", ".join(map(str, table)) if len(table) <= 40 else f"{len(table)}"
            complaints.complain_of_column("trace-column", column, columns=_short(told))
    if len({len(cells) for cells in table.values()}) > 1:
        complaints.complain_of_column("trace-ragged", "")
    return columns


def _hours_in(value: object) -> float | None:
    number = number_in(value, "hours")
    return float(number) if number is not None and 0 <= number <= MOST_HOURS else None


def _matter_in(value: object) -> int | None:
    number = whole_in(value)
    return number if number is not None and 0 <= number < MOST_MATTERS else None


def _channel_in(value: object) -> str | None:
    words = folded(value) if isinstance(value, str) else ""
    return words if words in _CHANNELS else None


def _parent_in(value: object) -> str | None:
    """The case that a row repeats; what names it is not looked up. A yes or no names none, but `0` and `1` do."""
    name = id_in(value)
    return None if name is None or (yes_or_no_in(name) is not None and name not in ("0", "1")) else name


_CHANNELS = {channel.name.lower(): channel for channel in Channel}
_READERS: Mapping[str, tuple[Callable[[object], Any], str]] = {
    "township": (id_in, "trace-id"),
    "case_type": (id_in, "trace-id"),
    "reported": (moment_in, "trace-time"),
    "occurred": (moment_in, "trace-time"),
    "channel": (_channel_in, "trace-channel"),
    "draw": (_matter_in, "trace-draw"),
    **dict.fromkeys(WORKS, (_hours_in, "trace-hours")),
    **dict.fromkeys((*DRAWS, "opening"), (yes_or_no_in, "trace-yes-or-no")),
    "duplicate_of": (_parent_in, "trace-parent"),
}
"""How each column is read, and the kind of problem where that gives nothing."""


def _check_rows(found: CleanTable, filled: Sequence[int], complaints: _Complaints) -> None:
    """What the cells of a row say together, and the rows with each other."""
    parents = found.get("duplicate_of")
    played = [row for row in filled if parents is None or parents[row] is None]
    if filled and not played:
        complaints.complain_of_column("trace-nothing-played", "duplicate_of", rows=len(filled))
    for row in played if "occurred" in found else ():
        before, after = found["occurred"][row], found["reported"][row]
        if before is not None and after is not None and not timedelta(0) <= after - before <= LONGEST_LAG:
            complaints.complain("trace-order", "occurred", row, before)
    draws = found.get("draw")
    if draws is None or all(draws[row] is None for row in played):
        return
    seen: dict[tuple[Any, ...], int] = {}
    highest: Counter[tuple[Any, ...]] = Counter()
    opening = found.get("opening")
    for row in played:
        if draws[row] is None:
            complaints.complain("trace-draw", "draw", row, "")
            continue
        group = (found["township"][row], found["case_type"][row], bool(opening and opening[row]))
        highest[group] = max(highest[group], draws[row] + 1)
        other = seen.setdefault((*group, draws[row]), row)
        if other != row:
            complaints.complain("trace-same-matter", "draw", row, draws[row], other=other + 2)
    if highest.total() > MOST_MATTERS_TOGETHER:
        most = MOST_MATTERS_TOGETHER
        complaints.complain_of_column("trace-too-many-matters", "draw", matters=highest.total(), most=most)


def demand_of_table(scenario: Scenario, table: Table, *, seed: int = 1, replication: int = 0, name: str = "") -> Demand:
    """The demand that a recorded case table describes, read by `clean_table`; `name` is the file's, for messages.

    What is not recorded is drawn under the names of unit and type, as the demand of a scenario is.

    Raises RequestError with every problem: those of `clean_table`, unknown units, case types and times outside the
    horizon.
    """
    rows = _Rows(scenario, clean_table(table, name), name)
    by_group = rows.by_group()
    streams = partial(generator, seed, replication)
    groups = [rows.group(*key, np.array(numbers), streams) for key, numbers in sorted(by_group.items())]
    rows.complaints.raise_any()
    return Demand(groups)


class _Rows:
    """A clean table beside a scenario, and what of it does not go together."""

    def __init__(self, scenario: Scenario, table: CleanTable, name: str) -> None:
        self.scenario = scenario
        self.table = table
        self.complaints = _Complaints(name)

    def by_group(self) -> dict[tuple[str, str, bool], list[int]]:
        """Row numbers by unit, case type and whether the case was open when the run begins."""
        groups: dict[tuple[str, str, bool], list[int]] = {}
        parents, opening = self.table.get("duplicate_of"), self.table.get("opening")
        known = {"township": frozenset(host_of_parts(self.scenario)), "case_type": frozenset(self.scenario.case_types)}
        for row, (part, type_id) in enumerate(zip(self.table["township"], self.table["case_type"], strict=True)):
            if part is None or (parents is not None and parents[row] is not None):
                continue
            fits = True
            for column, value in (("township", part), ("case_type", type_id)):
                if value not in known[column]:
                    near = nearest(value, sorted(known[column]))
                    self.complaints.complain("trace-unknown", column, row, value, near)
                    fits = False
            if fits:
                groups.setdefault((part, type_id, bool(opening and opening[row])), []).append(row)
        return groups

    def group(self, part: str, type_id: str, opening: bool, numbers: Any, streams: Any) -> Group:
        """The cases of one unit and type, in order of report."""
        case_type = self.scenario.case_types[type_id]
        reported = self._reported(numbers, opening)
        order = np.argsort(reported, kind="stable")
        numbers, reported = numbers[order], reported[order]
        draws = [None] * len(numbers) if "draw" not in self.table else [self.table["draw"][row] for row in numbers]
        return Group(
            part=part,
            type_id=type_id,
            case_type=case_type,
            streams=streams,
            draw=np.arange(len(numbers)) if None in draws else np.array(draws, dtype=np.int64),
            occurred=self._occurred(numbers, reported),
            reported=reported,
            channel=self._channels(case_type, numbers),
            opening=opening,
            recorded=self._recorded(case_type, numbers),
        )

    def _hours_of(self, moment: datetime) -> float:
        start = datetime.combine(self.scenario.time.start, datetime.min.time())
        return (moment - start).total_seconds() / 3600.0

    def _reported(self, numbers: Any, opening: bool) -> Floats:
        """Hours since midnight of the start date; what lies outside the horizon is complained of."""
        start = datetime.combine(self.scenario.time.start, datetime.min.time())
        first, end = (start, start + timedelta(days=self.scenario.time.days))
        if opening:
            first, end = start - timedelta(days=OLDEST_DAYS), start + AFTER_START
        hours = np.zeros(len(numbers))
        for place, row in enumerate(numbers):
            moment = self.table["reported"][row]
            if first <= moment < end:
                hours[place] = self._hours_of(moment)
            else:
                kind = "trace-opening" if opening else "trace-horizon"
                self.complaints.complain(kind, "reported", row, moment, first=first, end=end)
        return ticks(hours)

    def _occurred(self, numbers: Any, reported: Floats) -> Floats:
        """The same of what occurred; a matter of which nothing is said was reported at once."""
        column = self.table.get("occurred")
        if column is None:
            return reported
        found = [column[row] for row in numbers]
        return np.array(
            [
                at if moment is None else ticks(np.array(self._hours_of(moment)))
                for moment, at in zip(found, reported, strict=True)
            ]
        )

    def _channels(self, case_type: CaseType, numbers: Any) -> Any:
        usual = Channel.ABOVE if case_type.family == "upper" else Channel.HOTLINE
        if case_type.channels.window == 1.0:
            usual = Channel.WINDOW
        column = self.table.get("channel")
        chosen = [_CHANNELS.get(column[row], usual) if column is not None else usual for row in numbers]
        return np.array(chosen, dtype=np.int8)

    def _recorded(self, case_type: CaseType, numbers: Any) -> dict[str, Floats]:
        """Recorded work as factors of the type's hours, a recorded yes or no as a draw that gives it; NaN where nothing
        is recorded."""
        recorded: dict[str, Floats] = {}
        for column, purpose in WORKS.items():
            hours = getattr(case_type, purpose).hours
            if column in self.table and hours > 0.0:
                found = [self.table[column][row] for row in numbers]
                recorded[purpose] = np.array([np.nan if value is None else value / hours for value in found])
        for column, purpose in DRAWS.items():
            if column in self.table:
                # A uniform of 0 lies below every positive probability, 1 below none.
                draw = {None: np.nan, True: 0.0, False: 1.0}
                recorded[purpose] = np.array([draw[self.table[column][row]] for row in numbers])
        return {purpose: column for purpose, column in recorded.items() if not np.isnan(column).all()}
