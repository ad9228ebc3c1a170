"""A choice of one of a few things that are known only later; it takes as many lines as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text
from textual import events
from textual.geometry import Size

from planner.tui.widgets.segments import Segments
from planner.wording.cells import width


class Choice(Segments):
    """Nothing to choose from takes no place."""

    DEFAULT_CSS = """
    Choice { width: 1fr; height: auto; background: transparent; }
    Choice.-single { display: none; }
    """

    def __init__(self, **given: Any) -> None:
        super().__init__((), **given)
        self.add_class("-single")

    def offer(self, options: Sequence[tuple[str, str]], value: str) -> None:
        """What can be chosen now, and what is."""
        if (tuple(options), value) != (self._options, self.value):
            self._options, self.value = tuple(options), value
            self.set_class(len(options) < 2, "-single")
            self.refresh(layout=True)

    def take_back(self, kept: str) -> None:
        """What was chosen before the screen was built again."""
        self.value = kept

    def _places(self, cells: int) -> Iterator[tuple[int, int, str, str]]:
        """Line and column of each, with its id and words."""
        x = y = 0
        for id, words in self._options:
            size = width(words) + 3
            if x and x + size > cells:
                x, y = 0, y + 1
            yield y, x, id, words
            x += size

    def render(self) -> Text:
        """The words, those chosen marked."""
        text = Text(no_wrap=True)
        line = 0
        for y, _x, id, words in self._places(self.content_size.width):
            if y > line:
                text.append("\n")
                line = y
            chosen = id == self.value
            style = self.get_component_rich_style("segments--chosen") if chosen else ""
            text.append(f" ●{words} " if chosen else f"  {words} ", style)
        return text

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes."""
        return max((y for y, _x, _id, _words in self._places(width)), default=0) + 1

    def on_click(self, event: events.Click) -> None:
        """The one that was clicked."""
        for y, x, id, words in self._places(self.content_size.width):
            if y == event.y and x <= event.x < x + width(words) + 3:
                self.choose(id)
                return
