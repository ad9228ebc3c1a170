"""What must hold in every replication, or on average, whatever the figures: staff, pooling, clear ownership.

Not here, because they are no theorems: more staff where there are crews, priorities or refusals, and pooling of unequal
work; either can lengthen single replications.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

from planner.engine.rows import RunRows, Step
from planner.engine.simulate import simulate
from planner.experiments import run
from planner.files import read_scenario
from planner.metrics.indicators import FigureKey
from planner.model.scenario import Repeats, Scenario
from planner.model.team import Staff
from planner.stats.paired import compare
from planner.workload.reading import ScenarioFile
from tests.theory.stations import FOLDER

ROOT = Path(__file__).parents[2]

ROUNDING = 1e-9
"""Hours by which sums of the same work in another order may differ."""


def with_officers(file: str, officers: int) -> Scenario:
    """Two weeks of a scenario with so many officers; at load 1 with as many as its file has."""
    scenario = read_scenario(FOLDER / file)
    town = scenario.townships["town"]
    office = evolve(town.teams["office"], staff=Staff(institution=officers))
    return evolve(
        scenario,
        time=evolve(scenario.time, days=14),
        townships={"town": evolve(town, teams={"office": office})},
    )


def begun(rows: RunRows) -> np.ndarray:
    """When work on each case began, by case; never, where it did not."""
    found = np.full(len(rows.cases.reported), np.inf)
    facts = np.flatnonzero(rows.steps.step == Step.FACT)
    found[rows.steps.case[facts]] = np.where(np.isnan(rows.steps.started[facts]), np.inf, rows.steps.started[facts])
    return found


@pytest.mark.parametrize("file", ["three-officers.toml", "lognormal-work.toml", "closed-hours.toml"])
def test_more_staff_never_keeps_anybody_waiting_longer(file: str) -> None:
    """First come, first served, crews of one, fixed staff: no case is begun later, in any replication.

    Pathwise, by the recursion of Kiefer & Wolfowitz (1955).
    """
    for replication in range(3):
        fewer: np.ndarray | None = None
        for officers in range(1, 6):
            found = begun(simulate(with_officers(file, officers), replication=replication))
            assert len(found) > 2_000
            if fewer is not None:
                assert (found <= fewer + ROUNDING).all()
                assert (found < fewer - ROUNDING).any()
            fewer = found


HALVES = """
time = {{ start = 2025-01-01, days = 28 }}
calendar = {{ kind = "around-the-clock" }}
kinds.town.title = "town"
{teams}
[townships.east]
name = "east"
kind = "town"
residents = 0
area_km2 = 1.0

[townships.west]
name = "west"
kind = "town"
residents = 0
area_km2 = 1.0

[case_types.matter]
name = "matter"
family = "dispute"
per_township_week = 1400
channels = {{ window = 1.0 }}
deadline_days = 10
intake = {{ hours = 0 }}
fact = {{ hours = 0.2, law = "exponential" }}
"""
"""Two towns with the same mix of work; at two officers each, load 0.83."""

APART = 'kinds.town.teams.office = { staff = 2, handles = ["*"] }\n'
POOLED = 'shared_teams.office = { serves = ["east", "west"], team = { staff = 4, handles = ["*"] } }\n'


def test_pooling_equal_work_shortens_the_mean_time(tmp_path) -> None:
    scenarios = []
    for name, teams in (("apart", APART), ("pooled", POOLED)):
        (tmp_path / f"{name}.toml").write_text(HALVES.format(teams=teams), encoding="utf-8")
        scenarios.append(read_scenario(tmp_path / f"{name}.toml"))
    result = run(scenarios, replications=10, jobs=1)
    figure = FigureKey("resolution_time_mean", "dispute")
    found = compare(*(one.values(figure) for one in result.runs), confidence=0.999)
    assert found is not None and found.difference.half_width is not None
    assert found.difference.mean + found.difference.half_width < 0.0


@pytest.mark.parametrize("file", ["scenarios/tutorial.toml", "tests/cli/county.toml"])
def test_fewer_unclear_cases_never_add_a_bounce(file: str) -> None:
    """In no replication and no family, where citizens do not come again."""
    base = evolve(ScenarioFile(ROOT / file).read().scenario, repeats=Repeats())
    scenarios = [
        evolve(
            base,
            case_types={name: evolve(one, unclear=one.unclear * share) for name, one in base.case_types.items()},
        )
        for share in (1.0, 0.7, 0.3, 0.0)
    ]
    result = run(scenarios, replications=10, jobs=1)
    figures = {key for one in result.runs[0].replications for key in one.figures if key.indicator == "bounces_per_case"}
    fell = 0
    for more, fewer in zip(result.runs, result.runs[1:], strict=False):
        for figure in figures:
            before, after = more.values(figure), fewer.values(figure)
            assert before.keys() == after.keys()
            assert all(after[number] <= before[number] for number in before)
            fell += any(after[number] < before[number] for number in before)
    assert fell >= 3
