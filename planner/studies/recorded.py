"""Reading a recorded case table, to be played in place of drawn demand."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from planner.engine.trace import MOST_ROWS, NEEDED, PLAYED, clean_table, demand_of_table
from planner.errors import Problem, RequestError
from planner.experiments import Trace
from planner.files.cells import TOTALS, folded, is_missing
from planner.files.toml import decoded, read_bytes
from planner.model.scenario import Scenario

LARGEST_FILE = 400_000_000
"""Bytes of a table; a million cases take about half of it."""
MOST_COLUMNS = 1_000
SEPARATORS = ",;\t"
MARK = b"PAR1"
"""With this a Parquet file begins and ends."""
SCENARIO = ("scenario", "scenario_number")
"""Columns that tell the cases of several scenarios apart."""
FILLED = "…"
"""In the place of a filled cell of Parquet in a column that is not played."""
NO_CELL = ["…"]
"""In the place of a cell that holds a list, bytes or the like, which no reader takes."""


def read_trace(path: Path) -> Trace:
    """The case table in a file of comma-, semicolon- or tab-separated text, or in Parquet; every cell is read.

    Text is UTF-8 with or without a mark, GB18030 or UTF-16. Raises RequestError when the file cannot be read, has no
    rows, holds cases of several scenarios, or has a cell that does not say what its column is for (by row and column),
    and ScenarioError when there is no such file or no such text.
    """
    content = read_bytes(path, LARGEST_FILE)
    table = _parquet(path, content) if content.startswith(MARK) else _text(path, content)
    if not any(len(cells) for cells in table.values()):
        raise RequestError(Problem(kind="trace-no-rows", file=str(path)))
    for title, cells in table.items():
        if folded(title) in SCENARIO:
            names = sorted({str(cell).strip() for cell in cells if not is_missing(cell)})
            names = [name for name in names if folded(name) not in TOTALS]  # a row of totals is told where it is wrong
            if len(names) > 1:
                facts = {"names": ", ".join(names[:5]) + ("…" if len(names) > 5 else "")}
                raise RequestError(Problem(kind="trace-scenarios", file=str(path), path=title, facts=facts))
    return Trace(name=str(path), columns=clean_table(table, str(path)))


def check_trace(trace: Trace | None, scenarios: Sequence[Scenario]) -> None:
    """Refuse a table that one of the scenarios cannot play, before anything is begun.

    Raises RequestError: of several scenarios with those that cannot play it, each before what is wrong in it.
    """
    if trace is None:
        return
    problems: list[Problem] = []
    for scenario in scenarios:
        try:
            demand_of_table(scenario, trace.columns, name=trace.name)
        except RequestError as error:
            if len(scenarios) > 1:
                problems.append(Problem(kind="trace-not-for", file=trace.name, facts={"scenario": scenario.name}))
            problems += error.problems
    if problems:
        raise RequestError(problems)


def _text(path: Path, content: bytes) -> dict[str, list[Any]]:
    """The columns of a separated text, all cells as text; short rows are filled with blanks.

    Blank rows above the titles are kept below them, so that every row keeps its number.
    """
    text = decoded(path, content)
    if "\0" in text:
        raise RequestError(Problem(kind="trace-not-a-table", file=str(path)))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    titles: list[str] = []
    rows: list[list[str]] = []
    try:
        for number, line in enumerate(lines):
            if number > MOST_ROWS:
                facts = {"rows": f"> {MOST_ROWS}", "most": MOST_ROWS}
                raise RequestError(Problem(kind="trace-too-long", file=str(path), facts=facts))
            if titles or not any(map(str.strip, line)):
                rows.append(line)
            else:
                titles = line
    except csv.Error as error:
        raise RequestError(Problem(kind="trace-not-a-table", file=str(path))) from error
    if not titles:
        raise RequestError(Problem(kind="trace-not-a-table", file=str(path)))
    _check_width(path, len(titles))
    wide = [number for number, line in enumerate(rows) if any(map(str.strip, line[len(titles) :]))]
    if wide:
        facts = {"row": wide[0] + 2, "titles": len(titles), "cells": len(rows[wide[0]]), "n": len(wide)}
        raise RequestError(Problem(kind="trace-too-wide", file=str(path), facts=facts))
    return _named(
        path, titles, [[line[place] if place < len(line) else "" for line in rows] for place in range(len(titles))]
    )


def _separator(text: str) -> str:
    """The sign between the titles of the columns that are needed; a comma where no sign gives them."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    found = {sign: {folded(title) for title in next(csv.reader([head], delimiter=sign), [])} for sign in SEPARATORS}
    return max(SEPARATORS, key=lambda sign: len(found[sign] & set(NEEDED)))


