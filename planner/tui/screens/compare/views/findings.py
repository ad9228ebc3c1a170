"""The findings of an alternative as a page: sentences, the intervals, and the numbers behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen
from textual.strip import Strip

from planner.i18n import _
from planner.i18n import comparison as words
from planner.tui.charts.intervals import Difference, interval_chart
from planner.tui.charts.palette import Palette, Tone
from planner.tui.charts.prose import blank, paragraph
from planner.tui.screens.compare.views.page import Nothing, Page, Sheet, Value, missing, scenario_names

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding
    from planner.tui.studies.reading import Snapshot

TONES: dict[str, Tone] = {
    "better": "better",
    "worse": "worse",
    "lower": "text",
    "higher": "text",
    "no-difference": "same",
}


def difference(found: Finding) -> Difference:
    """A finding as a row of an interval chart."""
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


@frozen(kw_only=True)
class FindingsPage:
    """What an alternative does to each figure."""

    name: str
    findings: tuple[Finding, ...]
    assumptions: int

    @property
    def title(self) -> str:
        """Of which alternative."""
        return _("Findings: {name}").format(name=self.name)

    def draw(self, width: int, height: int, palette: Palette) -> list[Strip]:
        """A sentence each, then all intervals below each other."""
        lines: list[Strip] = []
        for found in self.findings:
            row = difference(found)
            lines += paragraph(
                words.sentence(found, self.assumptions),
                width=width,
                style=palette.text,
                indent=2,
                mark=row.mark,
            )
        chart = interval_chart(
            [difference(found) for found in self.findings],
            width=width,
            palette=palette,
            own_scale=True,
            below=_("◀ less"),
            beyond=_("more ▶"),
        )
        told = _("Differences, each measured by the smallest that matters (dotted).")
        return [*lines, *blank(width), *paragraph(told, width=width, style=palette.muted), *chart]

    def sheet(self) -> Sheet:
        """A row per finding."""
        rows: list[list[Value]] = []
        for found in self.findings:
            paired = found.paired
            numbers: list[Value] = [None] * 7
            if paired is not None:
                gap = paired.difference
                numbers = [
                    paired.base_mean,
                    paired.other_mean,
                    gap.mean,
                    gap.half_width,
                    gap.n,
                    paired.lower,
                    paired.higher,
                ]
            rows.append([words.figure(found.figure), *numbers, found.matters, words.verdict(found)])
        headings = [
            _("Indicator"),
            _("base"),
            _("here"),
            _("difference"),
            _("{name}, ±").format(name=_("difference")),
            _("Replications"),
            _("replications in which it is lower"),
            _("replications in which it is higher"),
            _("smallest difference that matters"),
            _("verdict"),
        ]
        return Sheet(headings=headings, rows=rows)


def findings_page(snapshot: Snapshot, alternative: int) -> Page:
    """The findings of an alternative."""
    reason = missing(snapshot, alternative)
    if reason:
        return Nothing(title=_("Findings"), reason=reason)
    return FindingsPage(
        name=scenario_names(snapshot)[alternative + 1],
        findings=snapshot.findings[alternative],
        assumptions=snapshot.assumptions(alternative),
    )
