"""The timeline: what comes into force on a date, and what goes out of force again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.widgets import Button

from planner.editing import EditRefused
from planner.i18n import _, names, text
from planner.i18n.changes import change_told as in_words
from planner.i18n.measures import change_in_words
from planner.i18n.numbers import day
from planner.tui.screens.scenario.messages import Edited, Refused
from planner.tui.screens.scenario.view import DocumentView
from planner.tui.widgets.filter_list import FilterList
from planner.tui.widgets.filter_rows import ALL, Column, Row, row
from planner.tui.widgets.tools import Tools

if TYPE_CHECKING:
    from planner.editing import State


class TimelineView(DocumentView):
    """The entries in the order of the file."""

    DEFAULT_CSS = """
    TimelineView { height: 1fr; layout: vertical; }
    TimelineView .view-tools > Button { margin: 0 1 0 0; min-width: 6; }
    """
    BINDINGS = [("insert", "add_entry")]

    state: State | None = None

    def help_text(self) -> str:
        """What one can do here."""
        return _(
            "Measures and changes that come into force on a date of the run, and may end on another. Ins adds an "
            "entry, Enter changes the marked one, Delete removes it. What is in force from the beginning stands in "
            "the other parts; some of it is kept as an entry that begins with the run."
        )

    def compose(self) -> ComposeResult:
        """Buttons, and the entries."""
        with Tools(classes="view-tools"):
            yield Button(f"Ins {_('Add')}", name="add", compact=True)
            yield Button(_("Change"), name="change", compact=True)
            yield Button(f"Del {_('Remove')}", name="remove", compact=True)
        yield FilterList(
            (
                Column(title=_("Begins"), most=18),
                Column(title=_("Ends"), most=18),
                Column(title=_("What it brings"), fills=True, most=ALL),
            ),
            most_lines=6,
            nothing=_("Nothing changes during the run."),
            id="timeline-list",
        )

    @property
    def rows(self) -> FilterList:
        """The list."""
        return self.query_one("#timeline-list", FilterList)

    def refresh_from(self, state: State) -> None:
        """Show the entries now."""
        self.state = state
        entries = self.document.timeline
        self.rows.show([self._row(state, place, entry) for place, entry in enumerate(entries)])

    def _row(self, state: State, place: int, entry: Mapping[str, Any]) -> Row:
        begins, ends = entry.get("from"), entry.get("until")
        start = state.time.start if state.time else None
        told = _("the beginning") if begins == start else _day(begins)
        inherited = "timeline" not in self.document.tables
        lines = self.told(entry)
        what = _("; ").join(lines) if lines else _("nothing yet")
        style = "muted" if inherited else ""
        return row(str(place), (told, style), (_day(ends) if ends else "–", style), (what, style))

    def told(self, entry: Mapping[str, Any]) -> list[str]:
        """What an entry brings, in words."""
        lines = []
        measures = entry.get("measures")
        if isinstance(measures, list) and measures:
            lines.append(_("Measures: {names}.").format(names=names.listed([self.title_of(name) for name in measures])))
        return lines + [self.change_told(change) for change in changes_of(entry)]

    def title_of(self, name: object) -> str:
        """The title of a measure or package, or the name itself where there is none."""
        catalogue = self.document.catalogue
        found = catalogue.measures.get(str(name)) or catalogue.packages.get(str(name))
        return text(found.title) if found is not None else str(name)

    def change_told(self, change: object) -> str:
        """A change in words; one that makes no sense as it stands."""
        from planner.editing.entries import change_of

        found = change_of(change)
        if found is None:
            return str(change)
        return in_words(self.state.tree, found) if self.state is not None else change_in_words(found)

    def go_to(self, path: str) -> bool:
        """The list stands for all that is wrong with the timeline."""
        if path.partition(".")[0] != "timeline":
            return False
        self.rows.focus()
        return True

    # Editing --------------------------------------------------------------------------------------------------------

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Add, change, remove."""
        event.stop()
        if event.button.name == "add":
            self.action_add_entry()
        elif self.rows.marked:
            if event.button.name == "change":
                self._change(int(self.rows.marked))
            else:
                self._remove(int(self.rows.marked))

    def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        """Change it."""
        event.stop()
        self._change(int(event.id))

    def on_filter_list_removed(self, event: FilterList.Removed) -> None:
        """Remove it."""
        event.stop()
        self._remove(int(event.id))

    def _remove(self, place: int) -> None:
        try:
            command = self.document.remove_entry(place)
        except EditRefused as refused:
            self.post_message(Refused(refused.problems))
        else:
            self.post_message(Edited(command))

    @work(exclusive=True, group="entry")
    async def action_add_entry(self) -> None:
        """A new entry."""
        from planner.tui.screens.scenario.entry import EntryDialog

        entry = await self.app.push_screen_wait(EntryDialog(self, {}))
        if entry is not None:
            command = self.document.add_entry(entry)
            self.rows.mark(str(len(self.document.timeline) - 1))
            self.post_message(Edited(command))

    @work(exclusive=True, group="entry")
    async def _change(self, place: int) -> None:
        from planner.tui.screens.scenario.entry import EntryDialog

        before = self.document.timeline[place]
        entry = await self.app.push_screen_wait(EntryDialog(self, before))
        if entry is not None:
            self.post_message(Edited(self.document.change_entry(place, entry)))


def changes_of(entry: Mapping[str, Any]) -> list[Any]:
    """The changes of an entry as a file writes them."""
    changes = entry.get("changes")
    return list(changes) if isinstance(changes, list) else []


def _day(value: object) -> str:
    from datetime import date

    return day(value) if isinstance(value, date) else str(value)
