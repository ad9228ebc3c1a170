"""Paragraphs, tables, bars and notes of the command line, exact in cells of mixed Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.box import Box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from planner.cli.values import assumptions_by_part
from planner.errors import Problem
from planner.files.consistency import notes_of
from planner.model.scenario import Scenario, Source
from planner.model.text import visible
from planner.wording import _, labels, ngettext, text
from planner.wording.cells import width, wrap
from planner.wording.names import illustrative, played
from planner.wording.numbers import number
from planner.wording.problems import sentence

if TYPE_CHECKING:
    from planner.model.scenario import Scenario
    from planner.store import Request


_RULED = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
"""A line under the headings and nothing else."""

_EIGHTHS = " ▏▎▍▌▋▊▉"


def heading(title: str, beside: str = "") -> Text:
    """A line that titles what follows it, with dim words `beside` the title."""
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
        """Tell Rich how many cells the text needs at least and takes at most."""
        return Measurement(self.longest, self.widest).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give Rich the lines into which the text is broken at the width that the cell has."""
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


_STYLES = {"assumption": "yellow", "documented": "green", "statute": "green", "measured": "green", "derived": "green"}


def tag_told(tag: str) -> Text:
    """A tag by its name; what is assumed stands out."""
    return Text(labels.label(labels.TAGS, tag), style=_STYLES.get(tag, "dim"))


class Notes:
    """Sources and notes, numbered as they come up, so that a value takes one line."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, source: Source | None) -> str:
        """The number of what is said of a value; empty where nothing is."""
        said = [part for part in (source.source, text(source.note)) if part] if source else []
        return f"[{self.numbers.setdefault(_(': ').join(said), len(self.numbers) + 1)}]" if said else ""

    def show(self, console: Console) -> None:
        """Print every source and note under its number; nothing where there are none."""
        if self.numbers:
            console.print()
            console.print(Text(_("Sources"), style="bold"))
        for said, number_ in self.numbers.items():
            say(console, f"[{number_}] {said}", style="dim")


PARTS_NAMED = 4


def assumptions(scenario: Scenario) -> str:
    """How many values are assumptions, in which parts most, and how to see them."""
    parts = assumptions_by_part(scenario)
    count = sum(parts.values())
    if not count:
        return _("Rests on no assumption: every value has a source.")
    told = (f"{labels.label(labels.PARTS, part)} {number(n, 0)}" for part, n in parts.most_common(PARTS_NAMED))
    return ngettext(
        "Rests on {n} assumption ({told}); `planner show` lists it.",
        "Rests on {n} assumptions ({told}); `planner show` lists them.",
        count,
    ).format(n=number(count, 0), told=_(", ").join(told))


def say_day_notes(console: Console, scenarios: Iterable[Scenario]) -> None:
    """Print what a person should know of the days of some scenarios: guessed holidays, demand on few days."""
    notes = (
        sentence(Problem(kind=found.kind, facts=found.facts)) for scenario in scenarios for found in notes_of(scenario)
    )
    for note in dict.fromkeys(notes):
        say(console, _("Note: {note}").format(note=note), style="yellow")


def guessed_days(scenario: Scenario) -> list[str]:
    """The days off that are guessed, for programs."""
    found = (finding.facts["days"] for finding in notes_of(scenario) if finding.kind == "guessed-days")
    return [day.isoformat() for days in found for day in days]
