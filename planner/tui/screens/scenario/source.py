"""Where a value comes from: its tag, the document, and a note in both languages."""

from __future__ import annotations

from typing import get_args

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label

from planner.i18n import _, labels
from planner.model.scenario import Source, Tag
from planner.model.text import Text
from planner.tui.frame.dialog import Dialog
from planner.tui.widgets.segments import Segments


class SourceDialog(Dialog[Source]):
    """Gives the source, or None."""

    AUTO_FOCUS = "Segments"
    DEFAULT_CSS = """
    SourceDialog > .dialog { width: 90%; max-width: 100; }
    SourceDialog Segments { margin: 0 0 1 0; }
    SourceDialog Input { margin: 0 0 1 0; height: 1; background: $panel; }
    """

    def __init__(self, place: str, source: Source | None) -> None:
        super().__init__(_("Source of {place}").format(place=place))
        self._source = source or Source(tag="assumption")

    def content(self) -> ComposeResult:
        """The tag as a choice, and three fields."""
        tags = [(tag, labels.label(labels.TAGS, tag)) for tag in get_args(Tag)]
        yield Segments(tags, self._source.tag, id="source-tag")
        yield Label(_("Document, page or survey"))
        yield Input(self._source.source, id="source-source", select_on_focus=False, compact=True)
        yield Label(_("Note in Chinese: quote or arithmetic"))
        yield Input(self._source.note.zh, id="source-zh", select_on_focus=False, compact=True)
        yield Label(_("Note in English"))
        yield Input(self._source.note.en, id="source-en", select_on_focus=False, compact=True)
        with Horizontal(classes="dialog-answers"):
            yield Button(_("OK"), name="ok")
            yield Button(_("Cancel"), name="cancel")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next field; from the last one done."""
        if event.input.id == "source-en":
            self._done()
        else:
            self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Done or not."""
        if event.button.name == "ok":
            self._done()
        else:
            self.dismiss(None)

    def _done(self) -> None:
        tag: Tag = self.query_one("#source-tag", Segments).value  # type: ignore[assignment]
        words = {id: self.query_one(f"#source-{id}", Input).value.strip() for id in ("source", "zh", "en")}
        self.dismiss(Source(tag=tag, source=words["source"], note=Text(words["zh"], words["en"])))
