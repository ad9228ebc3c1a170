"""What is seen while replications are running: a table that fills in, lines of text or JSON, or nothing.

It goes to stderr, so that the figures on stdout can be piped.
"""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from planner.cli.consoles import talk
from planner.cli.display import replication_event
from planner.cli.family_table import family_table, shown_families
from planner.cli.layout import heading
from planner.cli.outlets import tell_event
from planner.cli.widest import Widest, leading_figures
from planner.experiments.headlines import families_of
from planner.experiments.result import Gathered
from planner.i18n import _
from planner.i18n.cells import wrap
from planner.i18n.names import scenario_title
from planner.i18n.numbers import seconds
from planner.stats.interval import Interval

if TYPE_CHECKING:
    from collections.abc import Collection

    from planner.experiments import Replication
    from planner.metrics.indicators import FigureKey
    from planner.model.scenario import Scenario


LINE_EVERY_SECONDS = 10.0


class Silent(AbstractContextManager["Silent"]):
    """Shows nothing; counts what is finished.

    `finished` are replications that the store had already: they count, but not in the pace.
    """

    def __init__(self, scenarios: list[Scenario], replications: int, finished: Collection[Replication]) -> None:
        self.scenarios = scenarios
        self.replications = replications
        self.total = replications * len(scenarios)
        self.before = len(finished)
        self.count = self.before
        self.began = time.monotonic()
        self.widest = Widest(leading_figures(scenarios))
        for replication in finished:
            self.widest.add(replication)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def finished(self, replication: Replication) -> None:
        """Take note of a finished replication."""
        self.count += 1
        self.widest.add(replication)

    def ended(self, *, interrupted: bool) -> None:
        """Nothing more is run."""

    @property
    def seconds_left(self) -> float | None:
        """Time left, from the pace so far; None before the first replication."""
        run = self.count - self.before
        if not run:
            return None
        return (time.monotonic() - self.began) / run * (self.total - self.count)

    def where_it_stands(self) -> str:
        """One line: how much is done, how long it still takes, and the widest interval."""
        left = self.seconds_left
        done = _("{done} of {total} replications").format(done=self.count, total=self.total)
        if left is None:
            passed = seconds(time.monotonic() - self.began)
            return _("{done}; simulating for {passed} …").format(done=done, passed=passed)
        told = _("{done}; about {left} left (Ctrl-C keeps what is finished)").format(done=done, left=seconds(left))
        widest = self.widest.tell()
        return _("{told}; {widest}").format(told=told, widest=widest) if widest else told


class Lines(Silent):
    """One line of text in ten seconds, where nothing can be redrawn."""

    def __init__(self, scenarios: list[Scenario], replications: int, finished: Collection[Replication]) -> None:
        super().__init__(scenarios, replications, finished)
        self._last = self.began

    def finished(self, replication: Replication) -> None:
        """Print where it stands, if the last line is old enough."""
        super().finished(replication)
        if time.monotonic() - self._last >= LINE_EVERY_SECONDS:
            self._last = time.monotonic()
            print(self.where_it_stands(), file=sys.stderr, flush=True)


class Events(Silent):
    """One line of JSON on stderr per event, for a program that watches."""

    def __init__(
        self, scenarios: list[Scenario], replications: int, finished: Collection[Replication], study: int
    ) -> None:
        super().__init__(scenarios, replications, finished)
        self.study = study

    def __enter__(self) -> Self:
        tell_event(
            event="started",
            study=self.study,
            scenarios=[scenario.name for scenario in self.scenarios],
            replications=self.replications,
            finished=self.count,
            total=self.total,
        )
        return self

    def finished(self, replication: Replication) -> None:
        """Print the figures of the county."""
        super().finished(replication)
        event = replication_event(
            replication,
            [scenario.name for scenario in self.scenarios],
            finished=self.count,
            total=self.total,
            seconds_left=self.seconds_left,
            figures=[
                {"indicator": key.indicator, "family": key.family, "value": value}
                for key, value in replication.figures.items()
                if key.by == "county"
            ],
        )
        tell_event(**event)

    def ended(self, *, interrupted: bool) -> None:
        """Print that this was all."""
        tell_event(event="ended", study=self.study, finished=self.count, interrupted=interrupted)


class Table(Silent):
    """A table redrawn in place: figures by family with intervals, and the time left."""

    def __init__(
        self, scenarios: list[Scenario], replications: int, finished: Collection[Replication], console: Console
    ) -> None:
        super().__init__(scenarios, replications, finished)
        self.console = console
        self.values = [Gathered() for _scenario in scenarios]
        self.intervals: list[dict[FigureKey, Interval]] = [{} for _scenario in scenarios]
        self.live = Live(console=console, get_renderable=self.render, refresh_per_second=4, transient=True)
        for replication in finished:
            self._take(replication)
        for place in range(len(scenarios)):
            self._refresh(place)

    def __enter__(self) -> Self:
        self.live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.live.stop()

    def finished(self, replication: Replication) -> None:
        """Let the table show the new figures."""
        super().finished(replication)
        self._take(replication)
        self._refresh(replication.scenario)

    def _take(self, replication: Replication) -> None:
        figures = {key: value for key, value in replication.figures.items() if key.by == "county"}
        self.values[replication.scenario].add(figures)

    def _refresh(self, place: int) -> None:
        # The screen is drawn by another thread: it finds either the old figures or the new ones.
        self.intervals[place] = self.values[place].intervals()

    def render(self) -> Group:
        """The table as it stands."""
        parts: list[object] = []
        # Every scenario gets its share of the screen; the families that reforms are about come first.
        rows = max(1, (self.console.height - 4) // len(self.scenarios) - 3)
        for scenario, intervals in zip(self.scenarios, self.intervals, strict=True):
            families = shown_families(intervals) or list(families_of([scenario]))
            parts.append(heading(scenario_title(scenario)))
            parts.append(family_table(intervals, families[:rows], self.console.width))
            parts.append(Text())
        parts.append(Text("\n".join(wrap(self.where_it_stands(), self.console.width)), style="dim"))
        return Group(*parts)  # type: ignore[arg-type]


def reporter(
    how: str, scenarios: list[Scenario], replications: int, finished: Collection[Replication], study: int
) -> Silent:
    """The kind of progress asked for; `auto` draws a table on a terminal, and prints few lines in a pipe.

    `finished` are replications of the `study` that the store had already.
    """
    if how == "json":
        return Events(scenarios, replications, finished, study)
    console = talk()
    if how == "auto" and console.is_terminal:
        return Table(scenarios, replications, finished, console)
    return (Lines if how == "auto" else Silent)(scenarios, replications, finished)
