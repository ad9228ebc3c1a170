"""planner run --steady, as typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

QUICK = ("--replications", 3, "--jobs", 1)
SURE = ("--replications", "6", *QUICK[2:])

STATION = """
title = {{ zh = "单一窗口", en = "One station" }}
time = {{ start = 2025-01-01, days = 100 }}
calendar = {{ kind = "{calendar}" }}
kinds.town.title = "town"

[townships.town]
name = "town"
kind = "town"
residents = 0
area_km2 = 1.0
teams.office = {{ staff = 3, handles = ["*"] }}

[case_types.matter]
name = "matter"
family = "dispute"
per_township_week = {reports}
channels = {{ window = 1.0 }}
deadline_days = 10
intake = {{ hours = 0 }}
fact = {{ hours = {hours}, law = "exponential" }}
"""
"""Three officers; around the clock, a week holds 504 hours of theirs."""


@pytest.fixture
def station(tmp_path):
    def write(
        name: str, *, hours: float, reports: int = 12, calendar: str = "around-the-clock", more: str = ""
    ) -> Path:
        file: Path = tmp_path / f"{name}.toml"
        file.write_text(STATION.format(hours=hours, reports=reports, calendar=calendar) + more, encoding="utf-8")
        return file

    return write


@pytest.fixture
def calm(station) -> Path:
    return station("calm", hours=21)


@pytest.fixture
def drowned(station) -> Path:
    return station("drowned", hours=63)


def told(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_backlog_that_settles_has_figures_after_its_warm_up(planner, calm, station):
    code, out, err = planner("run", "--steady", calm, *QUICK, "--lang", "en")
    assert (code, err) == (0, "")
    assert "Steady state: a flat year 3 times over;" in out
    assert "as warm-up, the same for all scenarios." in out
    assert "holidays" not in out
    assert "3 replications, seed 1" in out
    office = station("office", hours=7, calendar="china")
    assert (
        "By assumption 14 days are off, as the law gives them (2027: 13, 2028: 1); no weekend is worked."
        in planner("run", "--steady", office, *QUICK, "--lang", "en")[1]
    )
    (found,) = told(planner("run", "--steady", calm, *QUICK, "--json")[1])
    assert found["steady"]["state"] == "steady"
    assert found["steady"]["days"] == 3 * 365
    assert found["steady"]["warm_up_weeks"] is not None
    assert found["steady"]["moving"] == []
    assert {("on_time_rate", "dispute")} < {(one["indicator"], one["family"]) for one in found["indicators"]}


def test_a_growing_backlog_is_called_that_and_has_no_figures(planner, drowned, calm):
    code, out, _err = planner("run", "--steady", drowned, calm, *SURE, "--lang", "en")
    assert code == 0
    assert "No steady state: the backlog grows (Disputes by " in out
    assert "± is the 99% interval for all families together" in out
    assert out.index("No steady state") < out.index("Steady state: a flat year")
    assert out.count("Disputes: response after") == 1
    assert "没有稳态：在办存量持续增长（纠纷类每周 " in planner("run", "--steady", drowned, *SURE, "--lang", "zh")[1]
    drowned, settled = told(planner("run", "--steady", drowned, calm, *SURE, "--json")[1])
    assert (drowned["steady"]["state"], drowned["indicators"]) == ("none", [])
    (moving,) = drowned["steady"]["moving"]
    assert (moving["family"], moving["direction"]) == ("dispute", "growing")
    assert moving["per_week"] > moving["half_width"] > 0.0
    assert moving["confidence"] == 0.99
    assert settled["steady"]["state"] == "steady"


def test_two_replications_are_not_made_out_to_tell_more_than_they_do(planner, drowned):
    code, out, _err = planner("run", "--steady", drowned, "--replications", "2", *QUICK[2:], "--lang", "en")
    assert code == 0
    assert "these replications do not tell whether the backlog moves (Disputes by +" in out
    (found,) = told(planner("run", "--steady", drowned, "--replications", "2", *QUICK[2:], "--json")[1])
    assert (found["steady"]["state"], found["indicators"]) == ("none", [])
    (moving,) = found["steady"]["moving"]
    assert (moving["direction"], moving["half_width"] > moving["per_week"]) == ("unknown", True)


def test_each_pass_is_told(planner, calm):
    _code, _out, err = planner("run", "--steady", calm, *QUICK, "--progress", "json")
    events = told(err)
    assert [one["event"] for one in events] == ["started", *["replication"] * 3, "ended"] * 2
    assert [one["warm_up"] for one in events if one["event"] == "started"] == [True, False]


def test_figures_do_not_depend_on_processes(planner, calm):
    one, two = (planner("run", "--steady", calm, *QUICK[:2], "--jobs", n, "--json")[1] for n in (1, 2))
    assert one == two


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            ("--store", "x.sqlite", "--cases", "x.csv"),
            ("--store: cannot be combined with --steady.", "--cases: cannot"),
        ),
        (("--trace", "x.csv"), ("--trace: cannot be combined with --steady.",)),
        (("--jobs", 2, "--cluster", "tcp://x:1"), ("--jobs: cannot be combined with --cluster.",)),
    ],
)
def test_what_cannot_be_is_refused(planner, calm, options, expected):
    code, out, err = planner("run", "--steady", calm, *options, "--lang", "en")
    assert (code, out) == (2, "")
    for sentence in expected:
        assert sentence in err


def test_a_scenario_that_changes_on_dates_has_no_steady_state(planner, station):
    timeline = """
[[timeline]]
from = 2025-03-10
changes = [{ set = "linkage.return_days", value = 3 }]
"""
    dated = station("dated", hours=21, more=timeline)
    code, out, err = planner("run", "--steady", dated, "--lang", "en")
    assert (code, out) == (2, "")
    assert "--steady: " in err


def test_ctrl_c_in_the_first_pass_leaves_no_figures(calm):
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", "run", "--steady", str(calm), "--replications", "300", "--jobs", "1",
         "--progress", "json", "--lang", "en"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    for _line in range(2):
        process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "Stopped early, before the warm-up was known: there are no figures." in out
