"""What is seen of a comparison, written to a file that is asked for: Excel, CSV, text or a picture.

A picture is SVG. In it dots and blocks are drawn as shapes, so that no font can misplace them; each Chinese character
has its own place.
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterator, Sequence
from functools import partial
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip

from planner.errors import PlannerError, Problem, RequestError
from planner.model.text import visible
from planner.tui.charts.grid import BLANK, DOT_BITS, EIGHTHS, written
from planner.tui.frame.dialogs import Ask, Enter, Pick
from planner.tui.frame.themes import PLAIN, THEMES, palette_of
from planner.tui.frame.typed_path import typed_new, wrong_with_new
from planner.wording import _, ngettext, text
from planner.wording.cells import width as cells_of

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot
    from planner.tui.host import Host
    from planner.tui.screens.compare.views.view import Page, Value


async def ask_and_export(app: Host, snapshot: Snapshot, page: Page) -> None:
    """Ask what kind of file and where, and write it; to be awaited in a worker."""
    kinds = [
        (".xlsx", _("Excel: the table behind what is seen")),
        (".csv", _("CSV: the same table for other programs")),
        (".txt", _("Text: as it is seen, to be pasted into a document")),
        (".svg", _("Picture (SVG): as it is seen, on white")),
        ("all", _("Excel: the whole study, every figure and replication")),
    ]
    kind = await app.push_screen_wait(Pick(_("Write what to a file?"), kinds, detail=page.title))
    if not isinstance(kind, str):
        return
    suffix = ".xlsx" if kind == "all" else kind
    path = await _ask_for_place(app, _default(snapshot.study_id, suffix), suffix)
    if path is None:
        return

    try:
        await asyncio.to_thread(export, snapshot, None if kind == "all" else page, path)
    except PlannerError as error:
        app.say_problems(error)
    else:
        app.say(_("Written: {path}").format(path=path))


async def _ask_for_place(app: Host, value: str, suffix: str) -> Path | None:
    """Where to; None to leave it."""
    while True:
        wrong = partial(wrong_with_new, suffix=suffix, may_exist=True)
        entered = await app.push_screen_wait(Enter(_("Where to?"), value, wrong))
        if entered is None:
            return None
        path = typed_new(entered, suffix)
        if not path.exists():
            return path
        question = _("{name} is there already. Replace it?").format(name=path.name)
        answer = await app.push_screen_wait(Ask(question, [("other", _("Another name")), ("replace", _("Replace"))]))
        if answer == "replace":
            return path
        if answer is None:
            return None
        value = entered


def _default(study: int, suffix: str) -> str:
    """A place that suggests itself: the folder of documents, or where the program was started."""
    folder = next((one for one in (Path.home() / "Documents", Path.cwd()) if one.is_dir()), Path.home())
    return str(folder / _("study-{id}{suffix}").format(id=study, suffix=suffix))


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


CELL, LINE = 10.0, 21.0
"""Width and height of a cell, in the picture's own units."""

SIZE = 16.5
MARGIN = 16.0
WIDE_SIZE = 18.5
"""Of Chinese characters, which fill two cells."""

FONTS = "'DejaVu Sans Mono',Consolas,Menlo,'Noto Sans Mono CJK SC','Noto Sans CJK SC','PingFang SC'"
FALLBACK = "'Microsoft YaHei',SimHei,monospace"

_SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75}


