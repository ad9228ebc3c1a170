import json
import os
import resource
import signal
import subprocess
import sys
from datetime import datetime

import polars as pl
import pytest

QUICK = ("--replications", 2, "--jobs", 1)


def figures(line: str) -> dict[tuple[str, ...], dict]:
    return {(one["indicator"], one["family"], one["by"], one["key"]): one for one in json.loads(line)["indicators"]}


def test_the_report_names_what_matters(planner, county):
    code, out, err = planner("run", county, *QUICK, "--lang", "zh")
    assert (code, err) == (0, "")
    for expected in (
        "试验县  ",
        "示意：共 5 个单位，只模拟了其中 3 个。",
        "执法类：",
        "按时办结率",
        "窗口服务",
        "2 次模拟，种子 1；± 为均值的 95% 置信区间",
        "最慢的是",
        "时间花在哪里（执法类）",
        "等待受理",
        "项假设",
    ):
        assert expected in out
    # The family that reforms are about stands first.
    assert out.index("执法类  ") < out.index("审批类  ")
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_one_json_object_per_scenario(planner, county, changed):
    other = changed(("staff = 3", "staff = 6"))
    code, out, err = planner("run", county, other, *QUICK, "--json", "--by", "township")
    assert (code, err) == (0, "")
    first, second = map(json.loads, out.splitlines())
    assert [one["name"].rpartition("/")[2] for one in (first, second)] == ["county", "changed"]
    assert first["hash"] != second["hash"]
    assert (first["seed"], first["replications"], first["interrupted"]) == (1, 2, False)
    found = figures(out.splitlines()[0])
    one = found["resolution_time_mean", "enforcement", "county", ""]
    assert (one["unit"], one["n"]) == ("working_days", 2)
    assert one["half_width"] > 0
    assert found["resolution_time_mean", "emergency", "county", ""]["unit"] == "hours"
    assert ("backlog_end", "enforcement", "township", "east") in found
    assert {key[2] for key in found} == {"county", "township"}


def test_one_replication_has_no_half_width(planner, county):
    _code, out, _err = planner("run", county, "--replications", 1, "--json")
    assert {one["half_width"] for one in json.loads(out)["indicators"]} == {None}


def test_groupings_are_shown(planner, county):
    arguments = [word for name in ("township", "department", "case_type", "family", "level") for word in ("--by", name)]
    _code, out, _err = planner("run", county, *QUICK, *arguments, "--lang", "en")
    for expected in (
        "\nTownship ",
        "\nResponsible department ",
        "\nCase type ",
        "\nLevel ",
        "  Urban management",
        "  house permit",
    ):
        assert expected in out


def test_a_family_alone_gives_the_figures_of_the_whole_run(planner, county):
    _code, whole, _err = planner("run", county, *QUICK, "--json")
    _code, part, _err = planner("run", county, *QUICK, "--json", "--family", "enforcement")
    assert json.loads(part)["families"] == ["enforcement"]
    of_whole, of_part = figures(whole), figures(part)
    assert {key[1] for key in of_part} == {"enforcement"}
    for key, one in of_part.items():
        assert one == of_whole[key]


def test_serial_and_parallel_print_the_same(planner, county, fresh):
    arguments = ("run", county, "--replications", 3, "--json", "--by", "case_type")
    assert planner(*arguments, "--jobs", 1, *fresh()) == planner(*arguments, "--jobs", 2, *fresh())


def test_progress_has_the_same_keys_for_every_verb(planner, county, fresh):
    """Also where the scenario of a replication is told: by its name, and by its number from 1."""
    commands = (
        ("run", county, county),
        ("compare", county, "--with", "whistle"),
        ("sweep", county, "--vary", "measure:whistle"),
        ("run", county, county, "--steady"),
    )
    kinds = []
    for command in commands:
        store = () if "--steady" in command else fresh()
        _code, _out, err = planner(*command, *QUICK, "--progress", "json", *store)
        events = [json.loads(line) for line in err.splitlines()]
        started = next(one for one in events if one["event"] == "started")
        replications = [one for one in events if one["event"] == "replication"]
        assert {one["scenario_number"] for one in replications} == {1, 2}
        assert all(one["scenario"] == started["scenarios"][one["scenario_number"] - 1] for one in replications)
        kinds.append([set(started), set(replications[0]), set(events[-1])])
    for kind, shared in enumerate((
        {"event", "study", "scenarios", "replications", "finished", "total"},
        {"event", "scenario", "scenario_number", "replication", "finished", "total", "seconds", "seconds_left"},
        {"event", "study", "finished", "interrupted"},
    )):  # fmt: skip
        assert all(shared <= keys[kind] for keys in kinds)


def test_progress_lines_do_not_change_the_figures(planner, county, fresh):
    _code, quiet, silence = planner("run", county, *QUICK, "--json", "--progress", "none", *fresh())
    _code, out, err = planner("run", county, *QUICK, "--json", "--progress", "json", *fresh())
    assert silence == ""
    assert out == quiet
    started, first, second, ended = map(json.loads, err.splitlines())
    assert ended == {"event": "ended", "study": 1, "finished": 2, "interrupted": False}
    names = [json.loads(out)["name"]]
    expected = {"event": "started", "study": 1, "scenarios": names, "replications": 2, "finished": 0, "total": 2}
    assert started == expected
    assert (first["finished"], second["finished"], second["total"]) == (1, 2, 2)
    assert second["seconds_left"] == 0
    values = [
        one["value"]
        for line in (first, second)
        for one in line["figures"]
        if (one["indicator"], one["family"]) == ("backlog_end", "enforcement")
    ]
    assert sum(values) / 2 == figures(out)["backlog_end", "enforcement", "county", ""]["mean"]


