"""What a value is, in a few lines: the `repr` of scenarios, rows and results, and the same as a table of a notebook.

It is for programmers, in ids and plain English; sentences for planners are made by `planner.wording`. Nothing may tell
two values apart by it: `planner.files.identity` does that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from html import escape

from attrs import frozen

from planner.model.text import visible

WIDTH = 96
"""Characters of a line."""
NAME_WIDTH = 48
"""Characters of what a line begins with."""
MOST_LINES = 7
"""The lines below the heading: what each is about, and what it says."""


@frozen
class Summary:
    """A heading, and lines that each have a name and what is to be said of it. Both may hold words from outside."""

    heading: str
    lines: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        lines = (f"  {_clipped(name, NAME_WIDTH)}: {told}" for name, told in self._shown)
        return "\n".join(_clipped(line) for line in (self.heading, *lines))

    def html(self) -> str:
        """The same as a table."""
        rows = "".join(
            f'<tr><th style="text-align: left">{escape(visible(name))}</th>'
            f'<td style="text-align: left">{escape(visible(told))}</td></tr>'
            for name, told in self._shown
        )
        return f"<table><caption>{escape(visible(self.heading))}</caption><tbody>{rows}</tbody></table>"

    @property
    def _shown(self) -> tuple[tuple[str, str], ...]:
        if len(self.lines) <= MOST_LINES:
            return self.lines
        return (*self.lines[: MOST_LINES - 1], ("…", f"{len(self.lines) - MOST_LINES + 1} more"))


class Summarised(ABC):
    """Shows itself by its summary."""

    __slots__ = ()

    @abstractmethod
    def summary(self) -> Summary:
        """What it is, in a few lines."""

    def __repr__(self) -> str:
        return f"<{self.summary()}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return self.summary().html()


def _clipped(words: str, width: int = WIDTH) -> str:
    words = visible(words)
    return words if len(words) <= width else words[: width - 1] + "…"


def some(names: Iterable[str], most: int = 4) -> str:
    """How many there are, and the first of them."""
    found = list(names)
    if not found:
        return "none"
    return f"{len(found)} ({', '.join(found[:most])}{', …' if len(found) > most else ''})"


def number(value: float) -> str:
    """A number to four significant digits."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def mean(value: float, half_width: float | None) -> str:
    """A mean with its half-width, where it has one."""
    return number(value) if half_width is None else f"{number(value)} ± {number(half_width)}"
