"""Something long to read, with answers below it: the arrows scroll, ← → go from answer to answer."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll

from planner.tui.frame.ask import Ask


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
