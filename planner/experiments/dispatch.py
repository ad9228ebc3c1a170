"""Where replications are worked off: in this process, on processes of this machine, or on any other executor.

Each way ends when `finish` says that nothing more is needed, and returns whether Ctrl-C ended it before. While
executors are at work, Ctrl-C is a message like any other and not an exception: one that arrives inside their locks
would leave them locked.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import islice
from queue import SimpleQueue

from planner.errors import PlannerError, Problem
from planner.experiments.result import Replication
from planner.experiments.worker import ENDING, STOP, Task, replicate, start

PATIENCE_SECONDS = 5.0
"""How long the end of a process may go unnoticed by its pool."""

MOST_UNDER_WAY = 256
"""Replications handed out and not yet finished: enough for every processor of a cluster to have the next at hand."""

Finish = Callable[[Replication], bool]
"""Told each replication as it is finished; whether to go on."""

Done = SimpleQueue[Future[Replication] | None]
"""Futures as they are done; None when Ctrl-C was pressed."""


def in_this_process(tasks: Iterator[Task], finish: Finish) -> bool:
    """One after the other."""
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


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """An executor on processes of this machine, for who calls `run` more than once; leaving ends what is under way.

    They are spawned: a forked one could inherit a lock of NumPy's or Polars' threads. Raises PlannerError (kind
    `worker-died`) when one of them dies.
    """
    others = set(multiprocessing.active_children())
    # Python begins a process of its own beside the pool, which must outlast the workers.
    with _signals_held():
        pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=start)
    over = threading.Event()
    threading.Thread(target=_end_with_the_first, args=(pool, over), daemon=True).start()
    try:
        yield pool
    except BrokenProcessPool as error:
        raise PlannerError(Problem(kind="worker-died")) from error
    finally:
        over.set()
        if STOP is not None:
            for process in set(multiprocessing.active_children()) - others:
                with suppress(ProcessLookupError):
                    if process.pid is not None:
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
