"""A question with a few answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Button

from planner.tui.frame.dialog import Dialog
from planner.wording.cells import width

WIDEST = 60
"""Cells; answers that take more stand below each other."""


class Ask(Dialog[str]):
    """Asks, and gives the id of the answer, or None for Esc. The first answer has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("right,down", "app.focus_next"),
        ("left,up", "app.focus_previous"),
    ]

    def __init__(self, question: str, choices: Sequence[tuple[str, str]], detail: str = "") -> None:
        super().__init__(question, detail)
        self._choices = choices

    def content(self) -> ComposeResult:
        """A button per answer."""
        cells = sum(width(label) + 6 for _id, label in self._choices)
        with Horizontal(classes="dialog-answers" if cells <= WIDEST else "dialog-answers -below"):
            for place, (id, label) in enumerate(self._choices):
                button = Button(label, name=id, classes="first" if place == 0 else None)
                button.can_focus = True
                yield button

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """That is the answer."""
        self.dismiss(event.button.name)
