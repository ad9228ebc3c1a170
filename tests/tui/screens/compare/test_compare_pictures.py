"""What Compare looks like: a study of fixed draws, in both languages and sizes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from planner.tui.app import PlannerApp
from planner.tui.screens.compare.compare import CompareScreen
from tests.tui.waiting import until

Run = Callable[[Pilot[Any]], Awaitable[None]]


def after(study: int, *keys: str) -> Run:
    """Opens a study, then presses keys."""

    async def before(pilot: Pilot[Any]) -> None:
        app = pilot.app
        assert isinstance(app, PlannerApp)
        app.open_study(study)
        await until(pilot, lambda: isinstance(app.screen, CompareScreen) and app.screen.snapshot is not None)
        screen: Any = app.screen
        await until(pilot, lambda: screen.query_one("#rows").option_count)
        for key in keys:
            await pilot.press(key)
        await until(pilot, lambda: screen.view == "findings" or screen.query_one(f"#{screen.view}").page is not None)
        await pilot.pause()

    return before


@pytest.mark.parametrize(
    "keys", [(), ("enter",), ("enter", "enter"), ("4",)], ids=["findings", "figure", "case-types", "why"]
)
def test_two_alternatives(
    snap_compare: Any, still_app: PlannerApp, keep: Callable[..., int], lang: str, size: Any, keys: tuple[str, ...]
):
    study = keep("base", "certified", "whistle")
    assert snap_compare(still_app, terminal_size=size, run_before=after(study, *keys))


def test_a_study_that_was_stopped(
    snap_compare: Any, still_app: PlannerApp, keep: Callable[..., int], lang: str, size: Any
):
    study = keep("base", "certified", replications=30, finished=2)
    assert snap_compare(still_app, terminal_size=size, run_before=after(study))


def test_one_scenario_alone(snap_compare: Any, still_app: PlannerApp, keep: Callable[..., int], lang: str, size: Any):
    study = keep("base")
    assert snap_compare(still_app, terminal_size=size, run_before=after(study))
