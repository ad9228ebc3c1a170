"""Sheets: layout in cells, moving, marking, typing, pasting, by keyboard and mouse."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.geometry import Offset, Size
from textual.widgets import Button

from planner.tui.widgets.sheet import TITLE, Sheet
from planner.tui.widgets.sheet_content import Cell, Column, Content, Row, laid_out, shown
from planner.tui.widgets.sheet_drawing import Drawing
from planner.wording.cells import cut, width
from tests.tui.waiting import until

WORDS = st.text(alphabet="ab1 综合行政执法队,。", max_size=14)


def grid(rows: int = 6, columns: int = 5, **given) -> Content:
    return Content(
        columns=tuple(Column(f"列{place}", f"组{place // 2}") for place in range(columns)),
        rows=tuple(Row(f"第{row}镇", tuple(Cell(str(row * 10 + n)) for n in range(columns))) for row in range(rows)),
        totals=(Row("合计", tuple(Cell(str(n), open=False) for n in range(columns))),),
        corner="单位",
        **given,
    )


@given(WORDS, st.integers(0, 12))
def test_a_text_that_is_cut_says_so_and_is_never_too_wide(text, cells):
    told = cut(text, cells)
    assert width(told) <= cells
    assert told == text or cells == 0 or told.endswith("…")


@given(WORDS, st.sampled_from(["", "▲+2", "◆"]), st.integers(6, 20), st.booleans())
def test_a_cell_is_exactly_as_wide_as_its_column(text, mark, wide, right):
    room = wide - (width(mark) + 1 if mark else 0)
    assert width(shown(Cell(text, mark), wide, room, right)) == wide


@given(st.lists(WORDS, min_size=1, max_size=6), st.lists(WORDS, min_size=1, max_size=6), st.integers(20, 200))
def test_no_column_is_wider_than_its_widest_cell_or_title(titles, values, cells):
    content = Content(
        columns=tuple(Column(title, "g") for title in titles),
        rows=(Row("r", tuple(Cell(value) for value in values[: len(titles)])),),
    )
    layout = laid_out(content, cells)
    for place, wide in enumerate(layout.widths):
        value = width(values[place]) if place < min(len(values), len(titles)) else 0
        assert wide <= max(1, value, width(titles[place]))


def test_a_sheet_is_drawn_without_a_terminal_and_scrolls_by_whole_columns():
    content = grid(rows=20)
    here = Drawing(
        content=content,
        layout=laid_out(content, 40),
        room=Size(26, 8),
        left=0,
        top=0,
        row=12,
        column=4,
        marked=(range(12, 13), range(4, 5)),
        typing="99",
        pending={(11, 4): "7"},
        focused=True,
        style=lambda *names: Style(),
    )
    left, top = here.scrolled_to_cursor()
    assert left in [start - 1 for start in here.layout.starts]
    here = evolve(here, left=left, top=top)
    lines = [here.line(y).text for y in range(8)]
    assert any("第12镇" in line and "99▏" in line for line in lines)
    assert any("第11镇" in line and "7" in line and "114" not in line for line in lines)
    assert "合计" in lines[-1]
    cursor_y = next(y for y, line in enumerate(lines) if "第12镇" in line)
    assert here.place_at(Offset(lines[cursor_y].index("99"), cursor_y)) is not None
    assert here.place_at(Offset(0, cursor_y)) == (12, TITLE)


@pytest.mark.parametrize(("cells", "title", "held"), [(30, 13, 10), (40, 22, 10), (60, 32, 20), (200, 32, 26)])
def test_what_is_cut_at_its_most_is_whole_where_there_is_room(cells, title, held):
    content = Content(
        columns=(Column("held", right=False, most=10), Column("items", right=False)),
        rows=(Row("Registration of small businesses", (Cell("delegate 2 delegate late 3"), Cell("1"))),),
    )
    layout = laid_out(content, cells, 20)
    assert (layout.titles, layout.widths) == (title, (held, 5))


def test_digits_stand_below_each_other_with_marks_behind_them():
    content = Content(columns=(Column("人"),), rows=(Row("甲", (Cell("12", "▲+2"),)), Row("乙", (Cell("3"),))))
    layout = laid_out(content, 40)
    told = [shown(row.cells[0], layout.widths[0], layout.texts[0], True) for row in content.rows]
    assert told == ["12 ▲+2", " 3    "]


class Table(App[None]):
    def __init__(self, content: Content, **given) -> None:
        super().__init__()
        self.content = content
        self.given = given
        self.heard: list[tuple] = []

    def compose(self) -> ComposeResult:
        yield Button("before", id="before", compact=True)
        yield Sheet(id="sheet", **self.given)
        yield Button("after", id="after", compact=True)

    def on_mount(self) -> None:
        self.sheet.show(self.content)
        self.sheet.focus()

    @property
    def sheet(self) -> Sheet:
        return self.query_one(Sheet)

    def on_sheet_typed(self, event: Sheet.Typed) -> None:
        self.heard.append(("typed", event.row, event.column, event.text))

    def on_sheet_pasted(self, event: Sheet.Pasted) -> None:
        self.heard.append(("pasted", event.text))

    def on_sheet_opened(self, event: Sheet.Opened) -> None:
        self.heard.append(("pressed" if event.pressed else "opened",))

    def on_sheet_cleared(self) -> None:
        self.heard.append(("cleared",))


def lines(app: Table) -> list[str]:
    return [app.sheet.render_line(y).text for y in range(app.sheet.scrollable_content_region.height)]


async def test_typing_is_accepted_by_enter_tab_and_arrows_in_the_order_of_the_keys():
    app = Table(grid())
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("1", "2", "enter", "3", "tab", "4", "right", "5", "up", "6", "escape", "left")
        await until(pilot, lambda: len(app.heard) == 4)
        assert app.heard == [("typed", 0, 0, "12"), ("typed", 1, 0, "3"), ("typed", 1, 1, "4"), ("typed", 1, 2, "5")]
        assert (app.sheet.row, app.sheet.column) == (0, 1)


async def test_what_was_typed_is_seen_until_the_content_comes_and_forgotten_where_it_is_refused():
    app = Table(grid())
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("9", "9", "enter")
        await pilot.pause()
        assert "99" in lines(app)[2]
        app.sheet.forget(0, 0)
        await pilot.pause()
        assert "99" not in lines(app)[2]


async def test_what_cannot_be_read_stays_under_the_cursor_until_it_is_put_right_or_given_up():
    app = Table(grid())
    async with app.run_test(size=(40, 20)) as pilot:
        app.sheet.takes = str.isdigit
        await pilot.press("x", "enter", "down", "right", "tab", "pagedown", "end", "ctrl+end")
        await pilot.pause()
        assert app.heard == [] and app.sheet.typing == "x" and (app.sheet.row, app.sheet.column) == (0, 0)
        await pilot.press("backspace", "7", "enter")
        await until(pilot, lambda: app.heard == [("typed", 0, 0, "7")])
        await pilot.press("x", "escape", "down")
        await until(pilot, lambda: app.sheet.row == 2)
        assert len(app.heard) == 1


async def test_full_width_digits_are_typed_as_they_come():
    app = Table(grid())
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("３", "enter")
        await until(pilot, lambda: app.heard)
        assert app.heard == [("typed", 0, 0, "３")]


async def test_enter_edits_what_is_there_and_backspace_rubs_out():
    app = Table(grid())
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("down", "right", "enter", "backspace", "7", "enter")
        await until(pilot, lambda: app.heard)
        assert app.heard == [("typed", 1, 1, "17")]


async def test_titles_stand_for_all_of_a_row_or_column():
    app = Table(grid())
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("left")
        assert app.sheet.column == TITLE
        assert [column for _row, column, _cell in app.sheet.cells_marked()] == [0, 1, 2, 3, 4]
        await pilot.press("right", "up")
        assert [row for row, _column, _cell in app.sheet.cells_marked()] == [0, 1, 2, 3, 4, 5]
        await pilot.press("delete")
        await until(pilot, lambda: app.heard)
        assert app.heard == [("cleared",)]


async def test_shift_marks_and_ctrl_c_copies_for_a_spreadsheet():
    app = Table(grid())
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("shift+down", "shift+right", "ctrl+c")
        await until(pilot, lambda: app.clipboard)
        assert app.clipboard == "0\t1\n10\t11"


async def test_arrows_lead_out_at_the_edges_and_tab_at_the_end_of_a_row():
    app = Table(grid())
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("up", "up")
        await until(pilot, lambda: app.focused is app.query_one("#before"))
        app.sheet.focus()
        await pilot.press("end", "tab")
        await until(pilot, lambda: app.focused is app.query_one("#after"))
        app.sheet.focus()
        await pilot.press("ctrl+end", "down")
        await until(pilot, lambda: app.focused is app.query_one("#after"))


async def test_a_block_is_pasted_and_a_number_goes_into_what_is_typed():
    app = Table(grid())
    async with app.run_test(size=(40, 20)) as pilot:
        app.sheet.post_message(Paste("1\t2\n3\t4"))
        await until(pilot, lambda: app.heard)
        assert app.heard == [("pasted", "1\t2\n3\t4")]
        await pilot.press("1")
        app.sheet.post_message(Paste("5\n"))
        await until(pilot, lambda: app.sheet.typing == "15")


async def test_the_mouse_marks_selects_and_opens():
    app = Table(grid(), types=False)
    async with app.run_test(size=(40, 20)) as pilot:
        x = app.sheet.arrangement.titles + app.sheet.arrangement.starts[2]
        await pilot.click("#sheet", offset=(x, 4))
        assert (app.sheet.row, app.sheet.column) == (2, 2)
        await pilot.click("#sheet", offset=(x, 4))
        await until(pilot, lambda: app.heard)
        assert app.heard == [("opened",)]
        await pilot.click("#sheet", offset=(1, 5))
        assert (app.sheet.row, app.sheet.column) == (3, TITLE)
        await pilot.click("#sheet", offset=(x, 1))
        assert (app.sheet.row, app.sheet.column) == (TITLE, 2)


@pytest.mark.parametrize("size", [(24, 8), (40, 12), (61, 15)])
async def test_titles_totals_and_the_cursor_stay_in_sight_and_every_line_is_as_wide_as_the_sheet(size):
    app = Table(grid(40, 20))
    async with app.run_test(size=size) as pilot:
        for keys in (["pagedown"] * 3, ["end"], ["home", "ctrl+end"], ["up"] * 5):
            await pilot.press(*keys)
            await pilot.pause()
            found = lines(app)
            assert {width(line) for line in found} == {app.sheet.scrollable_content_region.width}
            rows = [line for line in found if f"第{app.sheet.row}镇" in line]
            assert rows and str(app.sheet.row * 10 + app.sheet.column) in rows[0].split()
            assert any(line.startswith("合计") for line in found)
            assert any(str(app.sheet.column) in line for line in found[: app.sheet.arrangement.header])


async def test_headings_are_passed_over():
    rows = (Row("一", heading=True), Row("a", (Cell("1"),)), Row("二", heading=True), Row("b", (Cell("2"),)))
    app = Table(Content(columns=(Column("x", fills=True),), rows=rows), titles=False)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("down")
        assert app.sheet.row == 1
        await pilot.press("down")
        assert app.sheet.row == 3
        await pilot.press("up")
        assert app.sheet.row == 1


async def test_only_the_lines_that_changed_are_painted_again(monkeypatch):
    app = Table(grid(18, 12))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        painted: list[int] = []
        plain = app.sheet.render_line
        monkeypatch.setattr(app.sheet, "render_line", lambda y: painted.append(y) or plain(y))
        await pilot.press("7")
        await pilot.pause()
        assert set(painted) == {app.sheet.arrangement.header}


@pytest.mark.parametrize("column", ["home", "end"])
async def test_all_that_is_typed_is_seen_also_in_a_narrow_column(column):
    app = Table(grid())
    async with app.run_test(size=(40, 12)) as pilot:
        await until(pilot, lambda: app.sheet.content.rows)
        app.sheet.focus()
        await pilot.press(column)
        await pilot.press(*"１２３４")
        (line,) = [line for line in lines(app) if "▏" in line]
        assert "１２３４▏" in line
        assert width(line) == app.sheet.scrollable_content_region.width
