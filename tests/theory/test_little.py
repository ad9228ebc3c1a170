"""Little's law: the mean number of open cases is the arrival rate times the mean time in system."""

from __future__ import annotations

import numpy as np
import pytest

from planner.engine.rows import Floats, RunRows
from planner.metrics.figures import figures
from planner.metrics.indicators import FigureKey
from tests.theory.formulas import time_with_interruptions, waiting_mmc
from tests.theory.stations import Station, assert_mean

MEAN_WORK = 0.1


def open_cases(rows: RunRows, type_id: str) -> Floats:
    """Number of open cases at regular instants, a tenth of an hour apart."""
    of_type = rows.cases.case_type == rows.case_types.index(type_id)
    instants = np.arange(0.0, rows.end, 0.1)
    closed = np.sort(rows.cases.closed[of_type])
    return np.asarray(
        np.searchsorted(rows.cases.reported[of_type], instants, side="right")
        - np.searchsorted(closed, instants, side="right")
    )


def test_open_cases_at_one_station() -> None:
    station = Station("station.toml", 0.5)
    time = waiting_mmc(1, station.arrivals(), MEAN_WORK) + MEAN_WORK
    assert_mean(open_cases, station.runs(300_000), station.arrivals() * time)


@pytest.mark.theory
def test_open_cases_under_interruptions() -> None:
    station = Station("emergencies.toml", 0.5)
    arrivals = {type_id: station.arrivals(type_id) for type_id in ("urgent", "matter")}
    times = time_with_interruptions((arrivals["urgent"], MEAN_WORK / 2.0), (arrivals["matter"], MEAN_WORK))
    runs = station.runs(450_000)
    for (type_id, rate), time in zip(arrivals.items(), times, strict=True):
        assert_mean(open_cases, runs, rate * time, type_id=type_id)


@pytest.mark.parametrize("file", ["three-officers.toml", "urgent-first.toml", "decision-and-partner.toml"])
def test_mean_backlog_is_arrival_rate_times_time(file: str) -> None:
    """In one run the law is exact, but for the cases that are open when the run ends."""
    (rows,) = Station(file, 0.8).runs(20_000)
    open_at_end = np.isnan(rows.cases.closed)
    assert 0 < open_at_end.sum() < 100
    hours = np.nansum(rows.cases.closed - rows.cases.reported) + (rows.end - rows.cases.reported[open_at_end]).sum()
    rate, time = len(rows.cases.reported) / rows.end, hours / len(rows.cases.reported)
    assert figures(rows)[FigureKey("backlog_mean", "all")] == pytest.approx(rate * time)
