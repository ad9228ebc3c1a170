"""An app that shows one part of the scenario screen alone, and evaluates the document as the screen does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult

from planner.editing import Document
from planner.tui.frame import themes
from planner.wording.problems import sentence

FRAME = Path(themes.__file__).with_name("frame.tcss")
LAIYANG = Path(__file__).parents[4] / "scenarios/laiyang/current.toml"


class Alone(App[None]):
    """One part, with the document that it edits; what it posts is kept."""

    CSS_PATH = FRAME

    def __init__(self, kind: type[Any], document: Document) -> None:
        super().__init__()
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = "planner-dark"
        self.kind = kind
        self.document = document
        self.edited = 0
        self.refused: list[str] = []
        self.previews: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self.kind(self.document, id="view")

    def on_mount(self) -> None:
        self.view.refresh_from(self.document.state)

    @property
    def view(self) -> Any:
        return self.query_one("#view")

    def on_edited(self) -> None:
        self.edited += 1
        self.view.refresh_from(self.document.state)

    def on_refused(self, event: Any) -> None:
        self.refused += [sentence(problem) for problem in event.problems]

    def on_preview(self, event: Any) -> None:
        event.view.show_preview(event.state)
        self.previews.append(event.state)
