"""F5 and F6: what is begun, and what is said where nothing can be."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from planner.editing import Document
from planner.files.places import shipped
from planner.store import Store
from planner.tui.frame.dialogs import Ask, Pick, Say, Ticks
from planner.wording import _
from tests.tui.waiting import until

TUTORIAL = shipped() / "tutorial.toml"


@pytest.fixture
def app(make_app, monkeypatch):
    from planner.tui.screens.home.home import HomeScreen

    monkeypatch.setattr(HomeScreen, "find", lambda self: None)
    made = make_app()
    made.opened = []
    monkeypatch.setattr(made, "open_study", made.opened.append)
    return made


def scenarios_of(tmp_path, study):
    with Store.open(tmp_path / "results.sqlite", for_reading=True) as store:
        found = store.study(study)
        return [found.scenario(place) for place in range(len(found.scenarios))]


async def dialog(pilot, kind):
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, kind) and app.focused is not None, kind.__name__)
    return app.screen


async def test_f5_runs_a_document_beside_its_base(app, tmp_path, lang):
    document = Document.what_if(TUTORIAL, drafts=tmp_path / "drafts")
    document.set_value("time.days", 30)
    async with app.run_test(size=(80, 24)) as pilot:
        document.set_value("time.days", document.state.base_value("time.days"))
        document.choose("whistle") if document.state.problems else None
        document.set_value("linkage.rule", "whistle")
        app.documents.append(document)
        app.run_document(document)
        await until(pilot, lambda: app.opened)
        base, other = scenarios_of(tmp_path, app.opened[0])
        assert base == document.state.base.scenario
        assert other.linkage.rule == "whistle"


async def test_f5_without_a_difference_says_so(app, tmp_path, lang, size):
    document = Document.what_if(TUTORIAL, drafts=tmp_path / "drafts")
    async with app.run_test(size=size) as pilot:
        app.run_document(document)
        said = await dialog(pilot, Say)
        assert said.heading == _("There is nothing to compare")
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, Say))
        assert app.opened == []


async def test_f5_of_an_invalid_scenario_lists_the_reasons(app, tmp_path, lang, size):
    document = Document.what_if(TUTORIAL, drafts=tmp_path / "drafts")
    document.set_value("time.days", -3)
    assert document.state.problems
    async with app.run_test(size=size) as pilot:
        app.run_document(document)
        said = await dialog(pilot, Say)
        assert said.lines[0].startswith("时段 › 天数：" if lang == "zh" else "Period › Days: ")
        assert app.opened == []


async def test_f6_compares_a_base_with_measures(app, tmp_path, lang, size):
    async with app.run_test(size=size) as pilot:
        app.compare_setup([TUTORIAL])
        picked = await dialog(pilot, Pick)
        assert picked.query_one(OptionList).get_option_at_index(0).id == f"file:{TUTORIAL}"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query(Ticks) and app.focused is app.screen.query_one(Ticks))
        rows = app.screen.query_one(Ticks)
        ids = [rows.get_option_at_index(place).id for place in range(rows.option_count)]
        for measure in ("measure:whistle", "measure:keep-people"):
            rows.toggle(measure)
        assert "measure:take-back-and-link" in ids
        await pilot.press("tab", "enter")
        await dialog(pilot, Ask)
        await pilot.press("right", "enter")
        await until(pilot, lambda: app.opened)
        assert len(scenarios_of(tmp_path, app.opened[0])) == 3


@pytest.mark.slow
async def test_f6_ticks_nothing_unasked_and_keeps_what_does_not_go_together(app, lang):
    """Home offers Laiyang as base: beside another base it is not ticked."""
    laiyang = shipped() / "laiyang/current.toml"
    async with app.run_test(size=(80, 24)) as pilot:
        app.compare_setup([laiyang])
        await dialog(pilot, Pick)
        await pilot.press("end", "enter")
        await until(pilot, lambda: app.screen.query(Ticks) and app.focused is app.screen.query_one(Ticks))
        assert not app.screen.query_one(Ticks).ticked
        title = str(app.screen.query_one(Ticks).get_option("measure:officers-down").prompt).removeprefix("[ ] ")
        for row in ("measure:officers-down", f"file:{laiyang}"):
            app.screen.query_one(Ticks).toggle(row)
        await pilot.press("tab", "enter")
        said = await dialog(pilot, Say)
        assert title in said.lines
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query(Ticks))
        assert {*app.screen.query_one(Ticks).ticked} == {"measure:officers-down", f"file:{laiyang}"}


@pytest.mark.slow
async def test_f6_says_when_nothing_or_too_much_is_ticked(app, lang):
    async with app.run_test(size=(80, 24)) as pilot:
        app.compare_setup([TUTORIAL])
        await dialog(pilot, Pick)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query(Ticks) and app.focused is app.screen.query_one(Ticks))
        await pilot.press("tab", "enter")
        said = await dialog(pilot, Say)
        assert said.heading == _("Nothing is ticked")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query(Ticks))
        rows = app.screen.query_one(Ticks)
        files = [
            rows.get_option_at_index(place).id
            for place in range(rows.option_count)
            if rows.get_option_at_index(place).id.startswith("file:")
        ]
        for file in files[:5]:
            rows.toggle(file)
        await pilot.press("tab", "enter")
        said = await dialog(pilot, Say)
        assert said.heading == _("Too many at once")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query(Ticks))
        assert len(app.screen.query_one(Ticks).ticked) == 5
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Pick))
        assert app.opened == []


@pytest.mark.slow
async def test_the_example_makes_room_and_goes_on_later(make_app, tmp_path):
    from planner.workload.reading import read_scenario

    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.example is not None)
        tutorial = read_scenario(TUTORIAL)
        own = await app.run_worker(lambda: app.begin_study([tutorial]), thread=True).wait()
        await until(pilot, lambda: [one.study_id for one in app.studies.queue()] == [own, app.example])
