"""What is seen while replications are running: a table that fills in, lines of JSON, or nothing.

It goes to stderr, so that the figures on stdout can be piped.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from planner.cli.consoles import talk
from planner.cli.family_table import family_table, shown_families
from planner.cli.layout import heading
from planner.experiments.headlines import families_of
from planner.i18n import _
from planner.i18n.names import scenario_title
from planner.i18n.numbers import seconds
from planner.stats.interval import Interval, mean_interval

if TYPE_CHECKING:
    from planner.cli.study import Request
    from planner.experiments import Replication
    from planner.metrics.indicators import FigureKey
    from planner.model.scenario import Scenario


class Silent(AbstractContextManager["Silent"]):
    """Shows nothing; counts what is finished."""

    def __init__(self, scenarios: list[Scenario], request: Request) -> None:
        self.scenarios = scenarios
        self.replications = request.replications
        self.total = request.replications * len(scenarios)
        self.count = 0
        self.began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def finished(self, replication: Replication) -> None:
        """Take note of a finished replication."""
        self.count += 1

    @property
    def seconds_left(self) -> float | None:
        """Time left, from the pace so far; None before the first replication."""
        if not self.count:
            return None
        return (time.monotonic() - self.began) / self.count * (self.total - self.count)


class Lines(Silent):
    """One line of JSON on stderr per event, for a program that watches."""

    def __enter__(self) -> Self:
        self._print(
            event="started", scenarios=[scenario.name for scenario in self.scenarios], replications=self.replications
        )
        return self

    def finished(self, replication: Replication) -> None:
        """Print the figures of the county."""
        super().finished(replication)
        self._print(
            event="replication",
            scenario=self.scenarios[replication.scenario].name,
            replication=replication.number + 1,
            finished=self.count,
            total=self.total,
            seconds=round(replication.seconds, 3),
            seconds_left=round(self.seconds_left or 0.0, 1),
            figures=[
                {"indicator": key.indicator, "family": key.family, "value": value}
                for key, value in replication.figures.items()
                if key.by == "county"
            ],
        )

    @staticmethod
    def _print(**facts: object) -> None:
        print(json.dumps(facts, ensure_ascii=False), file=sys.stderr, flush=True)


class Table(Silent):
    """A table redrawn in place: figures by family with intervals, and the time left."""

    def __init__(self, scenarios: list[Scenario], request: Request, console: Console) -> None:
        super().__init__(scenarios, request)
        self.console = console
        self.values: list[dict[FigureKey, list[float]]] = [{} for _scenario in scenarios]
        self.intervals: list[dict[FigureKey, Interval]] = [{} for _scenario in scenarios]
        self.live = Live(console=console, get_renderable=self.render, refresh_per_second=4, transient=True)

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
        values = self.values[replication.scenario]
        for key, value in replication.figures.items():
            if key.by == "county":
                values.setdefault(key, []).append(value)
        # The screen is drawn by another thread: it finds either the old figures or the new ones.
        self.intervals[replication.scenario] = {key: mean_interval(found) for key, found in values.items()}

    def render(self) -> Group:
        """The table as it stands."""
        parts: list[object] = []
        # Every scenario gets its share of the screen; the families that reforms are about come first.
        rows = max(1, (self.console.height - 3) // len(self.scenarios) - 3)
        for scenario, intervals in zip(self.scenarios, self.intervals, strict=True):
            families = shown_families(intervals) or list(families_of([scenario]))
            parts.append(heading(scenario_title(scenario)))
            parts.append(family_table(intervals, families[:rows], self.console.width))
            parts.append(Text())
        parts.append(Text(self._where_it_stands(), style="dim"))
        return Group(*parts)  # type: ignore[arg-type]

    def _where_it_stands(self) -> str:
        left = self.seconds_left
        done = _("{done} of {total} replications").format(done=self.count, total=self.total)
        if left is None:
            passed = seconds(time.monotonic() - self.began)
            return _("{done}; simulating for {passed} …").format(done=done, passed=passed)
        return _("{done}; about {left} left (Ctrl-C keeps what is finished)").format(done=done, left=seconds(left))


def reporter(how: str, scenarios: list[Scenario], request: Request) -> Silent:
    """The kind of progress asked for; `auto` draws a table on a terminal and is quiet in a pipe."""
    if how == "json":
        return Lines(scenarios, request)
    console = talk()
    if how == "auto" and console.is_terminal:
        return Table(scenarios, request, console)
    return Silent(scenarios, request)
