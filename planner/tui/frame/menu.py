"""F10: everything that can be done on a screen, and why something cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from planner.tui.action import Action
from planner.tui.frame.dialog import Dialog
from planner.tui.frame.keys import key_words
from planner.tui.widgets.words import Words
from planner.wording import _
from planner.wording.cells import fit, width


class Menu(Dialog[str]):
    """Gives the id of the action that was chosen, or None for Esc; the help of the marked one stands below."""

    def __init__(self, actions: Sequence[Action], off: Mapping[str, str]) -> None:
        super().__init__(_("Menu"))
        self._actions = actions
        self._off = off

    def content(self) -> ComposeResult:
        """One row per action; what is off says why."""
        yield OptionList(*self._rows(), id="rows")
        yield Words(id="told")
        with Horizontal(classes="dialog-answers"):
            yield Button(_("Close"), name="close")

    def _rows(self) -> list[Option]:
        keys = max(width(key_words(action.key)) for action in self._actions)
        labels = max(width(_(action.label)) for action in self._actions)
        rows = []
        for action in self._actions:
            reason = self._off.get(action.id, "")
            row = Text(no_wrap=True, overflow="ellipsis")
            row.append(fit(key_words(action.key), keys), "" if reason else "bold")
            row.append(f"  {fit(_(action.label), labels)}")
            if reason:
                row.append(f"  {reason}", "italic")
            rows.append(Option(row, id=action.id, disabled=bool(reason)))
        return rows

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what it does."""
        action = next(action for action in self._actions if action.id == event.option_id)
        self.query_one("#told", Words).update(_(action.help))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """That one."""
        self.dismiss(event.option_id)

    def on_button_pressed(self) -> None:
        """None of them."""
        self.dismiss(None)
