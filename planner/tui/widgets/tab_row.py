"""Tabs from which an arrow leads on, and that bear being closed while they open."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Tab, Tabs

from planner.wording import N_


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
        """Tell the screen."""
        self.post_message(self.Clicked(event.tab))

    def validate_active(self, active: str) -> str:
        """A tab that is there, or none."""
        return active if active and self.query(f"#tabs-list > #{active}") else ""

    def set_shown(self, tab_id: str, shown: bool) -> None:
        """Show or hide a tab, if it is there."""
        if self.query(f"#tabs-list > #{tab_id}"):
            (self.show if shown else self.hide)(tab_id)
