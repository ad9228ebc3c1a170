"""Sweeps: each point is the scenario with its values, on the same draws, and its figures stand in one table."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import polars as pl
import pytest

from planner.errors import ScenarioError
from planner.experiments import run
from planner.experiments.design import design
from planner.experiments.sweep import distinct, read_points, run_points, tidy
from planner.files import ScenarioFile, read_scenario
from planner.metrics.indicators import FigureKey

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.toml"
CERTIFIED = "townships.example.teams.enforcement.certified"
DAYS = "time.days=14"
ON_TIME = FigureKey("on_time_rate", "enforcement")


def test_points_are_the_scenario_with_its_values() -> None:
    asked = design([f"{CERTIFIED}=1,2", "measure:whistle", "linkage.return_days=1..3"], "lhs:2")
    points = asked.points()
    scenarios = read_points(ScenarioFile(TUTORIAL), points)
    for point, scenario in zip(points, scenarios, strict=True):
        assert scenario.townships["example"].teams["enforcement"].certified == point[CERTIFIED]
        assert scenario.linkage.return_days == point["linkage.return_days"]
        assert ("whistle" in scenario.measures) is point["measure:whistle"]


def test_a_measure_that_the_file_applies_is_off_at_half_the_points() -> None:
    laiyang = TUTORIAL.parent / "laiyang" / "current.toml"
    applied = read_scenario(laiyang).measures[0]
    off, on = read_points(ScenarioFile(laiyang), design([f"measure:{applied}"]).points())
    assert applied in on.measures
    assert applied not in off.measures


def test_each_point_is_what_a_run_of_it_gives() -> None:
    points = design([f"{CERTIFIED}=1,2", DAYS]).points()
    scenarios = read_points(ScenarioFile(TUTORIAL), points)
    result = run_points(points, scenarios, replications=2, seed=5, jobs=1)
    for scenario, one in zip(scenarios, result.runs, strict=True):
        alone = run([scenario], replications=2, seed=5, jobs=1).runs[0]
        assert one.intervals() == alone.intervals()
        assert one.scenario is scenario


def test_one_row_per_point_and_figure() -> None:
    points = design([f"{CERTIFIED}=1,2", "measure:whistle", DAYS]).points()
    result = run_points(points, read_points(ScenarioFile(TUTORIAL), points), replications=2, jobs=1)
    table = pl.DataFrame(tidy(result))
    assert table.columns == [
        "point", CERTIFIED, "measure:whistle", "time.days", "indicator", "family", "unit", "mean", "half_width", "n",
    ]  # fmt: skip
    assert table.group_by("point", "indicator", "family").len()["len"].max() == 1
    assert table["point"].unique().sort().to_list() == [1, 2, 3, 4]
    chosen = pl.DataFrame(tidy(result, [ON_TIME]))
    assert chosen.height == 4
    interval = result.runs[2].intervals()[ON_TIME]
    assert chosen.row(2) == (
        3, 2, False, 14, "on_time_rate", "enforcement", "share", interval.mean, interval.half_width, 2,
    )  # fmt: skip


def test_points_that_are_the_same_scenario_are_run_once() -> None:
    points = design(["townships.example.residents=100..101", DAYS], "lhs:8").points()
    scenarios = read_points(ScenarioFile(TUTORIAL), points)
    places, different = distinct(scenarios)
    assert (len(scenarios), len(different)) == (8, 2)
    seen = []
    result = run_points(points, scenarios, replications=2, jobs=1, on_replication=seen.append)
    assert len(seen) == 4
    assert len(result.runs) == 8
    assert all(len(one.replications) == 2 for one in result.runs)
    for scenario, place in zip(scenarios, places, strict=True):
        assert scenario.townships["example"].residents == different[place].townships["example"].residents


def problems(*vary: str) -> list[tuple[str, str, str]]:
    with pytest.raises(ScenarioError) as caught:
        read_points(ScenarioFile(TUTORIAL), design(vary).points())
    return [(problem.kind, problem.path, problem.nearest) for problem in caught.value.problems]


def test_misspelt_names_are_met_with_the_nearest_right_one() -> None:
    assert problems("townships.exmple.teams.enforcement.certified=1,2") == [
        ("no-match", "townships.exmple.teams.enforcement.certified", "example")
    ]
    assert problems("measure:whistel") == [("unknown-name", "", "whistle")]


def test_points_that_cannot_be_are_named() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_points(ScenarioFile(TUTORIAL), design([f"{CERTIFIED}=2,3,4,5", "measure:whistle"]).points())
    first, second = caught.value.problems
    assert (first.kind, first.facts["n"], first.facts["of"]) == ("faulty-points", 4, 8)
    assert first.facts["point"] == (f"{CERTIFIED}=4", "measure:whistle=off")
    assert (second.kind, second.path) == ("exceeds", CERTIFIED)


def test_an_interrupt_keeps_what_is_finished() -> None:
    points = design([f"{CERTIFIED}=1,2", DAYS]).points()
    seen = []

    def stop(replication: object) -> None:
        seen.append(replication)
        if len(seen) == 3:
            os.kill(os.getpid(), signal.SIGINT)

    scenarios = read_points(ScenarioFile(TUTORIAL), points)
    result = run_points(points, scenarios, replications=50, jobs=1, on_replication=stop)
    assert result.interrupted
    assert [len(one.replications) for one in result.runs] == [2, 1]
    assert set(tidy(result, [ON_TIME])["point"]) == {1, 2}
