"""Quitting: what is unsaved is saved, discarded, or one stays."""

from __future__ import annotations

import shutil

import pytest
from textual.events import CursorPosition

from planner.editing import Document, list_drafts
from planner.files.places import shipped
from planner.tui.frame.dialogs import Ask
from planner.tui.frame.documents import title_of
from planner.wording import _
from tests.tui.seen import said_in_passing
from tests.tui.waiting import until


@pytest.fixture
def app(make_app, monkeypatch):
    from planner.tui.screens.home.home import HomeScreen

    monkeypatch.setattr(HomeScreen, "find", lambda self: None)
    return make_app()


@pytest.fixture
def document(tmp_path):
    """A file of one's own, with a change that is not saved."""
    file = tmp_path / "mine.toml"
    shutil.copy(shipped() / "tutorial.toml", file)
    opened = Document.open(file, drafts=tmp_path / "drafts")
    opened.set_value("time.days", 100)
    return opened


async def asked(pilot, app):
    await until(pilot, lambda: isinstance(app.screen, Ask) and app.focused is not None, "the question")


def test_a_new_what_if_is_called_by_what_it_changes(tmp_path, lang):
    """It has no file yet: the name of one that it might get says nothing to a person."""
    opened = Document.what_if(shipped() / "laiyang" / "current.toml", drafts=tmp_path / "drafts")
    opened.set_value("time.days", 100)
    assert title_of(opened) == ("莱阳（现状）＋1处改动" if lang == "zh" else "Laiyang today + 1 change")
    opened.close()


async def test_with_nothing_unsaved_it_ends(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.return_code is not None)


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_a_key_too_many_says_how_to_leave(app, lang, key):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: said_in_passing(app) == [_("Ctrl+Q ends the program.")])
        assert app.return_code is None


@pytest.mark.parametrize("answered", [True, False])
async def test_an_answer_of_the_terminal_is_not_left_to_the_shell(app, monkeypatch, answered):
    """Ended right after the start, the program waits a moment for what it has asked the terminal."""
    monkeypatch.setattr("planner.tui.app.ANSWER_SECONDS", 3600.0)
    async with app.run_test(size=(80, 24)) as pilot:
        app.await_answers()
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.ending)
        await pilot.pause(0.05)
        assert app.return_code is None
        if answered:
            app.post_message(CursorPosition(2, 0))
            app.post_message(CursorPosition(1, 0))
        else:
            monkeypatch.setattr("planner.tui.app.ANSWER_SECONDS", 0.0)
        await until(pilot, lambda: app.return_code is not None)


async def test_runs_under_way_are_not_stopped_without_a_word(app, lang):
    from planner.workload.reading import read_scenario

    async with app.run_test(size=(80, 24)) as pilot:
        app.begin_study([read_scenario(shipped() / "tutorial.toml")])
        await pilot.press("ctrl+q")
        await asked(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, Ask))
        assert app.return_code is None and app.under_way()
        await pilot.press("ctrl+q")
        await asked(pilot, app)
        await pilot.press("right", "enter")
        await until(pilot, lambda: app.return_code is not None)


async def test_stay(app, document, lang, size):
    async with app.run_test(size=size) as pilot:
        app.documents.append(document)
        await pilot.press("ctrl+q")
        await asked(pilot, app)
        await pilot.press("left", "enter")
        await until(pilot, lambda: not isinstance(app.screen, Ask))
        assert app.return_code is None and document.unsaved
        await pilot.press("ctrl+q")
        await asked(pilot, app)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Ask))
        assert app.return_code is None


async def test_save(app, document, tmp_path, lang, size):
    async with app.run_test(size=size) as pilot:
        app.documents.append(document)
        await pilot.press("ctrl+q")
        await asked(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: app.return_code is not None)
    assert "days = 100" in (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert not list_drafts(tmp_path / "drafts")


async def test_discard(app, document, tmp_path, lang, size):
    async with app.run_test(size=size) as pilot:
        app.documents.append(document)
        await pilot.press("ctrl+q")
        await asked(pilot, app)
        await pilot.press("right", "enter")
        await until(pilot, lambda: app.return_code is not None)
    assert "days = 100" not in (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert not list_drafts(tmp_path / "drafts")


async def test_a_file_changed_by_somebody_else_is_not_overwritten_unasked(app, document, tmp_path, lang):
    file = tmp_path / "mine.toml"
    theirs = file.read_text(encoding="utf-8") + "\n# theirs\n"
    async with app.run_test(size=(80, 24)) as pilot:
        app.documents.append(document)
        file.write_text(theirs, encoding="utf-8")
        await pilot.press("ctrl+q")
        await asked(pilot, app)
        await pilot.press("enter")
        await until(
            pilot, lambda: app.focused is not None and app.focused.name == "stay" and app.focused.has_class("first")
        )
        assert app.screen.detail == _("They changed comments only, no value.")
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, Ask))
        assert app.return_code is None
        assert file.read_text(encoding="utf-8") == theirs
        app.leave()
        await asked(pilot, app)
        await pilot.press("enter")
        await until(
            pilot, lambda: app.focused is not None and app.focused.name == "stay" and app.focused.has_class("first")
        )
        await pilot.press("right", "enter")
        await until(pilot, lambda: app.return_code is not None)
    assert "# theirs" in file.read_text(encoding="utf-8")
    assert "days = 100" in file.read_text(encoding="utf-8")


async def test_what_cannot_be_saved_says_why(app, document, tmp_path, lang):
    async with app.run_test(size=(80, 24)) as pilot:
        app.documents.append(document)
        (tmp_path / "mine.toml").unlink()
        await pilot.press("ctrl+q")
        await asked(pilot, app)
        await pilot.press("enter")
        await until(
            pilot, lambda: app.focused is not None and "first" in app.focused.classes and app.focused.name == "stay"
        )
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, Ask))
        assert app.return_code is None
