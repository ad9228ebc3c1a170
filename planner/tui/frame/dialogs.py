"""Dialogs over a screen: answer, enter a text, read, pick from rows, the menu, and help.

`answer = await app.push_screen_wait(Ask(…))`, in a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import (
    Button,
    Checkbox,
    DataTable,
    Input,
    OptionList,
    Select,
    Tabs,
    Tree,
)
from textual.widgets.option_list import Option

from planner.tui.actions import Action
from planner.tui.frame.screen import key_words
from planner.tui.widgets.words import Words
from planner.wording import N_, _, ngettext
from planner.wording.cells import fit, width

if TYPE_CHECKING:
    from planner.tui.frame.screen import PlannerScreen


Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None]):
    """A dialog; Esc leaves it without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave"), ("f1", "help")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-tall")]
    AUTO_FOCUS = ".first, Input, OptionList, Button"

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__()
        self.heading = title
        self.detail = detail

    def content(self) -> ComposeResult:
        """What is below the question."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The question, details that scroll, and what is below them."""
        with Vertical(classes="dialog"):
            yield Words(self.heading, classes="dialog-title")
            if self.detail:
                with VerticalScroll(classes="dialog-detail", can_focus=False):
                    yield Words(self.detail)
            yield from self.content()

    def action_help(self) -> None:
        """What has the focus is for."""

        self.app.push_screen(help_in_dialog(self, self.heading))

    def action_leave(self) -> None:
        """Close the dialog without an answer."""
        self.dismiss(None)


WIDEST = 60
"""Cells; answers that take more stand below each other."""


class Ask(Dialog[str]):
    """Asks, and gives the id of the answer, or None for Esc. The first answer has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("right,down", "app.focus_next"),
        ("left,up", "app.focus_previous"),
    ]

    def __init__(self, question: str, choices: Sequence[tuple[str, str]], detail: str = "") -> None:
        super().__init__(question, detail)
        self._choices = choices

    def content(self) -> ComposeResult:
        """A button per answer."""
        cells = sum(width(label) + 6 for _id, label in self._choices)
        with Horizontal(classes="dialog-answers" if cells <= WIDEST else "dialog-answers -below"):
            for place, (id, label) in enumerate(self._choices):
                button = Button(label, name=id, classes="first" if place == 0 else None)
                button.can_focus = True
                yield button

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """That is the answer."""
        self.dismiss(event.button.name)


class FieldsDialog(Dialog[Answer]):
    """Asks for something in fields. Enter goes on to the next field, and from the last one it is OK."""

    def done(self) -> None:
        """Give what is filled in, or say what is wrong with it."""
        raise NotImplementedError

    def go_on(self, field: Input) -> None:
        """Go on from a field in which a person pressed Enter."""
        if field is self.query(Input).last():
            self.done()
        else:
            self.focus_next()

    def answers(self) -> ComposeResult:
        """The two buttons that end it, OK and Cancel."""
        with Horizontal(classes="dialog-answers"):
            yield Button(_("OK"), name="ok", id="ok")
            yield Button(_("Cancel"), name="cancel")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field leads on from it."""
        event.stop()
        self.go_on(event.input)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """End it, with the answer or without; other buttons are those of each dialog."""
        if event.button.name == "ok":
            self.done()
        elif event.button.name == "cancel":
            self.dismiss(None)


def _anything(_text: str) -> str | None:
    return None


