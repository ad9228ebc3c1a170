"""Tables as offices keep them, pasted whole: headings, totals and numbering are understood, or the block is refused."""

from __future__ import annotations

import random
from itertools import groupby
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.editing import Document, EditRefused, people_table
from planner.editing.pasting import pasting
from planner.editing.people import CERTIFIED, OTHERS, PeopleTable
from planner.model.text import Text

LAIYANG = Path(__file__).parents[2] / "scenarios" / "laiyang" / "current.toml"

POSTS = {
    "zh": {"civil": "行政", "institution": "事业", "contract": "编外", CERTIFIED: "持证"},
    "en": {"civil": "civil", "institution": "institution", "contract": "contract", CERTIFIED: "certified"},
}


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> PeopleTable:
    document = Document.what_if(LAIYANG, drafts=tmp_path_factory.mktemp("drafts"))
    yield people_table(document.state)
    document.close()


def team_name(column, lang: str) -> str:
    if column.team == OTHERS:
        return {"zh": "其他人员", "en": "Other people"}[lang]
    return getattr(column.name, lang)


def wide(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def text_of(lines) -> str:
    return "".join("\t".join(map(str, line)) + "\n" for line in lines)


def an_office_sheet(table, lang: str, chosen: list[int], rows: list[int], numbers) -> str:
    """A title, two lines of headings, numbering, a total column and a total row; None is a blank."""
    columns = [table.columns[place] for place in chosen]
    total, order, unit = {"zh": ("合　计", "序 号", "单 位"), "en": ("Total", "No.", "Unit")}[lang]
    posts = [f"{POSTS[lang][column.post]}（人）" if lang == "zh" else POSTS[lang][column.post] for column in columns]
    teams = []
    for _team, group in groupby(columns, key=lambda column: column.team):
        first, *rest = group
        name = team_name(first, lang)
        teams += [f'"{name[:3]}\n{name[3:]}"' if lang == "zh" else name, *("" for _one in rest)]
    staff = [number for number, column in enumerate(columns) if column.post != CERTIFIED]
    lines = [
        ["莱阳市人员情况" if lang == "zh" else "People of Laiyang", *("" for _one in range(len(columns) + 2))],
        [order, unit, *teams, total],
        ["", "", *posts, ""],
    ]
    for place, row in enumerate(rows):
        cells = numbers[row]
        name = getattr(table.rows[row].name, lang)
        shown = ["" if cell is None else wide(cell) if place % 2 else f"{cell:,}" for cell in cells]
        lines.append([place + 1, name, *shown, sum(cells[one] or 0 for one in staff)])
    sums = [sum(numbers[row][one] or 0 for row in rows) for one in range(len(columns))]
    lines.append(["", total, *sums, sum(sums[one] for one in staff)])
    return text_of(lines)


NINETEEN = [*range(16), 24, 25, 26]
"""The columns of four teams, and of other people."""


def shuffled_by_team(table, chosen: list[int], seed: int) -> list[int]:
    """The columns of a team stay beside each other, as under one heading."""
    shuffle = random.Random(seed).shuffle
    groups = [list(group) for _team, group in groupby(chosen, key=lambda place: table.columns[place].team)]
    shuffle(groups)
    for group in groups:
        shuffle(group)
    return [place for group in groups for place in group]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_eighteen_towns_and_nineteen_columns_in_another_order_land_right(table, lang):
    chosen = shuffled_by_team(table, NINETEEN, 7)
    rows = [*range(18)]
    random.Random(8).shuffle(rows)
    numbers = {row: [1000 + 19 * row + place for place in range(19)] for row in rows}
    numbers[3][4] = numbers[9][0] = numbers[9][18] = None
    found = pasting(table, 5, 22, an_office_sheet(table, lang, chosen, rows, numbers))
    assert found.values == {
        table.rows[row].cells[place].path: number
        for row in rows
        for place, number in zip(chosen, numbers[row], strict=True)
        if number is not None
    }
    assert (len(found.rows), len(found.columns.of("numbers")), found.blanks) == (18, 19, 3)
    assert [one.line for one in found.passed_rows] == [0, 21] and found.left_rows == ()
    assert [column.role for column in found.columns.columns if column.role != "numbers"] == [
        "numbering",
        "names",
        "total",
    ]
    assert set(found.left_columns) == {*range(16, 24)}


SHEET = [
    ["莱阳市人员情况", "", "", "", "", "", "", "", "", ""],
    ["序号", "单位", "便民服务中心", "", "", "综合行政执法队", "", "", "", "合计"],
    ["", "", "行政", "事业", "编外", "行政", "事业", "编外", "持证", ""],
    ["1", "城厢街道", "1", "2", "3", "4", "5", "6", "7", "21"],
    ["2", "古柳街道", "0", "1", "2", "3", "4", "5", "6", "15"],
    ["3", "团旺镇", "2", "2", "2", "3", "3", "3", "3", "15"],
    ["", "合计", "3", "5", "7", "10", "12", "14", "16", "51"],
]


def changed(*cells: tuple[int, int, str]) -> list[list[str]]:
    """The sheet with other cells; rows and columns counted from 1."""
    lines = [[*line] for line in SHEET]
    for row, column, cell in cells:
        lines[row - 1][column - 1] = cell
    return lines


def refusals(table, lines, row: int = 0, column: int = 0):
    with pytest.raises(EditRefused) as refusal:
        pasting(table, row, column, text_of(lines))
    return refusal.value.problems


def test_the_sheet_itself_is_taken(table):
    assert len(pasting(table, 0, 0, text_of(SHEET)).values) == 21


BROKEN = {
    "an unknown team": (changed((2, 6, "环保所")), [("unknown-head", 2, 6)]),
    "an unknown post type": (changed((3, 5, "工勤")), [("unknown-head", 3, 5)]),
    "posts of the quota": (changed((3, 3, "行政编制")), [("unknown-head", 3, 3)]),
    "a heading that stands twice": (changed((3, 4, "行政")), [("head-twice", 3, 4)]),
    "a team that stands twice": (changed((2, 6, "便民服务中心")), [("head-twice", 3, one) for one in (6, 7, 8)]),
    "two teams over one column": (changed((3, 3, "综合行政执法队行政")), [("heads-contradict", 3, 3)]),
    "two post types over one column": (
        changed((2, 3, "便民服务中心事业")),
        [("heads-contradict", 3, 3), ("heads-contradict", 3, 5)],
    ),
    "a column without a heading": (changed((3, 5, "")), [("head-missing", 4, 5)]),
    "a column that the table has not": (
        changed((2, 6, "其他人员")),
        [("no-such-column", 3, 9)],
    ),
    "a town that stands twice": (changed((5, 2, "城厢")), [("pasted-twice", 5, 2)]),
    "an unknown town": (changed((5, 2, "石桥镇")), [("unknown-name", 5, 2)]),
    "a misspelt town": (changed((5, 2, "古柳街到")), [("unknown-name", 5, 2)]),
    "a row without a name": (changed((5, 2, "")), [("row-without-name", 5, 2)]),
    "a number among the names": (changed((5, 2, "12")), [("unknown-name", 5, 2)]),
    "a footnote mark": (changed((4, 4, "12①")), [("wrong-type", 4, 4)]),
    "a raised digit": (changed((5, 6, "3²")), [("wrong-type", 5, 6)]),
    "a share": (changed((6, 6, "100%")), [("wrong-type", 6, 6)]),
    "half a person": (changed((4, 6, "1.5")), [("wrong-type", 4, 6)]),
    "less than nobody": (changed((4, 3, "-1")), [("out-of-range", 4, 3)]),
    "a word for a number": (changed((4, 3, "若干")), [("wrong-type", 4, 3)]),
    "a total of a row that is not its parts'": (changed((4, 10, "22"), (7, 10, "52")), [("total-differs", 4, 10)]),
    "a total of a column that is not its parts'": (changed((7, 5, "8")), [("total-differs", 7, 5)]),
    "a ragged row": ([*SHEET[:4], SHEET[4][:8], *SHEET[5:]], [("ragged-row", 5, 9)]),
    "a row with a cell too many": ([*SHEET[:4], [*SHEET[4], "9"], *SHEET[5:]], [("ragged-row", 5, 11)]),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_sheet_is_refused_by_row_and_column(table, what):
    lines, expected = BROKEN[what]
    found = [(one.kind, one.facts["row"], one.facts["column"]) for one in refusals(table, lines)]
    assert found == expected


def test_subtotals_are_passed_over_and_checked(table):
    lines = [["单位", "行政", "事业"], ["城厢街道", "1", "2"], ["古柳街道", "3", "4"], ["街道小计", "4", "6"]]
    lines += [["团旺镇", "5", "6"], ["穴坊镇", "7", "8"], ["乡镇小计", "12", "14"], ["全市合计", "16", "20"]]
    found = pasting(table, 0, 0, text_of(lines))
    assert (len(found.values), [one.line for one in found.passed_rows]) == (8, [3, 6, 7])
    lines[6][2] = "15"
    assert [(one.kind, one.facts["row"], one.facts["column"]) for one in refusals(table, lines)] == [
        ("total-differs", 7, 3)
    ]


def test_a_subtotal_between_unnamed_rows_takes_no_row(table):
    lines = [["", "行政"], ["", "1"], ["", "2"], ["小计", "3"], ["", ""], ["", "4"], ["合计", "7"]]
    found = pasting(table, 2, 0, text_of(lines))
    assert [(row.unit, number) for (_line, row), number in zip(found.rows, found.values.values(), strict=True)] == [
        (table.rows[place].unit, number) for place, number in ((2, 1), (3, 2), (5, 4))
    ]


def test_a_team_that_stands_alone_over_all_its_columns_heads_them_in_order(table):
    lines = [["单位", "综合行政执法队", "", "", "", "其他人员", "", ""], ["城厢街道", *"1234567"]]
    values = pasting(table, 0, 0, text_of(lines)).values
    team, others = "townships.chengxiang.teams.enforcement", "townships.chengxiang.other_staff"
    assert [values[f"{team}.staff.{post}"] for post in ("civil", "institution", "contract")] == [1, 2, 3]
    assert values[f"{team}.certified"] == 4
    assert [values[f"{others}.{post}"] for post in ("civil", "institution", "contract")] == [5, 6, 7]
    lines = [line[:3] for line in lines]
    found = [(one.kind, one.facts["row"], one.facts["column"]) for one in refusals(table, lines)]
    assert ("head-missing", 2, 3) in found


def test_teams_alone_mean_the_post_type_of_the_cursor_and_posts_alone_its_team(table):
    teams = pasting(table, 0, 6, "单位\t便民服务中心\tApprovals\n城厢街道\t1\t2\n")
    posts = pasting(table, 0, 6, "单位\t持证\t行政\n城厢街道\t1\t2\n")
    town = "townships.chengxiang.teams"
    assert teams.values == {f"{town}.hall.staff.contract": 1, f"{town}.approvals.staff.contract": 2}
    assert posts.values == {f"{town}.approvals.certified": 1, f"{town}.approvals.staff.civil": 2}
    assert (teams.columns.post_of_cursor, teams.columns.team_of_cursor) == (True, False)
    assert (posts.columns.post_of_cursor, posts.columns.team_of_cursor) == (False, True)


def test_a_heading_that_names_only_its_post_beside_whole_ones_is_refused(table):
    lines = [["单位", "便民服务中心行政", "事业"], ["城厢街道", "1", "2"]]
    assert [(one.kind, one.facts["lacks"], one.facts["column"]) for one in refusals(table, lines)] == [
        ("head-incomplete", "team", 3)
    ]


def test_a_unit_that_is_called_like_a_total_is_a_unit(table):
    names = {0: Text("红格尔苏木", "Hongor Sum"), 1: Text("总计", "")}
    rows = [evolve(row, name=names.get(place, row.name)) for place, row in enumerate(table.rows)]
    found = pasting(evolve(table, rows=tuple(rows)), 4, 0, "Hongor Sum\t7\n总计\t8\n")
    assert [*found.values.values()] == [7, 8] and found.passed_rows == ()


def test_a_unit_is_named_by_an_id_of_digits(table):
    rows = [evolve(row, unit=f"townships.37068200{place}") for place, row in enumerate(table.rows)]
    found = pasting(evolve(table, rows=tuple(rows)), 4, 0, "单位\t行政\n370682001\t7\n370682003\t8\n")
    assert [row.unit for _line, row in found.rows] == ["townships.370682001", "townships.370682003"]


def test_every_problem_of_a_sheet_is_told_at_once(table):
    lines = changed((2, 6, "环保所"), (4, 4, "12①"), (5, 2, "古柳街到"), (6, 6, "3²"))
    found = [(one.kind, one.facts["row"], one.facts["column"]) for one in refusals(table, lines)]
    assert found == [("unknown-head", 2, 6), ("wrong-type", 4, 4), ("unknown-name", 5, 2), ("wrong-type", 6, 6)]


def test_a_misspelt_name_is_told_with_the_nearest(table):
    town = refusals(table, changed((5, 2, "古柳街到")))[0]
    team = refusals(table, changed((2, 6, "综合行政执法対")))[0]
    assert (town.nearest, team.nearest) == ("古柳街道", "综合行政执法队")


def test_people_of_a_team_that_a_town_has_not_are_refused(own):
    small = people_table(own.state)
    lines = [["单位", "综合窗口编外"], ["甲镇", "0"], ["乙镇", "1"], ["丙街道", "2"]]
    found = [(one.kind, one.facts["row"], one.facts["column"]) for one in refusals(small, lines)]
    assert found == [("no-such-team", 3, 2)]
    lines[2][1] = ""
    assert pasting(small, 0, 0, text_of(lines)).values == {"townships.c.teams.hub.staff.contract": 2}


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("1\t2\t3\n4\t5\t9\n5\t7\t12\n", True, True),
        ("1\t2\t4\n4\t5\t9\n5\t7\t13\n", True, False),
        ("1\t2\t3\n4\t5\t9\n", False, True),
        ("1\n2\n3\n", False, False),
        ("0\t0\t0\n0\t0\t0\n0\t0\t0\n", False, False),
        ("城厢\t1\t2\t4\n古柳\t4\t5\t8\n团旺\t5\t7\t12\n", False, False),
    ],
)
def test_an_unnamed_last_row_or_column_that_adds_up_is_remarked(table, text, row, column):
    found = pasting(table, 0, 0, text)
    assert (found.last_row_adds_up, found.last_column_adds_up) == (row, column)


