"""The scenario screen: its parts, problems, undo and the log, the load check, running, title, language."""

from __future__ import annotations

import re

import pytest
from textual.widgets import Input, Tabs

from planner.tui.screens.scenario.document_dialogs import Log, Problems
from planner.tui.screens.scenario.load_screen import LoadCheckScreen
from planner.tui.screens.scenario.parts import PARTS, leading_to
from planner.tui.screens.scenario.people_dialogs import MovePeople
from planner.tui.screens.scenario.questions import BothLanguages
from planner.tui.screens.scenario.scenario import ScenarioScreen
from planner.tui.screens.scenario.strip import LoadLine, ProblemLine
from planner.wording import _
from tests.tui.screens.scenario.opened import answer, dialog, rows, said, screen_of, seen, told
from tests.tui.seen import seen as seen_on
from tests.tui.waiting import until

CERTIFIED = "townships.chengxiang.teams.enforcement.certified"


async def invalid(pilot):
    """More certified officers than there are people who may hold a certificate."""
    screen = await seen(pilot)
    screen.document.set_value(CERTIFIED, 400)
    screen.changed()
    await seen(pilot)
    await until(pilot, lambda: screen.state.problems)
    return screen


@pytest.mark.slow
async def test_parts_follow_each_other(open_app, current, lang, size):
    app = open_app(current)
    async with app.run_test(size=size) as pilot:
        screen = await seen(pilot)
        for part in [*PARTS[1:], PARTS[0]]:
            await pilot.press("f3")
            await until(pilot, lambda part=part: screen.part == part.id)
            assert screen.query_one("#tabs", Tabs).active == f"tab-{part.id}"
            view = screen.view(part.id)
            assert view.display
            assert app.focused is not None
            assert view in app.focused.ancestors
            assert [one.id for one in screen.query("#parts > *") if one.display] == [f"part-{part.id}"]
        await pilot.press("shift+f3")
        await until(pilot, lambda: screen.part == PARTS[-1].id)


@pytest.mark.slow
async def test_a_click_on_a_tab_leads_into_its_part(open_app, current):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        for part in ("everything", "people", "people"):
            await pilot.click(f"#tab-{part}")
            await until(pilot, lambda part=part: screen.part == part)
            await until(pilot, lambda: screen.view(screen.part).has_focus_within)
        await pilot.press("f4")
        await dialog(pilot, MovePeople)


async def test_a_small_terminal_and_back(open_app, current, lang):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        for part in PARTS:
            await screen.show_part(part.id)
            await pilot.resize_terminal(60, 15)
            await pilot.pause()
            assert screen.view(part.id).size.height >= 5
            await pilot.resize_terminal(80, 24)
            await pilot.pause()
        assert screen.query_one(LoadLine).size.height == 2


async def test_an_invalid_edit_is_listed_and_leads_to_its_field(open_app, current, lang, size):
    app = open_app(current)
    async with app.run_test(size=size) as pilot:
        screen = await invalid(pilot)
        assert "1" in told(screen)[1]
        assert told(screen)[0] == _("The load check waits until the problems are solved.")
        await pilot.press("f9")
        listed = await dialog(pilot, Problems)
        found = rows(pilot, "problems")
        assert "400" in found.rows[0].cells[1][0]
        assert ("城厢街道" if lang == "zh" else "Chengxiang Street") in found.rows[0].cells[0][0]
        await until(pilot, lambda: listed.notes is not None, "the notes")
        assert any(row.id.startswith("note:") for row in found.rows)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and screen.part == "people", "the field")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: screen.state.problems == () and screen.state.tables is screen.document.tables)
        assert any(("已撤销" if lang == "zh" else "Undone") in one for one in said(pilot))
        assert not screen.unsaved


async def test_an_invalid_scenario_is_not_run(open_app, current, monkeypatch, lang):
    app = open_app(current)
    run = []
    monkeypatch.setattr(app, "run_document", run.append)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await invalid(pilot)
        await pilot.press("f5")
        listed = await dialog(pilot, Problems)
        assert listed.heading == _("This cannot be run yet:")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert run == []
        await pilot.press("ctrl+z", "f5")
        await until(pilot, lambda: run == [screen.document])


async def test_comparing_takes_this_one(open_app, current, monkeypatch):
    app = open_app(current)
    taken = []
    monkeypatch.setattr(app, "compare_setup", taken.append)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: taken == [[current.with_name("before.toml"), screen.document]])


