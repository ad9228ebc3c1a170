"""What the views say, worked out and drawn without an app."""

from __future__ import annotations

import csv
import io
import math
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from planner.errors import RequestError, ResultError
from planner.metrics import FigureKey
from planner.papers.sheets import Share
from planner.store import Store
from planner.studies.snapshot import Snapshot, snapshot
from planner.tui.charts.grid import written
from planner.tui.frame.themes import PLAIN, THEMES, palette_of
from planner.tui.screens.compare.export import export
from planner.tui.screens.compare.levels import Level
from planner.tui.screens.compare.views.backlog import BacklogPage, backlog_families, backlog_page
from planner.tui.screens.compare.views.changed import changed_page, measure_titles
from planner.tui.screens.compare.views.findings import FindingsPage
from planner.tui.screens.compare.views.times import TimesPage, times_page
from planner.tui.screens.compare.views.view import Nothing, Page
from planner.tui.screens.compare.views.why import WhyPage, why_page
from planner.wording import comparison as words
from planner.wording import labels, set_language
from planner.wording import why as reasons
from planner.wording.cells import width as cells_of

WIDTHS = (20, 40, 60, 80, 118, 200)
PLACES = ("findings", "backlog", "times", "why", "why by township", "changed")

Keep = Callable[..., int]


def read(store: Path, study: int) -> Snapshot:
    with Store.open(store, for_reading=True) as opened:
        return snapshot(study, opened)


@pytest.fixture
def compared(store: Path, keep: Keep) -> Snapshot:
    """The tutorial beside one in which officers are certified."""
    return read(store, keep("base", "certified"))


def family(of: Snapshot) -> str:
    assert of.question is not None
    return of.question.leading[0]


def page(of: Snapshot, what: str) -> Page:
    return {
        "findings": lambda: FindingsPage(snapshot=of, alternative=0, level=Level()),
        "backlog": lambda: backlog_page(of, 0, family(of)),
        "times": lambda: times_page(of, 0),
        "why": lambda: why_page(of, 0, family(of), "cause"),
        "why by township": lambda: why_page(of, 0, family(of), "case_type"),
        "changed": lambda: changed_page(of, 0),
    }[what]()


@pytest.mark.parametrize("what", PLACES)
def test_every_line_has_the_width_asked_for(compared: Snapshot, lang: str, what: str):
    shown = page(compared, what)
    for width in WIDTHS:
        lines = shown.draw(width, 24, palette_of(THEMES[0]))
        assert lines
        assert {strip.cell_length for strip in lines} == {width}
        assert {cells_of(strip.text) for strip in lines} == {width}


@pytest.mark.parametrize("what", PLACES)
def test_no_message_is_left_in_english(compared: Snapshot, what: str):
    set_language("zh")
    try:
        told = written(page(compared, what).draw(118, 40, PLAIN))
    finally:
        set_language("en")
    words = [word for word in told.replace("–", " ").split() if word.isascii() and word.isalpha() and len(word) > 1]
    assert not words or what == "changed", words


def test_the_backlog_is_the_mean_of_the_replications(compared: Snapshot):
    shown = backlog_page(compared, 0, family(compared))
    assert isinstance(shown, BacklogPage)
    for place, line in enumerate(shown.lines):
        series = [one.backlog[family(compared)] for one in compared.replications[place]]
        assert line.values == pytest.approx([math.fsum(days) / len(series) for days in zip(*series, strict=True)])
        assert all(low <= mean <= high for low, mean, high in zip(line.low, line.values, line.high, strict=True))
        # The mean of a week is smoother, and on the whole the same.
        assert max(shown.smooth[place].values) <= max(line.values)


def test_one_replication_has_no_band(store: Path, keep: Keep, lang: str):
    of = read(store, keep("base", "certified", replications=1))
    shown = backlog_page(of, 0, family(of))
    assert isinstance(shown, BacklogPage)
    assert all(line.low == line.high == () for line in shown.lines)
    assert ("还没有区间" if lang == "zh" else "no interval yet") in written(shown.draw(80, 24, PLAIN))
    for what in PLACES:
        assert written(page(of, what).draw(80, 24, PLAIN))