class Enter(FieldsDialog[str]):
    """Asks for a text, and gives it, or None for Esc. `check` says in words what is wrong with a text, or None."""

    def __init__(
        self, question: str, value: str = "", check: Callable[[str], str | None] = _anything, detail: str = ""
    ) -> None:
        super().__init__(question, detail)
        self._value = value
        self._check = check

    def content(self) -> ComposeResult:
        """A field, what is wrong with it, and two buttons."""
        yield Input(self._value, id="entered", select_on_focus=False)
        yield Words(id="wrong")
        yield from self.answers()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what is wrong."""
        self.query_one("#wrong", Words).update(self._check(event.value) or "")

    def done(self) -> None:
        """Give the text, where nothing is wrong with it."""
        text = self.query_one("#entered", Input).value
        if not self._check(text):
            self.dismiss(text)


class ReadingDialog(Dialog[Answer]):
    """A dialog with a text to be read, which the keys scroll."""

    def key_down(self) -> None:
        """The arrow scrolls the text by a line, to read on."""
        self.query_one(VerticalScroll).scroll_down()

    def key_up(self) -> None:
        """The arrow scrolls the text back by a line."""
        self.query_one(VerticalScroll).scroll_up()

    def key_pagedown(self) -> None:
        """Read on by a page."""
        self.query_one(VerticalScroll).scroll_page_down()

    def key_pageup(self) -> None:
        """Read again by a page."""
        self.query_one(VerticalScroll).scroll_page_up()


class Say(ReadingDialog[None]):
    """Says something in lines; Enter, Esc or the button closes it."""

    def __init__(self, title: str, lines: Iterable[str]) -> None:
        super().__init__(title)
        self.lines = tuple(lines)

    def content(self) -> ComposeResult:
        """The lines, and a button."""
        with VerticalScroll(classes="dialog-detail", can_focus=False):
            for line in self.lines:
                yield Words(line or " ")
        with Horizontal(classes="dialog-answers"):
            yield Button(_("Close"), name="close")

    def on_button_pressed(self) -> None:
        """The button closes what was read."""
        self.dismiss(None)


class Ticks(OptionList):
    """Rows (id, label); Space, Enter or a click ticks and unticks one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,ideographic_space", "select", N_("ticks and unticks"), show=False),
    ]

    class Changed(Message):
        """A row was ticked or unticked."""

    def __init__(self, rows: Sequence[tuple[str, str]], ticked: Sequence[str] = (), *, id: str | None = None) -> None:
        self._labels = dict(rows)
        self.ticked = {row: None for row in ticked if row in self._labels}
        super().__init__(*(Option(self._row(row), id=row) for row in self._labels), id=id)

    def help_text(self) -> str:
        """What F1 says about a list to tick."""
        return _("Space, Enter or a click ticks and unticks a row.")

    def _row(self, id: str) -> Text:
        return Text(f"[{'x' if id in self.ticked else ' '}] {self._labels[id]}")

    def toggle(self, id: str) -> None:
        """Tick or untick a row."""
        if id in self.ticked:
            del self.ticked[id]
        else:
            self.ticked[id] = None
        self.replace_option_prompt(id, self._row(id))
        self.post_message(self.Changed())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tick or untick it."""
        event.stop()
        if event.option_id is not None:
            self.toggle(event.option_id)


class Pick(Dialog[str | tuple[str, ...]]):
    """Gives the id of a row, with `multiple` a tuple of ids, or None for Esc. Rows are (id, label)."""

    def __init__(
        self,
        question: str,
        rows: Sequence[tuple[str, str]],
        multiple: bool = False,
        *,
        chosen: Sequence[str] = (),
        detail: str = "",
    ) -> None:
        super().__init__(question, detail)
        self._rows = rows
        self._multiple = multiple
        self._chosen = chosen

    def content(self) -> ComposeResult:
        """The rows; of several, a button that ends the picking."""
        if self._multiple:
            yield Ticks(self._rows, self._chosen, id="rows")
            yield Words(id="told")
        else:
            yield OptionList(*(Option(label, id=id) for id, label in self._rows), id="rows", markup=False)
        with Horizontal(classes="dialog-answers"):
            if self._multiple:
                yield Button(_("OK"), name="ok")
            yield Button(_("Cancel"), name="cancel")

    def on_mount(self) -> None:
        """Say how many are ticked."""
        self.on_ticks_changed()

    def on_ticks_changed(self) -> None:
        """Say how many are ticked."""
        if self._multiple:
            n = len(self.query_one(Ticks).ticked)
            told = ngettext("{n} ticked; Tab goes to the button.", "{n} ticked; Tab goes to the button.", n)
            self.query_one("#told", Words).update(told.format(n=n))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click on a row gives its id as the answer."""
        if not self._multiple:
            self.dismiss(event.option_id)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """OK gives the ids of the ticked rows; the other button gives no answer."""
        if event.button.name == "ok":
            self.dismiss(tuple(self.query_one(Ticks).ticked))
        else:
            self.dismiss(None)


class Menu(Dialog[str]):
    """Gives the id of the action that was chosen, or None for Esc; the help of the marked one stands below."""

    def __init__(self, actions: Sequence[Action], off: Mapping[str, str]) -> None:
        super().__init__(_("Menu"))
        self._actions = actions
        self._off = off

    def content(self) -> ComposeResult:
        """One row per action; what is off says why."""
        yield OptionList(*self._rows(), id="rows")
        yield Words(id="told")
        with Horizontal(classes="dialog-answers"):
            yield Button(_("Close"), name="close")

    def _rows(self) -> list[Option]:
        keys = max(width(key_words(action.key)) for action in self._actions)
        labels = max(width(_(action.label)) for action in self._actions)
        rows = []
        for action in self._actions:
            reason = self._off.get(action.id, "")
            row = Text(no_wrap=True, overflow="ellipsis")
            row.append(fit(key_words(action.key), keys), "" if reason else "bold")
            row.append(f"  {fit(_(action.label), labels)}")
            if reason:
                row.append(f"  {reason}", "italic")
            rows.append(Option(row, id=action.id, disabled=bool(reason)))
        return rows

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what it does."""
        action = next(action for action in self._actions if action.id == event.option_id)
        self.query_one("#told", Words).update(_(action.help))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click on a row gives its id as the answer."""
        self.dismiss(event.option_id)

    def on_button_pressed(self) -> None:
        """The button closes the menu without an action."""
        self.dismiss(None)


