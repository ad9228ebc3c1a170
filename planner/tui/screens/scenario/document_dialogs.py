"""The dialogs of the document as a whole: problems and notes, changes since the opening, title and description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from planner.editing import Document, place_of
from planner.errors import Problem
from planner.tui.frame.dialogs import Dialog
from planner.tui.widgets.filter_list import ALL, FilterList, ListColumn, ListRow, heading, row
from planner.wording import _
from planner.wording.commands import Words
from planner.wording.problem_words import ProblemWords

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.editing import State


class Problems(Dialog[str]):
    """Gives the path of the field to go to, or None.

    `problems` are other ones than those of the state, such as the reasons of a refusal.
    """

    AUTO_FOCUS = "FilterList"
    DEFAULT_CSS = """
    Problems > .dialog { width: 94%; height: 80%; }
    Problems FilterList { background: $surface; }
    """

    def __init__(
        self, title: str, state: State, titles: Mapping[str, str], problems: Sequence[Problem] | None = None
    ) -> None:
        super().__init__(title)
        self._state = state
        self._words = ProblemWords(state, titles)
        self._with_notes = problems is None
        self._problems = tuple(state.problems if problems is None else problems)
        self.notes: tuple[Problem, ...] | None = None

    def content(self) -> ComposeResult:
        """The list of problems and notes, and a button that closes it."""
        yield FilterList(
            (ListColumn(title=_("Where"), most=34), ListColumn(title=_("What is wrong"), fills=True, most=ALL)),
            most_lines=4,
            nothing=_("There are no problems."),
            id="problems",
        )
        with Horizontal(classes="dialog-answers"):
            yield Button(_("Close"), name="close")

    def on_mount(self) -> None:
        """Show the problems at once, notes when they are worked out."""
        self._show()
        if self._with_notes:
            self._read_notes()

    @work(thread=True, exit_on_error=False, exclusive=True, group="notes")
    def _read_notes(self) -> None:
        notes = self._state.notes
        self.app.call_from_thread(self.show_notes, notes)

    def show_notes(self, notes: tuple[Problem, ...]) -> None:
        """Show notes below the problems, in the place of those shown before."""
        self.notes = notes
        self._show()

    def _show(self) -> None:
        rows = [self._row(f"problem:{place}", problem, "bad") for place, problem in enumerate(self._problems)]
        if self._with_notes and self.notes is None:
            rows.append(heading(_("Notes: reading …")))
        elif self.notes:
            rows.append(heading(_("Notes: not wrong, but worth knowing")))
            rows += [self._row(f"note:{place}", note, "muted") for place, note in enumerate(self.notes)]
        if not self._problems and self._with_notes and rows:
            rows.insert(0, heading(_("There are no problems.")))
        self.query_one("#problems", FilterList).show(rows)

    def _row(self, id: str, problem: Problem, style: str) -> ListRow:
        return row(id, (self._words.where(problem), style), self._words.what(problem), also=problem.path)

    def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        """Go to the field."""
        kind, _colon, place = event.id.partition(":")
        problem = (self._problems if kind == "problem" else self.notes or ())[int(place)]
        if kind == "problem":
            self.dismiss(self._words.path(problem) or None)
        else:
            measure = str(problem.facts.get("measure", ""))
            self.dismiss("measures" if measure else place_of(problem) or None)

    def on_button_pressed(self) -> None:
        """The button closes the dialog, and no field is gone to."""
        self.dismiss(None)


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
            (ListColumn(most=4, right=True), ListColumn(fills=True, most=ALL), ListColumn(most=12)),
            most_lines=2,
            id="log",
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

    def _opening(self, is_now: bool) -> ListRow:
        return row("0", ("0", "muted"), _("the opening of the file"), (_("here now") if is_now else "", "changed"))

    def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        """Enter on a change gives its place, to go back to it."""
        self.dismiss(int(event.id))

    def on_button_pressed(self) -> None:
        """The button closes the dialog, and everything stays as it is."""
        self.dismiss(None)
