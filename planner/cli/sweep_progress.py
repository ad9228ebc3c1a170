"""Where a sweep stands: counts, time left, the widest interval."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from planner.cli.display import display
from planner.i18n import _, intervals
from planner.i18n import comparison as words
from planner.i18n.numbers import number, seconds
from planner.stats.interval import Interval, mean_interval

if TYPE_CHECKING:
    from planner.cli.keeping import Kept
    from planner.experiments import Replication
    from planner.metrics.indicators import FigureKey


class SweepProgress(AbstractContextManager["SweepProgress"]):
    """Counts the replications of a sweep and shows where it stands."""

    def __init__(
        self,
        how: str,
        points: int,
        different: int,
        replications: int,
        figures: Sequence[FigureKey],
        study: Kept,
    ) -> None:
        """Replications that the store had already count, but not in the pace."""
        self._display = display(how, self.tell)
        self._points, self._replications = points, replications
        self._total = different * replications
        self._figures = figures
        self._study = study.study.id
        self._before = self._count = len(study.finished)
        self._began = time.monotonic()
        self._values: dict[tuple[int, FigureKey], list[float]] = {}
        self._intervals: dict[tuple[int, FigureKey], Interval] = {}

    def __enter__(self) -> Self:
        self._display.__enter__()
        self._display.event(
            event="started",
            study=self._study,
            points=self._points,
            replications=self._replications,
            finished=self._count,
            total=self._total,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._display.__exit__(kind, error, trace)

    def finished(self, replication: Replication) -> None:
        """Take note of a finished replication."""
        self._count += 1
        known = dict(self._intervals)
        for figure in self._figures:
            if figure in replication.figures:
                place = replication.scenario, figure
                values = self._values.setdefault(place, [])
                values.append(replication.figures[figure])
                known[place] = mean_interval(values)
        # The screen is drawn by another thread: it finds either the old intervals or the new ones.
        self._intervals = known
        self._display.event(
            event="replication",
            scenario=replication.scenario,
            replication=replication.number + 1,
            finished=self._count,
            total=self._total,
            seconds=round(replication.seconds, 3),
            seconds_left=round(self._seconds_left or 0.0, 1),
        )
        self._display.changed()

    def ended(self, *, interrupted: bool) -> None:
        """Nothing more is run."""
        self._display.event(event="ended", study=self._study, finished=self._count, interrupted=interrupted)

    @property
    def _seconds_left(self) -> float | None:
        run = self._count - self._before
        if not run:
            return None
        return (time.monotonic() - self._began) / run * (self._total - self._count)

    def tell(self) -> str:
        """How much is done, how long it still takes, and the widest interval."""
        done = _("{done} of {total} replications").format(done=number(self._count, 0), total=number(self._total, 0))
        left = self._seconds_left
        if left is None:
            passed = seconds(time.monotonic() - self._began)
            return _("{done}; simulating for {passed} …").format(done=done, passed=passed)
        told = _("{done}; about {left} left (Ctrl-C keeps what is finished)").format(done=done, left=seconds(left))
        widest = self._widest()
        return _("{told}; {widest}").format(told=told, widest=widest) if widest else told

    def _widest(self) -> str:
        known = {place: one for place, one in self._intervals.items() if one.relative_half_width is not None}
        if not known:
            return ""
        (_place, figure), interval = max(known.items(), key=lambda item: item[1].relative_half_width or 0.0)
        return _("widest interval: {figure} {value}").format(
            figure=words.figure(figure), value=intervals.mean(interval, figure)
        )
