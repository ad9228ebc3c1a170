"""Powers: who holds them, whether they can be used, one by one and whole rows and columns."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import OptionList

from planner.tui.frame.dialogs import Pick
from planner.tui.screens.scenario.powers import PowersView
from planner.tui.widgets.controls import Segments
from planner.tui.widgets.words import Words
from planner.wording import _
from tests.tui.waiting import until


def told(app) -> str:
    return app.query_one("#powers-told", Words).text


async def ready(app, pilot) -> None:
    await until(pilot, lambda: app.view.grid is not None)
    app.view.sheet.focus()
    await pilot.pause()


def row_of(app, case_type: str) -> int:
    return [row.case_type for row in app.view.grid.rows].index(case_type)


async def test_kinds_stand_beside_what_the_load_check_says(alone, lang, size):
    app = alone(PowersView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        row = row_of(app, "illegal-building")
        held, usable, *_rest = app.view.sheet.content.rows[row].cells
        assert held.text == ("赋权" if lang == "zh" else "assigned")
        assert ("收回 11" if lang == "zh" else "recall 11") in usable.text
        app.view.sheet.move_to(row, 0)
        await until(pilot, lambda: ("收回 11（组不成队）" if lang == "zh" else "recall 11 (no crew)") in told(app))


async def test_space_goes_through_the_ways_and_enter_offers_them(alone, laiyang, lang, size):
    app = alone(PowersView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        app.view.sheet.move_to(row_of(app, "food-safety"), 0)
        await pilot.press("space")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value("townships.muyudian.powers.food-safety") == "assigned"
        assert laiyang.state.value("townships.guliu.powers.food-safety") is None
        cell = app.view.sheet.content.rows[app.view.sheet.row].cells[0]
        assert cell.mark == "◆" and "own" in cell.styles
        await until(pilot, lambda: _("not delegated (the county's own)") in told(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        app.screen.query_one(OptionList).highlighted = 3
        await pilot.press("enter")
        await until(pilot, lambda: app.edited == 2)
        assert laiyang.state.value("townships.muyudian.powers.food-safety") == "agency"
        await pilot.press("delete")
        await until(pilot, lambda: app.edited == 3)
        assert not laiyang.unsaved


async def test_whole_rows_and_columns_at_once(alone, laiyang, lang):
    app = alone(PowersView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.view.sheet.move_to(row_of(app, "noise"), 0)
        await pilot.press("left", "ideographic_space")
        await until(pilot, lambda: app.edited == 1)
        townships = laiyang.state.tree.names("townships")
        assert {laiyang.state.value(f"townships.{one}.powers.noise") for one in townships} == {"entrusted"}
        assert len(laiyang.done) == 1
        app.view.sheet.move_to(-1, 0)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        app.screen.query_one(OptionList).highlighted = 4
        await pilot.press("enter")
        await until(pilot, lambda: app.edited == 2)
        held = {row.cells[0].holding for row in app.view.grid.rows}
        assert held == {"county"}
        assert {row.cells[1].holding for row in app.view.grid.rows} != {"county"}


async def test_one_township_by_itself(alone, laiyang, lang, size):
    app = alone(PowersView)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        app.query_one(Segments).focus()
        await pilot.press("right")
        await until(pilot, lambda: app.view.grid.by == "townships")
        row = row_of(app, "street-order")
        marks = [cell.mark for cell in app.view.sheet.content.rows[row].cells[:18]]
        assert marks.count("✗") == 12 and marks.count("△") == 2
        app.view.sheet.focus()
        app.view.sheet.move_to(row, 5)
        await until(pilot, lambda: ("需 2 人" if lang == "zh" else "needs 2") in told(app))
        await pilot.press("space")
        await until(pilot, lambda: app.edited == 1)
        assert laiyang.state.value("townships.muyudian.powers.street-order") == "entrusted"
        assert laiyang.state.value("townships.tuanwang.powers.street-order") == "assigned"


async def test_a_problem_leads_to_the_power(alone):
    app = alone(PowersView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        assert app.view.go_to("townships.guliu.powers.noise")
        await pilot.pause()
        assert (app.view.grid.by, app.view.sheet.row, app.view.sheet.column) == ("townships", row_of(app, "noise"), 1)
        assert app.view.go_to("kinds.street.powers.noise")
        await pilot.pause()
        assert (app.view.grid.by, app.view.sheet.column) == ("kinds", 2)
        assert not app.view.go_to("linkage.rule")


async def test_what_is_pasted_on_powers_is_told_to_change_nothing(alone, laiyang):
    app = alone(PowersView)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.view.sheet.post_message(Paste("1\t2"))
        await until(pilot, lambda: _("Space or Enter changes how a power is held.") in told(app))
        assert laiyang.done == ()
