"""People: typing, pasting, going back to the base, moving, with the balance of posts in sight."""

from __future__ import annotations

import pytest
from textual.containers import VerticalScroll
from textual.events import Paste
from textual.widgets import Button, Checkbox, Input, Select

from planner.tui.frame.dialogs import Say
from planner.tui.screens.scenario.people import PeopleView
from planner.tui.screens.scenario.people_dialogs import MovePeople, PastePreview
from planner.tui.widgets.controls import Segments
from planner.tui.widgets.words import Words
from planner.wording import _
from planner.wording.cells import width
from tests.tui.waiting import until

HALL = "townships.chengxiang.teams.hall.staff"


def told(app, name: str) -> str:
    return app.query_one(f"#people-{name}", Words).text


def line(app, unit: str) -> str:
    sheet = app.view.sheet
    found = [sheet.render_line(y).text for y in range(sheet.scrollable_content_region.height)]
    return next(one for one in found if one.startswith(unit))


async def ready(app, pilot) -> None:
    await until(pilot, lambda: app.view.table is not None)
    app.view.sheet.focus()
    await pilot.pause()


async def test_all_townships_and_teams_stand_there_and_no_line_is_too_wide(alone, lang, size):
    app = alone(PeopleView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        assert len(app.view.sheet.content.rows) == 18
        rows = [app.view.sheet.render_line(y) for y in range(app.view.sheet.scrollable_content_region.height)]
        assert {width(row.text) for row in rows} == {app.view.sheet.scrollable_content_region.width}
        heads = rows[0].text + rows[1].text
        assert ("便民服务" if lang == "zh" else "Service hall") in heads
        assert app.view.sheet.content.columns[0].title == ("行政" if lang == "zh" else "civ.")
        assert any(row.text.startswith(_("Sum")) for row in rows)


async def test_a_number_is_typed_and_stands_beside_the_base(alone, laiyang, lang, size):
    app = alone(PeopleView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        await pilot.press("right", "1", "2", "enter")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value(f"{HALL}.institution") == 12
        name = "城厢街道" if lang == "zh" else "Chengxiang"
        await until(pilot, lambda: "12 ▲+9" in line(app, name))
        assert (app.view.sheet.row, app.view.sheet.column) == (1, 1)
        await pilot.press("up")
        await until(pilot, lambda: "▲+9" in told(app, "told"))
        assert _("stated in this scenario") in told(app, "told")
        assert "▲+9" in told(app, "balance")


async def test_the_balance_and_the_load_answer_while_one_types(alone, laiyang, lang):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        assert told(app, "balance") == _("Balance of posts: nothing moved.")
        await pilot.press("right", "right", "9")
        await until(pilot, lambda: app.previews and app.previews[-1] is not None)
        assert app.previews[-1].value(f"{HALL}.contract") == 9
        assert app.previews[-1].load is not None
        assert f"{_('contr.')} 4" in told(app, "balance")
        assert laiyang.done == ()
        await pilot.press("escape")
        await until(pilot, lambda: app.previews[-1] is None)
        assert told(app, "balance") == _("Balance of posts: nothing moved.")


async def test_full_width_digits_are_accepted_and_what_is_no_number_stays_to_be_put_right(alone, laiyang, lang):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("１", "４", "enter")
        await until(pilot, lambda: laiyang.state.value(f"{HALL}.civil") == 14)
        sheet = app.view.sheet
        here = (sheet.row, sheet.column)
        for wrong in ("x", "-3", "2.7"):
            await pilot.press(*wrong, "enter", "down", "tab")
            await until(pilot, lambda wrong=wrong: wrong in told(app, "told") and "Esc" in told(app, "told"))
            assert ((sheet.row, sheet.column), sheet.typing) == (here, wrong)
            await pilot.press(*["backspace"] * len(wrong))
        await pilot.press("6", "enter")
        await until(pilot, lambda: app.edited == 2)
        await pilot.press("x", "escape", "down")
        await until(pilot, lambda: (sheet.row, sheet.column) == (here[0] + 2, here[1]))
        assert len(laiyang.done) == 2


async def test_what_is_no_number_is_put_back_where_the_focus_goes_elsewhere(alone, laiyang):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("x")
        app.query_one("#people-certified").focus()
        await until(pilot, lambda: app.refused)
        assert app.view.sheet.cell.text != "x" and laiyang.done == ()


async def test_delete_goes_back_to_the_base_for_one_cell_and_for_a_row(alone, laiyang, lang):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("7", "right", "8", "right", "9", "enter")
        await until(pilot, lambda: app.edited == 3)
        await pilot.press("home", "up", "delete")
        await until(pilot, lambda: app.edited == 4)
        assert laiyang.state.value(f"{HALL}.civil") == 0
        assert laiyang.state.value(f"{HALL}.institution") == 8
        await pilot.press("left", "delete")
        await until(pilot, lambda: app.edited == 5)
        assert not laiyang.unsaved
        assert len(laiyang.done) == 5


async def test_a_block_of_a_spreadsheet_is_pasted_where_the_cursor_is(alone, laiyang, lang, size):
    app = alone(PeopleView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        await pilot.press("down", "right")
        app.view.sheet.post_message(Paste("5\t10\n6\t１１\r\n"))
        await until(pilot, lambda: isinstance(app.screen, PastePreview))
        assert laiyang.done == ()
        await pilot.press("enter")
        await until(pilot, lambda: app.edited == 1)
        hall = [laiyang.state.value(f"townships.{one}.teams.hall.staff") for one in ("guliu", "longwangzhuang")]
        assert [(one["institution"], one["contract"]) for one in hall] == [(5, 10), (6, 11)]
        assert laiyang.done[-1].kind == "paste"


def shown(dialog) -> str:
    return "\n".join(words.text for words in dialog.query(Words))


SHEET = "单位\t合　计\t编外\t事业\t行政\n古柳街道\t63\t31\t32\t\n城厢街道\t6\t1\t2\t3\n合　计\t69\t32\t34\t3\n"


async def test_what_a_block_will_do_is_told_before_it_lands(alone, laiyang, lang, size):
    app = alone(PeopleView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        app.view.sheet.post_message(Paste(SHEET))
        await until(pilot, lambda: isinstance(app.screen, PastePreview) and app.focused is not None)
        told = shown(app.screen)
        if lang == "zh":
            assert "粘贴：2行×3列，1处空白保持原值" in told
            assert "便民服务中心：行政（第5列）、事业（第4列）、编外（第3列）" in told
            assert "第2列“合 计”（合计）" in told and "第4行“合 计”（合计）" in told
            assert "表中16行不填" in told and "古柳街道 便民服务中心 事业 2→32" in told
        else:
            assert "Paste: 2 rows × 3 columns, 1 blank keeps what is there" in told
            assert "Service hall: civ. from column 5, inst. from column 4, contr. from column 3" in told
            assert "16 rows get nothing" in told and "Guliu Street Service hall inst. 2→32" in told
        assert laiyang.done == ()
        await pilot.press("enter")
        await until(pilot, lambda: app.edited == 1)
        hall = [laiyang.state.value(f"townships.{one}.teams.hall.staff") for one in ("guliu", "chengxiang")]
        assert [(one.get("civil", 0), one["institution"], one["contract"]) for one in hall] == [(0, 32, 31), (3, 2, 1)]
        assert len(laiyang.done) == 1


@pytest.mark.parametrize("way", ["escape", "button"])
async def test_a_block_is_not_pasted_where_a_person_thinks_better_of_it(alone, laiyang, way):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.view.sheet.post_message(Paste(SHEET))
        await until(pilot, lambda: isinstance(app.screen, PastePreview) and app.focused is not None)
        if way == "escape":
            await pilot.press("escape")
        else:
            await pilot.click(app.screen.query(Button).last())
        await until(pilot, lambda: not isinstance(app.screen, PastePreview))
        assert (laiyang.done, app.edited) == ((), 0)


async def test_all_that_a_large_block_will_do_can_be_read_in_a_small_terminal(alone, laiyang, lang, size):
    app = alone(PeopleView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        lines = ["\t".join(["单位", *("便民服务中心", "", "", "", "应急队伍", "", "", "")])]
        lines.append("\t".join(["", *("行政", "事业", "编外", "持证") * 2]))
        lines += ["\t".join([row.name.zh, *"12301230"]) for row in app.view.table.rows]
        app.view.sheet.post_message(Paste("\n".join(lines)))
        await until(pilot, lambda: isinstance(app.screen, PastePreview) and app.focused is not None)
        dialog = app.screen
        detail = dialog.query_one(VerticalScroll)
        await until(pilot, lambda: all(app.screen.region.contains_region(one.region) for one in dialog.query(Button)))
        await pilot.press("pagedown", "pagedown", "pagedown")
        await until(pilot, lambda: detail.scroll_y == detail.max_scroll_y)


async def test_one_number_is_pasted_without_a_question(alone, laiyang):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.view.sheet.post_message(Paste("１４人\n"))
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value(f"{HALL}.civil") == 14


@pytest.mark.parametrize("nothing", ["", " \n", "合计"])
async def test_what_is_no_number_is_not_pasted_over_what_is_marked(alone, laiyang, nothing):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("right", "shift+down", "shift+down")
        app.view.sheet.post_message(Paste(nothing))
        await until(pilot, lambda: isinstance(app.screen, Say))
        assert laiyang.done == ()


async def test_one_number_fills_what_is_marked(alone, laiyang):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("shift+down", "shift+down")
        app.view.sheet.post_message(Paste("2\n"))
        await until(pilot, lambda: app.edited == 1)
        places = ("chengxiang", "guliu", "longwangzhuang", "fenggezhuang")
        assert [laiyang.state.value(f"townships.{one}.teams.hall.staff.civil") for one in places] == [2, 2, 2, 0]


async def test_a_wrong_block_is_refused_as_a_whole_and_each_reason_is_told(alone, laiyang, lang, size):
    app = alone(PeopleView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        app.view.sheet.post_message(Paste("1\t2\n3\tmany\n-4\t5"))
        await until(pilot, lambda: isinstance(app.screen, Say))
        lines = "\n".join(app.screen.lines)
        assert ("第 2 行第 2 列" if lang == "zh" else "row 2, column 2") in lines
        assert ("第 3 行第 1 列" if lang == "zh" else "row 3, column 1") in lines
        assert laiyang.done == ()
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, Say))


async def test_departments_and_certificates_are_switched(alone, lang):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        columns = len(app.view.sheet.content.columns)
        app.query_one(Checkbox).focus()
        await pilot.press("enter")
        await until(pilot, lambda: len(app.view.sheet.content.columns) == columns - 6)
        app.query_one(Segments).focus()
        await pilot.press("right")
        await until(pilot, lambda: app.view.of == "departments")
        assert len(app.view.sheet.content.rows) == 11
        await pilot.press("right")
        await until(pilot, lambda: app.view.of == "shared_teams")
        assert app.view.sheet.content.rows == ()


async def test_people_move_with_the_balance_in_sight(alone, laiyang, lang, size):
    app = alone(PeopleView)
    before = laiyang.state.value("departments.urban-management.team.staff.civil")
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, MovePeople))
        dialog = app.screen
        dialog.query_one("#move-from", Select).value = "departments.urban-management"
        dialog.query_one("#move-to", Select).value = "townships.chengxiang"
        await until(pilot, lambda: str(dialog.query_one("#move-from-team", Select).value).startswith("departments"))
        await until(pilot, lambda: "chengxiang" in str(dialog.query_one("#move-to-team", Select).value))
        dialog.query_one("#move-to-team", Select).value = "townships.chengxiang.teams.enforcement.staff"
        dialog.query_one("#move-post", Select).value = "civil"
        people = dialog.query_one("#move-people", Input)
        people.focus()
        await pilot.press("end", "backspace", "9", "9", "9")
        await until(pilot, lambda: dialog.query_one("#move-ok").disabled)
        await pilot.press("backspace", "backspace", "backspace", "3")
        await until(pilot, lambda: not dialog.query_one("#move-ok").disabled)
        effect = str(dialog.query_one("#move-told").render())
        assert "▼-3" in effect and "▲+3" in effect and _("in balance ✓") in effect
        await pilot.press("enter")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.done[-1].kind == "move-people"
        assert laiyang.state.value("departments.urban-management.team.staff.civil") == before - 3
        assert _("in balance ✓") in told(app, "balance")


@pytest.mark.parametrize(
    ("name", "typed"), [("people", "3²"), ("people", "1①"), ("people", "100%"), ("certified", "-2")]
)
async def test_a_move_of_what_is_no_number_is_told_and_not_made(alone, laiyang, name, typed):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, MovePeople))
        app.screen.query_one(f"#move-{name}", Input).value = typed
        await until(pilot, lambda: typed in str(app.screen.query_one("#move-told").render()))
        assert app.screen.query_one("#move-ok").disabled


async def test_a_problem_leads_to_its_cell(alone, lang):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        assert app.view.go_to("departments.ecology.team.staff.institution")
        await pilot.pause()
        assert app.view.of == "departments"
        cell = app.view.cell_at(app.view.sheet.row, app.view.sheet.column)
        assert cell.path == "departments.ecology.team.staff.institution"
        assert not app.view.go_to("linkage.rule")


async def test_up_leads_to_the_choice_of_units_and_down_back(alone):
    app = alone(PeopleView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("up", "up")
        await until(pilot, lambda: app.query_one(Segments).has_focus)
        await pilot.press("right", "down")
        await until(pilot, lambda: app.view.sheet.has_focus and app.view.of == "departments")
