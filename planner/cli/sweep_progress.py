"""Where a sweep stands: counts, time left, the widest interval."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from planner.cli.display import display, replication_event
from planner.cli.widest import Widest
from planner.i18n import _
from planner.i18n.numbers import number, seconds

if TYPE_CHECKING:
    from planner.cli.keeping import Kept
    from planner.experiments import Replication
    from planner.experiments.goal import PrecisionRule
    from planner.metrics.indicators import FigureKey
    from planner.model.scenario import Scenario


class SweepProgress(AbstractContextManager["SweepProgress"]):
    """Counts the replications of a sweep and shows where it stands."""

    def __init__(
        self,
        how: str,
        points: int,
        different: Sequence[Scenario],
        replications: int,
        rule: PrecisionRule | None,
        figures: Sequence[FigureKey],
        study: Kept,
    ) -> None:
        """Replications that the store had already count, but not in the pace."""
        self._display = display(how, self.tell)
        self._points, self._replications = points, replications
        self._names = [scenario.name for scenario in different]
        self._total = len(different) * replications
        self._rule = rule
        self._study = study.study.id
        self._before = self._count = len(study.finished)
        self._began = time.monotonic()
        self._widest = Widest(figures)
        for replication in study.finished:
            self._widest.add(replication)

    def __enter__(self) -> Self:
        self._display.__enter__()
        self._display.event(
            event="started",
            study=self._study,
            scenarios=self._names,
            replications=self._replications,
            finished=self._count,
            total=self._total,
            points=self._points,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._display.__exit__(kind, error, trace)

    def finished(self, replication: Replication) -> None:
        """Take note of a finished replication."""
        self._count += 1
        self._widest.add(replication)
        event = replication_event(
            replication,
            self._names,
            finished=self._count,
            total=self._total,
            seconds_left=self._seconds_left,
        )
        self._display.event(**event)
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
        told = (
            _("{done} of {total} replications") if self._rule is None else _("{done} of at most {total} replications")
        )
        done = told.format(done=number(self._count, 0), total=number(self._total, 0))
        left = self._seconds_left
        if left is None:
            passed = seconds(time.monotonic() - self._began)
            return _("{done}; simulating for {passed} …").format(done=done, passed=passed)
        told = _("{done}; about {left} left (Ctrl-C keeps what is finished)").format(done=done, left=seconds(left))
        widest = self._widest.tell()
        return _("{told}; {widest}").format(told=told, widest=widest) if widest else told
