"""Everything that reacts to the mouse is clicked, screen by screen: the program lives, and reacts to the next key."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from textual.geometry import Offset, Region
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, OptionList, Select, Static, Tab, Tree

from planner.files.places import shipped
from planner.store import Store
from planner.studies.spec import request_for
from planner.tui.app import PlannerApp
from planner.tui.frame.screen import KeyButton, Strip
from planner.tui.screens.compare.compare import CompareScreen
from planner.tui.screens.compare.queue import QueueScreen
from planner.tui.screens.home.home import HomeScreen
from planner.tui.screens.scenario.load_screen import LoadCheckScreen
from planner.tui.screens.scenario.parts import PARTS
from planner.tui.screens.scenario.scenario import ScenarioScreen
from planner.tui.screens.scenario.strip import StripLine
from planner.tui.screens.scenario.watch import Notice
from planner.tui.widgets.controls import Choice, Segments
from planner.tui.widgets.filter_list import FilterList
from planner.tui.widgets.sheet import Sheet
from planner.wording import language, set_language
from planner.wording.cells import width
from tests.tui.waiting import until

pytestmark = pytest.mark.usefixtures("short_waits")

TUTORIAL = shipped() / "tutorial.toml"
PATIENCE_SECONDS = 15.0
"""What does not react by then does not react at all."""

ROWS = 3
"""Rows of a list or sheet that are clicked: the first ones, which differ in kind."""
OFTEN = 12
"""Of so many clicks the program is asked once whether it lives, where that is not asked after each; a click on one that
does not is not taken either."""


class Target(NamedTuple):
    """Something to click: what tells it from the others, the widget it is in, and where in it."""

    name: str
    widget: Widget
    at: Offset


def _lines(region: Region, most: int) -> Iterator[Offset]:
    """The middle of the first lines."""
    for y in range(min(region.height, most)):
        yield Offset(min(region.width - 1, 4), y)


def _choices(widget: Segments, cells: int) -> Iterator[Offset]:
    """Each choice of several beside each other, and the end of the line behind the last one."""
    for y, line in enumerate(widget.render().plain.split("\n")):
        for found in re.finditer(r"[ ][ ●](?=\S)", line):
            yield Offset(width(line[: found.end()]), y)
        if width(line) < cells:
            yield Offset(cells - 1, y)


def _places(widget: Widget, rows: int) -> Iterator[Offset]:
    """Where a widget is clicked: where it does different things."""
    region = widget.content_region if not isinstance(widget, Sheet | FilterList) else widget.region
    middle = Offset(region.width // 2, region.height // 2)
    if isinstance(widget, KeyButton | Button | Tab | Strip | StripLine | Notice | Checkbox | Input | Select):
        yield middle
    elif isinstance(widget, Segments | Choice):
        yield from _choices(widget, region.width)
    elif isinstance(widget, Sheet):
        for y in range(min(region.height, rows + 1)):
            yield from (Offset(x, y) for x in (2, region.width // 2, region.width - 3))
        yield Offset(2, min(region.height - 1, rows + 1))
    elif isinstance(widget, FilterList | OptionList | Tree):
        yield from _lines(region, rows + 2)
        yield Offset(1, min(region.height - 1, rows))
    elif isinstance(widget, Static) and region.area:
        yield from (
            Offset(x, y)
            for y in range(region.height)
            for x in range(0, region.width, 3)
            if Offset(x, y) + widget.region.offset in widget.screen.region
            if "@click" in widget.get_style_at(x, y).meta
        )


def targets(app: PlannerApp, rows: int, only: Callable[[Widget], bool]) -> list[Target]:
    """Everything on the screen that reacts to a click, those in the frame of a screen last."""
    found = []
    screen = app.screen
    for widget in screen.walk_children(Widget):
        if not (widget.is_on_screen and widget.visible and widget.region.area and only(widget)):
            continue
        name = f"{type(widget).__name__} {widget.id or ''} {getattr(getattr(widget, 'of', None), 'id', '')}"
        name += f" {widget.name or ''} {widget.parent.id if widget.parent else ''}"
        gutter = widget.content_region.offset - widget.region.offset
        own = isinstance(widget, Sheet | FilterList)
        for at in _places(widget, rows):
            at = at if own else at + gutter
            if (widget.region.offset + at) in screen.region:
                found.append(Target(f"{name} {at}", widget, at))
    return found


async def alive(pilot: Pilot[Any]) -> None:
    """The program reacts to a key: to F1 by help, and to Esc by its end."""

    async def reacts() -> None:
        app = pilot.app
        before = app.screen
        await until(pilot, lambda: app.screen.is_running)
        await pilot.press("f1")
        await until(pilot, lambda: app.screen is not before, "the help")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is before, "the end of the help")

    await asyncio.wait_for(reacts(), PATIENCE_SECONDS)


async def back(pilot: Pilot[Any], wanted: Callable[[], bool]) -> bool:
    """Leave what a click has opened; whether the screen is there again."""
    for _time in range(6):
        if wanted():
            return True
        if len(pilot.app.screen_stack) == 1:
            return False
        before = pilot.app.screen
        if isinstance(before, ModalScreen):
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is not before, f"the end of {before}")  # noqa: B023
        else:
            pilot.app.pop_screen()
            await pilot.pause()
    return wanted()


async def click_all(
    pilot: Pilot[Any],
    here: Callable[[], bool],
    again: Callable[[], Any],
    *,
    thorough: bool,
    only: Callable[[Widget], bool] = lambda widget: True,
) -> list[str]:
    """Click everything; what was clicked. `again` brings the screen back where a click has led away for good.

    A thorough test clicks several rows of lists and sheets, and asks after each click whether the program lives.
    """
    app = pilot.app
    clicked: list[str] = []
    while True:
        found = [one for one in targets(app, ROWS if thorough else 1, only) if one.name not in clicked]
        if not found:
            await alive(pilot)
            return clicked
        name, widget, at = found[0]
        clicked.append(name)
        if "quit" in name:
            continue
        await asyncio.wait_for(pilot.click(widget, offset=at), PATIENCE_SECONDS)
        await pilot.pause()
        if thorough or len(clicked) % OFTEN == 0:
            await alive(pilot)
        if not await back(pilot, here):
            await again()
            await until(pilot, here, "the screen again")
        await until(pilot, lambda: app.screen.is_running)


@pytest.fixture
def store(tmp_path):
    """A store with one study that is finished."""
    from planner.experiments import run
    from planner.workload.reading import read_scenario

    path = tmp_path / "results.sqlite"
    other = tmp_path / "whistle.toml"
    (tmp_path / "tutorial.toml").write_bytes(TUTORIAL.read_bytes())
    other.write_text(
        'format = 1\nextends = "tutorial.toml"\ntitle = "吹哨"\n[linkage]\nrule = "whistle"\n', encoding="utf-8"
    )
    scenarios = [read_scenario(tmp_path / "tutorial.toml"), read_scenario(other)]
    request = request_for(scenarios, families=(), precision=(), replications=2, most=20, matters=())
    with Store.open(path) as opened:
        study = opened.begin(scenarios, request)
        for one in run(scenarios, replications=2, jobs=1, by=request.by, families=request.families).runs:
            for replication in one.replications:
                study.commit(replication)
    return path


@pytest.fixture(params=[False, pytest.param(True, marks=pytest.mark.slow)], ids=["", "thorough"])
def thorough(request):
    """Whether everything is clicked, or of what is alike one of it."""
    return request.param


def framed(widget: Widget) -> bool:
    """Whether a widget belongs to the frame, which all screens share."""
    return isinstance(widget, KeyButton | Strip)


@pytest.fixture
def opened(make_app, monkeypatch, store, tmp_path):
    """An app on a copy of the tutorial, whose Home looks for nothing."""
    from planner.tui.screens.home.home import HomeScreen

    monkeypatch.setattr(HomeScreen, "find", lambda self: None)
    return make_app(file=tmp_path / "tutorial.toml", store=store)


async def shown(pilot: Pilot[Any], part: str) -> None:
    """Show a part of the scenario."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, ScenarioScreen) and app.screen.state, "the scenario")
    await app.screen.show_part(part)
    await pilot.pause()


