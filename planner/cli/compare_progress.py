"""What is seen while scenarios are compared: differences that fill in, lines of text or JSON, or nothing.

It goes to stderr, so that the comparison on stdout can be piped.
"""

from __future__ import annotations

import math
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
from planner.cli.finding_table import finding_table
from planner.cli.layout import heading
from planner.cli.outlets import tell_event
from planner.cli.widest import Widest
from planner.experiments.comparison import Finding, finding
from planner.experiments.result import not_reached
from planner.i18n import _, labels
from planner.i18n import comparison as words
from planner.i18n.cells import wrap
from planner.i18n.names import scenario_title
from planner.i18n.numbers import number, seconds
from planner.stats.precision import look_ahead

if TYPE_CHECKING:
    from planner.cli.keeping import Kept
    from planner.experiments import Replication
    from planner.experiments.goal import PrecisionRule
    from planner.experiments.question import Question
    from planner.experiments.stress import Variant
    from planner.metrics import FigureKey

LINE_EVERY_SECONDS = 10.0


class Silent(AbstractContextManager["Silent"]):
    """Shows nothing; counts what is finished.

    Replications that the store had already count, but not in the pace.
    """

    def __init__(
        self, asked: Question, replications: int, rule: PrecisionRule | None, variants: int, study: Kept
    ) -> None:
        self.asked = asked
        self.most = replications
        self.rule = rule
        self.variants = variants
        self.variant: Variant | None = None
        self.study = study
        self.before = len(study.finished)
        self.count = self.before
        self.began = time.monotonic()
        self._stress_total: int | None = None
        self.widest = Widest([figure for figure in asked.figures if figure.family in asked.leading])
        for replication in study.finished:
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
        if self.variant is None:
            self.widest.add(replication)

    def stress_begins(self, replications: int) -> None:
        """The comparison is done; each variant of the stress test takes so many replications of each scenario."""
        scenarios = len(self.asked.scenarios)
        self._stress_total = self.count + self.variants * replications * scenarios

    def variant_begins(self, variant: Variant) -> None:
        """A variant of the stress test begins."""
        self.variant = variant

    def ended(self, *, interrupted: bool) -> None:
        """Nothing more is run."""

    @property
    def total(self) -> int:
        """Replications in all, as far as can be told: a goal may need more or fewer."""
        if self._stress_total is not None:
            return self._stress_total
        expected = self._expected()
        return expected * len(self.asked.scenarios) * (1 + self.variants)

    def _expected(self) -> int:
        """Replications of each scenario, from how far the widest interval is from its aim."""
        if self.rule is None:
            return self.most
        judged, (_aim, times) = self.rule.judged, self.rule.widest()
        if not judged or not math.isfinite(times):
            return self.most
        needed = math.ceil(judged * max(times, 1.0) ** 2)
        return min(self.most, max(needed + look_ahead(needed), judged + 1))

    @property
    def seconds_left(self) -> float | None:
        """Time left, from the pace so far; None before the first replication."""
        run = self.count - self.before
        if not run:
            return None
        return (time.monotonic() - self.began) / run * max(0, self.total - self.count)

    def where_it_stands(self) -> str:
        """One line: how much is done, how long it still takes, which interval is furthest from its aim."""
        done = _("{done} of {total} replications").format(done=self.count, total=self.total)
        if self.rule is not None and self._stress_total is None:
            done = _("{done} of about {total} replications").format(done=self.count, total=self.total)
        left = self.seconds_left
        if left is None:
            passed = seconds(time.monotonic() - self.began)
            return _("{done}; simulating for {passed} …").format(done=done, passed=passed)
        told = _("{done}; about {left} left (Ctrl-C keeps what is finished)").format(done=done, left=seconds(left))
        if self.variant is not None:
            factor = number(self.variant.factor, 2)
            name = labels.label(words.ASSUMPTION_GROUPS, self.variant.group)
            return _("{told}; {name} × {factor}").format(told=told, name=name, factor=factor)
        widest = self._widest()
        return _("{told}; {widest}").format(told=told, widest=widest) if widest else told

    def _widest(self) -> str:
        if self.rule is None:
            return self.widest.tell()
        aim, times = self.rule.widest()
        if not math.isfinite(times):
            return ""
        return _("widest: {figure}, {times} times as wide as asked for").format(
            figure=words.figure(aim.figure), times=number(times, 1)
        )


