"""The interface: which screens and documents are open, the ways between them, and the studies under way."""

from __future__ import annotations

import asyncio
import gc
import time
from asyncio import to_thread
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from textual import work
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.events import CursorPosition
from textual.filter import LineFilter
from textual.screen import Screen
from textual.strip import Strip
from textual.worker import get_current_worker

from planner.model.text import visible
from planner.tui.frame import themes
from planner.tui.frame.screen import PlannerScreen
from planner.tui.inside_textual import CommandSearch, begin_with_theme, take_back_notes, write_to_terminal
from planner.tui.settings import Settings, default_path
from planner.wording import _, language, set_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.color import Color

    from planner.editing import Document, Draft
    from planner.errors import PlannerError
    from planner.model.scenario import Scenario
    from planner.tui.studies import Studies, StudyEnded, StudyStatus


ANSWER_SECONDS = 1.0
"""How long after its question an answer of the terminal is waited for at the end of the program."""


SETTLED_SECONDS = 1.5
"""So long after it was read a file is on the screen, and nothing more of it is loaded."""


class Visible(LineFilter):
    """What every line of every widget passes before it reaches the terminal: text cannot act on it.

    A line keeps its width; where characters made visible take more room, its end is cut.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The pieces of a line, with text made visible."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        seen = [Segment(visible(segment.text), segment.style) for segment in segments]
        cells = sum(segment.cell_length for segment in segments)
        return list(Strip(seen).adjust_cell_length(cells))


class PlannerApp(App[None], inherit_bindings=False):
    """The interface. `store`, `drafts` and `settings` : those of this user unless given; `file` is opened."""

    TITLE = "township planner"
    # Home is there from the start; the other screens bring their own styles when they are opened.
    CSS_PATH = ["frame/frame.tcss", "screens/home/home.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+c", "say_how_to_quit")]
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        *,
        store: Path | None = None,
        drafts: Path | None = None,
        settings: Settings | None = None,
        studies: Studies | None = None,
        file: Path | None = None,
    ) -> None:
        super().__init__()
        self.store_path = store
        """Where results are kept; None for the user's own store."""
        self.drafts_folder = drafts
        """Where drafts are kept; None for the user's own folder."""
        self.settings = settings or Settings(default_path())
        self.documents: list[Document] = []
        """Those that are open."""
        self.example: int | None = None
        """The study of Home's four rows."""
        self._to_resume: int | None = None
        self._studies = studies
        if studies is not None:
            studies.listen(self.post_message)
        self._first_file = file
        self._columns: list[int] | None = None
        """Answers of the terminal about the width of characters, while they are awaited."""
        self._asked_at = -ANSWER_SECONDS
        self.ending = False
        self._visible = Visible()
        for theme in themes.THEMES:
            self.register_theme(theme)
        begin_with_theme(self, themes.known(self.settings.theme))

    def get_default_screen(self) -> Screen[Any]:
        """The screen that is there first, which is Home."""
        from planner.tui.screens.home.home import HomeScreen

        return HomeScreen()

    def on_mount(self) -> None:
        """Open the file that was named at the start."""
        if self._first_file is not None:
            self.open_file(self._first_file)
        self.call_after_refresh(_look_for_garbage_from_now_on)
        self.call_after_refresh(self._look_at_terminal)

    def _look_at_terminal(self) -> None:
        """Find out whether it draws Chinese as wide as it is; it answers with positions of the cursor, or not."""
        from planner.tui.frame import terminal

        if terminal.is_classic_console():
            self.say(terminal.advice(), "warning")
        elif not self.ending and write_to_terminal(self, terminal.PROBE):
            self.await_answers()
            self.screen.refresh()

    def await_answers(self) -> None:
        """Take positions of the cursor, from now on, for answers of the terminal about the width of characters."""
        self._asked_at, self._columns = time.monotonic(), []

    @property
    def awaits_answers(self) -> bool:
        """Whether the terminal has not yet answered all that it was asked."""
        return self._columns is not None

    def on_cursor_position(self, event: CursorPosition) -> None:
        """One answer of the terminal; Shift+F3 looks the same on some, and is none."""
        from planner.tui.frame import terminal

        if self._columns is None:
            return
        self._columns.append(event.x)
        if len(self._columns) == len(terminal.PROBES):
            wrong, self._columns = terminal.wrong_widths(self._columns), None
            if wrong:
                self.say(terminal.advice(), "warning")

    # Words and colours --------------------------------------------------------------------------------------------

    def say(self, text: str, severity: str = "information") -> None:
        """Say something in passing: `information`, `warning` or `error`; what still stands there is not said twice."""
        text = visible(text, lines=True)
        take_back_notes(self, text)
        self.notify(text, severity=severity, markup=False)  # type: ignore[arg-type]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What lines pass before they reach the terminal: text cannot act on it."""
        return [*super().get_line_filters(), self._visible]

    async def change_language(self) -> None:
        """Chinese instead of English, or the other way round, on every screen that is open."""
        set_language("en" if language() == "zh" else "zh")
        self.settings.language = language()
        self.settings.keep()
        for screen in self.screen_stack:
            if isinstance(screen, PlannerScreen):
                await screen.rebuild()

    def next_theme(self) -> None:
        """The next colours, kept for the next start."""
        self.theme = self.settings.theme = themes.after(self.theme)
        self.settings.keep()

    def action_say_how_to_quit(self) -> None:
        """Ctrl+C copies what is marked; people also press it to get out."""
        self.say(_("Ctrl+Q ends the program."))

    # Ways ---------------------------------------------------------------------------------------------------------

    def go_back(self) -> None:
        """To the screen below; from the lowest nowhere: once too often must not end what runs."""
        if len([screen for screen in self.screen_stack if isinstance(screen, PlannerScreen)]) > 1:
            self.pop_screen()
        else:
            self.action_say_how_to_quit()

    @work(exclusive=True, group="leaving")
    async def leave(self) -> None:
        """End the program, after asking what becomes of unsaved documents."""
        from planner.tui.frame import documents

        if await documents.may_end(self):
            self.ending = True
            await self.stop_studies()
            await self._hear_terminal_out()
            self.exit()

    async def end(self, code: int) -> None:
        """End the program as a signal asks it to: nothing is asked, and drafts keep what is not saved."""
        self.ending = True
        await self.stop_studies()
        self.exit(return_code=code)

    async def _hear_terminal_out(self) -> None:
        """Wait for answers of the terminal: those that come after the end would stand in the shell."""
        while self._columns is not None and time.monotonic() < self._asked_at + ANSWER_SECONDS:
            await asyncio.sleep(0.01)

    async def save_document(self, document: Document) -> bool:
        """Save a document; whether it is on the disk now. To be awaited in a worker."""
        from planner.tui.frame import documents

        return await documents.saved(self, document)

    def open_file(self, path: Path) -> None:
        """Open a scenario file, or say what is wrong with it."""
        self._open(partial(opened, path, self.drafts_folder), path)

    def open_what_if(self, base: Path) -> None:
        """Begin a new what-if on top of a file."""
        self._open(partial(what_if, base, self.drafts_folder))

    def resume_draft(self, draft: Draft) -> None:
        """Go on with a draft."""
        self._open(partial(resumed, draft))

    @work(thread=True, exit_on_error=False, exclusive=True, group="opening")
    def _open(self, read: Any, path: Path | None = None) -> None:
        from planner.errors import PlannerError

        worker = get_current_worker()
        for document in self.documents:
            if path is not None and document.file == path.resolve():
                self.call_from_thread(self.show_document, document)
                return
        try:
            document = read()
        except PlannerError as error:
            self.call_from_thread(self.say_problems, error)
            return
        if worker.is_cancelled:
            document.leave()
            return
        self.call_from_thread(self._opened, document)

    def _opened(self, document: Document) -> None:
        self.documents.append(document)
        if document.file is not None:
            self.settings.opened(document.file)
        self.show_document(document)
        self.set_timer(SETTLED_SECONDS, keep_what_is_loaded)

    def show_document(self, document: Document) -> None:
        """The screen of an open document: the one that is there, or a new one."""
        from planner.tui.screens.scenario.scenario import ScenarioScreen

        self._show(ScenarioScreen, lambda screen: screen.document is document, lambda: ScenarioScreen(document))

    def open_study(self, study_id: int) -> None:
        """The comparison of a study in the store, finished or not."""
        from planner.tui.screens.compare.compare import CompareScreen

        self._show(CompareScreen, lambda screen: screen.study_id == study_id, lambda: CompareScreen(study_id))

    def _show(self, kind: type[Any], wanted: Any, make: Any) -> None:
        for depth, screen in enumerate(reversed(self.screen_stack)):
            if isinstance(screen, kind) and wanted(screen):
                for _above in range(depth):
                    self.pop_screen()
                return
        self.push_screen(make())

    def say_problems(self, error: PlannerError) -> None:
        """What is wrong, every problem of it."""
        from planner.tui.frame.problems import told

        self.push_screen(told(error))

    def run_document(self, document: Document) -> None:
        """F5: the document beside its base."""
        from planner.tui.frame import comparing

        self.run_worker(comparing.run(self, document), group="comparing", exclusive=True, exit_on_error=False)

    def compare_setup(self, preselected: Sequence[Document | Path] = ()) -> None:
        """F6: choose a base and up to four others; the first of `preselected` is offered as base."""
        from planner.tui.frame import comparing

        self.run_worker(comparing.set_up(self, preselected), group="comparing", exclusive=True, exit_on_error=False)

    # Studies ----------------------------------------------------------------------------------------------------------

    @property
    def studies(self) -> Studies:
        """The service that runs studies; made when it is first asked for."""
        if self._studies is None:
            from planner.tui.studies import Studies

            self._studies = Studies(self.store_path, self.post_message)
        return self._studies

    def under_way(self) -> tuple[StudyStatus, ...]:
        """The studies that run and wait."""
        return () if self._studies is None else self._studies.queue()

    def begin_study(self, scenarios: Sequence[Scenario]) -> int:
        """Begin a study that a person asks for; to be called in a thread. Home's example makes room for it.

        Raises RequestError and ResultError.
        """
        study = self.studies.begin(scenarios)
        self._make_room(study)
        return study

    def resume_study(self, study_id: int) -> None:
        """Let a study go on that a person asks for; to be called in a thread. Home's example makes room for it too.

        Raises ResultError.
        """
        self.studies.resume(study_id)
        self._make_room(study_id)

    def _make_room(self, study: int) -> None:
        """Stop Home's example for a study that waits behind it already, so that it goes on behind that one."""
        example = self.example
        if example not in (None, study) and any(one.study_id == example for one in self.under_way()):
            self._to_resume = example
            self.studies.stop(example)

    def on_study_progress(self) -> None:
        """A study has come further: the line at the top says so."""
        self._refresh_strip()

    def on_studies_changed(self) -> None:
        """Others run or wait."""
        self._refresh_strip()

    def on_study_ended(self, message: StudyEnded) -> None:
        """Say so where it failed; let Home's example go on behind the study that it made room for."""
        self._refresh_strip()
        if message.how == "failed":
            self.say(message.problem, "error")
        if message.study_id == self._to_resume and message.how == "stopped":
            self._to_resume = None
            self.run_worker(
                partial(self.studies.resume, message.study_id), thread=True, exit_on_error=False, group="resuming"
            )

    def _refresh_strip(self) -> None:
        # Studies that end with the program tell so when its screens are gone.
        if self.screen_stack and isinstance(self.screen, PlannerScreen):
            self.screen.refresh_strip()

    async def stop_studies(self) -> None:
        """Stop what runs; what is finished is kept."""
        if self._studies is not None:
            await to_thread(self._studies.shutdown)

    # Help and menus -----------------------------------------------------------------------------------------------

    def show_help(self) -> None:
        """F1: what has the focus is for."""
        from planner.tui.frame.dialogs import help_on

        if isinstance(self.screen, PlannerScreen):
            self.push_screen(help_on(self.screen))

    def show_menu(self) -> None:
        """F10: everything that can be done here."""
        from planner.tui.frame.dialogs import Menu

        screen = self.screen
        if not isinstance(screen, PlannerScreen):
            return

        async def chosen(id: str | None) -> None:
            if id is not None:
                await screen.action_perform(id)

        actions = [action for action in screen.offered() if action.id != "menu"]
        self.push_screen(Menu(actions, screen.reasons_off()), chosen)

    def action_command_palette(self) -> None:
        """Ctrl+P: find a command."""
        if isinstance(self.screen, PlannerScreen):
            self.push_screen(CommandSearch())

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Ctrl+P: the actions of this screen, in our words."""
        if isinstance(screen, PlannerScreen):
            off = screen.reasons_off()
            for action in screen.offered():
                if action.id not in off and action.id != "palette":
                    yield SystemCommand(
                        _(action.label),
                        _(action.help),
                        lambda id=action.id: screen.call_next(screen.action_perform, id),
                    )


def _look_for_garbage_from_now_on() -> None:
    """Where the start has left it (`planner.tui.launch`), but not among what the start has loaded."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def keep_what_is_loaded() -> None:
    """Look for garbage now, and leave the rest out of later searches, which whoever types would have to wait for."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def opened(path: Path, drafts: Path | None) -> Document:
    """A scenario file, evaluated. Raises ScenarioError."""
    from planner.editing import Document

    return _evaluated(Document.open(path, drafts=drafts))


def what_if(base: Path, drafts: Path | None) -> Document:
    """A new what-if on top of a file, evaluated. Raises ScenarioError."""
    from planner.editing import Document

    return _evaluated(Document.what_if(base, drafts=drafts))


def resumed(draft: Draft) -> Document:
    """A document as a draft has it, evaluated. Raises ScenarioError."""
    from planner.editing import Document

    return _evaluated(Document.resume(draft))


def _evaluated(document: Document) -> Document:
    """With what the screen shows at once: kept by the document, and worked out here, in the thread."""
    from planner.errors import ScenarioError

    document.state  # noqa: B018
    with suppress(ScenarioError):
        # A measure with problems is told of where measures are shown.
        document.catalogue  # noqa: B018
    return document
