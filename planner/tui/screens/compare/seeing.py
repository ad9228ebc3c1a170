"""The views beside the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.tui.screens.compare.views.view import View

VIEWS = ("backlog", "times", "why", "changed")


def view(name: str) -> View:
    """The view of a name, with that id."""
    if name == "backlog":
        from planner.tui.screens.compare.views.backlog import Backlog

        return Backlog(id=name)
    if name == "times":
        from planner.tui.screens.compare.views.times import Times

        return Times(id=name)
    if name == "why":
        from planner.tui.screens.compare.views.why import Why

        return Why(id=name)
    from planner.tui.screens.compare.views.changed import Changed

    return Changed(id=name)
