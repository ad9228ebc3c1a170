"""Packages and measures as a checklist: where each comes from, what it costs and needs; details behind Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from planner.editing import Document, EditRefused, MeasureChoice, PackageChoice
from planner.errors import PlannerError
from planner.i18n import _
from planner.tui.screens.scenario import measures_words as words
from planner.tui.screens.scenario.details import Details
from planner.tui.screens.scenario.messages import Edited, Refused
from planner.tui.screens.scenario.view import DocumentView
from planner.tui.widgets.filter_list import FilterList
from planner.tui.widgets.words import Words

if TYPE_CHECKING:
    from planner.editing import State
    from planner.editing.choosing import Catalogue

BESIDE = 130
"""Cells from which the details stand beside the list."""


class MeasuresView(DocumentView):
    """The checklist."""

    DEFAULT_CSS = """
    MeasuresView { height: 1fr; }
    MeasuresView #measures-beside { width: 46; padding: 0 1; background: $surface; display: none; }
    MeasuresView.-wide #measures-beside { display: block; }
    """

    def __init__(self, document: Document, **given: Any) -> None:
        super().__init__(document, **given)
        self._catalogue: Catalogue | None = None
        self._state: State | None = None
        self._choices: dict[str, MeasureChoice | PackageChoice] = {}

    def help_text(self) -> str:
        """What one can do here."""
        return _(
            "Space chooses a package or a measure, or no longer; Enter explains it. What you type filters the list. "
            "[=] is in force in the base: only the base can leave it out."
        )

    def compose(self) -> ComposeResult:
        """The list, and beside it the details where there is room."""
        with Horizontal():
            yield FilterList(id="measures-list", nothing=_("Reading the measures …"))
            with VerticalScroll(id="measures-beside", can_focus=False):
                yield Words(id="measures-details")

    @property
    def rows(self) -> FilterList:
        """The list."""
        return self.query_one("#measures-list", FilterList)

    def refresh_from(self, state: State) -> None:
        """Show what is in force now."""
        try:
            catalogue = self.document.catalogue
        except PlannerError as error:
            self.rows.nothing = _("The measures cannot be read.")
            self.rows.show(())
            self.post_message(Refused(error.problems))
            return
        self._catalogue, self._state = catalogue, state
        packages, measures = self.document.packages(state), self.document.measures(state)
        self._choices = {f"package:{one.package.id}": one for one in packages}
        self._choices |= {f"measure:{one.measure.id}": one for one in measures}
        self.rows.show(words.rows(packages, measures, catalogue), words.columns())
        self._tell()

    def _tell(self) -> None:
        details = self.query_one("#measures-details", Words)
        choice = self._choices.get(self.rows.marked)
        details.update(
            "\n".join(words.details(choice, self._catalogue, self._state.tree))
            if choice and self._catalogue and self._state
            else ""
        )

    def on_resize(self, event: events.Resize) -> None:
        """Details beside the list only where there is room for both."""
        self.set_class(event.size.width >= BESIDE, "-wide")

    def on_filter_list_highlighted(self, event: FilterList.Highlighted) -> None:
        """Other details."""
        event.stop()
        if type(event) is FilterList.Highlighted:
            self._tell()

    def on_filter_list_pressed(self, event: FilterList.Pressed) -> None:
        """Choose it, or no longer."""
        event.stop()
        self.toggle(event.id)

    def on_filter_list_removed(self, event: FilterList.Removed) -> None:
        """Choose it no longer."""
        event.stop()
        choice = self._choices.get(event.id)
        if choice is not None and choice.chosen != "no":
            self.toggle(event.id)

    def toggle(self, id: str) -> None:
        """Choose a measure or package that is not in force, and no longer one that is."""
        choice = self._choices.get(id)
        if choice is None:
            return
        name = id.partition(":")[2]
        if choice.chosen == "base":
            self.app.notify(words.why_fixed(choice), severity="warning", markup=False)
            return
        try:
            command = self.document.unchoose(name) if choice.chosen == "own" else self.document.choose(name)
        except EditRefused as refused:
            self.post_message(Refused(refused.problems))
        else:
            self.post_message(Edited(command))

    @work(exclusive=True, group="details")
    async def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        """What it is, where it comes from, and what it does."""
        event.stop()
        choice, catalogue = self._choices.get(event.id), self._catalogue
        if choice is None or catalogue is None or self._state is None:
            return
        lines = words.details(choice, catalogue, self._state.tree)
        answers = [("close", _("Close"))]
        if choice.chosen != "base":
            told = _("No longer choose it") if choice.chosen == "own" else _("Choose it")
            answers.append(("toggle", told))
        answer = await self.app.push_screen_wait(Details(lines[0], answers, "\n".join(lines[1:])))
        if answer == "toggle":
            self.toggle(event.id)

    def go_to(self, path: str) -> bool:
        """The list stands for all that is wrong with the names of measures."""
        if path.partition(".")[0] != "measures":
            return False
        self.rows.focus()
        return True
