"""What is seen while something long is under way: redrawn in place, lines of text, lines of JSON, or nothing.

It goes to stderr, so that what is on stdout can be piped.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from planner.cli.consoles import talk
from planner.cli.figure_tables import family_table, finding_table, shown_families
from planner.cli.layout import heading
from planner.cli.outlets import tell_event
from planner.experiments.comparison import Finding, finding
from planner.experiments.headlines import families_of
from planner.experiments.result import Gathered, not_reached
from planner.wording import _, labels, ngettext, staffing
from planner.wording import comparison as words
from planner.wording.cells import wrap
from planner.wording.names import scenario_title
from planner.wording.numbers import number, seconds

if TYPE_CHECKING:
    from planner.experiments import Replication
    from planner.experiments.question import Question
    from planner.experiments.staffing_tries import StaffingTarget, Tried
    from planner.experiments.stress import Variant
    from planner.metrics import FigureKey
    from planner.model.scenario import Scenario
    from planner.stats.interval import Interval
    from planner.studies.progress import Progress

LINE_EVERY_SECONDS = 10.0

Tell = Callable[[], str]
"""Says where it stands, whenever asked."""


class Picture(Protocol):
    """Figures that fill in above the line that says where it stands."""

    def add(self, replication: Replication) -> None:
        """Take the figures of one more."""

    def draw(self, console: Console) -> Sequence[RenderableType]:
        """What is known; asked by the thread that draws the screen."""


class Display(AbstractContextManager["Display"]):
    """How progress is shown. This one shows nothing; others show what `tell` says, or each event."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def changed(self) -> None:
        """Progress has been made: what `tell` says is another thing now."""

    def event(self, **facts: object) -> None:
        """Something happened that a program wants to know."""


class Lines(Display):
    """One line in ten seconds, where nothing can be redrawn."""

    def __init__(self, tell: Tell) -> None:
        super().__init__(tell)
        self._last = time.monotonic()

    def changed(self) -> None:
        """Print where it stands, if the last line is old enough."""
        if time.monotonic() - self._last >= LINE_EVERY_SECONDS:
            self._last = time.monotonic()
            print(self.tell(), file=sys.stderr, flush=True)


class Events(Display):
    """One line of JSON per event."""

    def event(self, **facts: object) -> None:
        """Print the event as a line of JSON."""
        tell_event(**facts)


class Redrawn(Display):
    """Redrawn in place, four times a second."""

    def __init__(self, tell: Tell, picture: Picture | None, console: Console) -> None:
        super().__init__(tell)
        self._picture, self._console = picture, console

    def __enter__(self) -> Self:
        # It asks where things stand when it is made already.
        self._live = Live(console=self._console, get_renderable=self._render, refresh_per_second=4, transient=True)
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def _render(self) -> Group:
        parts = [] if self._picture is None else list(self._picture.draw(self._console))
        return Group(*parts, Text("\n".join(wrap(self.tell(), self._console.width)), style="dim"))


def display(how: str, tell: Tell, picture: Picture | None = None) -> Display:
    """The display asked for; `auto` redraws on a terminal, and prints lines elsewhere."""
    if how == "json":
        return Events(tell)
    if how == "none":
        return Display(tell)
    console = talk()
    return Redrawn(tell, picture, console) if console.is_terminal else Lines(tell)


