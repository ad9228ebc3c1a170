"""Questions over a screen."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.widgets import Button, Input, OptionList

from planner.tui.frame.dialogs import Ask, Enter, FieldsDialog, Pick, Say, Ticks
from planner.tui.widgets.words import Words
from planner.wording import _
from tests.tui.waiting import until


@pytest.fixture
def app(make_app, monkeypatch):
    from planner.tui.screens.home.home import HomeScreen

    monkeypatch.setattr(HomeScreen, "find", lambda self: None)
    return make_app()


async def asked(pilot, dialog):
    """Put a dialog over the screen; a list that gets the answer."""
    answers = []
    pilot.app.push_screen(dialog, answers.append)
    await until(pilot, lambda: pilot.app.screen is dialog and pilot.app.focused is not None)
    return answers


CHOICES = [("save", "保存"), ("discard", "放弃更改"), ("stay", "留下")]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [(["enter"], "save"), (["right", "enter"], "discard"), (["left", "enter"], "stay"), (["escape"], None)],
)
async def test_ask(app, size, keys, answer):
    async with app.run_test(size=size) as pilot:
        answers = await asked(pilot, Ask("?", CHOICES, detail="why"))
        await pilot.press(*keys)
        await until(pilot, lambda: answers == [answer])


async def test_ask_by_mouse_with_long_answers_below_each_other(app, size):
    async with app.run_test(size=size) as pilot:
        choices = [
            ("one", "把所勾选的改革举措合为一个方案进行测算"),
            ("each", "每一项举措各成一个方案分别测算并列对比"),
        ]
        answers = await asked(pilot, Ask("?", choices))
        first, second = app.screen.query(Button)
        assert first.region.y < second.region.y
        await pilot.click(second)
        await until(pilot, lambda: answers == ["each"])


async def test_enter_says_what_is_wrong_and_takes_what_is_right(app, size):
    def wrong(text):
        return None if text.isdigit() else "a number, please"

    async with app.run_test(size=size) as pilot:
        answers = await asked(pilot, Enter("How many?", "x", wrong))
        await pilot.press("y")
        await until(pilot, lambda: app.screen.query_one("#wrong", Words).text == "a number, please")
        await pilot.press("enter")
        assert answers == []
        app.screen.query_one(Input).value = "12"
        await until(pilot, lambda: app.screen.query_one("#wrong", Words).text == "")
        await pilot.press("enter")
        await until(pilot, lambda: answers == ["12"])


async def test_say_scrolls_and_closes(app, size):
    async with app.run_test(size=size) as pilot:
        answers = await asked(pilot, Say("Title", [f"line {n}" for n in range(90)]))
        button = app.screen.query_one(Button)
        assert button.region.bottom <= size[1]
        await pilot.press("pagedown", "down")
        await until(pilot, lambda: app.screen.query_one("VerticalScroll").scroll_y > 0)
        await pilot.press("enter")
        await until(pilot, lambda: answers == [None])


async def test_pick_one(app, size):
    async with app.run_test(size=size) as pilot:
        answers = await asked(pilot, Pick("Which?", [(str(n), f"row [{n}]") for n in range(80)]))
        assert app.screen.query_one(Button).region.bottom <= size[1]
        await pilot.press("down", "enter")
        await until(pilot, lambda: answers == ["1"])


async def test_pick_several(app, size):
    async with app.run_test(size=size) as pilot:
        rows = [(str(n), f"row [{n}]") for n in range(80)]
        answers = await asked(pilot, Pick("Which?", rows, multiple=True, chosen=["2"]))
        assert isinstance(app.focused, Ticks)
        await pilot.press("space", "tab", "enter")
        await until(pilot, lambda: answers == [("0", "2")] or answers == [("2", "0")])


async def test_a_row_can_be_clicked(app):
    async with app.run_test(size=(80, 24)) as pilot:
        answers = await asked(pilot, Pick("Which?", [("a", "first"), ("b", "second")]))
        await pilot.click(OptionList, offset=(3, 1))
        await until(pilot, lambda: answers == ["b"])


async def test_f1_helps_in_a_dialog(app, lang):
    async with app.run_test(size=(80, 24)) as pilot:
        ticks = Pick("Which?", [("a", "first")], multiple=True)
        await asked(pilot, ticks)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, Say))
        told = "\n".join(words.text for words in app.screen.query(Words))
        assert _("Space, Enter or a click ticks and unticks a row.") in told
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is ticks)


class TwoFields(FieldsDialog[list[str]]):
    """Asks for two words."""

    def content(self):
        yield Input(id="one", classes="first")
        yield Input(id="two")
        yield from self.answers()

    def done(self):
        self.dismiss([field.value for field in self.query(Input)])


async def test_enter_goes_on_to_the_next_field_and_ends_with_the_last_one():
    app, given = App(), []
    async with app.run_test() as pilot:
        await app.push_screen(TwoFields("Which?"), given.append)
        await pilot.press("a", "enter", "b")
        assert not given
        await pilot.press("enter")
        await until(pilot, lambda: given == [["a", "b"]])
        await app.push_screen(TwoFields("Which?"), given.append)
        await pilot.press("c", "tab", "tab", "tab", "enter")
        await until(pilot, lambda: given == [["a", "b"], None])
