"""Reading a recorded case table, to be played in place of drawn demand."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from planner.engine.trace import MOST_ROWS, NEEDED, clean_table, demand_of_table
from planner.errors import Problem, RequestError
from planner.experiments import Trace
from planner.files.cells import folded, is_missing
from planner.files.toml import decoded, read_bytes
from planner.model.scenario import Scenario

LARGEST_FILE = 400_000_000
"""Bytes of a table; a million cases take about half of it."""
MOST_COLUMNS = 1_000
SEPARATORS = ",;\t"
MARK = b"PAR1"
"""With this a Parquet file begins and ends."""


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
        if folded(title) in ("scenario", "scenario_number"):
            names = sorted({str(cell).strip() for cell in cells if not is_missing(cell)})
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
    if not titles or len(titles) > MOST_COLUMNS:
        raise RequestError(Problem(kind="trace-not-a-table", file=str(path)))
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
    try:
        rows = pl.scan_parquet(io.BytesIO(content)).select(pl.len()).collect().item()
        if rows > MOST_ROWS:
            facts = {"rows": rows, "most": MOST_ROWS}
            raise RequestError(Problem(kind="trace-too-long", file=str(path), facts=facts))
        frame = pl.read_parquet(io.BytesIO(content))
        return frame.to_dict(as_series=False)
    except (Exception, pl.exceptions.PanicException) as error:  # a damaged file fails in many ways
        if isinstance(error, RequestError):
            raise
        raise RequestError(Problem(kind="trace-damaged", file=str(path))) from error
