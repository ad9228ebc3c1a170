"""Studies as files: the figures of every replication, the summary with intervals, the backlog of each day."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from planner.metrics import FigureKey
from planner.store import Store, Study

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def study(planner, county, changed, own_store) -> Study:
    """Two scenarios, three replications; the second one's title looks like a formula."""
    other = changed(("staff = 3", "staff = 6"), ('{ zh = "试验县", en = "Trial county" }', '"=1+1"'))
    assert planner("run", county, other, "--replications", 3, "--jobs", 1)[0] == 0
    with Store.open(own_store) as store:
        (found,) = store.studies()
        return found


@pytest.fixture
def figures(study, own_store) -> dict[tuple[int, int], dict[FigureKey, float]]:
    with Store.open(own_store) as store:
        return store.study(study.id).figures()


def export(planner, out: Path, *options: object) -> Path:
    code, printed, told = planner("results", "export", 1, "--out", out, *options)
    assert (code, printed) == (0, "")
    assert str(out) in told
    return out


def read(table: Path) -> pl.DataFrame:
    return pl.read_csv(table, try_parse_dates=True) if table.suffix == ".csv" else pl.read_parquet(table)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_every_figure_of_every_replication(planner, study, figures, tmp_path, suffix):
    frame = read(export(planner, tmp_path / f"x{suffix}"))
    told = {(row["scenario_number"] - 1, row["replication"] - 1): {} for row in frame.iter_rows(named=True)}
    for row in frame.iter_rows(named=True):
        key = FigureKey(row["indicator"], row["family"], row["by"], row["key"] or "")
        told[row["scenario_number"] - 1, row["replication"] - 1][key] = row["value"]
    assert told == figures
    assert set(frame["illustrative"]) == {True}
    assert set(frame["study"]) == {1}
    units = frame.filter(pl.col("indicator") == "resolution_time_mean").select("family", "unit").unique().rows()
    assert ("emergency", "hours") in units
    assert ("enforcement", "working_days") in units