def _named(path: Path, titles: Sequence[str], columns: Sequence[list[Any]]) -> dict[str, list[Any]]:
    """The columns by their titles; a column without a title is passed over where it is blank."""
    table: dict[str, list[Any]] = {}
    for title, cells in zip(titles, columns, strict=True):
        if not title.strip():
            continue
        if title in table:
            raise RequestError(Problem(kind="trace-column-twice", file=str(path), path=title))
        table[title] = cells
    return table


def _parquet(path: Path, content: bytes) -> dict[str, list[Any]]:
    """The columns that are played, as Python values; of the others only which cells are filled.

    A small file can hold columns of any size. So what is too large is refused before it is taken into memory, and
    what no cell of ours can be, such as a list, is not looked into.
    """
    try:
        with _silent():
            return _columns_of_parquet(path, pl.scan_parquet(io.BytesIO(content)))
    except (Exception, pl.exceptions.PanicException) as error:  # a damaged file fails in many ways
        if isinstance(error, RequestError):
            raise
        raise RequestError(Problem(kind="trace-damaged", file=str(path))) from error


def _columns_of_parquet(path: Path, table: pl.LazyFrame) -> dict[str, list[Any]]:
    schema = table.collect_schema()
    _check_width(path, len(schema))
    rows = _values(table, pl.len())[0]
    if rows > MOST_ROWS:
        raise RequestError(Problem(kind="trace-too-long", file=str(path), facts={"rows": rows, "most": MOST_ROWS}))
    found: dict[str, list[Any]] = {}
    for place, (title, kind) in enumerate(schema.items()):
        cell = pl.nth(place)  # by its place, because a name may be taken as a pattern
        is_text = kind == pl.String
        if folded(title) not in (*PLAYED, *SCENARIO):
            filled = cell.str.len_bytes() > 0 if is_text else cell.is_not_null()
            found[title] = _values(table, pl.when(filled).then(pl.lit(FILLED)))
        elif kind.is_nested() or kind in (pl.Binary, pl.Object):
            found[title] = [None if blank else NO_CELL for blank in _values(table, cell.is_null())]
        else:
            if is_text or kind in (pl.Categorical, pl.Enum):
                lengths = cell.str.len_bytes() if is_text else cell.cat.len_bytes()
                size = _values(table, lengths.cast(pl.UInt64).sum())[0]
                if size > LARGEST_FILE:
                    facts = {"bytes": size, "most": LARGEST_FILE}
                    raise RequestError(Problem(kind="trace-text", file=str(path), path=title, facts=facts))
            found[title] = _values(table, cell)
    return found


def _values(table: pl.LazyFrame, cells: pl.Expr) -> list[Any]:
    return table.select(cells).collect().to_series().to_list()


def _check_width(path: Path, columns: int) -> None:
    if columns > MOST_COLUMNS:
        facts = {"columns": columns, "most": MOST_COLUMNS}
        raise RequestError(Problem(kind="trace-too-many-columns", file=str(path), facts=facts))


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what Polars itself writes about a damaged file off the terminal; we say in words what is wrong."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no such outlet
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
