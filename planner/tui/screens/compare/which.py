"""The line that says which alternative is looked at, and beside what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from planner.tui.screens.compare.titles import short_titles, title_of
from planner.wording import _
from planner.wording.cells import width

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot


def which_line(snapshot: Snapshot, chosen: int, cells: int) -> Text:
    """The alternatives, the chosen one marked, each to be clicked; then the base."""
    if snapshot.question is None:
        return _choices([title_of(snapshot, one) for one in range(len(snapshot.titles))], chosen, cells)
    line = _choices(short_titles(snapshot)[1:], chosen, cells)
    beside = _("beside {base}").format(base=title_of(snapshot, 0))
    fits = line.cell_len + width(beside) + 2 <= cells
    # The head of the screen names the base too; what must not be lost is that it stands for a part of a place.
    if fits or snapshot.illustrative:
        line.append(("  " if fits else "\n") + beside, style="dim")
    return line


def _choices(titles: list[str], chosen: int, cells: int) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    if len(titles) == 1:
        return line.append(titles[0], style="bold")
    if sum(width(title) + 5 for title in titles) > cells:
        # One at a time, with arrows.
        line.append(" ◀ ", style=_clicked("previous_alternative"))
        told = _(" {n} of {m}: {title} ").format(n=chosen + 1, m=len(titles), title=titles[chosen])
        line.append(told, style="bold reverse")
        return line.append(" ▶ ", style=_clicked("next_alternative"))
    for place, title in enumerate(titles):
        style = Style(bold=True, reverse=place == chosen, meta={"@click": f"screen.choose({place})"})
        line.append(f" {place + 1} {title} ", style=style)
        line.append(" ")
    return line


def _clicked(action: str) -> Style:
    return Style(bold=True, meta={"@click": f"screen.perform('{action}')"})
