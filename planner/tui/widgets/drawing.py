"""A widget that shows lines of cells made by a function of the place it has: charts, tables, paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from planner.tui.charts.palette import Palette, palette_of
from planner.wording import language

Draw = Callable[[int, int, Palette], list[Strip]]
"""From width, height in sight and styles to lines of exactly that width, as many as it takes."""


class Drawing(Widget):
    """As high as its lines; what holds it may scroll."""

    DEFAULT_CSS = "Drawing { width: 1fr; height: auto; }"

    def __init__(self, draw: Draw | None = None, **given: Any) -> None:
        super().__init__(**given)
        self._draw = draw
        self._made: tuple[object, list[Strip]] = (None, [])
        self._sight = 1
        """Height of the place that shows it."""

    def show(self, draw: Draw) -> None:
        """Show something else."""
        self._draw = draw
        self._made = (None, [])
        self.refresh(layout=True)

    @property
    def text(self) -> str:
        """What is seen, as plain text."""
        return "\n".join(strip.text.rstrip() for strip in self._made[1])

    def _lines(self, width: int, height: int) -> list[Strip]:
        key = (width, height, self.app.theme, language())
        if self._made[0] != key:
            palette = palette_of(self.app.current_theme)
            self._made = (key, [] if self._draw is None or width < 1 else self._draw(width, height, palette))
        return self._made[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as are drawn."""
        self._sight = container.height
        return len(self._lines(width, container.height))

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        width = self.content_size.width
        lines = self._lines(width, self._sight)
        return (lines[y] if y < len(lines) else Strip.blank(width)).apply_style(self.rich_style)
