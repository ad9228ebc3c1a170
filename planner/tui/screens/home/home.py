"""Home: what this is, a finding, and the ways on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList

from planner.tui.frame.screen import PlannerScreen
from planner.tui.screens.home.lists import UNREADABLE, DraftsList, FourRows, PlacesList, RecentList, RowsHead
from planner.tui.widgets.words import Words
from planner.wording import _, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.tui.screens.home.example import Figures, Four
    from planner.tui.screens.home.ways import Ways
    from planner.tui.studies import StudiesChanged, StudyEnded, StudyProgress

WIDE = 120
"""Cells from which the ways on stand beside each other."""


MOST_TOLD = 50
"""Drafts that cannot be read are named up to so many."""


class HomeScreen(PlannerScreen):
    """The finding of Laiyang with four rows, and below it places, drafts and recent studies."""

    SHOWN: ClassVar[tuple[str, ...]] = ("open_marked", "compare", "resume_study", "delete_marked", "theme", "quit")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    AUTO_FOCUS = "#four"

    def __init__(self) -> None:
        super().__init__()
        self._four: Four | None = None
        self._figures: Figures | None = None
        self._ways: Ways | None = None
        self.example: int | None = None
        self._awaited = False
        """Whether somebody wants to see the comparison as soon as its study is begun."""
        self._trouble = ""

    # What is said ---------------------------------------------------------------------------------------------------

    def title_text(self) -> str:
        """The name of the program."""
        return _("Township planner")

    def help_text(self) -> str:
        """What F1 says about Home."""
        return _(
            "From here you open a place and change it, go on with a draft, or look at results. The four rows are an "
            "example that is being simulated while you read."
        )

    def body(self) -> ComposeResult:
        """The sentence, the finding, the rows, the ways."""
        yield Words(
            _("Try a reform before deciding it: who waits, for how long and why, if staff, powers or the link move."),
            id="what",
        )
        yield Words(id="finding")
        yield Words(id="verify")
        yield RowsHead()
        yield FourRows()
        yield Words(id="told")
        with Vertical(id="ways"):
            yield PlacesList()
            yield DraftsList()
            yield RecentList()

    # Filling in -----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show what is known; what is not is looked up after the first paint."""
        self._say()
        self.call_after_refresh(self.find)

    @work(thread=True, exit_on_error=False, exclusive=True, group="finding")
    def find(self) -> None:
        """The ways on, the finding, and the one study of its four rows."""
        from planner.errors import PlannerError
        from planner.tui.screens.home.example import FAMILY, MOST, PRECISION, four

        app = self.planner
        try:
            self._look_now()
            found = four()
            app.call_from_thread(self._found, found)
            app.studies.listen(self.post_message)
            study = app.studies.begin(found.scenarios, families=(FAMILY,), precision=PRECISION, most=MOST)
            app.call_from_thread(self._begun, study)
        except PlannerError as error:
            app.call_from_thread(self._failed, error)
        # While a person reads: what opens next is loaded before it is asked for.
        import planner.tui.screens.compare.compare
        import planner.tui.screens.scenario.scenario  # noqa: F401

    def _look_now(self) -> None:
        from planner.tui.screens.home.ways import ways

        self.planner.call_from_thread(self._looked, ways(self.planner.drafts_folder, self.planner.store_path))

    @work(thread=True, exit_on_error=False, exclusive=True, group="ways")
    def look_again(self) -> None:
        """Read drafts and studies again."""
        self._look_now()

    @work(thread=True, exit_on_error=False, exclusive=True, group="figures")
    def _read_figures(self) -> None:
        from planner.errors import ResultError
        from planner.tui.screens.home.example import FAMILY, figures

        if self.example is None or self._four is None:
            return
        try:
            found = figures(self.planner.store_path, self.example, self._four.scenarios, FAMILY)
        except ResultError:
            return
        if found is not None:
            self.planner.call_from_thread(self._formed, found)

    def _found(self, found: Four) -> None:
        self._four = found
        self._say()

    def _begun(self, study: int) -> None:
        self.example = self.planner.example = study
        if self._awaited and self.is_current:
            self.planner.open_study(study)
        self._read_figures()
        self.look_again()
        self.refresh_frame()

    def _failed(self, error: object) -> None:
        from planner.errors import PlannerError
        from planner.tui.frame.problems import line_of

        assert isinstance(error, PlannerError)
        self._trouble = line_of(error.problems[0])
        self._say()

    def _formed(self, found: Figures) -> None:
        self._figures = found
        self._say()

    def _looked(self, found: Ways) -> None:
        if found != self._ways:
            self._ways = found
            self._say_ways()

    async def rebuild(self) -> None:
        """Compose again in another language, and say again what is known."""
        await super().rebuild()
        self._say()
        self._say_ways()

    def _say(self) -> None:
        if not self.query(FourRows):
            return
        self.query_one(FourRows).show(self._four, self._figures)
        finding, verify, told = (self.query_one(f"#{id}", Words) for id in ("finding", "verify", "told"))
        if self._four is None:
            finding.update(_("Laiyang, before any simulation: being counted …"))
        else:
            from planner.wording import load_check, ngettext

            finding.update(_("Laiyang: {finding}").format(finding=load_check.headline(self._four.headline)))
            n = self._four.to_verify
            verify.update(
                ngettext(
                    "{n} posted officer counts as uncertified: please verify.",
                    "{n} posted officers count as uncertified: please verify.",
                    n,
                ).format(n=n)
                + _(" What would help? Enforcement cases, one simulated year:")
            )
        told.update(self._how_far())

    def _how_far(self) -> str:
        from planner.wording import ngettext

        if self._trouble:
            return self._trouble
        if self._figures is None:
            return _("First figures come in less than a minute. Enter opens the comparison.")
        n = self._figures.replications
        if self._figures.complete:
            return ngettext(
                "From {n} replication each. Enter opens the comparison.",
                "From {n} replications each. Enter opens the comparison.",
                n,
            ).format(n=n)
        return ngettext(
            "From {n} replication each so far; grey until precise. Enter opens the comparison.",
            "From {n} replications each so far; grey until precise. Enter opens the comparison.",
            n,
        ).format(n=n)

    def _say_ways(self) -> None:
        if self._ways is not None and self.query(PlacesList):
            self.query_one(PlacesList).show(self._ways.places)
            titles = {file.path: text(file.title) for place in self._ways.places for file in place.files}
            self.query_one(DraftsList).show(self._ways.drafts, len(self._ways.unreadable), titles)
            if self._ways.unreadable or any(not draft.in_use for draft in self._ways.drafts):
                # Left over from a program that was killed: on a small terminal they would be below the last line.
                self.query_one("#ways").move_child(self.query_one(DraftsList), before=self.query_one(PlacesList))
            self.query_one(RecentList).show(self._ways.studies)
            self.refresh_frame()

    # Studies under way ----------------------------------------------------------------------------------------------

    def on_study_progress(self, message: StudyProgress) -> None:
        """More figures of the four rows."""
        if message.study_id == self.example:
            self._read_figures()

    def on_study_ended(self, message: StudyEnded) -> None:
        """The last figures, and what the list says."""
        if message.study_id == self.example:
            self._trouble = message.problem
            self._read_figures()
            self._say()
        self.look_again()

    def on_studies_changed(self, message: StudiesChanged) -> None:
        """Another list of studies."""
        self.look_again()

    def on_screen_resume(self) -> None:
        """Drafts and studies may be others by now."""
        if self._ways is not None:
            self.look_again()

    # What can be done -----------------------------------------------------------------------------------------------

    def actions_off(self) -> Mapping[str, str]:
        """What needs something marked."""
        found = {}
        recent = self.query(RecentList).first() if self.query(RecentList) else None
        drafts = self.query(DraftsList).first() if self.query(DraftsList) else None
        focus = self.focused
        study = recent.marked if recent is not None and focus is not None and focus is recent.rows else None
        draft = drafts.marked if drafts is not None and focus is not None and focus is drafts.rows else None
        if study is None:
            found["resume_study"] = _("Mark one of the recent studies first.")
        elif study.complete:
            found["resume_study"] = _("This study has nothing left to run.")
        elif not study.current:
            found["resume_study"] = _("Another version of the program has begun this study.")
        if study is None and draft is None:
            found["delete_marked"] = _("Mark a draft or one of the recent studies first.")
        elif draft is not None and draft.in_use:
            found["delete_marked"] = _("This draft is open.")
        return found

    def on_descendant_focus(self) -> None:
        """Other things can be done elsewhere."""
        self.refresh_frame()

    def on_option_list_option_highlighted(self) -> None:
        """Other things can be done with another row."""
        self.refresh_frame()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what was chosen."""
        self.open_row(event.option_list, event.option_id or "")

    def action_compare(self) -> None:
        """Choose what to compare; the place of the finding is offered first."""
        from planner.tui.screens.home.example import base_file

        self.planner.compare_setup([base_file()])

    def action_open_marked(self) -> None:
        """Open what is marked."""
        if isinstance(self.focused, OptionList):
            self.focused.action_select()

    def open_row(self, rows: OptionList, id: str) -> None:
        """Open a row: the comparison of the four, a place, a draft or a study."""
        if isinstance(rows, FourRows):
            if self.example is None:
                self._awaited = not self._trouble
                self.planner.say(self._trouble or _("The comparison opens in a moment."))
            else:
                self.planner.open_study(self.example)
        elif (place := self.query_one(PlacesList).by_id(id)) is not None:
            self._open_place(place.id)
        elif id == "elsewhere":
            self._open_elsewhere()
        elif id == UNREADABLE:
            self._tell_of_unreadable()
        elif (draft := self.query_one(DraftsList).by_id(id)) is not None:
            self._open_draft(draft.path)
        elif (study := self.query_one(RecentList).by_id(id)) is not None:
            self.planner.open_study(study.id)

    @work(group="asking", exclusive=True)
    async def _open_place(self, id: str) -> None:
        """Which of its scenarios, and whether to change the file or to try something on top of it."""
        from planner.tui.screens.home.asking import ask_for_scenario

        assert self._ways is not None
        place = next(place for place in self._ways.places if place.id == id)
        await ask_for_scenario(self.planner, place)

    @work(group="asking", exclusive=True)
    async def _open_elsewhere(self) -> None:
        from planner.tui.screens.home.asking import ask_for_path

        await ask_for_path(self.planner)

    def _tell_of_unreadable(self) -> None:
        """Where the drafts lie that cannot be read, and what is wrong with each."""
        from planner.tui.frame.dialogs import Say
        from planner.tui.frame.problems import line_of
        from planner.wording.problems import from_here

        assert self._ways is not None
        lines: list[str] = []
        for problem in self._ways.unreadable[:MOST_TOLD]:
            lines += [from_here(problem.file), line_of(problem), ""]
        lines += ["…", ""] if len(self._ways.unreadable) > MOST_TOLD else []
        lines += [_("Nothing was deleted: the files are where they were.")]
        self.planner.push_screen(Say(_("Drafts that cannot be read"), lines))

    def _open_draft(self, path: Path) -> None:
        assert self._ways is not None
        draft = next(draft for draft in self._ways.drafts if draft.path == path)
        for document in self.planner.documents:
            if document.suggested_file == draft.home:
                self.planner.show_document(document)
                return
        self.planner.resume_draft(draft)

    def action_resume_study(self) -> None:
        """Let the marked study go on."""
        study = self.query_one(RecentList).marked
        if study is not None:
            self._resume(study.id)

    @work(thread=True, exit_on_error=False, group="resuming")
    def _resume(self, study: int) -> None:
        from planner.errors import ResultError

        try:
            self.planner.resume_study(study)
        except ResultError as error:
            self.planner.call_from_thread(self.planner.say_problems, error)
        else:
            self.planner.call_from_thread(self.planner.open_study, study)

    @work(group="asking", exclusive=True)
    async def action_delete_marked(self) -> None:
        """Delete the marked draft or study, after asking."""
        from planner.tui.screens.home.asking import delete_draft, delete_study

        drafts, recent = self.query_one(DraftsList), self.query_one(RecentList)
        if self.focused is drafts.rows and drafts.marked is not None:
            await delete_draft(self.planner, drafts.marked)
        elif recent.marked is not None:
            await delete_study(self.planner, recent.marked)
        self.look_again()