class Watch(AbstractContextManager["Watch"]):
    """Shows how far a study is (a `planner.studies.running.Watcher`)."""

    def __init__(
        self, how: str, progress: Progress, *, picture: Picture | None = None, about: str = "", **started: object
    ) -> None:
        """`about` tells what is under way, with `{done}` for how far it is; `started` goes into the first event."""
        self._progress, self._picture, self._about, self._started = progress, picture, about, started
        self._display = display(how, self.tell, picture)

    def __enter__(self) -> Self:
        self._display.__enter__()
        self._display.event(**self._progress.started(**self._started))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._display.__exit__(kind, error, trace)

    def finished(self, replication: Replication) -> None:
        """Take note of a finished replication."""
        event = self._progress.add(replication)
        if self._picture is not None and self._progress.variant is None:
            self._picture.add(replication)
        self._display.event(**event)
        self._display.changed()

    def stress_begins(self, replications: int) -> None:
        """The comparison is done; each variant of the stress test takes so many replications of each scenario."""
        self._progress.stress_begins(replications)

    def variant_begins(self, variant: Variant) -> None:
        """A variant of the stress test begins."""
        self._progress.variant_begins(variant)

    def ended(self, *, interrupted: bool) -> None:
        """Report that the run is over: everything is done, or it was interrupted."""
        self._display.event(**self._progress.ended(interrupted=interrupted))

    def tell(self) -> str:
        """How much is done, how long it still takes, and which interval is furthest from its aim, or the widest."""
        progress = self._progress
        told = (
            _("{done} of about {total} replications") if progress.is_estimate else _("{done} of {total} replications")
        )
        done = told.format(done=number(progress.count, 0), total=number(progress.total, 0))
        if self._about:
            done = self._about.format(done=done)
        left = progress.seconds_left
        if left is None:
            passed = seconds(progress.seconds_passed)
            return _("{done}; simulating for {passed} …").format(done=done, passed=passed)
        if progress.study is None:
            return _("{done}; about {left} left").format(done=done, left=seconds(left))
        told = _("{done}; about {left} left (Ctrl-C keeps what is finished)").format(done=done, left=seconds(left))
        more = self._variant() or self._widest()
        return _("{told}; {widest}").format(told=told, widest=more) if more else told

    def _variant(self) -> str:
        variant = self._progress.variant
        if variant is None:
            return ""
        name = labels.label(words.ASSUMPTION_GROUPS, variant.group)
        return _("{name} × {factor}").format(name=name, factor=number(variant.factor, 2))

    def _widest(self) -> str:
        if self._progress.rule is None:
            found = self._progress.widest.find()
            if found is None:
                return ""
            figure, interval = found
            return _("widest interval: {figure} {value}").format(
                figure=words.figure(figure), value=words.mean_told(interval, figure)
            )
        aim, times = self._progress.rule.widest()
        if not math.isfinite(times):
            return ""
        return _("widest: {figure}, {times} times as wide as asked for").format(
            figure=words.figure(aim.figure), times=number(times, 1)
        )


