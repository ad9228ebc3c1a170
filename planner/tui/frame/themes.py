"""Colours: light, dark, and high contrast for projectors in classrooms."""

from __future__ import annotations

from textual.theme import Theme

THEMES = (
    Theme(
        name="planner-light",
        primary="#1f5fa8",
        secondary="#44607d",
        accent="#9a5b00",
        success="#1d6f42",
        warning="#8f5600",
        error="#b3261e",
        foreground="#1d232b",
        background="#fbfbf9",
        surface="#f2f3f1",
        panel="#e4e8ea",
        dark=False,
    ),
    Theme(
        name="planner-dark",
        primary="#7fb2e5",
        secondary="#93a9bf",
        accent="#e0b060",
        success="#7cc496",
        warning="#e0b060",
        error="#ef8f86",
        foreground="#e2e6ea",
        background="#14181d",
        surface="#1b2027",
        panel="#262d36",
        dark=True,
    ),
    Theme(
        name="planner-projector",
        primary="#0000c0",
        secondary="#000000",
        accent="#7a0060",
        success="#005a1e",
        warning="#7a3d00",
        error="#b00000",
        foreground="#000000",
        background="#ffffff",
        surface="#ffffff",
        panel="#ffe97a",
        dark=False,
    ),
)

_NAMES = tuple(theme.name for theme in THEMES)


def known(name: str) -> str:
    """That theme, or the one of the first start."""
    return name if name in _NAMES else "planner-dark"


def after(name: str) -> str:
    """The theme that comes next."""
    return _NAMES[(_NAMES.index(name) + 1) % len(_NAMES)] if name in _NAMES else _NAMES[0]
