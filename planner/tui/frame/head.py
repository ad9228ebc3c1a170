"""The first line of a screen: where one is, whether it is saved, and help, language and menu as buttons."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from planner.model.text import visible
from planner.tui.actions import ACTIONS
from planner.tui.frame.keys import KeyButton
from planner.tui.frame.owner import owner
from planner.wording import _


class Head(Horizontal):
    """The head of a screen."""

    def __init__(self) -> None:
        super().__init__(id="head")

    def compose(self) -> ComposeResult:
        """Where one is, and three buttons."""
        yield Static(id="where", markup=False)
        yield Static(_("not saved"), id="unsaved", markup=False)
        for name in ("help", "language", "menu"):
            yield KeyButton(ACTIONS[name])

    def on_mount(self) -> None:
        """Say at once where one is."""
        self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """Say again where one is; a head whose screen is composed again has no words for a moment."""
        screen = owner(self)
        title = visible(screen.title_text())
        for where in self.query("#where").results(Static):
            if where.content != title:
                where.update(title)
        for unsaved in self.query("#unsaved"):
            unsaved.display = screen.unsaved
