"""One of a few things, side by side: the arrows or a click change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from planner.wording import N_
from planner.wording.cells import width


class Segments(Widget, can_focus=True):
    """A choice of which all possibilities are seen. `value` is the id of the one in force."""

    DEFAULT_CSS = """
    Segments { width: auto; height: 1; background: $surface; color: $foreground; }
    Segments > .segments--chosen { background: $panel; text-style: bold; }
    Segments:focus > .segments--chosen { background: $primary; color: $background; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"segments--chosen"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", N_("the one before"), show=False),
        Binding("right", "step(1)", N_("the next one"), show=False),
        Binding("enter,space,ideographic_space", "step(1, True)", show=False),
        Binding("down", "below", show=False),
    ]

    class Changed(Message):
        """Another one was chosen."""

        def __init__(self, segments: Segments) -> None:
            super().__init__()
            self.segments = segments

        @property
        def control(self) -> Segments:
            """The choice."""
            return self.segments

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "", **given: Any) -> None:
        """`options`: ids and words."""
        super().__init__(**given)
        self._options = tuple(options)
        self.below: Widget | None = None
        self.value = value or (options[0][0] if options else "")

    def render(self) -> Text:
        """The words, that of the value marked."""
        text = Text(no_wrap=True)
        for id, words in self._options:
            chosen = id == self.value
            style = self.get_component_rich_style("segments--chosen") if chosen else ""
            text.append(f" ●{words} " if chosen else f"  {words} ", style)
        return text

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as the words."""
        return sum(width(words) + 3 for _id, words in self._options)

    def choose(self, value: str) -> None:
        """Choose one, and say so."""
        if value != self.value and any(value == id for id, _words in self._options):
            self.value = value
            self.refresh()
            self.post_message(self.Changed(self))

    def action_step(self, way: int, around: bool = False) -> None:
        """The one beside it."""
        ids = [id for id, _words in self._options]
        place = ids.index(self.value) + way
        self.choose(ids[place % len(ids) if around else max(0, min(place, len(ids) - 1))])

    def action_below(self) -> None:
        """To what it is a choice for."""
        if self.below is not None:
            self.below.focus()
        else:
            self.screen.focus_next()

    def on_click(self, event: events.Click) -> None:
        """The one that was clicked."""
        at = 0
        for id, words in self._options:
            at += width(words) + 3
            if event.x < at:
                self.choose(id)
                return

    def kept(self) -> str:
        """The value, for when the screen is built again."""
        return self.value

    def take_back(self, kept: str) -> None:
        """Choose it again."""
        self.choose(kept)
