"""The cut-off, the phases, and the hours of a working day."""

from datetime import date

import pytest
from attrs import evolve

from planner.metrics.horizon import cut_off, hours_per_working_day, periods
from planner.model.calendar import CalendarSettings
from planner.model.scenario import Phase


def test_cut_off_is_90_days_or_a_quarter_of_the_horizon():
    assert cut_off(365 * 24.0) == 90 * 24.0
    assert cut_off(28 * 24.0) == 7 * 24.0


def test_phases_follow_each_other_inside_the_horizon(log):
    first, second, third = (evolve(log.scenario, name=name) for name in ("first", "second", "third"))
    scenario = evolve(
        log.scenario,
        phases=(
            Phase(start=date(2025, 3, 1), scenario=first),
            Phase(start=date(2025, 3, 10), scenario=second),
            Phase(start=date(2025, 5, 1), scenario=third),
        ),
    )
    found = [(period.start, period.stop, period.scenario.name) for period in periods(scenario, 672.0)]
    assert found == [(0.0, 168.0, "first"), (168.0, 672.0, "second")]


def test_hours_of_a_working_day():
    assert hours_per_working_day(CalendarSettings()) == pytest.approx(7.0)
    assert hours_per_working_day(CalendarSettings(office_hours=(("09:00", "17:00"),))) == pytest.approx(8.0)
    assert hours_per_working_day(CalendarSettings(kind="around-the-clock")) == 24.0
