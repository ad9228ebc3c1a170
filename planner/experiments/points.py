"""A table of points of one's own: what-ifs row by row, from a file or from a frame of a notebook."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from planner.errors import Problem, RequestError
from planner.experiments.design import MEASURE, design_of_table
from planner.files.toml import decoded, read_bytes
from planner.model.asked import wrong_type

if TYPE_CHECKING:
    import polars as pl

    from planner.experiments.design import Design

    Table = pl.DataFrame | str | os.PathLike[str] | Iterable[Mapping[str, Any]]
    """A frame, the path of a CSV file, or rows that each give a value by axis."""


@frozen(kw_only=True)
class Points:
    """A table of points as a file states it: a path or measure for each column, and the cells row by row."""

    file: str
    axes: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    """Of the rows, as a spreadsheet counts them."""

    def design(self, *, replications: int = 1, limited_by: str = "--replications") -> Design:
        """The points with their values. Raises RequestError with every problem, by row and column."""
        return design_of_table(
            self.axes,
            self.rows,
            where=self.numbers,
            file=self.file,
            replications=replications,
            limited_by=limited_by,
        )


def points_in(table: Table) -> Points:
    """A table as a notebook has it, held to the rules of a file (`read_table`).

    Columns are paths or `measure:ID`; under the latter a cell is true or false. Rows are counted from 1. Raises
    RequestError for what is no such table, and as `read_table` does for a file.
    """
    if isinstance(table, str | os.PathLike):
        return read_table(Path(table))
    rows = table.iter_rows(named=True) if hasattr(table, "iter_rows") else table
    found = list(rows) if isinstance(rows, Iterable) and not isinstance(rows, Mapping) else [rows]
    wrong = [row for row in found if not isinstance(row, Mapping) or not all(isinstance(name, str) for name in row)]
    if wrong:
        raise RequestError(wrong_type("points", "table-of-points", wrong[0]))
    axes = tuple(dict.fromkeys(name for row in found for name in row))
    cells = tuple(tuple(_cell(name, row.get(name)) for name in axes) for row in found)
    return Points(file="", axes=axes, rows=cells, numbers=tuple(range(1, len(cells) + 1)))


def _cell(axis: str, value: Any) -> str:
    """A value as a cell of a file states it."""
    value = value.item() if hasattr(value, "item") else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("on" if value else "off") if axis.startswith(MEASURE) else str(value).lower()
    if isinstance(value, float) and value.is_integer():
        # A column of numbers is one of floats as soon as one of them is.
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def read_table(file: Path) -> Points:
    """A table of points as it stands: the heads of its columns and its rows, blank rows passed over.

    Raises PlannerError where it cannot be read, has no rows, or rows of another length than its head.
    """
    text = decoded(file, read_bytes(file))
    # What Excel calls Unicode text has tabs.
    separator = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        lines = [(number, [cell.strip() for cell in row]) for number, row in enumerate(reader, 1)]
    except csv.Error as error:
        raise RequestError(Problem(kind="trace-not-a-table", file=str(file))) from error
    rows = [(number, row) for number, row in lines if any(row)]
    if not rows:
        raise RequestError(Problem(kind="points-none", file=str(file)))
    (_line, heads), *body = rows
    # Spreadsheets leave empty columns at the right.
    width = max((place for row in (heads, *(row for _line, row in body)) for place, cell in enumerate(row, 1) if cell))
    heads, body = heads[:width], [(line, row[:width]) for line, row in body]
    ragged = [
        Problem(kind="points-row-length", file=str(file), facts={"row": line, "has": len(row), "expected": len(heads)})
        for line, row in body
        if len(row) != len(heads)
    ]
    if ragged:
        raise RequestError(ragged)
    return Points(
        file=str(file),
        axes=tuple(heads),
        rows=tuple(tuple(row) for _number, row in body),
        numbers=tuple(line for line, _row in body),
    )
