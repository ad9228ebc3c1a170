"""What the views look like: a study of fixed draws, in both languages and sizes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, ContentSwitcher

from planner.store import Store
from planner.studies.snapshot import snapshot
from planner.tui.screens.compare.views.backlog import Backlog
from planner.tui.screens.compare.views.changed import Changed
from planner.tui.screens.compare.views.journey import Journey
from planner.tui.screens.compare.views.times import Times
from planner.tui.screens.compare.views.view import Drawing
from planner.tui.screens.compare.views.why import Why
from planner.tui.studies.cases import FetchedCases
from tests.tui.screens.compare.test_views import Alone
from tests.tui.waiting import until


@pytest.fixture
def of(store: Path, keep: Callable[..., int]) -> Any:
    study = keep("base", "certified", "whistle")
    with Store.open(store, for_reading=True) as opened:
        return snapshot(study, opened)


@pytest.fixture
def fetched_once(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The cases are the same in every picture: they are simulated for the first only."""
    real = FetchedCases.fetch

    async def fetch(self: FetchedCases, study: int, scenario: int, replication: int, began: Any) -> Any:
        if scenario not in FETCHED:
            folder = tmp_path_factory.mktemp("cases")
            files = await real(self, study, scenario, replication, began)
            FETCHED[scenario] = tuple(Path(shutil.copy(file, folder)) for file in files)
        return FETCHED[scenario]

    monkeypatch.setattr(FetchedCases, "fetch", fetch)


FETCHED: dict[int, tuple[Path, ...]] = {}


@pytest.mark.parametrize("kind", [Backlog, Times, Why, Changed])
def test_a_view(snap_compare: Any, kind: Any, of: Any, store: Path, lang: str, size: Any):
    app = Alone(kind(), store)

    async def before(pilot: Pilot[Any]) -> None:
        app.view.show(of, 0)
        await until(pilot, lambda: app.view.page is not None and app.view.query_one(Drawing).text)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("pane", ["journey-ask", "journey-list", "journey-case"])
@pytest.mark.usefixtures("fetched_once")
def test_single_cases(snap_compare: Any, pane: str, of: Any, store: Path, lang: str, size: Any):
    app = Alone(Journey(), store)

    async def before(pilot: Pilot[Any]) -> None:
        app.view.show(of, 1)
        await pilot.pause()
        app.view.query_one("#journey-go", Button).focus()
        switcher = app.view.query_one(ContentSwitcher)
        if pane != "journey-ask":
            await pilot.press("enter")
            await until(pilot, lambda: switcher.current == "journey-list")
        if pane == "journey-case":
            await pilot.press("enter")
        await until(pilot, lambda: switcher.current == pane)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)
