"""What the views have in common: choices above, a page below that scrolls, made outside of the loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.worker import get_current_worker

from planner.tui.screens.compare.views.choice import Choice
from planner.tui.screens.compare.views.page import Page
from planner.tui.widgets.drawing import Drawing

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot

Options = Sequence[tuple[str, str]]
"""Ids and words."""


class View(Vertical):
    """A view of one alternative beside the base. Subclasses say what can be chosen, and make the page."""

    DEFAULT_CSS = """
    View { height: 1fr; }
    View > VerticalScroll { height: 1fr; padding: 0 1; }
    View > .view-choices { height: auto; padding: 0 1; }
    """
    CHOICES: ClassVar[tuple[str, ...]] = ()
    """Ids of what can be chosen."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._of: tuple[Snapshot, int] | None = None
        self.page: Page | None = None

    def compose(self) -> ComposeResult:
        """Choices, then the page."""
        with Vertical(classes="view-choices"):
            for id in self.CHOICES:
                yield Choice(id=f"{self._prefix}-{id}", classes="view-choice")
        with VerticalScroll():
            yield Drawing()

    @property
    def _prefix(self) -> str:
        return type(self).__name__.lower()

    def show(self, snapshot: Snapshot, alternative: int) -> None:
        """Show an alternative, counted from 0; what was chosen stays."""
        self._of = (snapshot, alternative)
        self._make(snapshot, alternative, self._chosen())

    def offered(self, snapshot: Snapshot, alternative: int) -> Mapping[str, Options]:
        """What can be chosen, by id of the choice. Called in a thread."""
        return {}

    def made(self, snapshot: Snapshot, alternative: int, chosen: Mapping[str, str]) -> Page:
        """The page. Called in a thread."""
        raise NotImplementedError

    def _chosen(self) -> dict[str, str]:
        return {id: self.query_one(f"#{self._prefix}-{id}", Choice).value for id in self.CHOICES}

    @work(thread=True, exclusive=True, exit_on_error=False, group="page")
    def _make(self, snapshot: Snapshot, alternative: int, wanted: dict[str, str]) -> None:
        worker = get_current_worker()
        offered = self.offered(snapshot, alternative)
        chosen = {}
        for id, options in offered.items():
            ids = [option for option, _words in options]
            chosen[id] = wanted.get(id, "") if wanted.get(id) in ids else (ids[0] if ids else "")
        page = self.made(snapshot, alternative, chosen)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, page, offered, chosen)

    def _show(self, page: Page, offered: Mapping[str, Options], chosen: Mapping[str, str]) -> None:
        if not self.is_mounted:
            return
        for id, options in offered.items():
            self.query_one(f"#{self._prefix}-{id}", Choice).offer(options, chosen[id])
        self.page = page
        self.query_one(Drawing).show(page.draw)

    def on_segments_changed(self, event: Choice.Changed) -> None:
        """Another one was chosen."""
        event.stop()
        if self._of is not None:
            self._make(*self._of, self._chosen())
