"""How deep one has gone: from all findings to one figure, to one township, to one case type, to one case."""

from __future__ import annotations

from typing import Literal

from attrs import evolve, frozen

from planner.metrics import FigureKey

Depth = Literal["findings", "figure", "group", "cases"]


@frozen(kw_only=True)
class Level:
    """Where one is. `figure` is of the county; `by` and `group` narrow it down, `case_type` leads to single cases.

    `marked` is the row on which the cursor stands, kept for the way back.
    """

    depth: Depth = "findings"
    figure: FigureKey | None = None
    by: str = ""
    group: str = ""
    case_type: str = ""
    marked: str = ""

    def into_figure(self, figure: FigureKey, by: str) -> Level:
        """One figure, by the groups of a grouping."""
        return Level(depth="figure", figure=figure, by=by)

    def regrouped(self, by: str) -> Level:
        """The same figure by another grouping."""
        return evolve(self, by=by, marked="")

    def into_group(self, group: str) -> Level:
        """One group: its case types, or where groups are case types, its cases."""
        if self.by == "case_type":
            return evolve(self, depth="cases", case_type=group, marked="")
        return evolve(self, depth="group", group=group, marked="")

    def into_cases(self, case_type: str) -> Level:
        """The cases of a case type in the group."""
        return evolve(self, depth="cases", case_type=case_type, marked="")
