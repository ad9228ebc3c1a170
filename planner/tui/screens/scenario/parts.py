"""The parts of the scenario screen: which there are, what they have in common, and what they tell the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from attrs import frozen
from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from planner.errors import PlannerError
from planner.wording import N_

if TYPE_CHECKING:
    from planner.editing import Command, Document, State
    from planner.errors import Problem


class Edited(Message):
    """A command was carried out on the document, or undone; None where nothing was to be changed."""

    def __init__(self, command: Command | None = None) -> None:
        super().__init__()
        self.command = command


class Refused(Message):
    """A command could not be carried out, for these reasons; the document is as it was (`EditRefused.problems`)."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class GoTo(Message):
    """A person wants to see a field: the path of it in the scenario."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path


class DocumentView(Widget):
    """A part of the scenario screen that shows a document and changes it by its commands.

    After each command it posts `Edited`, after an `EditRefused` it posts `Refused`. The screen evaluates the content
    outside the loop and then calls `refresh_from` on every part that is shown; one that comes to be shown later is told
    then. A part never asks for `document.state` itself: it keeps the state that it was given last.
    """

    def __init__(self, document: Document, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.document = document

    def refresh_from(self, state: State) -> None:
        """Show what the content amounts to now; cursors, filters and half-typed texts stay."""
        raise NotImplementedError

    def go_to(self, path: str) -> bool:
        """Bring the field at a path into sight and give it the focus; False where this part does not show it."""
        return False


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


@frozen
class Part:
    """A tab: `module` and `view` name its widget."""

    id: str
    title: str
    module: str
    view: str

    def make(self, document: Document) -> DocumentView:
        """Its widget; the module is loaded when it is first shown."""
        made = getattr(import_module(f"planner.tui.screens.scenario.{self.module}"), self.view)
        view = cast("Callable[..., DocumentView]", made)
        return view(document, id=f"part-{self.id}")


PARTS = (
    Part("measures", N_("Measures"), "measures", "MeasuresView"),
    Part("people", N_("People"), "people", "PeopleView"),
    Part("powers", N_("Powers"), "powers", "PowersView"),
    Part("linkage", N_("Linkage"), "forms", "LinkageView"),
    Part("timeline", N_("Timeline"), "timeline", "TimelineView"),
    Part("demand", N_("Demand"), "forms", "DemandView"),
    Part("everything", N_("Everything"), "tree", "TreeView"),
    Part("sources", N_("Sources"), "sources", "SourcesView"),
)


def leading_to(path: str) -> Iterator[str]:
    """The parts that may show the field at a path, the most fitting first."""
    first, _dot, rest = path.partition(".")
    keys = path.split(".")
    if first in ("measures", "timeline"):
        yield first
    elif first in ("linkage", "platform"):
        yield "linkage"
    elif first == "demand":
        yield "demand"
    elif "powers" in keys and first in ("kinds", "townships"):
        yield "powers"
    elif "staff" in keys or "other_staff" in keys or keys[-1] == "certified":
        yield "people"
    if rest or first:
        yield "everything"
