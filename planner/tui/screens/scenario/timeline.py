"""The timeline: what comes into force on a date and goes out of force again, and the dialog of one entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label

from planner.editing import EditRefused
from planner.editing.commands import entry_with
from planner.errors import Problem
from planner.files.cells import day_in
from planner.tui.frame.dialogs import FieldsDialog, Pick
from planner.tui.screens.scenario.parts import DocumentView, Edited, Refused
from planner.tui.widgets.controls import Tools
from planner.tui.widgets.filter_list import ALL, FilterList, ListColumn, ListRow, row
from planner.tui.widgets.words import Words
from planner.wording import _, labels, names, text
from planner.wording import measures as words
from planner.wording.changes import change_told as in_words
from planner.wording.measures import change_in_words
from planner.wording.numbers import day
from planner.wording.problem_sentences import EXPECTED
from planner.wording.problems import sentence

if TYPE_CHECKING:
    from planner.editing import State


class EntryDialog(FieldsDialog[dict[str, Any]]):
    """Gives the entry as a file writes it, or None."""

    AUTO_FOCUS = "#entry-from"
    DEFAULT_CSS = """
    EntryDialog > .dialog { width: 90%; height: auto; max-height: 90%; }
    EntryDialog .entry-dates { height: 1; margin: 0 0 1 0; }
    EntryDialog Input { width: 18; height: 1; background: $panel; margin: 0 2 0 1; }
    EntryDialog Label { height: 1; }
    EntryDialog #entry-measures { height: auto; margin: 0 0 1 0; }
    EntryDialog FilterList { height: 6; background: $surface; }
    EntryDialog #entry-wrong { color: $text-error; height: auto; }
    """
    BINDINGS: ClassVar[list[Any]] = []

    def __init__(self, view: TimelineView, entry: Mapping[str, Any]) -> None:
        super().__init__(_("Entry of the timeline"))
        self._view = view
        self._entry = entry
        measures = entry.get("measures")
        self._measures = tuple(map(str, measures)) if isinstance(measures, list) else ()
        changes = entry.get("changes")
        self._changes: list[Any] = list(changes) if isinstance(changes, list) else []

    def content(self) -> ComposeResult:
        """Fields for the two dates, the measures, and the changes the entry has."""
        with Horizontal(classes="entry-dates"):
            yield Label(_("Begins"))
            yield Input(_written(self._entry.get("from")), id="entry-from", placeholder="2025-07-01", compact=True)
            yield Label(_("Ends"))
            yield Input(_written(self._entry.get("until")), id="entry-until", placeholder=_("for good"), compact=True)
        yield Words(id="entry-measures")
        yield Button(_("Choose measures"), name="measures", compact=True)
        if self._changes:
            yield Label(_("Changes; Delete takes one out:"))
            yield FilterList((ListColumn(fills=True, most=ALL),), most_lines=3, id="entry-changes")
        yield Words(id="entry-wrong")
        yield from self.answers()

    def on_mount(self) -> None:
        """Show what is in it."""
        self._show()

    def _show(self) -> None:
        titles = [self._view.title_of(name) for name in self._measures]
        told = names.listed(titles) if titles else _("none")
        self.query_one("#entry-measures", Words).update(_("Measures: {names}.").format(names=told))
        for found in self.query("#entry-changes").results(FilterList):
            found.show([row(str(place), self._view.change_told(one)) for place, one in enumerate(self._changes)])

    def on_filter_list_removed(self, event: FilterList.Removed) -> None:
        """Delete takes the change out of the entry."""
        del self._changes[int(event.id)]
        self._show()

    def go_on(self, field: Input) -> None:
        """Go on to the next field, or from the last one to the measures: an entry has more than its dates."""
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Choose measures; the other buttons are those of every form."""
        if event.button.name == "measures":
            self._choose()

    @work(exclusive=True, group="choosing")
    async def _choose(self) -> None:
        catalogue = self._view.document.catalogue
        rows = [(id, _("Package: {title}").format(title=text(one.title))) for id, one in catalogue.packages.items()]
        for group in words.GROUPS:
            named = labels.label(words.GROUPS, group)
            rows += [
                (id, _("{title} ({group})").format(title=text(one.title), group=named))
                for id, one in catalogue.measures.items()
                if one.group == group
            ]
        found = await self.app.push_screen_wait(
            Pick(_("Measures from this date on"), rows, multiple=True, chosen=self._measures)
        )
        if isinstance(found, tuple):
            self._measures = found
            self._show()

    def _date(self, id: str) -> tuple[date | None, bool]:
        """The date in a field, and whether what stands there is one; an empty field has none."""
        given = self.query_one(f"#{id}", Input).value.strip()
        found = day_in(given) if given else None
        return found, bool(found) or not given

    def done(self) -> None:
        """Give the entry, where its dates can be read and are in order."""
        begins, begins_right = self._date("entry-from")
        ends, ends_right = self._date("entry-until")
        wrong = self.query_one("#entry-wrong", Words)
        if begins is None or not begins_right or not ends_right:
            expected = _("must be {expected} (got {got}).")
            id = "entry-from" if begins is None or not begins_right else "entry-until"
            field = self.query_one(f"#{id}", Input)
            wrong.update(expected.format(expected=_(EXPECTED["date"]), got=field.value or "–"))
            field.focus()
            return
        if ends is not None and ends <= begins:
            wrong.update(sentence(Problem(kind="date-order", facts={"start": begins, "end": ends})))
            self.query_one("#entry-until", Input).focus()
            return
        self.dismiss(entry_with(self._entry, begins, ends, self._measures, self._changes))


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else ""


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
                ListColumn(title=_("Begins"), most=18),
                ListColumn(title=_("Ends"), most=18),
                ListColumn(title=_("What it brings"), fills=True, most=ALL),
            ),
            most_lines=6,
            nothing=_("Nothing changes during the run."),
            id="timeline-list",
        )

    @property
    def rows(self) -> FilterList:
        """The list of entries."""
        return self.query_one("#timeline-list", FilterList)

    def refresh_from(self, state: State) -> None:
        """Show the entries now."""
        self.state = state
        entries = self.document.timeline
        self.rows.show([self._row(state, place, entry) for place, entry in enumerate(entries)])

    def _row(self, state: State, place: int, entry: Mapping[str, Any]) -> ListRow:
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
        from planner.editing.commands import change_of

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
        """The buttons add an entry, and change or remove the marked one."""
        event.stop()
        if event.button.name == "add":
            self.action_add_entry()
        elif self.rows.marked:
            if event.button.name == "change":
                self._change(int(self.rows.marked))
            else:
                self._remove(int(self.rows.marked))

    def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        """Enter opens the dialog of the entry."""
        event.stop()
        self._change(int(event.id))

    def on_filter_list_removed(self, event: FilterList.Removed) -> None:
        """Delete removes the entry."""
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
        """Ask for a new entry, and add it at the end."""

        entry = await self.app.push_screen_wait(EntryDialog(self, {}))
        if entry is not None:
            command = self.document.add_entry(entry)
            self.rows.mark(str(len(self.document.timeline) - 1))
            self.post_message(Edited(command))

    @work(exclusive=True, group="entry")
    async def _change(self, place: int) -> None:

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
