"""The list that is filtered by typing."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from planner.tui.widgets.filter_list import FilterList, ListColumn, broken, heading, row, widths_of
from planner.wording.cells import width

COLUMNS = (
    ListColumn(most=3, is_mark=True),
    ListColumn(title="事项", fills=True, most=40, least=10),
    ListColumn(title="数", most=6, right=True),
    ListColumn(title="备注", most=10, from_cells=60),
)
ROWS = (
    heading("一类"),
    row("a", "[ ]", "吹哨报到", "12", "远"),
    row("b", "[x]", ("Joint pool", "good"), "3", "near"),
    heading("二类"),
    row("c", "[ ]", "联合执法", "7", also="pool"),
)


class ListApp(App[None]):
    def __init__(self, most_lines: int = 1) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self.most_lines = most_lines

    def compose(self) -> ComposeResult:
        yield FilterList(COLUMNS, most_lines=self.most_lines, nothing="nothing", id="rows")

    def on_mount(self) -> None:
        self.rows.show(ROWS)
        self.rows.focus()

    @property
    def rows(self) -> FilterList:
        return self.query_one(FilterList)

    def lines(self):
        return [self.rows.render_line(y).text for y in range(self.rows.size.height)]

    def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        self.said.append(("chosen", event.id))

    def on_filter_list_pressed(self, event: FilterList.Pressed) -> None:
        self.said.append(("pressed", event.id))

    def on_filter_list_removed(self, event: FilterList.Removed) -> None:
        self.said.append(("removed", event.id))


@pytest.mark.parametrize("cells", [30, 61, 100])
async def test_every_line_is_exactly_as_wide_as_the_list(cells):
    app = ListApp()
    async with app.run_test(size=(cells, 12)):
        assert {width(line) for line in app.lines()} == {cells}
        assert ("备注" in app.lines()[1]) == (cells > 60)


async def test_moving_passes_headings(lang):
    app = ListApp()
    async with app.run_test(size=(40, 12)) as pilot:
        assert app.rows.marked == "a"
        await pilot.press("down", "down")
        assert app.rows.marked == "c"
        await pilot.press("down", "home")
        assert app.rows.marked == "a"
        await pilot.press("end")
        assert app.rows.marked == "c"
        await pilot.press("enter", "space", "delete")
        assert app.said == [("chosen", "c"), ("pressed", "c"), ("removed", "c")]


async def test_filtering_by_words_of_any_column_and_width():
    app = ListApp()
    async with app.run_test(size=(40, 12)) as pilot:
        for character in "ＰＯＯＬ":
            await pilot.press(character)
        shown = [one.id for one in app.rows.rows_shown if not one.heading]
        assert shown == ["b", "c"]
        assert app.rows.marked == "b"
        for _again in range(4):
            await pilot.press("backspace")
        assert len(app.rows.rows_shown) == 5
        for character in "吹哨":
            await pilot.press(character)
        assert [one.id for one in app.rows.rows_shown if not one.heading] == ["a"]
        await pilot.press("escape")
        assert app.rows.filter == ""


async def test_the_cursor_goes_to_what_one_sees_the_words_in():
    app = ListApp()
    async with app.run_test(size=(40, 12)) as pilot:
        app.rows.show((row("a", "", "one", also="pool"), row("b", "", "other"), row("c", "", "pool")))
        for character in "poo":
            await pilot.press(character)
        assert app.rows.marked == "c"
        app.rows.set_filter("p")
        assert app.rows.marked == "c"
        app.rows.set_filter("ot")
        assert app.rows.marked == "b"


async def test_a_question_mark_is_left_to_help():
    app = ListApp()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("?", "？")
        assert app.rows.filter == ""


async def test_the_cursor_stays_on_its_row_when_others_come():
    app = ListApp()
    async with app.run_test(size=(40, 12)) as pilot:
        app.rows.mark("c")
        app.rows.show((row("new", "", "new", "1"), *ROWS))
        assert app.rows.marked == "c"
        app.rows.show(ROWS[:3])
        assert app.rows.marked in ("a", "b")
        app.rows.show(())
        await pilot.pause()
        assert app.rows.marked == ""
        assert any("nothing" in line for line in app.lines())


async def test_a_row_can_be_marked_before_it_comes():
    app = ListApp()
    async with app.run_test(size=(40, 12)):
        assert not app.rows.mark("later")
        app.rows.show((*ROWS, row("later", "", "later", "1")))
        assert app.rows.marked == "later"


async def test_the_mouse_marks_ticks_and_opens():
    app = ListApp()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.click("#rows", offset=(10, 4))
        assert app.rows.marked == "b"
        await pilot.click("#rows", offset=(10, 4))
        await pilot.click("#rows", offset=(1, 3))
        await pilot.pause()
        assert app.said == [("chosen", "b"), ("pressed", "a")]


async def test_thousands_of_rows_scroll():
    app = ListApp()
    async with app.run_test(size=(40, 12)) as pilot:
        app.rows.show([row(str(number), "", f"row {number}", str(number)) for number in range(5_000)])
        await pilot.press("end")
        await pilot.pause()
        assert "row 4999" in app.lines()[-1]
        await pilot.press("pageup")
        assert app.rows.marked == str(4_999 - (app.rows.size.height - 3))


async def test_long_words_take_several_lines():
    app = ListApp(most_lines=3)
    async with app.run_test(size=(40, 12)):
        app.rows.show([row("a", "", "很长的句子" * 12, "1"), row("b", "", "short", "2")])
        lines = app.lines()
        assert all(width(line) == 40 for line in lines)
        assert sum("很长" in line or "句子" in line for line in lines) == 3
        assert "…" in lines[4]
        assert "short" in lines[5]


def test_columns_in_which_nothing_stands_are_left_out():
    rows = [row("a", "[ ]", "x", "", "")]
    widths = widths_of(COLUMNS, rows, 80)
    assert widths[2] == widths[3] == 0
    assert widths[1] == 40


@pytest.mark.parametrize("cells", [4, 7, 12])
def test_broken_lines_fit(cells):
    found = broken(row("a", "unbreakable-word 和中文字符混排"), 0, cells, 20)
    assert all(width(line) <= cells for line in found)
    assert "".join(found).replace(" ", "") == "unbreakable-word和中文字符混排"
