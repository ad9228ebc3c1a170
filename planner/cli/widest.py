"""Which interval is the widest so far, beside its mean: what more replications are still needed for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.experiments.goal import NEAR_ZERO
from planner.experiments.headlines import LEADING, leading_families
from planner.experiments.result import Gathered
from planner.i18n import _, intervals
from planner.i18n import comparison as words
from planner.metrics.indicators import FigureKey

if TYPE_CHECKING:
    from planner.experiments import Replication
    from planner.model.scenario import Scenario
    from planner.stats.interval import Interval


def leading_figures(scenarios: Sequence[Scenario], families: Sequence[str] = ()) -> tuple[FigureKey, ...]:
    """The figures that reports begin with."""
    return tuple(FigureKey(id, family) for family in leading_families(scenarios, families) for id in LEADING)


class Widest:
    """The intervals of chosen figures in each scenario, as replications are finished."""

    def __init__(self, figures: Sequence[FigureKey]) -> None:
        # Of what is next to nothing where things go well, no part is ever precise.
        self._figures = [figure for figure in figures if figure.indicator not in NEAR_ZERO] or list(figures)
        self._gathered: dict[int, Gathered] = {}
        self._intervals: dict[tuple[int, FigureKey], Interval] = {}

    def add(self, replication: Replication) -> None:
        """Take the figures of one more."""
        found = {figure: replication.figures[figure] for figure in self._figures if figure in replication.figures}
        gathered = self._gathered.setdefault(replication.scenario, Gathered())
        gathered.add(found)
        new = {(replication.scenario, figure): one for figure, one in gathered.intervals().items()}
        # The screen is drawn by another thread: it finds either the old intervals or the new ones.
        self._intervals = self._intervals | new

    def tell(self) -> str:
        """The interval that is widest as a part of its mean; empty while there is none."""
        known = {place: one for place, one in self._intervals.items() if one.relative_half_width is not None}
        if not known:
            return ""
        (_place, figure), interval = max(known.items(), key=lambda item: item[1].relative_half_width or 0.0)
        return _("widest interval: {figure} {value}").format(
            figure=words.figure(figure), value=intervals.mean(interval, figure)
        )
