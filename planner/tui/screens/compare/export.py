"""What is seen of a comparison, written to a file: Excel, CSV, text or a picture."""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import Problem, RequestError
from planner.model.text import visible
from planner.tui.charts.grid import written
from planner.tui.charts.palette import PLAIN, palette_of
from planner.tui.charts.svg import svg
from planner.tui.frame.themes import THEMES
from planner.wording import _, ngettext, text

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot
    from planner.tui.screens.compare.views.page import Page, Value

SUFFIXES = (".xlsx", ".csv", ".txt", ".svg")
WIDTH, HEIGHT = 100, 30
"""Cells of texts and pictures."""

BYTE_ORDER_MARK = "\ufeff"

THEME = "planner-light"
"""Pictures go into documents: on white."""


def export(snapshot: Snapshot, what: Page | None, path: Path, *, width: int = WIDTH) -> None:
    """Write a page to a file, as its ending says, whole or not at all; without a page, the whole study as Excel or CSV.

    To be called in a thread. Raises RequestError for an ending that is not known, ResultError where the file cannot be
    written.
    """
    from planner.studies.writing import check_writable, write, write_text

    suffix = path.suffix.lower()
    known = SUFFIXES if what is not None else SUFFIXES[:2]
    if suffix not in known:
        raise RequestError(Problem(kind="table-suffix", facts={"got": str(path), "known": known}))
    check_writable([path])
    if what is None:
        _write_study(snapshot, suffix, path)
    elif suffix == ".xlsx":
        from planner.papers.workbook import write_sheet

        sheet = what.sheet()
        write(path, partial(write_sheet, snapshot, what.title, sheet.headings, sheet.rows))
    elif suffix == ".csv":
        # With a byte order mark: without it Excel takes Chinese for gibberish.
        write(path, partial(_fill, BYTE_ORDER_MARK + as_csv(what)))
    elif suffix == ".txt":
        write_text(path, visible(as_text(snapshot, what, width), lines=True))
    else:
        write_text(path, as_svg(what, width))


def _fill(content: str, part: Path) -> None:
    part.write_bytes(content.encode("utf-8"))


def as_csv(page: Page) -> str:
    """The numbers behind a page; absent ones are empty."""
    from planner.studies.writing import as_cell

    sheet, told = page.sheet(), io.StringIO()
    writer = csv.writer(told)
    writer.writerow([as_cell(heading) for heading in sheet.headings])
    writer.writerows([_cell(value) for value in row] for row in sheet.rows)
    return told.getvalue()


def _cell(value: Value) -> object:
    from planner.studies.writing import as_cell

    return as_cell(value) if isinstance(value, str) else "" if value is None else value


def as_text(snapshot: Snapshot, page: Page, width: int = WIDTH) -> str:
    """A page as plain text, under its title and where it comes from."""
    lines = [page.title, _about(snapshot), "", written(page.draw(width, HEIGHT, PLAIN)), ""]
    return "\n".join(lines)


def as_svg(page: Page, width: int = WIDTH) -> str:
    """A page as a picture."""
    theme = next(theme for theme in THEMES if theme.name == THEME)
    lines = page.draw(width, HEIGHT, palette_of(theme))
    return svg(lines, title=page.title, ink=theme.foreground or "#000000", ground="#ffffff")


def _about(snapshot: Snapshot) -> str:
    told = [text(title) or name for title, name in zip(snapshot.titles, snapshot.names, strict=True)]
    n = min((len(some) for some in snapshot.replications), default=0)
    return ngettext(
        "Study {id}: {scenarios}; {n} replication of each, seed {seed}",
        "Study {id}: {scenarios}; {n} replications of each, seed {seed}",
        n,
    ).format(
        id=snapshot.study_id,
        scenarios=_("; ").join(told),
        n=n,
        seed=snapshot.study.request.seed,
    )


def _write_study(snapshot: Snapshot, suffix: str, path: Path) -> None:
    from planner.studies.tables import frame_of, write_frame
    from planner.studies.writing import write

    if suffix == ".xlsx":
        from planner.papers.workbook import write_workbook

        write(path, partial(write_workbook, snapshot))
    else:
        write(path, partial(write_frame, frame_of(snapshot, "summary"), suffix))
