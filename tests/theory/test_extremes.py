"""Endless staff, no staff, and everything fixed."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from attrs import evolve

from planner.engine.rows import RunRows, Step
from planner.engine.simulate import calendar_of, simulate
from planner.engine.trace import demand_of_table
from planner.files import read_scenario
from planner.model.scenario import Scenario
from planner.model.team import Staff
from tests.theory.stations import FOLDER

FILES = (
    "three-officers.toml",
    "lognormal-work.toml",
    "urgent-first.toml",
    "emergencies.toml",
    "decision-and-partner.toml",
    "closed-hours.toml",
)


def with_staff(file: str, officers: int) -> Scenario:
    """Two weeks of a scenario with so many officers in every team."""
    scenario = read_scenario(FOLDER / file)
    staff = Staff(institution=officers)
    town = scenario.townships["town"]
    office = evolve(town.teams["office"], staff=staff, on_duty=0)
    departments = {
        name: evolve(department, team=evolve(department.team, staff=staff))
        for name, department in scenario.departments.items()
    }
    return evolve(
        scenario,
        time=evolve(scenario.time, days=14),
        departments=departments,
        townships={"town": evolve(town, teams={"office": office})},
    )


@pytest.mark.parametrize("file", FILES)
def test_endless_staff_means_no_waiting(file: str) -> None:
    rows = simulate(with_staff(file, 10_000))
    jobs = np.isin(rows.steps.step, (Step.FACT, Step.DECISION, Step.PARTNER))
    assert jobs.sum() > 2_000
    calendar = calendar_of(rows.scenario)
    asked = rows.steps.asked[jobs]
    # Where offices close, the only wait is for the next opening.
    opens = np.array([calendar.next_open(time) for time in asked.tolist()])
    assert np.array_equal(rows.steps.started[jobs], np.where(opens < rows.end, opens, np.nan), equal_nan=True)
    assert rows.interruptions == 0


@pytest.mark.parametrize("file", FILES)
def test_without_staff_nothing_is_closed(file: str) -> None:
    rows = simulate(with_staff(file, 0))
    assert len(rows.cases.reported) > 2_000
    assert np.isnan(rows.cases.closed).all()
    assert np.isnan(rows.steps.ended).sum() >= len(rows.cases.reported)


def played(*reports: tuple[str, str]) -> RunRows:
    """The fixed-work scenario with cases of the types and times given."""
    scenario = read_scenario(FOLDER / "fixed-work.toml")
    types, times = zip(*reports, strict=True)
    table = {"township": ["town"] * len(reports), "case_type": types, "reported": times}
    return simulate(scenario, demand=demand_of_table(scenario, table))


def closures(rows: RunRows) -> list[str]:
    """When each case was closed, in order of report; seconds, because reports lie on a grid of milliseconds."""
    start = datetime.combine(rows.scenario.time.start, datetime.min.time())
    closed = [start + timedelta(seconds=round(hours * 3600.0)) for hours in rows.cases.closed]
    return [moment.strftime("%m-%d %H:%M") for moment in closed]


def test_fixed_work_ends_when_counted_by_hand() -> None:
    """Three hours each for one officer: over noon, into a make-up Sunday, past the National Day holiday."""
    rows = played(
        ("matter", "2025-09-26T09:00"),  # at once, to 12:00
        ("matter", "2025-09-26T09:30"),  # 14:00 to 17:00
        ("matter", "2025-09-26T12:30"),  # 17:00 to 17:30, then Sunday 28 September, a make-up day, 08:30 to 11:00
        ("matter", "2025-09-27T10:00"),  # Saturday; Sunday 11:00 to 12:00 and 14:00 to 16:00
        ("matter", "2025-09-30T15:30"),  # two hours on Tuesday; National Day to 8 October; one hour on Thursday the 9th
    )
    assert closures(rows) == ["09-26 12:00", "09-26 17:00", "09-28 11:00", "09-28 16:00", "10-09 09:30"]


def test_urgent_work_goes_first_and_does_not_interrupt() -> None:
    rows = played(
        ("matter", "2025-09-29T08:30"),  # 08:30 to 11:30
        ("matter", "2025-09-29T08:45"),  # after both urgent ones: Tuesday 08:30 to 11:30
        ("urgent", "2025-09-29T09:00"),  # 11:30 to 12:00 and 14:00 to 15:30
        ("urgent", "2025-09-29T12:00"),  # 15:30 to 17:30
        ("matter", "2025-09-29T17:30"),  # at closing time; Tuesday 11:30 to 12:00 and 14:00 to 16:30
    )
    assert closures(rows) == ["09-29 11:30", "09-30 11:30", "09-29 15:30", "09-29 17:30", "09-30 16:30"]