async def test_undo_redo_and_the_log(open_app, current, lang, size):
    app = open_app(current)
    async with app.run_test(size=size) as pilot:
        screen = await seen(pilot)
        document = screen.document
        opening = document.tables
        assert "undo" in screen.reasons_off()
        document.choose("whistle")
        document.set_value("townships.guliu.residents", 71_000)
        document.move_people(
            1,
            "departments.urban-management.team.staff.institution",
            "townships.guliu.teams.enforcement.staff.institution",
        )
        screen.changed()
        await seen(pilot)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: len(document.done) == 2)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: len(document.done) == 3)
        await seen(pilot)
        await pilot.press("ctrl+r")
        await dialog(pilot, Log)
        log = rows(pilot, "log")
        words = [row.cells[1][0] for row in log.rows]
        assert ("吹哨" if lang == "zh" else "whistle") in words[2]
        assert "71,000" in words[1]
        assert ("古柳街道" if lang == "zh" else "Guliu") in words[0]
        assert log.marked == "3"
        log.mark("1")
        await pilot.press("enter")
        await until(pilot, lambda: len(document.done) == 1 and len(document.undone) == 2)
        await seen(pilot)
        await pilot.press("ctrl+r")
        await dialog(pilot, Log)
        assert [row.cells[2][0] for row in rows(pilot, "log").rows[:2]] == [_("undone")] * 2
        rows(pilot, "log").mark("0")
        await pilot.press("enter")
        await until(pilot, lambda: document.tables == opening)
        await seen(pilot)
        assert not screen.unsaved


@pytest.mark.parametrize("way", ["ctrl+l", "enter", "click"])
@pytest.mark.slow
async def test_the_full_load_check(open_app, current, lang, size, way):
    app = open_app(current)
    async with app.run_test(size=size) as pilot:
        screen = await seen(pilot)
        if way == "enter":
            screen.query_one(LoadLine).focus()
        await (pilot.click("#load-line", offset=(5, 0)) if way == "click" else pilot.press(way))
        await dialog(pilot, LoadCheckScreen)
        headline = app.screen.query_one("#load-headline").text
        assert "150" in headline and "12" in headline
        teams = rows(pilot, "load-rows")
        assert "218%" in teams.rows[0].cells[2][0]
        teams.focus()
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("Button"), "what it is made of")
        await answer(pilot, "close")
        app.screen.query_one("#load-of").choose("powers")
        await until(pilot, lambda: any(row.cells[1][0] == "60" for row in rows(pilot, "load-rows").rows))
        await pilot.press("f2")
        await until(pilot, lambda: app.screen.query_one("#load-headline").text != headline)
        assert any(row.cells[1][0] == "60" for row in rows(pilot, "load-rows").rows)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_problems_by_enter_and_click(open_app, current):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        screen.query_one(ProblemLine).focus()
        await pilot.press("enter")
        await dialog(pilot, Problems)
        await answer(pilot, "close")
        await pilot.click("#problem-line")
        await dialog(pilot, Problems)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_title_and_description_in_both_languages(open_app, current, lang, size):
    app = open_app(current, what_if=True)
    async with app.run_test(size=size) as pilot:
        screen = await seen(pilot)
        await screen.action_perform("title")
        await dialog(pilot, BothLanguages)
        for id, words in (("title-zh", "莱阳加吹哨"), ("title-en", "Laiyang and whistle")):
            app.screen.query_one(f"#{id}", Input).value = words
        await answer(pilot, "ok")
        await seen(pilot)
        assert screen.document.tables["title"] == {"zh": "莱阳加吹哨", "en": "Laiyang and whistle"}
        assert ("莱阳加吹哨" if lang == "zh" else "Laiyang and whistle") in screen.title_text()
        assert len(screen.document.done) == 1


async def test_the_language_changes_and_everything_stays(open_app, current, lang, size):
    app = open_app(current)
    async with app.run_test(size=size) as pilot:
        screen = await seen(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: screen.part == "people")
        await pilot.press("shift+f3")
        await until(pilot, lambda: screen.part == "measures")
        for character in "whistle":
            await pilot.press(character)
        rows(pilot, "measures-list").mark("measure:whistle")
        other = "Linkage" if lang == "zh" else "联动"
        await pilot.press("f2")
        await until(pilot, lambda: any(str(tab.label) == other for tab in screen.query("Tab")), "the other language")
        await until(pilot, lambda: rows(pilot, "measures-list").marked == "measure:whistle", "the cursor")
        assert rows(pilot, "measures-list").filter == "whistle"
        assert screen.part == "measures"
        assert told(screen)[1] == _("no problems")
        assert screen.state is not None


