"""Words that act on a terminal, or look like markup, on every screen: they are text, and made visible."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Tabs

from planner.editing import Document
from planner.experiments import run
from planner.files.places import shipped
from planner.model.text import UNSEEN
from planner.store import Store
from planner.studies.spec import request_for
from planner.tui.screens.compare.compare import TABS, CompareScreen
from planner.tui.screens.home.home import HomeScreen
from planner.tui.screens.scenario.parts import PARTS
from planner.tui.screens.scenario.scenario import ScenarioScreen
from planner.workload.reading import read_scenario
from tests.tui.seen import seen
from tests.tui.waiting import until

ACTS = "\x1b]0;x\x07\x1b[2J\x1b]52;c;eA==\x07\x9b2J\x08\r\u202e"
MARKUP = "[b]q[/b][@click=app.quit][/]"


@pytest.fixture
def spoilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tutorial, each word of it as nobody should write it, read as by a version that refused nothing."""
    monkeypatch.setattr("planner.files.structuring.unseen", lambda words, *, lines=False: ())
    acts = "".join(f"\\u{ord(one):04X}" if UNSEEN.match(one) else one for one in ACTS) + MARKUP
    text = (shipped() / "tutorial.toml").read_text(encoding="utf-8")
    text = re.sub(r'((?:zh|en) = ")([^"]*)"', lambda found: f'{found[1]}{MARKUP}{found[2]}{acts}"', text)
    file = tmp_path / f"tutorial{ACTS}.toml"
    file.write_text(text, encoding="utf-8")
    return file


async def look_around(pilot: Any, keys: tuple[str, ...]) -> str:
    """Press keys, and Esc until what they opened is closed again; everything that was seen meanwhile."""
    here, told = pilot.app.screen, seen(pilot.app)
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
        told += seen(pilot.app)
    while pilot.app.screen is not here:
        await pilot.press("escape")
        await pilot.pause()
        told += seen(pilot.app)
    return told


def keep(store: Path, file: Path) -> int:
    """A finished study of a scenario beside itself, in the store; its id."""
    scenarios = [read_scenario(file)] * 2
    request = request_for(scenarios, families=(), precision=(), replications=2, most=200, matters=())
    result = run(scenarios, replications=2, jobs=1, by=request.by, families=request.families)
    with Store.open(store) as opened:
        study = opened.begin(scenarios, request)
        for one in result.runs:
            for replication in one.replications:
                study.commit(replication)
        return study.id


async def test_a_scenario_of_hostile_words(make_app, spoilt, lang, size, monkeypatch):
    monkeypatch.setattr(HomeScreen, "find", lambda self: None)
    app = make_app(file=spoilt)
    async with app.run_test(size=size) as pilot:
        await until(
            pilot, lambda: isinstance(app.screen, ScenarioScreen) and app.screen.state is not None, "the screen"
        )
        everything = ""
        for part in PARTS:
            app.screen.query_one("#tabs", Tabs).active = f"tab-{part.id}"
            await pilot.pause(0.3)
            everything += await look_around(pilot, ("down", "down", "enter", "right", "f1"))
            if part.id == "people":
                everything += await look_around(pilot, ("f4", "enter"))
        for key in ("f10", "ctrl+p", "f6", "f2", "ctrl+s"):
            everything += await look_around(pilot, (key,))
        assert MARKUP in everything
        assert "\\u001b]0;x\\u0007" in everything
        assert app.is_running


async def test_a_draft_and_a_comparison_of_hostile_words(make_app, spoilt, lang, tmp_path):
    store = tmp_path / "results.sqlite"
    number = keep(store, spoilt)
    document = Document.open(spoilt, drafts=tmp_path / "drafts")
    document.set_value("townships.example.residents", 12_345)
    document.leave()
    app = make_app(store=store)
    async with app.run_test(size=(200, 50)) as pilot:
        await until(pilot, lambda: "\\u202e.toml" in seen(app) and MARKUP in seen(app), "a draft and a study")
        everything = ""
        app.open_study(number)
        await until(pilot, lambda: isinstance(app.screen, CompareScreen), "the comparison")
        await pilot.pause(1)
        for name in TABS:
            app.screen.query_one("#tabs", Tabs).active = name
            await pilot.pause(0.3)
            everything += await look_around(pilot, ("down", "enter", "f1"))
        assert MARKUP in everything
        assert "\\u001b]0;x\\u0007" in everything
        assert app.is_running
