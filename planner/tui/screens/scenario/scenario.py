"""The scenario screen: a document in parts, what it amounts to, and everything that is done with it as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Tab, Tabs

from planner.errors import PlannerError
from planner.i18n import _, text
from planner.i18n.problem_words import ProblemWords
from planner.i18n.problems import sentence
from planner.tui.frame.screen import PlannerScreen
from planner.tui.screens.scenario.doing import Doing
from planner.tui.screens.scenario.messages import Edited, GoTo, Refused
from planner.tui.screens.scenario.notice import Notice
from planner.tui.screens.scenario.parts import PARTS, leading_to
from planner.tui.screens.scenario.seeing import DraftFound, Failed, FilesChanged, Seen, Watch
from planner.tui.screens.scenario.strip import LoadLine, LoadStrip, ProblemLine, StripLine
from planner.tui.screens.scenario.trying import Preview
from planner.tui.screens.scenario.view import DocumentView
from planner.tui.widgets.tab_row import TabRow

if TYPE_CHECKING:
    from planner.editing import Balance, Document, State
    from planner.errors import Problem


class ScenarioScreen(Doing, PlannerScreen):
    """One document. The content is looked at in a thread after each change; till then the last known is shown."""

    CSS_PATH = "scenario.tcss"
    SHOWN: ClassVar[tuple[str, ...]] = ("back", "save", "undo", "next_part", "problems", "run")
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.state: State | None = None
        self._posts: Balance | None = None
        self.part = PARTS[0].id
        self._visited = [self.part]
        self._fresh: set[str] = set()
        self._trouble: Problem | None = None

    # What is shown ----------------------------------------------------------------------------------------------------

    def title_text(self) -> str:
        """The title of the scenario, and its file; a new what-if has none yet."""
        name = self.document.suggested_file.name
        title = self._title()
        told = name if self.document.file is not None else _("new what-if")
        return f"{title} · {told}" if title else told

    def _title(self) -> str:
        try:
            return text(self.document.title(self.state)) if self.state is not None else ""
        except PlannerError:  # measures that cannot be read; the part of measures says so
            return ""

    def help_text(self) -> str:
        """For F1."""
        return _(
            "A scenario in parts: F3 or a click goes from part to part. Every change can be undone; nothing is "
            "written before you save. The strip at the foot answers while you change things."
        )

    @property
    def unsaved(self) -> bool:
        """Whether the content differs from the one on the disk."""
        return self.document.unsaved

    def body(self) -> ComposeResult:
        """Tabs, the parts that were visited, the strip."""
        yield Notice()
        yield TabRow(*(Tab(_(part.title), id=f"tab-{part.id}") for part in PARTS), active=f"tab-{self.part}", id="tabs")
        with Container(id="parts"):
            for part in PARTS:
                if part.id in self._visited:
                    view = part.make(self.document)
                    view.display = part.id == self.part
                    yield view
        yield LoadStrip()
        yield Watch(self.document)

    async def recompose(self) -> None:
        """In another language: the parts are told again what there is to show."""
        self._fresh.clear()
        await super().recompose()
        self._show_seen()

    def on_mount(self) -> None:
        """See what the content amounts to, and whether there is a draft of it from another time."""
        self.watcher.look()
        self.watcher.look_for_draft(self.planner.drafts_folder)

    @property
    def watcher(self) -> Watch:
        """What looks at the document."""
        return self.query_one(Watch)

    # Parts ------------------------------------------------------------------------------------------------------------

    def view(self, part: str) -> DocumentView | None:
        """The widget of a part, once it was visited."""
        found = self.query(f"#part-{part}").results(DocumentView)
        return next(iter(found), None)

    async def show_part(self, part: str) -> None:
        """Show a part, and make it if it is visited for the first time."""
        self.part = part
        view = self.view(part)
        if view is None:
            made = next(one for one in PARTS if one.id == part).make(self.document)
            self._visited.append(part)
            await self.query_one("#parts").mount(made)
            view = made
        for one in self.query("#parts > DocumentView").results(DocumentView):
            one.display = one is view
        tabs = self.query_one("#tabs", Tabs)
        if tabs.active != f"tab-{part}":
            with self.prevent(Tabs.TabActivated):
                tabs.active = f"tab-{part}"
        self._refresh_part()

    async def on_tabs_tab_activated(self, event: Tabs.TabActivated) -> None:
        """Another part."""
        if event.tab.id and event.tab.id != f"tab-{self.part}":
            await self.show_part(event.tab.id.removeprefix("tab-"))

    async def on_tab_row_clicked(self, event: TabRow.Clicked) -> None:
        """A click leads into the part, where the keys are that its buttons name."""
        event.stop()
        if event.tab.id:
            await self.show_part(event.tab.id.removeprefix("tab-"))
            self._into_part()

    async def _step(self, way: int) -> None:
        ids = [part.id for part in PARTS]
        await self.show_part(ids[(ids.index(self.part) + way) % len(ids)])
        self._into_part()

    def _into_part(self) -> None:
        """The focus goes into the part, so that one can go on at once."""
        view = self.view(self.part)
        if view is None:
            return
        for kind in ("FilterList", "Tree", "Sheet", "*"):
            for widget in view.query(kind):
                if widget.focusable:
                    widget.focus()
                    return

    async def action_next_part(self) -> None:
        """The next part."""
        await self._step(1)

    async def action_previous_part(self) -> None:
        """The part before."""
        await self._step(-1)

    async def go_to(self, path: str) -> bool:
        """Show the field at a path, wherever it is; whether it was found."""
        if path in ("title", "description"):
            self.action_title()
            return True
        for part in leading_to(path):
            await self.show_part(part)
            view = self.view(part)
            if view is not None and view.go_to(path):
                return True
        return False

    async def on_go_to(self, event: GoTo) -> None:
        """Somebody wants to see a field."""
        event.stop()
        await self.go_to(event.path)

    def on_strip_line_opened(self, event: StripLine.Opened) -> None:
        """Enter on the strip."""
        event.stop()
        if isinstance(event.line, ProblemLine) or "load_check" in self.reasons_off():
            self.action_problems()
        else:
            self.action_load_check()

    # What the content amounts to --------------------------------------------------------------------------------------

    def on_edited(self, event: Edited) -> None:
        """A command was carried out."""
        event.stop()
        self.changed()

    def on_refused(self, event: Refused) -> None:
        """A command could not be carried out: say why, all of it behind F9 where there is more than one reason."""
        event.stop()
        for problem in event.problems[:3]:
            told = sentence(problem) if self.state is None else ProblemWords(self.state, self.titles()).what(problem)
            self.planner.say(told, "warning")

    def changed(self) -> None:
        """The content is another one: look at it, and meanwhile mark what is shown as the last known."""
        if self.state is not None:
            self.query_one(LoadLine).show(self.state, "… ", posts=self._posts)
            self.query_one(ProblemLine).show(len(self.state.problems), pending=True)
        trouble = self.document.trouble
        if trouble is not None and self._trouble is None:
            self.planner.say(sentence(trouble), "error")
        self._trouble = trouble
        self.query_one(Notice).trouble(trouble)
        self.refresh_frame()
        self.watcher.look()

    def on_seen(self, event: Seen) -> None:
        """What the content amounts to."""
        event.stop()
        if event.state.tables is not self.document.tables:
            return
        first = self.state is None
        self.state, self._posts = event.state, event.posts
        self._fresh.clear()
        self._show_seen()
        if first and self.focused is None:
            self._into_part()

    def _show_seen(self) -> None:
        if self.state is not None:
            self.query_one(LoadLine).show(self.state, posts=self._posts)
            self.query_one(ProblemLine).show(len(self.state.problems))
            self._refresh_part()
            self.refresh_frame()

    def _refresh_part(self) -> None:
        view = self.view(self.part)
        if view is not None and self.state is not None and self.part not in self._fresh:
            self._fresh.add(self.part)
            view.refresh_from(self.state)

    def on_preview(self, event: Preview) -> None:
        """What it would amount to with what is being typed."""
        event.stop()
        event.view.show_preview(event.state)
        line = self.query_one(LoadLine)
        if event.state is None:
            line.show(self.state, posts=self._posts)
        else:
            line.show(event.state, _("as typed: "))

    def on_failed(self, event: Failed) -> None:
        """A fault of the program."""
        event.stop()
        self.planner.say(_("The scenario could not be looked at: {detail}").format(detail=event.detail), "error")

    def on_files_changed(self, event: FilesChanged) -> None:
        """Others have changed files."""
        event.stop()
        self.query_one(Notice).files(event.files, self.document.file)

    def on_draft_found(self, event: DraftFound) -> None:
        """There is a draft of this file."""
        event.stop()
        self.query_one(Notice).left_over(event.draft)

    def actions_off(self) -> Mapping[str, str]:
        """What cannot be done now."""
        off: dict[str, str] = {}
        if not self.document.unsaved and self.document.file is not None:
            off["save"] = _("Everything is saved.")
        if not self.document.done:
            off["undo"] = _("Nothing was changed since the opening.")
        if not self.document.undone:
            off["redo"] = _("Nothing was undone.")
        if self.state is None:
            off |= dict.fromkeys(("log", "problems", "load_check", "title"), _("The scenario is being read."))
        elif self.state.load is None:
            off["load_check"] = _("The load check waits until the problems are solved.")
        return off
