"""What touches parts of Textual that are not public: that it still does what it is for, and that nothing else does."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from functools import cache
from pathlib import Path

import pytest
from textual.app import App
from textual.command import CommandList
from textual.theme import Theme

import planner.tui
from planner.tui.inside_textual import CommandSearch, begin_with_theme, take_back_notes, write_to_terminal
from planner.wording import set_language
from tests.tui.waiting import until

FOLDER = Path(planner.tui.__file__).parent


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_search_says_in_both_languages_that_nothing_has_such_a_name(language):
    set_language(language)
    said = {"en": "Nothing has such a name.", "zh": "没有"}[language]
    app = App()
    async with app.run_test() as pilot:
        await app.push_screen(CommandSearch())
        await pilot.press(*"zzzz")
        listed = app.screen.query_one(CommandList)
        await until(pilot, lambda: listed.option_count == 1)
        assert said in str(listed.get_option_at_index(0).prompt.renderable)
    set_language("en")


async def test_a_note_can_be_taken_back_alone():
    app = App()
    async with app.run_test() as pilot:
        app.notify("one")
        app.notify("two")
        await pilot.pause()
        take_back_notes(app, "one")
        await pilot.pause()
        assert [note.message for note in app._notifications] == ["two"]


async def test_an_app_begins_with_its_theme_and_reads_its_styles_once(monkeypatch):
    app = App()
    read_again = []
    monkeypatch.setattr(app, "refresh_css", lambda animate=True: read_again.append(animate))
    app.register_theme(Theme("ours", primary="#123456", dark=False))
    begin_with_theme(app, "ours")
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.has_class("-light-mode") and app.stylesheet._variables["primary"] == "#123456"
    assert not read_again


async def test_a_control_sequence_goes_to_the_terminal_where_there_is_one(monkeypatch):
    app = App()
    assert not write_to_terminal(app, "\x1b[6n")
    async with app.run_test():
        assert not write_to_terminal(app, "\x1b[6n")
        written = []
        monkeypatch.setattr(App, "is_headless", property(lambda self: False))
        monkeypatch.setattr(app._driver, "write", written.append)
        assert write_to_terminal(app, "\x1b[6n")
        assert written == ["\x1b[6n"]


def test_nothing_else_imports_private_modules_of_textual():
    for file in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
                assert "._" not in node.module, f"{file}: {node.module}"
                assert not any(one.name.startswith("_") for one in node.names), file


@cache
def _private_names(kind: type) -> frozenset[str]:
    """Names with an underscore that a class defines, or gives to itself."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    found = {node.attr for node in ast.walk(tree) if _is_given_to_self(node)}
    for line in tree.body:
        if isinstance(line, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(line.name)
        elif isinstance(line, ast.Assign | ast.AnnAssign):
            targets = line.targets if isinstance(line, ast.Assign) else [line.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return frozenset(name for name in found if name.startswith("_") and not name.startswith("__"))


def _is_given_to_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"


def _uses(kind: type) -> set[str]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} | _private_names(kind)


def test_no_class_of_ours_uses_or_covers_a_private_name_of_a_class_of_textual():
    for module in pkgutil.walk_packages(planner.tui.__path__, "planner.tui."):
        if module.name == "planner.tui.inside_textual":
            continue
        for kind in vars(importlib.import_module(module.name)).values():
            if inspect.isclass(kind) and kind.__module__ == module.name:
                for base in kind.__mro__:
                    if base.__module__.startswith("textual."):
                        assert not _uses(kind) & _private_names(base), f"{kind}: {base}"
