"""Where replications are worked off, in this process or on others, and what happens inside a worker."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from queue import SimpleQueue
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any

from attrs import frozen

from planner.errors import PlannerError, Problem
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
    from planner.metrics.case_figures import daily_backlog
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


PATIENCE_SECONDS = 5.0
"""How long the end of a process may go unnoticed by its pool."""

MOST_UNDER_WAY = 256
"""Replications handed out and not yet finished: enough for every processor of a cluster to have the next at hand."""

Finish = Callable[[Replication], bool]
"""Told each replication as it is finished; whether to go on."""

Done = SimpleQueue[Future[Replication] | None]
"""Futures as they are done; None when Ctrl-C was pressed."""


def in_this_process(tasks: Iterator[Task], finish: Finish) -> bool:
    """Run the tasks one after the other in this process; whether Ctrl-C was pressed meanwhile."""
    try:
        for task in tasks:
            if not finish(replicate(task)):
                break
    except KeyboardInterrupt:
        return True
    return False


def on_executor(executor: Executor, tasks: Iterator[Task], finish: Finish) -> bool:
    """Handed out in order, `MOST_UNDER_WAY` at a time; what is not begun when the run ends early is not begun any more.

    What is finished is let go of: a future keeps its result.
    """
    done: Done = SimpleQueue()
    under_way: set[Future[Replication]] = set()

    def hand_out(count: int) -> None:
        with _signals_held():
            futures = [executor.submit(replicate, task) for task in islice(tasks, count)]
        under_way.update(futures)
        for future in futures:
            future.add_done_callback(done.put)

    with _interrupts_to(done):
        try:
            hand_out(MOST_UNDER_WAY)
            while under_way:
                found = done.get()
                if found is None:
                    return True
                under_way.remove(found)
                if not finish(found.result()):
                    break
                del found
                hand_out(1)
            return False
        except BrokenExecutor:
            # It ends them itself, and does not bear that one is called off meanwhile.
            under_way.clear()
            raise
        finally:
            for future in under_way:
                future.cancel()


def on_processes(workers: int, tasks: Iterator[Task], finish: Finish) -> bool:
    """On processes of this machine. Raises PlannerError (kind `worker-died`) when one of them dies."""
    with processes(workers) as pool:
        return on_executor(pool, tasks, finish)


_STARTING = threading.Lock()
"""Held while a worker is started: of two threads that do so at once, one would take the bare module for the script."""


class _Worker(SpawnProcess):
    """A process that does not run the script of its parent again, as a spawned one otherwise does before its work.

    A script without `if __name__ == "__main__"` would start processes of its own in each of them; nothing that a
    replication needs is defined there.
    """

    def start(self) -> None:
        """Start it, while a bare module stands for that of the script."""
        with _STARTING:
            script = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                super().start()
            finally:
                sys.modules["__main__"] = script


class _Workers(SpawnContext):
    """How the workers of one pool are begun, and which they are: other threads may have pools of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[_Worker] = []

    def Process(self, *arguments: Any, **named: Any) -> _Worker:  # type: ignore[override]
        """One more of them."""
        self.begun.append(_Worker(*arguments, **named))
        return self.begun[-1]


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """An executor on processes of this machine, for who calls `run` more than once; leaving ends what is under way.

    They are spawned: a forked one could inherit a lock of NumPy's or Polars' threads. Raises PlannerError (kind
    `worker-died`) when one of them dies.
    """
    context = _Workers()
    # Python begins a process of its own beside the pool, which must outlast the workers.
    with _signals_held():
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=start)
    over = threading.Event()
    threading.Thread(target=_end_with_the_first, args=(pool, over), daemon=True).start()
    try:
        yield pool
    except BrokenProcessPool as error:
        raise PlannerError(Problem(kind="worker-died")) from error
    finally:
        over.set()
        if STOP is not None:
            for process in context.begun:
                with suppress(ProcessLookupError):
                    if process.pid is not None and process.is_alive():
                        os.kill(process.pid, STOP)
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with_the_first(pool: ProcessPoolExecutor, over: threading.Event) -> None:
    """End the pool when one of its processes dies and it does not notice.

    One that is killed while it sends may leave half a message in the pipe. The pool then reads on for the other half,
    for ever, because the pipe stays open at the other end; it is closed here.
    """
    while not over.wait(1.0):
        workers = list((pool._processes or {}).values())
        if any(worker.exitcode is not None for worker in workers):
            if not over.wait(PATIENCE_SECONDS):
                for worker in workers:
                    worker.kill()
                pool._result_queue._writer.close()  # type: ignore[attr-defined]
            return


@contextmanager
def _interrupts_to(done: Done) -> Iterator[None]:
    """Let Ctrl-C put None on the queue. Only the main thread gets signals; elsewhere nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda _number, _frame: done.put(None))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Let signals wait: processes that are begun here inherit that, so none of them dies while it is starting."""
    if STOP is None:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, STOP, *ENDING})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
