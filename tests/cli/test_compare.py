import json
import math
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

QUICK = ("--replications", 3, "--jobs", 1)


@pytest.fixture
def other(changed):
    """The county with half as many whistles answered, and one more certified officer in the west."""
    return changed(("answered = 0.9", "answered = 0.45"), ("certified = 1", "certified = 2"))


def found(line: str, indicator: str, family: str = "enforcement", alternative: int = 0) -> dict:
    findings = json.loads(line)["alternatives"][alternative]["findings"]
    (one,) = [one for one in findings if (one["indicator"], one["family"]) == (indicator, family)]
    return one


def test_the_report_says_what_changes_and_why(planner, county, other):
    code, out, err = planner("compare", county, other, *QUICK, "--lang", "zh")
    assert (code, err) == (0, "")
    for expected in (
        "对比基准：试验县  county",
        "示意：共 5 个单位，只模拟了其中 3 个。",
        "试验县  changed",
        "执法类办理时长：",
        "其他方面",
        "审批类办理时长",
        "为什么：执法类办理时长 ",
        "按原因",
        "按乡镇",
        "东镇",
        "改了什么",
        "townships.*.linkage.whistle.answered，3 个乡镇（街道）",
        "townships.west.teams.enforcement.certified",
        "假设",
        "各方案：3 次模拟，抽样相同，种子 1。",
        "8 项比较同时成立的把握为 95%",
        "办理时长 0.5 天（默认）",
        "可用 planner show 逐项查看",
    ):
        assert expected in out
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_verdicts_stand_in_officials_words(planner, county, changed):
    staffed = changed(("team = { staff = 4,", "team = { staff = 12,"), ("formal = 0.4", "formal = 0.1"))
    arguments = ("compare", county, staffed, "--replications", 5, "--jobs", 1, "--matters", "resolution_time_mean=0.1d")
    _code, chinese, _err = planner(*arguments, "--lang", "zh")
    pattern = (
        r"▼ 执法类办理时长：平均由 [\d.]+ 天缩短到 [\d.]+ 天，好转（-[\d.]+ ±[\d.]+ 天）；"
        r"5 次模拟 5 次缩短；改动的 \d 项数值中有 2 项是假设，所经环节另依赖 \d 项。"
    )
    assert re.search(pattern, chinese)
    _code, english, _err = planner(*arguments, "--lang", "en")
    pattern = (
        r"▼ Enforcement, resolution time: shortens from [\d.]+ d to [\d.]+ d on average, better \(-[\d.]+ ±[\d.]+ d\); "
        r"shorter in 5 of 5 replications; 2 of the inputs that differ \(\d\) are assumptions, "
        r"what it acts through rests on \d more\."
    )
    assert re.search(pattern, english)
    assert "resolution time 0.1 d; response time 0.5 d (default)" in english
    assert re.search(r"Urban management +\+8\n", english)
    assert re.search(r"County +\+8 \(24 → 32\)", english)


def test_the_shown_parts_add_up_to_the_shown_whole(planner, county, other):
    _code, out, _err = planner("compare", county, other, *QUICK, "--lang", "en")
    whole = float(re.search(r"Why: Enforcement, resolution time ([-+][\d.]+)", out)[1])
    why = out.split("Why:")[1].split("What changed")[0]
    for table in re.split(r"\nBy ", why)[1:]:
        parts = [float(one) for one in re.findall(r" ([-+]?\d+\.\d+)(?: ±[\d.]+)?$", table, flags=re.MULTILINE)]
        assert sum(parts) == pytest.approx(whole, abs=1e-9)


