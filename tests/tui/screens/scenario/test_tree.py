"""Everything in a scenario: the tree, the forms beside it, search, and units that come and go."""

from __future__ import annotations

import re
from datetime import date

import pytest
from textual.events import Key, Paste
from textual.widgets import Button, Input, OptionList

from planner.editing import Document
from planner.tui.frame.dialogs import Ask, Enter, Pick, Ticks
from planner.tui.screens.scenario.elements import Questions
from planner.tui.screens.scenario.people import PeopleView
from planner.tui.screens.scenario.powers import PowersView
from planner.tui.screens.scenario.questions import BothLanguages
from planner.tui.screens.scenario.tree import TreeView
from planner.tui.widgets.sheet import Sheet
from planner.tui.widgets.words import Words
from planner.wording import _, fields, set_language
from tests.tui.screens.scenario.alone import LAIYANG, Alone
from tests.tui.seen import said_in_passing
from tests.tui.waiting import until

TUTORIAL = LAIYANG.parents[1] / "tutorial.toml"


async def ready(app, pilot) -> None:
    await until(pilot, lambda: app.view.places.root.children)
    app.view.places.focus()
    await pilot.pause()


async def at(app, pilot, path: str) -> None:
    """Go to a field."""
    assert app.view.go_to(path)
    await until(pilot, lambda: app.view.form.line is not None and app.view.form.line.path == path, path)


def told(app) -> str:
    return app.query_one("#tree-form-told", Words).text


def notices(app) -> list[str]:
    return said_in_passing(app)


def row(app):
    return app.view.form.sheet.content.rows[app.view.form.sheet.row]


async def test_every_part_of_the_scenario_is_reached_with_the_arrows(alone, lang, size):
    app = alone(TreeView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        await pilot.press("down", "right", "down", "right")
        await until(pilot, lambda: app.view.path == "townships.chengxiang")
        assert app.view.form.sheet.content.corner == ("城厢街道" if lang == "zh" else "Chengxiang Street")
        await until(pilot, lambda: app.view.places.cursor_node.is_expanded)
        await pilot.press("right")
        await until(pilot, lambda: app.view.form.sheet.has_focus)
        labels = [one.title for one in app.view.form.sheet.content.rows]
        assert _("Residents") in labels and _("Platform") in labels and _("Teams") in labels


async def test_the_heading_over_a_form_is_that_of_the_marked_place(alone, lang):
    """Towns have forms of the same lines, so that only the heading tells them apart."""
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "townships.guliu.residents")
        app.view.places.focus()
        for town in ("guliu", "longwangzhuang", "fenggezhuang", "bailinzhuang"):
            await until(pilot, lambda town=town: app.view.path == f"townships.{town}")
            await pilot.pause()
            shown = [re.sub("<[^>]*>", "", line) for line in app.export_screenshot().splitlines() if "<text" in line]
            heading = next(line for line in shown if _("Value") in line).replace("&#160;", " ")
            assert fields.label(app.view.state.tree, f"townships.{town}") in heading
            await pilot.press("down")


async def test_a_number_is_typed_beside_its_base_and_tried_meanwhile(alone, laiyang, lang, size):
    app = alone(TreeView)
    path = "townships.chengxiang.residents"
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        await at(app, pilot, path)
        await pilot.press("1", "5", "０", "x")
        await until(pilot, lambda: app.view.form.query_one("#tree-form-told").has_class("-wrong"))
        assert laiyang.done == ()
        await pilot.press("backspace", "0", "0", "0")
        await until(pilot, lambda: app.previews and app.previews[-1] and app.previews[-1].value(path) == 150_000)
        assert app.previews[-1].load is not None
        await pilot.press("enter")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value(path) == 150_000
        await at(app, pilot, path)
        found = row(app)
        assert found.mark == "◆"
        assert "150,000" in found.cells[0].text and "142,000" in found.cells[1].text
        await until(pilot, lambda: _("stated in this scenario") in told(app))
        await pilot.press("delete")
        await until(pilot, lambda: app.edited == 2)
        assert not laiyang.unsaved and row(app).mark == ""


