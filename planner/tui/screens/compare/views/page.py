"""What a view shows: worked out once, then drawn for any width, in any colours, and written to files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from attrs import frozen
from textual.strip import Strip

from planner.tui.charts.palette import Palette
from planner.tui.charts.prose import paragraph
from planner.wording import _, names

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot

Value = str | float | int | date | None

LETTERS = "ABCDE"
"""Of the scenarios, the base first."""


@frozen(kw_only=True)
class Sheet:
    """The numbers behind a picture, as a table with headings."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]


class Page(Protocol):
    """What is seen in a view."""

    @property
    def title(self) -> str:
        """What it is, in a few words."""

    def draw(self, width: int, height: int, palette: Palette) -> list[Strip]:
        """The lines; `height` is what is in sight, and may be exceeded."""

    def sheet(self) -> Sheet:
        """The numbers."""


@frozen(kw_only=True)
class Nothing:
    """A page that says why there is nothing to be seen."""

    title: str
    reason: str

    def draw(self, width: int, height: int, palette: Palette) -> list[Strip]:
        """The reason."""
        return paragraph(self.reason, width=width, style=palette.muted)

    def sheet(self) -> Sheet:
        """Nothing."""
        return Sheet(headings=(), rows=())


def missing(snapshot: Snapshot, alternative: int) -> str:
    """Why nothing can be said about an alternative; empty where something can."""
    if not snapshot.scenarios:
        return _("Another version of the planner has made this study: only its figures can be shown.")
    if snapshot.question is None:
        return _("This study has one scenario: there is nothing to compare it with.")
    if not 0 <= alternative < len(snapshot.scenarios) - 1:
        return _("There is no such alternative.")
    return ""


def scenario_names(snapshot: Snapshot) -> list[str]:
    """The titles of the scenarios, without what they share with the base's."""
    titles = [names.scenario_title(scenario) for scenario in snapshot.scenarios]
    return [titles[0], *(_without(titles[0], title) for title in titles[1:])] if titles else []


def _without(base: str, title: str) -> str:
    for joint in ("＋", " + "):
        if title.startswith(base + joint):
            return (
                joint.strip() + " " + title[len(base + joint) :] if joint == " + " else joint + title[len(base) + 1 :]
            )
    return title
