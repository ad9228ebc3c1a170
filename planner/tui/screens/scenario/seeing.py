"""What the content of a document amounts to, asked for in a thread after every change, so that typing never waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, WorkerState, get_current_worker

from planner.editing import Balance, balance, list_drafts

if TYPE_CHECKING:
    from pathlib import Path

    from planner.editing import Document, Draft, State

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
        """Begin."""
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
