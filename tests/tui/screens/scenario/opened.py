"""The app with the scenario screen open, and waiting until the screen has seen the content."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from planner.tui.screens.scenario.scenario import ScenarioScreen
from planner.tui.screens.scenario.strip import LoadLine, ProblemLine
from planner.tui.widgets.filter_list import FilterList
from tests.tui.seen import said_in_passing
from tests.tui.waiting import until


def screen_of(pilot: Pilot[Any]) -> ScenarioScreen:
    """The scenario screen, also where a dialog is over it."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, ScenarioScreen))


async def seen(pilot: Pilot[Any]) -> ScenarioScreen:
    """Wait until what is shown is what the content amounts to now."""
    await until(pilot, lambda: any(isinstance(one, ScenarioScreen) for one in pilot.app.screen_stack), "the screen")
    screen = screen_of(pilot)
    await until(
        pilot, lambda: screen.state is not None and screen.state.tables is screen.document.tables, "what it amounts to"
    )
    await pilot.pause()
    return screen


async def dialog(pilot: Pilot[Any], kind: type[Any]) -> Any:
    """Wait until a dialog is there."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind), kind.__name__)
    await pilot.pause()
    return pilot.app.screen


async def answer(pilot: Pilot[Any], name: str) -> None:
    """Press the button of an answer."""
    before = pilot.app.screen
    (button,) = [one for one in before.query("Button") if one.name == name]
    button.press()
    await until(pilot, lambda: pilot.app.screen is not before, f"the end of {before}")
    await pilot.pause()


def rows(pilot: Pilot[Any], id: str) -> FilterList:
    """A list by its id, on the screen that is on top."""
    return pilot.app.screen.query_one(f"#{id}", FilterList)


def told(screen: ScenarioScreen) -> tuple[str, str]:
    """The first line of the strip, and the problems."""
    line = screen.query_one(LoadLine)
    return line.lines(200)[0], screen.query_one(ProblemLine).words()


def said(pilot: Pilot[Any]) -> list[str]:
    """What was said in passing."""
    return said_in_passing(pilot.app)
