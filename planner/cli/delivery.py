"""What was asked for, printed or put into a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from attrs import frozen

from planner.cli.outlets import Outlet, Unprintable, outlet
from planner.errors import Problem, RequestError, ResultError
from planner.studies.writing import check_writable, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

TABLE_SUFFIXES = (".csv", ".parquet")
"""Of files of rows."""
TABLES = (".csv", ".parquet", ".xlsx")
TEXT = (".txt", ".text", ".md", ".log", ".out")
"""Endings of files of text; so may be one without any ending, and .json is JSON."""


@frozen(kw_only=True)
class Outputs:
    """What to do with what was found."""

    as_json: bool
    out: Path | None


@frozen(kw_only=True)
class RunOutputs(Outputs):
    """What to do with the figures, and with the rows of the first replication."""

    cases: Path | None = None
    events: Path | None = None

    @property
    def tables(self) -> tuple[Path, ...]:
        """The files of rows that were asked for: that of cases, that of events, or both."""
        return tuple(path for path in (self.cases, self.events) if path is not None)


def check_tables(tables: Sequence[tuple[str, Path | None]]) -> None:
    """Refuse files of rows, by option, whose ending names no table. Raises RequestError."""
    problems = [
        Problem(kind="table-suffix", path=option, facts={"got": str(path), "known": TABLE_SUFFIXES})
        for option, path in tables
        if path is not None and path.suffix.lower() not in TABLE_SUFFIXES
    ]
    if problems:
        raise RequestError(problems)


def check_out(out: Path | None, *, tables: bool = False) -> None:
    """Refuse a file that could not be written in the end, and one whose ending promises something else than text.

    `tables`: they are written too. Raises ResultError and RequestError.
    """
    if out is None:
        return
    known = ("", ".json", *TEXT, *(TABLES if tables else ()))
    if out.suffix.lower() not in known:
        facts = {"got": str(out), "text": ", ".join(TEXT), "tables": ", ".join(TABLES)}
        kind = "out-ending-or-table" if tables else "out-ending"
        raise RequestError(Problem(kind=kind, path="--out", facts=facts))
    check_writable([out])


def is_json(as_json: bool, out: Path | None) -> bool:
    """Whether JSON is wanted: asked for, or promised by the ending of the file."""
    return as_json or (out is not None and out.suffix.lower() == ".json")


def is_table(out: Path | None) -> TypeGuard[Path]:
    """Whether the ending of the file promises a table."""
    return out is not None and out.suffix.lower() in TABLES


def deliver(rendered: str, out: Path | None, *, as_json: bool = False) -> None:
    """Print what `in_text` or `json_line` made, or write it to a file.

    Raises ResultError when the file cannot be written, Unprintable when nothing can be printed. What took minutes to
    compute must not be lost with the disk: it then goes the other way.
    """
    if out is None:
        try:
            _print(rendered, outlet(), as_json)
        except Unprintable as error:
            if not error.quiet:
                _print(rendered, outlet(is_talk=True), as_json)
            raise
        return
    try:
        write_text(out, rendered)
    except ResultError:
        _print(rendered, outlet(), as_json)
        raise


def _print(rendered: str, way_out: Outlet, as_json: bool) -> None:
    if as_json:
        way_out.json(rendered)
    else:
        way_out.styled(rendered)
        way_out.flush()


def in_text(show: Callable[[Console], object], out: Path | None) -> str:
    """What `show` prints, as wide and as coloured as the place where it goes allows."""
    from planner.cli.consoles import data, to_file

    console = data() if out is None else to_file()
    with console.capture() as capture:
        show(console)
    # Tables pad their last column too.
    return re.sub(r"[ \t]+$", "", capture.get(), flags=re.MULTILINE)
