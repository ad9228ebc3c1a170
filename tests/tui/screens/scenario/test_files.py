"""Saving, what others change meanwhile, leaving, drafts."""

from __future__ import annotations

import tomllib

import pytest
from textual.widgets import Input

from planner.editing import Document
from planner.tui.frame.dialogs import Ask, Enter
from planner.tui.screens.scenario.watch import Notice
from planner.wording import _
from tests.tui.screens.scenario.opened import answer, dialog, said, seen
from tests.tui.waiting import until


def content(file):
    return tomllib.loads(file.read_text(encoding="utf-8"))


ODD = ("~x", "~", "''", "/" + "a" * 300 + ".toml", "县" * 90 + ".toml", "/", "file:///x", "", "a\0.toml")
"""What is typed into a field for a path by mistake."""


async def changed(pilot, path="townships.guliu.residents", value=71_000):
    screen = await seen(pilot)
    screen.document.set_value(path, value)
    screen.changed()
    return await seen(pilot)


async def test_a_new_what_if_is_asked_for_its_file(open_app, current, lang, size):
    app = open_app(current, what_if=True)
    async with app.run_test(size=size) as pilot:
        screen = await seen(pilot)
        screen.document.choose("whistle")
        screen.document.choose("joint-pool")
        screen.changed()
        await seen(pilot)
        await pilot.press("ctrl+s")
        await dialog(pilot, Enter)
        field = app.screen.query_one(Input)
        assert field.value == str(screen.document.suggested_file)
        for odd in ODD:
            field.value = odd
            await pilot.pause()
            assert str(app.screen.query_one("#wrong").render()), odd
            await pilot.press("enter")
            assert isinstance(app.screen, Enter)
        file = current.with_name("mine.toml")
        # The suffix needs not be typed.
        field.value = str(file.with_suffix(""))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one(Input) is not field, "the question for a name")
        called = app.screen.query_one(Input)
        assert called.value == screen.document.title().in_language(lang)
        called.value = "我的方案"
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and screen.document.file == file)
        assert content(file) == {
            "format": 1,
            "extends": "current.toml",
            "measures": ["whistle", "joint-pool"],
            "title": {lang: "我的方案"},
        }
        await until(pilot, lambda: not screen.unsaved and not screen.query_one("#unsaved").display)
        assert any("mine.toml" in one for one in said(pilot))
        assert "mine.toml" in screen.title_text()


async def test_save_as_keeps_the_old_file(open_app, current):
    before = current.read_text(encoding="utf-8")
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await changed(pilot)
        await screen.action_perform("save_as")
        await dialog(pilot, Enter)
        file = current.with_name("other.toml")
        app.screen.query_one(Input).value = str(file)
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: screen.document.file == file)
        assert current.read_text(encoding="utf-8") == before
        assert content(file)["townships"]["guliu"]["residents"] == 71_000


async def test_others_have_changed_it_and_mine_goes_over_theirs(open_app, current, lang, size):
    app = open_app(current)
    async with app.run_test(size=size) as pilot:
        screen = await changed(pilot)
        text = current.read_text(encoding="utf-8")
        current.write_text(text.replace('rule = "referral"', 'rule = "whistle"'), encoding="utf-8")
        await pilot.press("ctrl+s")
        await dialog(pilot, Ask)
        assert "whistle" in app.screen.detail
        await answer(pilot, "stay")
        assert "townships" not in content(current)
        await pilot.press("ctrl+s")
        await dialog(pilot, Ask)
        await answer(pilot, "over")
        await until(pilot, lambda: not screen.unsaved)
        assert content(current)["linkage"]["rule"] == "whistle"
        assert content(current)["townships"]["guliu"]["residents"] == 71_000


async def test_what_cannot_be_saved_says_why(open_app, current, lang):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await changed(pilot)
        current.unlink()
        await pilot.press("ctrl+s")
        await dialog(pilot, Ask)
        assert app.screen.heading == _("It could not be saved:")
        assert app.screen.detail
        await answer(pilot, "stay")
        assert screen.unsaved