async def test_the_days_of_the_calendar_are_filled_in_as_an_office_writes_them(alone, laiyang, lang):
    """A year whose holidays are not decreed: what happens in it is chosen, and its own days are typed or pasted."""
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "calendar.beyond")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Pick), "the choice")
        await pilot.press("down", "enter")
        await until(pilot, lambda: laiyang.state.value("calendar.beyond") == "repeat")
        for edited, (path, typed, days) in enumerate(
            (
                ("calendar.holidays", "2027-02-05、2027年2月8日", [date(2027, 2, 5), date(2027, 2, 8)]),
                ("calendar.workdays", "2027/2/20", [date(2027, 2, 20)]),
            ),
            2,
        ):
            await at(app, pilot, path)
            assert row(app).title == fields.label(app.view.state.tree, path)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Enter), "the field")
            field = app.screen.query_one("#entered", Input)
            field.value = "2027-13-40"
            await until(pilot, lambda: app.screen.query_one("#wrong", Words).text, "what is wrong")
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, Enter) and not laiyang.state.value(path)
            field.value = typed
            await pilot.press("enter")
            await until(pilot, lambda edited=edited: app.edited == edited, path)
            assert list(laiyang.state.value(path)) == days
            await at(app, pilot, path)
            assert "2027" in row(app).cells[0].text and row(app).mark == "◆"
        await pilot.press("delete")
        await until(pilot, lambda: app.edited == 4)
        assert not laiyang.state.value("calendar.workdays")


async def test_a_wrong_value_is_refused_with_the_range(alone, laiyang, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "linkage.return_again")
        await pilot.press("1", ".", "5")
        wrong = "0" if lang == "zh" else "from 0 to 1"
        await until(pilot, lambda: wrong in told(app) and app.query_one("#tree-form-told").has_class("-wrong"))
        assert "30%" in told(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Esc" in told(app))
        assert laiyang.done == () and app.view.form.sheet.typing == "1.5"
        await pilot.press("escape", "4", "5", "%", "enter")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value("linkage.return_again") == 0.45


async def test_what_a_field_means_and_acts_on_is_told(alone, lang, size):
    app = alone(TreeView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "townships.chengxiang.teams.enforcement.certified")
        await until(pilot, lambda: ("作用于" if lang == "zh" else "Acts on") in told(app))
        assert ("综合行政执法队" if lang == "zh" else "Enforcement team") in told(app)
        assert ("限行政、事业" if lang == "zh" else "Civil or institution") in told(app)


async def test_yes_and_no_are_switched_by_space(alone, laiyang, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "linkage.liaison.on")
        before = laiyang.state.value("linkage.liaison.on")
        await pilot.press("space")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value("linkage.liaison.on") is not before
        assert row(app).cells[0].text == (_("● yes") if not before else _("○ no"))


async def test_choices_and_names_are_picked(alone, laiyang, lang, size):
    app = alone(TreeView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "townships.chengxiang.linkage.rule")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Pick) and app.screen.query("#rows"))
        app.screen.query_one(OptionList).highlighted = 1
        await pilot.press("enter")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value("townships.chengxiang.linkage.rule") == "whistle"
        await at(app, pilot, "townships.chengxiang.teams.enforcement.handles")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Pick) and app.screen.query("#rows"))
        rows = app.screen.query_one(Ticks)
        assert list(rows.ticked) == laiyang.state.value("townships.chengxiang.teams.enforcement.handles")
        rows.toggle("dispute")
        app.screen.query_one(Button).press()
        await until(pilot, lambda: app.edited == 2)
        assert "dispute" in laiyang.state.value("townships.chengxiang.teams.enforcement.handles")


async def test_words_are_given_in_both_languages(alone, laiyang, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "townships.chengxiang.name")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BothLanguages))
        app.screen.query_one("#words-zh", Input).value = "城厢办"
        await pilot.press("enter", "end", *("backspace" for _n in "Street"), "enter")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value("townships.chengxiang.name") == {"zh": "城厢办", "en": "Chengxiang"}


async def test_an_empty_name_is_refused(alone, laiyang, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "townships.chengxiang.name")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BothLanguages))
        for key in ("zh", "en"):
            app.screen.query_one(f"#words-{key}", Input).value = " "
        await pilot.press("enter", "enter")
        wrong = app.screen.query_one("#words-wrong")
        assert wrong.display
        assert _("A name is needed, in Chinese or in English.") in str(wrong.render())
        await pilot.press("escape")
        assert laiyang.done == ()


async def test_lists_of_numbers_are_typed_and_checked(alone, laiyang, lang):
    app = alone(TreeView)
    profile = laiyang.state.tree.names("demand.profiles")[0]
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, f"demand.profiles.{profile}.weekday")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Enter))
        field = app.screen.query_one("#entered", Input)
        field.value = "1 1 1 x"
        await until(pilot, lambda: str(app.screen.query_one("#wrong").render()))
        field.value = "1、1、1、1、1、２、2"
        await pilot.press("enter")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value(f"demand.profiles.{profile}.weekday") == [1, 1, 1, 1, 1, 2, 2]


