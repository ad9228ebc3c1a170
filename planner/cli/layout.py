"""Tables, headings and bars of the command line, exact in cells of mixed Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import Box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from planner.i18n.cells import width, wrap
from planner.i18n.names import illustrative
from planner.i18n.studies import played
from planner.model.text import visible

if TYPE_CHECKING:
    from planner.model.scenario import Scenario
    from planner.store import Request

_RULED = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
"""A line under the headings and nothing else."""

_EIGHTHS = " ▏▎▍▌▋▊▉"


def heading(title: str, beside: str = "") -> Text:
    """A title line."""
    return Text.assemble((visible(title), "bold cyan"), (f"  {visible(beside)}" if beside else "", "dim"))


def plain_table(first: str, *columns: str) -> Table:
    """A table with one column of names and others of figures, set right."""
    table = Table(box=_RULED, pad_edge=False, show_edge=False, header_style="dim", collapse_padding=True)
    table.add_column(first, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", overflow="fold")
    return table


def bar(share: float, cells: int) -> str:
    """A bar of at most `cells` cells for a share from 0 to 1."""
    eighths = round(max(0.0, min(share, 1.0)) * cells * 8)
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


class Words:
    """A cell of a table, broken as paragraphs are: an id or another word only where a line of its own is too short."""

    def __init__(self, text: str, *, style: str = "", indent: int = 0) -> None:
        self._text = text
        self._style = style
        self._indent = indent

    @property
    def widest(self) -> int:
        """Cells of all of it in one line."""
        return self._indent + width(self._text)

    @property
    def longest(self) -> int:
        """Cells of the longest part that is not to be broken."""
        return self._indent + max((width(line) for line in wrap(self._text, 1)), default=0)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """The room that it takes."""
        return Measurement(self.longest, self.widest).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Its lines."""
        for line in wrap(self._text, options.max_width - self._indent):
            yield Text(" " * self._indent + line, style=self._style, overflow="fold")


def say(console: Console, text: str, style: str = "", indent: int = 0) -> None:
    """Print a paragraph, broken where Chinese allows it; in a pipe it stays one line."""
    text = visible(text, lines=True)
    lines = wrap(text, console.width - indent) if console.is_terminal else [text]
    for line in lines:
        console.print(Text(" " * indent + line, style=style), soft_wrap=True)


def say_place(console: Console, scenario: Scenario) -> None:
    """Say, wherever figures are shown, that only a part of the place is modelled."""
    told = illustrative(scenario)
    if told:
        say(console, told, style="yellow")


def say_played(console: Console, request: Request) -> None:
    """Say which recorded table a study plays, if it does."""
    if request.trace:
        say(console, played(request), style="dim")
