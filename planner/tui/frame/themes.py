"""Colours: the themes of the interface (light, dark, high contrast), and what charts draw with in each.

No colour carries a meaning alone: marks, letters, patterns and words say the same.
"""

from __future__ import annotations

from typing import Literal

from attrs import frozen
from rich.style import Style
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


Tone = Literal["text", "better", "worse", "same", "unknown", "muted"]
"""What a mark says: for what neither direction is good, `text`."""

NOTHING = Style()


@frozen(kw_only=True)
class Palette:
    """Named styles. `series` and `bands` are of scenarios, the base first; `causes` in the order of the indicators."""

    text: Style = NOTHING
    strong: Style = NOTHING
    muted: Style = NOTHING
    axis: Style = NOTHING
    better: Style = NOTHING
    worse: Style = NOTHING
    same: Style = NOTHING
    unknown: Style = NOTHING
    matters: Style = NOTHING
    """The region of differences that do not matter."""
    series: tuple[Style, ...] = (NOTHING,)
    bands: tuple[Style, ...] = (NOTHING,)
    causes: tuple[Style, ...] = (NOTHING,)

    def tone(self, tone: Tone) -> Style:
        """The style of a tone."""
        style: Style = getattr(self, tone)
        return style

    def of_series(self, place: int) -> Style:
        """The style of a scenario."""
        return self.series[place % len(self.series)]

    def of_band(self, place: int) -> Style:
        """The style of the interval around a scenario's line."""
        return self.bands[place % len(self.bands)]

    def of_cause(self, place: int) -> Style:
        """The style of a cause."""
        return self.causes[place % len(self.causes)]


PLAIN = Palette()
"""No colours at all: for text files, and for tests."""


def palette_of(theme: Theme) -> Palette:
    """The styles that suit a theme."""
    series, causes = (_DARK_SERIES, _DARK_CAUSES) if theme.dark else (_LIGHT_SERIES, _LIGHT_CAUSES)
    if "projector" in theme.name:
        series, causes = _PROJECTOR_SERIES, _PROJECTOR_CAUSES
    ground = theme.background or ("#14181d" if theme.dark else "#fbfbf9")
    ink = theme.foreground or ("#e2e6ea" if theme.dark else "#1d232b")
    return Palette(
        text=Style(color=ink),
        strong=Style(color=ink, bold=True),
        muted=Style(color=_mixed(ink, ground, 0.35)),
        axis=Style(color=_mixed(ink, ground, 0.55)),
        better=Style(color=theme.success, bold=True),
        worse=Style(color=theme.error, bold=True),
        same=Style(color=_mixed(ink, ground, 0.3)),
        unknown=Style(color=theme.warning),
        matters=Style(color=_mixed(ink, ground, 0.6), bgcolor=_mixed(ink, ground, 0.88)),
        series=tuple(Style(color=color, bold=True) for color in series),
        bands=tuple(Style(color=_mixed(color, ground, 0.35)) for color in series),
        causes=tuple(Style(color=color) for color in causes),
    )


# Told apart by people who do not tell red from green, after Okabe & Ito (2008).
_DARK_SERIES = ("#c9d1d9", "#6fb3f2", "#e6b450", "#d2a0e0", "#66c9b5")
_LIGHT_SERIES = ("#5b6670", "#1f5fa8", "#a15c00", "#7b3fa0", "#00746a")
_PROJECTOR_SERIES = ("#000000", "#0000c0", "#8a4500", "#7a0060", "#005a1e")

# In the order of planner.metrics.indicators.CAUSES: intake, bouncing, village, township team, worked, travel, legal
# review, linkage, department, partners, redoing. Neighbours in time differ in lightness.
_DARK_CAUSES = (
    "#8fb8de",
    "#e08e79",
    "#a7c796",
    "#5b8fc7",
    "#d9dde2",
    "#8a94a0",
    "#b99fd6",
    "#e6b450",
    "#c98a3d",
    "#7fc7bd",
    "#c97b9b",
)
_LIGHT_CAUSES = (
    "#5f93c4",
    "#b9523b",
    "#6a9a55",
    "#1f5fa8",
    "#5b6670",
    "#98a2ab",
    "#7d5ba6",
    "#c98a14",
    "#8f5600",
    "#1f8a80",
    "#a1446c",
)
_PROJECTOR_CAUSES = (
    "#3366cc",
    "#b00000",
    "#336600",
    "#0000c0",
    "#404040",
    "#808080",
    "#5500aa",
    "#b36b00",
    "#7a3d00",
    "#006666",
    "#7a0060",
)


def _mixed(color: str, ground: str, share: float) -> str:
    """A colour with a share of the ground in it; both as #rrggbb."""
    pairs = [(int(color[place : place + 2], 16), int(ground[place : place + 2], 16)) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)
