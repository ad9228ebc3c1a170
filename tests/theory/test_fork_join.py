"""A decision and a partner's attendance at two departments, asked for at the same time: fork and join."""

from __future__ import annotations

import pytest

from tests.theory.formulas import time_of_fork_and_join
from tests.theory.stations import Station, assert_mean, times_in_system


@pytest.mark.parametrize(
    ("load", "cases"),
    [pytest.param(0.5, 250_000, marks=pytest.mark.theory), pytest.param(0.8, 1_600_000, marks=pytest.mark.theory)],
)
def test_decision_with_a_partner(load: float, cases: int) -> None:
    station = Station("decision-and-partner.toml", load)
    mean_work = station.scenario.case_types["matter"].decision.hours
    assert_mean(times_in_system, station.runs(cases), time_of_fork_and_join(station.arrivals(), mean_work))
