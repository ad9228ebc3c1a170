"""What all screens share: keys and buttons, help, menu, palette, language, colours, quitting."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest
from textual.app import ComposeResult
from textual.binding import Binding
from textual.command import CommandList
from textual.dom import DOMNode
from textual.events import Key
from textual.widgets import Checkbox, Input, OptionList
from textual.widgets.option_list import Option

import planner.tui
from planner.tui.actions import ACTIONS
from planner.tui.frame.dialogs import Menu, Say, help_on
from planner.tui.frame.screen import KeyBar, KeyButton, PlannerScreen, key_words
from planner.tui.frame.terminal import TooSmall
from planner.tui.widgets.words import Words
from planner.wording import _, set_language
from tests.tui.seen import said_in_passing
from tests.tui.waiting import until

FORBIDDEN = {"ctrl+enter", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+n", "ctrl+t", "ctrl+w"}


class Trial(PlannerScreen):
    """A screen with a field, a box and a list."""

    SHOWN = ("save", "run", "back")

    def __init__(self) -> None:
        super().__init__()
        self.saved = 0

    def title_text(self) -> str:
        return "Trial"

    def help_text(self) -> str:
        return "A screen to try."

    def body(self) -> ComposeResult:
        yield Input(id="field")
        yield Checkbox("box", id="box")
        yield OptionList(*(Option(str(n)) for n in range(300)), id="list")

    def actions_off(self) -> dict[str, str]:
        return {"undo": "nothing to undo"} if self.saved == 0 else {}

    def action_save(self) -> None:
        self.saved += 1

    def action_undo(self) -> None:
        self.saved -= 1


@pytest.fixture
def trial(make_app, monkeypatch):
    """An app with the trial screen on top of a Home that looks for nothing."""
    from planner.tui.screens.home.home import HomeScreen

    monkeypatch.setattr(HomeScreen, "find", lambda self: None)

    class Trying:
        app = make_app()

        async def open(self, pilot):
            screen = Trial()
            await self.app.push_screen(screen)
            await until(pilot, lambda: self.app.screen is screen and screen.query(KeyBar))
            return screen

    return Trying()


def test_every_action_has_words_in_chinese_and_no_confusing_key():
    for action in ACTIONS.values():
        assert not FORBIDDEN & set(action.keys), action
        assert not any(re.fullmatch("[a-z]", key) for key in action.keys), action
        set_language("zh")
        for words in (action.label, action.help):
            assert _(words) != words or not re.search("[a-z]", words), words
        set_language("en")


def test_a_function_key_means_one_thing_on_every_page():
    """What screens offer, and what widgets and dialogs take for themselves."""
    meanings = {(key, action.id) for action in ACTIONS.values() for key in action.keys}
    for module in pkgutil.walk_packages(planner.tui.__path__, "planner.tui."):
        import_module(module.name)
    for cls in {*descendants(DOMNode)}:
        if cls.__module__.startswith("planner.tui"):
            for binding in Binding.make_bindings(cls.__dict__.get("BINDINGS", ())):
                # Screens bind the keys of their actions to a method that says why one is off.
                meanings.add((binding.key, binding.action.removeprefix("screen.perform('").removesuffix("')")))
    keys = [key for key, _meaning in meanings if re.fullmatch(r"(shift\+)?f[0-9]+", key)]
    assert {"f1", "f3", "f4", "f9", "f10"} <= set(keys)
    assert sorted(keys) == sorted(set(keys))


def descendants(cls):
    for one in cls.__subclasses__():
        yield one
        yield from descendants(one)


def test_every_action_can_be_done_on_some_screen():
    from planner.tui.screens.compare.compare import CompareScreen
    from planner.tui.screens.compare.queue import QueueScreen
    from planner.tui.screens.home.home import HomeScreen
    from planner.tui.screens.scenario.scenario import ScenarioScreen

    screens = (HomeScreen, ScenarioScreen, CompareScreen, QueueScreen)
    assert all(any(hasattr(screen, f"action_{id}") for screen in screens) for id in ACTIONS)
    assert list(ACTIONS) == [action.id for action in ACTIONS.values()]


def test_keys_are_written_as_on_keyboards():
    assert [key_words(key) for key in ("ctrl+s", "f10", "escape", "fullwidth_question_mark", "delete")] == [
        "Ctrl+S",
        "F10",
        "Esc",
        "？",
        "Del",
    ]


async def test_a_key_and_its_button_do_the_same(trial, size, lang):
    async with trial.app.run_test(size=size) as pilot:
        screen = await trial.open(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.saved == 1)
        button = next(one for one in screen.query_one(KeyBar).query(KeyButton) if one.of.id == "save")
        await pilot.click(button)
        await until(pilot, lambda: screen.saved == 2)


async def test_at_most_six_keys_are_shown(trial):
    async with trial.app.run_test(size=(80, 24)) as pilot:
        await trial.open(pilot)
        for screen in trial.app.screen_stack:
            assert len(screen.query_one(KeyBar).query(KeyButton)) <= 6


@pytest.mark.slow
async def test_what_is_off_says_why(trial, lang, monkeypatch):
    said = []
    monkeypatch.setattr(trial.app, "say", lambda text, severity="": said.append(text))
    async with trial.app.run_test(size=(80, 24)) as pilot:
        await trial.open(pilot)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: said == ["nothing to undo"])


async def test_the_menu_lists_all_actions_with_reasons_and_does_one(trial, size, lang):
    async with trial.app.run_test(size=size) as pilot:
        screen = await trial.open(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(trial.app.screen, Menu) and trial.app.focused is not None)
        rows = trial.app.screen.query_one(OptionList)
        told = {
            rows.get_option_at_index(n).id: str(rows.get_option_at_index(n).prompt) for n in range(rows.option_count)
        }
        assert set(told) == {action.id for action in screen.offered()} - {"menu"}
        assert "nothing to undo" in told["undo"]
        rows.highlighted = list(told).index("save")
        await pilot.press("enter")
        await until(pilot, lambda: screen.saved == 1)
        assert trial.app.screen is screen


@pytest.mark.parametrize("key", ["f1", "?", "？"])
async def test_help_is_about_what_has_the_focus(trial, lang, key):
    async with trial.app.run_test(size=(80, 24)) as pilot:
        screen = await trial.open(pilot)
        screen.query_one("#list").focus()
        await pilot.press(key)
        await until(pilot, lambda: isinstance(trial.app.screen, Say))
        told = "\n".join(words.text for words in trial.app.screen.query(Words))
        assert _("A list") in told
        assert "A screen to try." in told
        assert "Ctrl+S" in told
        assert "nothing to undo" in told
        await pilot.press("escape")
        await until(pilot, lambda: trial.app.screen is screen)


async def test_help_takes_the_words_of_the_widget_first(trial):
    async with trial.app.run_test(size=(80, 24)) as pilot:
        screen = await trial.open(pilot)
        field = screen.query_one("#field")
        field.help_text = "How many officers there are."
        field.focus()
        await pilot.pause()
        lines = help_on(screen).lines
        assert "How many officers there are." in lines
        assert lines.index("How many officers there are.") < lines.index("A screen to try.")


async def test_a_question_mark_is_typed_in_a_field(trial):
    async with trial.app.run_test(size=(80, 24)) as pilot:
        screen = await trial.open(pilot)
        screen.query_one("#field").focus()
        await pilot.press("?")
        for key, character in (("fullwidth_question_mark", "？"), ("left_black_lenticular_bracket", "【")):
            trial.app.post_message(Key(key, character))
        await until(pilot, lambda: screen.query_one("#field").value == "?？【")


async def test_the_palette_speaks_our_words(trial, lang, size):
    async with trial.app.run_test(size=size) as pilot:
        screen = await trial.open(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: trial.app.focused is not None and trial.app.screen is not screen)
        assert trial.app.focused.placeholder == _("Type a part of a command's name …")
        word = "保存" if lang == "zh" else "Save"
        await pilot.press(*word)
        await until(pilot, lambda: trial.app.screen.query_one(CommandList).option_count)
        await pilot.press("enter")
        await until(pilot, lambda: screen.saved == 1)


async def test_the_palette_says_when_it_finds_nothing(trial, lang):
    async with trial.app.run_test(size=(80, 24)) as pilot:
        screen = await trial.open(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: trial.app.focused is not None and trial.app.screen is not screen)
        await pilot.press("z", "q", "z")
        rows = trial.app.screen.query_one(CommandList)
        await until(pilot, lambda: rows.option_count == 1 and rows.get_option_at_index(0).disabled)
        assert _("Nothing has such a name.") in str(rows.get_option_at_index(0).prompt)


async def test_another_language_keeps_what_was_typed(trial, lang, size):
    async with trial.app.run_test(size=size) as pilot:
        screen = await trial.open(pilot)
        field = screen.query_one("#field")
        field.focus()
        await pilot.press(*"hello")
        await pilot.press("left", "left")
        screen.query_one("#box").value = True
        rows = screen.query_one("#list")
        rows.highlighted = 200
        await until(pilot, lambda: rows.scroll_y > 0)
        scrolled = rows.scroll_y
        await pilot.press("f2")
        await until(pilot, lambda: screen.query_one("#field") is not field)
        await until(pilot, lambda: screen.query_one("#list").scroll_y == scrolled)
        again = screen.query_one("#field")
        assert (again.value, again.cursor_position) == ("hello", 3)
        assert trial.app.focused is again
        assert screen.query_one("#box").value is True
        assert screen.query_one("#list").highlighted == 200
        assert trial.app.settings.language != lang
        shown = screen.query_one(KeyBar).query(KeyButton).first().render().plain
        assert ("Save" if lang == "zh" else "保存") in shown


async def test_screens_below_change_their_language_too(trial, lang):
    async with trial.app.run_test(size=(80, 24)) as pilot:
        await trial.open(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: trial.app.settings.language != lang)
        await pilot.press("escape")
        title = "Township planner" if lang == "zh" else "乡镇改革测算"
        await until(pilot, lambda: title in str(trial.app.screen.query_one("#where").render()))


async def test_a_title_too_long_for_its_line_ends_in_an_ellipsis(trial, monkeypatch):
    monkeypatch.setattr(Trial, "title_text", lambda self: "莱阳（现状）＋吹哨报到、乡呼县应 · 新建的假设方案")
    async with trial.app.run_test(size=(60, 24)) as pilot:
        screen = await trial.open(pilot)
        head = screen.query_one("#where")
        await until(pilot, lambda: head.size.width)
        line = "".join(segment.text for segment in head.render_line(0)).rstrip()
        assert line.endswith("…")
        assert "莱阳（现状）＋吹哨报到" in line


async def test_the_same_thing_is_not_said_twice_at_once(trial):
    async with trial.app.run_test(size=(80, 24)) as pilot:
        await trial.open(pilot)
        for text, said in (("one", ["one"]), ("two", ["one", "two"]), ("one", ["two", "one"])):
            trial.app.say(text)
            await until(pilot, lambda said=said: said_in_passing(trial.app) == said)


async def test_colours_are_kept_for_the_next_start(trial, make_app):
    from planner.tui.frame.themes import THEMES
    from planner.tui.settings import Settings

    async with trial.app.run_test(size=(80, 24)) as pilot:
        screen = await trial.open(pilot)
        seen = set()
        for _time in THEMES:
            await screen.action_perform("theme")
            seen.add(trial.app.theme)
        assert seen == {theme.name for theme in THEMES}
        await screen.action_perform("theme")
    again = make_app(settings=Settings(trial.app.settings.path))
    assert again.theme == trial.app.theme


@pytest.mark.parametrize("number", [0, 1, 2])
async def test_the_colours_that_were_kept_are_there_from_the_first_picture_on(make_app, tmp_path, number):
    from planner.tui.frame.themes import THEMES
    from planner.tui.settings import Settings

    settings = Settings(tmp_path / "kept.json")
    settings.theme = THEMES[number].name
    app = make_app(settings=settings)
    async with app.run_test():
        colours = app.current_theme.to_color_system().generate()
        assert app.screen.styles.background.hex.lower() == colours["background"].lower()
        assert app.has_class("-dark-mode") == THEMES[number].dark


async def test_a_window_too_small_says_so_and_comes_back(trial, lang):
    async with trial.app.run_test(size=(80, 24)) as pilot:
        screen = await trial.open(pilot)
        screen.query_one("#field").focus()
        await pilot.press("a")
        await pilot.resize_terminal(50, 12)
        await until(pilot, lambda: screen.query(TooSmall))
        assert "50×12" in screen.query_one(TooSmall).text
        await pilot.resize_terminal(60, 15)
        await until(pilot, lambda: not screen.query(TooSmall))
        await pilot.press("b")
        assert screen.query_one("#field").value == "ab"


async def test_colour_is_not_needed(trial, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    from planner.tui.app import PlannerApp

    assert PlannerApp(settings=trial.app.settings).no_color


@pytest.mark.parametrize(("columns", "told"), [((2, 1), False), ((1, 1), True), ((2, 2), True)])
async def test_wrong_widths_are_told_of_once(trial, monkeypatch, lang, columns, told):
    from textual.events import CursorPosition

    said = []
    monkeypatch.setattr(trial.app, "say", lambda text, severity="": said.append(text))
    async with trial.app.run_test(size=(80, 24)) as pilot:
        trial.app.post_message(CursorPosition(1, 0))
        await pilot.pause()
        trial.app.await_answers()
        for column in columns:
            trial.app.post_message(CursorPosition(column, 0))
        await until(pilot, lambda: not trial.app.awaits_answers)
        assert bool(said) is told
