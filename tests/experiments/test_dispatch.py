"""Processes that die at a bad moment."""

from __future__ import annotations

import sys
import threading
import weakref
from concurrent.futures import Executor, Future
from contextlib import ExitStack

import pytest

from planner.errors import PlannerError
from planner.experiments import run
from planner.experiments.dispatch import MOST_UNDER_WAY, on_executor, processes

DIE_IN_MID_SENTENCE = """
import inspect, os, struct
frame = inspect.currentframe()
while "result_queue" not in frame.f_locals:
    frame = frame.f_back
os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 1_000) + b"half")
os._exit(1)
"""
"""In a worker: send the beginning of a result, and be gone.

The queue's own writer, which is private, is the only way to send half a result.
"""


@pytest.mark.slow
def test_a_worker_that_dies_while_it_sends_is_noticed():
    with pytest.raises(PlannerError) as caught, processes(2) as pool:
        pool.submit(exec, DIE_IN_MID_SENTENCE).result(timeout=60)
    assert [problem.kind for problem in caught.value.problems] == ["worker-died"]


class Immediately(Executor):
    """Finishes whatever it is handed as soon as it is handed it, and knows which futures anybody still holds."""

    def __init__(self) -> None:
        self.held: weakref.WeakSet[Future[object]] = weakref.WeakSet()
        self.submitted = 0

    def submit(self, work, /, *arguments, **named):
        self.submitted += 1
        future: Future[object] = Future()
        self.held.add(future)
        future.set_result(arguments[0])
        return future


def test_what_is_finished_is_let_go_of_however_long_the_study() -> None:
    """A future keeps its result: those of a long study would fill the memory."""
    executor = Immediately()
    most = 0

    def finish(_result: object) -> bool:
        nonlocal most
        most = max(most, len(executor.held))
        return True

    tasks = 10 * MOST_UNDER_WAY
    assert not on_executor(executor, iter(range(tasks)), finish)  # type: ignore[arg-type]
    assert executor.submitted == tasks
    assert most <= MOST_UNDER_WAY + 1


def test_nothing_more_is_handed_out_when_enough_is_finished() -> None:
    executor = Immediately()
    assert not on_executor(executor, iter(range(10 * MOST_UNDER_WAY)), lambda result: result != 3)  # type: ignore
    assert executor.submitted <= MOST_UNDER_WAY + 4


def test_what_ends_its_processes_leaves_those_of_others_alone(quick_county) -> None:
    """As two threads of a notebook do, each with a run of its own."""
    with ExitStack() as other:
        other.enter_context(processes(1))
        with processes(1) as pool:
            assert pool.submit(int).result(timeout=60) == 0
            other.close()
            assert len(run([quick_county], replications=1, executor=pool).runs[0].replications) == 1


def test_threads_that_begin_processes_leave_the_script_in_its_place() -> None:
    script = sys.modules["__main__"]

    def begin() -> None:
        with processes(2) as pool:
            list(pool.map(int, ["1", "2"]))

    threads = [threading.Thread(target=begin) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sys.modules["__main__"] is script