@pytest.mark.parametrize("id", ["window", "a.b", "", "雨季 汛期"])
async def test_an_id_that_cannot_be_is_told_under_its_field(alone, laiyang, id):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "demand.profiles.window.weekday")
        app.view.action_units("add")
        await until(pilot, lambda: isinstance(app.screen, Enter))
        app.screen.query_one(Input).value = id
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#wrong", Words).text)
        assert isinstance(app.screen, Enter) and laiyang.done == ()
        app.screen.query_one(Input).value = "雨季"
        await pilot.press("enter")
        await until(pilot, lambda: app.edited == 1)
        assert "雨季" in laiyang.state.tree.names("demand.profiles")


async def test_a_value_is_pasted_on_a_line(alone, laiyang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "townships.guliu.area_km2")
        app.view.form.sheet.post_message(Paste("51.5\n"))
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value("townships.guliu.area_km2") == 51.5


@pytest.mark.parametrize("block", ["1\t234", "1\r234", "12\n", "\t5"])
async def test_cells_of_a_block_do_not_run_together_into_one_number(alone, laiyang, block):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "townships.guliu.residents")
        app.view.form.sheet.post_message(Paste(block))
        if block == "12\n":
            await until(pilot, lambda: app.edited == 1)
            assert laiyang.state.value("townships.guliu.residents") == 12
        else:
            await until(
                pilot, lambda: _("One value stands here, and several cells were pasted: copy one of them.") in told(app)
            )
            assert laiyang.done == ()


async def test_a_column_of_a_spreadsheet_is_pasted_into_a_list_of_numbers(alone, laiyang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "demand.profiles.window.weekday")
        app.view.form.sheet.post_message(Paste("1\r1\r1\r１\r1.5\r2\r2\r"))
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value("demand.profiles.window.weekday") == [1, 1, 1, 1, 1.5, 2, 2]


async def test_names_are_pasted_as_they_are_shown(alone, laiyang, lang):
    app = alone(TreeView)
    path = "townships.guliu.teams.hall.handles"
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, path)
        shown = {"zh": "审批类、执法类", "en": "Approval, Enforcement"}[lang]
        app.view.form.sheet.post_message(Paste(shown))
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value(path) == ["approval", "enforcement"]