def test_one_json_object(planner, county, other):
    code, out, err = planner("compare", county, other, *QUICK, "--json")
    assert (code, err) == (0, "")
    (line,) = out.splitlines()
    told = json.loads(line)
    assert told["base"]["name"] == "county"
    assert (told["replications"], told["planned"], told["interrupted"], told["ended"]) == (3, 3, False, None)
    assert (told["confidence"], told["comparisons"], told["stress"]) == (0.95, 8, None)
    (alternative,) = told["alternatives"]
    assert (alternative["name"], alternative["assumptions"]) == ("changed", 2)
    time = found(line, "resolution_time_mean")
    assert time["difference"] == pytest.approx(time["other"] - time["base"])
    assert (time["unit"], time["better"], time["matters"], time["n"]) == ("working_days", "lower", 0.5, 3)
    (why,) = alternative["why"]
    assert why["whole"]["mean"] == time["difference"]
    for split in why["splits"]:
        mix = split["mix"]["mean"] if split["mix"] else 0.0
        assert sum(part["contribution"]["mean"] for part in split["parts"]) + mix == pytest.approx(time["difference"])
    assert {change["pattern"] for change in alternative["changed"]} == {
        "townships.*.linkage.whistle.answered",
        "townships.*.teams.enforcement.certified",
    }
    assert len(alternative["transitions"][0]["backlog"]) == 28


def test_figures_are_those_of_a_run(planner, county, other):
    _code, compared, _err = planner("compare", county, other, *QUICK, "--json")
    _code, run, _err = planner("run", county, *QUICK, "--json")
    means = {(one["indicator"], one["family"]): one["mean"] for one in json.loads(run)["indicators"]}
    for indicator in ("resolution_time_mean", "on_time_rate", "overdue_end"):
        assert found(compared, indicator)["base"] == means[indicator, "enforcement"]


@pytest.mark.slow
def test_serial_and_parallel_print_the_same(planner, county, other, fresh):
    arguments = ("compare", county, other, "--replications", 3, "--json", "--family", "enforcement")
    assert planner(*arguments, "--jobs", 1, *fresh()) == planner(*arguments, "--jobs", 2, *fresh())


def test_measures_on_top_of_the_base_are_alternatives(planner, county, tmp_path):
    (tmp_path / "measures").mkdir()
    base = tmp_path / "county.toml"
    base.write_text(county.read_text(encoding="utf-8"), encoding="utf-8")
    for name, answered in (("answer-all", 1.0), ("answer-none", 0.1)):
        (tmp_path / "measures" / f"{name}.toml").write_text(
            f"""
            title = {{ zh = "举措{name}", en = "Measure {name}" }}
            group = "linkage"
            done = "proposal"
            [[changes]]
            set = "townships.*.linkage.whistle.answered"
            value = {answered}
            [sources]
            "townships.*.linkage.whistle.answered" = "measured"
            """,
            encoding="utf-8",
        )
    arguments = ("compare", base, "--with", "answer-all", "--with", "answer-none", *QUICK)
    code, out, err = planner(*arguments, "--lang", "en")
    assert (code, err) == (0, "")
    assert "1  Trial county + Measure answer-all  county+answer-all" in out
    assert "2  Trial county + Measure answer-none  county+answer-none" in out
    assert "Measures: answer-none." in out
    assert re.search(r"base +1 +2\n", out)
    code, out, err = planner("compare", base, "--with", "answer-al", *QUICK, "--lang", "en")
    assert (code, out) == (2, "")
    assert "--with: There is no measure or package answer-al. Did you mean answer-all?" in err


def test_a_goal_is_said_to_be_reached_or_not(planner, county, other):
    arguments = ("compare", county, other, "--jobs", 1, "--family", "enforcement", "--lang", "en")
    _code, out, _err = planner(*arguments, "--precision", "resolution_time_mean=9d")
    assert "8 replications of each, with the same draws, seed 1. Ended because everything is as precise" in out
    _code, out, _err = planner(*arguments, "--precision", "0.1%", "--most", 4)
    assert "4 replications of each" in out
    unmet = "Enforcement, resolution time; Enforcement, response time"
    assert f"Ended at the most that was allowed; not as precise as asked for: {unmet}" in out


def test_a_quantile_that_is_not_reached_everywhere_ends_at_the_most(planner, changed):
    """Where more than a tenth of the cases stay open, there is no 90 % quantile to be precise about."""
    file = changed(("certified = 2", "certified = 0"), ("residents = 20_000", "residents = 6_000"))
    goal = ("--precision", "resolution_time_p90=0.05d", "--most", 12)
    arguments = ("compare", file, "--with", "command-platform", *goal, "--family", "enforcement", "--jobs", 1)
    code, out, _err = planner(*arguments, "--lang", "en")
    assert code == 0
    name = "Enforcement, resolution time, 90th percentile"
    assert f"Ended at the most that was allowed; not as precise as asked for: {name}." in out
    assert re.search(rf"\? {name}: not reached within the time that is looked at in \d+ replications", out)


