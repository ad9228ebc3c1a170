"""Dialogs of several lines: the arrows up and down go from line to line, and into a list while one is open."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.widgets import OptionList

from planner.tui.frame.dialog import Dialog

Answer = TypeVar("Answer")


class Lines(Dialog[Answer]):
    """A dialog whose lines are fields and choices."""

    DEFAULT_CSS = """
    Lines .dialog { width: 76; max-height: 100%; }
    Lines .dialog-title { margin: 0; }
    Lines .form-line { height: 1; width: 100%; }
    Lines .form-line > Static { width: 22; }
    Lines .form-line > Input { width: 1fr; }
    Lines .form-line > Select { width: 1fr; margin: 0 1 0 0; }
    """

    AUTO_FOCUS = ".first"

    def on_key(self, event: events.Key) -> None:
        """Up and down: the line before or the next."""
        if event.key in ("up", "down") and not isinstance(self.focused, OptionList):
            event.stop()
            event.prevent_default()
            self.focus_next() if event.key == "down" else self.focus_previous()
