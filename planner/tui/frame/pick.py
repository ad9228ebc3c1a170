"""Rows to pick one or several from."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from planner.tui.frame.dialog import Dialog
from planner.tui.widgets.ticks import Ticks
from planner.tui.widgets.words import Words
from planner.wording import _, ngettext


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
            yield Ticks(self._rows, self._chosen, id="rows")
            yield Words(id="told")
        else:
            yield OptionList(*(Option(label, id=id) for id, label in self._rows), id="rows", markup=False)
        with Horizontal(classes="dialog-answers"):
            if self._multiple:
                yield Button(_("OK"), name="ok")
            yield Button(_("Cancel"), name="cancel")

    def on_mount(self) -> None:
        """Say how many are ticked."""
        self.on_ticks_changed()

    def on_ticks_changed(self) -> None:
        """Say how many are ticked."""
        if self._multiple:
            n = len(self.query_one(Ticks).ticked)
            told = ngettext("{n} ticked; Tab goes to the button.", "{n} ticked; Tab goes to the button.", n)
            self.query_one("#told", Words).update(told.format(n=n))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """That one."""
        if not self._multiple:
            self.dismiss(event.option_id)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Those, or none."""
        if event.button.name == "ok":
            self.dismiss(tuple(self.query_one(Ticks).ticked))
        else:
            self.dismiss(None)
