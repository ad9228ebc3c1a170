"""Tabs that bear being closed while they open."""

from __future__ import annotations

from textual.widgets import Tabs


class TabRow(Tabs):
    """Where the screen is left before its tabs have come, those of Textual end the program with an error."""

    def validate_active(self, active: str) -> str:
        """A tab that is there, or none."""
        return active if active and self.query(f"#tabs-list > #{active}") else ""

    def set_shown(self, tab_id: str, shown: bool) -> None:
        """Show or hide a tab, if it is there."""
        if self.query(f"#tabs-list > #{tab_id}"):
            (self.show if shown else self.hide)(tab_id)
