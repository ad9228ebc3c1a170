"""One queue: M/M/1, M/M/c (Erlang C) and M/G/1 (Pollaczek and Khinchine)."""

from __future__ import annotations

from math import sqrt

import pytest

from tests.theory.formulas import waiting_mg1, waiting_mmc
from tests.theory.stations import PRECISION, Station, assert_mean, waiting_times

MEAN_WORK = 0.1

LONG = pytest.mark.theory


@pytest.mark.parametrize(
    ("load", "cases", "precision"),
    [
        (0.5, 600_000, PRECISION),
        pytest.param(0.8, 3_000_000, PRECISION, marks=LONG),
        pytest.param(0.95, 12_000_000, 0.1, marks=LONG),
    ],
)
def test_one_officer(load: float, cases: int, precision: float) -> None:
    station = Station("station.toml", load)
    exact = waiting_mmc(1, station.arrivals(), MEAN_WORK)
    assert_mean(waiting_times, station.runs(cases), exact, precision=precision)


@pytest.mark.parametrize(
    ("load", "cases"), [pytest.param(0.5, 1_600_000, marks=LONG), pytest.param(0.8, 5_000_000, marks=LONG)]
)
def test_three_officers(load: float, cases: int) -> None:
    station = Station("three-officers.toml", load)
    assert_mean(waiting_times, station.runs(cases), waiting_mmc(3, station.arrivals(), MEAN_WORK))


@pytest.mark.parametrize(("load", "cases"), [(0.5, 700_000), pytest.param(0.8, 3_500_000, marks=LONG)])
def test_lognormal_work(load: float, cases: int) -> None:
    station = Station("lognormal-work.toml", load)
    work = station.scenario.case_types["matter"].fact
    # The hours of a file are the median of a lognormal.
    assert work.hours * sqrt(1.0 + work.cv**2) == pytest.approx(MEAN_WORK)
    assert_mean(waiting_times, station.runs(cases), waiting_mg1(station.arrivals(), MEAN_WORK, work.cv))