def test_stress_names_the_groups_that_turn_a_verdict_and_those_that_do_not(planner, county, other):
    arguments = ("compare", county, other, *QUICK, "--stress", "90%", "--stress-group", "answers,reversals,work")
    code, out, _err = planner(*arguments, "--lang", "en")
    assert code == 0
    told = out.split("What it rests on")[1]
    assert told.startswith(": assumptions moved by 90%\n")
    assert "other assumptions did not move." in told
    _code, line, _err = planner(*arguments, "--json")
    stress = json.loads(line)["stress"]
    assert {variant["group"] for variant in stress["variants"]} == {"answers", "work"}
    for flip in stress["flips"]:
        assert flip["before"] != flip["after"]
        named = {"answers": "share of requests answered", "work": "hours of work per case"}[flip["group"]]
        assert f"{named} {'up' if flip['factor'] > 1 else 'down'} by 90%:" in told
    assert stress["flips"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--matters", "resolution_time_men=1d"), "--matters: There is no indicator resolution_time_men. Did you mean"),
        (("--matters", "on_time_rate=1d"), "--matters: 1d is not an amount here; write for example 0.02."),
        (("--matters", "on_time_rate"), "write for example on_time_rate=1d"),
        (("--matters", "enforcement.cost=1"), "--matters: must be one of all (got enforcement)."),
        (("--precision", "much"), "--precision: much is not an amount here; write for example 5%."),
        (("--precision", "5%", "--replications", "9"), "--replications: cannot be combined with --precision."),
        (("--stress", "150%"), "--stress: must be"),
        (("--stress", "25%", "--stress-group", "formall"), "no group of assumptions formall. Did you mean formal?"),
        (("--stress-group", "formal"), "--stress-group: This makes sense only together with --stress."),
        (("--family", "enforcment"), "Did you mean 'enforcement'?"),
        (("--most", "2", "--precision", "5%"), "must be a whole number, 3 or more (got 2)."),
    ],
)
def test_wrong_options_get_a_clear_message(planner, county, other, arguments, expected):
    code, out, err = planner("compare", county, other, *arguments, "--lang", "en")
    assert (code, out) == (2, "")
    assert expected in err


def test_all_wrong_sizes_come_together(planner, county, other):
    wrong = ("--matters", "backlog=1,on_time_rate=x", "--precision", "overdue_end=0", "--lang", "en")
    _code, _out, err = planner("compare", county, other, *wrong)
    assert len(err.splitlines()) == 3


def test_what_cannot_be_compared(planner, county, changed):
    code, _out, err = planner("compare", county, "--lang", "en")
    assert (code, "There is nothing to compare county with" in err) == (2, True)
    code, _out, err = planner("compare", county, changed(("days = 28", "days = 35")), "--lang", "en")
    assert code == 2
    assert "same horizon" in err


def test_out_takes_the_place_of_stdout(planner, county, other, tmp_path):
    _code, text, _err = planner("compare", county, other, *QUICK)
    code, out, _err = planner("compare", county, other, *QUICK, "--out", tmp_path / "found.txt")
    assert (code, out) == (0, "")
    assert (tmp_path / "found.txt").read_text(encoding="utf-8") == text
    planner("compare", county, other, *QUICK, "--out", tmp_path / "found.json")
    assert json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))["base"]["name"] == "county"


@pytest.mark.slow
def test_progress_lines_do_not_change_the_findings(planner, county, other, fresh):
    arguments = ("compare", county, other, *QUICK, "--json", "--stress", "50%", "--stress-group", "formal")
    _code, quiet, silence = planner(*arguments, "--progress", "none", *fresh())
    _code, out, err = planner(*arguments, "--progress", "json", *fresh())
    assert silence == ""
    assert out == quiet
    started, *rest, ended = map(json.loads, err.splitlines())
    assert ended == {"event": "ended", "study": 1, "finished": 18, "interrupted": False}
    assert started == {
        "event": "started",
        "study": 1,
        "scenarios": ["county", "changed"],
        "replications": 3,
        "finished": 0,
        "total": 18,
        "variants": 2,
    }
    assert [one["finished"] for one in rest] == list(range(1, 19))
    assert {one["total"] for one in rest} == {18}
    assert [one["variant"] for one in rest[5:7]] == [None, ["formal", 0.5]]
    values = [
        one["value"]
        for line in rest[:6]
        for one in line["figures"]
        if line["scenario_number"] == 1 and (one["indicator"], one["family"]) == ("backlog_mean", "enforcement")
    ]
    assert sum(values) / 3 == pytest.approx(found(out, "backlog_mean")["base"])


