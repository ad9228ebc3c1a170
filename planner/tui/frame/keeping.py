"""What a person has typed, marked and scrolled to on a screen, kept while the screen is composed again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Checkbox, DataTable, Input, OptionList, Select, Tree

Take = Callable[[Any], object]
Give = Callable[[Any, Any], object]


class Kept(NamedTuple):
    """By id of the widget: what was in it, and how it was scrolled; and which had the focus."""

    content: dict[str, Any]
    scrolled: dict[str, tuple[float, float]]
    focus: str | None


def _give_input(widget: Input, kept: tuple[str, int]) -> None:
    with widget.prevent(Input.Changed):
        widget.value, widget.cursor_position = kept


def _give_table(widget: DataTable[Any], kept: Any) -> None:
    widget.move_cursor(row=kept.row, column=kept.column)


def _give_value(widget: Any, kept: Any) -> None:
    with widget.prevent(type(widget).Changed):
        widget.value = kept


def _setter(name: str) -> Give:
    return lambda widget, kept: setattr(widget, name, kept)


def _getter(name: str) -> Take:
    return lambda widget: getattr(widget, name)


_WAYS: tuple[tuple[type[Any], Take, Give], ...] = (
    (Input, lambda widget: (widget.value, widget.cursor_position), _give_input),
    (DataTable, _getter("cursor_coordinate"), _give_table),
    (OptionList, _getter("highlighted"), _setter("highlighted")),
    (Tree, _getter("cursor_line"), _setter("cursor_line")),
    (Select, _getter("value"), _give_value),
    (Checkbox, _getter("value"), _give_value),
)
"""Kinds of widgets, and how what is in them is taken and given back."""


def _own(widget: Widget) -> bool:
    return hasattr(widget, "kept") and hasattr(widget, "take_back")


def keep(screen: Screen[Any]) -> Kept:
    """What is in the widgets that have an id; a widget with `kept()` and `take_back(kept)` says itself."""
    content: dict[str, Any] = {}
    scrolled: dict[str, tuple[float, float]] = {}
    for widget in screen.query("*").results(Widget):
        if widget.id is None:
            continue
        if _own(widget):
            content[widget.id] = widget.kept()  # type: ignore[attr-defined]
        else:
            for kind, take, _give in _WAYS:
                if isinstance(widget, kind):
                    content[widget.id] = take(widget)
                    break
        if widget.scroll_x or widget.scroll_y:
            scrolled[widget.id] = (widget.scroll_x, widget.scroll_y)
    return Kept(content, scrolled, screen.focused.id if screen.focused is not None else None)


def take_back(screen: Screen[Any], kept: Kept) -> None:
    """Put it back: at once what was typed and the focus; cursors and scrolling when tables have their rows again."""
    late: list[Callable[[], object]] = []
    for id, content in kept.content.items():
        widget = _found(screen, id)
        if widget is None:
            continue
        if _own(widget):
            late.append(lambda widget=widget, content=content: widget.take_back(content))  # type: ignore[misc]
            continue
        for kind, _take, give in _WAYS:
            if isinstance(widget, kind):
                if kind is Input:
                    give(widget, content)
                else:
                    late.append(lambda give=give, widget=widget, content=content: give(widget, content))  # type: ignore[misc]
                break
    if kept.focus is not None and (focus := _found(screen, kept.focus)) is not None:
        if isinstance(focus, Input):
            # A field that gets the focus marks all that is in it, and the next key would replace it.
            selects, focus.select_on_focus = focus.select_on_focus, False
            screen.set_focus(focus, scroll_visible=False)
            focus.call_later(setattr, focus, "select_on_focus", selects)
        else:
            screen.set_focus(focus, scroll_visible=False)

    def rest() -> None:
        for give in late:
            give()
        for id, (x, y) in kept.scrolled.items():
            if (widget := _found(screen, id)) is not None:
                widget.scroll_to(x, y, animate=False, force=True)

    screen.call_after_refresh(rest)


def _found(screen: Screen[Any], id: str) -> Widget | None:
    try:
        return screen.query_one(f"#{id}", Widget)
    except NoMatches:
        return None
