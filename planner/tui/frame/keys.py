"""The key bar: what can be done here and now, at most six, each a key and a button at once."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from planner.tui.action import Action
from planner.tui.actions import ACTIONS
from planner.tui.frame.owner import owner
from planner.wording import _

MOST = 6
"""How many keys are shown at once."""

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "question_mark": "?",
    "fullwidth_question_mark": "？",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "insert": "Ins",
    "tab": "Tab",
    "backspace": "Backspace",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_black_lenticular_bracket": "【",
    "right_black_lenticular_bracket": "】",
}


def key_words(key: str) -> str:
    """A key as keyboards name it: `ctrl+s` is `Ctrl+S`, `escape` is `Esc`."""
    return "+".join(_NAMES.get(part, part.capitalize() if len(part) > 1 else part.upper()) for part in key.split("+"))


class KeyButton(Widget):
    """A key with what it does; a click does it too. It takes no focus, so that Tab goes through the screen only."""

    can_focus = False

    def __init__(self, action: Action) -> None:
        super().__init__(classes="key-button")
        self.of = action

    def render(self) -> Text:
        """The key, and its label; dim where it is off."""
        off = self.has_class("-off")
        key = key_words(self.of.key)
        text = Text(no_wrap=True)
        if key:
            text.append(f" {key} ", "dim" if off else "bold reverse")
        text.append(f" {_(self.of.label)}", "dim" if off else "")
        return text

    def get_content_width(self, container: object, viewport: object) -> int:
        """As wide as its words."""
        return self.render().cell_len

    def tell(self, reason: str) -> None:
        """Why it is off; empty where it is not. It stays as wide as it is."""
        if bool(reason) != self.has_class("-off"):
            self.set_class(bool(reason), "-off")
            self.refresh()
        self.tooltip = Content(reason or _(self.of.help))

    def on_click(self) -> None:
        """Have the screen do it, after this click: what composes the screen again waits until this button has ended."""
        self.screen.call_next(owner(self).action_perform, self.of.id)


class KeyBar(Horizontal):
    """The last line of a screen."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        super().__init__(id="key-bar")
        self._ids = ids[:MOST]

    def compose(self) -> ComposeResult:
        """One button per action."""
        for name in self._ids:
            yield KeyButton(ACTIONS[name])

    def on_mount(self) -> None:
        """Show at once what is off."""
        self.bring_up_to_date()

    def on_resize(self) -> None:
        """A key that is shown in part is not shown: the menu has it."""
        room = self.size.width
        for button in self.query(KeyButton):
            room -= button.render().cell_len + 1
            button.visible = room >= -1

    def bring_up_to_date(self) -> None:
        """See again which actions are off."""
        reasons = owner(self).reasons_off()
        for button in self.query(KeyButton):
            button.tell(reasons.get(button.of.id, ""))