class FiguresPicture:
    """Figures by family with intervals, for each scenario of a run."""

    def __init__(self, scenarios: Sequence[Scenario], finished: Sequence[Replication]) -> None:
        self._scenarios = scenarios
        self._gathered = [Gathered() for _scenario in scenarios]
        self._intervals: list[dict[FigureKey, Interval]] = [{} for _scenario in scenarios]
        for replication in finished:
            self._take(replication)
        for place in range(len(scenarios)):
            self._intervals[place] = self._gathered[place].intervals()

    def add(self, replication: Replication) -> None:
        """Take the figures of one more."""
        self._take(replication)
        # The screen is drawn by another thread: it finds either the old figures or the new ones.
        self._intervals[replication.scenario] = self._gathered[replication.scenario].intervals()

    def _take(self, replication: Replication) -> None:
        figures = {key: value for key, value in replication.figures.items() if key.by == "county"}
        self._gathered[replication.scenario].add(figures)

    def draw(self, console: Console) -> Sequence[RenderableType]:
        """A table for each scenario, of as many families as there is room for."""
        parts: list[RenderableType] = []
        # Every scenario gets its share of the screen; the families that reforms are about come first.
        rows = max(1, (console.height - 4) // len(self._scenarios) - 3)
        for scenario, found in zip(self._scenarios, self._intervals, strict=True):
            families = shown_families(found) or list(families_of([scenario]))
            parts += [heading(scenario_title(scenario)), family_table(found, families[:rows], console.width), Text()]
        return parts


class FindingsPicture:
    """Findings so far, for each alternative of a comparison."""

    def __init__(self, asked: Question, finished: Sequence[Replication]) -> None:
        self._asked = asked
        self._values: list[dict[FigureKey, dict[int, float]]] = [
            {figure: {} for figure in asked.figures} for _scenario in asked.scenarios
        ]
        self._unreached: dict[FigureKey, int] = {}
        self._findings: list[list[Finding]] = [[] for _scenario in asked.scenarios]
        for replication in finished:
            self._take(replication)
        for place in range(1, len(self._values)):
            self._refresh(place)

    def add(self, replication: Replication) -> None:
        """Take the figures of one more."""
        self._take(replication)
        for place in range(1, len(self._values)):
            if replication.scenario in (0, place):
                self._refresh(place)

    def _take(self, replication: Replication) -> None:
        own = self._values[replication.scenario]
        for figure in self._asked.figures:
            if figure in replication.figures:
                own[figure][replication.number] = replication.figures[figure]
            elif not_reached(figure, replication.figures):
                self._unreached[figure] = self._unreached.get(figure, 0) + 1

    def _refresh(self, place: int) -> None:
        # The screen is drawn by another thread: it finds either the old findings or the new ones.
        self._findings[place] = [
            finding(
                self._asked,
                figure,
                self._values[0][figure],
                self._values[place][figure],
                unreached=self._unreached.get(figure, 0),
            )
            for figure in self._asked.figures
        ]

    def draw(self, console: Console) -> Sequence[RenderableType]:
        """A table for each alternative, of as many findings as there is room for."""
        parts: list[RenderableType] = []
        # Every alternative gets its share of the screen; where it stands takes up to three lines.
        rows = max(1, (console.height - 4) // (len(self._asked.scenarios) - 1) - 4)
        for scenario, found in zip(self._asked.scenarios[1:], self._findings[1:], strict=True):
            parts += [heading(scenario_title(scenario)), finding_table("", found[:rows]), Text()]
        return parts


class SearchWatch(AbstractContextManager["SearchWatch"]):
    """Counts the staffings tried, and shows the best so far."""

    def __init__(self, how: str, scenario: str, target: StaffingTarget, tries: int, replications: int) -> None:
        self._display = display(how, self.tell)
        self._scenario, self._target = scenario, target
        self._tries, self._replications = tries, replications
        # What is found is looked at once more, on fresh draws.
        self._total = (tries + 1) * replications
        self._tried = self._finished = 0
        self._best: Tried | None = None
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        self._display.__enter__()
        self._display.event(
            event="started",
            study=None,
            scenarios=[self._scenario],
            replications=self._replications,
            finished=0,
            total=self._total,
            tries=self._tries,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._display.__exit__(kind, error, trace)

    def finished(self, replication: Replication) -> None:
        """Take note of a finished replication."""
        self._finished += 1
        self._display.changed()

    def tried(self, number_: int, tried: Tried, best: Tried | None) -> None:
        """Take note of a staffing that was tried."""
        self._tried, self._best = number_, best
        figure = tried.figure
        self._display.event(
            event="tried",
            scenario=self._scenario,
            scenario_number=1,
            number=number_,
            tries=self._tries,
            finished=self._finished,
            total=self._total,
            people=tried.people,
            mean=None if figure is None else figure.mean,
            half_width=None if figure is None else figure.half_width,
            met=tried.met,
            best=None if best is None else best.people,
        )
        self._display.changed()

    def ended(self, *, interrupted: bool) -> None:
        """Report that the search is over: it has its answer, or was interrupted."""
        self._display.event(
            event="ended", study=None, finished=self._finished, interrupted=interrupted, tried=self._tried
        )

    def tell(self) -> str:
        """How many staffings and replications are done, how long it has taken, and the best staffing so far."""
        done = ngettext("{n} staffing tried", "{n} staffings tried", self._tried).format(n=self._tried)
        told = _(
            "{done} of at most {tries}, {finished} replications in {passed} (Ctrl-C shows the best so far)"
        ).format(
            done=done,
            tries=self._tries,
            finished=number(self._finished, 0),
            passed=seconds(time.monotonic() - self._began),
        )
        if self._best is None:
            return _("{told}; none meets the target yet").format(told=told)
        best = staffing.staffing(self._best, self._target)
        return _("{told}; best so far {best}").format(told=told, best=best)
