"""The findings, or one of them by its groups, as a page: sentences, and all intervals below each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from textual.strip import Strip

from planner.metrics.indicators import FigureKey, unit_of
from planner.tui.charts.intervals import Difference, interval_chart
from planner.tui.charts.prose import blank, paragraph, table
from planner.tui.frame.themes import Palette, Tone
from planner.tui.screens.compare import levels, rows
from planner.tui.screens.compare.levels import Level
from planner.tui.screens.compare.views.view import PageTable, Value
from planner.wording import _, labels
from planner.wording import comparison as words
from planner.wording.numbers import ABSENT

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding
    from planner.stats.paired import Paired
    from planner.studies.snapshot import Snapshot


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


MARK_CELLS = 3


@frozen(kw_only=True)
class FindingsPage:
    """What is seen of one alternative, or of a scenario alone, at a level."""

    snapshot: Snapshot
    alternative: int
    level: Level

    @property
    def title(self) -> str:
        """What it is about."""
        named = [rows.title_of(self.snapshot, scenario) for scenario in range(len(self.snapshot.titles))]
        if not self.snapshot.findings:
            told = named[self.alternative]
        else:
            told = _("{other}, compared with {base}").format(other=named[self.alternative + 1], base=named[0])
        if self.level.figure is None:
            return told
        return _("{figure}: {group}").format(figure=words.figure(self.level.figure), group=told)

    def draw(self, width: int, height: int, palette: Palette) -> list[Strip]:
        """Sentences and all intervals, or facts and a table."""
        if self.level.figure is not None:
            return self._draw_groups(self.level.figure, width, palette)
        if not self.snapshot.findings:
            headings = [_("Indicator"), _("Family"), _("mean"), "±"]
            return table(headings, self._told_of_run(), width=width, palette=palette)
        rests = self.snapshot.rests(self.alternative)
        strips: list[Strip] = []
        for found in self.snapshot.findings[self.alternative]:
            tone = palette.better if found.verdict == "better" else palette.worse if found.verdict == "worse" else None
            strips += paragraph(
                words.sentence(found, rests),
                width=width,
                style=tone or palette.text,
                indent=MARK_CELLS,
                mark=words.mark(found),
            )
        chart = findings_chart(self.snapshot.findings[self.alternative], width, palette)
        return [*strips, *blank(width), *chart]

    def _draw_groups(self, figure: FigureKey, width: int, palette: Palette) -> list[Strip]:
        said = levels.figure_facts(self.snapshot, self.level, self.alternative)
        strips = [strip for told in said for strip in paragraph(told, width=width, style=palette.text)]
        lines = []
        for group in self._groups():
            told = "" if group.paired is None else words.difference(group.paired.difference, figure)
            base, other = (
                ABSENT if mean is None else words.value(mean, figure, words.digits(figure, mean, None))
                for mean in (group.base, group.other)
            )
            lines.append([rows.name_of(self.snapshot, self._by, group.key), base, other, told])
        headings = [words.grouping_heading(self._by), _("base"), _("here"), _("difference")]
        return [*strips, *blank(width), *table(headings, lines, width=width, palette=palette)]

    @property
    def _by(self) -> str:
        return "case_type" if self.level.depth in ("group", "cases") else self.level.by

    def _groups(self) -> list[levels.Group]:
        assert self.level.figure is not None
        if not self._by:
            return []
        only = levels.case_types_of(self.snapshot, self.level) if self.level.depth == "group" else []
        return levels.groups_of(self.snapshot, self.level.figure, self._by, self.alternative, only)

    def sheet(self) -> PageTable:
        """The numbers: a row per figure, or per group of the figure."""
        from planner.papers.sheets import share_or_number

        if self.level.figure is not None:
            unit = labels.unit(unit_of(self.level.figure.indicator, self.level.figure.family))
            first = words.grouping_heading(self._by)
            found: list[list[Value]] = [
                [
                    rows.name_of(self.snapshot, self._by, one.key),
                    unit,
                    share_or_number(self.level.figure, one.base),
                    share_or_number(self.level.figure, one.other),
                    *_difference(self.level.figure, one.paired),
                ]
                for one in self._groups()
            ]
            return PageTable(headings=[first, _("Unit"), _("base"), _("here"), *_headings()], rows=found)
        if not self.snapshot.findings:
            return PageTable(
                headings=[_("Indicator"), _("Family"), _("Unit"), _("mean"), "±", "n"], rows=self._of_run()
            )
        found = []
        for one in self.snapshot.findings[self.alternative]:
            key, paired = one.figure, one.paired
            unit = labels.unit(unit_of(key.indicator, key.family))
            both = (None, None) if paired is None else (paired.base_mean, paired.other_mean)
            means = [share_or_number(key, mean) for mean in both]
            found.append(
                [labels.indicator(key.indicator), labels.family(key.family), unit, *means, *_difference(key, paired)]
                + [words.verdict(one)]
            )
        headings = [_("Indicator"), _("Family"), _("Unit"), _("base"), _("here"), *_headings(), _("verdict")]
        return PageTable(headings=headings, rows=found)

    def _of_run(self) -> list[list[Value]]:
        from planner.papers.sheets import share_or_number

        return [
            [
                labels.indicator(key.indicator),
                labels.family(key.family),
                labels.unit(unit_of(key.indicator, key.family)),
                share_or_number(key, interval.mean),
                share_or_number(key, interval.half_width),
                interval.n,
            ]
            for key, interval in self.snapshot.intervals(self.alternative).items()
        ]

    def _told_of_run(self) -> list[list[str]]:
        return [
            [
                labels.indicator(key.indicator),
                labels.family(key.family),
                words.value(interval.mean, key, words.digits(key, interval.mean, interval.half_width)),
                words.size(interval.half_width, key) if interval.half_width else "",
            ]
            for key, interval in self.snapshot.intervals(self.alternative).items()
        ]


def _headings() -> list[str]:
    return [_("difference"), "±", _("lower in"), _("higher in"), "n"]


def _difference(figure: FigureKey, paired: Paired | None) -> list[Value]:
    if paired is None:
        return [None, None, None, None, 0]
    from planner.papers.sheets import share_or_number

    interval = paired.difference
    size = [share_or_number(figure, value) for value in (interval.mean, interval.half_width)]
    return [*size, paired.lower, paired.higher, interval.n]