@pytest.mark.parametrize("first", ["zh", "en"])
async def test_the_language_is_changed_by_the_mouse_and_the_program_goes_on(opened, first):
    set_language(first)
    async with opened.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "people")
        for other in ({"zh": "en", "en": "zh"}[first], first):
            (button,) = [one for one in opened.screen.query(KeyButton) if one.of.id == "language"]
            await asyncio.wait_for(pilot.click(button), PATIENCE_SECONDS)
            await until(pilot, lambda other=other: language() == other, "the other language")
            await alive(pilot)


async def test_home_is_clicked_through(make_app, lang, size, store, monkeypatch, thorough):
    from planner.tui.screens.home import example

    found = example.four()
    monkeypatch.setattr(example, "four", lambda: found)
    app = make_app(store=store)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and app.screen.query("#recent"), "Home")
        await until(pilot, lambda: app.screen.query_one("#recent", OptionList).option_count, "recent studies")

        async def again() -> None:
            raise AssertionError("Home is gone")

        clicked = await click_all(pilot, lambda: isinstance(app.screen, HomeScreen), again, thorough=thorough)
        assert {"KeyButton", "FourRows", "ChainedList"} <= {name.split()[0] for name in clicked}


async def test_a_scenario_is_clicked_through(opened, lang, size, thorough):
    async with opened.run_test(size=size) as pilot:
        seen = set()
        for part in (one.id for one in PARTS):
            await shown(pilot, part)

            def here(part=part):
                return isinstance(opened.screen, ScenarioScreen) and opened.screen.part == part

            def wanted(widget, part=part):
                return part == PARTS[0].id or not (framed(widget) or isinstance(widget, Tab | StripLine))

            async def again(part=part):
                if not any(isinstance(one, ScenarioScreen) for one in opened.screen_stack):
                    opened.open_file(opened.settings.recent[0])
                await shown(pilot, part)

            clicked = await click_all(pilot, here, again, thorough=thorough, only=wanted)
            seen |= {name.split()[0] for name in clicked}
        assert {"KeyButton", "Tab", "LoadLine", "Button", "Sheet", "FilterList", "Places", "Segments", "Input"} <= seen


