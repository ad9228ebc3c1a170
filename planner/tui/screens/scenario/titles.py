"""Title and description of a scenario, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label

from planner.i18n import _
from planner.tui.frame.dialog import Dialog

if TYPE_CHECKING:
    from planner.editing import State

FIELDS = ("title.zh", "title.en", "description.zh", "description.en")


class Given(NamedTuple):
    """What was entered."""

    title: dict[str, str]
    description: dict[str, str]


class Titles(Dialog[Given]):
    """Four fields."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = """
    Titles > .dialog { width: 90%; max-width: 100; }
    Titles Input { margin: 0 0 1 0; height: 1; background: $panel; }
    """

    def __init__(self, state: State) -> None:
        super().__init__(_("Title and description"))
        self._state = state

    def content(self) -> ComposeResult:
        """A field for each, in both languages."""
        names = {
            "title.zh": _("Title in Chinese"),
            "title.en": _("Title in English"),
            "description.zh": _("Description in Chinese"),
            "description.en": _("Description in English"),
        }
        for path in FIELDS:
            yield Label(names[path])
            yield Input(self._word(path), id=path.replace(".", "-"), select_on_focus=False, compact=True)
        with Horizontal(classes="dialog-answers"):
            yield Button(_("OK"), name="ok")
            yield Button(_("Cancel"), name="cancel")

    def _word(self, path: str) -> str:
        field, _dot, language = path.partition(".")
        value: Any = self._state.value(field)
        if isinstance(value, dict):
            return str(value.get(language, ""))
        return str(getattr(value, language, "") or "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next field; from the last one done."""
        if event.input.id == FIELDS[-1].replace(".", "-"):
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
        words = {path: self.query_one(f"#{path.replace('.', '-')}", Input).value.strip() for path in FIELDS}

        def both(field: str) -> dict[str, str]:
            return {language: words[f"{field}.{language}"] for language in ("zh", "en")}

        self.dismiss(Given(both("title"), both("description")))
