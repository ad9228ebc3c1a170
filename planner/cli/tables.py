"""Tables as files for analysts: CSV, Parquet and Excel."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from planner.metrics.tables import Table, case_table, event_table

if TYPE_CHECKING:
    from planner.engine.rows import RunRows

NamedRows = Iterable[tuple[str, "RunRows"]]
"""The rows of one replication of each scenario, with the scenario's name."""


def case_frame(rows: NamedRows) -> pl.DataFrame:
    """One row per case; `scenario` and `case_id` together name it."""
    return _stacked((name, case_table(one)) for name, one in rows)


def event_frame(rows: NamedRows) -> pl.DataFrame:
    """One row per step of a case: case id, activity, start, end, team, as process-mining tools read them."""
    return _stacked((name, event_table(one)) for name, one in rows)


def _stacked(tables: Iterable[tuple[str, Table]]) -> pl.DataFrame:
    return pl.concat(
        [
            pl.DataFrame(table).with_columns(pl.lit(name).alias("scenario")).select("scenario", *table)
            for name, table in tables
        ],
        how="vertical_relaxed",
    )


def write_frame(frame: pl.DataFrame, suffix: str, path: Path) -> None:
    """Write a frame as the suffix of its final name says. Raises OSError when it cannot."""
    with path.open("wb") as file:
        if suffix.lower() == ".csv":
            frame.write_csv(file)
            return
        # Polars would wrap an error of the disk in one of its own.
        content = BytesIO()
        if suffix.lower() == ".xlsx":
            frame.write_excel(content)
        else:
            frame.write_parquet(content)
        file.write(content.getbuffer())