async def test_the_load_check_is_clicked_through(opened, lang, size, thorough):
    async with opened.run_test(size=size) as pilot:
        await shown(pilot, "measures")

        async def again() -> None:
            await until(pilot, lambda: isinstance(opened.screen, ScenarioScreen))
            opened.screen.action_load_check()

        await again()
        await until(pilot, lambda: isinstance(opened.screen, LoadCheckScreen))
        await click_all(pilot, lambda: isinstance(opened.screen, LoadCheckScreen), again, thorough=thorough)


async def test_a_comparison_is_clicked_through(opened, lang, size, thorough):
    async with opened.run_test(size=size) as pilot:
        await shown(pilot, "measures")
        opened.open_study(1)
        await until(pilot, lambda: isinstance(opened.screen, CompareScreen) and opened.screen.snapshot, "the figures")
        seen = set()
        for view in ("findings", "backlog", "times", "why", "changed"):

            def here(view=view):
                wide = opened.screen.has_class("-wide") if isinstance(opened.screen, CompareScreen) else False
                return isinstance(opened.screen, CompareScreen) and (opened.screen.view == view or wide)

            def wanted(widget, view=view):
                return view == "findings" or not (framed(widget) or isinstance(widget, Tab))

            async def again(view=view):
                if not isinstance(opened.screen, CompareScreen):
                    opened.open_study(1)
                    await until(pilot, lambda: isinstance(opened.screen, CompareScreen) and opened.screen.snapshot)
                await opened.screen.action_perform(f"view_{view}")
                await pilot.pause()

            await again()
            seen |= {name.split()[0] for name in await click_all(pilot, here, again, thorough=thorough, only=wanted)}
        assert {"KeyButton", "Tab", "Choice"} <= seen


async def test_the_queue_of_studies_is_clicked_through(opened, lang, size, thorough):
    async with opened.run_test(size=size) as pilot:
        await shown(pilot, "measures")

        async def again() -> None:
            opened.push_screen(QueueScreen())
            await pilot.pause()

        await again()
        await click_all(pilot, lambda: isinstance(opened.screen, QueueScreen), again, thorough=thorough)