_KINDS: tuple[tuple[type[Any], str, str], ...] = (
    (OptionList, N_("A list"), N_("↑ ↓ move, Enter or a click opens.")),
    (Input, N_("A field"), N_("Type here; ← → move, Home and End jump, Enter accepts.")),
    (DataTable, N_("A table"), N_("Arrows move, Enter opens the cell or row, PgUp and PgDn turn pages.")),
    (Tree, N_("A tree"), N_("↑ ↓ move, Enter opens, Space unfolds and folds.")),
    (Tabs, N_("Tabs"), N_("← → change the tab, Tab goes into it.")),
    (Select, N_("A choice"), N_("Enter opens the list, ↑ ↓ move, Enter chooses, Esc leaves it as it was.")),
    (Checkbox, N_("A box to tick"), N_("Space or Enter ticks and unticks.")),
    (Button, N_("A button"), N_("Enter or a click presses it.")),
)
"""What Textual's own widgets are, and the keys they know."""


def told(node: DOMNode) -> str:
    """What a widget or screen says about itself: `help_text`, a text or a method that gives one."""
    found = getattr(node, "help_text", "")
    return str(found() if callable(found) else found)


def help_in_dialog(dialog: Screen[Any], title: str) -> Say:
    """The help on what has the focus in a dialog."""
    leave = _("Tab and Shift+Tab go from part to part, Esc leaves without an answer.")
    return Say(title, [*_on_focus(dialog), leave])


def help_on(screen: PlannerScreen) -> Say:
    """The help on what has the focus, on what it stands in, and on the screen."""
    lines = _on_focus(screen)
    if lines:
        lines.append("")
    if said := told(screen):
        lines += [said, ""]
    rows = [
        (" ".join(key_words(key) for key in action.keys), _(action.label), screen.reasons_off().get(action.id, ""))
        for action in screen.offered()
        if action.keys
    ]
    lines.append(_("Keys of this screen; each is also a button or in the menu:"))
    keys, labels = max(width(row[0]) for row in rows), max(width(row[1]) for row in rows)
    lines += [f"{fit(key, keys)}  {fit(label, labels)}  {reason}".rstrip() for key, label, reason in rows]
    lines += ["", _("Tab and Shift+Tab go from part to part. The mouse can do everything the keys can.")]
    return Say(screen.title_text(), lines)


def _on_focus(screen: Screen[Any]) -> list[str]:
    """What has the focus, and what it stands in."""
    focus = screen.focused
    lines: list[str] = []
    if focus is None:
        return lines
    lines += _of_kind(focus)
    for node in focus.ancestors_with_self:
        if node is screen:
            break
        if (said := told(node)) and said not in lines:
            lines.append(said)
        lines += _keys(screen, node)
    return lines


def _of_kind(focus: DOMNode) -> Iterator[str]:
    for kind, name, keys in _KINDS:
        if isinstance(focus, kind):
            title = str(getattr(focus, "border_title", "") or getattr(focus, "tooltip", "") or "")
            yield f"{title or _(name)}"
            yield _(keys)
            return


def _keys(screen: Screen[Any], node: DOMNode) -> list[str]:
    """Keys that a widget of ours has bound, with a description; Textual's own are told by kind."""
    if not type(node).__module__.startswith("planner."):
        return []
    shown: dict[str, str] = {}
    for key, (of, binding, _enabled, _tooltip) in screen.active_bindings.items():
        if of is node and binding.description and not _is_textual(node, key):
            shown.setdefault(binding.description, key)
    return [f"{key_words(key)}  {_(description)}" for description, key in shown.items()]


def _is_textual(node: DOMNode, key: str) -> bool:
    """Whether a key was bound by a class of Textual's."""
    return any(
        key in one.key.split(",")
        for kind in type(node).__mro__
        if kind.__module__.startswith("textual.")
        for one in getattr(kind, "BINDINGS", ())
        if hasattr(one, "key")
    )
