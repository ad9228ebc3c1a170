"""Figures of a scenario that is compared with nothing, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from planner.metrics.indicators import FigureKey
from planner.tui.screens.compare.rows import FIGURE_CELLS, Palette, Row, heading, right, row_id
from planner.wording import comparison as words
from planner.wording import labels
from planner.wording.cells import fit

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot


def run_rows(snapshot: Snapshot, scenario: int, cells: int, styles: Palette) -> list[Row]:
    """One sentence per indicator and family of a scenario that is compared with nothing."""
    from planner.experiments.headlines import LEADING, REPORT_ORDER

    intervals = snapshot.intervals(scenario)
    families = [family for family in REPORT_ORDER if FigureKey("resolution_time_mean", family) in intervals]
    rows = []
    for place, family in enumerate(families):
        rows.append(Row(f"family {family}", heading(labels.family(family), cells, styles), enabled=False))
        indicators = LEADING if place == 0 else ("resolution_time_mean", "on_time_rate", "backlog_mean")
        for indicator in indicators:
            key = FigureKey(indicator, family)
            interval = intervals.get(key)
            if interval is None:
                continue
            digits = words.digits(key, interval.mean, interval.half_width)
            told = words.value(interval.mean, key, digits)
            half = f" ±{words.size(interval.half_width, key)}" if interval.half_width else ""
            line = Text(no_wrap=True, style="" if snapshot.complete else styles["muted"])
            line.append(fit(f"   {labels.indicator(indicator)}", min(40, max(20, cells - 2 * FIGURE_CELLS - 2))))
            line.append(right(told, FIGURE_CELLS)).append(half, style=styles["muted"])
            rows.append(Row(row_id(key), line))
    return rows
