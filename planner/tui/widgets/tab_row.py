"""Tabs from which an arrow leads on, and that bear being closed while they open."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Tabs

from planner.i18n import N_


class TabRow(Tabs):
    """Where the screen is left before its tabs have come, those of Textual end the program with an error."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", N_("goes on to what the tab shows"), show=False),
    ]

    def validate_active(self, active: str) -> str:
        """A tab that is there, or none."""
        return active if active and self.query(f"#tabs-list > #{active}") else ""

    def set_shown(self, tab_id: str, shown: bool) -> None:
        """Show or hide a tab, if it is there."""
        if self.query(f"#tabs-list > #{tab_id}"):
            (self.show if shown else self.hide)(tab_id)
