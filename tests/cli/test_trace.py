"""Recorded case tables as offices and programs write them, played back through the command line."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from planner.studies.recorded import MOST_COLUMNS
from tests.cli.conftest import COUNTY

RUN = ("--replications", 1, "--jobs", 1, "--lang", "en")


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county with ids of digits for townships and case types, as codes of districts are."""
    text = COUNTY.read_text(encoding="utf-8")
    text = text.replace("[townships.east]", "[townships.370682001]").replace("[townships.west]", "[townships.001]")
    text = text.replace("noise", "0090")
    file: Path = tmp_path_factory.mktemp("numbered") / "县 [2025].toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def exported(numbered: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The case table of a run of it."""
    from planner.cli.main import main

    folder = tmp_path_factory.mktemp("exported")
    cases = folder / "cases.csv"
    arguments = ("run", numbered, *RUN, "--store", folder / "s.sqlite", "--out", folder / "out.json", "--cases", cases)
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    assert not ended.value.code
    content = cases.read_bytes()
    assert b",370682001,0090," in content and b",001,0090," in content
    return content


def rewritten(exported: bytes, separator: str = ",", end: str = "\n", encoding: str = "utf-8", more: str = "") -> bytes:
    """The table as another program would save it."""
    rows = csv.reader(io.StringIO(exported.decode("utf-8-sig"), newline=""))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return (out.getvalue() + more).encode(encoding)


WAYS = {
    "as it is": {},
    "mark": {"encoding": "utf-8-sig"},
    "carriage returns": {"end": "\r\n"},
    "UTF-16": {"encoding": "utf-16"},
    "semicolons": {"separator": ";"},
    "tabs": {"separator": "\t"},
    "blank last rows": {"more": ",,,\n , ,\n\n"},
}


NAMES = ("cases[1].csv", "资料[2025]/案件 表.csv", "*.csv")


@pytest.mark.parametrize(
    ("way", "name"), [*((way, NAMES[0]) for way in WAYS), *(("as it is", name) for name in NAMES[1:])]
)
def test_an_exported_table_played_back_gives_the_same_bytes(planner, numbered, exported, tmp_path, way, name) -> None:
    table, again = tmp_path / name, tmp_path / "again.csv"
    table.parent.mkdir(exist_ok=True)
    table.write_bytes(rewritten(exported, **WAYS[way]))
    code, _out, err = planner("run", numbered, *RUN, "--trace", table, "--cases", again)
    assert (code, err) == (0, "")
    assert again.read_bytes() == exported


