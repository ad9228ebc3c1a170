"""The strip below the parts: what the load check says of the content, and how many problems there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

from planner.tui.screens.scenario.people_words import balance_told
from planner.wording import N_, _, load_check, names, ngettext
from planner.wording.cells import cut, width

if TYPE_CHECKING:
    from planner.editing import Balance, State


class StripLine(Widget, can_focus=True):
    """Something to read, and to open by Enter or a click."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "open", N_("opens it"), show=False)]

    class Opened(Message):
        """Enter or a click."""

        def __init__(self, line: StripLine) -> None:
            super().__init__()
            self.line = line

        @property
        def control(self) -> StripLine:
            """The line that was opened, by which handlers select."""
            return self.line

    def action_open(self) -> None:
        """Tell the screen that a person wants to see more."""
        self.post_message(self.Opened(self))

    def on_click(self, event: events.Click) -> None:
        """A click opens it as Enter does."""
        event.stop()
        self.action_open()


class LoadLine(StripLine):
    """The load check in two lines: the teams with the most work, and the sums."""

    def __init__(self) -> None:
        super().__init__(id="load-line")
        self._state: State | None = None
        self._posts: Balance | None = None
        self._mark = ""

    def help_text(self) -> str:
        """What F1 says about this part of the strip."""
        return _(
            "The load check: hours of work against hours of people, worked out while you change things, without any "
            "simulation. Enter shows all of it."
        )

    def show(self, state: State | None, mark: str = "", *, posts: Balance | None = None) -> None:
        """Show a state; `mark` says that it is another than the present one. `posts` is the balance of posts."""
        self._state, self._mark, self._posts = state, mark, posts
        self.refresh()

    def lines(self, cells: int) -> list[str]:
        """What it says, in so many cells."""
        state = self._state
        if state is None:
            return [_("Load check …")]
        check, scenario = state.load, state.scenario
        if check is None or scenario is None:
            return [_("The load check waits until the problems are solved."), self._balance()]
        teams = check.overloaded or tuple(sorted(check.teams.values(), key=lambda team: -(team.load or 0.0))[:1])
        first = ""
        for team in teams:
            told = load_check.team_load(names.team(scenario, team.team), team, check.limit)
            longer = f"{first} · {told}" if first else told
            if first and width(longer) > cells - 2:
                break
            first = longer
        second = load_check.too_much(check)
        # People that come from nowhere are worth more than anything else that could be said here.
        balanced = self._posts is None or self._posts.even
        parts = [load_check.crews(check.headline), load_check.usable(check)]
        for told in [*parts, self._balance()] if balanced else [self._balance(), *parts]:
            if told and width(f"{second} · {told}") <= cells:
                second = f"{second} · {told}"
        return [first, second]

    def _balance(self) -> str:
        return balance_told(self._posts) if self._posts is not None and self._posts.units else ""

    def render(self) -> Text:
        """Two lines; the first that says too much stands out."""
        cells = max(self.content_size.width, 1)
        found = Text(no_wrap=True)
        overloaded = self._state is not None and self._state.load is not None and self._state.load.overloaded
        for place, line in enumerate(self.lines(cells - width(self._mark))):
            if place:
                found.append("\n")
            else:
                found.append(self._mark)
            style = "bold" if place == 0 and overloaded else ""
            found.append(cut(line, cells - (width(self._mark) if place == 0 else 0)), style)
        return found


class ProblemLine(StripLine):
    """How many problems there are."""

    def __init__(self) -> None:
        super().__init__(id="problem-line")
        self._count: int | None = None
        self._pending = False

    def help_text(self) -> str:
        """What F1 says about this part of the strip."""
        return _("How many problems the scenario has; Enter lists them with notes, and leads to the fields.")

    def show(self, count: int | None, *, pending: bool = False) -> None:
        """Show a number of problems; pending while the content is being looked at."""
        self._count, self._pending = count, pending
        self.set_class(bool(count), "-wrong")
        self.refresh(layout=True)

    def words(self) -> str:
        """How many problems there are, in words."""
        mark = " …" if self._pending else ""
        if self._count is None:
            return _("reading …")
        if not self._count:
            return _("no problems") + mark
        return ngettext("{n} problem", "{n} problems", self._count).format(n=self._count) + mark

    def render(self) -> Text:
        """The number, and the key that lists them."""
        return Text(f"{self.words()}\nF9", no_wrap=True, justify="right")

    def get_content_width(self, container: object, viewport: object) -> int:
        """As wide as its words, and never narrower than a few problems need."""
        return max(width(self.words()), width(_("no problems") + " …"))


class LoadStrip(Horizontal):
    """The line at the foot, with the load check on the left and the problems on the right."""

    def __init__(self) -> None:
        super().__init__(id="load-strip")

    def compose(self) -> ComposeResult:
        """The line of the load check, and beside it that of the problems."""
        yield LoadLine()
        yield ProblemLine()
