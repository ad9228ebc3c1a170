"""Cases in memory."""

from __future__ import annotations

import gc

from planner.engine.case import Case, blank_event
from planner.engine.clock import Happening
from planner.engine.job import Job


def test_a_case_that_comes_to_a_rare_attribute_late_needs_no_dictionary():
    cases = [blank_event() for _ in range(1_000)]
    for kind in (Happening, Job, Case):
        for name in kind.__annotations__:
            setattr(cases[-1], name, None)
    assert not any(isinstance(held, dict) for held in gc.get_referents(cases[-1]))
