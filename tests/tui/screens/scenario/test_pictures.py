"""Pictures of the screen: the checklist, and the list of problems."""

from __future__ import annotations

import pytest

from planner.tui.screens.scenario.document_dialogs import Problems
from tests.tui.screens.scenario.opened import dialog, rows, seen
from tests.tui.waiting import until


@pytest.mark.parametrize("wide", [False, True], ids=["80x24", "200x50"])
def test_measures(open_app, current, lang, wide, snap_compare):
    app = open_app(current)

    async def shown(pilot):
        await seen(pilot)
        rows(pilot, "measures-list").mark("measure:whistle")
        await pilot.press("space")
        await seen(pilot)
        await until(pilot, lambda: any(row.cells[0][0] == "[x]" for row in rows(pilot, "measures-list").rows))
        await pilot.pause()

    assert snap_compare(app, terminal_size=(200, 50) if wide else (80, 24), run_before=shown)


@pytest.mark.parametrize("wide", [False, True], ids=["80x24", "200x50"])
def test_problems(open_app, current, lang, wide, snap_compare):
    app = open_app(current)

    async def shown(pilot):
        screen = await seen(pilot)
        screen.document.set_value("townships.chengxiang.teams.enforcement.certified", 400)
        screen.document.set_value("townships.guliu.residents", -1)
        screen.changed()
        await seen(pilot)
        await pilot.press("f9")
        listed = await dialog(pilot, Problems)
        await until(pilot, lambda: listed.notes is not None, "the notes, which name a folder of this test")
        listed.show_notes(())
        await pilot.pause()

    assert snap_compare(app, terminal_size=(200, 50) if wide else (80, 24), run_before=shown)
