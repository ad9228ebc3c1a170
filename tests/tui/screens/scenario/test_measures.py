"""The checklist of packages and measures."""

from __future__ import annotations

import pytest

from planner.tui.screens.scenario.measures import MeasuresView
from planner.tui.screens.scenario.questions import Details
from tests.tui.screens.scenario.opened import answer, dialog, rows, said, screen_of, seen, told
from tests.tui.waiting import until


def marks(pilot):
    """The mark of every measure and package."""
    return {row.id: row.cells[0][0] for row in rows(pilot, "measures-list").rows if not row.heading}


async def test_space_chooses_and_the_strip_answers(open_app, current, lang, size):
    app = open_app(current, what_if=True)
    async with app.run_test(size=size) as pilot:
        screen = await seen(pilot)
        assert app.focused is rows(pilot, "measures-list")
        assert rows(pilot, "measures-list").rows[0].heading
        before = told(screen)
        assert ("接不住" if lang == "zh" else "too much") in before[0]
        rows(pilot, "measures-list").mark("measure:joint-pool")
        await pilot.press("space")
        screen = await seen(pilot)
        await until(pilot, lambda: marks(pilot)["measure:joint-pool"] == "[x]")
        assert screen.document.tables["measures"] == ["joint-pool"]
        assert told(screen)[0] != before[0]
        assert screen.unsaved
        assert ("未保存" if lang == "zh" else "not saved") in str(screen.query_one("#unsaved").render())
        await pilot.press("space")
        await seen(pilot)
        await until(pilot, lambda: marks(pilot)["measure:joint-pool"] == "[ ]")
        assert not screen.unsaved


@pytest.mark.slow
async def test_what_the_base_has_cannot_be_left_out(open_app, current, lang):
    app = open_app(current, what_if=True)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        assert marks(pilot)["measure:staff-down"] == "[=]"
        rows(pilot, "measures-list").mark("measure:staff-down")
        await pilot.press("space")
        await until(pilot, lambda: said(pilot))
        assert ("基准" if lang == "zh" else "base") in said(pilot)[0]
        assert screen.document.done == ()


async def test_of_a_package_one_measure_may_go(open_app, current, lang):
    app = open_app(current, what_if=True)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        rows(pilot, "measures-list").mark("package:take-back-and-link")
        await pilot.press("space")
        await until(pilot, lambda: marks(pilot)["measure:whistle"] == "[x]")
        row = next(row for row in rows(pilot, "measures-list").rows if row.id == "measure:whistle")
        assert ("收回加联动" if lang == "zh" else "Take back and link") in row.cells[2][0]
        rows(pilot, "measures-list").mark("measure:whistle")
        await pilot.press("space")
        await until(pilot, lambda: marks(pilot)["measure:whistle"] == "[ ]")
        assert "recall-powers" in screen.document.tables["measures"]
        assert "take-back-and-link" not in screen.document.tables["measures"]


async def test_a_measure_that_lacks_another_says_so(open_app, folder, lang):
    app = open_app(folder / "laiyang" / "before.toml", what_if=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await seen(pilot)
        rows(pilot, "measures-list").mark("measure:whistle")
        await pilot.press("space")
        await until(pilot, lambda: marks(pilot)["measure:whistle"] == "[x]")
        row = next(row for row in rows(pilot, "measures-list").rows if row.id == "measure:whistle")
        assert ("集成指挥平台" if lang == "zh" else "Command platform") in row.cells[2][0]


async def test_typing_filters_and_details_explain(open_app, current, lang, size):
    app = open_app(current, what_if=True)
    async with app.run_test(size=size) as pilot:
        screen = await seen(pilot)
        found = rows(pilot, "measures-list")
        for character in "ｗhistle":
            await pilot.press(character)
        assert found.filter == "ｗhistle"
        found.mark("measure:whistle")
        await pilot.press("enter")
        shown = await dialog(pilot, Details)
        text = shown.detail
        assert ("潍坊" if lang == "zh" else "Weifang") in text
        assert ("联动方式 = 吹哨报到" if lang == "zh" else "all townships › Linkage") in text
        assert "command-platform" not in text and ("指挥" if lang == "zh" else "Command platform") in text
        await answer(pilot, "toggle")
        await until(pilot, lambda: marks(pilot)["measure:whistle"] == "[x]")
        await pilot.press("escape")
        assert found.filter == ""
        assert app.screen is screen
        assert len(screen.document.done) == 1


@pytest.mark.slow
async def test_a_click_on_the_mark_chooses(open_app, current):
    app = open_app(current, what_if=True)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        await pilot.click("#measures-list", offset=(2, 5))
        await until(pilot, lambda: screen.document.done)
        first = [row.id for row in rows(pilot, "measures-list").rows if not row.heading][2]
        assert marks(pilot)[first] == "[x]" or await seen(pilot)


async def test_details_stand_beside_a_wide_list(open_app, current, size):
    app = open_app(current, what_if=True)
    async with app.run_test(size=size) as pilot:
        await seen(pilot)
        view = screen_of(pilot).query_one(MeasuresView)
        assert view.query_one("#measures-beside").display == (size[0] > 100)
        rows(pilot, "measures-list").mark("measure:whistle")
        await until(
            pilot,
            lambda: (
                "吹哨" in view.query_one("#measures-details").text
                or "whistle" in view.query_one("#measures-details").text.lower()
            ),
        )


def test_a_package_of_the_base_stays_the_bases_where_another_one_shares_a_measure(laiyang):
    before = {choice.package.id: choice.chosen for choice in laiyang.packages()}
    laiyang.choose("town-calls-county-answers")
    after = {choice.package.id: choice.chosen for choice in laiyang.packages()}
    assert before["laiyang"] == after["laiyang"] == "base"
    assert after["town-calls-county-answers"] == "own"
