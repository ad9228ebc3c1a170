"""Rows to pick one or several from."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, OptionList, SelectionList
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from planner.i18n import _
from planner.tui.frame.dialog import Dialog


class Pick(Dialog[str | tuple[str, ...]]):
    """Gives the id of a row, with `multiple` a tuple of ids, or None for Esc. Rows are (id, label)."""

    def __init__(
        self,
        question: str,
        rows: Sequence[tuple[str, str]],
        multiple: bool = False,
        *,
        chosen: Sequence[str] = (),
        detail: str = "",
    ) -> None:
        super().__init__(question, detail)
        self._rows = rows
        self._multiple = multiple
        self._chosen = chosen

    def content(self) -> ComposeResult:
        """The rows; of several, a button that ends the picking."""
        if self._multiple:
            from rich.text import Text

            yield SelectionList[str](
                *(Selection(Text(label), id, initial_state=id in self._chosen) for id, label in self._rows),
                id="rows",
            )
        else:
            yield OptionList(*(Option(label, id=id) for id, label in self._rows), id="rows", markup=False)
        with Horizontal(classes="dialog-answers"):
            if self._multiple:
                yield Button(_("OK"), name="ok")
            yield Button(_("Cancel"), name="cancel")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """That one."""
        if not self._multiple:
            self.dismiss(event.option_id)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Those, or none."""
        if event.button.name == "ok":
            self.dismiss(tuple(self.query_one(SelectionList).selected))
        else:
            self.dismiss(None)
