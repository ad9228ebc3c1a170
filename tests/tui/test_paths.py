"""From the start to what one came for, with the keys that a person presses."""

from __future__ import annotations

import gc

from planner.tui.screens.compare.compare import CompareScreen
from planner.tui.screens.scenario.scenario import ScenarioScreen
from tests.tui.waiting import until


async def test_one_key_from_the_start_to_a_comparison(make_app, lang, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CompareScreen), "the comparison")
        assert app.screen.study_id == app.example
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)


async def test_eight_keys_from_the_start_to_ones_own_what_if(make_app, lang):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.example is not None)
        await pilot.press("down", "down", "down", "down", "down", "enter")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "rows")
        await pilot.press("enter")
        await until(pilot, lambda: app.focused is not None and app.focused.name == "what_if")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ScenarioScreen) and app.screen.state, "the scenario")
        assert app.documents[0].file is None
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)


async def test_a_file_named_at_the_start_is_opened(make_app, lang):
    from planner.files.places import shipped

    app = make_app(file=shipped() / "tutorial.toml")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenarioScreen) and app.screen.state, "the scenario")
        assert app.settings.recent == (shipped() / "tutorial.toml",)


async def test_from_the_first_picture_on_garbage_is_looked_for_again(make_app):
    gc.collect()
    gc.disable()
    try:
        async with make_app().run_test() as pilot:
            await until(pilot, gc.isenabled, "the search for garbage")
    finally:
        gc.enable()


async def test_what_an_opened_file_loads_is_not_searched_for_garbage_while_one_types(make_app, monkeypatch):
    from planner.files.places import shipped

    monkeypatch.undo()  # other tests do without
    gc.unfreeze()
    app = make_app(file=shipped() / "tutorial.toml")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenarioScreen) and app.screen.state, "the scenario")
        await until(pilot, gc.get_freeze_count)
    gc.freeze()


async def test_a_file_that_is_none_is_told_of(make_app, tmp_path, lang):
    from planner.tui.frame.dialogs import Say

    app = make_app(file=tmp_path / "none.toml")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Say), "what is wrong")
        await pilot.press("enter")
        await until(pilot, lambda: len(app.screen_stack) == 1)
