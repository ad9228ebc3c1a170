"""What the dialogs share: a box over the screen, left by Esc."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from planner.tui.widgets.words import Words

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None]):
    """A dialog; Esc leaves it without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave"), ("f1", "help")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-tall")]
    AUTO_FOCUS = ".first, Input, OptionList, Button"

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__()
        self._title = title
        self._detail = detail

    def content(self) -> ComposeResult:
        """What is below the question."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The question, details that scroll, and what is below them."""
        with Vertical(classes="dialog"):
            yield Words(self._title, classes="dialog-title")
            if self._detail:
                with VerticalScroll(classes="dialog-detail", can_focus=False):
                    yield Words(self._detail)
            yield from self.content()

    def action_help(self) -> None:
        """What has the focus is for."""
        from planner.tui.frame.help import help_in_dialog

        self.app.push_screen(help_in_dialog(self, self._title))

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)
