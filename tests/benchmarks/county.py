"""The county-year of the benchmark (county.toml): what of the model is at work in it, and a county twice as large."""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from attrs import evolve

from planner.engine.rows import RunRows, Step
from planner.engine.simulate import simulate
from planner.files import read_scenario
from planner.model.scenario import Scenario
from planner.model.team import Staff, Team

FILE = Path(__file__).parent / "county.toml"


def county() -> Scenario:
    """The scenario of the county-year."""
    return read_scenario(FILE)


def twice(scenario: Scenario) -> Scenario:
    """Every township once more, under another name, and departments with twice the people."""
    townships = dict(scenario.townships)
    townships |= {f"{name}-again": township for name, township in scenario.townships.items()}
    shared = dict(scenario.shared_teams)
    for name, team in scenario.shared_teams.items():
        serves = tuple(township if township == "*" else f"{township}-again" for township in team.serves)
        shared[f"{name}-again"] = evolve(team, serves=serves)
    departments = {
        name: evolve(department, team=_twice_the_people(department.team))
        for name, department in scenario.departments.items()
    }
    return evolve(scenario, townships=townships, departments=departments, shared_teams=shared)


def _twice_the_people(team: Team) -> Team:
    staff = team.staff
    return evolve(
        team,
        staff=Staff(civil=2 * staff.civil, institution=2 * staff.institution, contract=2 * staff.contract),
        certified=None if team.certified is None else 2 * team.certified,
        on_duty=2 * team.on_duty,
    )


def mechanisms(rows: RunRows) -> Mapping[str, int]:
    """How often each mechanism of the model fired in a run."""
    steps, cases = rows.steps, rows.cases
    taken = np.bincount(steps.step, minlength=len(Step))
    return {
        "crew": int((steps.crew > 1).sum()),
        "refusal": int(cases.unusable.sum()),
        "bounce": int(cases.bounces.sum()),
        "referral": int(taken[Step.REFERRAL] + taken[Step.PARTNER_REFERRAL]),
        "whistle": int(taken[Step.WHISTLE] + taken[Step.PARTNER_WHISTLE]),
        "partner": int(taken[Step.PARTNER]),
        "reversal": int(cases.reversed.sum()),
        "repeat": int(cases.repeats.sum()),
        "interruption": rows.interruptions,
    }


def peak_megabytes() -> float:
    """Largest memory of a fresh process that reads the county and runs its year once, in 10⁶ bytes."""
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawning) as pool:
        return pool.submit(_peak_of_a_year).result()


def _peak_of_a_year() -> float:
    rows = simulate(county())
    assert len(rows.cases.reported) > 0
    status = Path("/proc/self/status")
    if status.exists():
        # Of this process alone: what `getrusage` says begins with the memory of the process that started it.
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return float(peak.split()[1]) * 1024.0 / 1e6
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak_bytes / 1e6 if sys.platform == "darwin" else peak_bytes * 1024.0 / 1e6
