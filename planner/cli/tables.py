"""Tables as files for analysts: CSV, Parquet and Excel."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from xlsxwriter import Workbook

from planner.metrics.tables import Table, case_table, event_table
from planner.model.text import visible

if TYPE_CHECKING:
    from planner.engine.rows import RunRows

WORKBOOK_OPTIONS = {
    "in_memory": True,
    # What looks like a formula or an address in somebody's title is a title.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}
"""Of every workbook that is written."""

NamedRows = Iterable[tuple[int, str, "RunRows"]]
"""The rows of one replication of each scenario, with the scenario's number, from 1, and name."""


def case_frame(rows: NamedRows) -> pl.DataFrame:
    """One row per case; `scenario_number` and `case_id` together name it, as two scenarios can have one name."""
    return _stacked((number, name, case_table(one)) for number, name, one in rows)


def event_frame(rows: NamedRows) -> pl.DataFrame:
    """One row per step of a case: case id, activity, start, end, team, as process-mining tools read them."""
    return _stacked((number, name, event_table(one)) for number, name, one in rows)


def _stacked(tables: Iterable[tuple[int, str, Table]]) -> pl.DataFrame:
    return pl.concat(
        [
            pl.DataFrame(table)
            .with_columns(pl.lit(name).alias("scenario"), pl.lit(number, dtype=pl.Int64).alias("scenario_number"))
            .select("scenario_number", "scenario", *table)
            for number, name, table in tables
        ],
        how="vertical_relaxed",
    )


def as_cell(words: str) -> str:
    """Text of a CSV cell: visible, and never a formula.

    What begins with `= + - @` and is no number gets a `'` in front, by which spreadsheets know text.
    """
    told = visible(words)
    return f"'{told}" if told[:1] in ("=", "+", "-", "@") and not _is_number(told) else told


def _is_number(words: str) -> bool:
    try:
        float(words)
    except ValueError:
        return False
    return True


def in_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with its text as CSV cells show it (`as_cell`); ids and numbers are as they were."""
    for name, kind in frame.schema.items():
        if kind == pl.String:
            words = frame[name].drop_nulls().unique().to_list()
            cells = {word: cell for word in words if (cell := as_cell(word)) != word}
            if cells:
                frame = frame.with_columns(pl.col(name).replace(cells))
    return frame


def write_frame(frame: pl.DataFrame, suffix: str, path: Path) -> None:
    """Write a frame as the suffix of its final name says. Raises OSError when it cannot."""
    with path.open("wb") as file:
        if suffix.lower() == ".csv":
            # With a byte order mark: without it Excel takes Chinese for gibberish.
            in_cells(frame).write_csv(file, include_bom=True)
            return
        # Polars would wrap an error of the disk in one of its own.
        content = BytesIO()
        if suffix.lower() == ".xlsx":
            with Workbook(content, WORKBOOK_OPTIONS) as workbook:
                frame.write_excel(workbook)
        else:
            frame.write_parquet(content)
        file.write(content.getbuffer())