def test_the_summary_is_that_of_the_run(planner, study, county, tmp_path):
    frame = read(export(planner, tmp_path / "x.csv", "--table", "summary"))
    shown = [json.loads(line) for line in planner("results", "show", 1, "--json", "--by", "township")[1].splitlines()]
    assert len(shown) == 2
    for number, one in enumerate(shown, 1):
        rows = frame.filter(pl.col("scenario_number") == number, pl.col("mean").is_not_null()).rows(named=True)
        assert [(row["indicator"], row["mean"], row["half_width"], row["n"]) for row in rows] == [
            (found["indicator"], found["mean"], found["half_width"], found["n"]) for found in one["indicators"]
        ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_says_what_was_written_and_where(planner, study, tmp_path, lang):
    for table in ("figures", "backlog"):
        out = tmp_path / f"{table}.csv"
        told = planner("results", "export", 1, "--out", out, "--table", table, "--lang", lang)[2]
        rows = f"{len(read(out)):,}"
        assert (
            told
            == {
                "en": f"{rows} rows of study 1 are written to {out}.\n",
                "zh": f"测算 1 的 {rows} 行已写入 {out}。\n",
            }[lang]
        )
    for out in (tmp_path / "x.json", tmp_path / "x.xlsx"):
        told = planner("results", "export", 1, "--out", out, "--lang", lang)[2]
        assert (
            told
            == {
                "en": f"Study 1 with 6 replications is written to {out}.\n",
                "zh": f"测算 1（6 次模拟）已写入 {out}。\n",
            }[lang]
        )


def test_the_backlog_of_each_day_has_dates(planner, study, figures, tmp_path):
    frame = read(export(planner, tmp_path / "x.parquet", "--table", "backlog"))
    last = frame.filter(
        (pl.col("scenario_number") == 2) & (pl.col("replication") == 3) & (pl.col("family") == "enforcement")
    ).row(-1, named=True)
    assert (last["day"], last["date"]) == (28, date(2025, 3, 30))
    assert last["open"] == figures[1, 2][FigureKey("backlog_end", "enforcement")]


def test_json_holds_everything(planner, study, figures, tmp_path):
    told = json.loads(export(planner, tmp_path / "x.json").read_text(encoding="utf-8"))
    assert (told["study"], told["seed"], told["complete"]) == (1, 1, True)
    for place, scenario in enumerate(told["scenarios"]):
        assert scenario["replications"] == [1, 2, 3]
        for number in range(3):
            assert {
                FigureKey(one["indicator"], one["family"], one["by"], one["key"]): one["values"][number]
                for one in (*scenario["indicators"], *scenario["unreached"])
                if one["values"][number] is not None
            } == figures[place, number]
        assert [len(days) for days in scenario["backlog"]["enforcement"]] == [28, 28, 28]
        assert scenario["start"] == "2025-03-03"
    assert told["scenarios"][0]["title"] == {"zh": "试验县", "en": "Trial county"}


def sheets(workbook: Path) -> dict[str, list[list[object]]]:
    """The cells of each sheet; formulas would be None."""
    with zipfile.ZipFile(workbook) as parts:
        strings = [
            "".join(piece.text or "" for piece in one.iter(f"{SPREADSHEET}t"))
            for one in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        ]
        names = re.findall(r'<sheet name="([^"]+)"', parts.read("xl/workbook.xml").decode())
        found = {}
        for number, name in enumerate(names, 1):
            rows = []
            for row in ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{SPREADSHEET}row"):
                cells: list[object] = []
                for cell in row:
                    value = cell.find(f"{SPREADSHEET}v")
                    text = value.text if value is not None and cell.find(f"{SPREADSHEET}f") is None else None
                    cells.append(text and (strings[int(text)] if cell.get("t") == "s" else float(text)))
                rows.append(cells)
            found[name] = rows
        return found


def test_excel_has_sheets_in_words(planner, study, figures, tmp_path):
    chinese = sheets(export(planner, tmp_path / "x.xlsx", "--lang", "zh"))
    assert list(chinese) == ["测算", "汇总", "模拟次数", "在办存量"]
    _headings, *rows = chinese["汇总"]
    of_first = [row for row in rows if row[0] == "试验县（示意）"]
    of_second = [row for row in rows if row[0] == "=1+1（示意）"]
    of_some = [row for row in of_first if row[6]]
    assert len(of_some) == len({key for number in range(3) for key in figures[0, number]})
    assert len(of_second) + len(of_first) == len(rows)
    # Some of the three replications do not reach these, or none.
    unreached = [row for row in of_first if len(row) < 8]
    assert {row[1] for row in unreached} == {"办理时长（九成以内）"}
    assert {0} < {row[6] for row in unreached} <= {0, 1, 2}
    told = next(row for row in of_first if row[1:4] == ["办理时长（平均）", "执法类", "全县"])
    key = FigureKey("resolution_time_mean", "enforcement")
    assert told[6] == 3
    assert told[7] == pytest.approx(sum(figures[0, number][key] for number in range(3)) / 3)
    values = next(row for row in chinese["模拟次数"] if row[1:4] == told[1:4])
    # Excel keeps 15 digits or so.
    assert values[6:] == pytest.approx([figures[0, number][key] for number in range(3)], rel=1e-14)
    english = sheets(export(planner, tmp_path / "y.xlsx", "--lang", "en"))
    assert list(english) == ["Study", "Summary", "Replications", "Backlog"]
    assert ["Illustrative: 3 of 5 units are modelled."] in [row[1:] for row in english["Study"]]
    assert len(english["Backlog"]) == 1 + 2 * 28 * len({row[1] for row in english["Backlog"][1:]})


CERTIFIED = "townships.*.teams.enforcement.certified"


@pytest.fixture
def swept(planner, county) -> None:
    axes = ("--vary", f"{CERTIFIED}=0,1,2", "--vary", "measure:whistle")
    assert planner("sweep", county, *axes, "--replications", 2, "--jobs", 1)[0] == 0


def test_a_sweep_tells_its_points_apart_in_every_table(planner, swept, tmp_path):
    """Also points that are the same scenario: each has its rows, with its values in columns of their own."""
    for table in ("figures", "summary", "backlog"):
        frame = read(export(planner, tmp_path / f"{table}.parquet", "--table", table))
        points = frame.select("point", CERTIFIED, "measure:whistle", "scenario").unique().sort("point").rows()
        assert [row[:3] for row in points] == [
            (number, certified, whistle)
            for number, (certified, whistle) in enumerate(
                ((certified, whistle) for certified in (0, 1, 2) for whistle in (False, True)), 1
            )
        ]
        assert len({row[3] for row in points}) == 6
    summary = read(tmp_path / "summary.parquet")
    told = json.loads(planner("results", "show", 1, "--json")[1])
    for point in told["points"]:
        rows = summary.filter(pl.col("point") == point["point"], pl.col("by") == "county")
        means = {(row["indicator"], row["family"]): row["mean"] for row in rows.iter_rows(named=True)}
        assert all(means[one["indicator"], one["family"]] == one["mean"] for one in point["indicators"])


def test_effects_of_a_sweep_reach_tables(planner, swept, tmp_path):
    frame = read(export(planner, tmp_path / "x.csv", "--table", "effects"))
    told = json.loads(export(planner, tmp_path / "x.json").read_text(encoding="utf-8"))["sweep"]
    assert told == json.loads(planner("results", "show", 1, "--json")[1])
    for effects in told["effects"]:
        rows = frame.filter(pl.col("indicator") == effects["indicator"], pl.col("family") == effects["family"])
        assert rows["kind"].to_list() == ["main", "level", "level"]
        means = [one["mean"] for one in (*effects["main"], *effects["levels"])]
        assert rows["effect"].to_list() == pytest.approx(means, rel=1e-12)
    assert frame["to"].to_list()[:3] == ["true", "1", "2"]
    found = sheets(export(planner, tmp_path / "x.xlsx", "--lang", "en"))
    assert list(found) == ["Study", "Points", "Effects", "Summary", "Replications", "Backlog"]
    headings, *points = found["Points"]
    assert headings[1:3] == ["enforcement › Certified officers", "Town whistles, departments report"]
    assert [row[:3] for row in points] == [
        [number + 1.0, float(number // 2), ("off", "on")[number % 2]] for number in range(6)
    ]
    assert [row[1:4] for row in found["Summary"]][1:] == [
        row[:3] for row in points for _figure in range((len(found["Summary"]) - 1) // 6)
    ]


@pytest.fixture
def compared(planner, county) -> None:
    assert planner("compare", county, "--with", "whistle", "--replications", 3, "--jobs", 1)[0] == 0


def test_findings_reasons_and_changes_of_a_comparison_reach_tables(planner, compared, tmp_path):
    told = json.loads(export(planner, tmp_path / "x.json").read_text(encoding="utf-8"))["comparison"]
    assert told == json.loads(planner("results", "show", 1, "--json")[1])
    (alternative,) = told["alternatives"]
    findings = read(export(planner, tmp_path / "findings.parquet", "--table", "findings")).rows(named=True)
    for row, found in zip(findings, alternative["findings"], strict=True):
        assert {name: row[name] for name in found if name in row} == {k: v for k, v in found.items() if k in row}
        assert row["scenario_number"] == 2
    why = read(export(planner, tmp_path / "why.parquet", "--table", "why"))
    for split in ("cause", "township", "department", "case_type"):
        parts = why.filter(pl.col("split") == split)["contribution"].sum()
        assert parts == pytest.approx(why.filter(pl.col("split") == "whole")["contribution"].item())
    changes = read(export(planner, tmp_path / "changes.csv", "--table", "changes"))
    paths = [value["path"] for change in alternative["changed"] for value in change["values"]]
    assert changes["path"].to_list() == paths
    found = sheets(export(planner, tmp_path / "x.xlsx", "--lang", "en"))
    assert list(found)[:4] == ["Study", "Findings", "Why", "What changed"]
    first = next(row for row in findings if row["indicator"] == "on_time_rate")
    cells = next(row for row in found["Findings"] if row[1] == "On-time rate")
    assert cells[5:7] == pytest.approx([first["base"], first["other"]], rel=1e-12)


def test_scenarios_of_one_title_are_told_apart(planner, county, changed, tmp_path):
    other = changed(("staff = 3", "staff = 6"))
    planner("compare", county, other, other, "--replications", 2, "--jobs", 1)
    found = sheets(export(planner, tmp_path / "x.xlsx", "--lang", "en"))
    titles = {row[0] for row in found["Summary"][1:]}
    assert titles == {
        "Trial county (county) (illustrative)",
        "Trial county (2) (illustrative)",
        "Trial county (3) (illustrative)",
    }
    assert {row[0] for row in found["Findings"][1:]} == titles - {"Trial county (county) (illustrative)"}
    assert "Trial county (county); Trial county (2); " in planner("results", "list", "--lang", "en")[1]


def test_a_table_that_a_study_has_not_is_refused(planner, study, tmp_path):
    code, _out, err = planner(
        "results", "export", 1, "--out", tmp_path / "x.csv", "--table", "findings", "--lang", "en"
    )
    assert (code, err) == (2, "--table: must be one of figures, summary, backlog (got findings).\n")
    assert not (tmp_path / "x.csv").exists()


def test_verbs_write_the_tables_that_export_writes(planner, county, tmp_path):
    """Each verb its own: a run its summary, a comparison its findings."""
    compare = ("compare", county, "--with", "whistle", "--replications", 2, "--jobs", 1)
    for number, (verb, table) in enumerate(
        ((("run", county, "--replications", 2, "--jobs", 1), "summary"), (compare, "findings")), 1
    ):
        assert planner(*verb, "--out", tmp_path / "one.csv", "--progress", "none") == (0, "", "")
        planner("results", "export", number, "--out", tmp_path / "other.csv", "--table", table)
        assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()
    planner(*compare, "--stress", "25%", "--stress-group", "formal", "--out", tmp_path / "x.xlsx", "--lang", "en")
    found = sheets(tmp_path / "x.xlsx")
    assert len(found["Stress"]) == 1 + 2 * (len(found["Findings"]) - 1)


def test_staff_reaches_tables(planner, county, tmp_path):
    asked = ("staff", county, "--for", "enforcement.on_time_rate>=0.5", "--replications", 2, "--jobs", 1, "--tries", 3)
    told = json.loads(planner(*asked, "--json")[1])
    assert planner(*asked, "--out", tmp_path / "x.csv", "--progress", "none") == (0, "", "")
    rows = pl.read_csv(tmp_path / "x.csv").rows(named=True)
    assert [(row["group"], row["what"], row["needed"]) for row in rows] == [
        (need["group"], need["what"], need["answer"]) for need in told["needs"]
    ]
    planner(*asked, "--out", tmp_path / "x.xlsx", "--lang", "en", "--progress", "none")
    found = sheets(tmp_path / "x.xlsx")
    assert list(found) == ["Answer", "Staff"]
    assert ["Illustrative: 3 of 5 units are modelled."] in found["Answer"]
    assert [row[4] for row in found["Staff"][1:]] == [need["by_load"] for need in told["needs"]]


@pytest.mark.parametrize(
    "suffix", [".xlsx", ".csv", *(pytest.param(one, marks=pytest.mark.slow) for one in (".parquet", ".json"))]
)
def test_what_does_not_fit_leaves_the_old_file_whole(study, own_store, tmp_path, suffix):
    out = tmp_path / f"x{suffix}"
    out.write_text("old")
    # The largest file that the process may write stands for a full disk. While others read the store, to read it too
    # takes no room.
    with Store.open(own_store):
        done = subprocess.run(
            [sys.executable, "-m", "planner", "results", "export", "1", "--out", out, "--lang", "en"],
            capture_output=True,
            text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000)),
        )
    assert done.returncode == 2
    assert "what stood there is untouched" in done.stderr
    assert out.read_text() == "old"
    assert not list(tmp_path.glob(".*"))


def test_more_rows_than_a_sheet_holds(planner, study, tmp_path, monkeypatch):
    monkeypatch.setattr("planner.papers.workbook.MOST_ROWS", 100)
    code, _out, err = planner("results", "export", 1, "--out", tmp_path / "x.xlsx", "--lang", "en")
    assert (code, "More than 100 rows do not fit into a sheet of Excel" in err) == (2, True)
    assert not (tmp_path / "x.xlsx").exists()


def test_an_unknown_ending_is_said_first(planner, tmp_path):
    for out, expected in (
        ("x.xls", "must end in .xlsx, .csv, .parquet, .json"),
        ("nowhere/x.csv", "There is no folder"),
    ):
        code, _out, err = planner("results", "export", 1, "--out", tmp_path / out, "--lang", "en")
        assert (code, expected in err) == (2, True)


def test_every_csv_shows_its_chinese_in_excel_and_reads_back(planner, county, tmp_path):
    files = [tmp_path / name for name in ("cases.csv", "events.csv", "sweep.csv", "study.csv", "again.csv")]
    run = ("run", county, "--replications", 1, "--jobs", 1)
    assert planner(*run, "--cases", files[0], "--events", files[1])[0] == 0
    sweep = ("sweep", county, "--vary", "townships.east.residents=100,200", "--replications", 1, "--jobs", 1)
    assert planner(*sweep, "--out", files[2])[0] == 0
    assert planner("results", "export", 1, "--out", files[3])[0] == 0
    assert planner("results", "cases", 1, "--cases", files[4])[0] == 0
    for file in files:
        assert file.read_bytes().startswith(b"\xef\xbb\xbf"), file
    assert planner(*run, "--trace", files[0])[0] == 0


@pytest.mark.parametrize("words", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula(tmp_path, words):

    from planner.cli.tables import write_frame

    frame = pl.DataFrame({"id": ["a-b", "3"], "words": [words, "-3.5"], "n": [-1, 2]})
    write_frame(frame, ".csv", tmp_path / "x.csv")
    found = pl.read_csv(tmp_path / "x.csv")
    assert found["words"][0][0] in "'\\"
    assert found["words"][1] == "-3.5"
    assert found.select("id", "n").rows() == [("a-b", -1), ("3", 2)]
    write_frame(frame, ".xlsx", tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        assert not [name for name in book.namelist() if b"<f>" in book.read(name)]


def test_sheets_have_names_that_excel_takes(planner, county, own_store, tmp_path):
    from planner.papers.workbook import write_sheet
    from planner.studies.snapshot import snapshot

    assert planner("run", county, "--replications", 1, "--jobs", 1)[0] == 0
    with Store.open(own_store) as store:
        shown = snapshot(1, store)
        for name in ("STUDY", "History", "a/b:c*d?e[f]g\\h'", "\x1b[2J", "长" * 40, "𠮷" * 40, ""):
            write_sheet(shown, name, ["x"], [["=1"]], tmp_path / "x.xlsx")
            with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
                told = book.read("xl/workbook.xml").decode()
            names = re.findall(r'<sheet name="([^"]*)"', told)
            assert len({one.lower() for one in names}) == 2
            assert all(0 < len(one.encode("utf-16-le")) // 2 <= 31 for one in names)
