"""planner sweep, as typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

QUICK = ("--replications", 2, "--jobs", 1)
CERTIFIED = "townships.*.teams.enforcement.certified"
TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.toml"
FACTORIAL = ("--vary", "measure:whistle", "--vary", f"{CERTIFIED}=0,2")


def test_the_report_says_what_measures_do_together(planner) -> None:
    code, out, err = planner("sweep", TUTORIAL, *FACTORIAL, "--replications", 6, "--jobs", 1, "--lang", "en")
    assert (code, err) == (0, "")
    for expected in (
        "Tutorial: one town: sweep  tutorial",
        "A  Town whistles, departments report (off, on)",
        f"B  {CERTIFIED}: 0, 2",
        "“Town whistles, departments report” helps only where enforcement.certified is 0 (resolution time -",
        "Effects (Enforcement)",
        "\nA × B ",
        "\n4   on  2 ",
        "4 points, 6 replications of each with the same draws, seed 1.",
        "assumptions",
    ):
        assert expected in out
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_in_chinese(planner) -> None:
    code, out, err = planner("sweep", TUTORIAL, *FACTORIAL, *QUICK, "--lang", "zh")
    assert (code, err) == (0, "")
    for expected in (
        "多点测算",
        "A  吹哨报到、乡呼县应（无、有）",
        "作用（执法类）",
        "按时办结率",
        "4 个点，每点 2 次模拟",
    ):
        assert expected in out


def test_json_holds_points_and_effects(planner, county) -> None:
    code, out, err = planner(
        "sweep", county, "--vary", f"{CERTIFIED}=0,2", "--vary", "linkage.return_days=1,2,3", *QUICK, "--json",
        "--indicator", "enforcement.on_time_rate", "--indicator", "backlog_end",
    )  # fmt: skip
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert [axis["name"] for axis in found["axes"]] == [CERTIFIED, "linkage.return_days"]
    assert len(found["points"]) == 6
    assert found["points"][4]["values"] == {CERTIFIED: 2, "linkage.return_days": 2}
    for point in found["points"]:
        assert point["replications"] == 2
        # Without a family, an indicator stands for the leading one.
        assert {(one["indicator"], one["family"]) for one in point["indicators"]} == {
            ("on_time_rate", "enforcement"),
            ("backlog_end", "enforcement"),
        }
    (first, second) = found["effects"]
    assert [effect["factor"] for effect in first["main"]] == [CERTIFIED]
    means = [
        [one["mean"] for point in half for one in point["indicators"] if one["indicator"] == first["indicator"]]
        for half in (found["points"][3:], found["points"][:3])
    ]
    assert first["main"][0]["mean"] == pytest.approx((sum(means[0]) - sum(means[1])) / 3)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_one_tidy_table(planner, county, tmp_path, suffix) -> None:
    table = tmp_path / f"table{suffix}"
    code, out, err = planner(
        "sweep", county, "--vary", "linkage.return_days=1..3", "--vary", "measure:whistle", "--sample", "sobol:2",
        *QUICK, "--out", table,
    )  # fmt: skip
    assert (code, out, err) == (0, "", "")
    frame = {".csv": pl.read_csv, ".parquet": pl.read_parquet}.get(suffix)
    if frame is None:
        assert table.read_bytes()[:2] == b"PK"
        return
    found = frame(table)
    assert found.columns == [
        "point", "linkage.return_days", "measure:whistle", "indicator", "family", "unit", "mean", "half_width", "n",
    ]  # fmt: skip
    assert found["measure:whistle"].dtype == pl.Boolean
    assert found["point"].n_unique() == 4
    assert set(found["n"]) == {2}
    assert {"on_time_rate", "backlog_end", "cost"} & set(found["indicator"]) >= {"on_time_rate", "backlog_end"}


def test_text_and_json_go_to_files_by_their_suffix(planner, county, tmp_path) -> None:
    asked = ("sweep", county, "--vary", "linkage.return_days=1,2", *QUICK)
    _code, text, _err = planner(*asked)
    assert planner(*asked, "--out", tmp_path / "sweep.txt", "--progress", "none") == (0, "", "")
    assert (tmp_path / "sweep.txt").read_text(encoding="utf-8") == text
    planner(*asked, "--out", tmp_path / "sweep.json")
    assert json.loads((tmp_path / "sweep.json").read_text(encoding="utf-8"))["name"] == "county"


def test_figures_are_those_of_runs(planner, county, changed, fresh) -> None:
    _code, out, _err = planner("sweep", county, "--vary", "townships.*.teams.office.staff=3,6", *QUICK, "--json")
    point = json.loads(out)["points"][1]
    other = changed(("staff = 3\nintake = true", "staff = 6\nintake = true"))
    _code, out, _err = planner("run", other, *QUICK, "--json", *fresh())
    run = json.loads(out)
    assert point["hash"] == run["hash"]
    means = {(one["indicator"], one["family"]): one["mean"] for one in run["indicators"] if one["by"] == "county"}
    assert {(one["indicator"], one["family"]): one["mean"] for one in point["indicators"]} == means


def test_asked_twice_it_is_answered_from_the_store(planner, county) -> None:
    asked = ("sweep", county, "--vary", "linkage.return_days=1,2", *QUICK, "--json", "--progress", "json")
    _code, first, told = planner(*asked)
    assert len(told.splitlines()) == 6
    _code, second, told = planner(*asked)
    assert [json.loads(line)["event"] for line in told.splitlines()] == ["started", "ended"]
    assert second == first


def test_an_indicator_of_one_family_runs_that_family_alone(planner, county) -> None:
    asked = ("sweep", county, "--vary", "linkage.return_days=1,2", *QUICK, "--json")
    _code, whole, _err = planner(*asked)
    _code, part, _err = planner(*asked, "--indicator", "enforcement.on_time_rate")
    of_whole, of_part = (
        [
            [one for one in point["indicators"] if (one["indicator"], one["family"]) == ("on_time_rate", "enforcement")]
            for point in json.loads(out)["points"]
        ]
        for out in (whole, part)
    )
    assert of_part == of_whole
    assert json.loads(part)["points"][0]["indicators"] == of_whole[0]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--vary", "townships.*.teams.enforcment.certified=1"), "Did you mean enforcement?"),
        (("--vary", f"{CERTIFIED}=1,2.7"), "must be a whole number (got 2.7)."),
        (("--vary", "measure:whistel"), "There is no measure or package whistel. Did you mean whistle?"),
        (("--vary", f"{CERTIFIED}=1,9"), "1 of 2 points are no possible scenarios"),
        (("--vary", "linkage.rule"), "An axis is PATH=VALUE,VALUE…"),
        (("--vary", "linkage.return_days=1..3"), "say how many points to take from it"),
        (("--vary", "linkage.return_days=1..3", "--sample", "sobol:3"), "take 2 or 4 (got 3)."),
        (("--vary", "linkage.return_days=1..3", "--sample", "lhs:10000"), "at most 1000 can be run together"),
        (("--vary", "linkage.return_days=1,2", "--replications", "90000"), "are 180,000; at most 20,000 can be run"),
        (("--vary", "time.days=9", "--indicator", "enforcement.on_tim_rate"), "Did you mean on_time_rate?"),
        (("--vary", "time.days=9", "--indicator", "cost_per_case", "--family", "gird"), "--family: 'gird'"),
        (("--vary", "time.days=9", "--indicator", "service.on_time_rate"), "(got service). Did you mean counter?"),
        (("--vary", "time.days=9", "--out", "/nowhere/at/all.csv"), "There is no folder /nowhere/at."),
        ((), "Say what is varied: by --vary, or as a table by --points."),
    ],
)
def test_what_cannot_be_is_refused_with_the_nearest_right_name(planner, county, arguments, expected) -> None:
    code, out, err = planner("sweep", county, *arguments, "--lang", "en")
    assert (code, out) == (2, "")
    assert expected in " ".join(err.split())


def test_all_that_is_wrong_is_said_at_once(planner, county) -> None:
    code, _out, err = planner(
        "sweep", county, "--vary", "a", "--vary", "b=2..1", "--sample", "mc:4", "--indicator", "x", "--lang", "zh"
    )
    assert code == 2
    assert [line.partition("：")[0] for line in err.splitlines()] == ["--vary", "--vary b", "--sample", "--indicator"]


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(planner, county, own_store, fresh) -> None:
    asked = (
        "sweep", county, "--vary", "linkage.return_days=1,2,3", "--indicator", "backlog_mean", "--replications", 20,
        "--json",
    )  # fmt: skip
    command = [sys.executable, "-m", "planner", *asked, "--jobs", 2, "--progress", "json", "--lang", "en"]
    process = subprocess.Popen(
        [*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr is not None
    lines = [process.stderr.readline() for _line in range(8)]
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    *announced, said, resume = [*lines, *err.splitlines()]
    assert "What is finished is kept as study 1" in said
    assert resume.strip() == "planner results resume 1 --jobs 2"
    assert json.loads(announced[-1])["event"] == "ended"
    found = json.loads(out)
    assert found["interrupted"]
    finished = sum(point["replications"] for point in found["points"])
    assert len(announced) - 2 <= finished < 60
    _code, at_once, _err = planner(*asked, "--jobs", 1, *fresh())
    county.unlink()
    code, resumed, err = planner("results", "resume", 1, "--jobs", 1, "--json", "--progress", "json")
    assert (code, resumed) == (0, at_once)
    events = [json.loads(line)["event"] for line in err.splitlines()]
    assert events.count("replication") == 60 - finished


@pytest.mark.parametrize("options", [(), ("--indicator", "enforcement.on_time_rate", "--family", "enforcement")])
def test_a_sweep_that_is_kept_is_shown_as_it_was(planner, county, options) -> None:
    """Also points that are the same scenario."""
    asked = ("sweep", county, *FACTORIAL, "--vary", "linkage.return_days=2,2.0", *QUICK, *options)
    _code, text, _err = planner(*asked, "--lang", "en")
    told = text.removesuffix("Kept as study 1: planner results show 1\n")
    assert planner("results", "show", 1, "--lang", "en") == (0, told, "")
    _code, data, _err = planner(*asked, "--json")
    assert planner("results", "show", 1, "--json") == (0, data, "")
    code, out, _err = planner("results", "resume", 1, "--replications", 9000, "--lang", "en")
    assert (code, out) == (2, "")


def test_a_table_of_own_points_is_run_row_by_row(planner, county, tmp_path) -> None:
    """As Excel leaves it: a byte order mark, an empty column at the right, a blank row."""
    table = tmp_path / "points.csv"
    table.write_text(f"\ufeffmeasure:whistle,{CERTIFIED},\non,2,\n,,\noff,1,\non,0,\n", encoding="utf-8")
    code, out, err = planner("sweep", county, "--points", table, *QUICK, "--json")
    assert (code, err) == (0, "")
    assert [list(point["values"].values()) for point in json.loads(out)["points"]] == [[True, 2], [False, 1], [True, 0]]
    table.unlink()
    assert planner("results", "show", 1, "--json") == (0, out, "")
    text = planner("results", "show", 1, "--lang", "en")[1]
    assert "No effects: they need every combination of values (--vary)" in text


def test_what_is_wrong_in_a_table_of_points_is_said_by_row_and_column(planner, county, tmp_path) -> None:
    table = tmp_path / "points.csv"
    table.write_text(f"measure:whistle,{CERTIFIED},\non,2.5,7\nmaybe,,\non,1,\non,1,\n", encoding="utf-8")
    code, out, err = planner("sweep", county, "--points", table, *QUICK, "--lang", "en")
    assert (code, out) == (2, "")
    assert [line.strip() for line in err.splitlines()[1:]] == [
        "Column 3 has no head: a path of the scenario, or measure:ID.",
        f"{CERTIFIED}: Row 2: '2.5' is not a whole number.",
        "measure:whistle: Row 3: 'maybe' is neither on nor off.",
        f"{CERTIFIED}: Row 3 has no value here.",
    ]
    for content, expected in (
        (f"{CERTIFIED}\n1\n1\n", "Row 3 is the same as row 2."),
        (f"{CERTIFIED},time.days\n1\n", "Row 2 has 1 cells, and the head 2."),
        (f"{CERTIFIED}\n", "The table has no points"),
        ("", "The table has no points"),
        ("time.days,time.days\n9,9\n", "Two columns have this head."),
        ("time.days\n" + "x\n" * 1001, "1001 points; at most 1000 can be run together."),
        ("time.days," + "x" * 200_000, "This is not a table of separated text"),
        # Rows count as a spreadsheet does: a cell of two lines is one row.
        ('time.days,linkage.rule\n9,"whi\nstle"\nx,whistle\n', "Row 3: 'x' is not a whole number."),
    ):
        table.write_text(content, encoding="utf-8")
        assert expected in planner("sweep", county, "--points", table, "--lang", "en")[2]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_table_of_points_may_come_from_any_excel(planner, county, tmp_path, encoding) -> None:
    table = tmp_path / "points.csv"
    words = f"measure:whistle\t{CERTIFIED}\n是\t２\n否\t1\n"
    table.write_text(words if encoding == "utf-16" else words.replace("\t", ","), encoding=encoding)
    out = planner("sweep", county, "--points", table, *QUICK, "--json")[1]
    assert [list(point["values"].values()) for point in json.loads(out)["points"]] == [[True, 2], [False, 1]]
    assert "There is no such file." in planner("sweep", county, "--points", tmp_path / "no.csv", "--lang", "en")[2]


def test_an_axis_of_three_values_has_its_effects(planner, county) -> None:
    asked = ("sweep", county, "--vary", f"{CERTIFIED}=0,1,2", *QUICK, "--indicator", "backlog_end")
    _code, out, _err = planner(*asked, "--json")
    found = json.loads(out)
    (effects,) = found["effects"]
    means = [one["mean"] for point in found["points"] for one in point["indicators"]]
    assert [(one["level"], one["mean"]) for one in effects["levels"]] == [
        (2, pytest.approx(means[1] - means[0])),
        (3, pytest.approx(means[2] - means[0])),
    ]
    text = planner(*asked, "--lang", "en")[1]
    assert "\nA = 1 " in text and "\nA = 2 " in text


def test_axes_without_effects_say_why(planner, county) -> None:
    asked = ("sweep", county, "--vary", "linkage.return_days=1..3", "--sample", "lhs:2", *QUICK, "--lang", "en")
    assert "No effects of ranges" in planner(*asked)[1]


def test_a_sweep_goes_on_until_it_is_precise(planner, county) -> None:
    asked = ("sweep", county, "--vary", f"{CERTIFIED}=0,2", "--jobs", 1, "--precision", "enforcement.backlog_end=1000")
    _code, out, _err = planner(*asked, "--json")
    found = json.loads(out)
    # Three replications, and five more that confirm them.
    assert (found["ended"], [one["replications"] for one in found["points"]]) == (
        {"by": "precision", "unmet": []},
        [8, 8],
    )
    assert planner("results", "show", 1, "--json") == (0, out, "")
    assert "Ended because everything is as precise as asked for." in planner("results", "show", 1, "--lang", "en")[1]
    refused = planner(*asked, "--replications", 4, "--lang", "en")
    assert refused[::2] == (2, "--replications: cannot be combined with --precision.\n")
    capped = (*asked[:-1], "enforcement.backlog_end=0.001", "--most", 3, "--indicator", "enforcement.backlog_end")
    unmet = json.loads(planner(*capped, "--json")[1])["ended"]
    assert unmet["by"] == "cap"
    assert {one["indicator"] for one in unmet["unmet"]} == {"backlog_end"}