def test_before_the_first_replication_it_says_so(store: Path, keep: Keep, lang: str):
    of = read(store, keep("base", "certified", finished=0))
    for shown in (backlog_page(of, 0, "enforcement"), times_page(of, 0), why_page(of, 0, "enforcement", "cause")):
        assert isinstance(shown, Nothing)
        assert written(shown.draw(60, 10, PLAIN)).strip()
        assert not shown.sheet().rows


def test_one_scenario_alone_is_compared_with_nothing(store: Path, keep: Keep):
    of = read(store, keep("base"))
    assert isinstance(times_page(of, 0), Nothing)
    assert isinstance(backlog_page(of, 0, "enforcement"), Nothing)


def test_families_with_a_backlog_the_leading_one_first(compared: Snapshot):
    found = backlog_families(compared)
    assert found[0] == family(compared)
    assert len(found) == len(set(found)) > 1


def test_times_are_those_of_the_study(compared: Snapshot):
    shown = times_page(compared, 0)
    assert isinstance(shown, TimesPage)
    for name, times in shown.families.items():
        for time in times:
            values = compared.values(0, FigureKey(time.key.indicator, name))
            assert (time.base is None) == (not values)
            if time.base is not None:
                assert time.base.mean == pytest.approx(math.fsum(values.values()) / len(values))


@pytest.mark.parametrize("width", [58, 78, 198])
def test_differences_of_times_are_never_cut(compared: Snapshot, lang: str, width: int):
    shown = times_page(compared, 0)
    assert isinstance(shown, TimesPage)
    told = written(shown.draw(width, 24, PLAIN))
    for times in shown.families.values():
        for time in times:
            if time.paired is not None:
                assert words.difference(time.paired.difference, time.key) in told


def test_reasons_add_up_to_the_whole(compared: Snapshot):
    assert compared.comparison is not None
    (why,) = compared.comparison.alternatives[0].why
    for split in why.splits:
        places = reasons.digits(why)
        rows = reasons.rows(compared.scenarios[0], compared.scenarios[1], why, split, places, 4)
        assert sum(row.figure for row in rows) == pytest.approx(round(why.whole.mean, places))


def test_why_says_in_words_what_the_largest_part_is(compared: Snapshot, lang: str):
    shown = why_page(compared, 0, family(compared), "cause")
    assert isinstance(shown, WhyPage)
    first = written(shown.draw(118, 40, PLAIN)).split("\n")[0]
    assert labels.family(family(compared)) in first
    half = shown.why.whole.half_width
    assert half is not None
    if abs(shown.why.whole.mean) > half:
        largest = max(
            (part for part in shown.split.parts if (part.contribution.mean < 0) == (shown.why.whole.mean < 0)),
            key=lambda part: abs(part.contribution.mean),
        )
        assert labels.label(labels.CAUSES, largest.key) in first


def test_measures_are_called_by_their_titles():
    set_language("zh")
    assert measure_titles(["area-squads", "of-somebody-else"]) == ("片区执法中队", "of-somebody-else")


def test_what_changed_names_the_field_in_words(compared: Snapshot, lang: str):
    told = written(changed_page(compared, 0).draw(80, 24, PLAIN))
    assert ("持证执法人员" if lang == "zh" else "ertified") in told
    assert labels.label(labels.TAGS, "assumption") in told
    assert "townships." not in told


# Files ----------------------------------------------------------------------------------------------------------------