@pytest.mark.parametrize("jobs", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_ctrl_c_shows_what_is_finished(county, other, jobs):
    command = [sys.executable, "-m", "planner", "compare", county, other, "--replications", "500", "--jobs", str(jobs)]
    process = subprocess.Popen(
        [*map(str, command), "--json", "--progress", "json", "--stress", "25%"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    for _line in range(8):
        process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    told = json.loads(out)
    assert told["interrupted"]
    assert 3 <= told["replications"] < 500
    assert told["stress"] is None
    assert found(out, "resolution_time_mean")["n"] == told["replications"]
    assert "Traceback" not in err


@pytest.mark.slow
def test_a_terminal_of_any_width_is_kept_to(county, other):
    """Lines fit into the terminal in both languages, whatever stands in them."""
    for width in (80, 200):
        for lang in ("zh", "en"):
            out = on_terminal(width, "compare", county, other, *QUICK, "--lang", lang, "--progress", "none")
            assert "▼" in out or "?" in out
            for line in out.splitlines():
                assert cells(line) <= width, line


def on_terminal(width: int, *arguments: object) -> str:
    """What a command prints where its output is a terminal of so many columns, without colours."""
    import pty

    command = [sys.executable, "-m", "planner", *map(str, arguments)]
    environment = os.environ | {"NO_COLOR": "1", "TERM": "xterm", "COLUMNS": str(width), "LINES": "50"}
    leader, follower = pty.openpty()
    process = subprocess.Popen(command, stdout=follower, stderr=follower, env=environment)
    os.close(follower)
    parts = []
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    assert process.wait() == 0
    os.close(leader)
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", b"".join(parts).decode()).replace("\r", "")


def cells(line: str) -> int:
    from planner.wording.cells import width

    return width(line)


@pytest.fixture
def recorded(planner, county, tmp_path) -> Path:
    table = tmp_path / "cases.csv"
    planner("run", county, "--replications", 1, "--jobs", 1, "--cases", table, "--seed", 7, "--store", tmp_path / "x")
    return table


def test_the_same_recorded_cases_meet_all_scenarios(planner, county, other, recorded, tmp_path):
    """As many cases in each as in a run of its own on that table."""
    asked = ("compare", county, other, *QUICK, "--trace", recorded)
    code, out, err = planner(*asked, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    alone = [
        json.loads(planner("run", one, *QUICK, "--trace", recorded, "--json")[1].splitlines()[0])
        for one in (county, other)
    ]
    found = {(one["indicator"], one["family"]): one for one in told["alternatives"][0]["findings"]}
    for side, run in zip(("base", "other"), alone, strict=True):
        mean = next(
            one["mean"]
            for one in run["indicators"]
            if (one["indicator"], one["family"], one["by"]) == ("backlog_mean", "enforcement", "county")
        )
        assert found["backlog_mean", "enforcement"][side] == pytest.approx(mean)
    assert told["trace"] == alone[0]["trace"] is not None
    assert told["trace_file"] == str(recorded)
    assert planner("results", "show", 1, "--json") == (0, out, "")
    for command in (asked, ("results", "show", 1)):
        text = planner(*command, "--lang", "en")[1]
        assert f"Plays the recorded case table {recorded} in place of drawn demand" in " ".join(text.split())
        assert told["trace"] in text
    assert "recorded cases" in planner("results", "list", "--lang", "en")[1]


def test_a_scenario_that_cannot_play_the_table_is_named(planner, county, changed, recorded, own_store):
    lacking = changed(("[townships.north]", "[townships.south]"))
    code, out, err = planner("compare", county, lacking, *QUICK, "--trace", recorded, "--lang", "en")
    assert (code, out) == (2, "")
    assert "Scenario changed cannot play the table:" in err
    assert "'north' is not known." in err
    assert not own_store.exists()


def test_differences_by_township_hold_at_once_by_themselves(planner, county, other):
    asked = ("compare", county, other, *QUICK, "--by", "township", "--by", "department")
    _code, out, _err = planner(*asked, "--json")
    (alternative,) = json.loads(out)["alternatives"]
    towns = [one for one in alternative["groups"] if one["by"] == "township"]
    assert {one["indicator"] for one in towns} == {"resolution_time_mean", "on_time_rate", "backlog_mean"}
    backlogs = [one["difference"] for one in towns if one["indicator"] == "backlog_mean"]
    whole = found(out, "backlog_mean")
    assert math.fsum(backlogs) == pytest.approx(whole["difference"])
    # The findings of the county stay as they are without.
    _code, plain, _err = planner("compare", county, other, *QUICK, "--json")
    assert found(plain, "backlog_mean") == whole
    text = planner(*asked, "--lang", "en")[1]
    assert "Responsible department" in text
    assert "also where a township does the work" in " ".join(text.split())


def test_a_dated_reform_is_told_from_its_date_on_too(planner, county, tmp_path):
    dated = county.with_name("dated.toml")
    dated.write_text(
        'extends = "county.toml"\n[time]\ndays = 56\n[[timeline]]\nfrom = 2025-03-24\nmeasures = ["whistle"]\n',
        encoding="utf-8",
    )
    base = county.with_name("base.toml")
    base.write_text('extends = "county.toml"\n[time]\ndays = 56\n', encoding="utf-8")
    _code, out, _err = planner("compare", base, dated, *QUICK, "--json")
    told = json.loads(out)
    (alternative,) = told["alternatives"]
    assert told["since"] == "2025-03-24"
    assert [(one["indicator"], one["family"]) for one in alternative["since"]] == [
        (one["indicator"], one["family"]) for one in alternative["findings"]
    ]
    for lang, expected in (("en", "From 24 March 2025 to 27 April 2025"), ("zh", "2025年3月24日至2025年4月27日")):
        assert expected in planner("results", "show", 1, "--lang", lang)[1]
    planner("results", "export", 1, "--out", tmp_path / "x.csv", "--table", "findings")
    rows = pl.read_csv(tmp_path / "x.csv").filter(pl.col("by") == "since")
    assert rows["key"].unique().to_list() == ["2025-03-24"]
    assert rows["difference"].to_list() == pytest.approx([one["difference"] for one in alternative["since"]])
    _code, run, _err = planner("run", dated, *QUICK, "--json", "--since", "2025年3月31日")
    since = json.loads(run)["since"]
    assert since["day"] == "2025-03-31"
    assert {one["by"] for one in since["indicators"]} == {"since"}
    for day, expected in (("soon", "soon is not a day"), ("2025-04-20", "28 days before the end")):
        code, _out, err = planner("run", dated, *QUICK, "--since", day, "--lang", "en")
        assert (code, expected in err) == (2, True)


def test_each_row_of_a_table_of_points_is_an_alternative(planner, county, tmp_path):
    table = tmp_path / "points.csv"
    certified = "townships.*.teams.enforcement.certified"
    table.write_text(f"measure:whistle,{certified}\non,1\noff,0\n", encoding="utf-8")
    code, out, err = planner("compare", county, "--points", table, *QUICK, "--json", "--lang", "en")
    assert (code, err) == (0, "")
    titles = [one["title"]["en"] for one in json.loads(out)["alternatives"]]
    assert [title.partition(" + ")[2] for title in titles] == [
        "Town whistles, departments report + enforcement.certified=1",
        "measure:whistle=off + enforcement.certified=0",
    ]
    assert planner("results", "show", 1, "--json") == (0, out, "")
    table.write_text(f"{certified}\n1\n9\nfew\n", encoding="utf-8")
    code, out, err = planner("compare", county, "--points", table, *QUICK, "--lang", "en")
    assert (code, out) == (2, "") and "Row 4: 'few' is not a whole number." in err
