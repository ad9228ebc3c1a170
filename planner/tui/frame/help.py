"""F1: what has the focus is for, and which keys it knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import (
    Button,
    Checkbox,
    DataTable,
    Input,
    OptionList,
    RadioSet,
    Select,
    SelectionList,
    Switch,
    Tabs,
    TextArea,
    Tree,
)

from planner.tui.frame.dialogs import Say
from planner.tui.frame.keys import key_words
from planner.wording import N_, _
from planner.wording.cells import fit, width

if TYPE_CHECKING:
    from planner.tui.frame.screen import PlannerScreen

_KINDS: tuple[tuple[type[Any], str, str], ...] = (
    (SelectionList, N_("A list to tick"), N_("↑ ↓ move, Space or Enter ticks and unticks, a click does too.")),
    (OptionList, N_("A list"), N_("↑ ↓ move, Enter or a click opens.")),
    (Input, N_("A field"), N_("Type here; ← → move, Home and End jump, Enter accepts.")),
    (TextArea, N_("A text of several lines"), N_("Type here; arrows move, Tab leaves it.")),
    (DataTable, N_("A table"), N_("Arrows move, Enter opens the cell or row, PgUp and PgDn turn pages.")),
    (Tree, N_("A tree"), N_("↑ ↓ move, Enter opens, Space unfolds and folds.")),
    (Tabs, N_("Tabs"), N_("← → change the tab, Tab goes into it.")),
    (Select, N_("A choice"), N_("Enter opens the list, ↑ ↓ move, Enter chooses, Esc leaves it as it was.")),
    (Checkbox, N_("A box to tick"), N_("Space or Enter ticks and unticks.")),
    (Switch, N_("A switch"), N_("Space or Enter turns it on and off.")),
    (RadioSet, N_("One of several"), N_("↑ ↓ move, Space or Enter chooses.")),
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
        lines += _keys(node)
    return lines


def _of_kind(focus: DOMNode) -> Iterator[str]:
    for kind, name, keys in _KINDS:
        if isinstance(focus, kind):
            title = str(getattr(focus, "border_title", "") or getattr(focus, "tooltip", "") or "")
            yield f"{title or _(name)}"
            yield _(keys)
            return


def _keys(node: DOMNode) -> list[str]:
    """Keys that a widget of ours has bound, with a description; Textual's own are told by kind."""
    own = [
        (key, binding.description)
        for key, binding in node._bindings
        if binding.description and type(node).__module__.startswith("planner.")
    ]
    shown = {description: key for key, description in reversed(own) if not _is_textual(node, key)}
    return [f"{key_words(key)}  {_(description)}" for description, key in reversed(shown.items())]


def _is_textual(node: DOMNode, key: str) -> bool:
    """Whether a key was bound by a class of Textual's."""
    return any(
        key in one.key.split(",")
        for kind in type(node).__mro__
        if kind.__module__.startswith("textual.")
        for one in getattr(kind, "BINDINGS", ())
        if hasattr(one, "key")
    )
