"""Replications of several scenarios, interleaved, on an executor."""

from __future__ import annotations

import os
import pickle
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve

from planner.experiments.dispatch import Task, Trace, in_this_process, on_executor, on_processes
from planner.experiments.result import Replication, RunResult, ScenarioRun
from planner.experiments.timeline import window_of
from planner.files.identity import scenario_hash
from planner.metrics.frames import Figures
from planner.metrics.horizon import cut_off
from planner.metrics.indicators import GROUPINGS
from planner.model.asked import LARGEST_SEED, MOST_PROCESSES, MOST_REPLICATIONS, Asked

if TYPE_CHECKING:
    from planner.metrics import FigureKey
    from planner.model.scenario import Scenario

MOST_DAYS = 36_600
"""Of a horizon, and so of what is cut off from it."""

OnReplication = Callable[[Replication], object]

Enough = Callable[[Replication], int | None]
"""Told each replication as it is finished, in any order: how many of each scenario are enough, None to go on."""


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared_cut_off(scenarios: Iterable[Scenario]) -> float:
    """τ of the cohorts in hours: compared scenarios share that of the shortest horizon."""
    return min((cut_off(24.0 * scenario.time.days) for scenario in scenarios), default=0.0)


def run(
    scenarios: Sequence[Scenario],
    *,
    replications: int = 10,
    seed: int = 1,
    jobs: int | None = None,
    families: Collection[str] = (),
    by: Sequence[str] = (),
    trace: Trace | None = None,
    keep_rows: Collection[int] = (),
    on_replication: OnReplication | None = None,
    executor: Executor | None = None,
    enough: Enough | None = None,
    finished: Iterable[Replication] = (),
    warm_up_days: int = 0,
    since: date | None = None,
) -> RunResult:
    """Run `replications` of every scenario, in the order A1 B1 A2 B2 …, so that a stopped run stays balanced.

    The result has one `ScenarioRun` for each scenario, in `runs`: its `replications` with their figures, and by
    `intervals()` the mean and half-width of each figure (`FigureKey`, as of `planner.figures`). `to_frame()` has all of
    them as a table of Polars.

    The figures are the same, bit for bit, for any `jobs` (processes; by default as many as there are processors; 1
    stays in this process) and on any `executor` given instead. `families` restricts the run, `by` adds figures by those
    groupings, `trace` is a recorded case table in place of drawn demand, `keep_rows` names the replications whose rows
    are kept. `on_replication` is called in this process with each replication as it is finished, in any order.

    `enough` may end the run earlier: the result then has the replications before the number that it gives and no
    others, however many are finished. `finished` are replications of an earlier run of the same request: they are not
    simulated again, and count in the result and for `enough`.

    Figures, backlogs and rows are of what follows the first `warm_up_days` (`planner.metrics.later`). With `since`
    the figures of the county from that day on stand beside those of the whole horizon.

    Ctrl-C ends the run early and keeps what is finished: the result says `interrupted`.

    Raises RequestError for a family or grouping that does not exist and for numbers out of range, PlannerError when a
    worker process died, and whatever a replication raises. A name in the place of a list of names is a list of one, and
    so is a scenario.
    """
    asked = Asked()
    scenarios = asked.scenarios("scenarios", scenarios)
    by = asked.groupings(by, GROUPINGS)
    keep_rows = asked.numbers("keep_rows", keep_rows)
    warm_up_days = asked.whole("warm_up_days", warm_up_days, 0, MOST_DAYS)
    families = check_request(asked, replications=replications, seed=seed, jobs=jobs, families=families)
    asked.done()
    if since is not None:
        window_of(scenarios, since)
    collected = _Collected(enough)
    for replication in finished:
        collected.add(replication)
    tasks = _tasks(
        scenarios, replications, seed, families, by, trace, keep_rows, warm_up_days, since, without=collected.places
    )

    def finish(replication: Replication) -> bool:
        collected.add(replication)
        if on_replication is not None:
            on_replication(replication)
        return collected.enough is None

    workers = min(jobs or processors(), replications * len(scenarios))
    if collected.enough is not None:
        interrupted = False
    elif executor is not None:
        interrupted = on_executor(executor, tasks, finish)
    elif workers == 1:
        interrupted = in_this_process(tasks, finish)
    else:
        interrupted = on_processes(workers, tasks, finish)
    planned = replications if collected.enough is None else min(collected.enough, replications)
    return RunResult(
        runs=tuple(
            ScenarioRun(
                scenario=scenario,
                hash=scenario_hash(scenario),
                seed=seed,
                replications=collected.of(position, planned),
            )
            for position, scenario in enumerate(scenarios)
        ),
        planned=planned,
        interrupted=interrupted,
    )


class _Collected:
    """The replications finished so far, and whether they are enough."""

    def __init__(self, rule: Enough | None) -> None:
        self._rule = rule
        self._keys: dict[FigureKey, FigureKey] = {}
        self._found: dict[tuple[int, int], Replication] = {}
        self.enough: int | None = None

    def add(self, replication: Replication) -> None:
        # All replications name the same thousands of figures: one copy of the names serves them all.
        figures = Figures((self._keys.setdefault(key, key), value) for key, value in replication.figures.items())
        self._found[replication.scenario, replication.number] = evolve(replication, figures=figures)
        if self._rule is not None and self.enough is None:
            self.enough = self._rule(replication)

    @property
    def places(self) -> set[tuple[int, int]]:
        """Scenario and number of each."""
        return set(self._found)

    def of(self, scenario: int, planned: int) -> tuple[Replication, ...]:
        """Those of a scenario by number, before `planned`."""
        return tuple(self._found[place] for place in sorted(self._found) if place[0] == scenario and place[1] < planned)


def check_request(
    asked: Asked, *, replications: int, seed: int, jobs: int | None, families: Collection[str]
) -> tuple[str, ...]:
    """Hold to their ranges the arguments that every study has; the families, each once."""
    asked.whole("replications", replications, 1, MOST_REPLICATIONS)
    asked.whole("seed", seed, 0, LARGEST_SEED)
    if jobs is not None:
        asked.whole("jobs", jobs, 1, MOST_PROCESSES)
    return asked.families(families)


def _tasks(
    scenarios: Sequence[Scenario],
    replications: int,
    seed: int,
    families: Collection[str],
    by: Sequence[str],
    trace: Trace | None,
    keep_rows: Collection[int],
    warm_up_days: int,
    since: date | None,
    without: Collection[tuple[int, int]],
) -> Iterator[Task]:
    cut_off_hours = shared_cut_off(scenarios)
    # A tenth of the size, which every task carries to its worker.
    pickled = [
        zlib.compress(pickle.dumps((scenario, trace), protocol=pickle.HIGHEST_PROTOCOL)) for scenario in scenarios
    ]
    for number in range(replications):
        for position, one in enumerate(pickled):
            if (position, number) in without:
                continue
            yield Task(
                pickled=one,
                scenario=position,
                number=number,
                seed=seed,
                families=tuple(families),
                by=tuple(by),
                cut_off_hours=cut_off_hours,
                keep_rows=number in keep_rows,
                warm_up_days=warm_up_days,
                since=since,
            )
