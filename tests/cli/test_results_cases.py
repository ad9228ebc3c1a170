"""`planner results cases`: the rows of one replication of a study, and the ways of its cases."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from planner.experiments.journey import Clock
from planner.metrics import FigureKey
from planner.metrics.indicators import CAUSES
from planner.store import Store
from planner.studies.cases import CaseFiles


@pytest.fixture
def study(planner, county, changed) -> None:
    other = changed(("staff = 4, on_duty = 2", "staff = 2, on_duty = 2"))
    assert planner("compare", county, other, "--replications", 2, "--jobs", 1)[0] == 0


def fetch(planner, tmp_path: Path, *options: object) -> tuple[Path, Path]:
    cases, events = tmp_path / "cases.parquet", tmp_path / "events.parquet"
    code, out, _error = planner("results", "cases", 1, "--cases", cases, "--events", events, *options)
    assert (code, out) == (0, "")
    return cases, events


def scenario(own_store: Path, position: int):
    with Store.open(own_store) as store:
        return store.study(1).scenario(position)


def figures(own_store: Path, place: tuple[int, int]):
    with Store.open(own_store) as store:
        return store.study(1).figures()[place]


@pytest.mark.parametrize(("position", "number"), [(1, 1), (2, 2)])
def test_the_cases_are_those_behind_the_figures(planner, study, own_store, tmp_path, position, number):
    cases, _events = fetch(planner, tmp_path, "--scenario", position, "--replication", number)
    found = figures(own_store, (position - 1, number - 1))
    frame = pl.read_parquet(cases).filter(pl.col("duplicate_of").is_null())
    still_open = frame.filter((pl.col("family") == "enforcement") & pl.col("closed").is_null())
    assert still_open.height == found[FigureKey("backlog_end", "enforcement")]
    assert frame.filter(pl.col("family") == "enforcement").height >= found[FigureKey("cohort_size", "enforcement")] > 0


def test_times_of_cases_are_those_of_the_figures(planner, study, own_store, tmp_path):
    """Clipped alike, the mean of the cases' times is the figure."""
    files = CaseFiles(*fetch(planner, tmp_path), scenario(own_store, 0))
    rows, count = files.find(most=100_000)
    assert len(rows) == count
    clock = Clock(files.scenario)
    cut = 24.0 * files.scenario.time.days / 4.0
    times = []
    for row in rows:
        if row.family != "enforcement" or row.opening:
            continue
        reported = (row.reported - clock.start).total_seconds() / 3600.0
        if reported > 24.0 * files.scenario.time.days - cut:
            continue
        stop = math.inf if row.closed is None else (row.closed - clock.start).total_seconds() / 3600.0
        limit = min(stop, reported + cut)
        worked = clock.calendar.worked(limit) - clock.calendar.worked(reported)
        times.append(worked / clock.hours_per_day)
        if stop <= reported + cut:
            assert row.elapsed == pytest.approx(times[-1], abs=1e-6)
    expected = figures(own_store, (0, 0))[FigureKey("resolution_time_mean", "enforcement")]
    assert np.mean(times) == pytest.approx(expected, rel=1e-6)


def test_the_steps_of_a_case_take_all_its_time(planner, study, own_store, tmp_path):
    files = CaseFiles(*fetch(planner, tmp_path), scenario(own_store, 0))
    rows, _count = files.find(order="random", most=300)
    assert {row.closed is None for row in rows} == {True, False}
    for row in rows:
        journey = files.journey(row)
        main = [step for step in journey.steps if not step.beside]
        assert {step.cause for step in journey.steps} <= set(CAUSES)
        assert main[0].stretches[0].asked == row.reported or row.opening
        hours = math.fsum(step.waited + step.taken for step in main)
        per_day = 1.0 if row.family == "emergency" else journey.hours_per_day
        if not row.opening:
            assert hours / per_day == pytest.approx(row.elapsed, abs=1e-4)


def test_cases_by_what_they_have_in_common(planner, study, own_store, tmp_path):
    files = CaseFiles(*fetch(planner, tmp_path), scenario(own_store, 0))
    groups = files.groups()
    assert set(groups["township"]) == {"east", "west", "north"}
    rows, count = files.find(township="east", case_type="noise", most=10)
    assert len(rows) == min(10, count)
    assert {(row.township, row.case_type) for row in rows} == {("east", "noise")}
    times = [row.elapsed for row in rows]
    assert times == sorted(times, reverse=True)
    late, _count = files.find(order="overdue")
    assert all(row.overdue for row in late)
    asked, count = files.find(department="urban", most=50)
    assert asked and count < files.find()[1]
    for row in asked:
        assert any(step.team == "departments.urban.team" for step in files.journey(row).steps)
    assert [row.case_id for row in files.find(order="random")[0]] == [
        row.case_id for row in files.find(order="random")[0]
    ]
    assert {row.family for row in files.find(most=100_000)[0]} > {"enforcement"}
    only = CaseFiles(tmp_path / "cases.parquet", tmp_path / "events.parquet", files.scenario, ("enforcement",))
    assert {row.family for row in only.find(most=100_000)[0]} == {"enforcement"}


def test_the_same_matter_in_the_other_scenario(planner, study, own_store, tmp_path):
    base = CaseFiles(*fetch(planner, tmp_path), scenario(own_store, 0))
    (tmp_path / "other").mkdir()
    other = CaseFiles(*fetch(planner, tmp_path / "other", "--scenario", 2), scenario(own_store, 1))
    for row in base.find(order="random", most=200)[0]:
        same = other.same(row)
        assert same is not None
        assert (same.reported, same.due) == (row.reported, row.due)


def test_it_reports_in_json(planner, study, tmp_path):
    code, out, error = planner("results", "cases", 1, "--cases", tmp_path / "cases.csv", "--progress", "json")
    assert (code, out) == (0, "")
    started, ended = (json.loads(line) for line in error.splitlines())
    assert started["event"] == "started" and started["seconds"] > 0
    assert ended == {"event": "ended", "study": 1, "cases": pl.read_csv(tmp_path / "cases.csv").height}


def test_what_cannot_be_is_said(planner, study, tmp_path):
    for options, word in (
        (("--scenario", 3), "--scenario"),
        (("--cases", tmp_path / "x.txt"), ".txt"),
        (("--store", tmp_path / "none.sqlite"), "none.sqlite"),
    ):
        given = () if "--cases" in options else ("--cases", tmp_path / "c.csv")
        code, _out, error = planner("results", "cases", 1, *given, *options)
        assert code == 2
        assert word in error
    assert planner("results", "cases", 9, "--cases", tmp_path / "c.csv")[0] == 2
    assert not list(tmp_path.glob("c.csv*"))
