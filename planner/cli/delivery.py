"""What was asked for, printed or put into a file."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.writing import check_writable, write_text
from planner.errors import Problem, RequestError, ResultError

if TYPE_CHECKING:
    from rich.console import Console

TABLES = (".csv", ".parquet", ".xlsx")


def check_out(out: Path | None) -> None:
    """Refuse a file that could not be written in the end, and one whose ending promises a table.

    Raises ResultError and RequestError.
    """
    if out is None:
        return
    if out.suffix.lower() in TABLES:
        facts = {"got": str(out), "tables": ", ".join(TABLES)}
        raise RequestError(Problem(kind="out-is-a-table", path="--out", facts=facts))
    check_writable([out])


def deliver(rendered: str, out: Path | None) -> None:
    """Write a text to stdout, or to a file. Raises ResultError when the file cannot be written."""
    if out is None:
        sys.stdout.write(rendered)
        sys.stdout.flush()
        return
    try:
        write_text(out, rendered)
    except ResultError:
        # What took minutes to compute must not be lost with the disk.
        sys.stdout.write(rendered)
        raise


def in_text(show: Callable[[Console], object], out: Path | None) -> str:
    """What `show` prints, as wide and as coloured as the place where it goes allows."""
    from planner.cli.consoles import data, to_file

    console = data() if out is None else to_file()
    with console.capture() as capture:
        show(console)
    # Tables pad their last column too.
    return re.sub(r"[ \t]+$", "", capture.get(), flags=re.MULTILINE)
