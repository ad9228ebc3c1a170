"""What the tests of the interface share: both languages, both sizes, and an app that leaves the tester's files alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.i18n import language, set_language
from planner.tui.app import PlannerApp
from planner.tui.settings import Settings


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> Iterator[str]:
    """A language, in use."""
    before = language()
    set_language(request.param)
    yield request.param
    set_language(before)


@pytest.fixture(params=[(80, 24), (200, 50)], ids=["80x24", "200x50"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """A size of the terminal."""
    found: tuple[int, int] = request.param
    return found


@pytest.fixture
def make_app(tmp_path: Path) -> Callable[..., PlannerApp]:
    """An app with a store, drafts and settings of its own."""

    def make(**given: Any) -> PlannerApp:
        own: dict[str, Any] = {
            "store": tmp_path / "results.sqlite",
            "drafts": tmp_path / "drafts",
            "settings": Settings(tmp_path / "interface.json"),
        }
        return PlannerApp(**{**own, **given})

    return make
