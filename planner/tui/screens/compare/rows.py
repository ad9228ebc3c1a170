"""Rows of Compare: what can be chosen, and how numbers stand below each other."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen
from rich.text import Text

from planner.metrics.indicators import FigureKey
from planner.wording.cells import width

ABSENT = "–"
FIGURE_CELLS = 13

Palette = Mapping[str, str]
"""Styles by name: `better`, `worse`, `muted`."""


@frozen
class Row:
    """A row that can be chosen; one without an id only says something."""

    id: str
    text: Text
    enabled: bool = True


def row_id(figure: FigureKey) -> str:
    """The id of the row of a figure."""
    return f"{figure.indicator}|{figure.family}"


def figure_of(row: str) -> FigureKey:
    """The figure of a row."""
    indicator, _bar, family = row.partition("|")
    return FigureKey(indicator, family)


def heading(told: str, cells: int, styles: Palette) -> Text:
    """A line that begins with words."""
    return Text(f"{told} ".ljust(0) + "─" * max(0, cells - width(told) - 1), style=styles["muted"], no_wrap=True)


def right(told: str, cells: int) -> str:
    """A text at the right end of so many cells."""
    return " " * max(0, cells - width(told)) + told
