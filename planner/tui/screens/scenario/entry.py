"""One entry of the timeline: its dates, its measures, its changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Protocol

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label

from planner.editing import Document
from planner.editing.entries import entry_with
from planner.errors import Problem
from planner.files.cells import day_in
from planner.i18n import _, labels, names, text
from planner.i18n import measures as words
from planner.i18n.problem_sentences import EXPECTED
from planner.i18n.problems import sentence
from planner.tui.frame.dialog import Dialog
from planner.tui.frame.dialogs import Pick
from planner.tui.widgets.filter_list import FilterList
from planner.tui.widgets.filter_rows import ALL, Column, row
from planner.tui.widgets.words import Words


class Told(Protocol):
    """A view of a document that says measures and changes in words."""

    document: Document

    def title_of(self, name: object) -> str:
        """The title of a measure or package."""

    def change_told(self, change: object) -> str:
        """A change in words."""


class EntryDialog(Dialog[dict[str, Any]]):
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

    def __init__(self, view: Told, entry: Mapping[str, Any]) -> None:
        super().__init__(_("Entry of the timeline"))
        self._view = view
        self._entry = entry
        measures = entry.get("measures")
        self._measures = tuple(map(str, measures)) if isinstance(measures, list) else ()
        changes = entry.get("changes")
        self._changes: list[Any] = list(changes) if isinstance(changes, list) else []

    def content(self) -> ComposeResult:
        """Dates, measures, changes."""
        with Horizontal(classes="entry-dates"):
            yield Label(_("Begins"))
            yield Input(_written(self._entry.get("from")), id="entry-from", placeholder="2025-07-01", compact=True)
            yield Label(_("Ends"))
            yield Input(_written(self._entry.get("until")), id="entry-until", placeholder=_("for good"), compact=True)
        yield Words(id="entry-measures")
        yield Button(_("Choose measures"), name="measures", compact=True)
        if self._changes:
            yield Label(_("Changes; Delete takes one out:"))
            yield FilterList((Column(fills=True, most=ALL),), most_lines=3, id="entry-changes")
        yield Words(id="entry-wrong")
        with Horizontal(classes="dialog-answers"):
            yield Button(_("OK"), name="ok")
            yield Button(_("Cancel"), name="cancel")

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
        """A change less."""
        del self._changes[int(event.id)]
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next field."""
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Measures, done or not."""
        if event.button.name == "measures":
            self._choose()
        elif event.button.name == "ok":
            self._done()
        else:
            self.dismiss(None)

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

    def _done(self) -> None:
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
