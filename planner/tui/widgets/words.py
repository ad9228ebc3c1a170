"""Running text that is broken as Chinese is: between characters, never before a comma; Textual breaks at spaces."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from planner.model.text import visible
from planner.wording.cells import width, wrap


class Words(Widget):
    """A text, or several paragraphs; as wide as it may be, as high as it must be."""

    DEFAULT_CSS = "Words { height: auto; width: 1fr; }"

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._text = visible(text, lines=True)

    def update(self, text: str) -> None:
        """Say something else. Everything is laid out anew only where that takes other room: a key would feel it."""
        text = visible(text, lines=True)
        if text != self._text:
            before = self._height()
            self._text = text
            self.refresh(layout=before is None or self._height() != before)

    def _height(self) -> int | None:
        """The lines that the text takes; None where its width is not known, or depends on the text."""
        cells, stated = self.content_size.width, self.styles.width
        if not cells or stated is None or stated.is_auto:
            return None
        return self.get_content_height(Size(), Size(), cells)

    @property
    def text(self) -> str:
        """The text that is said, not yet broken into lines."""
        return self._text

    def _lines(self, cells: int) -> list[str]:
        return [line for part in self._text.split("\n") for line in (wrap(part, cells) or [" "])]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as the longest paragraph."""
        return max((width(part) for part in self._text.split("\n")), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes."""
        return len(self._lines(max(width, 1))) if self._text else 0

    def render(self) -> Text:
        """The text in lines that fit the width."""
        return Text("\n".join(self._lines(max(self.content_size.width, 1))), no_wrap=True)
