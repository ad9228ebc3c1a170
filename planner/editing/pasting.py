"""A block copied from a spreadsheet, put into the table of people: all of it, or nothing and every reason why not."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from planner.editing.commands import SORTS
from planner.editing.headings import (
    MOST_NEAREST,
    Block,
    BlockColumn,
    BlockColumns,
    block_columns,
    is_numeric,
    is_total,
    name_forms,
)
from planner.editing.people import CERTIFIED, Of, PeopleCell, PeopleRow, PeopleTable
from planner.editing.tables import EditRefused, keys_of
from planner.errors import Problem
from planner.files.cells import whole_in
from planner.files.findings import shown
from planner.model.text import nearest

UNCHANGED = ("", "/", "…", "...")
"""Cells that leave what is there as it is."""
SUFFIXES = (
    *("街道办事处", "街道办", "街道", "镇人民政府", "镇政府", "镇", "乡", "局"),
    *("street", "subdistrict", "town", "township"),
)
"""What the name of a unit may be written without."""
OFFICES = ("办事处", "办", "人民政府", "政府")
"""What may stand behind the name of a township."""
MOST_PEOPLE = 1_000_000
MOST_CELLS = 20_000
MOST_CHARACTERS = 120_000
"""More is no table of people, and would keep whoever pastes it waiting."""


@frozen(kw_only=True)
class PassedOver:
    """A row of a block, counted from 0, that is no unit's: its first words, and whether they are a total's."""

    line: int
    words: str
    total: bool = False


@frozen
class Change:
    """A number of the table that becomes another one, with its column."""

    row: PeopleRow
    column: int
    people: int

    @property
    def before(self) -> int:
        """The number that stands now where the pasted one would go."""
        return self.row.cells[self.column].people or 0


@frozen(kw_only=True)
class Pasting:
    """What a block would do: the numbers by path, and for a person who is to agree, what goes where and what does not.

    `rows` are the lines of the block, counted from 0, with the row of the table each goes to, by name unless
    `rows_by_place`. `blanks` counts the cells that leave what is there, `changes` are the numbers that are other ones
    than those there now. `left_rows` and `left_columns` are those of the table that get nothing; `totals_checked`
    counts the totals that were held against their parts. `last_row_adds_up` and `last_column_adds_up` say that what no
    name or heading explains is the sum of all before it, as totals are.
    """

    of: Of
    values: Mapping[str, int]
    rows: tuple[tuple[int, PeopleRow], ...]
    rows_by_place: bool
    columns: BlockColumns
    passed_rows: tuple[PassedOver, ...]
    blanks: int
    changes: tuple[Change, ...]
    left_rows: tuple[PeopleRow, ...]
    left_columns: tuple[int, ...]
    totals_checked: int
    last_row_adds_up: bool
    last_column_adds_up: bool

    @property
    def is_one_number(self) -> bool:
        """Whether it is one number for the cell of the cursor, and nothing else."""
        return self.columns.by_place and self.rows_by_place and len(self.rows) == len(self.columns.columns) == 1


def pasting(table: PeopleTable, row: int, column: int, text: str) -> Pasting:
    """What a block does to a table, with the cursor at a row and column of it, counted from 0.

    Headings decide the columns (`planner.editing.headings`) and names of units the rows; where there are none, the
    block goes where the cursor is. Totals and numbering are passed over, and a total must be that of its parts. Empty
    cells leave what is there. Raises EditRefused with every problem; `row` and `column` of a problem count the cells
    of the block from 1.
    """
    return _Paste(table, row, column, _cells(text)).plan()


def _cells(text: str) -> list[list[str]]:
    """The cells of a block, without empty lines at its end. Raises EditRefused where it is no block of cells."""
    if len(text) > MOST_CHARACTERS:
        raise EditRefused(Problem(kind="block-too-large", facts={"limit": MOST_CELLS, "row": 1, "column": 1}))
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="")
    block: list[list[str]] = []
    try:
        for line in csv.reader(lines, dialect="excel-tab", strict=True):
            block.append([cell.strip() for cell in line])
    except csv.Error as error:
        raise EditRefused(Problem(kind="open-quotes", facts={"row": len(block) + 1, "column": 1})) from error
    while block and not any(block[-1]):
        block.pop()
    if sum(map(len, block)) > MOST_CELLS:
        raise EditRefused(Problem(kind="block-too-large", facts={"limit": MOST_CELLS, "row": 1, "column": 1}))
    return block


class _Paste:
    """One block on its way into the table."""

    def __init__(self, table: PeopleTable, row: int, column: int, block: Block) -> None:
        self._table = table
        self._row = row
        self._column = column
        self._block = block
        self._problems: list[Problem] = []
        self._names = _Names(table)
        self._totals_checked = 0

    def plan(self) -> Pasting:
        block = self._block
        body = next((line for line in range(len(block)) if self._is_body(line)), len(block))
        if body == len(block):
            raise EditRefused(Problem(kind="nothing-pasted"))
        self._body = [line for line in range(body, len(block)) if any(block[line])]
        self._look_for_ragged()
        if self._problems:
            raise EditRefused(self._problems)
        columns = block_columns(self._table, block, body, self._named_columns(), self._column, self._problems)
        self._numbers = columns.of("numbers")
        others = {one.place for one in columns.columns if one.role != "numbers"}
        self._counted = [place for place in range(max(map(len, block))) if place not in others]
        rows, passed = self._rows(columns)
        values: dict[str, int] = {}
        changes: list[Change] = []
        blanks = 0
        known = {one.place for one in self._numbers}
        for line, target in rows:
            for place in self._counted:
                cell = self._cell(line, place)
                if place not in known and cell not in UNCHANGED and whole_in(cell, "people") is None:
                    self._refuse("wrong-type", line, place, expected="whole-number", got=shown(cell))
            for one in self._numbers:
                cell = self._cell(line, one.place)
                if cell in UNCHANGED:
                    blanks += 1
                    continue
                found = self._value(target, one, cell)
                if isinstance(found, Problem):
                    self._problems.append(_at(found, line, one.place))
                elif found is not None:
                    path, number = found
                    values[path] = number
                    if number != target.cells[one.target].people:
                        changes.append(Change(target, one.target, number))
        if not self._problems:
            self._check_totals(columns, rows, [one.line for one in passed if one.total])
        if self._problems:
            raise EditRefused(sorted(self._problems, key=lambda one: (one.facts["row"], one.facts["column"])))
        if not rows or not self._numbers:
            raise EditRefused(Problem(kind="nothing-pasted"))
        numbers = [[whole_in(self._cell(line, one.place), "people") for one in self._numbers] for line, _row in rows]
        got = [target.unit for _line, target in rows]
        reached = {one.target for one in self._numbers}
        return Pasting(
            of=self._table.of,
            values=values,
            rows=tuple(rows),
            rows_by_place=self._rows_by_place,
            columns=columns,
            passed_rows=(*self._titles(columns), *passed),
            blanks=blanks,
            changes=tuple(changes),
            left_rows=tuple(row for row in self._table.rows if row.unit not in got),
            left_columns=tuple(place for place in range(len(self._table.columns)) if place not in reached),
            totals_checked=self._totals_checked,
            last_row_adds_up=self._rows_by_place and self._adds_up([[*cells] for cells in zip(*numbers, strict=True)]),
            last_column_adds_up=columns.by_place and self._adds_up(numbers),
        )

    def _cell(self, line: int, place: int) -> str:
        return self._block[line][place] if place < len(self._block[line]) else ""

    def _titles(self, columns: BlockColumns) -> Iterator[PassedOver]:
        yield from (PassedOver(line=line, words=self._words(line)) for line in columns.titles if any(self._block[line]))

    def _words(self, line: int) -> str:
        return next((" ".join(cell.split()) for cell in self._block[line] if cell), "")

    def _is_body(self, line: int) -> bool:
        """Whether a line is more than a heading: it has a number, or the name of a unit."""
        return any(is_numeric(cell) or self._names.of(cell) is not None for cell in self._block[line] if cell)

    def _named_columns(self) -> set[int]:
        """The columns in which rows are named; where no name is known, the first one if it holds words."""
        width = max(map(len, self._block))
        cells = {place: [cell for line in self._body if (cell := self._cell(line, place))] for place in range(width)}
        named = {
            place
            for place, there in cells.items()
            if any(self._names.of(cell) is not None or self._says_total(cell) for cell in there)
        }
        if any(self._names.of(cell) is not None for place in named for cell in cells[place]):
            return named
        filled = [place for place, there in cells.items() if there]
        words = filled and not any(map(is_numeric, cells[filled[0]]))
        return named | {filled[0]} if words and len(filled) > 1 else named

    def _look_for_ragged(self) -> None:
        """Rows of more or fewer cells than most: what stands in them may have slipped aside."""
        width = 1 + max(place for line in self._block for place, cell in enumerate(line) if cell)
        counts = {line: min(len(self._block[line]), width) for line in self._body}
        counts = {line: count for line, count in counts.items() if any(map(is_numeric, self._block[line]))}
        if not counts:
            return
        often = Counter(counts.values())
        usual = max(often, key=lambda count: (often[count], count))
        for line, count in counts.items():
            if count != usual:
                self._refuse("ragged-row", line, min(count, usual), cells=count, others=usual)

    def _refuse(self, kind: str, line: int, place: int, *, path: str = "", near: str = "", **facts: object) -> None:
        spot = {**facts, "row": line + 1, "column": place + 1}
        self._problems.append(Problem(kind=kind, path=path, facts=spot, nearest=near))

    # Rows -----------------------------------------------------------------------------------------------------------

    def _rows(self, columns: BlockColumns) -> tuple[list[tuple[int, PeopleRow]], list[PassedOver]]:
        """Which lines of the block go to which rows of the table, and which are nobody's."""
        names = [column.place for column in columns.of("names")]
        words = [*names, *(column.place for column in columns.of("numbering"))]
        totals = [line for line in self._body if any(self._says_total(self._cell(line, place)) for place in words)]
        passed = [PassedOver(line=line, words=self._words(line), total=True) for line in totals]
        others = [line for line in self._body if line not in totals]
        self._rows_by_place = not any(self._cell(line, place) for line in others for place in names)
        if self._rows_by_place:
            return self._by_place(others, totals), passed
        found: list[tuple[int, PeopleRow]] = []
        for line in others:
            target = self._named_in(line, names)
            if target is not None and any(target is other for _line, other in found):
                self._refuse("pasted-twice", line, names[0], path=target.unit, got=self._words(line))
            elif target is not None:
                found.append((line, target))
            elif not self._has_numbers(line):
                passed.append(PassedOver(line=line, words=self._words(line)))
        return found, passed

    def _says_total(self, cell: str) -> bool:
        """Whether a row of this name is a total, and not a unit that is so called, such as Bayan Sum."""
        return is_total(cell) and self._names.of(cell) is None

    def _has_numbers(self, line: int) -> bool:
        """Whether a line has numbers of people, also in a column whose heading is not understood."""
        return any(is_numeric(self._cell(line, place)) for place in self._counted)

    def _named_in(self, line: int, names: Sequence[int]) -> PeopleRow | None:
        """The unit that a line names; None where it names none, which is a problem where it has numbers."""
        cells = [(place, cell) for place in names if (cell := self._cell(line, place))]
        found = {unit.unit: unit for _place, cell in cells if (unit := self._names.of(cell, by_id=True)) is not None}
        if len(found) > 1:
            self._refuse("two-units", line, cells[1][0], got=shown(cells[1][1]))
        elif not found and self._has_numbers(line):
            if cells:
                place, cell = cells[0]
                near = nearest(cell, self._names.all()) if len(self._problems) < MOST_NEAREST and len(cell) < 60 else ""
                self._refuse("unknown-name", line, place, what=SORTS[self._table.of], got=cell, near=near)
            else:
                self._refuse("row-without-name", line, names[0])
        for place, cell in cells if found else ():
            if is_numeric(cell) and self._names.of(cell, by_id=True) is None:
                self._refuse("number-among-names", line, place, got=shown(cell))
        return next(iter(found.values())) if len(found) == 1 else None

    def _by_place(self, lines: Sequence[int], totals: Sequence[int]) -> list[tuple[int, PeopleRow]]:
        """Line after line from the cursor on; an empty line takes a row, and a total takes none."""
        first = lines[0] if lines else 0
        places = [(line, self._row + line - first - sum(first < one < line for one in totals)) for line in lines]
        beyond = next((line for line, place in places if place >= len(self._table.rows)), None)
        if beyond is not None:
            room = max(len(self._table.rows) - self._row, 0)
            self._refuse("outside-table", beyond, 0, rows=len(lines), room=room)
        return [(line, self._table.rows[place]) for line, place in places if place < len(self._table.rows)]

    # Values ---------------------------------------------------------------------------------------------------------

    def _value(self, row: PeopleRow, column: BlockColumn, cell: str) -> tuple[str, int] | Problem | None:
        """Where a cell goes and what it says, or what is wrong with it; None where there is nothing to say."""
        inside = column.target < len(row.cells)
        target = row.cells[column.target] if inside else PeopleCell()
        number = whole_in(cell, "people")
        facts: Mapping[str, Any]
        if inside and not target.path:
            if number == 0:
                return None
            facts = {"unit": keys_of(row.unit)[-1], "team": self._table.columns[column.target].team, "got": shown(cell)}
            return Problem(kind="no-such-team", path=row.unit, facts=facts)
        if not target.path:
            facts = {"columns": column.target + 1, "room": len(row.cells)}
            return Problem(kind="outside-table", path=row.unit, facts=facts)
        if number is None:
            facts = {"expected": "whole-number", "got": shown(cell)}
            return Problem(kind="wrong-type", path=target.path, facts=facts)
        if not 0 <= number <= MOST_PEOPLE:
            limits = {"unit": "people", "lowest": 0, "highest": MOST_PEOPLE, "open_low": False, "open_high": False}
            return Problem(kind="out-of-range", path=target.path, facts={"got": shown(cell), **limits})
        return target.path, number

    # Totals ---------------------------------------------------------------------------------------------------------

    def _check_totals(self, columns: BlockColumns, rows: Sequence[tuple[int, PeopleRow]], lines: Sequence[int]) -> None:
        """Refuse a total that is not that of its parts: one of them is mistaken.

        What a total is of, is not always said: all columns or those since the last total, with or without the
        certified, who are among the others. It counts as right where one of these fits, and is held against the one
        that fits most of its rows. A blank counts as nothing or as what stands in the table.
        """
        totals = columns.of("total")
        for total in totals:
            groups = list(self._parts(total, totals))
            self._compare(
                (line, total.place, [[self._numbers_there(line, row, one) for one in group] for group in groups])
                for line, row in rows
            )
        order = [line for line, _row in rows]
        for line in lines:
            above = [one for one in order if max((at for at in lines if at < line), default=-1) < one < line]
            below = [
                one for one in order if line < one < min((at for at in lines if at > line), default=len(self._block))
            ]
            groups_of_rows = [[pair for pair in rows if pair[0] in group] for group in (order, above, below)]
            self._compare(
                (
                    line,
                    one.place,
                    [[self._numbers_there(at, row, one) for at, row in group] for group in groups_of_rows],
                )
                for one in (*self._numbers, *totals)
            )

    def _parts(self, total: BlockColumn, totals: Sequence[BlockColumn]) -> Iterator[list[BlockColumn]]:
        """The columns that the total of a column may be of."""
        posts = [column.post for column in self._table.columns]
        if total.team or total.post:
            of = [one for one in self._numbers if total.team in ("", one.team) and total.post in ("", one.post)]
            groups = [of]
        else:
            before = max((one.place for one in totals if one.place < total.place), default=-1)
            after = min((one.place for one in totals if one.place > total.place), default=len(self._block[0]))
            groups = [
                self._numbers,
                [one for one in self._numbers if before < one.place < total.place],
                [one for one in self._numbers if total.place < one.place < after],
            ]
        for group in groups:
            yield [one for one in group if one.target >= len(posts) or posts[one.target] != CERTIFIED]
            yield group

    def _adds_up(self, lines: Sequence[Sequence[int | None]]) -> bool:
        """Whether the last number of each of several lines is the sum of two or more before it."""
        filled = [[number or 0 for number in line] for line in lines if any(line)]
        return len(filled) > 1 and all(len(line) > 2 and line[-1] == sum(line[:-1]) for line in filled)

    def _numbers_there(self, line: int, row: PeopleRow, column: BlockColumn) -> tuple[int | None, int]:
        """What a cell of the block says, None for a blank, and what then stands in the table."""
        cell = self._cell(line, column.place)
        there = row.cells[column.target].people if 0 <= column.target < len(row.cells) else 0
        return (None, there or 0) if cell in UNCHANGED else (whole_in(cell, "people") or 0, there or 0)

    def _compare(self, totals: Iterable[tuple[int, int, list[list[tuple[int | None, int]]]]]) -> None:
        """Hold totals, each at a line and place, against what their parts may be."""
        checked: list[tuple[int, int, int, list[set[int]]]] = []
        for line, place, groups in totals:
            total = whole_in(self._cell(line, place), "people")
            if total is not None and self._cell(line, place) not in UNCHANGED:
                checked.append((line, place, total, [_sums(group) for group in groups]))
        if not checked:
            return
        fitting = [sum(total in sums[group] for *_spot, total, sums in checked) for group in range(len(checked[0][3]))]
        best = fitting.index(max(fitting))
        for line, place, total, sums in checked:
            known = sums[best] or next(filter(None, sums), set())
            self._totals_checked += bool(known)
            if known and total not in known:
                self._refuse("total-differs", line, place, total=total, sum=min(known))


