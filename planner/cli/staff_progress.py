"""Where a search for the smallest staff stands."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from planner.cli.display import display
from planner.i18n import _, ngettext, staffing
from planner.i18n.numbers import number, seconds

if TYPE_CHECKING:
    from planner.experiments import Replication
    from planner.experiments.staffing_target import StaffingTarget
    from planner.experiments.staffing_tries import Tried


class StaffProgress(AbstractContextManager["StaffProgress"]):
    """Counts the staffings tried, and shows the best so far."""

    def __init__(self, how: str, scenario: str, target: StaffingTarget, tries: int, replications: int) -> None:
        self._display = display(how, self.tell)
        self._scenario, self._target = scenario, target
        self._tries, self._replications = tries, replications
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
            total=self._tries * self._replications,
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
            people=tried.people,
            mean=None if figure is None else figure.mean,
            half_width=None if figure is None else figure.half_width,
            met=tried.met,
            best=None if best is None else best.people,
        )
        self._display.changed()

    def ended(self, *, interrupted: bool) -> None:
        """Nothing more is tried."""
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
