"""What the tabs of the scenario screen have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widget import Widget

if TYPE_CHECKING:
    from planner.editing import Document, State


class DocumentView(Widget):
    """A part of the scenario screen that shows a document and changes it by its commands.

    After each command it posts `Edited`, after an `EditRefused` it posts `Refused`. The screen evaluates the content
    outside the loop and then calls `refresh_from` on every part that is shown; one that comes to be shown later is told
    then. A part never asks for `document.state` itself: it keeps the state that it was given last.
    """

    def __init__(self, document: Document, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.document = document

    def refresh_from(self, state: State) -> None:
        """Show what the content amounts to now; cursors, filters and half-typed texts stay."""
        raise NotImplementedError

    def go_to(self, path: str) -> bool:
        """Bring the field at a path into sight and give it the focus; False where this part does not show it."""
        return False