def test_rows_of_cases_and_steps(planner, county, tmp_path):
    cases, events = tmp_path / "cases.csv", tmp_path / "events.parquet"
    code, out, _err = planner("run", county, *QUICK, "--json", "--cases", cases, "--events", events)
    assert code == 0
    assert out
    case_table = pl.read_csv(cases, try_parse_dates=True)
    event_table = pl.read_parquet(events)
    assert case_table["case_id"].is_unique().all()
    assert set(event_table["case_id"]) <= set(case_table["case_id"])
    assert {"case_id", "activity", "start", "end", "team"} <= set(event_table.columns)
    assert event_table["start"].min() > datetime(2025, 3, 3)
    assert case_table["reported"].max() < datetime(2025, 3, 31)
    closed = case_table.filter(pl.col("closed").is_not_null())
    assert (closed["closed"] >= closed["reported"]).all()


def test_a_written_case_table_can_be_played_again(planner, county, tmp_path):
    for suffix in (".csv", ".parquet"):
        cases, again = tmp_path / f"cases{suffix}", tmp_path / f"again{suffix}"
        arguments = ("run", county, "--replications", 1, "--json")
        _code, drawn, _err = planner(*arguments, "--cases", cases)
        code, played, err = planner(*arguments, "--trace", cases, "--cases", again)
        assert (code, err) == (0, "")
        assert figures(played) == figures(drawn)


def test_out_takes_the_place_of_stdout(planner, county, tmp_path):
    _code, text, _err = planner("run", county, *QUICK)
    code, out, _err = planner("run", county, *QUICK, "--out", tmp_path / "figures.txt")
    assert (code, out) == (0, "")
    assert (tmp_path / "figures.txt").read_text(encoding="utf-8") == text
    planner("run", county, *QUICK, "--out", tmp_path / "figures.json")
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["replications"] == 2


def test_what_cannot_be_written_is_said_before_the_run(planner, county, tmp_path):
    same = tmp_path / "same.csv"
    for arguments, expected in (
        (("--out", tmp_path / "nowhere" / "x.json"), "There is no folder"),
        (("--out", tmp_path), "This is a folder."),
        (("--cases", same, "--events", same), "Two results cannot go to the same file."),
    ):
        code, out, err = planner("run", county, "--replications", 1000, *arguments, "--lang", "en")
        assert (code, out) == (2, "")
        assert expected in err


@pytest.mark.parametrize("jobs", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_ctrl_c_shows_what_is_finished(county, jobs):
    command = [sys.executable, "-m", "planner", "run", county, "--replications", "500", "--jobs", str(jobs), "--json"]
    process = subprocess.Popen(
        [*map(str, command), "--progress", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    lines = [process.stderr.readline() for _line in range(4)]
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    found = json.loads(out)
    assert found["interrupted"]
    assert json.loads(lines[-1])["finished"] == 3
    assert 3 <= found["replications"] < 500
    assert found["planned"] == 500
    assert "Traceback" not in err


def test_workers_end_with_a_parent_that_is_killed(county):
    command = [sys.executable, "-m", "planner", "run", county, "--replications", "5000", "--jobs", "2"]
    process = subprocess.Popen(
        [*map(str, command), "--progress", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for _line in range(3):
        process.stderr.readline()
    process.kill()
    # The pipes are closed when the last process that holds them is gone.
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL


def test_a_full_disk_for_stdout_is_a_clear_message(county):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "planner", "run", str(county), "--replications", "1", "--lang", "en"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 2
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("suffix", [".csv", pytest.param(".parquet", marks=pytest.mark.slow)])
def test_rows_that_do_not_fit_leave_the_old_file_whole(changed, tmp_path, suffix):
    """A year of cases takes more room than the store of it."""
    county = changed(("days = 28", "days = 365"))
    cases = tmp_path / f"cases{suffix}"
    cases.write_text("old")
    # The largest file that the process may write stands for a full disk.
    done = subprocess.run(
        [sys.executable, "-m", "planner", "run", county, "--replications", "1", "--cases", cases, "--lang", "en"],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)),
    )
    assert done.returncode == 2
    assert "what stood there is untouched" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Trial county" in done.stdout
    assert cases.read_text() == "old"
    assert not list(tmp_path.glob(".*"))


def test_a_family_goes_by_the_name_that_figures_give_it(planner, county, fresh):
    """The counter is a part of the family `service`, all of which is run."""
    by_part, whole = (
        planner("run", county, *QUICK, "--json", "--family", one, *fresh()) for one in ("counter", "service")
    )
    assert by_part == whole
    assert json.loads(by_part[1])["families"] == ["service"]
    for command in (
        ("staff", county, "--for", "service.on_time_rate>=0.9"),
        ("compare", county, "--with", "whistle", "--matters", "service.on_time_rate=0.1"),
    ):
        code, out, err = planner(*command, "--lang", "en")
        assert (code, out) == (2, "")
        assert "(got service). Did you mean counter?" in err
