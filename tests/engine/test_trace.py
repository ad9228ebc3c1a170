"""A recorded case table played in place of drawn demand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from planner.engine.rows import Channel, RunRows
from planner.engine.simulate import simulate
from planner.engine.trace import MOST_NAMED, demand_of_table
from planner.errors import RequestError
from planner.model.demand import OpeningBacklog
from planner.model.scenario import Scenario
from tests.engine.builder import START, CaseRows, county, kind, office, people, with_town
from tests.engine.random_scenarios import scenarios
from tests.engine.test_component import of_families, whole

FAMILIES = ("service", "approval", "enforcement", "dispute", "emergency", "upper")


def table_of(rows: RunRows, *columns: str) -> dict[str, list[Any]]:
    """The case table of a run as a reader of files would give it."""
    start = datetime.combine(rows.scenario.time.start, datetime.min.time())
    cases = rows.cases
    table = {
        "township": [rows.townships[place] for place in cases.township],
        "case_type": [rows.case_types[place] for place in cases.case_type],
        "reported": [start + timedelta(hours=float(hours)) for hours in cases.reported],
        "occurred": [start + timedelta(hours=float(hours)) for hours in cases.occurred],
        "channel": [Channel(int(channel)).name.lower() for channel in cases.channel],
        "draw": cases.draw.tolist(),
        "opening": [bool(opening) for opening in cases.opening],
        "duplicate_of": [None if parent < 0 else int(parent) for parent in cases.duplicate_of],
    }
    return {name: table[name] for name in columns or table}


@pytest.mark.parametrize("scenario", [whole()])
def test_a_run_played_from_its_own_case_table_is_the_same_run(scenario: Scenario) -> None:
    rows = simulate(scenario, seed=3, replication=2)
    demand = demand_of_table(scenario, table_of(rows), seed=3, replication=2)
    again = simulate(scenario, seed=3, replication=2, demand=demand)
    assert of_families(again, FAMILIES) == of_families(rows, FAMILIES)


@settings(max_examples=20)
@given(scenarios())
@pytest.mark.slow
def test_so_is_any_other(scenario: Scenario) -> None:
    rows = simulate(scenario)
    again = simulate(scenario, demand=demand_of_table(scenario, table_of(rows)))
    assert of_families(again, FAMILIES) == of_families(rows, FAMILIES)


def small() -> Scenario:
    """An hour of intake, two of fact-finding, four of deciding by the township."""
    return county(kind(2.0, 4.0, intake=1.0, responsible="township"), {"office": office(), "desk": people(intake=True)})


def lines(scenario: Scenario, **columns: Any) -> list[tuple[str, ...]]:
    """The steps of the one case of a table, reported on the first Monday at nine unless stated."""
    table = {"township": ["a"], "case_type": ["matter"], "reported": ["2025-03-03T09:00"]}
    table |= {name: [value] for name, value in columns.items()}
    return CaseRows(simulate(scenario, demand=demand_of_table(scenario, table)), 0).lines


def test_recorded_hours_replace_the_draws() -> None:
    recorded = lines(small(), intake_hours=0.5, fact_hours=1.0, decision_hours=1.5)
    assert [line[0] for line in recorded] == ["intake", "fact", "decision"]
    assert [line[4] for line in recorded] == ["Mon 09:30", "Mon 10:30", "Mon 12:00"]


def test_recorded_hours_of_nothing_take_no_time() -> None:
    assert lines(small(), intake_hours=0.0, fact_hours=0, decision_hours=0.0) == []


@pytest.mark.parametrize(("formal", "path"), [(True, ["intake", "fact", "decision"]), (False, ["intake", "fact"])])
def test_a_recorded_yes_or_no_replaces_the_draw(formal: bool, path: list[str]) -> None:
    assert [line[0] for line in lines(small(), formal=formal)] == path


def test_the_channel_is_that_recorded() -> None:
    assert [line[0] for line in lines(small(), channel="window")] == ["fact", "decision"]


@pytest.mark.parametrize("step", ["", "intake", "decision"])
def test_what_is_open_at_the_start_enters_where_the_scenario_says_or_at_fact_finding(step: str) -> None:
    scenario = small()
    if step:
        backlog = OpeningBacklog(count=7, oldest_days=1.0, step=step)  # type: ignore[arg-type]
        scenario = with_town(scenario, opening_backlog={"matter": backlog})
    path = [line[0] for line in lines(scenario, opening=True, reported="2025-02-28T09:00")]
    assert path == {"": ["fact", "decision"], "intake": ["intake", "fact", "decision"], "decision": ["decision"]}[step]


def test_cases_come_in_order_of_report_whatever_their_order_in_the_table() -> None:
    hours = [14, 9, 11]
    table = {
        "township": ["a"] * 3,
        "case_type": ["matter"] * 3,
        "reported": [datetime(START.year, START.month, START.day, hour) for hour in hours],
        "fact_hours": [float(hour) for hour in hours],
    }
    demand = demand_of_table(small(), table)
    assert demand.groups[0].reported.tolist() == [9.0, 11.0, 14.0]
    assert (demand.groups[0].column("fact") * 2.0).tolist() == [9.0, 11.0, 14.0]
    assert np.array_equal(demand.groups[0].draw, [0, 1, 2])


@pytest.mark.parametrize(
    ("column", "value", "kind_of_problem"),
    [
        ("township", "b", "trace-unknown"),
        ("case_type", "mater", "trace-unknown"),
        ("reported", "yesterday", "trace-time"),
        ("reported", None, "trace-time"),
        ("reported", "2025-02-01T09:00", "trace-horizon"),
        ("reported", "2035-02-01T09:00", "trace-horizon"),
        ("channel", "pigeon", "trace-unknown"),
        ("fact_hours", -1.0, "trace-hours"),
        ("fact_hours", "long", "trace-hours"),
        ("fact_hours", float("nan"), "trace-hours"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(column: str, value: object, kind_of_problem: str) -> None:
    with pytest.raises(RequestError) as error:
        lines(small(), **{column: value})
    (problem,) = error.value.problems
    assert (problem.kind, problem.path, problem.facts["row"]) == (kind_of_problem, column, 1)
    if value == "mater":
        assert problem.nearest == "matter"


def test_what_is_open_at_the_start_was_reported_before_it() -> None:
    with pytest.raises(RequestError) as error:
        lines(small(), opening=True)
    assert [problem.kind for problem in error.value.problems] == ["trace-horizon"]


def test_missing_columns_are_named() -> None:
    with pytest.raises(RequestError) as error:
        demand_of_table(small(), {"township": ["a"]})
    assert [problem.path for problem in error.value.problems] == ["case_type", "reported"]


def test_a_table_wrong_from_top_to_bottom_is_not_read_out_whole() -> None:
    table = {"township": ["a"] * 99, "case_type": ["x"] * 99, "reported": ["2025-03-03T09:00"] * 99}
    with pytest.raises(RequestError) as error:
        demand_of_table(small(), table)
    assert len(error.value.problems) == MOST_NAMED
