"""The views as widgets: choices by keyboard and mouse, and single cases from the question to the chart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button, ContentSwitcher, DataTable, Select

from planner.store import Store
from planner.studies.snapshot import Snapshot, snapshot
from planner.tui.frame.themes import THEMES
from planner.tui.screens.compare.views.backlog import Backlog, BacklogPage
from planner.tui.screens.compare.views.changed import Changed
from planner.tui.screens.compare.views.journey import Journey
from planner.tui.screens.compare.views.journey_page import JourneyPage
from planner.tui.screens.compare.views.times import Times
from planner.tui.screens.compare.views.view import Drawing
from planner.tui.screens.compare.views.why import Why, WhyPage
from planner.tui.studies.cases import FetchedCases, NotFetched
from planner.tui.widgets.controls import Choice
from planner.tui.widgets.words import Words
from planner.wording import labels, set_language
from planner.wording.cells import width
from tests.tui.waiting import until

Keep = Callable[..., int]
Size = tuple[int, int]


class Alone(App[None]):
    """One view on a screen of its own."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, view: Widget, store: Path) -> None:
        super().__init__()
        self.view, self.store_path = view, store
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.left = False

    BINDINGS = [("escape", "leave")]

    def compose(self) -> ComposeResult:
        yield self.view

    def action_leave(self) -> None:
        self.left = True


@pytest.fixture
def compared(store: Path, keep: Keep) -> Snapshot:
    study = keep("base", "certified", "whistle")
    with Store.open(store, for_reading=True) as opened:
        return snapshot(study, opened)


def text(app: Alone) -> str:
    return app.view.query_one(Drawing).text


@pytest.mark.parametrize("kind", [Backlog, Times, Why, Changed])
async def test_each_view_shows_its_page_and_survives_a_small_terminal(
    kind: Any, compared: Snapshot, store: Path, lang: str, size: Size
):
    app = Alone(kind(), store)
    async with app.run_test(size=size) as pilot:
        app.view.show(compared, 0)
        await until(pilot, lambda: app.view.page is not None and text(app))
        first = text(app)
        await pilot.resize_terminal(60, 15)
        await until(pilot, lambda: text(app) and text(app) != first)
        await pilot.resize_terminal(*size)
        await until(pilot, lambda: text(app) == first)
        app.theme = THEMES[1].name
        await until(pilot, lambda: text(app) == first)


async def test_another_alternative_is_another_page(compared: Snapshot, store: Path):
    app = Alone(Changed(), store)
    async with app.run_test() as pilot:
        app.view.show(compared, 0)
        await until(pilot, lambda: text(app))
        first = text(app)
        app.view.show(compared, 1)
        await until(pilot, lambda: text(app) != first)


async def test_arrows_and_clicks_choose_the_family(compared: Snapshot, store: Path, lang: str):
    app = Alone(Backlog(), store)
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(compared, 0)
        await until(pilot, lambda: isinstance(app.view.page, BacklogPage))
        first = app.view.page.family
        choice = app.view.query_one(Choice)
        choice.focus()
        await pilot.press("right")
        await until(pilot, lambda: app.view.page.family != first)
        assert choice.value == app.view.page.family
        await pilot.click(choice, offset=(2, 0))
        await until(pilot, lambda: app.view.page.family == first)
        # What was chosen stays when figures come in.
        await pilot.press("right")
        await until(pilot, lambda: app.view.page.family != first)
        chosen = app.view.page.family
        before = app.view.page
        app.view.show(compared, 0)
        await until(pilot, lambda: app.view.page is not before)
        assert app.view.page.family == chosen


async def test_every_family_can_be_clicked_where_it_stands(compared: Snapshot, store: Path, lang: str):
    app = Alone(Backlog(), store)
    async with app.run_test(size=(60, 15)) as pilot:
        app.view.show(compared, 0)
        await until(pilot, lambda: app.view.page is not None)
        choice = app.view.query_one(Choice)
        lines = str(choice.render()).split("\n")
        for y, line in enumerate(lines):
            for id, words in choice.options:
                if words in line:
                    await pilot.click(choice, offset=(width(line[: line.index(words)]) + 1, y))
                    await until(pilot, lambda id=id: choice.value == id)
        assert sum(words in line for line in lines for _id, words in choice.options) >= len(choice.options)


async def test_why_is_split_in_another_way(compared: Snapshot, store: Path, lang: str):
    app = Alone(Why(), store)
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(compared, 0)
        await until(pilot, lambda: isinstance(app.view.page, WhyPage))
        assert app.view.page.split.by == "cause"
        choice = app.view.query_one("#why-by", Choice)
        choice.focus()
        await pilot.press("right")
        await until(pilot, lambda: app.view.page.split.by != "cause")
        assert text(app)


# Single cases ---------------------------------------------------------------------------------------------------------


def pane(app: Alone) -> str:
    return app.view.query_one(ContentSwitcher).current or ""


async def listed(pilot: Pilot[Any], app: Alone, of: Snapshot, alternative: int = 0) -> DataTable[Any]:
    """The list of cases, fetched by the button."""
    app.view.show(of, alternative)
    await pilot.pause()
    app.view.query_one("#journey-go", Button).focus()
    await pilot.press("enter")
    await until(pilot, lambda: pane(app) == "journey-list")
    table = app.view.query_one(DataTable)
    await until(pilot, lambda: table.row_count and table.has_focus)
    return table


