"""Horizontal bars made of parts, one below the other: letters and patterns tell the parts apart, not colour alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from attrs import frozen
from rich.style import Style
from textual.strip import Strip

from planner.tui.charts.grid import Grid, shorten
from planner.tui.charts.known import is_known
from planner.tui.charts.palette import Palette
from planner.wording.cells import width as cells_of

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
        grid.put(0, y, shorten(stack.label, label), palette.text)
        grid.right(width, y, shorten(stack.words, words), palette.strong)
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
        grid.put(x + 2, y, shorten(kind.name, cells - 3), palette.text)
    return grid.strips()
