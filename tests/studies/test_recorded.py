"""Recorded case tables as they are read; `tests/cli/test_trace.py` plays them through the command line."""

from __future__ import annotations

import io
import os
from contextlib import suppress

import polars as pl

from planner.errors import PlannerError
from planner.studies.recorded import read_trace


def test_a_damaged_table_is_told_in_our_words_alone(tmp_path) -> None:
    """The library writes to the terminal itself where it gives up, past all that Python prints."""
    whole, table, said = io.BytesIO(), tmp_path / "cases.parquet", tmp_path / "said.txt"
    pl.DataFrame({"township": ["east"], "case_type": ["noise"], "reported": ["2025-03-04"]}).write_parquet(whole)
    content = whole.getvalue()
    with said.open("wb") as file:
        kept = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            for place in range(len(content) // 2, len(content) - 4):
                table.write_bytes(content[:place] + bytes([content[place] ^ 0x0C]) + content[place + 1 :])
                with suppress(PlannerError):
                    read_trace(table)
        finally:
            os.dup2(kept, 2)
            os.close(kept)
    assert said.read_bytes() == b""
