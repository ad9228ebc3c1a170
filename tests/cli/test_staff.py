"""planner staff, as typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.toml"
ON_TIME = "enforcement.on_time_rate>=0.9"
QUICK = ("--replications", 3, "--jobs", 1)


def test_the_answer_in_words(planner) -> None:
    code, out, err = planner("staff", TUTORIAL, "--for", ON_TIME, *QUICK, "--lang", "en")
    assert (code, err) == (0, "")
    for expected in (
        "Tutorial: one town: staff  tutorial",
        "Target: Enforcement, on-time rate at least 90.0%.",
        "people meet it, and with one fewer anywhere it is missed.",
        "On fresh draws:",
        "Now 13 people: ",
        "By the load check's arithmetic alone 6 people: ",
        "Example Town Enforcement team ",
        "  certified ",
        "with one fewer",
        "–: one fewer is not a crew.",
        "3 replications of each with the same draws, seed 1.",
    ):
        assert expected in out
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_in_chinese_and_by_kind(planner, county) -> None:
    code, out, err = planner(
        "staff", county, "--for", "enforcement.on_time_rate≥80％", *QUICK, "--by-kind", "--lang", "zh"
    )
    assert (code, err) == (0, "")
    for expected in (
        "目标：执法类按时办结率不低于 80.0%。",
        "镇综合执法队（3 个，每个）",
        "其中持证",
        "按负荷测算",
        "0–2",
    ):
        assert expected in out


def test_json(planner) -> None:
    code, out, err = planner(
        "staff", TUTORIAL, "--for", ON_TIME, *QUICK, "--teams", "townships.*.teams.enforcement.staff", "--json"
    )
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["ended"], found["interrupted"], found["replications"]) == ("found", False, 3)
    assert found["target"] == {
        "indicator": "on_time_rate", "family": "enforcement", "sign": ">=", "value": 0.9, "unit": "share",
    }  # fmt: skip
    people, certified = found["needs"]
    assert (people["what"], certified["what"], certified["answer"]) == ("people", "certified", 2)
    assert people["group"] == "townships.example.teams.enforcement"
    assert found["answer"]["met"]
    assert found["answer"]["people"] == people["answer"]
    assert found["answer"]["figure"]["mean"] >= 0.9
    assert found["fresh"]["n"] == 3


def test_what_staff_cannot_do_is_said(planner, county) -> None:
    code, out, _err = planner(
        "staff", county, "--for", "enforcement.resolution_time_mean<=0.01d", *QUICK, "--lang", "en"
    )
    assert code == 0
    assert "Staff alone does not meet it: even " in out
    assert "more staff than the largest of them was not tried." in out


def test_effort_is_bounded(planner, county) -> None:
    code, out, err = planner(
        "staff", county, "--for", "enforcement.on_time_rate>=0.8", *QUICK, "--tries", 4, "--lang", "en",
        "--progress", "json",
    )  # fmt: skip
    assert code == 0
    assert "4 staffings were tried, as many as allowed (--tries)" in out
    events = [json.loads(line) for line in err.splitlines()]
    assert [event["event"] for event in events] == ["started", *["tried"] * 4, "ended"]
    assert [event["number"] for event in events[1:-1]] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--for", "enforcement.ontime_rate>=0.9"), "There is no indicator ontime_rate. Did you mean on_time_rate?"),
        (("--for", "on_time_rate>=0.9"), "ask for example for enforcement.on_time_rate."),
        (("--for", "enforcement.on_time_rate"), "A target is FAMILY.INDICATOR>=VALUE"),
        (("--for", "enforcement.on_time_rate<=0.9"), "ask for >=."),
        (("--for", "enforcement.on_time_rate>=90"), "must be from 0 to 1 (got 90)."),
        (("--for", "cost<=1"), "Staff does not move cost"),
        (("--for", ON_TIME, "--teams", "townships.*.teams.enforcment"), "Did you mean enforcement?"),
        (("--for", ON_TIME, "--tries", "0"), "must be a whole number, 1 or more"),
        ((), "--for is missing."),
    ],
)
def test_what_cannot_be_is_refused(planner, county, arguments, expected) -> None:
    code, out, err = planner("staff", county, *arguments, "--lang", "en")
    assert (code, out) == (2, "")
    assert expected in " ".join(err.split())


def test_everything_wrong_is_said_at_once(planner, county) -> None:
    code, _out, err = planner("staff", county, "--for", "cost<=1", "--teams", "departments.urbn", "--lang", "en")
    assert code == 2
    assert "--for: " in err
    assert "Did you mean urban?" in err


def test_ctrl_c_shows_the_best_so_far(county) -> None:
    command = [
        sys.executable, "-m", "planner", "staff", county, "--for", "enforcement.on_time_rate>=0.8", "--replications",
        "10", "--jobs", "2", "--json", "--progress", "json",
    ]  # fmt: skip
    process = subprocess.Popen(
        [*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr is not None
    for _line in range(4):
        process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in err
    found = json.loads(out)
    assert found["interrupted"]
    assert found["tries"] >= 3
    assert found["fresh"] is None
