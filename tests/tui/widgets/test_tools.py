"""A row of buttons that is too narrow for them."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Button, Static

from planner.tui.widgets.controls import Tools


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
