"""Processes that die at a bad moment."""

from __future__ import annotations

import pytest

from planner.errors import PlannerError
from planner.experiments.dispatch import processes

DIE_IN_MID_SENTENCE = """
import os, struct, sys
frame = sys._getframe()
while "result_queue" not in frame.f_locals:
    frame = frame.f_back
os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 1_000) + b"half")
os._exit(1)
"""
"""In a worker: send the beginning of a result, and be gone."""


@pytest.mark.slow
def test_a_worker_that_dies_while_it_sends_is_noticed():
    with pytest.raises(PlannerError) as caught, processes(2) as pool:
        pool.submit(exec, DIE_IN_MID_SENTENCE).result(timeout=60)
    assert [problem.kind for problem in caught.value.problems] == ["worker-died"]
