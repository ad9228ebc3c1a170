"""Controls in a row: one of a few things side by side, tabs, and buttons that go on in the next line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.layouts.horizontal import HorizontalLayout
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Tab, Tabs

from planner.wording import N_
from planner.wording.cells import width

if TYPE_CHECKING:
    from textual.layout import ArrangeResult, Layout


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
            """The choice that was changed, by which handlers select."""
            return self.segments

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "", **given: Any) -> None:
        """`options`: ids and words."""
        super().__init__(**given)
        self.options = tuple(options)
        self.below: Widget | None = None
        self.value = value or (options[0][0] if options else "")

    def render(self) -> Text:
        """The words, that of the value marked."""
        text = Text(no_wrap=True)
        for id, words in self.options:
            chosen = id == self.value
            style = self.get_component_rich_style("segments--chosen") if chosen else ""
            text.append(f" ●{words} " if chosen else f"  {words} ", style)
        return text

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as the words."""
        return sum(width(words) + 3 for _id, words in self.options)

    def choose(self, value: str) -> None:
        """Choose one, and say so."""
        if value != self.value and any(value == id for id, _words in self.options):
            self.value = value
            self.refresh()
            self.post_message(self.Changed(self))

    def action_step(self, way: int, around: bool = False) -> None:
        """The one beside it."""
        ids = [id for id, _words in self.options]
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
        for id, words in self.options:
            at += width(words) + 3
            if event.x < at:
                self.choose(id)
                return

    def kept(self) -> str:
        """The value, for when the screen is built again."""
        return self.value

    def take_back(self, kept: str) -> None:
        """Choose again what was chosen before the screen was composed again."""
        self.choose(kept)


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
        if (tuple(options), value) != (self.options, self.value):
            self.options, self.value = tuple(options), value
            self.set_class(len(options) < 2, "-single")
            self.refresh(layout=True)

    def take_back(self, kept: str) -> None:
        """What was chosen before the screen was built again."""
        self.value = kept

    def _places(self, cells: int) -> Iterator[tuple[int, int, str, str]]:
        """Line and column of each, with its id and words."""
        x = y = 0
        for id, words in self.options:
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


class TabRow(Tabs):
    """Where the screen is left before its tabs have come, those of Textual end the program with an error."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", N_("goes on to what the tab shows"), show=False),
    ]

    class Clicked(Message):
        """A tab was clicked: unlike with the arrows, a person is done choosing."""

        def __init__(self, tab: Tab) -> None:
            super().__init__()
            self.tab = tab

    def on_tab_clicked(self, event: Tab.Clicked) -> None:
        """Tell the screen that a tab was clicked, and not reached with the arrows."""
        self.post_message(self.Clicked(event.tab))

    def validate_active(self, active: str) -> str:
        """A tab that is there, or none."""
        return active if active and self.query(f"#tabs-list > #{active}") else ""

    def set_shown(self, tab_id: str, shown: bool) -> None:
        """Show or hide a tab, if it is there."""
        if self.query(f"#tabs-list > #{tab_id}"):
            (self.show if shown else self.hide)(tab_id)


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
        """The layout that puts what does not fit into the next line."""
        return _Wrapping()
