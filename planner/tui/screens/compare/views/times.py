"""Times: how long cases take and how many are on time, by family, base beside alternative, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen
from textual.strip import Strip

from planner.metrics.indicators import FigureKey, unit_of
from planner.tui.charts.intervals import Difference, interval_chart
from planner.tui.charts.prose import GAP, Cell, beside, blank, column_sizes, paragraph, table
from planner.tui.frame.themes import Palette, Tone
from planner.tui.screens.compare.views.view import Nothing, Page, PageTable, Value, View, missing, scenario_names
from planner.wording import N_, _, labels, ngettext
from planner.wording import comparison as words
from planner.wording.numbers import ABSENT, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.stats.interval import Interval
    from planner.stats.paired import Paired
    from planner.studies.snapshot import Snapshot

INDICATORS = {
    "resolution_time_mean": N_("on average"),
    "resolution_time_median": N_("half within"),
    "resolution_time_p90": N_("90% within"),
    "on_time_rate": N_("on time"),
}
"""What is shown of each family, and how it is called in a narrow place."""

TABLE_CELLS = 78
PLOT_CELLS = 40
"""From which width on intervals are also drawn."""

LABEL_CELLS = 8
"""To which the words of a row are cut before its half-widths are left out."""


@frozen(kw_only=True)
class Time:
    """One figure in the base and in the alternative; None where a run has it not."""

    key: FigureKey
    base: Interval | None
    other: Interval | None
    paired: Paired | None
    matters: float

    @property
    def tone(self) -> Tone:
        """Whether it gets better or worse, as far as the interval tells."""
        from planner.metrics.indicators import INDICATORS as CATALOGUE

        better = CATALOGUE[self.key.indicator].better
        verdict = None if self.paired is None else self.paired.verdict(better, self.matters)
        tones: dict[str, Tone] = {"better": "better", "worse": "worse", "no-difference": "same"}
        return tones.get(verdict or "", "unknown")

    @property
    def mark(self) -> str:
        """▼ and ▲ where the direction is sure, = where it does not matter, ? else."""
        if self.paired is None or self.tone == "unknown":
            return "?"
        if self.tone == "same":
            return "="
        return "▼" if self.paired.difference.mean < 0.0 else "▲"


@frozen(kw_only=True)
class TimesPage:
    """The page of times, with a group of figures for each family of cases."""

    names: tuple[str, str]
    """Of the base and the alternative."""
    families: Mapping[str, tuple[Time, ...]]
    replications: int
    confidence: float
    comparisons: int

    @property
    def title(self) -> str:
        """What they are of."""
        return _("Times: {base} and {other}").format(base=self.names[0], other=self.names[1])

    def draw(self, width: int, height: int, palette: Palette) -> list[Strip]:
        """A table per family, and where there is room the differences drawn beside it."""
        plot = width - TABLE_CELLS - 3
        lines: list[Strip] = []
        for brief in (False, True):
            tables = {family: self._cells(family, times, palette, brief) for family, times in self.families.items()}
            least = [max(sizes) for sizes in zip(*(column_sizes(*cells) for cells in tables.values()), strict=True)]
            if min(least[0], LABEL_CELLS) + sum(least[1:]) + GAP * (len(least) - 1) <= width:
                break
        for family, times in self.families.items():
            headings, cells = tables[family]
            room = TABLE_CELLS if plot >= PLOT_CELLS else width
            told = table(headings, cells, width=room, palette=palette, least=least)
            if plot >= PLOT_CELLS:
                rows = [_difference(time) for time in times]
                chart = interval_chart(
                    rows,
                    width=plot,
                    palette=palette,
                    own_scale=True,
                    below=_("◀ less"),
                    beyond=_("more ▶"),
                )
                told = beside(beside(told, blank(3)), [*blank(plot), *chart])
            lines += [*told, *blank(width)]
        for told_below in self._notes(brief):
            lines += paragraph(told_below, width=width, style=palette.muted)
        return lines

    @staticmethod
    def _cells(
        family: str, times: tuple[Time, ...], palette: Palette, brief: bool
    ) -> tuple[list[str], list[list[Cell]]]:
        """Headings and rows of a family's table; `brief` where only the difference has room for its half-width."""
        headings = [labels.family(family), _("base"), _("here"), _("difference")]
        rows: list[list[Cell]] = []
        for time in times:
            style = palette.tone(time.tone)
            rows.append(
                [
                    _(INDICATORS[time.key.indicator]),
                    _mean(time.base, time.key, brief),
                    _mean(time.other, time.key, brief),
                    (_told(time), style),
                ]
            )
        return headings, rows

    def _notes(self, brief: bool) -> list[str]:
        n = self.replications
        notes = [ngettext("{n} replication of each.", "{n} replications of each.", n).format(n=n)]
        if n > 1:
            share = percent(self.confidence, 0)
            if not brief:
                notes.append(_("± beside a mean is its {share} interval.").format(share="95%"))
            if self.comparisons > 1:
                notes.append(
                    _(
                        "± beside a difference is as wide as in the findings, where all {m} hold at once with {share}."
                    ).format(m=self.comparisons, share=share)
                )
        if any(time.base is None or time.other is None for times in self.families.values() for time in times):
            notes.append(_("– : not reached within the time that is looked at, or no such case."))
        return notes

    def sheet(self) -> PageTable:
        """A row per family and figure."""
        rows: list[list[Value]] = []
        for family, times in self.families.items():
            for time in times:
                difference = None if time.paired is None else time.paired.difference
                rows.append(
                    [
                        labels.family(family),
                        labels.indicator(time.key.indicator),
                        labels.unit(unit_of(time.key.indicator, time.key.family)),
                        *_numbers(time.key, time.base),
                        *_numbers(time.key, time.other),
                        *_numbers(time.key, difference),
                    ]
                )
        headings = [_("Family"), _("Indicator"), _("Unit")]
        for told in (_("base"), _("here"), _("difference")):
            headings += [told, _("{name}, ±").format(name=told)]
        return PageTable(headings=headings, rows=rows)