@st.composite
def sheets(draw, table: PeopleTable):
    """A random part of the table as a sheet in some style; gives the text, the cursor's column, and what it says."""
    lang = draw(st.sampled_from(["zh", "en"]))
    chosen = sorted(draw(st.sets(st.integers(0, len(table.columns) - 1), min_size=2)))
    rows = draw(st.permutations(sorted(draw(st.sets(st.integers(0, 17), min_size=1)))))
    style = draw(st.sampled_from(["merged", "repeated", "one line", "in brackets", "with a space"]))
    if style == "merged":
        chosen = shuffled_by_team(table, chosen, draw(st.integers(0, 99)))
    else:
        chosen = draw(st.permutations(chosen))
    columns = [table.columns[place] for place in chosen]
    posts = [POSTS[lang][column.post] for column in columns]
    teams = [team_name(column, lang) for column in columns]
    if style in ("merged", "repeated"):
        merged = [("" if style == "merged" and at and name == teams[at - 1] else name) for at, name in enumerate(teams)]
        heads = [[spaced(draw, name) for name in merged], [spaced(draw, post) for post in posts]]
    else:
        between = {"one line": "{}{}", "in brackets": "{}（{}）", "with a space": "{} {}"}[style]
        heads = [[between.format(team, post) for team, post in zip(teams, posts, strict=True)]]
    numbers = [[draw(st.integers(0, 3000)) for _column in chosen] for _row in rows]
    body = [[name_of(draw, table.rows[row], lang), *cells] for row, cells in zip(rows, numbers, strict=True)]
    lines = [
        [draw(st.sampled_from(["单位", "乡镇（街道）", "", "Township"])), *heads[0]],
        *(["", *one] for one in heads[1:]),
    ]
    top = len(lines)
    lines += body
    if draw(st.booleans()):
        word = draw(st.sampled_from(["合计", "合　计", "合计（人）", "总 数", "Total"]))
        lines.append([word, *map(sum, zip(*numbers, strict=True))])
    if draw(st.booleans()):
        at = draw(st.sampled_from([1, len(chosen) + 1]))
        staff = [place for place, column in enumerate(columns) if column.post != CERTIFIED] or [*range(len(columns))]
        for line in lines:
            line.insert(at, "")
        lines[0][at] = draw(st.sampled_from(["合计", "合　计", "合计(人)", "小计", "total"]))
        at_all = 2 if at == 1 else 1
        for line in lines[top:]:
            line[at] = sum(line[at_all + place] for place in staff)
    if draw(st.booleans()):
        for place, line in enumerate(lines):
            line.insert(0, "" if not top <= place < top + len(rows) else place - top + 1)
        lines[0][0] = draw(st.sampled_from(["序号", "序　号", "No."]))
    if draw(st.booleans()):
        lines.insert(0, ["2025年各镇街人员情况统计表", *("" for _cell in lines[0][1:])])
    said = {
        table.rows[row].cells[place].path: number
        for row, cells in zip(rows, numbers, strict=True)
        for place, number in zip(chosen, cells, strict=True)
    }
    return text_of(lines), draw(st.integers(0, 26)), said


def spaced(draw, word: str) -> str:
    """With a blank in it, narrow or wide, where it is Chinese; as it is elsewhere."""
    if not word or word.isascii():
        return word
    return f"{word[0]}{draw(st.sampled_from(['', ' ', '　']))}{word[1:]}{draw(st.sampled_from(['', '（人）']))}"


def name_of(draw, row, lang: str) -> str:
    forms = [row.name.zh, row.name.zh.removesuffix("街道").removesuffix("镇")] if lang == "zh" else [row.name.en]
    return draw(st.sampled_from([*forms, row.unit.partition(".")[2]]))


@given(data=st.data())
@settings(deadline=None)
def test_any_table_comes_back_from_any_style_of_sheet(table, data):
    text, column, said = data.draw(sheets(table))
    assert pasting(table, 0, column, text).values == said
