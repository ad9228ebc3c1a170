"""A question answered by a text."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input

from planner.tui.frame.dialog import Dialog
from planner.tui.widgets.words import Words
from planner.wording import _


def _anything(_text: str) -> str | None:
    return None


class Enter(Dialog[str]):
    """Asks for a text, and gives it, or None for Esc. `check` says in words what is wrong with a text, or None."""

    def __init__(
        self, question: str, value: str = "", check: Callable[[str], str | None] = _anything, detail: str = ""
    ) -> None:
        super().__init__(question, detail)
        self._value = value
        self._check = check

    def content(self) -> ComposeResult:
        """A field, what is wrong with it, and two buttons."""
        yield Input(self._value, id="entered", select_on_focus=False)
        yield Words(id="wrong")
        with Horizontal(classes="dialog-answers"):
            yield Button(_("OK"), name="ok")
            yield Button(_("Cancel"), name="cancel")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what is wrong."""
        self.query_one("#wrong", Words).update(self._check(event.value) or "")

    def on_input_submitted(self) -> None:
        """That is the text, where nothing is wrong with it."""
        text = self.query_one("#entered", Input).value
        if not self._check(text):
            self.dismiss(text)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """OK or not."""
        if event.button.name == "ok":
            self.on_input_submitted()
        else:
            self.dismiss(None)
