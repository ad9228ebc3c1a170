"""What nobody should type is typed into every prompt that asks for no path: the program answers in words, and lives.

Paths are typed in `frame/test_typed_path.py`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from planner.files.places import shipped
from planner.tui.frame.dialogs import Enter
from planner.tui.frame.documents import LONGEST_TITLE
from planner.tui.screens.home.home import HomeScreen
from planner.tui.screens.scenario.elements import Questions
from planner.tui.screens.scenario.questions import BothLanguages
from planner.tui.screens.scenario.scenario import ScenarioScreen
from planner.tui.screens.scenario.timeline import EntryDialog, TimelineView
from planner.tui.screens.scenario.tree import TreeView
from planner.tui.widgets.words import Words
from planner.wording import _
from tests.tui.seen import seen
from tests.tui.waiting import until

ODD = ("~x", "'a'", '"b"', "a" * 300, "县" * 90, "", "x\x1b[2J", "x\u202egnp")

Open = Callable[[Pilot[Any]], Awaitable[str]]
"""Opens a prompt; the id of its field."""


def scenario(pilot: Pilot[Any]) -> ScenarioScreen:
    return next(one for one in pilot.app.screen_stack if isinstance(one, ScenarioScreen))


async def line(pilot: Pilot[Any], path: str) -> TreeView:
    """Go to the line of a field in the tree."""
    await scenario(pilot).show_part("everything")
    view = scenario(pilot).query_one(TreeView)
    await until(pilot, lambda: view.state is not None and view.go_to(path), path)
    await until(pilot, lambda: view.form.line is not None and view.form.line.path == path, path)
    view.form.sheet.focus()
    return view


async def field(pilot: Pilot[Any], path: str, kind: type) -> None:
    """Open the dialog of a field of the tree."""
    await line(pilot, path)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, kind), path)


async def search(pilot: Pilot[Any]) -> str:
    await scenario(pilot).show_part("everything")
    scenario(pilot).query_one(TreeView).action_search()
    return "tree-search"


async def office_hours(pilot: Pilot[Any]) -> str:
    await field(pilot, "calendar.office_hours", Enter)
    return "entered"


async def dates(pilot: Pilot[Any]) -> str:
    await field(pilot, "calendar.holidays", Enter)
    return "entered"


async def beginning(pilot: Pilot[Any]) -> str:
    await scenario(pilot).show_part("timeline")
    scenario(pilot).query_one(TimelineView).action_add_entry()
    await until(pilot, lambda: isinstance(pilot.app.screen, EntryDialog))
    return "entry-from"


async def name_of_element(pilot: Pilot[Any]) -> str:
    await field(pilot, "townships.example.name", BothLanguages)
    return "words-zh"


async def new_element(pilot: Pilot[Any]) -> str:
    await scenario(pilot).show_part("everything")
    view = scenario(pilot).query_one(TreeView)
    await until(pilot, lambda: view.state is not None and view.go_to("departments.urban-management"))
    view.places.focus()
    await pilot.press("insert")
    await until(pilot, lambda: isinstance(pilot.app.screen, Questions))
    return pilot.app.screen.query(Input).first().id or ""


async def title(pilot: Pilot[Any]) -> str:
    scenario(pilot).action_title()
    await until(pilot, lambda: isinstance(pilot.app.screen, BothLanguages))
    return "title-zh"


async def name_of_plan(pilot: Pilot[Any]) -> str:
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, Enter), "the path")
    path = pilot.app.screen
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Enter) and pilot.app.screen is not path, "the name")
    return "entered"


PROMPTS = (search, office_hours, dates, beginning, name_of_element, new_element, title, name_of_plan)
SAVES = (name_of_plan,)
"""Where Enter saves what is accepted, and nothing more is asked."""


async def put(pilot: Pilot[Any], id: str, words: str) -> None:
    """Paste words into a field that was emptied."""
    one = pilot.app.screen.query_one(f"#{id}", Input)
    one.value = ""
    one.focus()
    one.post_message(Paste(words))
    await pilot.pause()


async def close(pilot: Pilot[Any]) -> None:
    while pilot.app.screen is not scenario(pilot):
        before = pilot.app.screen
        await pilot.press("escape")
        await until(pilot, lambda before=before: pilot.app.screen is not before)


async def typed(pilot: Pilot[Any], opened: Open, words: str, id: str) -> None:
    """Type words into an open prompt, and press Enter where that saves no file."""
    app, dialog = pilot.app, pilot.app.screen
    before = scenario(pilot).document.tables
    await put(pilot, id, words)
    told = seen(app)
    if opened in SAVES:
        wrong = bool(dialog.query_one("#wrong", Words).text)
        assert wrong == (len(words) > LONGEST_TITLE or not words.isprintable())
        if wrong:
            await pilot.press("enter")
            await pilot.pause()
            assert app.screen is dialog
        return
    await pilot.press("enter")
    await pilot.pause()
    told += seen(app)
    if opened is search and words not in ("", "'a'", '"b"'):
        assert _("Nothing of that name.") in told
    if not words.isprintable():
        assert scenario(pilot).document.tables is before


@pytest.mark.usefixtures("short_waits")
async def test_what_nobody_should_type_is_answered_in_words(make_app, tmp_path, monkeypatch):
    monkeypatch.setattr(HomeScreen, "find", lambda self: None)
    file = tmp_path / "tutorial.toml"
    file.write_bytes((shipped() / "tutorial.toml").read_bytes())
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_what_if(file)
        await until(pilot, lambda: isinstance(app.screen, ScenarioScreen) and app.screen.state, "the scenario")
        for opened in PROMPTS:
            dialog = None
            for words in ODD:
                if app.screen is not dialog or opened is search:
                    await close(pilot)
                    id = await opened(pilot)
                    dialog = app.screen
                await typed(pilot, opened, words, id)
            await close(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: app.screen is not scenario(pilot), "the help")


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize("path", ["time.start", "linkage.return_days"])
async def test_what_is_typed_on_a_line_of_a_form_is_answered_in_words(make_app, tmp_path, monkeypatch, path):
    """Dates, durations and shares are typed on their lines, without a dialog."""
    monkeypatch.setattr(HomeScreen, "find", lambda self: None)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_what_if(shipped() / "tutorial.toml")
        await until(pilot, lambda: isinstance(app.screen, ScenarioScreen) and app.screen.state, "the scenario")
        view = await line(pilot, path)
        for words in ODD:
            for first in ((), ("1",)):
                before = view.document.tables
                view.form.sheet.focus()
                await pilot.press(*first)
                view.form.sheet.post_message(Paste(words))
                await pilot.pause()
                seen(app)
                await pilot.press("enter")
                await pilot.pause()
                seen(app)
                if view.form.sheet.typing is not None:
                    assert view.query_one("#tree-form-told", Words).text
                    await pilot.press("escape")
                if words:
                    assert view.document.tables is before
        await pilot.press("f1")
        await until(pilot, lambda: app.screen is not scenario(pilot), "the help")
