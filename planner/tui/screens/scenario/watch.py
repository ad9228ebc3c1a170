"""Watching a document: what it amounts to after each change, and the notice of files that others changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, WorkerState, get_current_worker

from planner.editing import Balance, balance, list_drafts
from planner.tui.widgets.words import Words
from planner.wording import N_, _, names, ngettext
from planner.wording.journey import moment
from planner.wording.problems import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from planner.editing import Document, Draft, State
    from planner.errors import Problem


PAUSE_SECONDS = 0.03
"""Changes that follow each other sooner are looked at once."""

LOOK_SECONDS = 3.0
"""How often files are looked at for changes that others made."""


class Seen(Message):
    """What the content amounts to now, load check and balance of posts included."""

    def __init__(self, state: State, posts: Balance | None) -> None:
        super().__init__()
        self.state = state
        self.posts = posts


class FilesChanged(Message):
    """Which files have changed on the disk since they were read; none where all are as they were."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        super().__init__()
        self.files = files


class DraftFound(Message):
    """A draft of the same file was left over from another time."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


class Failed(Message):
    """The content could not be looked at: a fault of the program."""

    def __init__(self, detail: str) -> None:
        super().__init__()
        self.detail = detail


class Watch(Widget):
    """Looks at a document when it is told that something changed, and at its files from time to time."""

    DEFAULT_CSS = "Watch { display: none; }"

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self._again = False
        self._told: tuple[Path, ...] = ()

    def on_mount(self) -> None:
        """Begin to look at the files from time to time."""
        self.set_interval(LOOK_SECONDS, self._look_around)

    def look(self, *, reread: bool = False) -> None:
        """Look at the content soon; with `reread` also at what it builds on."""
        self._again = self._again or reread
        self.set_timer(PAUSE_SECONDS, self._look)

    @work(thread=True, exit_on_error=False, exclusive=True, group="state")
    def _look(self) -> None:
        worker = get_current_worker()
        document = self.document
        reread, self._again = self._again, False
        state = document.reread() if reread else document.state
        state.load  # noqa: B018  (worked out here, outside the loop)
        posts = balance(document.reference, state.tree)
        if not worker.is_cancelled:
            self.post_message(Seen(state, posts))

    def _look_around(self) -> None:
        if self.screen.is_current and not self.workers_busy:
            self.look_at_files()

    @property
    def workers_busy(self) -> bool:
        """Whether a look at the files is under way."""
        return any(worker.node is self and worker.group == "files" and worker.is_running for worker in self.workers)

    @work(thread=True, exit_on_error=False, exclusive=True, group="files")
    def look_at_files(self) -> None:
        """See whether others have changed a file, and say so once."""
        found = self.document.changed_on_disk()
        if found != self._told:
            self._told = found
            self.post_message(FilesChanged(found))

    @work(thread=True, exit_on_error=False, exclusive=True, group="draft")
    def look_for_draft(self, folder: Path | None) -> None:
        """See whether a draft of the file was left over."""
        file = self.document.file
        if file is not None:
            for draft in list_drafts(folder):
                if draft.file == file and not draft.in_use:
                    self.post_message(DraftFound(draft))
                    return

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A fault of the program is told, and ends nothing."""
        if event.state is WorkerState.ERROR:
            self.post_message(Failed(repr(event.worker.error)))


class Notice(Words, can_focus=True):
    """Shown only while there is something to say; Enter or a click does what helps."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "open", N_("does what helps"), show=False)]

    class Opened(Message):
        """Enter or a click: `own` where it is the document's own file that others changed; or a draft left over."""

        def __init__(self, own: bool, draft: Draft | None = None) -> None:
            super().__init__()
            self.own = own
            self.draft = draft

    def __init__(self) -> None:
        super().__init__(id="notice")
        self._files: tuple[Path, ...] = ()
        self._own = False
        self._trouble: Problem | None = None
        self._draft: Draft | None = None

    def on_mount(self) -> None:
        """Nothing to say yet."""
        self._say()

    def files(self, files: tuple[Path, ...], own: Path | None) -> None:
        """Say which files have changed on the disk."""
        self._files, self._own = files, own in files
        self._say()

    def trouble(self, trouble: Problem | None) -> None:
        """Say why the draft cannot be kept."""
        self._trouble = trouble
        self._say()

    def left_over(self, draft: Draft | None) -> None:
        """Say that a draft of the file was left over; None once that is settled."""
        self._draft = draft
        self._say()

    def kept(self) -> tuple[tuple[Path, ...], bool, Problem | None, Draft | None]:
        """What it says, for when the screen is built again."""
        return self._files, self._own, self._trouble, self._draft

    def take_back(self, kept: tuple[tuple[Path, ...], bool, Problem | None, Draft | None]) -> None:
        """Say again, in the language in use now, what was said before."""
        self._files, self._own, self._trouble, self._draft = kept
        self._say()

    def _say(self) -> None:
        lines = [sentence(self._trouble)] if self._trouble is not None else []
        listed = names.listed([file.name for file in self._files])
        if self._own:
            lines.append(
                _("Changed by somebody else: {files}. Ctrl+G or a click shows what can be done.").format(files=listed)
            )
        elif self._files:
            lines.append(_("Changed by somebody else: {files}. Ctrl+G or a click reads it again.").format(files=listed))
        elif self._draft is not None:
            n = self._draft.commands
            lines.append(
                ngettext(
                    "A draft of this file from {when} has {n} change that was not saved. Ctrl+G or a click opens it.",
                    "A draft of this file from {when} has {n} changes that were not saved. Ctrl+G or a click opens it.",
                    n,
                ).format(n=n, when=moment(self._draft.changed.astimezone()))
            )
        self.display = bool(lines)
        self.update("\n".join(lines))

    def action_open(self) -> None:
        """Tell the screen that a person wants done what helps."""
        if self._files:
            self.post_message(self.Opened(self._own))
        elif self._draft is not None:
            self.post_message(self.Opened(False, self._draft))

    def on_click(self, event: events.Click) -> None:
        """A click does what Enter does."""
        event.stop()
        self.action_open()
