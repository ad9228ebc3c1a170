"""A program that is killed while one edits: the next start offers the draft with every change but the one in hand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from planner.editing import Document, list_drafts
from planner.tui.frame.dialogs import Ask
from planner.tui.screens.home.home import HomeScreen
from planner.tui.screens.home.lists import DraftsList
from planner.tui.screens.scenario.watch import Notice
from planner.tui.widgets.filter_list import FilterList
from tests.tui.screens.scenario.opened import answer, dialog, seen
from tests.tui.waiting import until

EDITING = """
import asyncio, sys
from pathlib import Path
from planner.tui.app import PlannerApp
from planner.tui.settings import Settings
from planner.tui.screens.home.home import HomeScreen
from planner.tui.screens.scenario.scenario import ScenarioScreen

folder, file = Path(sys.argv[1]), Path(sys.argv[2])
HomeScreen.find = lambda self: None
app = PlannerApp(
    store=folder / "r.sqlite", drafts=folder / "drafts", settings=Settings(folder / "interface.json"), file=file
)

async def edit():
    async with app.run_test(size=(80, 24)) as pilot:
        while not (isinstance(app.screen, ScenarioScreen) and app.screen.state):
            await pilot.pause()
            await asyncio.sleep(0.01)
        rows = app.screen.query_one("#measures-list")
        for done, name in enumerate(("whistle", "joint-pool", "liaison"), start=1):
            rows.mark(f"measure:{name}")
            await pilot.press("space")
            while len(app.screen.document.done) < done:
                await pilot.pause()
        # The one in hand: half a filter, typed and not yet anything.
        await pilot.press("w", "h")
        print("edited", flush=True)
        await asyncio.sleep(3600)

asyncio.run(edit())
"""


async def test_killed_while_editing(tmp_path, current, make_app, monkeypatch):
    program = [sys.executable, "-c", EDITING, str(tmp_path), str(current)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as editing:
        try:
            assert editing.stdout.readline() == "edited\n"
            drafts = tmp_path / "drafts"
            assert [draft.in_use for draft in list_drafts(drafts)] == [True]
        finally:
            os.kill(editing.pid, signal.SIGKILL)
    (draft,) = list_drafts(drafts)
    assert (draft.commands, draft.damaged, draft.in_use) == (3, False, False)
    assert "whistle" not in current.read_text(encoding="utf-8")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.query_one(DraftsList).drafts, "the draft on Home")
        assert isinstance(app.screen, HomeScreen)
        app.screen.query_one(DraftsList).rows.focus()
        await pilot.press("home", "enter")
        screen = await seen(pilot)
        names = screen.document.tables["measures"]
        assert names[-3:] == ["whistle", "joint-pool", "liaison"]
        assert [command.kind for command in screen.document.done] == ["choose"] * 3
        assert screen.unsaved
        assert screen.query_one("#measures-list", FilterList).filter == ""
        screen.document.close()


@pytest.fixture
def left_over(tmp_path, current):
    """The folder of a draft with one measure, left over from another time."""
    folder = tmp_path / "drafts"
    earlier = Document.open(current, drafts=folder)
    earlier.choose("whistle")
    earlier.leave()
    return folder


async def test_a_file_that_is_opened_tells_of_its_draft(left_over, current, open_app, lang):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        notice = screen.query_one(Notice)
        await until(pilot, lambda: notice.display, "the draft that was left over")
        assert "1" in str(notice.render()) and "Ctrl+G" in str(notice.render())
        await pilot.press("ctrl+g")
        await dialog(pilot, Ask)
        await answer(pilot, "open")
        await until(pilot, lambda: app.documents and app.documents[0] is not screen.document, "the draft")
        screen = await seen(pilot)
        assert screen.document.tables["measures"][-1] == "whistle"
        assert screen.unsaved
        screen.document.leave()
    assert len(list_drafts(left_over)) == 1


async def test_a_draft_that_was_left_over_is_thrown_away(left_over, current, open_app):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        notice = screen.query_one(Notice)
        await until(pilot, lambda: notice.display, "the draft that was left over")
        await pilot.click(Notice)
        await dialog(pilot, Ask)
        await answer(pilot, "throw")
        await until(pilot, lambda: not notice.display, "the end of the draft")
        assert list_drafts(left_over) == ()
        assert not screen.unsaved
