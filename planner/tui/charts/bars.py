"""Horizontal bars: of one value each, to both sides of 0, or made of parts that letters and patterns tell apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from attrs import frozen
from rich.style import Style
from textual.strip import Strip

from planner.tui.charts.grid import EIGHTHS, Grid, is_known
from planner.tui.frame.themes import Palette, Tone
from planner.wording import ngettext
from planner.wording.cells import cut
from planner.wording.cells import width as cells_of

FEWEST_CELLS = 4


@frozen(kw_only=True)
class Bar:
    """One bar: its name, its length and the words at its end. None: absent. `base` is marked by ◆."""

    label: str
    value: float | None
    words: str = ""
    tone: Tone = "text"
    base: float | None = None
    place: int | None = None
    """Which of the palette's series it is drawn as, in place of its tone."""


def bar_chart(
    bars: Sequence[Bar], *, width: int, palette: Palette, height: int | None = None, label_cells: int | None = None
) -> list[Strip]:
    """A line per bar, in the order given. What does not fit into `height` is counted in a last line.

    Bars of negative values go to the left of 0. `label_cells` lines several charts up.
    """
    shown = list(bars)
    if height is not None and len(bars) > height:
        shown = list(bars[: max(0, height - 1)])
    left_out = len(bars) - len(shown)
    grid = Grid(width, len(shown) + (1 if left_out else 0))
    if not bars:
        return grid.strips()
    words = max(cells_of(bar.words) for bar in bars)
    names = max(cells_of(bar.label) for bar in bars) if label_cells is None else label_cells
    words = min(words, max(0, width - FEWEST_CELLS - 6))
    label = max(0, min(names, width - words - 2 - max(FEWEST_CELLS, width // 4)))
    left = label + 1
    cells = max(0, width - left - words - 1)
    numbers = [value for bar in shown for value in (bar.value, bar.base) if is_known(value)]
    low, high = min([0.0, *numbers]), max([0.0, *numbers])
    scale = (high - low) or 1.0
    zero = round(-low / scale * cells)
    for y, bar in enumerate(shown):
        grid.put(0, y, cut(bar.label, label), palette.text)
        grid.right(width, y, cut(bar.words, words), palette.tone(bar.tone))
        if low < 0.0 and cells:
            grid.put(left + min(zero, cells - 1), y, "│", palette.axis)
        if is_known(bar.value):
            _draw(grid, bar.value / scale * cells, left, zero, cells, y, bar, palette)
        if is_known(bar.base) and cells:
            place = min(cells - 1, max(0, round((bar.base - low) / scale * cells)))
            grid.put(left + place, y, "◆", palette.strong)
    if left_out:
        told = ngettext("… and {n} more", "… and {n} more", left_out).format(n=left_out)
        grid.put(0, len(shown), cut(told, width), palette.muted)
    return grid.strips()


def _draw(grid: Grid, length: float, left: int, zero: int, cells: int, y: int, bar: Bar, palette: Palette) -> None:
    style = palette.tone(bar.tone) if bar.place is None else palette.of_series(bar.place)
    if length >= 0.0:
        eighths = min(round(length * 8), 8 * (cells - zero))
        told = "█" * (eighths // 8) + (EIGHTHS[eighths % 8] if eighths % 8 else "")
        if not told and length > 0.0:
            told = EIGHTHS[1]
        grid.put(left + zero, y, told, style, left + cells)
        return
    # There are no blocks that leave an eighth of a cell free on the left: halves must do.
    halves = max(1, min(round(-length * 2), 2 * zero))
    grid.put(left + zero - halves // 2, y, "█" * (halves // 2), style)
    if halves % 2 and zero:
        grid.put(left + zero - halves // 2 - 1, y, "▐", style)


_FILLS = "█▓▒"
"""Neighbours never have the same."""

_LETTER = Style(bold=True, reverse=True)


@frozen(kw_only=True)
class Kind:
    """A kind of part: its letter, its name, and which of the palette's causes it is drawn as."""

    letter: str
    name: str
    place: int


@frozen(kw_only=True)
class Stack:
    """One bar: a length for each kind, and the words at its end."""

    label: str
    parts: Sequence[float]
    words: str = ""


def stacked_bars(stacks: Sequence[Stack], kinds: Sequence[Kind], *, width: int, palette: Palette) -> list[Strip]:
    """A line per bar, all on one scale. Parts that are absent, or not above 0, are not drawn."""
    grid = Grid(width, len(stacks))
    if not stacks:
        return grid.strips()
    words = min(max(cells_of(stack.words) for stack in stacks), width // 3)
    label = max(0, min(max(cells_of(stack.label) for stack in stacks), width - words - 2 - width // 3))
    left = label + 1
    cells = max(0, width - left - words - 1)
    sums = [math.fsum(_length(part) for part in stack.parts) for stack in stacks]
    scale = max(sums) or 1.0
    for y, stack in enumerate(stacks):
        grid.put(0, y, cut(stack.label, label), palette.text)
        grid.right(width, y, cut(stack.words, words), palette.strong)
        passed, begin, before = 0.0, 0, -1
        for number, (kind, part) in enumerate(zip(kinds, stack.parts, strict=True)):
            passed += _length(part)
            end = round(passed / scale * cells)
            if end > begin:
                style = palette.of_cause(kind.place)
                fill = number % len(_FILLS)
                fill = (fill + 1) % len(_FILLS) if fill == before else fill
                grid.put(left + begin, y, _FILLS[fill] * (end - begin), style)
                grid.put(left + begin + (end - begin - 1) // 2, y, kind.letter, style + _LETTER)
                begin, before = end, fill
    return grid.strips()


def _length(part: float) -> float:
    return part if is_known(part) and part > 0.0 else 0.0


def kinds_legend(kinds: Sequence[Kind], *, width: int, palette: Palette) -> list[Strip]:
    """What each letter stands for, in columns."""
    if not kinds:
        return []
    cells = min(width, max(cells_of(kind.name) for kind in kinds) + 5)
    columns = max(1, width // max(1, cells))
    rows = math.ceil(len(kinds) / columns)
    grid = Grid(width, rows)
    for number, kind in enumerate(kinds):
        x, y = number // rows * cells, number % rows
        style = palette.of_cause(kind.place)
        grid.put(x, y, kind.letter, style + _LETTER)
        grid.put(x + 2, y, cut(kind.name, cells - 3), palette.text)
    return grid.strips()
