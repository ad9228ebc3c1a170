"""Parts of the scenario screen, on Laiyang and on a small county."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.editing import Document
from planner.tui.app import PlannerApp
from planner.tui.screens.home.home import HomeScreen
from tests.tui.screens.scenario.alone import LAIYANG, Alone


@pytest.fixture
def laiyang(tmp_path: Path) -> Iterator[Document]:
    """A new what-if on top of Laiyang as it is."""
    document = Document.what_if(LAIYANG, drafts=tmp_path / "drafts")
    yield document
    document.close()


@pytest.fixture
def alone(laiyang: Document) -> Callable[[type[Any]], Alone]:
    """An app with one part of the screen, on Laiyang."""
    return lambda kind: Alone(kind, laiyang)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped scenarios, to be written in."""
    place = tmp_path / "scenarios"
    shutil.copytree(LAIYANG.parents[1], place)
    return place


@pytest.fixture
def current(folder: Path) -> Path:
    """Laiyang as it is, in that copy."""
    return folder / "laiyang" / "current.toml"


@pytest.fixture
def open_app(
    make_app: Callable[..., PlannerApp], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., PlannerApp]:
    """An app that opens a file, or a new what-if on top of it; Home below it stays quiet."""
    monkeypatch.setattr(HomeScreen, "find", lambda self: None)

    def opening(file: Path, *, what_if: bool = False) -> PlannerApp:
        if not what_if:
            return make_app(file=file)
        app = make_app()
        app.call_later(app.open_what_if, file)
        return app

    return opening
