"""Studies of the command line: answered from the store, listed, shown, resumed, deleted."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from planner.store import Store
from tests.store.conftest import reseal

QUICK = ("--replications", 2, "--jobs", 1)


def events(err: str) -> list[dict]:
    return [json.loads(line) for line in err.splitlines()]


def listed(planner, *options) -> list[dict]:
    code, out, err = planner("results", "list", "--json", *options)
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def figures(out: str | dict) -> list[dict]:
    """What was printed, but for the numbers of studies."""
    found = [out] if isinstance(out, dict) else [json.loads(line) for line in out.splitlines()]
    return [{name: value for name, value in one.items() if name != "study"} for one in found]


def of_another_version(store) -> None:
    """Make all studies look as if another version of the program had made them."""
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE studies SET results_version = 'other', planner_version = '9.8', key = key || 'x'")
        reseal(connection)


def of_another_model(store) -> None:
    """Make all scenarios look as if another version of the model had written them."""
    of_another_version(store)
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE scenarios SET hash = '0'")
        reseal(connection)


def test_a_study_asked_twice_is_answered_from_the_store(planner, county):
    arguments = ("run", county, *QUICK, "--json", "--progress", "json", "--by", "department")
    _code, first, err = planner(*arguments)
    assert [one["event"] for one in events(err)] == ["started", "replication", "replication", "ended"]
    code, again, err = planner(*arguments)
    assert (code, again) == (0, first)
    assert [(one["event"], one["finished"]) for one in events(err)] == [("started", 2), ("ended", 2)]
    # Seconds are of the first time: it is a matter of the store, not of another quick run.
    _code, text, err = planner("run", county, *QUICK, "--by", "department", "--lang", "en")
    assert "Kept as study 1: planner results show 1" in text
    assert err == "Nothing is left to be run: this is study 1 of the store.\n"


def test_more_replications_go_on_from_those_of_another_study_and_fewer_take_its_first(planner, county, fresh):
    def asked(replications, *options):
        code, out, err = planner(
            "run", county, "--replications", replications, "--jobs", 1, "--json", "--progress", "json", *options
        )
        assert code == 0
        return json.loads(out), [one["replication"] for one in events(err) if one["event"] == "replication"]

    assert asked(2)[1] == [1, 2]
    more, new = asked(4)
    assert new == [3, 4]
    assert asked(3)[1] == []
    at_once, _new = asked(4, *fresh())
    assert figures(more) == figures(at_once)
    assert figures(asked(2)[0]) == figures(asked(2, *fresh())[0])
    # Each is what was asked.
    assert [(one["study"], one["replications"], one["finished"]) for one in listed(planner)] == [
        (1, 2, 2),
        (2, 4, 4),
        (3, 3, 3),
    ]
    assert planner("results", "show", 1, "--json")[1] == planner("run", county, *QUICK, "--json")[1]


def test_rows_are_simulated_again_and_the_study_stays(planner, county, tmp_path):
    cases = tmp_path / "cases.csv"
    _code, first, _err = planner("run", county, *QUICK, "--json")
    _code, again, err = planner("run", county, *QUICK, "--json", "--cases", cases, "--progress", "json")
    assert again == first
    assert [one["replication"] for one in events(err) if one["event"] == "replication"] == [1]
    assert cases.exists()


def test_other_requests_are_other_studies(planner, county, changed, tmp_path):
    cases = tmp_path / "cases.csv"
    planner("run", county, *QUICK, "--cases", cases)
    for options in (
        ("--seed", 2),
        ("--family", "enforcement"),
        ("--by", "level"),
        ("--trace", cases),
    ):
        planner("run", county, *QUICK, *options)
    planner("run", changed(("staff = 3", "staff = 4")), *QUICK)
    studies = listed(planner)
    assert [one["study"] for one in studies] == [1, 2, 3, 4, 5, 6]
    assert [bool(one["trace"]) for one in studies] == [False, False, False, False, True, False]
    assert studies[2]["families"] == ["enforcement"]
    # The same cases under another name are not run again.
    cases.rename(tmp_path / "renamed.csv")
    arguments = ("run", county, *QUICK, "--trace", tmp_path / "renamed.csv", "--json", "--progress", "json")
    _code, _out, err = planner(*arguments)
    assert [one["event"] for one in events(err)] == ["started", "ended"]


def test_studies_are_listed(planner, county, own_store, fresh):
    assert planner("results", "list", "--lang", "en")[1].startswith("No study is kept yet")
    assert planner("results", "list", "--json") == (0, "", "")
    assert not own_store.exists()
    planner("run", county, *QUICK)
    _code, out, _err = planner("results", "list", "--lang", "zh")
    assert re.search(r"^1 +\d{4}-\d\d-\d\d \d\d:\d\d +试验县 +2/2 +1 +已完成$", out, flags=re.M)
    code, _out, err = planner("results", "list", *fresh(), "--lang", "en")
    assert code == 2
    assert "--store: There are no results" in err


@pytest.mark.parametrize("options", [(), ("--by", "department", "--by", "level"), ("--by", "township")])
def test_a_run_is_shown_as_it_was(planner, county, options):
    _code, text, _err = planner("run", county, *QUICK, *options, "--lang", "en")
    told = text.removesuffix("Kept as study 1: planner results show 1\n")
    assert planner("results", "show", 1, "--lang", "en") == (0, told, "")
    _code, data, _err = planner("run", county, *QUICK, *options, "--json")
    assert planner("results", "show", 1, "--json") == (0, data, "")


def test_a_comparison_is_shown_as_it_was(planner, county, changed):
    other = changed(("staff = 3", "staff = 6"))
    for options in (
        (*QUICK, "--matters", "resolution_time_mean=0.1d"),
        ("--precision", "60%", "--most", 6, "--jobs", 1, "--family", "enforcement"),
    ):
        _code, text, _err = planner("compare", county, other, *options, "--lang", "en")
        number = len(listed(planner))
        told = text.removesuffix(f"Kept as study {number}: planner results show {number}\n")
        assert planner("results", "show", number, "--lang", "en") == (0, told, "")
        _code, data, _err = planner("compare", county, other, *options, "--json")
        assert planner("results", "show", number, "--json") == (0, data, "")
    assert listed(planner)[-1]["complete"]
    # What each of the two does by itself.
    _code, out, _err = planner("results", "show", 1, "--by", "department", "--lang", "en")
    assert out.count("\nResponsible department ") == 2


def test_a_comparison_asked_again_is_answered_from_the_store(planner, county, changed):
    other = changed(("staff = 3", "staff = 6"))
    arguments = ("compare", county, other, "--precision", "60%", "--most", 6, "--jobs", 1, "--json")
    _code, first, _err = planner(*arguments)
    code, again, err = planner(*arguments, "--progress", "json")
    assert (code, again) == (0, first)
    assert [one["event"] for one in events(err)] == ["started", "ended"]


def test_groupings_that_a_study_has_not_are_named(planner, county):
    planner("run", county, *QUICK)
    code, out, err = planner("results", "show", 1, "--by", "level", "--lang", "en")
    assert (code, out) == (2, "")
    assert "--by: 'level' is not one of township." in err


def test_a_study_of_another_version_is_shown_and_not_continued(planner, county, own_store):
    planner("run", county, "--replications", 2, "--jobs", 1)
    of_another_version(own_store)
    _code, out, _err = planner("results", "show", 1, "--lang", "en")
    assert "Made by another version of the planner or its parts (9.8)" in out
    code, out, err = planner("results", "resume", 1, "--replications", 3, "--lang", "en")
    assert (code, out) == (2, "")
    assert "Study 1 was made by another version" in err
    # It is another study now.
    planner("run", county, *QUICK)
    assert [(one["study"], one["current"]) for one in listed(planner)] == [(1, False), (2, True)]


def test_of_scenarios_of_another_model_the_figures_are_left(planner, county, own_store, tmp_path):
    _code, data, _err = planner("run", county, *QUICK, "--json")
    of_another_model(own_store)
    code, out, _err = planner("results", "show", 1, "--lang", "en")
    assert code == 0
    assert "Trial county" in out
    assert "Enforcement  " in out
    shown = json.loads(planner("results", "show", 1, "--json")[1])
    assert shown["indicators"] == json.loads(data)["indicators"]
    for suffix in ("xlsx", "csv", "parquet", "json"):
        assert planner("results", "export", 1, "--out", tmp_path / f"x.{suffix}")[0] == 0


def test_resuming_gives_what_it_would_have_given_at_once(planner, county, own_store, fresh):
    arguments = ("run", county, county, "--jobs", 1, "--json", "--by", "department")
    _code, at_once, _err = planner(*arguments, "--replications", 4, *fresh())
    planner(*arguments, "--replications", 2)
    # The files are not read again.
    county.unlink()
    code, resumed, err = planner(
        "results", "resume", 1, "--replications", 4, "--jobs", 1, "--json", "--progress", "json"
    )
    assert (code, figures(resumed)) == (0, figures(at_once))
    assert [one["replication"] for one in events(err) if one["event"] == "replication"] == [3, 3, 4, 4]
    with Store.open(own_store) as store:
        assert [store.study(study).count() for study in (1, 2)] == [4, 8]


def test_a_comparison_is_resumed_as_a_comparison(planner, county, changed, fresh):
    other = changed(("staff = 3", "staff = 6"))
    arguments = ("compare", county, other, "--matters", "resolution_time_mean=0.1d", "--json", "--jobs", 1)
    _code, at_once, _err = planner(*arguments, "--replications", 4, *fresh())
    planner(*arguments, "--replications", 2)
    county.unlink()
    code, more, err = planner("results", "resume", 1, "--replications", 4, "--json", "--jobs", 1)
    assert (code, figures(more), err) == (0, figures(at_once), "")
    code, _out, err = planner("results", "resume", 1, "--cluster", "tcp://x:1", "--jobs", 2, "--lang", "en")
    assert (code, "--jobs: cannot be combined with --cluster." in err) == (2, True)


@pytest.mark.slow
def test_a_goal_is_resumed_until_it_is_reached(planner, county, changed, own_store, fresh):
    other = changed(("staff = 3", "staff = 6"))
    arguments = ("compare", county, other, "--precision", "30%", "--most", 30, "--json", "--jobs", 1)
    _code, at_once, _err = planner(*arguments, *fresh())
    enough = json.loads(at_once)["replications"]
    assert 3 < enough < 30
    planner(*arguments)
    with closing(sqlite3.connect(own_store)) as connection, connection:
        request = json.loads(connection.execute("SELECT request FROM studies").fetchone()[0]) | {"replications": 30}
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM results WHERE number > 1")
        connection.execute("UPDATE studies SET request = ?", [json.dumps(request)])
        reseal(connection)
    assert not listed(planner)[0]["complete"]
    assert planner("results", "resume", 1, "--json", "--jobs", 1) == (0, at_once, "")
    assert listed(planner)[0]["finished"] == 2 * enough
    code, _out, err = planner("results", "resume", 1, "--replications", 9, "--lang", "en")
    assert (code, "--replications: cannot be combined with --precision." in err) == (2, True)


def test_recorded_cases_are_needed_again(planner, county, tmp_path):
    cases, others = tmp_path / "cases.csv", tmp_path / "others.csv"
    planner("run", county, "--replications", 1, "--cases", cases)
    planner("run", county, "--replications", 1, "--seed", 2, "--cases", others)
    planner("run", county, "--replications", 1, "--trace", cases)
    resume = ("results", "resume", 3, "--replications", 2, "--jobs", 1, "--lang", "en")
    for options, expected in (
        ((), "--trace: The study plays a recorded case table: name its file."),
        (("--trace", others), "--trace: This is not the recorded case table that the study plays."),
    ):
        code, out, err = planner(*resume, *options)
        assert (code, out) == (2, "")
        assert expected in err
    assert planner(*resume, "--trace", cases)[0] == 0
    assert [one["finished"] for one in listed(planner)[2:]] == [1, 2]


@pytest.mark.parametrize("jobs", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_ctrl_c_prints_the_command_that_goes_on(county, jobs, tmp_path, planner):
    store = tmp_path / "a store.sqlite"
    command = [
        "run",
        county,
        "--replications",
        "300",
        "--jobs",
        jobs,
        "--by",
        "level",
        "--store",
        store,
        "--lang",
        "en",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", *map(str, command), "--progress", "json", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    lines = [process.stderr.readline() for _line in range(4)]
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    *announced, said, resume = [*lines, *err.splitlines()]
    assert "What is finished is kept as study 1" in said
    assert resume.strip() == f"planner results resume 1 --store '{store}' --jobs {jobs}"
    kept = listed(planner, "--store", store)[0]
    assert [json.loads(line)["event"] for line in (announced[0], announced[-1])] == ["started", "ended"]
    assert kept["finished"] >= len(announced) - 2
    assert json.loads(out)["replications"] == kept["finished"] < 300
    assert {one["by"] for one in json.loads(out)["indicators"]} == {"county", "level"}


def test_a_worker_that_dies_leaves_what_is_finished_and_the_command_that_goes_on(county, planner, a_worker_dies):
    code, err = a_worker_dies(
        4, "run", county, "--replications", 300, "--jobs", 2, "--lang", "en", "--progress", "json"
    )
    assert code == 2
    assert "Traceback" not in err
    assert "What is finished is kept as study 1. To go on:\n  planner results resume 1\n" in err
    assert listed(planner)[0]["finished"] >= 3


def test_deleting_needs_a_yes(planner, county, own_store, monkeypatch):
    for seed in (1, 2, 3):
        planner("run", county, *QUICK, "--seed", seed)
    code, out, err = planner("results", "delete", 1, "--lang", "en")
    assert (code, out) == (2, "")
    assert "--yes: is needed where nobody can be asked." in err
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", terminal)

    def answered(answer, *arguments):
        terminal.seek(0)
        terminal.truncate()
        terminal.write(f"{answer}\n")
        terminal.seek(0)
        return planner("results", "delete", *arguments, "--lang", "en")

    code, out, err = answered("", 1)
    assert (code, out) == (0, "")
    assert "Study 1: Trial county, 2 of 2 replications." in err
    assert "Nothing is deleted." in err
    assert answered("no", 1)[0] == 0
    assert len(listed(planner)) == 3
    # As a Chinese input method writes it.
    assert answered("ｙ", 1)[1] == "Study 1 is deleted.\n"
    code, out, err = answered("y", 2, 7)
    assert (code, out) == (2, "")
    assert "There is no study 7" in err
    assert [one["study"] for one in listed(planner)] == [2, 3]
    assert planner("results", "delete", 2, 3, 3, "--yes", "--lang", "en")[0] == 0
    assert listed(planner) == []


@pytest.mark.parametrize("verb", [("show",), ("resume",), ("delete", "--yes"), ("export", "--out", "x.csv")])
def test_a_study_that_is_not_there_is_said(planner, county, verb):
    planner("run", county, *QUICK)
    code, out, err = planner("results", verb[0], 4, *verb[1:], "--lang", "en")
    assert (code, out) == (2, "")
    assert "There is no study 4; `planner results list` names those that are there." in err


def test_a_store_that_cannot_be_used_is_said_before_the_run(planner, county, tmp_path):
    (tmp_path / "words.txt").write_text("no store " * 100)
    for store, expected in (
        (tmp_path / "nowhere" / "x.sqlite", "--store: There is no folder"),
        (tmp_path, "--store: This is a folder."),
        (tmp_path / "words.txt", "--store: This is some other file, and no store of results."),
    ):
        code, out, err = planner("run", county, "--replications", 1000, "--store", store, "--lang", "en")
        assert (code, out) == (2, "")
        assert expected in err


@pytest.mark.parametrize("verb", ["list", "show", "export", "resume", "delete", ""])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_fits_the_screen(planner, verb, language, monkeypatch):
    from planner.wording.cells import width

    monkeypatch.setenv("COLUMNS", "80")
    code, out, _err = planner("results", *filter(None, [verb]), "--help", "--lang", language)
    assert code == 0
    assert max(width(line) for line in out.splitlines()) <= 80
    assert ("用法" in out) == (language == "zh")


def test_without_a_verb_help_is_shown(planner):
    code, out, _err = planner("results", "--lang", "en")
    assert code == 0
    assert "Usage: planner results [OPTIONS] COMMAND …" in out
    code, _out, err = planner("results", "lst", "--lang", "en")
    assert (code, "Did you mean 'list'?" in err) == (2, True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_study_is_named_and_frozen(planner, county, lang):
    planner("run", county, *QUICK)
    assert planner("results", "name", 1, "城关镇编制会", "--lang", lang)[0] == 0
    assert listed(planner)[0]["name"] == "城关镇编制会"
    assert "城关镇编制会" in planner("results", "list", "--lang", lang)[1]
    assert planner("results", "freeze", 1, "--lang", lang)[0] == 0
    for refused in (("delete", 1, "--yes"), ("name", 1, "other")):
        code, out, err = planner("results", *refused, "--lang", lang)
        assert (code, out) == (2, "")
        assert "planner results freeze 1 --thaw" in err
    assert listed(planner)[0]["frozen"]
    assert planner("results", "freeze", 1, "--thaw", "--lang", lang)[0] == 0
    assert planner("results", "delete", 1, "--yes", "--lang", lang)[0] == 0
    assert listed(planner) == []


def test_what_acts_or_is_too_long_is_no_name_of_a_study(planner, county):
    planner("run", county, *QUICK)
    for name in ("\x1b[2J", "a\u202eb", "x" * 300):
        code, _out, err = planner("results", "name", 1, name, "--lang", "en")
        assert (code, "is no name" in err) == (2, True)
    assert listed(planner)[0]["name"] == ""


def test_a_study_is_named_by_the_command_that_asks_for_it(planner, county, changed):
    other = changed(("residents = ", "residents = 1"))
    asked = {
        "run": ("run", county),
        "compare": ("compare", county, other),
        "sweep": ("sweep", county, "--vary", "townships.*.residents=1000,2000"),
    }
    for number, (verb, words) in enumerate(asked.items(), 1):
        code, out, _err = planner(*words, *QUICK, "--name", f" 编制会 {verb} ", "--json")
        assert (code, json.loads(out)["study_name"]) == (0, f"编制会 {verb}")
        assert listed(planner)[number - 1]["name"] == f"编制会 {verb}"
        code, out, _err = planner("results", "show", number)
        assert (code, out.splitlines()[0]) == (0, f"编制会 {verb}")
        assert json.loads(planner("results", "show", number, "--json")[1])["study_name"] == f"编制会 {verb}"
    # Asked again without a name it keeps its own, and an empty one takes it away.
    planner(*asked["run"], *QUICK)
    assert listed(planner)[0]["name"] == "编制会 run"
    planner(*asked["run"], *QUICK, "--name", "")
    assert [one["name"] for one in listed(planner)] == ["", "编制会 compare", "编制会 sweep"]


def test_what_is_no_name_is_refused_before_anything_is_run(planner, county):
    for verb in (("run", county), ("compare", county, county), ("sweep", county, "--vary", "time.days=7,14")):
        code, out, err = planner(*verb, *QUICK, "--name", "\x1b[2J", "--lang", "en")
        assert (code, out) == (2, "")
        assert "--name" in err and "is no name" in err
    assert listed(planner) == []
    code, _out, err = planner("run", county, "--steady", "--name", "x", "--lang", "en")
    assert (code, "--name" in err) == (2, True)


def test_what_is_frozen_is_not_renamed_by_asking_for_it_again(planner, county):
    planner("run", county, *QUICK, "--name", "first")
    planner("results", "freeze", 1)
    code, out, err = planner("run", county, *QUICK, "--name", "second", "--lang", "en")
    assert (code, out, "Study 1 is frozen" in err) == (2, "", True)
    assert planner("run", county, *QUICK, "--name", "first")[0] == 0
    assert [one["name"] for one in listed(planner)] == ["first"]


@pytest.mark.parametrize("wrong", ["trace", "address", "extra"])
def test_a_refused_run_leaves_no_study(planner, county, changed, tmp_path, wrong, monkeypatch):
    bad = tmp_path / "bad.csv"
    bad.write_text("township,case_type,reported\nnowhere,nothing,never\n", encoding="utf-8")
    if wrong == "extra":
        monkeypatch.setitem(sys.modules, "distributed", None)
    option = {
        "trace": ("--trace", bad),
        "address": ("--cluster", "nowhere"),
        "extra": ("--cluster", "tcp://127.0.0.1:1"),
    }[wrong]
    for verb in (("run", county), ("compare", county, changed(("staff = 3", "staff = 4")))):
        code, out, err = planner(*verb, "--replications", 2, *option, "--lang", "en")
        assert (code, out) == (2, "")
        assert {"trace": "'never' is not a time", "address": "nowhere", "extra": "[cluster]"}[wrong] in err
    assert listed(planner) == []


def test_a_damaged_result_is_told_by_study_and_replication_and_run_again(planner, county, own_store):
    arguments = ("run", county, *QUICK, "--json")
    first = planner(*arguments)[1]
    with closing(sqlite3.connect(own_store)) as connection, connection:
        (content,) = connection.execute("SELECT content FROM results WHERE number = 1").fetchone()
        connection.execute("UPDATE results SET content = ? WHERE number = 1", (content[:-9] + b"\0" + content[-8:],))
    code, out, err = planner("results", "show", 1, "--json", "--lang", "en")
    assert (code, json.loads(out)["replications"]) == (0, 1)
    assert "Of study 1, 1 replication in the store is damaged (scenario/replication: 1/2)" in err
    code, again, err = planner(*arguments, "--lang", "en")
    assert (code, again) == (0, first)
    assert "damaged" in err
    assert planner(*arguments)[:2] == (0, first)


def test_a_damaged_study_is_listed_as_that_beside_the_others(planner, county, own_store):
    planner("run", county, *QUICK)
    planner("run", county, *QUICK, "--seed", 2)
    with closing(sqlite3.connect(own_store)) as connection, connection:
        connection.execute("UPDATE studies SET request = 'nonsense' WHERE id = 1")
    assert [(one["study"], one["damaged"]) for one in listed(planner)] == [(1, True), (2, False)]
    assert "Study 1 is damaged" in planner("results", "list", "--lang", "en")[1]
    code, out, err = planner("results", "show", 1, "--lang", "en")
    assert (code, out, "Study 1 is damaged" in err) == (2, "", True)
    assert planner("results", "show", 2)[0] == 0
    assert planner("results", "delete", 1, "--yes")[0] == 0
    assert [one["study"] for one in listed(planner)] == [2]


def test_of_a_store_that_is_deleted_meanwhile_the_figures_are_shown_and_not_called_kept(county, own_store):
    many = ("--replications", "60", "--jobs", "1", "--progress", "json", "--lang", "en")
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", "run", str(county), *many],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in process.stderr:
        if '"replication"' in line:
            break
    for file in own_store.parent.iterdir():
        file.unlink()
    out, err = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "60 replications" in out
    assert "Kept as study" not in out
    assert "The store was deleted or replaced while the study ran" in err


def test_a_store_in_the_home_folder(planner, county, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert planner("run", county, *QUICK, "--store", "~/kept.sqlite")[0] == 0
    assert (tmp_path / "kept.sqlite").exists()
    assert not (tmp_path / "~").exists()


@pytest.mark.parametrize(
    "option", [("--replications", 10**9), ("--jobs", 100_000), ("--seed", 2**64)], ids=lambda option: option[0]
)
def test_an_absurd_number_is_refused_and_leaves_no_study(planner, county, option):
    code, out, err = planner("run", county, *option, "--lang", "en")
    assert (code, out) == (2, "")
    assert "must be at most" in err
    assert listed(planner) == []


def test_a_cluster_that_does_not_answer_is_one_message_and_leaves_no_study(county, planner):
    done = subprocess.run(
        [sys.executable, "-m", "planner", "run", str(county), "--cluster", "tcp://127.0.0.1:1", "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith("--cluster: ")
    assert listed(planner) == []