def svg(lines: Sequence[Strip], *, title: str, ink: str, ground: str) -> str:
    """The picture; `ink` and `ground` are the colours of what has none of its own."""
    columns = max((line.cell_length for line in lines), default=0)
    wide, high = columns * CELL + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    shapes = [shape for row, line in enumerate(lines) for shape in _shapes(line, row, ink, ground)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(wide)} {_n(high)}" width="{_n(wide)}" '
            f'height="{_n(high)}" font-family="{FONTS},{FALLBACK}" font-size="{SIZE}">',
            f"<title>{escape(visible(title))}</title>",
            f'<rect width="100%" height="100%" fill="{ground}"/>',
            f'<g transform="translate({_n(MARGIN)} {_n(MARGIN)})">',
            *shapes,
            "</g>",
            "</svg>",
            "",
        ]
    )


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _shapes(line: Strip, row: int, ink: str, ground: str) -> Iterator[str]:
    x, top = 0.0, row * LINE
    for segment in line:
        style = segment.style or Style()
        fore, back = _color(style, ink, ground)
        size = cells_of(segment.text) * CELL
        if back is not None:
            yield f'<rect x="{_n(x)}" y="{_n(top)}" width="{_n(size)}" height="{_n(LINE)}" fill="{back}"/>'
        bold = ' font-weight="bold"' if style.bold else ""
        run, begin = "", x
        for character, count in _counted(segment.text):
            if count > 1:
                if run:
                    yield _text(run, begin, top, fore, bold)
                    run = ""
                yield _block(x, top, count * CELL, fore, _opacity(character))
                x += count * CELL
                continue
            cells = cells_of(character) * CELL
            shape = _shape(character, x, top, fore)
            # Runs of letters stay together; whatever could be as wide as a font likes stands alone.
            plain = shape is None and character.isascii()
            if run and not plain:
                yield _text(run, begin, top, fore, bold)
                run = ""
            if plain:
                begin = begin if run else x
                run += character
            elif shape is not None:
                yield from shape
            else:
                yield _text(character, x, top, fore, bold)
            x += cells
        if run:
            yield _text(run, begin, top, fore, bold)


def _counted(text: str) -> Iterator[tuple[str, int]]:
    """The characters of a text; equal blocks that touch count as one, so that no seam is seen between them."""
    for character, several in groupby(text):
        count = len(list(several))
        if character == "█" or character in _SHADES:
            yield character, count
        else:
            yield from ((character, 1) for _one in range(count))


def _opacity(character: str) -> str:
    return f' opacity="{_SHADES[character]}"' if character in _SHADES else ""


def _color(style: Style, ink: str, ground: str) -> tuple[str, str | None]:
    fore = style.color.get_truecolor().hex if style.color is not None else ink
    back = style.bgcolor.get_truecolor().hex if style.bgcolor is not None else None
    return (back or ground, fore) if style.reverse else (fore, back)


def _text(text: str, x: float, top: float, fill: str, bold: str) -> str:
    stripped = text.strip(" ")
    if not stripped:
        return ""
    x += (len(text) - len(text.lstrip(" "))) * CELL
    size = cells_of(stripped) * CELL
    wide = f' font-size="{WIDE_SIZE}"' if size > len(stripped) * CELL else ""
    return (
        f'<text x="{_n(x)}" y="{_n(top + 0.74 * LINE)}" fill="{fill}"{bold}{wide} textLength="{_n(size)}" '
        f'lengthAdjust="spacingAndGlyphs" xml:space="preserve">{escape(visible(stripped))}</text>'
    )


def _shape(character: str, x: float, top: float, fill: str) -> list[str] | None:
    """A character as shapes; None for one that is written."""
    if character == " ":
        return []
    code = ord(character) - BLANK
    if 0 <= code < 256:
        return [
            f'<circle cx="{_n(x + (0.28 + 0.44 * column) * CELL)}" cy="{_n(top + (0.125 + 0.25 * row) * LINE)}" '
            f'r="1.5" fill="{fill}"/>'
            for column in range(2)
            for row in range(4)
            if code & DOT_BITS[column][row]
        ]
    if character in _SHADES:
        return [_block(x, top, CELL, fill, _opacity(character))]
    if character in EIGHTHS:
        return [_block(x, top, CELL * EIGHTHS.index(character) / 8, fill)]
    if character == "▐":
        return [_block(x + CELL / 2, top, CELL / 2, fill)]
    return None


def _block(x: float, top: float, size: float, fill: str, more: str = "") -> str:
    return f'<rect x="{_n(x)}" y="{_n(top + 1)}" width="{_n(size)}" height="{_n(LINE - 2)}" fill="{fill}"{more}/>'
