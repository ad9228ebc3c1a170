"""What a document would amount to with a value that is being typed: asked for in a thread, when typing pauses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from planner.errors import PlannerError
from planner.tui.screens.scenario.view import DocumentView

if TYPE_CHECKING:
    from planner.editing import State

PAUSE_SECONDS = 0.4
"""What is typed sooner after each other is tried once."""


class Preview(Message):
    """What the content would amount to with what is being typed in a part; None where nothing is typed any more.

    Everything that it changes on the screen is changed by whoever hears it, at once: what is painted in two goes keeps
    a key waiting between them.
    """

    def __init__(self, view: TryingView, state: State | None) -> None:
        super().__init__()
        self.view = view
        self.state = state

    def can_replace(self, message: Message) -> bool:
        """Only the last one of a part counts."""
        return isinstance(message, Preview) and message.view is self.view


class TryingView(DocumentView):
    """A part that shows what a value would do while it is typed."""

    _tried: Mapping[str, Any] | None = None
    _timer: Any = None

    def try_values(self, values: Mapping[str, Any] | None) -> None:
        """Values by path that are being typed; None when they were accepted or given up."""
        self._tried = values
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if values:
            self._timer = self.set_timer(PAUSE_SECONDS, self._try)
        else:
            self.workers.cancel_group(self, "trying")
            self.post_message(Preview(self, None))

    @work(thread=True, exit_on_error=False, exclusive=True, group="trying")
    def _try(self) -> None:
        worker = get_current_worker()
        values = self._tried
        if not values:
            return
        try:
            state = self.document.preview(values)
            # Worked out here, outside the loop, unless somebody types on.
            if self._tried is values:
                state.load  # noqa: B018
            if self._tried is values:
                self.look_into(state)
        except PlannerError:
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._tried_out, values, state)

    def look_into(self, state: State) -> None:
        """Work out what `show_preview` will show and what takes time; called in the thread."""

    def _tried_out(self, values: Mapping[str, Any], state: State) -> None:
        if self._tried is values:
            self.post_message(Preview(self, state))

    def show_preview(self, state: State | None) -> None:
        """Show what belongs to this part of it, such as a balance."""
