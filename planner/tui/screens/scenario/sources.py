"""Sources and assumptions: every value that is stated, with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.widgets import Button
from textual.worker import get_current_worker

from planner.editing import EditRefused
from planner.i18n import _
from planner.tui.screens.scenario import sources_words as words
from planner.tui.screens.scenario.details import Details
from planner.tui.screens.scenario.messages import Edited, GoTo, Refused
from planner.tui.screens.scenario.view import DocumentView
from planner.tui.widgets.filter_list import FilterList
from planner.tui.widgets.segments import Segments
from planner.tui.widgets.tools import Tools

if TYPE_CHECKING:
    from planner.editing import Document, State
    from planner.editing.sourced import Sourced
    from planner.tui.widgets.filter_rows import Row


class SourcesView(DocumentView):
    """The list; Enter says more of a value, and leads to its field or its source."""

    DEFAULT_CSS = """
    SourcesView { height: 1fr; layout: vertical; }
    SourcesView .view-tools > * { margin: 0 2 0 0; }
    """

    def __init__(self, document: Document, **given: Any) -> None:
        super().__init__(document, **given)
        self.state: State | None = None
        self._values: dict[str, Sourced] = {}
        self._rows: dict[str, list[Row]] = {}

    def help_text(self) -> str:
        """What one can do here."""
        return _(
            "What the plan rests on. Values that nobody has documented are assumptions: replace them with your own "
            "data where you can, and say where it comes from. Enter leads to the field, or to its source."
        )

    def compose(self) -> ComposeResult:
        """Which values, and the list."""
        with Tools(classes="view-tools"):
            yield Segments([(id, _(told)) for id, told in words.WHICH.items()], id="sources-which")
            yield Button(_("Edit the source"), name="source", compact=True)
        yield FilterList(words.columns(), nothing=_("Gathering the values …"), id="sources-list")

    @property
    def rows(self) -> FilterList:
        """The list."""
        return self.query_one("#sources-list", FilterList)

    def refresh_from(self, state: State) -> None:
        """Gather the values in a thread: there are many."""
        self.state = state
        self._gather(state)

    @work(thread=True, exit_on_error=False, exclusive=True, group="sources")
    def _gather(self, state: State) -> None:
        from planner.editing.sourced import sourced

        worker = get_current_worker()
        values = {f"{place}": value for place, value in enumerate(sourced(state))}
        rows = {which: words.rows(state, values, which) for which in words.WHICH}
        if not worker.is_cancelled:
            self.app.call_from_thread(self._gathered, values, rows)

    def _gathered(self, values: dict[str, Sourced], rows: dict[str, list[Row]]) -> None:
        self._values, self._rows = values, rows
        self._show()

    def _show(self) -> None:
        which = self.query_one("#sources-which", Segments).value
        self.rows.nothing = _("There are none.") if self._rows else _("Gathering the values …")
        self.rows.show(self._rows.get(which, ()), words.columns())

    def on_segments_changed(self, event: Segments.Changed) -> None:
        """Other values."""
        event.stop()
        self._show()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The source of the marked value."""
        event.stop()
        if self.rows.marked in self._values:
            self._edit(self._values[self.rows.marked])

    @work(exclusive=True, group="details")
    async def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        """All that is said of a value."""
        event.stop()
        value = self._values.get(event.id)
        if value is None or self.state is None:
            return
        lines = words.details(self.state, value)
        answers = [("go", _("Go to the field")), ("edit", _("Edit the source")), ("close", _("Close"))]
        answer = await self.app.push_screen_wait(Details(lines[0], answers, "\n".join(lines[1:])))
        if answer == "go":
            self.post_message(GoTo(value.path))
        elif answer == "edit":
            self._edit(value)

    @work(exclusive=True, group="source")
    async def _edit(self, value: Sourced) -> None:
        from planner.tui.screens.scenario.source import SourceDialog

        if self.state is None:
            return
        source = await self.app.push_screen_wait(SourceDialog(words.place(self.state, value), value.source))
        if source is None:
            return
        try:
            command = self.document.set_source(value.path, source)
        except EditRefused as refused:
            self.post_message(Refused(refused.problems))
        else:
            self.post_message(Edited(command))
