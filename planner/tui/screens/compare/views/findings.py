"""The findings of an alternative as one picture: all intervals below each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.strip import Strip

from planner.tui.charts.intervals import Difference, interval_chart
from planner.tui.charts.palette import Palette, Tone
from planner.tui.charts.prose import paragraph
from planner.wording import _
from planner.wording import comparison as words

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding

TONES: dict[str, Tone] = {
    "better": "better",
    "worse": "worse",
    "lower": "text",
    "higher": "text",
    "no-difference": "same",
}


def findings_chart(findings: Sequence[Finding], width: int, palette: Palette) -> list[Strip]:
    """Each difference measured by the smallest that matters in it."""
    told = _("Differences, each measured by the smallest that matters (dotted).")
    chart = interval_chart(
        [difference(found) for found in findings],
        width=width,
        palette=palette,
        own_scale=True,
        below=_("◀ less"),
        beyond=_("more ▶"),
    )
    return [*paragraph(told, width=width, style=palette.muted), *chart]


def difference(found: Finding) -> Difference:
    """A finding as a row of the chart."""
    interval = None if found.paired is None else found.paired.difference
    told = "" if interval is None else f"{words.difference(interval, found.figure)}  "
    return Difference(
        label=words.figure(found.figure),
        words=f"{told}{words.brief_verdict(found)}",
        mark=words.mark(found),
        tone=TONES.get(found.verdict or "", "unknown"),
        mean=None if interval is None else interval.mean,
        half_width=None if interval is None else interval.half_width,
        matters=found.matters,
    )