class Lines(Silent):
    """One line of text in ten seconds, where nothing can be redrawn."""

    def __init__(
        self, asked: Question, replications: int, rule: PrecisionRule | None, variants: int, study: Kept
    ) -> None:
        super().__init__(asked, replications, rule, variants, study)
        self._last = self.began

    def finished(self, replication: Replication) -> None:
        """Print where it stands, if the last line is old enough."""
        super().finished(replication)
        if time.monotonic() - self._last >= LINE_EVERY_SECONDS:
            self._last = time.monotonic()
            print(self.where_it_stands(), file=sys.stderr, flush=True)


class Events(Silent):
    """One line of JSON per event, for a program that watches."""

    def __enter__(self) -> Self:
        names = [scenario.name for scenario in self.asked.scenarios]
        tell_event(
            event="started",
            study=self.study.study.id,
            scenarios=names,
            replications=self.most,
            finished=self.count,
            total=self.total,
            variants=self.variants,
        )
        return self

    def finished(self, replication: Replication) -> None:
        """Print the figures of the county."""
        super().finished(replication)
        event = replication_event(
            replication,
            [scenario.name for scenario in self.asked.scenarios],
            finished=self.count,
            total=self.total,
            seconds_left=self.seconds_left,
            variant=None if self.variant is None else [self.variant.group, self.variant.factor],
            figures=[
                {"indicator": key.indicator, "family": key.family, "value": value}
                for key, value in replication.figures.items()
                if key.by == "county"
            ],
        )
        tell_event(**event)

    def ended(self, *, interrupted: bool) -> None:
        """Print that this was all."""
        tell_event(event="ended", study=self.study.study.id, finished=self.count, interrupted=interrupted)


class Table(Silent):
    """A table redrawn in place: the findings so far, and the time left."""

    def __init__(
        self,
        asked: Question,
        replications: int,
        rule: PrecisionRule | None,
        variants: int,
        study: Kept,
        console: Console,
    ) -> None:
        super().__init__(asked, replications, rule, variants, study)
        self.console = console
        self.values: list[dict[FigureKey, dict[int, float]]] = [
            {figure: {} for figure in asked.figures} for _scenario in asked.scenarios
        ]
        self.unreached: dict[FigureKey, int] = {}
        self.findings: list[list[Finding]] = [[] for _scenario in asked.scenarios]
        self.live = Live(console=console, get_renderable=self.render, refresh_per_second=4, transient=True)
        for replication in study.finished:
            self._take(replication)
        for place in range(1, len(self.values)):
            self._refresh(place)

    def __enter__(self) -> Self:
        self.live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.live.stop()

    def finished(self, replication: Replication) -> None:
        """Let the table show the new findings."""
        super().finished(replication)
        if self.variant is not None:
            return
        self._take(replication)
        for place in range(1, len(self.values)):
            if replication.scenario in (0, place):
                self._refresh(place)

    def _take(self, replication: Replication) -> None:
        own = self.values[replication.scenario]
        for figure in self.asked.figures:
            if figure in replication.figures:
                own[figure][replication.number] = replication.figures[figure]
            elif not_reached(figure, replication.figures):
                self.unreached[figure] = self.unreached.get(figure, 0) + 1

    def _refresh(self, place: int) -> None:
        # The screen is drawn by another thread: it finds either the old findings or the new ones.
        self.findings[place] = [
            finding(
                self.asked,
                figure,
                self.values[0][figure],
                self.values[place][figure],
                unreached=self.unreached.get(figure, 0),
            )
            for figure in self.asked.figures
        ]

    def render(self) -> Group:
        """The table as it stands."""
        parts: list[object] = []
        alternatives = len(self.asked.scenarios) - 1
        # Every alternative gets its share of the screen; where it stands takes up to three lines.
        rows = max(1, (self.console.height - 4) // alternatives - 4)
        for scenario, found in zip(self.asked.scenarios[1:], self.findings[1:], strict=True):
            parts.append(heading(scenario_title(scenario)))
            parts.append(finding_table("", found[:rows]))
            parts.append(Text())
        parts.append(Text("\n".join(wrap(self.where_it_stands(), self.console.width)), style="dim"))
        return Group(*parts)  # type: ignore[arg-type]


def reporter(
    how: str, asked: Question, replications: int, rule: PrecisionRule | None, variants: int, study: Kept
) -> Silent:
    """The kind of progress asked for; `auto` draws a table on a terminal, and prints few lines in a pipe."""
    if how == "json":
        return Events(asked, replications, rule, variants, study)
    console = talk()
    if how == "auto" and console.is_terminal:
        return Table(asked, replications, rule, variants, study, console)
    return (Lines if how == "auto" else Silent)(asked, replications, rule, variants, study)
