"""What `planner run --steady` does with its options: look for the warm-up, run, show."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from planner.cli.delivery import check_out, deliver, in_text, is_json
from planner.cli.display import display, replication_event
from planner.cli.outlets import json_line
from planner.cli.stopping import STOPPED
from planner.cli.study import Outputs, Request, read_all
from planner.cli.workplace import check_workplace, workplace
from planner.errors import Problem, RequestError
from planner.i18n import _
from planner.i18n.numbers import number, seconds

if TYPE_CHECKING:
    from planner.experiments import Replication
    from planner.experiments.run import OnReplication
    from planner.model.scenario import Scenario


def carry_out(request: Request, outputs: Outputs, progress: str) -> int:
    """Run and deliver; the exit code of the command. Raises PlannerError for what cannot be done."""
    apart = (
        ("--cases", outputs.cases),
        ("--events", outputs.events),
        ("--trace", request.trace),
        ("--since", request.since),
        ("--store", request.store),
        ("--name", request.name),
    )
    problems = [
        Problem(kind="not-together", path=option, facts={"other": "--steady"})
        for option, value in apart
        if value is not None
    ]
    if problems:
        raise RequestError(problems)
    check_workplace(request.jobs, request.cluster)
    check_out(outputs.out)
    scenarios = read_all(request.files)

    from planner.experiments.steady_state import steady_state

    @contextmanager
    def watch(watched: Sequence[Scenario], figures: bool) -> Iterator[OnReplication]:
        with _Pass(progress, watched, request.replications, figures) as one:
            yield one.finished
            one.ended()

    with workplace(request.jobs, request.cluster, lasting=True) as executor:
        result = steady_state(
            scenarios,
            replications=request.replications,
            seed=request.seed,
            jobs=request.jobs,
            families=request.families,
            # The worst township is named in every report.
            by=tuple(dict.fromkeys((*request.by, "township"))),
            watch=watch,
            executor=executor,
        )
    if is_json(outputs.as_json, outputs.out):
        from planner.cli.steady_json import as_objects

        lines = (json_line(one) for one in as_objects(result, request))
        deliver("".join(f"{line}\n" for line in lines), outputs.out, as_json=True)
    else:
        from planner.cli.steady_text import show

        deliver(in_text(lambda console: show(console, result, request.by), outputs.out), outputs.out)
    return STOPPED if result.runs.interrupted else 0


class _Pass:
    """Where one pass stands."""

    def __init__(self, how: str, scenarios: Sequence[Scenario], replications: int, figures: bool) -> None:
        self._display = display(how, self.tell)
        self._scenarios, self._replications = scenarios, replications
        self._total = replications * len(scenarios)
        self._figures = figures
        self._count = 0
        self._began = time.monotonic()

    def __enter__(self) -> _Pass:
        self._display.__enter__()
        names = [scenario.name for scenario in self._scenarios]
        self._display.event(
            event="started",
            study=None,
            scenarios=names,
            replications=self._replications,
            finished=0,
            total=self._total,
            warm_up=not self._figures,
        )
        return self

    def __exit__(self, *error: object) -> None:
        self._display.__exit__(None, None, None)

    def finished(self, replication: Replication) -> None:
        """Take note of a finished replication."""
        self._count += 1
        passed = time.monotonic() - self._began
        event = replication_event(
            replication,
            [scenario.name for scenario in self._scenarios],
            finished=self._count,
            total=self._total,
            seconds_left=passed / self._count * (self._total - self._count),
        )
        self._display.event(**event)
        self._display.changed()

    def ended(self) -> None:
        """Nothing more is run in this pass."""
        interrupted = self._count < self._total
        self._display.event(event="ended", study=None, finished=self._count, interrupted=interrupted)

    def tell(self) -> str:
        """Which pass it is, how much of it is done, and how long it still takes."""
        done = _("{done} of {total} replications").format(done=number(self._count, 0), total=number(self._total, 0))
        told = _("After the warm-up: {done}") if self._figures else _("Looking for the warm-up: {done}")
        passed = time.monotonic() - self._began
        if not self._count:
            return _("{done}; simulating for {passed} …").format(done=told.format(done=done), passed=seconds(passed))
        left = seconds(passed / self._count * (self._total - self._count))
        return _("{done}; about {left} left").format(done=told.format(done=done), left=left)
