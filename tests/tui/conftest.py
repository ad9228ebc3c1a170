"""What the tests of the interface share: both languages and sizes, and an app that leaves the tester's files alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.tui.app import PlannerApp
from planner.tui.settings import Settings
from planner.tui.studies import Studies
from planner.wording import language, set_language


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Four combinations of language and size take too long for every change: the others run with `make slow`.

    At every change: Chinese narrow, and English wide in pictures.
    """
    for item in items:
        params = getattr(item, "callspec", None)
        given = params.params if params is not None else {}
        if "lang" not in given:
            continue
        wide = given["size"][0] > 80 if "size" in given else bool(given.get("wide"))
        if (given["lang"] == "zh") == wide or (wide and "pictures" not in item.path.name):
            item.add_marker(pytest.mark.slow)


class QuietStudies(Studies):
    """Writes studies into the store and queues them, but nothing runs until `runs` is set."""

    runs = False

    def begin_next(self) -> None:
        if self.runs:
            super().begin_next()


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
def make_app(tmp_path: Path) -> Iterator[Callable[..., PlannerApp]]:
    """Makes apps with a store, drafts and settings of their own, whose studies are begun and do not run."""
    made: list[Studies] = []

    def make(**given: Any) -> PlannerApp:
        store = given.pop("store", tmp_path / "results.sqlite")
        if "studies" not in given:
            given["studies"] = QuietStudies(store)
        made.append(given["studies"])
        own: dict[str, Any] = {
            "store": store,
            "drafts": tmp_path / "drafts",
            "settings": Settings(tmp_path / "interface.json"),
        }
        return PlannerApp(**{**own, **given})

    yield make
    for studies in made:
        studies.shutdown()


@pytest.fixture(autouse=True)
def nothing_blinks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A blinking cursor would make pictures of screens differ."""
    from textual.widgets import Input, TextArea

    monkeypatch.setattr(Input.cursor_blink, "_default", False)
    monkeypatch.setattr(TextArea.cursor_blink, "_default", False)


@pytest.fixture(autouse=True)
def what_is_loaded_is_kept_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program does so whenever it opens a document, which among all tests takes long."""
    monkeypatch.setattr("planner.tui.app.keep_what_is_loaded", lambda: None)


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual waits at each key and click, and looks only every fiftieth of a second whether anything goes on."""
    # How long Textual waits stands in a private module, and in no setting.
    from textual import _wait

    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 1 / 200)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", 1 / 200 / 20)