@pytest.mark.parametrize("words", ["持证 城厢", pytest.param("chengxiang certified", marks=pytest.mark.slow)])
async def test_typing_in_the_tree_searches_and_enter_goes_there(alone, words, size):

    set_language("zh")
    app = alone(TreeView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        for character in words[:2]:
            app.view.places.post_message(Key(character, character))
        search = app.query_one("#tree-search", Input)
        await until(pilot, lambda: search.has_focus and search.value == words[:2])
        search.value = words
        found = app.query_one("#tree-found", OptionList)
        await until(pilot, lambda: found.option_count and not found.get_option_at_index(0).disabled)
        await pilot.press("enter")
        await until(pilot, lambda: "chengxiang" in app.view.path)
        assert app.view.form.line.path.endswith("certified")
        assert app.view.form.sheet.has_focus and search.value == ""


async def test_nothing_found_is_said_and_escape_ends_the_search(alone, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.query_one("#tree-search", Input).focus()
        await pilot.press("q", "q", "q")
        found = app.query_one("#tree-found", OptionList)
        await until(pilot, lambda: found.option_count == 1 and found.get_option_at_index(0).disabled)
        await pilot.press("escape")
        await until(pilot, lambda: app.view.places.has_focus)
        assert not app.view.has_class("-searching")


async def fill(app, pilot, answers: dict[str, str]) -> None:
    await until(pilot, lambda: isinstance(app.screen, Questions))
    for id, value in answers.items():
        app.screen.query_one(f"#ask-{id}", Input).value = value


async def test_a_township_is_added_with_the_few_necessary_things(alone, laiyang, lang, size):
    app = alone(TreeView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        assert app.view.go_to("townships.guliu")
        await pilot.pause()
        await pilot.press("insert")
        await fill(app, pilot, {"zh": "新镇", "en": "New Town", "residents": "２万"})
        app.screen.query_one("#ok", Button).press()
        await until(pilot, lambda: str(app.screen.query_one("#wrong").render()))
        app.screen.query_one("#ask-area_km2", Input).value = "60"
        app.screen.query_one("#ok", Button).press()
        await until(pilot, lambda: app.edited == 1)
        added = laiyang.state.scenario.townships["new-town"]
        assert (added.residents, added.area_km2, added.name.zh) == (20_000, 60.0, "新镇")
        assert added.teams and added.powers
        await until(pilot, lambda: app.view.path == "townships.new-town")
        assert [node.data for node in app.view.places.root.children[1].children][-1] == "townships.new-town"
        laiyang.undo()
        app.on_edited()
        await until(pilot, lambda: app.view.path == "townships")


@pytest.mark.parametrize(
    ("table", "answers", "id"),
    [
        ("departments", {"zh": "新局", "en": "", "team.staff.civil": "3"}, "新局"),
        ("townships.guliu.teams", {"zh": "巡查队", "en": "Patrol", "staff.institution": "0"}, "patrol"),
        ("case_types", {"zh": "新事项", "en": "New matter"}, "new-matter"),
        ("shared_teams", {"zh": "联合执法队", "en": "Pool", "team.staff.civil": "2", "team.certified": "2"}, "pool"),
        ("kinds", {"zh": "园区", "en": "Zone"}, "zone"),
    ],
)
async def test_everything_that_has_a_name_can_be_added(alone, laiyang, lang, table, answers, id):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        assert app.view.go_to(table)
        await pilot.pause()
        app.query_one("#tree-add", Button).press()
        await until(pilot, lambda: isinstance(app.screen, Questions))
        for name, value in answers.items():
            app.screen.query_one(f"#ask-{name}".replace(".", "-"), Input).value = value
        app.screen.query_one("#ok", Button).press()
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.tree.has(f"{table}.{id}")
        assert laiyang.state.problems == ()


async def test_a_power_is_added_from_those_that_are_possible(alone, laiyang, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        assert app.view.go_to("townships.guliu.powers")
        await pilot.pause()
        await pilot.press("insert")
        await until(pilot, lambda: isinstance(app.screen, Pick) and app.screen.query("#rows"))
        rows = app.screen.query_one(OptionList)
        rows.highlighted = [rows.get_option_at_index(n).id for n in range(rows.option_count)].index("food-safety")
        await pilot.press("enter")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value("townships.guliu.powers.food-safety") == "assigned"


async def test_a_team_is_duplicated_merged_and_removed(alone, laiyang, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        assert app.view.go_to("departments.ecology")
        await pilot.pause()
        await pilot.press("ctrl+d")
        await fill(app, pilot, {"zh": "生态二局", "en": "Ecology two"})
        app.screen.query_one("#ok", Button).press()
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.tree.has("departments.ecology-two")
        await until(pilot, lambda: app.view.path == "departments.ecology-two")
        app.query_one("#tree-remove", Button).press()
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("right", "enter")
        await until(pilot, lambda: app.edited == 2)
        assert not laiyang.state.tree.has("departments.ecology-two")

        assert app.view.go_to("townships.guliu.teams.hall")
        await pilot.pause()
        app.query_one("#tree-merge", Button).press()
        await until(pilot, lambda: isinstance(app.screen, Pick) and app.screen.query("#rows"))
        app.screen.query_one(Ticks).toggle("approvals")
        app.screen.query_one(Button).press()
        await fill(app, pilot, {"zh": "综合窗口"})
        app.screen.query_one("#ok", Button).press()
        await until(pilot, lambda: app.edited == 3)
        assert set(laiyang.state.tree.names("townships.guliu.teams")) == {
            *("hall", "enforcement", "affairs", "emergency", "intake")
        }
        assert laiyang.state.value("townships.guliu.teams.hall.name")["zh"] == "综合窗口"


async def test_delete_in_the_tree_removes_what_is_marked_and_asks_first(alone, laiyang, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("delete")
        await until(pilot, lambda: _("Mark a township, team, department or case type first.") in notices(app))
        await pilot.press("down", "right", "down")
        await until(pilot, lambda: app.view.path == "townships.chengxiang")
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, Ask))
        assert laiyang.done == ()
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("right", "enter")
        await until(pilot, lambda: app.edited == 1)
        assert not laiyang.state.tree.has("townships.chengxiang")


async def test_a_township_duplicated_from_the_tree_is_shown(alone, laiyang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        assert app.view.go_to("townships.guliu")
        await pilot.pause()
        app.view.places.focus()
        await pilot.press("ctrl+d")
        await fill(app, pilot, {"en": "Guliu two"})
        app.screen.query_one("#ok", Button).press()
        await until(pilot, lambda: app.edited == 1)
        await until(pilot, lambda: app.view.path == "townships.guliu-two")
        for _turn in range(5):
            await pilot.pause()
        assert app.view.path == app.view.places.cursor_node.data == "townships.guliu-two"


async def test_the_tree_marks_what_the_scenario_states(alone, laiyang, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        laiyang.set_value("platform.accuracy", 0.9)
        app.on_edited()
        await pilot.pause()
        marked = [node.data for node in app.view.places.root.children if "◆" in str(node.label)]
        assert marked == ["platform"]


@pytest.mark.slow
async def test_another_language_keeps_place_line_and_what_is_typed(make_app, laiyang):
    set_language("zh")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.documents.append(laiyang)
        app.show_document(laiyang)
        await until(pilot, lambda: getattr(app.screen, "document", None) is laiyang and app.screen.state is not None)
        assert await app.screen.go_to("townships.guliu.residents")
        view = app.screen.query_one(TreeView)
        await until(pilot, lambda: view.form.line is not None and view.form.line.path == "townships.guliu.residents")
        await pilot.press("7", "7")
        await until(pilot, lambda: view.form.sheet.typing == "77")
        await pilot.press("f2")
        await until(pilot, lambda: app.screen.query_one(TreeView) is not view)
        again = app.screen.query_one(TreeView)
        await until(pilot, lambda: again.form.line is not None and again.form.line.path == "townships.guliu.residents")
        await until(pilot, lambda: again.form.sheet.typing == "77" and again.form.sheet.has_focus)
        assert again.form.sheet.content.corner == "Guliu Street"
        await pilot.press("0", "0", "0", "enter")
        await until(pilot, lambda: laiyang.state.value("townships.guliu.residents") == 77_000)


@pytest.mark.slow
async def test_a_value_with_a_unit_is_edited_without_it(alone, laiyang, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "townships.guliu.area_km2")
        assert laiyang.state.value("townships.guliu.area_km2") == 78
        await pilot.press("enter", "backspace", "6", "enter")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value("townships.guliu.area_km2") == 76
        await at(app, pilot, "townships.guliu.quota.turnover_until")
        await pilot.press("enter", *"2025年12月31日", "enter")
        await until(pilot, lambda: app.edited == 2)
        assert laiyang.state.value("townships.guliu.quota.turnover_until").isoformat() == "2025-12-31"
        await at(app, pilot, "townships.guliu.quota.turnover_until")
        await pilot.press("enter", *("backspace" for _n in range(10)), "enter")
        await until(pilot, lambda: app.edited == 3)
        assert laiyang.state.value("townships.guliu.quota.turnover_until") is None


async def test_a_scenario_without_a_base_shows_no_bases_and_no_marks(tmp_path, lang, size):
    document = Document.open(TUTORIAL, drafts=tmp_path / "drafts")
    for kind in (TreeView, PeopleView, PowersView):
        app = Alone(kind, document)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            sheet = app.view.query_one(Sheet)
            assert sheet.content.columns and all(column.title != _("Base") for column in sheet.content.columns)
            cells = [cell for line in sheet.content.rows for cell in line.cells]
            assert not any("own" in cell.styles or "◆" in cell.mark for cell in cells)
            if kind is PeopleView:
                sheet.focus()
                await pilot.press("5", "enter")
                await until(pilot, lambda app=app: app.edited == 1)
                assert "▲+" in sheet.content.rows[0].cells[0].mark
    document.close()


async def test_townships_are_merged(alone, laiyang, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        assert app.view.go_to("townships.guliu")
        await pilot.pause()
        app.query_one("#tree-merge", Button).press()
        await until(pilot, lambda: isinstance(app.screen, Pick) and app.screen.query("#rows"))
        app.screen.query_one(Ticks).toggle("dakuang")
        app.screen.query_one(Button).press()
        await fill(app, pilot, {"zh": "古夼镇"})
        app.screen.query_one("#ok", Button).press()
        await until(pilot, lambda: app.edited == 1)
        assert len(laiyang.state.scenario.townships) == 17
        await until(pilot, lambda: len(app.view.places.root.children[1].children) in (0, 17))


async def test_the_mouse_alone_changes_a_value(alone, laiyang, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "platform.merges_repeats")
        before = laiyang.state.value("platform.merges_repeats")
        sheet = app.view.form.sheet
        y = sheet.arrangement.header + sheet.row - round(sheet.scroll_y)
        await pilot.click(sheet, offset=(sheet.title_cells + 2, y))
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value("platform.merges_repeats") is not before
        await pilot.click("#tree-clear")
        await until(pilot, lambda: app.edited == 2)
        assert not laiyang.unsaved


async def test_arrows_and_tab_lead_out_of_the_form(alone, lang):
    app = alone(TreeView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await at(app, pilot, "platform.accuracy")
        await pilot.press("left")
        await until(pilot, lambda: app.view.places.has_focus)
        await pilot.press("right")
        await until(pilot, lambda: app.view.form.sheet.has_focus)
        await pilot.press("tab")
        await until(pilot, lambda: app.query_one("#tree-search").has_focus)
