"""Something to read."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button

from planner.tui.frame.dialog import Dialog
from planner.tui.widgets.words import Words
from planner.wording import _


class Say(Dialog[None]):
    """Says something in lines; Enter, Esc or the button closes it."""

    def __init__(self, title: str, lines: Iterable[str]) -> None:
        super().__init__(title)
        self._lines = tuple(lines)

    def content(self) -> ComposeResult:
        """The lines, and a button."""
        with VerticalScroll(classes="dialog-detail", can_focus=False):
            for line in self._lines:
                yield Words(line or " ")
        with Horizontal(classes="dialog-answers"):
            yield Button(_("Close"), name="close")

    def key_down(self) -> None:
        """Read on."""
        self.query_one(VerticalScroll).scroll_down()

    def key_up(self) -> None:
        """Read again."""
        self.query_one(VerticalScroll).scroll_up()

    def key_pagedown(self) -> None:
        """Read on by a page."""
        self.query_one(VerticalScroll).scroll_page_down()

    def key_pageup(self) -> None:
        """Read again by a page."""
        self.query_one(VerticalScroll).scroll_page_up()

    def on_button_pressed(self) -> None:
        """Done reading."""
        self.dismiss(None)
