"""A block copied from a spreadsheet, put into the table of people: all of it, or nothing and every reason why not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from planner.editing.people import PeopleCell, PeopleRow, PeopleTable
from planner.editing.refusal import EditRefused
from planner.editing.tables import keys_of
from planner.editing.typed import number_in, plain, whole_in
from planner.editing.units import SORTS
from planner.errors import Problem
from planner.files.nearest import nearest
from planner.files.structuring import shown

UNCHANGED = ("", "/", "…", "...")
"""Cells that leave what is there as it is."""
TOTALS = ("合计", "总计", "小计", "共计", "计", "total", "sum")
NUMBERING = ("序号", "编号", "no", "no.", "#")
SUFFIX = re.compile(r"(街道办事处|街道|镇|乡|局)$")
MOST_PEOPLE = 1_000_000

Block = list[list[str]]


def pasted(table: PeopleTable, row: int, column: int, text: str) -> dict[str, int]:
    """The numbers of a block by path, its left upper number at a row and column of the table, counted from 0.

    Rows of headings, a column of numbering, and rows and columns of totals are passed over. Where the block has names
    of units at its left, its rows go where the names say, whatever `row` is. Empty cells leave what is there, a dash is
    0. Raises EditRefused with every problem; `row` and `column` of a problem count the cells of the block from 1.
    """
    block = _cells(text)
    body = next((place for place, line in enumerate(block) if _is_body(table, line)), len(block))
    if body == len(block):
        raise EditRefused(Problem(kind="nothing-pasted"))
    columns = _number_columns(table, block, body)
    problems: list[Problem] = []
    values: dict[str, int] = {}
    for line, target in _rows(table, row, block, body, columns, problems):
        for number, place in enumerate(columns):
            cell = block[line][place] if place < len(block[line]) else ""
            if cell in UNCHANGED:
                continue
            found = _value(table, target, column + number, cell)
            if isinstance(found, Problem):
                spot = {**found.facts, "row": line + 1, "column": place + 1}
                problems.append(Problem(kind=found.kind, path=found.path, facts=spot, nearest=found.nearest))
            elif found is not None:
                values.update((found,))
    if problems:
        raise EditRefused(problems)
    return values


def _cells(text: str) -> Block:
    """The cells of a block, without empty lines at its end. Raises EditRefused where it is no block of cells."""
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="")
    try:
        block = [[plain(cell) for cell in line] for line in csv.reader(lines, dialect="excel-tab")]
    except csv.Error as error:
        raise EditRefused(Problem(kind="nothing-pasted")) from error
    while block and not any(block[-1]):
        block.pop()
    return block


def _is_number(cell: str) -> bool:
    return number_in(cell) is not None


def _is_body(table: PeopleTable, line: Sequence[str]) -> bool:
    """Whether a line is more than a heading: it has a number, or begins with the name of a unit."""
    return any(_is_number(cell) for cell in line) or any(_unit_named(table, cell) for cell in line if cell)


def _number_columns(table: PeopleTable, block: Block, body: int) -> list[int]:
    """The columns that hold numbers: without names and numbering at the left, and totals."""
    width = max(map(len, block))

    def cells(place: int, lines: Block) -> list[str]:
        return [line[place] for line in lines if place < len(line) and line[place]]

    named = (place for place in range(width) if any(_unit_named(table, cell) for cell in cells(place, block[body:])))
    left = next(named, -1) + 1
    while left < width:
        there, heads = cells(left, block[body:]), cells(left, block[:body])
        numbered = any(head.casefold() in NUMBERING for head in heads)
        if not numbered and (not there or any(_is_number(cell) for cell in there)):
            break
        left += 1
    return [
        place
        for place in range(left, width)
        if not any(head.casefold() in TOTALS for head in cells(place, block[:body]))
    ]


def _rows(
    table: PeopleTable, row: int, block: Block, body: int, columns: Sequence[int], problems: list[Problem]
) -> list[tuple[int, PeopleRow]]:
    """Which lines of the block go to which rows of the table."""
    left = columns[0] if columns else max(map(len, block))
    names = {line: [cell for cell in block[line][:left] if cell] for line in range(body, len(block))}
    if not any(not _is_number(cell) for cells in names.values() for cell in cells):
        return _rows_by_place(table, row, range(body, len(block)), problems)
    found: list[tuple[int, PeopleRow]] = []
    for line, cells in names.items():
        words = [cell for cell in cells if not _is_number(cell)]
        if not any(block[line]) or any(word.casefold() in TOTALS for word in words):
            continue
        target = next((unit for unit in (_unit_named(table, word) for word in words) if unit), None)
        spot = {"row": line + 1, "column": 1}
        if target is None:
            facts = {"what": SORTS[table.of], "got": words[0] if words else "", **spot}
            near = nearest(words[0], _names(table)) if words else ""
            problems.append(Problem(kind="unknown-name", facts=facts, nearest=near))
        elif any(target is other for _line, other in found):
            problems.append(Problem(kind="pasted-twice", path=target.unit, facts={"got": words[0], **spot}))
        else:
            found.append((line, target))
    return found


def _rows_by_place(
    table: PeopleTable, row: int, lines: Sequence[int], problems: list[Problem]
) -> list[tuple[int, PeopleRow]]:
    room = len(table.rows) - row
    if len(lines) > room:
        facts = {"rows": len(lines), "room": max(room, 0), "row": lines[max(room, 0)] + 1, "column": 1}
        problems.append(Problem(kind="outside-table", facts=facts))
    return [(line, table.rows[row + number]) for number, line in enumerate(lines) if number < room]


def _value(table: PeopleTable, row: PeopleRow, column: int, cell: str) -> tuple[str, int] | Problem | None:
    """Where a cell goes and what it says, or what is wrong with it; None where there is nothing to say."""
    target = row.cells[column] if column < len(row.cells) else PeopleCell()
    number = whole_in(cell)
    if column < len(row.cells) and not target.path:
        if number == 0:
            return None
        facts = {"unit": keys_of(row.unit)[-1], "team": table.columns[column].team, "got": shown(cell)}
        return Problem(kind="no-such-team", path=row.unit, facts=facts)
    if not target.path:
        return Problem(kind="outside-table", path=row.unit, facts={"columns": column + 1, "room": len(row.cells)})
    if number is None:
        facts = {"expected": "whole-number", "got": shown(cell)}
        return Problem(kind="wrong-type", path=target.path, facts=facts)
    if not 0 <= number <= MOST_PEOPLE:
        limits = {"unit": "people", "lowest": 0, "highest": MOST_PEOPLE, "open_low": False, "open_high": False}
        return Problem(kind="out-of-range", path=target.path, facts={"got": shown(cell), **limits})
    return target.path, number


def _names(table: PeopleTable) -> list[str]:
    return [name for row in table.rows for name in (row.name.zh, row.name.en, keys_of(row.unit)[-1]) if name]


def _unit_named(table: PeopleTable, word: str) -> PeopleRow | None:
    """The unit of a name in either language or of an id; `城厢` will do for 城厢街道 where no other one begins so."""
    if not word or _is_number(word):
        return None
    for simplify in (_exact, _short):
        wanted = simplify(word)
        found = [
            row
            for row in table.rows
            if wanted in {simplify(name) for name in (row.name.zh, row.name.en, keys_of(row.unit)[-1]) if name}
        ]
        if len(found) == 1:
            return found[0]
    return None


def _exact(name: str) -> str:
    return re.sub(r"\s+", "", plain(name)).casefold()


def _short(name: str) -> str:
    return SUFFIX.sub("", _exact(name))
