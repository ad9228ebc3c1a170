"""A row of buttons and choices; where there is no room for the last of them, they go on in the next line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.layouts.horizontal import HorizontalLayout

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.layout import ArrangeResult, Layout
    from textual.widget import Widget


class _Wrapping(HorizontalLayout):
    name = "wrapping"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """From left to right, line after line; each is one cell high."""
        placements = []
        before = line = 0
        for placement in super().arrange(parent, children, size, greedy):
            if placement.region.right - before > size.width and placement.region.x > before:
                before, line = placement.region.x, line + 1
            placements.append(placement._replace(region=placement.region.translate((-before, line))))
        return placements


class Tools(Horizontal):
    """The row. Its height follows from what is in it."""

    DEFAULT_CSS = "Tools { height: auto; }"

    @property
    def layout(self) -> Layout:
        """Line after line."""
        return _Wrapping()
