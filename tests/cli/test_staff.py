"""planner staff, as typed."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from planner.experiments import dispatch
from planner.store import Store

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


@pytest.mark.slow
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


def events_of(planner, *arguments: object) -> list[dict]:
    code, _out, err = planner(*arguments, "--progress", "json", "--lang", "en")
    assert code == 0
    return [json.loads(line) for line in err.splitlines()]


def test_progress_names_a_scenario_as_that_of_every_other_command_does(planner, county) -> None:
    events = {
        "staff": events_of(planner, "staff", county, "--for", "enforcement.on_time_rate>=0.8", *QUICK, "--tries", 2),
        "run": events_of(planner, "run", county, *QUICK),
        "compare": events_of(planner, "compare", county, "--with", "whistle", *QUICK),
        "sweep": events_of(planner, "sweep", county, "--vary", "linkage.return_days=1,2", *QUICK),
    }
    for verb, (started, *steps, ended) in events.items():
        assert (started["event"], ended["event"]) == ("started", "ended"), verb
        assert {"study", "scenarios", "replications", "finished", "total"} <= started.keys(), verb
        assert {"study", "finished", "interrupted"} <= ended.keys(), verb
        assert all(isinstance(name, str) for name in started["scenarios"]), verb
        for step in steps:
            assert {"scenario", "scenario_number", "finished", "total"} <= step.keys(), verb
            assert started["scenarios"][step["scenario_number"] - 1] == step["scenario"], verb
    assert events["staff"][0]["scenarios"] == events["run"][0]["scenarios"] == ["county"]
    assert events["staff"][-1]["finished"] <= events["staff"][0]["total"]


def test_guessed_days_are_told_in_words_and_as_data(planner, changed) -> None:
    file = changed(("start = 2025-03-03", "start = 2027-02-01"), ("[time]", "[calendar]\nbeyond = 'repeat'\n\n[time]"))
    asked = ("staff", file, "--for", "enforcement.on_time_rate>=0.1", *QUICK, "--tries", 1)
    days = json.loads(planner("check", file, "--json")[1])["notes"][0]["facts"]["days"]
    assert days
    assert json.loads(planner(*asked, "--json")[1])["guessed_days"] == days
    code, out, _err = planner(*asked, "--lang", "en")
    assert code == 0
    (note,) = [line for line in planner("check", file, "--lang", "en")[1].splitlines() if line.startswith("Note:")]
    assert note in out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--for", "enforcement.ontime_rate>=0.9"), "There is no indicator ontime_rate. Did you mean on_time_rate?"),
        (
            ("--for", "enforcment.ontime_rate>=0.9"),
            "There is no indicator enforcment.ontime_rate. Did you mean enforcement.on_time_rate?",
        ),
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


@pytest.fixture
def simulated(monkeypatch) -> list[tuple[int, int]]:
    """Seed and number of every replication that is simulated in this process, one after the other."""
    done = []

    def replicate(task, simulating=dispatch.replicate):
        found = simulating(task)
        done.append((task.seed, task.number))
        return found

    monkeypatch.setattr(dispatch, "replicate", replicate)
    return done


def test_asked_again_nothing_is_simulated(planner, simulated) -> None:
    search = ("staff", TUTORIAL, "--for", ON_TIME, *QUICK, "--json")
    first = planner(*search)
    assert len(simulated) % 3 == 0
    assert {seed for seed, _number in simulated} == {1, 2}
    simulated.clear()
    assert planner(*search) == first
    assert simulated == []
    # More replications of the same staffings are the first ones and some more.
    planner("staff", TUTORIAL, "--for", ON_TIME, "--replications", 4, "--jobs", 1, "--tries", 1)
    assert simulated == [(1, 3)]


@pytest.mark.slow
def test_another_target_takes_what_was_tried_for_the_first(planner, simulated, fresh) -> None:
    planner("staff", TUTORIAL, "--for", ON_TIME, *QUICK)
    simulated.clear()
    other = ("staff", TUTORIAL, "--for", "enforcement.on_time_rate>=0.85", *QUICK, "--json")
    found, run = planner(*other), len(simulated)
    simulated.clear()
    assert planner(*other, *fresh()) == found
    assert run < len(simulated)


@pytest.mark.parametrize("finished", [0, 1, 4, 20, -1])
@pytest.mark.slow
def test_ctrl_c_anywhere_and_asked_again_gives_the_same_answer(
    planner, simulated, monkeypatch, fresh, finished
) -> None:
    """As many replications are finished when it is pressed; -1: in the fresh draws of the answer."""
    search = ("staff", TUTORIAL, "--for", ON_TIME, *QUICK, "--json")
    whole = planner(*search, *fresh())
    every = [*simulated]
    simulated.clear()
    counted, until = dispatch.replicate, finished % len(every)

    def stopped(task):
        if len(simulated) == until:
            raise KeyboardInterrupt
        return counted(task)

    monkeypatch.setattr(dispatch, "replicate", stopped)
    code, out, err = planner(*search, "--lang", "en")
    assert (code, json.loads(out)["interrupted"], json.loads(out)["fresh"]) == (130, True, None)
    assert err.startswith("What is finished is kept. To go on:\n  planner staff ")
    monkeypatch.setattr(dispatch, "replicate", counted)
    command = shlex.split(err.splitlines()[-1])
    assert command == ["planner", *map(str, search), "--lang", "en"]
    assert planner(*command[1:]) == whole
    assert simulated == every


def test_studies_of_the_same_content_are_left_alone(planner, simulated, own_store) -> None:
    run = ("run", TUTORIAL, "--replications", 2, "--jobs", 1, "--family", "enforcement", "--json")
    first = planner(*run)
    listed = planner("results", "list", "--json")
    simulated.clear()
    planner("staff", TUTORIAL, "--for", ON_TIME, *QUICK, "--tries", 1)
    assert simulated == [(1, 0), (1, 1), (1, 2)]
    simulated.clear()
    assert planner("results", "list", "--json") == listed
    assert planner(*run)[:2] == first[:2]
    assert simulated == []
    with Store.open(own_store) as store:
        (study,), (staffing,) = store.studies(), store.staffings()
        # The tutorial as it is, both times.
        assert study.scenarios == staffing.scenarios
        assert (study.request.verb, staffing.request.verb) == ("run", "staff")
        assert store.counts() == {study.id: (2, 2)}


def test_staffings_are_counted_and_deleted_together(planner, own_store) -> None:
    planner("run", TUTORIAL, *QUICK)
    before = planner("results", "list", "--lang", "en")
    planner("staff", TUTORIAL, "--for", ON_TIME, *QUICK, "--tries", 4)
    _code, out, _err = planner("results", "list", "--lang", "en")
    told = (
        "Kept for searches asked again: {n} staffings tried by `planner staff`, {more} replications. To delete them: "
        "planner results delete --staffings\n"
    )
    with Store.open(own_store) as store:
        n, more = len(store.staffings()), sum(len(study.finished()) for study in store.staffings())
    # The answer once more, on fresh draws.
    assert (n, more) == (5, 15)
    assert out == before[1] + told.format(n=n, more=more)
    assert "种配备" in planner("results", "list", "--lang", "zh")[1]
    assert planner("results", "delete", "--lang", "en")[2] == "Name studies by their numbers, or --staffings.\n"
    assert planner("results", "delete", "--staffings")[0] == 2
    code, out, err = planner("results", "delete", "--staffings", "--yes", "--lang", "en")
    assert (code, out, err) == (0, f"{n} staffings are deleted.\n", "")
    assert planner("results", "list", "--lang", "en") == before


def test_one_staffing_by_its_number(planner, own_store, tmp_path) -> None:
    planner("staff", TUTORIAL, "--for", ON_TIME, *QUICK, "--tries", 2)
    command = f"planner staff {TUTORIAL} --for '{ON_TIME}'"
    code, out, _err = planner("results", "show", 1, "--lang", "en")
    assert code == 0
    assert out.endswith(f"A staffing that a search tried: {command}\n")
    assert planner("results", "export", 1, "--out", tmp_path / "one.xlsx")[0] == 0
    assert planner("results", "cases", 1, "--cases", tmp_path / "one.csv")[0] == 0
    code, out, err = planner("results", "resume", 1, "--lang", "en")
    assert (code, out) == (2, "")
    assert err.endswith(f"it goes on by the command that searched: {command}\n")
    assert planner("results", "delete", 1, "--yes", "--lang", "en")[1] == "Study 1 is deleted.\n"
    with Store.open(own_store) as store:
        assert [study.id for study in store.staffings()] == [2]


@pytest.mark.slow
def test_ctrl_c_shows_the_best_so_far(county, tmp_path) -> None:
    kept = tmp_path / "a store.sqlite"
    arguments = [
        "staff", county, "--for", "enforcement.on_time_rate>=0.8", "--replications", "10", "--jobs", "2", "--json",
        "--progress", "json", "--store", kept, "--lang", "en",
    ]  # fmt: skip
    command = [sys.executable, "-m", "planner", *arguments]
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
    *_events, ended, said, again = err.splitlines()
    assert said == "What is finished is kept. To go on:"
    assert shlex.split(again) == ["planner", *map(str, arguments)]
    with Store.open(kept) as store:
        assert sum(len(study.finished()) for study in store.staffings()) == json.loads(ended)["finished"] >= 30


@pytest.mark.slow
def test_a_worker_that_dies_leaves_what_is_finished_and_the_command_that_goes_on(county, own_store, a_worker_dies):
    arguments = [
        "staff", str(county), "--for", "enforcement.on_time_rate>=0.8", "--replications", "10", "--jobs", "2",
        "--progress", "json", "--lang", "en",
    ]  # fmt: skip
    code, err = a_worker_dies(2, *arguments)
    assert code == 2
    assert "Traceback" not in err
    assert f"What is finished is kept. To go on:\n  {shlex.join(['planner', *arguments])}\n" in err
    with Store.open(own_store) as store:
        assert len(store.staffings()[0].finished()) == 10