def _numbers(key: FigureKey, interval: Interval | None) -> list[Value]:
    from planner.papers.sheets import share_or_number

    both = [None, None] if interval is None else [interval.mean, interval.half_width]
    return [share_or_number(key, value) for value in both]


def _mean(interval: Interval | None, key: FigureKey, brief: bool) -> str:
    if interval is None:
        return ABSENT
    if brief:
        return words.value(interval.mean, key, words.digits(key, interval.mean, interval.half_width))
    return words.mean_told(interval, key)


def _told(time: Time) -> str:
    if time.paired is None:
        return ABSENT
    return f"{time.mark} {words.difference(time.paired.difference, time.key)}"


def _difference(time: Time) -> Difference:
    interval = None if time.paired is None else time.paired.difference
    return Difference(
        label="",
        mark="",
        tone=time.tone,
        mean=None if interval is None else interval.mean,
        half_width=None if interval is None else interval.half_width,
        matters=time.matters,
    )


def times_page(snapshot: Snapshot, alternative: int) -> Page:
    """The times of an alternative beside the base's."""
    from planner.experiments.headlines import families_of, matters_by_default
    from planner.metrics.indicators import FigureKey
    from planner.stats.paired import compare

    reason = missing(snapshot, alternative)
    question = snapshot.question
    if reason or question is None:
        return Nothing(title=_("Times"), reason=reason)
    if not any(snapshot.replications):
        return Nothing(title=_("Times"), reason=_("No replication is finished yet."))
    families: dict[str, tuple[Time, ...]] = {}
    one, two = snapshot.intervals(0), snapshot.intervals(alternative + 1)
    for family in families_of(snapshot.scenarios, question.families):
        times = []
        for indicator in INDICATORS:
            key = FigureKey(indicator, family)
            paired = compare(
                snapshot.values(0, key),
                snapshot.values(alternative + 1, key),
                confidence=question.confidence,
                comparisons=max(1, question.comparisons),
            )
            size = question.matters.get(key) or matters_by_default(key)
            matters = 0.0 if paired is None else size.at(paired.base_mean)
            times.append(Time(key=key, base=one.get(key), other=two.get(key), paired=paired, matters=matters))
        if any(time.base or time.other for time in times):
            families[family] = tuple(times)
    told = scenario_names(snapshot)
    return TimesPage(
        names=(told[0], told[alternative + 1]),
        families=families,
        replications=min(len(snapshot.replications[0]), len(snapshot.replications[alternative + 1])),
        confidence=question.confidence,
        comparisons=question.comparisons,
    )


class Times(View):
    """How long cases take."""

    def made(self, snapshot: Snapshot, alternative: int, chosen: Mapping[str, str]) -> Page:
        """The page of the times of all families."""
        return times_page(snapshot, alternative)