async def test_reasons_of_what_is_off(open_app, current, lang):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        off = screen.reasons_off()
        assert {"save", "undo", "redo"} <= set(off)
        assert all(off.values())
        assert len(ScenarioScreen.SHOWN) <= 6
        assert all(action.id in {one.id for one in screen.offered()} for action in screen.offered())


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("measures", "measures"),
        ("timeline", "timeline"),
        ("linkage.rule", "linkage"),
        ("platform.accuracy", "linkage"),
        ("demand.day_to_day_cv", "demand"),
        ("townships.a.teams.b.staff.civil", "people"),
        (CERTIFIED, "people"),
        ("kinds.town.powers.noise", "powers"),
        ("case_types.noise.formal", "everything"),
    ],
)
def test_which_part_leads_to_a_field(path, first):
    assert next(iter(leading_to(path))) == first


async def test_fields_are_found(open_app, current):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        for path in (
            "linkage.rule",
            "platform.accuracy",
            CERTIFIED,
            "kinds.town.powers.noise",
            "case_types.noise.formal",
            "demand",
        ):
            assert await screen.go_to(path), path
            assert screen.part == next(iter(leading_to(path)))
            assert screen_of(pilot) is screen


async def test_the_strip_says_when_posts_come_from_nowhere(open_app, current, lang):
    app = open_app(current)
    async with app.run_test(size=(200, 50)) as pilot:
        screen = await seen(pilot)
        uneven = "不平衡" if lang == "zh" else "not in balance"
        assert uneven not in screen.query_one(LoadLine).lines(190)[1]
        screen.document.set_value("townships.guliu.teams.enforcement.staff.institution", 30)
        screen.changed()
        await seen(pilot)
        await until(pilot, lambda: uneven in screen.query_one(LoadLine).lines(190)[1])


async def test_demand_leads_to_what_has_forms_of_its_own(open_app, current):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        for path in ("demand.profiles", "demand.surges"):
            await screen.show_part("demand")
            form = screen.query_one("#part-demand-form")
            await until(pilot, lambda form=form: form.lines)
            form.sheet.move_to([line.path for line in form.lines].index(path), 0)
            form.sheet.focus()
            await pilot.press("enter")
            await until(pilot, lambda: screen.part == "everything")
            assert screen.view("everything").path == path


@pytest.mark.slow
async def test_demand_leads_to_case_types(open_app, current, lang):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        await screen.show_part("demand")
        screen.query_one("#part-demand-places").choose("case_types")
        await pilot.pause()
        form = screen.query_one("#part-demand-form").sheet
        form.focus()
        await pilot.press("enter")
        await until(pilot, lambda: screen.part == "everything")
        assert screen.view("everything").path.startswith("case_types.")
        await screen.show_part("linkage")
        assert not screen.query_one("#part-linkage-townships").display
        screen.document.choose("whistle")
        screen.changed()
        await seen(pilot)
        told = screen.query_one("#part-linkage-townships")
        await until(pilot, lambda: told.display)
        assert "18" in told.text


async def test_no_part_shows_the_names_that_only_programs_use(open_app, current, lang, size):
    """Paths of values, ids of post types and pairs of ids are no words for a person."""
    app = open_app(current, what_if=True)
    programs = re.compile(
        r"\b(townships|departments|case_types|kinds|linkage|shared_teams)\.\w|\w/(office|enforcement)\b"
    )
    async with app.run_test(size=size) as pilot:
        screen = await seen(pilot)
        screen.document.choose("whistle")
        screen.document.set_value("townships.chengxiang.teams.enforcement.certified", 2)
        screen.document.set_value("townships.chengxiang.powers.noise", "county")
        screen.changed()
        await seen(pilot)
        for part in PARTS:
            await screen.show_part(part.id)
            await pilot.pause()
            shown = seen_on(app)
            assert programs.findall(shown) == [], part.id
            assert "(civil)" not in shown and "（civil）" not in shown
