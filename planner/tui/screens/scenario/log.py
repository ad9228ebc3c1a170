"""Every change since the opening, as a list: Enter goes back to any point, or forth again."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from planner.editing import Document
from planner.i18n import _
from planner.i18n.commands import Words
from planner.tui.frame.dialog import Dialog
from planner.tui.widgets.filter_list import FilterList
from planner.tui.widgets.filter_rows import ALL, Column, Row, row


class Log(Dialog[int]):
    """Gives how many commands shall be in force, or None."""

    AUTO_FOCUS = "FilterList"
    DEFAULT_CSS = """
    Log > .dialog { width: 90%; height: 80%; }
    Log FilterList { background: $surface; }
    """

    def __init__(self, document: Document, words: Words) -> None:
        super().__init__(_("Changes since the opening"), _("Enter goes to the point after a change."))
        self._document = document
        self._words = words

    def content(self) -> ComposeResult:
        """The changes, the latest first."""
        yield FilterList(
            (Column(most=4, right=True), Column(fills=True, most=ALL), Column(most=12)), most_lines=2, id="log"
        )
        with Horizontal(classes="dialog-answers"):
            yield Button(_("Close"), name="close")

    def on_mount(self) -> None:
        """Show them, with the cursor on the present."""
        done, undone = self._document.done, self._document.undone
        rows = [self._opening(not done)]
        for place, command in enumerate((*done, *undone), start=1):
            later = place > len(done)
            told = _("undone") if later else _("here now") if place == len(done) else ""
            style = "muted" if later else ""
            rows.append(row(str(place), (str(place), "muted"), (self._words.of(command), style), (told, "changed")))
        found = self.query_one("#log", FilterList)
        found.show(rows[::-1])
        found.mark(str(len(done)))

    def _opening(self, is_now: bool) -> Row:
        return row("0", ("0", "muted"), _("the opening of the file"), (_("here now") if is_now else "", "changed"))

    def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        """Go there."""
        self.dismiss(int(event.id))

    def on_button_pressed(self) -> None:
        """Stay where one is."""
        self.dismiss(None)