def cells(workbook: Path, sheet: int) -> list[list[str]]:
    """The cells of a sheet as text."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(workbook) as parts:
        shared = [
            "".join(piece.text or "" for piece in one.iter(f"{name}t"))
            for one in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        ]
        rows = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{sheet}.xml")).iter(f"{name}row")
        return [
            [
                shared[int(value.text or 0)] if cell.get("t") == "s" else value.text or ""
                for cell in row
                for value in cell.iter(f"{name}v")
            ]
            for row in rows
        ]


@pytest.fixture(params=PLACES)
def seen(request: pytest.FixtureRequest, compared: Snapshot) -> Page:
    return page(compared, request.param)


def test_csv_holds_the_numbers_behind_the_picture(compared: Snapshot, seen: Page, lang: str, tmp_path: Path):
    file = tmp_path / "seen.csv"
    export(compared, seen, file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    sheet = seen.sheet()
    assert rows[0] == list(sheet.headings)
    assert rows[1:] == [["" if value is None else str(value) for value in row] for row in sheet.rows]


def test_what_changed_is_exported_by_names_and_not_by_paths(compared: Snapshot, lang: str):
    place = page(compared, "changed").sheet().rows[0][0]
    assert isinstance(place, str) and " › " in place
    assert "linkage" not in place and "townships." not in place


def test_what_changed_is_exported_as_numbers_with_their_unit(compared: Snapshot, lang: str):
    sheet = page(compared, "changed").sheet()
    numbers = [row for row in sheet.rows if isinstance(row[1], float | int) and isinstance(row[2], float | int)]
    assert numbers
    assert all(isinstance(row[3], str) for row in sheet.rows)


def test_shares_are_exported_in_per_cent(compared: Snapshot, lang: str, tmp_path: Path):
    """As numbers, which Excel shows so by the format of the cell."""
    for place, column in (("findings", 3), ("times", 3)):
        rows = [row for row in page(compared, place).sheet().rows if labels.indicator("on_time_rate") in row]
        assert rows
        assert all(isinstance(value, Share) for row in rows for value in row[column : column + 4] if value is not None)


def test_excel_holds_the_same_and_where_it_comes_from(compared: Snapshot, seen: Page, tmp_path: Path):
    file = tmp_path / "seen.xlsx"
    export(compared, seen, file)
    sheet = seen.sheet()
    told = cells(file, 1)
    assert told[0] == list(sheet.headings)
    assert len(told) == len(sheet.rows) + 1
    for row, expected in zip(told[1:], sheet.rows, strict=True):
        numbers = [value for value in expected if isinstance(value, float | int)]
        found = {float(value) for value in row if value.replace(".", "").replace("-", "").replace("E", "").isdigit()}
        assert all(any(math.isclose(number, one, abs_tol=1e-12) for one in found) for number in numbers)
    assert any(str(compared.study_id) in row for row in cells(file, 2))


def test_text_is_what_is_seen(compared: Snapshot, seen: Page, lang: str, tmp_path: Path):
    file = tmp_path / "seen.txt"
    export(compared, seen, file)
    told = file.read_text(encoding="utf-8")
    assert told.startswith(seen.title)
    assert written(seen.draw(100, 30, PLAIN)) in told


def test_svg_is_a_picture_without_anything_from_the_web(compared: Snapshot, seen: Page, lang: str, tmp_path: Path):
    file = tmp_path / "seen.svg"
    export(compared, seen, file)
    root = ElementTree.parse(file).getroot()
    assert root.tag.endswith("svg")
    told = file.read_text(encoding="utf-8")
    assert "http" not in told.replace("http://www.w3.org/2000/svg", "")
    pieces = "".join(text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text"))
    plain = "".join(strip.text for strip in seen.draw(100, 30, PLAIN))
    letters = "".join(character for character in plain if character.isalnum())
    assert "".join(character for character in pieces if character.isalnum()) == letters


def test_the_whole_study(compared: Snapshot, tmp_path: Path):
    export(compared, None, tmp_path / "all.csv")
    frame = pl.read_csv(tmp_path / "all.csv")
    assert set(frame["scenario_number"]) == {1, 2}
    export(compared, None, tmp_path / "all.xlsx")
    assert len(cells(tmp_path / "all.xlsx", 5)) > 100


def test_what_cannot_be_written_is_said(compared: Snapshot, tmp_path: Path):
    shown = page(compared, "times")
    with pytest.raises(RequestError) as unknown:
        export(compared, shown, tmp_path / "seen.doc")
    assert unknown.value.problems[0].kind == "table-suffix"
    with pytest.raises(RequestError):
        export(compared, None, tmp_path / "seen.svg")
    with pytest.raises(ResultError) as nowhere:
        export(compared, shown, tmp_path / "missing" / "seen.csv")
    assert nowhere.value.problems[0].kind == "no-such-folder"
    assert not list(tmp_path.glob("seen*"))