def _sums(parts: Sequence[tuple[int | None, int]]) -> set[int]:
    """What parts may come to, blanks as nothing or as what is there; nothing where all of them are blank."""
    if all(number is None for number, _there in parts):
        return set()
    return {
        sum(number or 0 for number, _there in parts),
        sum(there if number is None else number for number, there in parts),
    }


def _at(problem: Problem, line: int, place: int) -> Problem:
    return evolve(problem, facts={**problem.facts, "row": line + 1, "column": place + 1})


class _Names:
    """The names of the units of a table."""

    def __init__(self, table: PeopleTable) -> None:
        self._rows = table.rows
        self._forms: dict[str, list[PeopleRow]] = {}
        self._short: dict[str, list[PeopleRow]] = {}
        for row in table.rows:
            whole, bare = name_forms(row.name.zh, row.name.en, keys_of(row.unit)[-1])
            for form in whole | bare:
                self._forms.setdefault(form, []).append(row)
            for form in {form.removesuffix(end) for form in whole | bare for end in SUFFIXES} - whole - bare - {""}:
                self._short.setdefault(form, []).append(row)

    def all(self) -> list[str]:
        """All names that a misspelt one may have been."""
        return [name for row in self._rows for name in (row.name.zh, row.name.en, keys_of(row.unit)[-1]) if name]

    def of(self, word: str, *, by_id: bool = False) -> PeopleRow | None:
        """The unit of a name in either language or of an id, also without its 街道, 镇 or 局, or with its 办事处.

        A bare number is an id only where names of units are expected (`by_id`).
        """
        if not word or (is_numeric(word) and not by_id):
            return None
        words = next(iter(name_forms(word)[0]))
        ends = (end for end in OFFICES if len(words) > len(end) and words.endswith(end))
        for wanted in (words, *(words.removesuffix(end) for end in ends)):
            for known in (self._forms, self._short):
                found = known.get(wanted, [])
                if len(found) == 1:
                    return found[0]
        return None
