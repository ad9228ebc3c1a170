"""Fields that are filled in a dialog: choices, names, words in both languages, lists of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Static

from planner.editing import EditRefused, Field
from planner.i18n import _, fields
from planner.i18n.problem_words import ProblemWords
from planner.tui.frame.dialog import Dialog
from planner.tui.screens.scenario import form_words

if TYPE_CHECKING:
    from planner.editing import State


async def filled(app: App[Any], state: State, field: Field) -> Any:
    """What a person wants in a field; None where it is to stay. To be awaited in a worker."""
    from planner.tui.frame.dialogs import Enter, Pick

    title = fields.place(state.tree, field.path)
    detail = fields.sentence(field.path)
    if field.kind == "names" and field.choices:
        rows = [(one, fields.choice(state.tree, field.path, one)) for one in field.choices]
        picked = await app.push_screen_wait(Pick(title, rows, True, chosen=field.value or (), detail=detail))
        return list(picked) if isinstance(picked, tuple) else None
    if field.choices:
        rows = [(one, _marked(fields.choice(state.tree, field.path, one), one == field.value)) for one in field.choices]
        return await app.push_screen_wait(Pick(title, rows, detail=detail))
    if field.kind == "text":
        return await app.push_screen_wait(BothLanguages(title, field.value, detail, needed=field.name == "name"))

    def check(text: str) -> str | None:
        try:
            field.read(text)
        except EditRefused as refused:
            return ProblemWords(state).what(refused.problems[0])
        return None

    now = form_words.value_told(state, field, field.value)
    entered = await app.push_screen_wait(Enter(title, now, check, detail))
    return None if entered is None else field.read(entered)


def _marked(words: str, now: bool) -> str:
    return f"● {words}" if now else f"  {words}"


class BothLanguages(Dialog[dict[str, str]]):
    """Asks for the same words in Chinese and English; either may be left empty, and both unless they are `needed`."""

    DEFAULT_CSS = """
    BothLanguages .dialog { width: 76; }
    BothLanguages Input { width: 100%; margin: 0 0 1 0; }
    BothLanguages #words-wrong { color: $text-error; height: auto; display: none; }
    """

    def __init__(self, title: str, value: Any, detail: str = "", *, needed: bool = False) -> None:
        super().__init__(title, detail)
        self._needed = needed
        given = value if isinstance(value, Mapping) else {}
        self._given = {key: str(given.get(key, "")) for key in ("zh", "en")}

    def content(self) -> ComposeResult:
        """Two fields, two buttons."""
        yield Static(_("In Chinese"), markup=False)
        yield Input(self._given["zh"], id="words-zh", compact=True, classes="first", select_on_focus=False)
        yield Static(_("In English"), markup=False)
        yield Input(self._given["en"], id="words-en", compact=True, select_on_focus=False)
        yield Static(id="words-wrong", markup=False)
        with Horizontal(classes="dialog-answers"):
            yield Button(_("OK"), name="ok")
            yield Button(_("Cancel"), name="cancel")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: the other language, then done."""
        if event.input.id == "words-zh":
            self.query_one("#words-en", Input).focus()
        else:
            self._done()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """OK or not."""
        if event.button.name == "ok":
            self._done()
        else:
            self.dismiss(None)

    def _done(self) -> None:
        words = {key: self.query_one(f"#words-{key}", Input).value.strip() for key in ("zh", "en")}
        if self._needed and not any(words.values()):
            wrong = self.query_one("#words-wrong", Static)
            wrong.update(_("A name is needed, in Chinese or in English."))
            wrong.display = True
            self.query_one("#words-zh", Input).focus()
        else:
            self.dismiss(words)