async def test_a_case_is_fetched_listed_filtered_and_shown(compared: Snapshot, store: Path, lang: str, size: Size):
    app = Alone(Journey(), store)
    async with app.run_test(size=size) as pilot:
        table = await listed(pilot, app, compared)
        count = table.row_count
        select = app.view.query_one("#journey-case_type", Select)
        select.value = app.view.cases[0].case_type
        await until(pilot, lambda: len({row.case_type for row in app.view.cases}) == 1)
        assert 0 < table.row_count <= count
        order = app.view.query_one("#journey-order", Choice)
        order.focus()
        await pilot.press("right")
        await until(pilot, lambda: all(row.overdue for row in app.view.cases))
        order.choose("slowest")
        await until(
            pilot, lambda: app.view.cases and app.view.cases[0].elapsed == max(r.elapsed for r in app.view.cases)
        )
        table.focus()
        await pilot.press("enter")
        await until(pilot, lambda: pane(app) == "journey-case" and text(app))
        shown = app.view.page
        assert isinstance(shown, JourneyPage)
        assert shown.base.journey is not None
        case = shown.base.journey.case
        assert case.case_id == app.view.cases[0].case_id
        assert labels.label(labels.CHANNELS, case.channel) in text(app)
        # Esc leads back to the list first, then it is the screen's.
        await pilot.press("escape")
        await until(pilot, lambda: pane(app) == "journey-list" and table.has_focus)
        assert not app.left
        await pilot.press("escape")
        await until(pilot, lambda: app.left)


@pytest.mark.slow
async def test_the_same_matter_is_found_in_the_other_scenario(compared: Snapshot, store: Path):
    app = Alone(Journey(), store)
    async with app.run_test() as pilot:
        await listed(pilot, app, compared)
        base, other = app.view.case_files
        rows, _count = base.find(order="random", most=100)
        for row in rows:
            same = other.same(row)
            assert same is not None
            assert (same.reported, same.channel, same.matter) == (row.reported, row.channel, row.matter)


@pytest.mark.slow
async def test_composed_again_what_was_fetched_is_there(compared: Snapshot, store: Path):
    """As after a change of the language: nothing is simulated anew."""
    app = Alone(Journey(), store)
    async with app.run_test() as pilot:
        await listed(pilot, app, compared)
        first = [row.case_id for row in app.view.cases]
        await app.view.remove()
        app.view = Journey()
        await app.mount(app.view)
        app.view.show(compared, 0)
        await until(pilot, lambda: pane(app) == "journey-list")
        assert [row.case_id for row in app.view.cases] == first
        # The other alternative has not been run.
        app.view.show(compared, 1)
        await until(pilot, lambda: pane(app) == "journey-ask")


@pytest.mark.slow
async def test_wishes_of_the_drill_down_are_filters(compared: Snapshot, store: Path):
    app = Alone(Journey(), store)
    async with app.run_test() as pilot:
        township = next(iter(compared.scenarios[0].townships))
        app.view.filter_by(township=township)
        await listed(pilot, app, compared)
        assert app.view.query_one("#journey-township", Select).value == township
        assert {row.township for row in app.view.cases} == {township}


async def test_the_run_can_be_cancelled(compared: Snapshot, store: Path, monkeypatch: pytest.MonkeyPatch):
    """The process ends, and the question stands there again."""
    begun: list[Any] = []
    real = asyncio.create_subprocess_exec

    async def slow(*command: str, **given: Any) -> Any:
        process = await real("sleep", "1000", **given)
        begun.append(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", slow)
    app = Alone(Journey(), store)
    async with app.run_test() as pilot:
        app.view.show(compared, 0)
        await pilot.pause()
        app.view.query_one("#journey-go", Button).focus()
        await pilot.press("enter")
        await until(pilot, lambda: pane(app) == "journey-wait" and begun)
        await until(pilot, lambda: app.view.query_one("#journey-cancel", Button).has_focus)
        await pilot.press("enter")
        await until(pilot, lambda: pane(app) == "journey-ask")
        await until(pilot, lambda: begun[0].returncode is not None)


async def test_a_study_that_cannot_be_run_again_says_why(compared: Snapshot, store: Path, lang: str):
    object.__setattr__(compared, "current", False)
    app = Alone(Journey(), store)
    async with app.run_test() as pilot:
        app.view.show(compared, 0)
        await pilot.pause()
        assert not app.view.query_one("#journey-go", Button).display
        assert app.view.query_one("#journey-why", Words).text


async def test_what_goes_wrong_is_said_in_words(store: Path, keep: Keep, lang: str):
    keep("base", "certified")
    found = FetchedCases(store)
    try:
        with pytest.raises(NotFetched) as told:
            await found.fetch(77, 1, 1, lambda _seconds: None)
        assert "77" in str(told.value)
    finally:
        found.close()


async def test_fetched_once_they_are_there_and_gone_at_the_end(compared: Snapshot, store: Path):
    found, began = FetchedCases(store), []
    cases, events = await found.fetch(compared.study_id, 1, 1, began.append)
    assert cases.exists() and events.exists()
    assert began and began[0] is not None
    assert await found.fetch(compared.study_id, 1, 1, began.append) == (cases, events)
    assert len(began) == 1
    found.close()
    assert not cases.exists()


async def test_the_other_language_changes_every_word(compared: Snapshot, store: Path):
    set_language("en")
    try:
        app = Alone(Times(), store)
        async with app.run_test() as pilot:
            app.view.show(compared, 0)
            await until(pilot, lambda: "on average" in text(app))
            set_language("zh")
            app.view.refresh(layout=True)
            app.view.query_one(Drawing).refresh(layout=True)
            await until(pilot, lambda: "平均" in text(app))
            assert "on average" not in text(app)
    finally:
        set_language("en")
