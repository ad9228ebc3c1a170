"""A recorded case table played in place of drawn demand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings

from planner.engine.rows import Channel, RunRows
from planner.engine.simulate import simulate
from planner.engine.trace import (
    MOST_HOURS,
    MOST_MATTERS,
    MOST_MATTERS_TOGETHER,
    MOST_NAMED,
    clean_table,
    demand_of_table,
)
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


WRONG = [
    ("township", "b", "trace-unknown"),
    ("township", ["a"], "trace-id"),
    ("township", None, "trace-id"),
    ("case_type", "mater", "trace-unknown"),
    ("case_type", True, "trace-id"),
    ("reported", "yesterday", "trace-time"),
    ("reported", None, "trace-time"),
    ("reported", "NA", "trace-time"),
    ("reported", 45_000, "trace-time"),
    ("reported", "2025-02-01T09:00", "trace-horizon"),
    ("reported", "2035-02-01T09:00", "trace-horizon"),
    ("occurred", "2025-03-03T09:01", "trace-order"),
    ("occurred", "0001-01-01", "trace-order"),
    ("occurred", "soon", "trace-time"),
    ("channel", "pigeon", "trace-channel"),
    ("channel", ["window"], "trace-channel"),
    *(
        ("fact_hours", value, "trace-hours")
        for value in (-1.0, "long", float("inf"), "1e3", MOST_HOURS + 1, [1.0], True)
    ),
    *(("draw", value, "trace-draw") for value in (-1, 0.5, "x", [0], MOST_MATTERS, 2_000_000_000, 1e300, True)),
    *(("formal", value, "trace-yes-or-no") for value in ("perhaps", 2, [True], "nay")),
    ("opening", "2025", "trace-yes-or-no"),
    pytest.param("fact_hours", 10**5000, "trace-hours", id="hours of thousands of digits"),
    *(("duplicate_of", value, "trace-parent") for value in ([1], "否", "no", "√", True)),
]


@pytest.mark.parametrize(("column", "value", "kind_of_problem"), WRONG)
def test_what_is_wrong_is_named_with_its_row_as_a_spreadsheet_counts(
    column: str, value: object, kind_of_problem: str
) -> None:
    """The row of the headings is the first."""
    good: dict[str, Any] = {"township": "a", "case_type": "matter", "reported": "2025-03-03T09:00"}
    usual = {"draw": 7, "fact_hours": 1.0, "formal": False, "opening": "no", "channel": "hotline"} | good
    table = {name: [one, one, one] for name, one in good.items()}
    table[column] = [usual.get(column), value, usual.get(column)]
    if column == "draw":
        table["draw"] = [7, value, 8]
    with pytest.raises(RequestError) as error:
        demand_of_table(small(), table)
    (problem,) = error.value.problems
    assert (problem.kind, problem.path, problem.facts["row"]) == (kind_of_problem, column, 3)
    if value == "mater":
        assert problem.nearest == "matter"


@pytest.mark.parametrize("value", ["NA", "n/a", "", " ", "null", "-", "–", None, float("nan")])
@pytest.mark.parametrize(
    "column", ["intake_hours", "fact_hours", "formal", "unclear", "channel", "occurred", "opening"]
)
def test_a_cell_that_says_nothing_leaves_the_value_to_be_drawn(column: str, value: object) -> None:
    table = {"township": ["a"] * 9, "case_type": ["matter"] * 9, "reported": ["2025-03-03T09:00"] * 9}
    plain = CaseRows(simulate(small(), demand=demand_of_table(small(), table)), 4).lines
    blank = demand_of_table(small(), table | {column: [value] * 9})
    assert CaseRows(simulate(small(), demand=blank), 4).lines == plain


def test_of_a_column_with_gaps_each_case_has_what_is_recorded_or_its_own_draw() -> None:
    table = {"township": ["a"] * 3, "case_type": ["matter"] * 3, "reported": ["2025-03-03T09:00"] * 3}
    drawn = demand_of_table(small(), table).groups[0]
    mixed = demand_of_table(small(), table | {"fact_hours": ["NA", 3.0, ""], "formal": ["", "否", "是"]}).groups[0]
    work = small().case_types["matter"].fact
    factors = drawn.column("fact", work)
    assert mixed.column("fact", work).tolist() == [factors[0], 1.5, factors[2]]
    assert mixed.column("formal").tolist() == [drawn.column("formal")[0], 1.0, 0.0]


@pytest.mark.parametrize(("word", "path"), [("否", 2), ("N", 2), ("false ", 2), ("0", 2), ("是", 3), ("Y", 3), (1, 3)])
def test_yes_and_no_in_words(word: object, path: int) -> None:
    assert len(lines(small(), formal=word)) == path


def test_no_in_words_is_not_a_case_that_was_open_when_the_run_began() -> None:
    assert [line[0] for line in lines(small(), opening="否")] == ["intake", "fact", "decision"]


@pytest.mark.parametrize("reported", ["2025-03-03T09:00", "0001-01-01", "1999-12-31"])
def test_what_is_open_at_the_start_was_reported_before_it_and_in_living_memory(reported: str) -> None:
    with pytest.raises(RequestError) as error:
        lines(small(), opening=True, reported=reported)
    assert [problem.kind for problem in error.value.problems] == ["trace-opening"]


def test_numbers_of_matters_are_given_to_all_or_none_and_each_once() -> None:
    table = {"township": ["a"] * 3, "case_type": ["matter"] * 3, "reported": ["2025-03-03T09:00"] * 3}
    for draws, expected in (([1, "", 2], [("trace-draw", 3)]), ([1, 2, 1], [("trace-same-matter", 4)])):
        with pytest.raises(RequestError) as error:
            demand_of_table(small(), table | {"draw": draws})
        assert [(problem.kind, problem.facts["row"]) for problem in error.value.problems] == expected
    assert demand_of_table(small(), table | {"draw": ["", None, "NA"]}).groups[0].draw.tolist() == [0, 1, 2]


def test_rows_without_any_value_are_passed_over() -> None:
    table = {
        "township": ["", "a", None],
        "case_type": [" ", "matter", None],
        "reported": ["", "2025-03-03T09:00", None],
    }
    assert len(demand_of_table(small(), table)) == 1


@pytest.mark.parametrize("word", ["NA", "null", "-", "", None])
def test_a_word_for_nothing_makes_no_duplicate(word: object) -> None:
    assert len(lines(small(), duplicate_of=word)) == 3


def test_a_table_that_has_rows_but_none_to_be_played_is_refused() -> None:
    with pytest.raises(RequestError) as error:
        lines(small(), duplicate_of=0)
    assert [problem.kind for problem in error.value.problems] == ["trace-nothing-played"]


def test_a_misspelt_optional_column_is_not_passed_over_in_silence() -> None:
    with pytest.raises(RequestError) as error:
        lines(small(), fact_hour=1.0)
    assert [(problem.kind, problem.path, problem.nearest) for problem in error.value.problems] == [
        ("trace-column-unknown", "fact_hour", "fact_hours")
    ]


def test_a_column_of_another_name_may_stand_beside_one_that_is_read() -> None:
    assert len(lines(small(), township_id="7", reported_by="Li", fact_hours=1.0)) == 3


def test_a_table_that_asks_for_hours_of_drawing_is_refused_before_anything_is_drawn() -> None:
    types = MOST_MATTERS_TOGETHER // MOST_MATTERS
    table = {
        "township": ["a"] * types,
        "case_type": [f"type-{number}" for number in range(types)],
        "reported": ["2025-03-03T09:00"] * types,
        "draw": [MOST_MATTERS - 1] * types,
    }
    assert clean_table(table)
    table = {name: [*column, column[0]] for name, column in table.items()}
    table["township"][-1] = "b"
    with pytest.raises(RequestError) as error:
        clean_table(table)
    assert [(problem.kind, problem.path) for problem in error.value.problems] == [("trace-too-many-matters", "draw")]


def test_columns_may_be_arrays_and_series() -> None:
    table = {
        "township": pl.Series(["a", "a"]),
        "case_type": np.array(["matter", "matter"]),
        "reported": np.array(["2025-03-03T09:00", "2025-03-03T10:00"], dtype="datetime64[us]"),
        "draw": np.array([3, 4]),
        "fact_hours": np.array([1.0, np.nan]),
        "formal": np.array([True, False]),
    }
    plain = {
        name: column.to_list() if isinstance(column, pl.Series) else column.tolist() for name, column in table.items()
    }
    assert clean_table(table) == clean_table(plain)
    assert clean_table(table)["draw"] == [3, 4]


def test_headings_may_have_blanks_and_capitals() -> None:
    table = {
        " Township ": ["a"],
        "CASE_TYPE": ["matter"],
        "\ufeffreported": ["2025-03-03T09:00"],
        "Fact_Hours\n": [1.0],
    }
    assert len(demand_of_table(small(), table)) == 1


def test_missing_columns_are_named() -> None:
    with pytest.raises(RequestError) as error:
        demand_of_table(small(), {"township": ["a"]})
    assert [problem.path for problem in error.value.problems] == ["case_type", "reported"]


def test_a_table_wrong_from_top_to_bottom_is_not_read_out_whole() -> None:
    table = {"township": ["a"] * 99, "case_type": ["x"] * 99, "reported": ["2025-03-03T09:00"] * 99}
    with pytest.raises(RequestError) as error:
        demand_of_table(small(), table)
    *named, more = error.value.problems
    assert len(named) == MOST_NAMED
    assert (more.kind, more.facts["n"]) == ("trace-more", 99 - MOST_NAMED)
