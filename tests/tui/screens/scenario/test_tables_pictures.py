"""Pictures of people, powers and the tree, in both languages and sizes."""

from __future__ import annotations

import pytest

from planner.tui.screens.scenario.people import PeopleView
from planner.tui.screens.scenario.powers import PowersView
from planner.tui.screens.scenario.tree import TreeView
from tests.tui.waiting import until


@pytest.fixture
def changed(laiyang):
    """Laiyang with people moved, a power taken back, and other residents."""
    laiyang.move_people(3, "departments.urban-management.team.staff", "townships.guliu.teams.enforcement.staff")
    laiyang.set_value("kinds.street.powers.noise", "county")
    laiyang.set_value("townships.chengxiang.residents", 150_000)
    laiyang.set_value("townships.chengxiang.teams.hall.staff.contract", 11)
    return laiyang


def test_people(snap_compare, alone, changed, lang, size):
    async def before(pilot):
        view = pilot.app.view
        await until(pilot, lambda: view.table is not None)
        view.sheet.focus()
        await pilot.press("right", "right", "shift+down", "shift+down")
        await until(pilot, lambda: view.sheet.row == 2)

    assert snap_compare(alone(PeopleView), terminal_size=size, run_before=before)


def test_powers(snap_compare, alone, changed, lang, size):
    async def before(pilot):
        view = pilot.app.view
        await until(pilot, lambda: view.grid is not None)
        view.sheet.focus()
        view.sheet.move_to(4, 0)
        await until(pilot, lambda: view.query_one("#powers-told").text)

    assert snap_compare(alone(PowersView), terminal_size=size, run_before=before)


def test_powers_of_townships(snap_compare, alone, changed, lang, size):
    async def before(pilot):
        view = pilot.app.view
        await until(pilot, lambda: view.grid is not None)
        view.go_to("townships.guliu.powers.street-order")
        await until(pilot, lambda: view.sheet.has_focus)

    assert snap_compare(alone(PowersView), terminal_size=size, run_before=before)


def test_tree(snap_compare, alone, changed, lang, size):
    async def before(pilot):
        view = pilot.app.view
        await until(pilot, lambda: view.places.root.children)
        view.go_to("townships.chengxiang.residents")
        await until(pilot, lambda: ("作用于" if lang == "zh" else "Acts on") in view.query_one("#tree-form-told").text)
        await until(pilot, lambda: view.places.cursor_node.data == "townships.chengxiang")

    assert snap_compare(alone(TreeView), terminal_size=size, run_before=before)


def test_moving(snap_compare, alone, changed, lang, size):
    async def before(pilot):
        view = pilot.app.view
        await until(pilot, lambda: view.table is not None)
        view.sheet.focus()
        await pilot.press("right", "f4")
        await until(pilot, lambda: pilot.app.screen.query("#move-told"))
        await until(pilot, lambda: str(pilot.app.screen.query_one("#move-told").render()))

    assert snap_compare(alone(PeopleView), terminal_size=size, run_before=before)
