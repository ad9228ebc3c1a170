"""Emergencies interrupt routine work, which goes on with what is left: preemptive resume, times in system."""

from __future__ import annotations

import pytest

from tests.theory.formulas import time_with_interruptions
from tests.theory.stations import Station, assert_mean, times_in_system


@pytest.mark.parametrize(
    ("load", "cases"),
    [pytest.param(0.5, 300_000, marks=pytest.mark.theory), pytest.param(0.8, 2_400_000, marks=pytest.mark.theory)],
)
def test_emergencies_interrupt(load: float, cases: int) -> None:
    station = Station("emergencies.toml", load)
    types = station.scenario.case_types
    classes = ("urgent", "matter")
    times = time_with_interruptions(*((station.arrivals(type_id), types[type_id].fact.hours) for type_id in classes))
    runs = station.runs(cases)
    assert all(rows.interruptions > 1_000 for rows in runs)
    for type_id, exact in zip(classes, times, strict=True):
        assert_mean(times_in_system, runs, exact, type_id=type_id)
