"""What the terminal can and cannot do: too small, or drawing Chinese and box characters at the wrong width."""

from __future__ import annotations

import os
import sys

from textual.geometry import Size

from planner.tui.widgets.words import Words
from planner.wording import _

SMALLEST = Size(60, 15)
"""Below this no screen can be used."""

CHINESE_936 = 936
"""The code page under which the classic Windows console draws box characters two cells wide."""

PROBES = (("中", 2), ("─", 1))
"""Characters, and the cells that each must take."""

PROBE = "".join(f"\x1b7\x1b[1;1H{character}\x1b[6n\x1b8" for character, _cells in PROBES)
"""Draws each in the corner and asks where the cursor is then; a terminal that knows no such question says nothing."""


def is_too_small(size: Size) -> bool:
    """Whether a size is below the smallest."""
    return size.width < SMALLEST.width or size.height < SMALLEST.height


class TooSmall(Words):
    """Covers a screen that has no room, and says the way out."""

    def __init__(self, size: Size) -> None:
        super().__init__(id="too-small")
        self.say(size)

    def say(self, size: Size) -> None:
        """Say how large it is, and how large it must be."""
        told = _(
            "This window has {width}×{height} characters; {least_width}×{least_height} are needed. Make it larger or "
            "its font smaller. Ctrl+Q ends the program; nothing is lost."
        )
        self.update(
            told.format(width=size.width, height=size.height, least_width=SMALLEST.width, least_height=SMALLEST.height)
        )


def is_classic_console() -> bool:
    """Whether this is the classic Windows console with a Chinese code page."""
    if sys.platform != "win32" or "WT_SESSION" in os.environ:
        return False
    import ctypes

    return bool(ctypes.windll.kernel32.GetConsoleOutputCP() == CHINESE_936)


def wrong_widths(columns: list[int]) -> bool:
    """Whether the answers to `PROBE`, columns from 0, tell of wrong widths."""
    return any(column != cells for column, (_character, cells) in zip(columns, PROBES, strict=False))


def advice() -> str:
    """What to do about wrong widths."""
    return _(
        "This terminal draws Chinese characters or lines at the wrong width, so columns will not line up. On Windows "
        "use Windows Terminal instead of the classic console; elsewhere choose a font with Chinese characters of "
        "double width."
    )
