"""A list to tick; a ticked row says so by a letter, not by a colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from planner.wording import N_, _


class Ticks(OptionList):
    """Rows (id, label); Space, Enter or a click ticks and unticks one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,ideographic_space", "select", N_("ticks and unticks"), show=False),
    ]

    class Changed(Message):
        """A row was ticked or unticked."""

    def __init__(self, rows: Sequence[tuple[str, str]], ticked: Sequence[str] = (), *, id: str | None = None) -> None:
        self._labels = dict(rows)
        self.ticked = {row: None for row in ticked if row in self._labels}
        super().__init__(*(Option(self._row(row), id=row) for row in self._labels), id=id)

    def help_text(self) -> str:
        """For F1."""
        return _("Space, Enter or a click ticks and unticks a row.")

    def _row(self, id: str) -> Text:
        return Text(f"[{'x' if id in self.ticked else ' '}] {self._labels[id]}")

    def toggle(self, id: str) -> None:
        """Tick or untick a row."""
        if id in self.ticked:
            del self.ticked[id]
        else:
            self.ticked[id] = None
        self.replace_option_prompt(id, self._row(id))
        self.post_message(self.Changed())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tick or untick it."""
        event.stop()
        if event.option_id is not None:
            self.toggle(event.option_id)
