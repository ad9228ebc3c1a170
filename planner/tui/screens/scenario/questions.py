"""Dialogs that several parts use: something long to read with answers below it, and questions line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from attrs import frozen
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, OptionList, Select, Static

from planner.editing import EditRefused, field_at
from planner.tui.frame.dialogs import Ask, FieldsDialog
from planner.wording import _, fields
from planner.wording.problem_words import ProblemWords

if TYPE_CHECKING:
    from planner.editing import State


class Details(Ask):
    """A question whose details are worth reading to the end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("down", "read(1)"),
        ("up", "read(-1)"),
        ("pagedown", "turn(1)"),
        ("pageup", "turn(-1)"),
    ]

    def action_read(self, way: int) -> None:
        """A line on, or back."""
        for detail in self.query(VerticalScroll):
            detail.scroll_relative(y=way, animate=False)

    def action_turn(self, way: int) -> None:
        """A page on, or back."""
        for detail in self.query(VerticalScroll):
            detail.scroll_relative(y=way * max(1, detail.size.height - 1), animate=False)


Answer = TypeVar("Answer")


class Lines(FieldsDialog[Answer]):
    """A dialog whose lines are fields and choices."""

    DEFAULT_CSS = """
    Lines .dialog { width: 76; max-height: 100%; }
    Lines .dialog-title { margin: 0; }
    Lines .form-line { height: 1; width: 100%; }
    Lines .form-line > Static { width: 22; }
    Lines .form-line > Input { width: 1fr; }
    Lines .form-line > Select { width: 1fr; margin: 0 1 0 0; }
    """

    AUTO_FOCUS = ".first"

    def on_key(self, event: events.Key) -> None:
        """Up and down: the line before or the next."""
        if event.key in ("up", "down") and not isinstance(self.focused, OptionList):
            event.stop()
            event.prevent_default()
            self.focus_next() if event.key == "down" else self.focus_previous()


@frozen(kw_only=True)
class Question:
    """One line of a dialog: a text, a number (read by the field at `path`), or a choice."""

    id: str
    words: str
    kind: Literal["text", "number", "choice"] = "text"
    value: str = ""
    path: str = ""
    options: Sequence[tuple[str, str]] = ()

    @property
    def widget(self) -> str:
        """The id of its widget."""
        return f"ask-{self.id.replace('.', '-')}"


class Questions(Lines[dict[str, Any]]):
    """Asks several things at once, and gives the answers by id, or None."""

    DEFAULT_CSS = """
    Questions #wrong { height: auto; min-height: 1; color: $text-error; }
    """

    def __init__(self, state: State, title: str, questions: Sequence[Question], detail: str = "") -> None:
        super().__init__(title, detail)
        self._state = state
        self._questions = questions

    def content(self) -> ComposeResult:
        """A line for each question."""
        for place, one in enumerate(self._questions):
            with Horizontal(classes="form-line"):
                yield Static(one.words, markup=False)
                if one.kind == "choice":
                    options = [(Text(words), id) for id, words in one.options]
                    value = one.value or one.options[0][0]
                    yield Select(options, value=value, allow_blank=False, id=one.widget, compact=True)
                else:
                    first = "first" if place == 0 else None
                    yield Input(one.value, id=one.widget, compact=True, classes=first)
        yield Static(id="wrong", markup=False)
        yield from self.answers()

    def _answers(self) -> dict[str, Any]:
        """What is filled in. Raises EditRefused."""
        found: dict[str, Any] = {}
        for one in self._questions:
            if one.kind == "choice":
                found[one.id] = self.query_one(f"#{one.widget}", Select).value
                continue
            words = self.query_one(f"#{one.widget}", Input).value.strip()
            found[one.id] = field_at(self._state, one.path).read(words) if one.kind == "number" else words
        return found

    def on_input_changed(self) -> None:
        """Nothing is wrong until it is looked at again."""
        self.query_one("#wrong", Static).update("")

    def done(self) -> None:
        """Give the answers by their ids, where all can be read and a name is not missing."""
        try:
            answers = self._answers()
        except EditRefused as refused:
            problem = refused.problems[0]
            label = fields.label(self._state.tree, problem.path) + _(": ") if problem.path else ""
            self.query_one("#wrong", Static).update(label + ProblemWords(self._state).what(problem))
            return
        if not (answers.get("zh", "-") or answers.get("en", "-")):
            self.query_one("#wrong", Static).update(_("A name is needed, in Chinese or in English."))
            return
        self.dismiss(answers)


@frozen
class Asked:
    """Words to be asked for in two languages: their id, how the field of each language is called, and what is there."""

    id: str
    in_chinese: str
    in_english: str
    words: Any

    def word(self, language: str) -> str:
        """The words there are in a language; a table as a file has it or a text of the model may hold them."""
        if isinstance(self.words, Mapping):
            return str(self.words.get(language, ""))
        return str(getattr(self.words, language, "") or "")


class BothLanguages(FieldsDialog[dict[str, dict[str, str]]]):
    """Asks for words in Chinese and English, and gives them by id; any may be left empty, unless they are `needed`."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = """
    BothLanguages > .dialog { width: 90%; max-width: 100; }
    BothLanguages Input { margin: 0 0 1 0; height: 1; background: $panel; }
    BothLanguages #words-wrong { color: $text-error; height: auto; display: none; }
    """

    def __init__(self, title: str, asked: Sequence[Asked], detail: str = "", *, needed: bool = False) -> None:
        super().__init__(title, detail)
        self._asked = asked
        self._needed = needed

    def content(self) -> ComposeResult:
        """A field for each language, one below the other."""
        for one in self._asked:
            for language, label in (("zh", one.in_chinese), ("en", one.in_english)):
                yield Static(label, markup=False)
                yield Input(one.word(language), id=f"{one.id}-{language}", select_on_focus=False, compact=True)
        yield Static(_("A name is needed, in Chinese or in English."), id="words-wrong", markup=False)
        yield from self.answers()

    def done(self) -> None:
        """Give the words, where there are any that must be there."""
        found = {
            one.id: {key: self.query_one(f"#{one.id}-{key}", Input).value.strip() for key in ("zh", "en")}
            for one in self._asked
        }
        if self._needed and not any(any(words.values()) for words in found.values()):
            self.query_one("#words-wrong").display = True
            self.query(Input).first().focus()
        else:
            self.dismiss(found)
