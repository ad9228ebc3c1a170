"""Lines of cells as an SVG picture that looks the same wherever it is opened.

Dots and blocks are drawn as shapes, so that no font can misplace them; each Chinese character has its own place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from rich.style import Style
from textual.strip import Strip

from planner.model.text import visible
from planner.tui.charts.braille import BLANK
from planner.wording.cells import width as cells_of

CELL, LINE = 10.0, 21.0
"""Width and height of a cell, in the picture's own units."""

SIZE = 16.5
MARGIN = 16.0
WIDE_SIZE = 18.5
"""Of Chinese characters, which fill two cells."""

FONTS = "'DejaVu Sans Mono',Consolas,Menlo,'Noto Sans Mono CJK SC','Noto Sans CJK SC','PingFang SC'"
FALLBACK = "'Microsoft YaHei',SimHei,monospace"

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75}
_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))


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
            if code & _BITS[column][row]
        ]
    if character in _SHADES:
        return [_block(x, top, CELL, fill, _opacity(character))]
    if character in _EIGHTHS:
        return [_block(x, top, CELL * _EIGHTHS.index(character) / 8, fill)]
    if character == "▐":
        return [_block(x + CELL / 2, top, CELL / 2, fill)]
    return None


def _block(x: float, top: float, size: float, fill: str, more: str = "") -> str:
    return f'<rect x="{_n(x)}" y="{_n(top + 1)}" width="{_n(size)}" height="{_n(LINE - 2)}" fill="{fill}"{more}/>'
