"""The command palette in our words: Textual's own speaks English only."""

from __future__ import annotations

from rich.align import Align
from rich.text import Text
from textual.command import CommandList, CommandPalette
from textual.widgets.option_list import Option

from planner.wording import _


class Palette(CommandPalette):
    """Finds an action of the screen below by a part of its name."""

    def __init__(self) -> None:
        super().__init__(placeholder=_("Type a part of a command's name …"), id="--command-palette")

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Say that there is nothing, after a while; the only place of Textual's words in it."""
        self._stop_no_matches_countdown()

        def nothing() -> None:
            if search_value:
                said = Align.center(Text(_("Nothing has such a name.")))
                self.query_one(CommandList).add_option(Option(said, disabled=True, id=self._NO_MATCHES))
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, nothing)
