"""Studies and answers written to the tables and workbooks that `--out` and `results export` name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planner.papers.workbook import write_sheets, write_workbook
from planner.studies.tables import frame_of, write_frame
from planner.studies.writing import write

if TYPE_CHECKING:
    import polars as pl

    from planner.papers.sheets import Sheet
    from planner.studies.snapshot import Snapshot


def write_study(shown: Snapshot, out: Path, table: str, more: Sequence[Sheet] = ()) -> None:
    """Write what a verb has just found, as `results export` would: a table of it, or a workbook with `more` sheets.

    Raises ResultError where the file cannot be written.
    """
    if out.suffix.lower() == ".xlsx":
        write(out, partial(write_workbook, shown, more=more))
    else:
        write(out, partial(write_frame, frame_of(shown, table), out.suffix))


def write_answer(out: Path, sheets: Sequence[Sheet], frame: pl.DataFrame) -> None:
    """Write an answer that is no study of the store: its sheets as a workbook, or else its frame."""
    if out.suffix.lower() == ".xlsx":
        write(out, partial(write_sheets, sheets))
    else:
        write(out, partial(write_frame, frame, out.suffix))
