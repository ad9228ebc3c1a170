"""Two classes, the urgent served first without interrupting (Cobham)."""

from __future__ import annotations

import pytest

from tests.theory.formulas import waiting_with_priority
from tests.theory.stations import Station, assert_mean, waiting_times

LONG = pytest.mark.theory


@pytest.mark.parametrize(
    ("file", "officers", "load", "cases"),
    [
        pytest.param("urgent-first.toml", 1, 0.5, 1_000_000, marks=pytest.mark.theory),
        pytest.param("urgent-first.toml", 1, 0.8, 4_000_000, marks=LONG),
        pytest.param("urgent-first-of-three.toml", 3, 0.5, 3_500_000, marks=LONG),
        pytest.param("urgent-first-of-three.toml", 3, 0.8, 6_000_000, marks=LONG),
    ],
)
def test_urgent_first(file: str, officers: int, load: float, cases: int) -> None:
    station = Station(file, load)
    types = station.scenario.case_types
    classes = ("urgent", "matter")
    arrivals_and_work = [(station.arrivals(type_id), types[type_id].fact.hours) for type_id in classes]
    waiting = waiting_with_priority(officers, *arrivals_and_work)
    runs = station.runs(cases)
    for type_id, exact in zip(classes, waiting, strict=True):
        assert_mean(waiting_times, runs, exact, type_id=type_id)
