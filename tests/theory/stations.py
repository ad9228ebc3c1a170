"""Scenarios of this folder at a load, and what waiting and time in system were in runs of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from attrs import evolve, frozen

from planner.engine.rows import Floats, RunRows, Step
from planner.engine.simulate import simulate
from planner.files import read_scenario
from planner.model.scenario import Scenario
from tests.theory.steady_state import steady_state_interval

FOLDER = Path(__file__).parent

PRECISION = 0.05
"""Widest interval, as a share of the formula's value."""

LONGEST_RUN = 1_000_000
"""Cases in one run: longer series are split into independent runs, to bound memory."""


@frozen
class Station:
    """A scenario of this folder with its reports scaled to a load."""

    file: str
    load: float

    @property
    def scenario(self) -> Scenario:
        """The scenario, over the horizon of its file."""
        scenario = read_scenario(FOLDER / self.file)
        town = evolve(scenario.townships["town"], rates=dict.fromkeys(scenario.case_types, self.load))
        return evolve(scenario, townships={"town": town})

    def arrivals(self, type_id: str = "matter") -> float:
        """Reports of a type per hour."""
        return self.load * self.scenario.case_types[type_id].per_township_week / 168.0

    def runs(self, cases: int) -> list[RunRows]:
        """Independent runs that together have about so many reports."""
        scenario = self.scenario
        count = 1
        while cases / count > LONGEST_RUN:
            count *= 2
        per_day = 24.0 * float(np.sum([self.arrivals(type_id) for type_id in scenario.case_types]))
        days = int(np.ceil(cases / count / per_day))
        lasting = evolve(scenario, time=evolve(scenario.time, days=days))
        return [simulate(lasting, replication=replication) for replication in range(count)]


def _steady(rows: RunRows, type_id: str) -> np.ndarray:
    """Numbers of the cases of a type without the last hundredth of the run, in which cases may still be open."""
    of_type = rows.cases.case_type == rows.case_types.index(type_id)
    chosen = np.flatnonzero(of_type & (rows.cases.reported < 0.99 * rows.end))
    assert not np.isnan(rows.cases.closed[chosen]).any()
    return chosen


def times_in_system(rows: RunRows, type_id: str = "matter") -> Floats:
    """Hours from report to closure, in order of report."""
    chosen = _steady(rows, type_id)
    return np.asarray(rows.cases.closed[chosen] - rows.cases.reported[chosen])


def waiting_times(rows: RunRows, type_id: str = "matter") -> Floats:
    """Hours from report to the start of fact-finding that nothing interrupts, in order of report."""
    found = rows.steps.step == Step.FACT
    waited = np.full(len(rows.cases.reported), np.nan)
    waited[rows.steps.case[found]] = rows.steps.started[found] - rows.steps.asked[found]
    return np.asarray(waited[_steady(rows, type_id)])


def assert_mean(
    measure: Callable[[RunRows, str], Floats],
    runs: Sequence[RunRows],
    exact: float,
    *,
    type_id: str = "matter",
    precision: float = PRECISION,
) -> None:
    """The 99.9 % interval of the long-run mean covers `exact`, and is narrower than `precision` of it."""
    interval = steady_state_interval([measure(rows, type_id) for rows in runs], warm_up=0.05)
    assert interval.half_width is not None
    assert 2.0 * interval.half_width < precision * exact, interval
    assert abs(interval.mean - exact) <= interval.half_width, (interval, exact)
