"""Arrivals under a steep profile: as many in every hour as the exact rate says, none in hours where it is zero."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.special import pdtr, pdtrc

from planner.engine.rows import Floats
from planner.engine.simulate import draw
from planner.files import read_scenario
from planner.model.scenario import Scenario
from tests.theory.stations import FOLDER

ERROR = 0.001


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(FOLDER / "closed-hours.toml")


@pytest.fixture(scope="module")
def reported(scenario: Scenario) -> Floats:
    (group,) = draw(scenario).groups
    return group.reported


@pytest.fixture(scope="module")
def rates(scenario: Scenario) -> Floats:
    """Reports per hour in every hour of the horizon, shape (days, 24), worked out here from the file alone."""
    profile = scenario.demand.profiles["steep"]
    first_of_year = date(2025, 1, 1)

    def weight(day: date) -> float:
        return (profile.weekday[day.weekday()] if day.weekday() < 5 else profile.day_off) * profile.month[day.month - 1]

    year = np.mean([weight(first_of_year + timedelta(days=k)) for k in range(365)])
    days = np.array([weight(scenario.time.start + timedelta(days=k)) for k in range(scenario.time.days)]) / year
    hours = np.array(profile.hour) / np.mean(profile.hour)
    return np.asarray(scenario.case_types["matter"].per_township_week / 168.0 * days[:, None] * hours[None, :])


def assert_poisson(counts: Floats, means: Floats) -> None:
    """Counts lie where independent Poisson variables with these means do, all of them with probability 99.9 %."""
    tail = ERROR / counts.size / 2.0
    assert (pdtr(counts, means) > tail).all()
    assert (pdtrc(counts - 1, means) > tail)[counts > 0].all()


def test_no_report_in_an_hour_of_rate_zero(reported: Floats, rates: Floats) -> None:
    counts = np.bincount(reported.astype(int), minlength=rates.size).reshape(rates.shape)
    assert (rates == 0.0).mean() > 0.5
    assert counts[rates == 0.0].sum() == 0


def test_reports_by_hour_and_weekday(reported: Floats, rates: Floats) -> None:
    hour = reported.astype(int)
    cell = hour // 24 % 7 * 24 + hour % 24
    means = rates.reshape(-1, 7, 24).sum(axis=0).ravel()
    assert means.max() > 20_000.0
    assert_poisson(np.bincount(cell, minlength=168), means)


def test_reports_by_month(scenario: Scenario, reported: Floats, rates: Floats) -> None:
    months = np.array([(scenario.time.start + timedelta(days=k)).month for k in range(scenario.time.days)])
    counts = np.bincount(months[reported.astype(int) // 24], minlength=13)
    assert_poisson(counts, np.bincount(months, rates.sum(axis=1), minlength=13))


def test_the_rush_begins_with_the_hour_and_is_even_within_it(reported: Floats, rates: Floats) -> None:
    rush = reported[reported.astype(int) % 24 == 8] % 1.0
    counts = np.bincount((rush * 60.0).astype(int), minlength=60)
    assert_poisson(counts, np.full(60, rates[:, 8].sum() / 60.0))