def test_so_does_one_saved_by_a_chinese_office(planner, county, tmp_path) -> None:
    """In GB18030, with an id in Chinese characters in a column beside."""
    first, table, again = (tmp_path / name for name in ("first.csv", "表.csv", "again.csv"))
    assert planner("run", county, *RUN, "--cases", first)[0] == 0
    rows = list(csv.reader(io.StringIO(first.read_text(encoding="utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(
        [*row, "备注" if not place else "东镇报来"] for place, row in enumerate(rows)
    )
    table.write_bytes(out.getvalue().encode("gb18030"))
    assert planner("run", county, *RUN, "--trace", table, "--cases", again)[0] == 0
    assert again.read_bytes() == first.read_bytes()


def test_the_same_table_in_parquet_is_the_same(planner, numbered, exported, tmp_path) -> None:
    table, again = tmp_path / "cases[1].parquet", tmp_path / "again.csv"
    pl.read_csv(io.BytesIO(exported), infer_schema=False).write_parquet(table)
    assert planner("run", numbered, *RUN, "--trace", table, "--cases", again)[0] == 0
    assert again.read_bytes() == exported


TITLES = "township,case_type,reported"
GOOD = "east,noise,2025-03-04T10:00:00"


@pytest.mark.parametrize(
    "time", ["2025/3/5 9:00", "2025年3月5日 9:00", "２０２５/3/5 9:00", "2025-03-05T01:00:00Z", "2025/3/5 上午 9:00"]
)
def test_times_as_offices_write_them(planner, county, tmp_path, time) -> None:
    table, cases = tmp_path / "t.csv", tmp_path / "c.csv"
    table.write_text(f"{TITLES}\neast,noise,{time}\n", encoding="utf-8")
    assert planner("run", county, *RUN, "--trace", table, "--cases", cases)[0] == 0
    assert "2025-03-05T09:00:00" in cases.read_text(encoding="utf-8-sig")


REFUSED = {
    "a column is missing": ("township,reported\neast,2025-03-04T10:00:00", "case_type: The column is missing"),
    "a name is misspelt": (f"{TITLES}\neats,noise,2025-03-04", "Row 2: 'eats' is not known. Did you mean east?"),
    "a time is a word": (f"{TITLES}\n{GOOD}\neast,noise,yesterday", "reported: Row 3: 'yesterday' is not a time"),
    "several scenarios": (f"scenario,{TITLES}\na,{GOOD}\nb,{GOOD}", "several scenarios (a, b)"),
    "nothing at all": ("", "not a table of separated text"),
    "titles only": (TITLES, "The table has no rows."),
    "all duplicates": (f"{TITLES},duplicate_of\n{GOOD},7", "None of its 1 rows would be played"),
    "a row is too wide": (f"{TITLES}\n{GOOD},x", "Row 2 has 4 cells, but there are 3 titles"),
    "a title stands twice": (f"{TITLES},reported\n{GOOD},2025-03-04", "There are two columns of this title."),
    "a title is nearly right": (f"{TITLES},decision_hour\n{GOOD},2", "Did you mean decision_hours?"),
    "a number of a matter is absurd": (
        f"{TITLES},draw\n{GOOD},2000000000",
        "'2000000000' is not the number of a matter",
    ),
    "a yes is neither": (f"{TITLES},formal\n{GOOD},maybe", "'maybe' is neither yes nor no"),
    "hours with a footnote": (f"{TITLES},fact_hours\n{GOOD},12①", "'12①' is not a number of hours"),
    "it occurs after its report": (f"{TITLES},occurred\n{GOOD},2025-03-05", "lies after the report"),
    "a repeated case is a yes or no": (f"{TITLES},duplicate_of\n{GOOD},否", "'否' does not name the case"),
    "a row of totals": (
        f"scenario,{TITLES}\nc,{GOOD}\n合计,,,1",
        "reported: Row 3: '1' is not a time",
    ),
    "far too many columns": (",".join(map(str, range(MOST_COLUMNS + 1))), f"{MOST_COLUMNS} can be read"),
    "an opening case of the year 1": (
        f"{TITLES},opening\neast,noise,0001-01-01,是",
        "what is open when the run begins",
    ),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("what", REFUSED)
def test_a_table_is_refused_by_row_and_column_and_leaves_no_study(planner, county, tmp_path, what, lang) -> None:
    content, expected = REFUSED[what]
    table = tmp_path / "cases.csv"
    table.write_text(f"{content}\n" if content else "", encoding="utf-8")
    code, out, err = planner("run", county, *RUN[:-1], lang, "--trace", table)
    assert (code, out) == (2, "")
    assert str(table) in err
    if lang == "en":
        assert expected in err
    else:
        assert not any(word in err for word in ("None", "Row", "Error", "invalid", "Schema"))
    assert json.loads(planner("results", "list", "--json")[1] or "[]") == []


def test_one_bad_cell_is_the_only_one_accused(planner, county, tmp_path) -> None:
    hours = ["1.5", "2", "", "0.5", "NA", "3", "word", "1", "2"]
    table = tmp_path / "cases.csv"
    table.write_text(f"{TITLES},fact_hours\n" + "".join(f"{GOOD},{cell}\n" for cell in hours), encoding="utf-8")
    code, _out, err = planner("run", county, *RUN, "--trace", table)
    assert code == 2
    assert [line.strip() for line in err.splitlines()[1:]] == [
        "fact_hours: Row 8: 'word' is not a number of hours from 0 to 10,000."
    ]


@pytest.mark.parametrize(
    "content", [b"PAR1", b"PAR1" + b"\0" * 500 + b"PAR1", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xff\xff"]
)
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_what_is_no_table_is_refused_in_words(planner, county, tmp_path, content, ending) -> None:
    table = tmp_path / f"cases.{ending}"
    table.write_bytes(content)
    code, out, err = planner("run", county, *RUN, "--trace", table)
    assert (code, out) == (2, "")
    assert "Traceback" not in err and str(table) in err


def test_a_small_file_of_endless_words_is_refused_before_they_are_taken_into_memory(planner, county, tmp_path) -> None:
    rows, words = 30_000, "东" * 20_000
    table = tmp_path / "cases.parquet"
    frame = pl.DataFrame({"case_type": ["noise"], "reported": ["2025-03-04"]}).select(
        pl.all().repeat_by(rows).explode()
    )
    frame.with_columns(pl.lit(words).alias("township")).write_parquet(table)
    assert table.stat().st_size < 1_000_000 < rows * len(words)
    code, _out, err = planner("run", county, *RUN, "--trace", table)
    assert code == 2
    assert "township: The cells of this column hold 1,800,000,000 bytes of text" in err
    frame.with_columns(pl.lit("east").alias("township"), pl.lit(words).alias("^note$")).write_parquet(table)
    assert planner("run", county, *RUN, "--trace", table)[0] == 0


def test_cells_of_parquet_that_no_table_of_cases_has_are_told_by_row_and_column(planner, county, tmp_path) -> None:
    table = tmp_path / "cases.parquet"
    pl.DataFrame(
        {
            "township": [["east"]],
            "case_type": ["noise"],
            "reported": [date(2025, 3, 4)],
            "draw": [b"1"],
            "duplicate_of": [[1]],
        }
    ).write_parquet(table)
    code, _out, err = planner("run", county, *RUN, "--trace", table)
    assert code == 2
    assert "township: Row 2: '[\"…\"]' is not a name" in err
    assert "draw: Row 2: '[\"…\"]' is not the number of a matter" in err
    assert "duplicate_of: Row 2: '[\"…\"]' does not name the case" in err
    assert "reported" not in err


def test_there_is_no_such_table(planner, county, tmp_path) -> None:
    for name in ("missing.csv", "."):
        code, _out, err = planner("run", county, *RUN, "--trace", tmp_path / name / "x.csv")
        assert code == 2
        assert "There is no such file." in err
