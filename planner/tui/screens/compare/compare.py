"""Compare: a base and its alternatives while their figures form, in words first, and what is below them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.css.query import NoMatches
from textual.events import Resize
from textual.widgets import ContentSwitcher, Static, Tab, Tabs

from planner.errors import PlannerError
from planner.tui.actions import ACTIONS
from planner.tui.frame.screen import PlannerScreen
from planner.tui.screens.compare import rows, standing
from planner.tui.screens.compare.drill import Drill
from planner.tui.screens.compare.levels import Level
from planner.tui.screens.compare.standing import reasons, which_line
from planner.tui.widgets.controls import TabRow
from planner.wording import _
from planner.wording.problems import sentence

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot
    from planner.tui.screens.compare.views.view import Page, View
    from planner.tui.studies import StudiesChanged, StudyEnded, StudyProgress, StudyStatus


VIEWS = ("backlog", "times", "why", "changed")


def view(name: str) -> View:
    """The view of a name, with that id."""
    if name == "backlog":
        from planner.tui.screens.compare.views.backlog import Backlog

        return Backlog(id=name)
    if name == "times":
        from planner.tui.screens.compare.views.times import Times

        return Times(id=name)
    if name == "why":
        from planner.tui.screens.compare.views.why import Why

        return Why(id=name)
    from planner.tui.screens.compare.views.changed import Changed

    return Changed(id=name)


WIDE = 130
"""Cells from which on findings and a view stand beside each other."""

BREATH_SECONDS = 0.5
"""Between two readings, so that a study of many short replications leaves time for other things."""

TABS = ("findings", *VIEWS)


class CompareScreen(PlannerScreen):
    """One study of the store, whether it runs here, elsewhere or not at all."""

    CSS_PATH = "compare.tcss"
    SHOWN: ClassVar[tuple[str, ...]] = ("back", "stop", "resume", "queue", "next_alternative", "export")

    def __init__(self, study_id: int) -> None:
        super().__init__()
        self.study_id = study_id
        self.snapshot: Snapshot | None = None
        self.alternative = 0
        self.view = "findings"
        self.gone = ""
        """What is wrong with the study in the store, in words."""
        self._levels = [Level()]
        self._stale = False
        self._reading = False
        self._off: Mapping[str, str] = {}
        self._since = time.monotonic()

    # What there is ------------------------------------------------------------------------------------------------

    def title_text(self) -> str:
        """The titles of the scenarios that are compared."""
        if self.snapshot is None:
            return _("Compare")
        base, *others = rows.short_titles(self.snapshot)
        if not others:
            return _("Run: {title}").format(title=base)
        return _("Compared with {base}: {others}").format(base=base, others=_(", ").join(others))

    def help_text(self) -> str:
        """What one sees, and how to go deeper."""
        return _(
            "Each sentence says what an alternative changes. ▲ and ▼ say that a figure rises or falls for sure, = that "
            "the difference does not matter, ? that it is not known yet; … and grey mean that it may still change. "
            "Enter shows the interval behind a sentence, then the townships or departments, the worst first, then case "
            "types and single cases; Esc comes back."
        )

    def body(self) -> ComposeResult:
        """Where it stands, what is compared, sentences, views."""
        yield Static(id="standing", markup=False)
        yield Static(id="which", markup=False)
        yield Static(id="overview", markup=False)
        with Horizontal(id="tab-row"):
            yield Static(id="filler")
            yield TabRow(*(Tab(_tab_label(name), id=name) for name in TABS), active=self.view, id="tabs")
        with Horizontal(id="main"):
            with Vertical(id="left"):
                yield Drill(self._levels, id="drill")
            with ContentSwitcher(id="right", initial=self._shown_view()):
                for name in VIEWS:
                    yield view(name)

    def on_mount(self) -> None:
        """Look at it, and listen to what becomes of it."""
        self.planner.studies.listen(self.post_message)
        self._shape(self.app.size.width)
        self.query_one("#rows").focus()
        self.set_interval(1.0, self._tick)
        self.look()

    def _tick(self) -> None:
        """Before the first figures nothing else shows that something happens."""
        status = self.status
        if status is None or status.state not in ("running", "elsewhere"):
            self._since = time.monotonic()
        elif not status.finished and self.is_current:
            self._show_standing()

    def on_unmount(self) -> None:
        """Nobody is here any more."""
        self.planner.studies.unlisten(self.post_message)

    async def rebuild(self) -> None:
        """Compose again in another language; what depends on the width of the screen is set again."""
        await super().rebuild()
        self._shape(self.app.size.width)
        self.bring_up_to_date()

    def on_screen_resume(self) -> None:
        """Something may have happened meanwhile."""
        super().on_screen_resume()
        self.look()

    def on_resize(self, event: Resize) -> None:
        """Side by side where there is room."""
        super().on_resize(event)
        self._shape(event.size.width)
        self.bring_up_to_date()

    def _shape(self, cells: int) -> None:
        wide = cells >= WIDE
        self.set_class(wide, "-wide")
        if wide and self.view == "findings":
            self._choose_view("why" if "why" in self._views() else VIEWS[0])
        try:
            tabs = self.query_one("#tabs", TabRow)
        except NoMatches:
            return
        tabs.set_shown("findings", not wide)
        self.set_class(self.view != "findings", "-viewing")

    def _views(self) -> tuple[str, ...]:
        """The views that say something of this study."""
        compared = self.snapshot is None or self.snapshot.question is not None
        return VIEWS if compared else tuple(name for name in VIEWS if name not in ("why", "changed"))

    def _shown_view(self) -> str:
        return self.view if self.view in VIEWS else VIEWS[0]

    # Reading ------------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Read what is new in the store, unless somebody is at it already; then once more."""
        self._stale = True
        if not self._reading and self.is_current:
            self._reading = True
            self._read()

    @work(exit_on_error=False, group="reading")
    async def _read(self) -> None:
        try:
            while self._stale:
                self._stale = False
                await self._read_once()
                await asyncio.sleep(BREATH_SECONDS)
        finally:
            self._reading = False

    async def _read_once(self) -> None:
        try:
            found = await asyncio.wrap_future(self.planner.studies.read(self.study_id, _work_out))
        except PlannerError as error:
            self.gone = _gone(error)
        else:
            self.gone = ""
            first, self.snapshot = self.snapshot is None, found
            self.alternative = min(self.alternative, max(0, self._choices - 1))
            if first:
                self._shape(self.app.size.width)
        if self.is_mounted:
            self.bring_up_to_date()

    def on_study_progress(self, message: StudyProgress) -> None:
        """This study has come further: its figures are read again."""
        if message.study_id == self.study_id:
            self._show_standing()
            self.look()

    def on_study_ended(self, message: StudyEnded) -> None:
        """It stands still now."""
        if message.study_id == self.study_id:
            self.look()

    def on_studies_changed(self, message: StudiesChanged) -> None:
        """Its turn in the queue may be another, or it may be gone."""
        self._show_standing()
        self.look()

    # Showing ------------------------------------------------------------------------------------------------------

    def bring_up_to_date(self) -> None:
        """Show everything as it is now."""
        try:
            self._show_standing()
            self._show_which()
            snapshot = self.snapshot
            if snapshot is None:
                return
            self.set_class(len(snapshot.findings) > 1, "-several")
            if self.has_class("-wide") and len(snapshot.findings) > 1:
                cells = self.app.size.width - 2
                lines = rows.overview_lines(snapshot, cells, self.alternative, self._styles())
                self.query_one("#overview", Static).update(Text("\n").join(lines))
            self.query_one(Drill).show(snapshot, self.alternative)
            self._show_view()
        except NoMatches:  # composed again just now
            return

    def _show_view(self) -> None:
        name = self._shown_view()
        if self.snapshot is not None and (self.view != "findings"):
            shown: Any = self.query_one(f"#{name}")
            shown.show(self.snapshot, self.alternative)

    def _styles(self) -> dict[str, str]:
        theme = self.app.current_theme
        return {"better": theme.success or "", "worse": theme.error or "", "muted": "dim"}

    @property
    def status(self) -> StudyStatus | None:
        """How far it is, where this program knows."""
        return self.planner.studies.status(self.study_id)

    def _show_standing(self) -> None:
        try:
            line = self.query_one("#standing", Static)
        except NoMatches:
            return
        status = self.status
        queue = self.planner.studies.queue()
        before = next((place for place, one in enumerate(queue) if one.study_id == self.study_id), 0)
        told = self.gone or standing.told(self.snapshot, status, before, time.monotonic() - self._since)
        bar = "" if self.gone or status is None or not status.under_way else _bar(status.finished, status.total)
        line.update(f"{bar}{told}")
        line.set_class(bool(self.gone) or (status is not None and status.state == "failed"), "-trouble")
        self.refresh_strip()
        off = self.actions_off()
        if off != self._off:
            self._off = off
            self.refresh_frame()

    def refresh_strip(self) -> None:
        """The frame's strip of studies under way; not where it would say what this screen says."""
        super().refresh_strip()
        queue = self.planner.under_way()
        if queue and queue[0].study_id == self.study_id:
            for strip in self.query("#strip"):
                strip.display = False

    def _show_which(self) -> None:
        """The alternative that is looked at, and the base beside it; each can be clicked."""
        if self.snapshot is not None:
            line = which_line(self.snapshot, self.alternative, self.app.size.width - 2)
            self.query_one("#which", Static).update(line)

    # Choosing -----------------------------------------------------------------------------------------------------

    def action_choose(self, alternative: int) -> None:
        """Look at one alternative."""
        self.alternative = alternative
        self.bring_up_to_date()

    @property
    def _choices(self) -> int:
        if self.snapshot is None:
            return 0
        return len(self.snapshot.findings) or len(self.snapshot.titles)

    def action_next_alternative(self) -> None:
        """The one after this."""
        self.action_choose((self.alternative + 1) % self._choices)

    def action_previous_alternative(self) -> None:
        """The one before this."""
        self.action_choose((self.alternative - 1) % self._choices)

    def on_tabs_tab_activated(self, event: Tabs.TabActivated) -> None:
        """The view of the tab that was chosen is shown."""
        # Told late, it may not be so any more: another was chosen meanwhile.
        if event.tabs.id == "tabs" and event.tab.id and event.tab.id == event.tabs.active:
            self._choose_view(event.tab.id)

    def _choose_view(self, name: str) -> None:
        if name == self.view:
            return
        self.view = name
        try:
            if name in VIEWS:
                self.query_one("#right", ContentSwitcher).current = name
            self.query_one("#tabs", Tabs).active = name
        except (NoMatches, ValueError):
            return
        self.set_class(name != "findings", "-viewing")
        self._show_view()

    def _view(self, name: str) -> None:
        wide = self.has_class("-wide")
        if name != "findings" or not wide:
            self._choose_view(name)
        if name == "findings":
            self.query_one(Drill).take_focus()
        elif not wide:
            # What had the focus is hidden now; the keys scroll what is seen instead.
            self.query_one(f"#{name} > VerticalScroll").focus()

    def action_view_findings(self) -> None:
        """Show what changes, in sentences."""
        self._view("findings")

    def action_view_backlog(self) -> None:
        """Show the open cases over time."""
        self._view("backlog")

    def action_view_times(self) -> None:
        """Show how long cases take."""
        self._view("times")

    def action_view_why(self) -> None:
        """Show where the time goes, by cause."""
        self._view("why")

    def action_view_changed(self) -> None:
        """Show the inputs that differ."""
        self._view("changed")

    def action_back(self) -> None:
        """A level up; from a view to the findings; then where one came from."""
        if not self.has_class("-wide") and self.view != "findings":
            self._view("findings")
        elif not self.query_one(Drill).up():
            super().action_back()

    # Stopping and going on ----------------------------------------------------------------------------------------

    def actions_off(self) -> Mapping[str, str]:
        """What is not possible now, and why."""
        off = reasons(self.snapshot, self.status, self.gone, self._choices)
        nothing = _("Nothing is compared here.")
        return off | {f"view_{name}": nothing for name in VIEWS if name not in self._views()}

    def action_stop(self) -> None:
        """Keep what is finished, and run no more."""
        self.planner.studies.stop(self.study_id)

    @work(exit_on_error=False, group="resuming", exclusive=True)
    async def action_resume(self) -> None:
        """Go on where it was."""
        try:
            await asyncio.to_thread(self.planner.resume_study, self.study_id)
        except PlannerError as error:
            self.planner.say_problems(error)

    def action_queue(self) -> None:
        """The studies under way."""
        from planner.tui.screens.compare.queue import QueueScreen

        self.app.push_screen(QueueScreen())

    @work(exit_on_error=False, group="exporting", exclusive=True)
    async def action_export(self) -> None:
        """Ask what kind of file and where, and write what is seen."""
        from planner.tui.screens.compare.export import ask_and_export

        if self.snapshot is not None:
            await ask_and_export(self.planner, self.snapshot, self._seen())

    def _seen(self) -> Page:
        """The page of the view that has the focus, else what stands at the left."""
        from planner.tui.screens.compare.views.findings import FindingsPage

        assert self.snapshot is not None
        drill = self.query_one(Drill)
        viewed = self.view != "findings" and (not self.has_class("-wide") or self.query_one("#right").has_focus_within)
        shown: Any = self.query_one(f"#{self._shown_view()}") if viewed else next(iter(drill.query("#cases")), None)
        page: Page | None = getattr(shown, "page", None)
        return page or FindingsPage(snapshot=self.snapshot, alternative=self.alternative, level=drill.level)


def _work_out(snapshot: Snapshot) -> None:
    """What takes time and is looked at here; the views work out theirs themselves."""
    for alternative in range(len(snapshot.findings)):
        snapshot.rests(alternative)
    _current = snapshot.current


def _gone(error: PlannerError) -> str:
    if error.problems[0].kind == "no-such-study":
        return _("This study was deleted meanwhile; what is seen here is the last of it.")
    return " ".join(sentence(problem) for problem in error.problems)


def _tab_label(name: str) -> str:
    return _(ACTIONS[f"view_{name}"].label)


def _bar(finished: int, total: int, cells: int = 12) -> str:
    done = round(cells * finished / total) if total else 0
    return "█" * min(cells, done) + "░" * (cells - min(cells, done)) + " "
