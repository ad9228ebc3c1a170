"""Figures from a day on, beside those of the whole horizon."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

import planner
from planner.engine.rows import RunRows
from planner.engine.simulate import simulate
from planner.errors import RequestError
from planner.experiments import run
from planner.experiments.timeline import SHORTEST_DAYS, window_of
from planner.metrics.figures import figures
from planner.metrics.indicators import FigureKey
from planner.metrics.later import figures_since
from planner.model.scenario import Cost, Phase, Scenario

ROOT = Path(__file__).parents[2]
SINCE = date(2025, 4, 15)
DAYS = (SINCE - date(2025, 3, 3)).days
CUT = 24.0 * DAYS


@pytest.fixture(scope="module")
def tutorial() -> Scenario:
    return planner.load(ROOT / "scenarios" / "tutorial.toml")


@pytest.fixture(scope="module")
def whistled() -> Scenario:
    from planner.files import ScenarioFile

    return ScenarioFile(ROOT / "scenarios" / "tutorial.toml").read(["whistle"]).scenario


@pytest.fixture(scope="module")
def dated(tutorial: Scenario, whistled: Scenario) -> Scenario:
    """Whistles from 15 April 2025 on."""
    return evolve(tutorial, phases=(Phase(start=SINCE, scenario=whistled),))


@pytest.fixture(scope="module")
def rows(dated: Scenario) -> RunRows:
    return simulate(dated, replication=1)


def in_window(found: dict[FigureKey, float], indicator: str, family: str = "enforcement") -> float:
    return found[FigureKey(indicator, family, "since", SINCE.isoformat())]


def test_times_are_those_of_cases_reported_from_the_day_on(rows: RunRows) -> None:
    """By plain arithmetic on the rows of the whole run, with τ a quarter of the window."""
    found = figures_since(rows, SINCE)
    cases, tau = rows.cases, (rows.end - CUT) / 4.0
    emergency = cases.case_type == rows.case_types.index("fire-alarm")
    cohort = (cases.reported >= CUT) & (cases.reported <= rows.end - tau) & (cases.duplicate_of < 0) & emergency
    hours = np.minimum(np.nan_to_num(cases.closed, nan=np.inf), cases.reported + tau) - cases.reported
    assert in_window(found, "cohort_size", "emergency") == cohort.sum() > 0
    assert in_window(found, "resolution_time_mean", "emergency") == pytest.approx(hours[cohort].mean())


def test_the_rate_on_time_is_that_of_cases_reported_from_the_day_on(rows: RunRows) -> None:
    cases = rows.cases
    enforcement = np.array([rows.scenario.case_types[one].family == "enforcement" for one in rows.case_types])
    judged = enforcement[cases.case_type] & (cases.reported >= CUT) & (cases.due <= rows.end) & (cases.duplicate_of < 0)
    on_time = judged & (cases.closed <= cases.due)
    assert in_window(figures_since(rows, SINCE), "on_time_rate") == pytest.approx(on_time.sum() / judged.sum())


def test_the_backlog_of_the_whole_is_that_of_the_parts(rows: RunRows) -> None:
    """Mean backlogs, weighted by days, add up; that at the end is the same."""
    whole, later = figures(rows), figures_since(rows, SINCE)
    cases = rows.cases
    enforcement = np.array([rows.scenario.case_types[one].family == "enforcement" for one in rows.case_types])
    ours = enforcement[cases.case_type] & (cases.duplicate_of < 0)
    stop = np.nan_to_num(cases.closed[ours], nan=rows.end)
    before = (np.minimum(stop, CUT) - np.clip(cases.reported[ours], 0.0, CUT)).clip(0.0).sum()
    mean = whole[FigureKey("backlog_mean", "enforcement")]
    assert mean * rows.end == pytest.approx(before + in_window(later, "backlog_mean") * (rows.end - CUT))
    assert in_window(later, "backlog_end") == whole[FigureKey("backlog_end", "enforcement")]


def test_whistles_begin_on_the_day(rows: RunRows, tutorial: Scenario) -> None:
    assert in_window(figures_since(rows, SINCE), "whistles") == figures(rows)[FigureKey("whistles", "enforcement")] > 0
    never = simulate(tutorial, replication=1)
    assert in_window(figures_since(never, SINCE), "whistles") == 0.0


def test_what_a_measure_costs_once_is_paid_where_it_begins(tutorial: Scenario, whistled: Scenario) -> None:
    cost, pay = Cost(one_off=5_000.0), evolve(tutorial.pay, civil=1.0)
    base = evolve(tutorial, pay=pay)

    def costs(before: bool, after: bool) -> float:
        start = evolve(base, costs={"whistle": cost} if before else {})
        later = evolve(whistled, pay=pay, costs={"whistle": cost} if after else {})
        rows = simulate(evolve(start, phases=(Phase(start=SINCE, scenario=later),)))
        return in_window(figures_since(rows, SINCE), "cost", "all")

    assert costs(False, True) - costs(False, False) == pytest.approx(5_000.0)
    assert costs(True, True) == pytest.approx(costs(False, False))


def test_a_run_has_both_and_the_whole_stays_as_it_is(dated: Scenario) -> None:
    plain = run([dated], replications=1, jobs=1).runs[0].replications[0].figures
    both = run([dated], replications=1, jobs=1, since=SINCE).runs[0].replications[0].figures
    assert {key: value for key, value in both.items() if key.by != "since"} == plain
    assert {key.key for key in both if key.by == "since"} == {"2025-04-15"}


def test_the_window_begins_with_the_last_change(tutorial: Scenario, dated: Scenario) -> None:
    assert window_of([tutorial, dated]) == SINCE
    assert window_of([tutorial]) is None
    twice = evolve(dated, phases=(*dated.phases, Phase(start=SINCE + timedelta(days=3), scenario=tutorial)))
    assert window_of([tutorial, twice]) == SINCE + timedelta(days=3)
    late = tutorial.time.start + timedelta(days=tutorial.time.days - SHORTEST_DAYS + 1)
    assert window_of([evolve(tutorial, phases=(Phase(start=late, scenario=tutorial),))]) is None


def test_a_stated_day_counts_and_must_leave_a_window(tutorial: Scenario, dated: Scenario) -> None:
    assert window_of([tutorial], date(2025, 4, 1)) == date(2025, 4, 1)
    for day in (date(2025, 3, 3), date(2025, 5, 6), date(2024, 1, 1)):
        with pytest.raises(RequestError) as refused:
            window_of([dated], day)
        assert refused.value.problems[0].kind == "no-window"
    with pytest.raises(RequestError) as refused:
        planner.run([dated], replications=1, since="2025-04-15")  # type: ignore[arg-type]
    assert refused.value.problems[0].kind == "not-a-day"


def test_a_comparison_judges_the_window_by_itself(tutorial: Scenario, dated: Scenario) -> None:
    """Its intervals hold at once among themselves, so those of the whole horizon stay as they are."""
    found = planner.compare(tutorial, [dated], replications=3, jobs=1)
    (alternative,) = found.alternatives
    assert [FigureKey(one.figure.indicator, one.figure.family) for one in alternative.since] == list(
        found.question.figures
    )
    whole, later = alternative.findings[0].paired, alternative.since[0].paired
    assert whole is not None and later is not None
    assert later.difference.confidence == whole.difference.confidence
    # Nothing differs before the day: what is gained in the whole is gained in the window.
    assert later.difference.mean < whole.difference.mean < 0.0
    assert planner.compare(tutorial, [tutorial], replications=1, jobs=1).alternatives[0].since == ()
