"""kill -9 at random moments: nothing announced is missing, and the study goes on to the same figures."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from planner.store import Store

REPLICATIONS = 100

TOWN = """
time = {{ start = 2025-01-06, days = 28 }}
kinds.town.title = "town"

[townships.town]
name = "town"
kind = "town"
residents = 20_000
area_km2 = 40
teams.office = {{ staff = {staff}, certified = 2, intake = true, handles = ["*"] }}

[case_types.noise]
name = "noise"
family = "enforcement"
per_1000_residents_year = 60
channels = {{ hotline = 1 }}
deadline_days = 5
unclear = 0.2
fact = {{ hours = 3, law = "lognormal" }}
"""


@pytest.fixture
def towns(tmp_path) -> list[Path]:
    """Two scenarios whose replications take some milliseconds."""
    files = []
    for staff in (2, 3):
        file = tmp_path / f"town-{staff}.toml"
        file.write_text(TOWN.format(staff=staff), encoding="utf-8")
        files.append(file)
    return files


def killed(command: tuple[object, ...], chance: random.Random) -> set[tuple[str, int]]:
    """Run a command line and kill it some replications later; those that it announced."""
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", *map(str, command), "--progress", "json", "--json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    lines = [process.stderr.readline() for _line in range(chance.randrange(2, 14))]
    time.sleep(chance.uniform(0.0, 0.02))
    process.kill()
    lines += process.communicate(timeout=60)[1].splitlines(keepends=True)
    events = [event for line in lines if (event := read(line)) is not None]
    assert events[0]["event"] == "started"
    assert len(events) > 1
    return {(one["scenario"], one["replication"]) for one in events[1:]}


def read(line: str) -> dict | None:
    """An event; None for a line cut off in the middle, and for what Python says when it is left behind."""
    with suppress(ValueError):
        return dict(json.loads(line))
    return None


@pytest.mark.parametrize("kills", [3, pytest.param(10, marks=pytest.mark.slow)])
@pytest.mark.slow
def test_killed_several_times_and_resumed(kills, planner, towns, own_store, fresh):
    asked = ("run", *towns, "--replications", REPLICATIONS)
    _code, at_once, _err = planner(*asked, "--jobs", 1, "--json", *fresh())
    chance = random.Random(20250105)
    announced: set[tuple[str, int]] = set()
    for time_over in range(kills):
        jobs = ("--jobs", 1 + time_over % 2)
        announced |= killed((*(asked if time_over == 0 else ("results", "resume", 1)), *jobs), chance)
        with Store.open(own_store) as store:
            study = store.study(1)
            names = [scenario.name for scenario in study.scenarios]
            finished = {(names[scenario], number + 1) for scenario, number in study.finished()}
        assert announced <= finished
    assert kills < len(finished) < 2 * REPLICATIONS
    code, resumed, err = planner("results", "resume", 1, "--jobs", 1, "--json", "--progress", "json")
    assert code == 0
    assert resumed.replace('"study": 1', "") == at_once.replace('"study": 1', "")
    # What was finished is not run again.
    simulated = [json.loads(line)["event"] for line in err.splitlines()].count("replication")
    assert simulated == 2 * REPLICATIONS - len(finished)