async def test_leaving_asks(open_app, current, tmp_path, lang, size):
    app = open_app(current)
    async with app.run_test(size=size) as pilot:
        screen = await changed(pilot)
        await pilot.press("escape")
        await dialog(pilot, Ask)
        await answer(pilot, "stay")
        assert app.screen is screen and screen.document in app.documents
        await pilot.press("escape")
        await dialog(pilot, Ask)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape")
        await dialog(pilot, Ask)
        await answer(pilot, "save")
        await until(pilot, lambda: app.documents == [])
        assert content(current)["townships"]["guliu"]["residents"] == 71_000
        assert list((tmp_path / "drafts").glob("*")) == []


async def test_leaving_may_discard(open_app, current, tmp_path):
    before = current.read_text(encoding="utf-8")
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await changed(pilot)
        assert list((tmp_path / "drafts").glob("*"))
        await pilot.press("escape")
        await dialog(pilot, Ask)
        await answer(pilot, "discard")
        await until(pilot, lambda: app.documents == [] and app.screen is not screen)
        assert current.read_text(encoding="utf-8") == before
        assert list((tmp_path / "drafts").glob("*")) == []


async def test_leaving_what_is_saved_asks_nothing(open_app, current):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen and app.documents == [])


async def test_a_base_that_others_change_is_noticed_and_read_again(open_app, current, lang, size):
    app = open_app(current)
    async with app.run_test(size=size) as pilot:
        screen = await seen(pilot)
        notice = screen.query_one(Notice)
        assert not notice.display
        base = current.with_name("before.toml")
        text = base.read_text(encoding="utf-8")
        assert "residents" in text
        base.write_text(f"# looked through in May\n{text}", encoding="utf-8")
        screen.watcher.look_at_files()
        await until(pilot, lambda: notice.display, "the notice")
        assert "before.toml" in notice.text
        before = screen.state
        await pilot.press("ctrl+g")
        await until(pilot, lambda: screen.state is not before and not notice.display)
        assert screen.document.changed_on_disk() == ()


@pytest.mark.slow
async def test_theirs_can_be_opened_instead(open_app, current, lang):
    app = open_app(current)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await changed(pilot)
        text = current.read_text(encoding="utf-8")
        current.write_text(text.replace('rule = "referral"', 'rule = "whistle"'), encoding="utf-8")
        screen.watcher.look_at_files()
        notice = screen.query_one(Notice)
        await until(pilot, lambda: notice.display)
        await pilot.click("#notice")
        await dialog(pilot, Ask)
        await answer(pilot, "theirs")
        await until(pilot, lambda: app.documents and app.documents[0] is not screen.document, "theirs")
        other = await seen(pilot)
        assert other is not screen
        assert other.state.value("linkage.rule") == "whistle"


async def test_a_draft_that_cannot_be_kept_is_told(open_app, make_app, current, tmp_path, lang):
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    open_app(current)
    app = make_app(file=current, drafts=blocked / "drafts")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await changed(pilot)
        notice = screen.query_one(Notice)
        await until(pilot, lambda: notice.display)
        assert ("草稿" if lang == "zh" else "draft") in notice.text


async def test_a_draft_is_taken_up_with_its_log(open_app, make_app, current, tmp_path, lang):
    document = Document.open(current, drafts=tmp_path / "drafts")
    document.choose("whistle")
    document.set_value("townships.guliu.residents", 71_000)
    document.leave()
    from planner.editing import list_drafts

    (draft,) = list_drafts(tmp_path / "drafts")
    open_app(current)
    app = make_app()
    app.call_later(app.resume_draft, draft)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        assert screen.unsaved
        assert len(screen.document.done) == 2
        await pilot.press("ctrl+z")
        await until(pilot, lambda: len(screen.document.done) == 1)
