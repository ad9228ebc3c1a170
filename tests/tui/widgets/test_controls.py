"""Tabs whose screen is left before they have come, and a row of buttons that is too narrow for them."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Button, Static, Tab

from planner.tui.widgets.controls import TabRow, Tools
from tests.tui.waiting import until


class Closing(TabRow):
    """The screen is being closed: what it consists of does not come any more."""

    DEFAULT_CSS = "Closing { display: none; }"

    def compose(self) -> ComposeResult:
        return iter(())


class Trying(App[None]):
    def __init__(self, kind: type[TabRow]) -> None:
        super().__init__()
        self.kind = kind

    def compose(self) -> ComposeResult:
        yield self.kind(Tab("One", id="one"), Tab("Two", id="two"), active="two")


@pytest.mark.parametrize(("kind", "active"), [(TabRow, "two"), (Closing, "")])
async def test_tabs_that_did_not_come_end_nothing(kind, active):
    app = Trying(kind)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.query(kind) and app.query_one(kind).is_mounted)
        await until(pilot, lambda: app.query_one(kind).active == active)
        app.query_one(kind).set_shown("one", False)
        app.query_one(kind).set_shown("one", True)


async def test_an_arrow_leads_on():
    class Leading(Trying):
        def compose(self) -> ComposeResult:
            yield from super().compose()
            yield Button("Here")

    app = Leading(TabRow)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.query_one(TabRow).active == "two")
        app.query_one(TabRow).focus()
        await pilot.press("down")
        assert app.focused is app.query_one(Button)


class Row(App[None]):
    CSS = "Tools > Button { margin: 0 1 0 0; min-width: 4; }"

    def compose(self) -> ComposeResult:
        with Tools():
            for name in ("one", "two", "three"):
                yield Button(name * 4, id=name, compact=True)
        yield Static("below", id="below")


@pytest.mark.parametrize(("width", "lines"), [(80, [0, 0, 0]), (40, [0, 0, 1]), (22, [0, 1, 2])])
async def test_every_button_is_seen(width: int, lines: list[int]):
    app = Row()
    async with app.run_test(size=(width, 10)):
        found = [app.query_one(f"#{name}").region for name in ("one", "two", "three")]
        assert [region.y for region in found] == lines
        assert all(region.right <= width for region in found)
        assert app.query_one("#below").region.y == lines[-1] + 1
