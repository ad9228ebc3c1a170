"""What views have in common: a page, worked out once and drawn for any width, and choices above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from attrs import frozen
from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import get_current_worker

from planner.tui.charts.prose import paragraph
from planner.tui.frame.themes import Palette, palette_of
from planner.tui.widgets.controls import Choice
from planner.wording import _, language, names

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot


Value = str | float | int | date | None

SCENARIO_LETTERS = "ABCDE"
"""Of the scenarios, the base first."""


@frozen(kw_only=True)
class PageTable:
    """The numbers behind a picture, as a table with headings."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]


class Page(Protocol):
    """What is seen in a view."""

    @property
    def title(self) -> str:
        """What it is, in a few words."""

    def draw(self, width: int, height: int, palette: Palette) -> list[Strip]:
        """The lines; `height` is what is in sight, and may be exceeded."""

    def sheet(self) -> PageTable:
        """The numbers behind what is drawn, for a table in a file."""


@frozen(kw_only=True)
class Nothing:
    """A page that says why there is nothing to be seen."""

    title: str
    reason: str

    def draw(self, width: int, height: int, palette: Palette) -> list[Strip]:
        """The reason why there is nothing to draw, as a paragraph."""
        return paragraph(self.reason, width=width, style=palette.muted)

    def sheet(self) -> PageTable:
        """A table without rows: there are no numbers."""
        return PageTable(headings=(), rows=())


def missing(snapshot: Snapshot, alternative: int) -> str:
    """Why nothing can be said about an alternative; empty where something can."""
    if not snapshot.scenarios:
        return _("Another version of the planner has made this study: only its figures can be shown.")
    if snapshot.question is None:
        return _("This study has one scenario: there is nothing to compare it with.")
    if not 0 <= alternative < len(snapshot.scenarios) - 1:
        return _("There is no such alternative.")
    return ""


def scenario_names(snapshot: Snapshot) -> list[str]:
    """The titles of the scenarios, without what they share with the base's."""
    titles = [names.scenario_title(scenario) for scenario in snapshot.scenarios]
    return [titles[0], *(_without(titles[0], title) for title in titles[1:])] if titles else []


def _without(base: str, title: str) -> str:
    for joint in ("＋", " + "):
        if title.startswith(base + joint):
            return (
                joint.strip() + " " + title[len(base + joint) :] if joint == " + " else joint + title[len(base) + 1 :]
            )
    return title


Draw = Callable[[int, int, Palette], list[Strip]]
"""From width, height in sight and styles to lines of exactly that width, as many as it takes."""


class Drawing(Widget):
    """As high as its lines; what holds it may scroll."""

    DEFAULT_CSS = "Drawing { width: 1fr; height: auto; }"

    def __init__(self, draw: Draw | None = None, **given: Any) -> None:
        super().__init__(**given)
        self._draw = draw
        self._made: tuple[object, list[Strip]] = (None, [])
        self._sight = 1
        """Height of the place that shows it."""

    def show(self, draw: Draw) -> None:
        """Show what another function draws."""
        self._draw = draw
        self._made = (None, [])
        self.refresh(layout=True)

    @property
    def text(self) -> str:
        """What is seen, as plain text."""
        return "\n".join(strip.text.rstrip() for strip in self._made[1])

    def _lines(self, width: int, height: int) -> list[Strip]:
        key = (width, height, self.app.theme, language())
        if self._made[0] != key:
            palette = palette_of(self.app.current_theme)
            self._made = (key, [] if self._draw is None or width < 1 else self._draw(width, height, palette))
        return self._made[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as are drawn."""
        self._sight = container.height
        return len(self._lines(width, container.height))

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        width = self.content_size.width
        lines = self._lines(width, self._sight)
        return (lines[y] if y < len(lines) else Strip.blank(width)).apply_style(self.rich_style)


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
