"""Whatever a small scenario holds: no crash, no case lost, nobody beyond the staff, and the same again."""

from __future__ import annotations

import logging

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.engine.rows import RunRows, Step
from planner.engine.simulate import draw, simulate
from planner.model.casetype import FAMILIES
from planner.model.scenario import Scenario
from tests.engine.random_scenarios import (
    assert_crews_are_whole,
    assert_equal,
    assert_main_line_joins,
    assert_nobody_beyond_the_staff,
    assert_nothing_is_lost,
    assert_rows_make_sense,
    scenarios,
)
from tests.engine.test_component import of_families


def assert_sound(rows: RunRows) -> None:
    """All that must hold of any run."""
    assert_nothing_is_lost(rows)
    assert_main_line_joins(rows)
    assert_rows_make_sense(rows)
    assert_crews_are_whole(rows)
    assert_nobody_beyond_the_staff(rows)


@settings(max_examples=20)
@given(scenarios(), st.integers(0, 2**32))
def test_a_run_is_sound(scenario: Scenario, seed: int) -> None:
    demand = draw(scenario, seed=seed)
    rows = simulate(scenario, seed=seed)
    assert (rows.cases.duplicate_of < 0).sum() == len(demand)
    assert_sound(rows)


@settings(max_examples=12)
@given(scenarios())
def test_a_run_is_the_same_again_and_unchanged_by_logging(scenario: Scenario) -> None:
    once = simulate(scenario, seed=7, replication=3)
    logging.disable(logging.NOTSET)
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    try:
        again = simulate(scenario, seed=7, replication=3)
    finally:
        root.setLevel(level)
    assert_equal(once, again)


@settings(max_examples=20)
@given(scenarios(), st.sampled_from(FAMILIES))
def test_a_run_of_one_family_is_the_whole_run_for_that_family(scenario: Scenario, family: str) -> None:
    whole, part = simulate(scenario, seed=5), simulate(scenario, seed=5, families=(family,))
    assert of_families(whole, (family,)) == of_families(part, (family,))


REACHED: set[object] = set()


@settings(max_examples=40, database=None, derandomize=True)
@given(scenarios())
def look(scenario: Scenario) -> None:
    """Note what happens in a random scenario."""
    rows = simulate(scenario)
    REACHED.update(Step(step) for step in rows.steps.step)
    if rows.interruptions:
        REACHED.add("interruption")
    if (np.diff(rows.staff.on_roll) < 0).any():
        REACHED.add("departure")


def test_random_scenarios_reach_every_step() -> None:
    """Those that no longer reach something would pass everything above."""
    look()
    assert {*Step, "interruption", "departure"} <= REACHED
