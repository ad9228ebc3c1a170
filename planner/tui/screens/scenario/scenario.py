"""The scenario screen: a document in parts, what it amounts to, and everything that is done with it as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Tab, Tabs

from planner.errors import PlannerError, ScenarioError
from planner.tui.frame.dialogs import Ask
from planner.tui.frame.screen import PlannerScreen
from planner.tui.screens.scenario.parts import PARTS, DocumentView, Edited, GoTo, Preview, Refused, leading_to
from planner.tui.screens.scenario.strip import LoadLine, LoadStrip, ProblemLine, StripLine
from planner.tui.screens.scenario.watch import DraftFound, Failed, FilesChanged, Notice, Seen, Watch
from planner.tui.widgets.controls import TabRow
from planner.wording import _, text
from planner.wording.commands import Words as CommandWords
from planner.wording.problem_words import ProblemWords, titles_of
from planner.wording.problems import sentence

if TYPE_CHECKING:
    from planner.editing import Balance, Command, Document, Draft, State
    from planner.errors import Problem


class ScenarioScreen(PlannerScreen):
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
        """What F1 says about the scenario screen."""
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
        """The part of the tab that was chosen is shown."""
        if event.tab.id and event.tab.id != f"tab-{self.part}":
            await self.show_part(event.tab.id.removeprefix("tab-"))

    async def on_tab_row_clicked(self, event: TabRow.Clicked) -> None:
        """A click leads into the part, where the keys are that its buttons name."""
        event.stop()
        if event.tab.id:
            await self.show_part(event.tab.id.removeprefix("tab-"))
            self.into_part()

    async def _step(self, way: int) -> None:
        ids = [part.id for part in PARTS]
        await self.show_part(ids[(ids.index(self.part) + way) % len(ids)])
        self.into_part()

    def into_part(self) -> None:
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
        """Show the next part; the first comes after the last."""
        await self._step(1)

    async def action_previous_part(self) -> None:
        """Show the part before this one; the last comes before the first."""
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
            self.into_part()

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

    # Undo, log --------------------------------------------------------------------------------------------------------

    def words(self) -> CommandWords:
        """The sentences of commands."""
        assert self.state is not None
        return CommandWords(self.state.tree, self.titles())

    def titles(self) -> dict[str, str]:
        """The titles of measures and packages by their ids; none where they cannot be read."""
        return titles_of(self.document)

    def _say_done(self, message: str, command: Command | None) -> None:
        if command is not None and self.state is not None:
            self.planner.say(message.format(what=self.words().of(command)))
            self.changed()

    def action_undo(self) -> None:
        """Take back the last change."""
        self._say_done(_("Undone: {what}"), self.document.undo())

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._say_done(_("Done again: {what}"), self.document.redo())

    @work(exclusive=True, group="log")
    async def action_log(self) -> None:
        """Every change, and the way back to any of them."""
        from planner.tui.screens.scenario.document_dialogs import Log

        place = await self.app.push_screen_wait(Log(self.document, self.words()))
        if place is not None and place != len(self.document.done):
            while len(self.document.done) > place and self.document.undo():
                pass
            while len(self.document.done) < place and self.document.redo():
                pass
            self.changed()

    # Problems, load check ---------------------------------------------------------------------------------------------

    @work(exclusive=True, group="problems")
    async def action_problems(self) -> None:
        """List what is wrong, and go to a field."""
        await self.list_problems(_("Problems and notes"))

    async def list_problems(self, title: str) -> None:
        """What is wrong, as a list that leads to the fields; to be awaited in a worker."""
        from planner.tui.screens.scenario.document_dialogs import Problems

        if self.state is None:
            return
        path = await self.app.push_screen_wait(Problems(title, self.state, self.titles()))
        if path is not None and not await self.go_to(path):
            self.planner.say(_("This belongs to a file, not to a field: {place}").format(place=path), "warning")

    def action_load_check(self) -> None:
        """The full load check."""
        from planner.tui.screens.scenario.load_screen import LoadCheckScreen

        if self.state is not None and self.state.load is not None:
            self.app.push_screen(LoadCheckScreen(self.state))

    @work(exclusive=True, group="title")
    async def action_title(self) -> None:
        """Title and description, in both languages."""
        from planner.tui.screens.scenario.questions import Asked, BothLanguages

        if self.state is None:
            return
        asked = [
            Asked("title", _("Title in Chinese"), _("Title in English"), self.state.value("title")),
            Asked(
                "description",
                _("Description in Chinese"),
                _("Description in English"),
                self.state.value("description"),
            ),
        ]
        given = await self.app.push_screen_wait(BothLanguages(_("Title and description"), asked))
        if given is not None and self.document.set_values(given, "set-words") is not None:
            self.changed()

    def action_reread(self) -> None:
        """What the notice says helps; else base and measures as they are on the disk now."""
        notice = self.query_one(Notice)
        if notice.display:
            notice.action_open()
        else:
            self.reread()

    def reread(self) -> None:
        """Base and measures as they are on the disk now."""
        self.query_one(Watch).look(reread=True)
        self.query_one(Notice).files((), self.document.file)

    # Running ----------------------------------------------------------------------------------------------------------

    def action_run(self) -> None:
        """The document beside its base; one with problems lists them instead."""
        self._run()

    @work(exclusive=True, group="running")
    async def _run(self) -> None:
        state = await asyncio.to_thread(lambda: self.document.state)
        if state.problems:
            self.state = state
            await self.list_problems(_("This cannot be run yet:"))
        else:
            self.planner.run_document(self.document)

    def action_compare(self) -> None:
        """Choose what to compare, this one with it."""
        base = self.document.base_file
        self.planner.compare_setup([self.document] if base is None else [base, self.document])

    # Files ------------------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="saving")
    async def action_save(self) -> None:
        """Write what differs from the base."""
        await self.planner.save_document(self.document)
        self.changed()

    @work(exclusive=True, group="saving")
    async def action_save_as(self) -> None:
        """Write it as a new file."""
        from planner.tui.frame.documents import saved_as

        await saved_as(self.planner, self.document)
        self.changed()

    def action_back(self) -> None:
        """Leave, and ask about what is not saved."""
        self._leave()

    @work(exclusive=True, group="leaving")
    async def _leave(self) -> None:
        from planner.tui.frame.documents import title_of

        if self.document.unsaved:
            answer = await self.app.push_screen_wait(
                Ask(
                    _("{document} is not saved.").format(document=title_of(self.document)),
                    [("save", _("Save")), ("discard", _("Discard the changes")), ("stay", _("Stay"))],
                )
            )
            if answer not in ("save", "discard"):
                return
            if answer == "save" and not await self.planner.save_document(self.document):
                self.changed()
                return
        self.document.close()
        if self.document in self.planner.documents:
            self.planner.documents.remove(self.document)
        self.planner.go_back()

    @work(exclusive=True, group="notice")
    async def on_notice_opened(self, event: Notice.Opened) -> None:
        """Others have changed files: read them again, or choose between theirs and one's own; or open a draft."""
        event.stop()
        if event.draft is not None:
            await self._take_up(event.draft)
            return
        if not event.own:
            self.reread()
            return
        choices = [("stay", _("Leave it for now"))]
        if self.document.unsaved:
            choices.append(("save", _("Save, mine over theirs")))
        choices.append(("theirs", _("Open theirs, and drop my changes")))
        file = self.document.file
        assert file is not None
        answer = await self.app.push_screen_wait(
            Ask(_("{file} was changed by somebody else since you opened it.").format(file=file.name), choices)
        )
        if answer == "save":
            await self.planner.save_document(self.document)
            self.changed()
        elif answer == "theirs":
            self.document.close()
            self.planner.documents.remove(self.document)
            self.planner.go_back()
            self.planner.open_file(file)

    async def _take_up(self, draft: Draft) -> None:
        """Ask what becomes of a draft of this file from another time."""
        opened = _("Open the draft, and drop my changes") if self.document.unsaved else _("Open the draft")
        answer = await self.app.push_screen_wait(
            Ask(
                _("What becomes of the draft?"),
                [("open", opened), ("throw", _("Throw the draft away")), ("stay", _("Leave it for now"))],
            )
        )
        if answer == "open":
            self.document.close()
            self.planner.documents.remove(self.document)
            self.planner.go_back()
            self.planner.resume_draft(draft)
        elif answer == "throw":
            with suppress(ScenarioError):
                draft.discard()
        if answer in ("throw", "stay"):
            self.query_one(Notice).left_over(None)
