"""The reference network, against SimPy with a process per case: the same times, case by case and step by step."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve
from peers import DrawnCases, PeerRows, simpy_processes
from reference import drawn_for_peers, reference

from planner.engine.rows import RunRows, Step
from planner.engine.simulate import simulate

DAYS = 200

HOURS = 1e-6
"""The peer's clock adds delay to delay, and rounds."""


def in_our_order(drawn: DrawnCases) -> DrawnCases:
    """Priorities that make the peer serve as our teams do: by urgency, then by time of report, at every station."""
    count = len(drawn.reported)
    return evolve(drawn, priority=drawn.priority * count + np.arange(count))


@pytest.fixture(scope="module")
def ours() -> RunRows:
    return simulate(reference(DAYS))


@pytest.fixture(scope="module")
def theirs(ours: RunRows) -> PeerRows:
    return simpy_processes(in_our_order(drawn_for_peers(ours.scenario, ours.replication)), ours.end)


def test_cases_are_the_same_and_close_at_the_same_times(ours: RunRows, theirs: PeerRows) -> None:
    assert len(ours.cases.reported) == len(theirs.cases) > 4_000
    assert np.array_equal(ours.cases.reported, theirs.cases[:, 0])
    closed = theirs.cases[:, 2]
    assert np.isnan(ours.cases.closed).sum() < 50
    assert np.array_equal(np.isnan(ours.cases.closed), np.isnan(closed))
    assert np.nanmax(np.abs(ours.cases.closed - closed)) < HOURS


def test_steps_begin_and_end_at_the_same_times(ours: RunRows, theirs: PeerRows) -> None:
    steps = ours.steps
    done = np.flatnonzero(~np.isnan(steps.ended))
    station = np.select([steps.step[done] == Step.INTAKE, steps.step[done] == Step.FACT], [0, 1], 2)
    columns = (steps.case, steps.asked, steps.started, steps.ended)
    rows = np.column_stack([station, *(column[done] for column in columns)])
    peer = theirs.steps[:, [1, 0, 3, 4, 5]]
    assert rows.shape == peer.shape
    rows, peer = (table[np.lexsort((table[:, 0], table[:, 1]))] for table in (rows, peer))
    assert np.array_equal(rows[:, :2], peer[:, :2])
    assert np.abs(rows - peer).max() < HOURS


def test_the_order_of_service_matters() -> None:
    """First come, first served at every station is another order: the exact comparison would notice it."""
    drawn = drawn_for_peers(reference(DAYS), 0)
    rows = [simpy_processes(cases, DAYS * 24.0) for cases in (drawn, in_our_order(drawn))]
    assert np.nanmax(np.abs(rows[0].cases - rows[1].cases)) > 1.0
