"""The timeline: entries added, changed and removed, measures picked, changes in words."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import Input

from planner.tui.frame.dialogs import Pick, Ticks
from planner.tui.screens.scenario.document_dialogs import Problems
from planner.tui.screens.scenario.timeline import EntryDialog
from planner.wording import _
from planner.wording.numbers import day
from tests.tui.screens.scenario.opened import answer, dialog, rows, seen
from tests.tui.waiting import until


async def timeline(pilot):
    screen = await seen(pilot)
    await screen.show_part("timeline")
    screen.into_part()
    await pilot.pause()
    return screen


async def test_an_entry_is_added_changed_and_removed(open_app, current, lang, size):
    app = open_app(current, what_if=True)
    async with app.run_test(size=size) as pilot:
        screen = await timeline(pilot)
        found = rows(pilot, "timeline-list")
        assert app.focused is found
        await pilot.press("insert")
        entry = await dialog(pilot, EntryDialog)
        await pilot.press("tab", "tab", "enter")
        picking = await dialog(pilot, Pick)
        picking.query_one(Ticks).toggle("whistle")
        await answer(pilot, "ok")
        assert app.screen is entry
        next(one for one in entry.query("Button") if one.name == "ok").press()
        await pilot.pause()
        assert "–" in entry.query_one("#entry-wrong").text
        entry.query_one("#entry-from", Input).value = "２０２５-07-01"
        await answer(pilot, "ok")
        await seen(pilot)
        assert screen.document.timeline == ({"from": date(2025, 7, 1), "measures": ["whistle"]},)
        await until(pilot, lambda: len(found.rows) == 1)
        assert ("吹哨" if lang == "zh" else "whistle") in found.rows[0].cells[2][0]
        await pilot.press("enter")
        await dialog(pilot, EntryDialog)
        for wrong in ("2025-06-01", "2025-10-01①", "10月"):
            app.screen.query_one("#entry-until", Input).value = wrong
            next(one for one in app.screen.query("Button") if one.name == "ok").press()
            told = day(date(2025, 6, 1)) if wrong == "2025-06-01" else wrong
            await until(pilot, lambda told=told: told in app.screen.query_one("#entry-wrong").text)
        app.screen.query_one("#entry-until", Input).value = "2025-10-01"
        await answer(pilot, "ok")
        await seen(pilot)
        assert screen.document.timeline[0]["until"] == date(2025, 10, 1)
        assert screen.state.problems == ()
        await pilot.press("delete")
        await until(pilot, lambda: screen.document.timeline == ())
        await seen(pilot)
        assert not screen.unsaved


@pytest.mark.slow
async def test_changes_are_said_in_words_and_taken_out(open_app, current, lang, size):
    app = open_app(current, what_if=True)
    async with app.run_test(size=size) as pilot:
        screen = await seen(pilot)
        changes = [
            {"set": "townships.guliu.residents", "value": 71_000},
            {"scale": "case_types.noise.per_1000_residents_year", "by": 0.5},
            {"set": "nowhere"},
        ]
        screen.document.add_entry({"from": date(2025, 7, 1), "changes": changes[:2]})
        screen.changed()
        await timeline(pilot)
        found = rows(pilot, "timeline-list")
        words = found.rows[0].cells[2][0]
        assert ("古柳街道" if lang == "zh" else "Guliu Street") in words
        assert "71,000" in words and "× 0.5" in words
        assert "nowhere" in screen.view("timeline").change_told(changes[2])
        await pilot.press("enter")
        dialogue = await dialog(pilot, EntryDialog)
        rows(pilot, "entry-changes").focus()
        await pilot.press("delete")
        assert len(rows(pilot, "entry-changes").rows) == 1
        assert dialogue.heading == _("Entry of the timeline")
        await answer(pilot, "ok")
        await seen(pilot)
        assert screen.document.timeline == ({"from": date(2025, 7, 1), "changes": changes[1:2]},)


@pytest.mark.slow
async def test_a_date_outside_the_run_is_a_problem(open_app, current, lang):
    app = open_app(current, what_if=True)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        screen.document.add_entry({"from": date(2031, 7, 1), "measures": ["whistle"]})
        screen.changed()
        await seen(pilot)
        await until(pilot, lambda: screen.state.problems)
        await pilot.press("f9")
        await dialog(pilot, Problems)
        assert rows(pilot, "problems").rows[0].cells[0][0] == _("Timeline")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and screen.part == "timeline")
