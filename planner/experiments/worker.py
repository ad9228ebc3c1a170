"""What happens inside a worker process: one replication, from the pickled scenario to its figures."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
import zlib
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from multiprocessing import connection, parent_process
from types import FrameType
from typing import TYPE_CHECKING

from attrs import frozen

from planner.experiments.result import Replication

if TYPE_CHECKING:
    from planner.engine.trace import Table
    from planner.model.scenario import Scenario


@frozen(kw_only=True)
class Trace:
    """A recorded case table to be played in place of drawn demand (`planner.engine.trace`); `name` is its file's."""

    name: str
    columns: Table

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits, the same for the same table wherever it came from."""
        digest = blake2b(digest_size=16)
        for column in sorted(self.columns):
            digest.update(repr((column, list(self.columns[column]))).encode())
        return digest.hexdigest()


@frozen(kw_only=True)
class Task:
    """One replication to be done.

    `pickled` holds (scenario, trace) as compressed bytes, so that a worker unpickles each scenario once, whatever
    executor it runs under. `cut_off_hours` of the cohort is the same for all scenarios of a run. Figures are of what
    follows the first `warm_up_days`, and beside them those of the window that begins with the day `since`.
    """

    pickled: bytes
    scenario: int
    number: int
    seed: int
    families: tuple[str, ...]
    by: tuple[str, ...]
    cut_off_hours: float
    keep_rows: bool
    warm_up_days: int = 0
    since: date | None = None


STOP = getattr(signal, "SIGUSR1", None)
"""The signal that ends the replication in hand; None on systems without it, where it is finished first."""


ENDING = tuple(number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None)
"""Signals that end a process; one that is sent to all processes of a run is the parent's business, like Ctrl-C."""

GRACE_SECONDS = 3.0
"""How long after such a signal a worker waits for its parent."""


class Stopped(Exception):
    """The run was ended while this replication was under way."""


class _State:
    """What this worker process is about."""

    simulating = False
    stopped = False


def start() -> None:
    """Prepare a worker process: Ctrl-C is the parent's business, and nobody works on for a parent that is gone.

    The parent sends `STOP` to a run that nobody wants any more; a process that is simply killed could leave half a
    message in the pipe, and the parent waiting for the other half.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in ENDING:
        signal.signal(number, _end_soon)
    if STOP is not None:
        signal.signal(STOP, _stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {STOP, *ENDING})
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _stop(_number: int, _frame: FrameType | None) -> None:
    _State.stopped = True
    if _State.simulating:
        raise Stopped


def _end_soon(_number: int, _frame: FrameType | None) -> None:
    waiting = threading.Timer(GRACE_SECONDS, os._exit, (1,))
    waiting.daemon = True
    waiting.start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


@lru_cache(maxsize=8)
def _unpickled(pickled: bytes) -> tuple[Scenario, Trace | None]:
    found: tuple[Scenario, Trace | None] = pickle.loads(zlib.decompress(pickled))
    return found


def replicate(task: Task) -> Replication:
    """Simulate one replication and compute its figures. Raises Stopped when the run was ended meanwhile."""
    try:
        _State.simulating = True
        if _State.stopped:
            raise Stopped
        return _replicate(task)
    finally:
        _State.simulating = False


def _replicate(task: Task) -> Replication:
    from planner.engine.simulate import simulate
    from planner.engine.trace import demand_of_table
    from planner.metrics.backlog import daily_backlog
    from planner.metrics.figures import figures

    scenario, trace = _unpickled(task.pickled)
    began = time.perf_counter()
    demand = None
    if trace is not None:
        demand = demand_of_table(scenario, trace.columns, seed=task.seed, replication=task.number, name=trace.name)
    rows = simulate(scenario, seed=task.seed, replication=task.number, families=task.families, demand=demand)
    if task.warm_up_days:
        from planner.metrics.later import rows_after

        rows = rows_after(rows, task.warm_up_days)
    found = figures(rows, by=task.by, cut_off_hours=task.cut_off_hours)
    if task.since is not None:
        from planner.metrics.later import figures_since

        found |= figures_since(rows, task.since)
    return Replication(
        scenario=task.scenario,
        number=task.number,
        figures=found,
        seconds=time.perf_counter() - began,
        backlog=daily_backlog(rows),
        rows=rows if task.keep_rows else None,
    )
