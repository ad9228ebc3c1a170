"""Why: where the difference of a mean time comes from, in words first, then as bars that add up to it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from textual.strip import Strip

from planner.metrics.indicators import CAUSES
from planner.tui.charts.bars import Bar, Kind, Stack, bar_chart, kinds_legend, stacked_bars
from planner.tui.charts.prose import blank, paragraph
from planner.tui.frame.themes import Palette
from planner.tui.screens.compare.views.view import Nothing, Options, Page, PageTable, View, missing
from planner.wording import _, labels
from planner.wording import comparison as words
from planner.wording import why as reasons
from planner.wording.numbers import number

if TYPE_CHECKING:
    from planner.experiments.why import Split
    from planner.experiments.why import Why as Reasons
    from planner.model.scenario import Scenario
    from planner.studies.snapshot import Snapshot

FEWEST_ROWS = 6
CAUSE_LETTERS = "ABCDEFGHIJK"


@frozen(kw_only=True)
class WhyPage:
    """One difference, split in one way."""

    why: Reasons
    split: Split
    scenarios: tuple[Scenario, Scenario]

    @property
    def title(self) -> str:
        """Which difference, and how it is split."""
        return _("Why: {figure}, {split}").format(
            figure=words.figure(self.why.figure), split=labels.label(words.SPLITS, self.split.by)
        )

    def draw(self, width: int, height: int, palette: Palette) -> list[Strip]:
        """A sentence; where the time goes in both; then what contributes how much."""
        places = reasons.digits(self.why)
        causes = self._cause_split
        by_cause = reasons.rows(*self.scenarios, self.why, causes, places, len(causes.parts))
        lines = paragraph(reasons.sentence(self.why, by_cause, places), width=width, style=palette.strong)
        if self.split.by != "cause":
            found = reasons.rows(*self.scenarios, self.why, self.split, places, len(self.split.parts))
            told = reasons.sentence(self.why, found, places)
            lines = paragraph(told, width=width, style=palette.strong)
        lines += blank(width)
        if self.split.by == "cause":
            lines += self._stacks(width, places, palette) + blank(width)
        if not any(part.contribution.mean for part in self.split.parts):
            return lines
        told = _("What contributes how much ({difference} in all)")
        lines += paragraph(
            told.format(difference=words.difference(self.why.whole, self.why.figure)), width=width, style=palette.muted
        )
        room = max(FEWEST_ROWS, height - len(lines))
        return lines + self._bars(width, places, room, palette)

    @property
    def _cause_split(self) -> Split:
        return next(split for split in self.why.splits if split.by == "cause")

    def _stacks(self, width: int, places: int, palette: Palette) -> list[Strip]:
        """Where the time goes, base beside alternative, causes in the order of a case's life."""
        parts = {part.key: part for part in self._cause_split.parts}
        least = 0.5 * 10.0**-places
        shown = [
            cause
            for cause in CAUSES
            if cause in parts and max(parts[cause].base_mean or 0.0, parts[cause].other_mean or 0.0) >= least
        ]
        kinds = [
            Kind(letter=letter, name=labels.label(labels.CAUSES, cause), place=CAUSES.index(cause))
            for letter, cause in zip(CAUSE_LETTERS, shown, strict=False)
        ]
        stacks = []
        for name, of_all in (
            (_("base"), {cause: part.base_mean or 0.0 for cause, part in parts.items()}),
            (_("here"), {cause: part.other_mean or 0.0 for cause, part in parts.items()}),
        ):
            # Also what is too little to be drawn: the sum is the time that the findings tell.
            whole = math.fsum(of_all.values())
            means = [of_all[cause] for cause in shown]
            told = words.value(whole, self.why.figure, words.digits(self.why.figure, whole, None))
            stacks.append(Stack(label=name, parts=means, words=told))
        return [
            *stacked_bars(stacks, kinds, width=width, palette=palette),
            *kinds_legend(kinds, width=width, palette=palette),
        ]

    def _bars(self, width: int, places: int, most: int, palette: Palette) -> list[Strip]:
        rows = reasons.rows(*self.scenarios, self.why, self.split, places, most - 1)
        bars = []
        for row in rows:
            half = "" if row.half_width is None else f" ±{number(row.half_width, places)}"
            bars.append(
                Bar(
                    label=row.name,
                    value=row.mean if row.figure else 0.0,
                    words=f"{words.signed(row.figure, places)}{half}",
                    tone="worse" if row.figure > 0.0 else "better" if row.figure else "same",
                )
            )
        return bar_chart(bars, width=width, palette=palette)

    def sheet(self) -> PageTable:
        """A row per part."""
        from planner.papers.sheets import Share

        headings = [
            labels.label(words.SPLITS, self.split.by),
            _("contribution"),
            _("{name}, ±").format(name=_("contribution")),
            _("base"),
            _("here"),
            _("share of cases, base"),
            _("share of cases, here"),
        ]
        rows = [
            [
                reasons.part_name(*self.scenarios, self.split.by, part),
                part.contribution.mean,
                part.contribution.half_width,
                part.base_mean,
                part.other_mean,
                None if part.base_share is None else Share(part.base_share),
                None if part.other_share is None else Share(part.other_share),
            ]
            for part in self.split.parts
        ]
        if self.split.mix is not None:
            mix = self.split.mix
            rows.append([_("other cases came up"), mix.mean, mix.half_width, None, None, None, None])
        return PageTable(headings=headings, rows=rows)


def splits_of(why: Reasons) -> list[Split]:
    """The ways to split that say something: not by the one case type, or one department, of a family."""
    return [split for split in why.splits if split.by == "cause" or len(split.parts) > 1]


def why_page(snapshot: Snapshot, alternative: int, family: str, by: str) -> Page:
    """Why a family takes longer or shorter."""
    reason = missing(snapshot, alternative)
    if reason or snapshot.comparison is None:
        return Nothing(title=_("Why"), reason=reason)
    found = {why.figure.family: why for why in snapshot.comparison.alternatives[alternative].why}
    why = found.get(family)
    if why is None:
        return Nothing(title=_("Why"), reason=_("No replication was finished in both."))
    split = next((one for one in why.splits if one.by == by), why.splits[0])
    return WhyPage(
        why=why,
        split=split,
        scenarios=(snapshot.scenarios[0], snapshot.scenarios[alternative + 1]),
    )


class Why(View):
    """Where the time goes."""

    CHOICES: ClassVar[tuple[str, ...]] = ("family", "by")

    def offered(self, snapshot: Snapshot, alternative: int) -> Mapping[str, Options]:
        """The families that the comparison is about, and ways to split."""
        comparison = None if missing(snapshot, alternative) else snapshot.comparison
        found = () if comparison is None else comparison.alternatives[alternative].why
        splits = {split.by: None for why in found for split in splits_of(why)}
        return {
            "family": [(why.figure.family, labels.family(why.figure.family)) for why in found],
            "by": [(by, labels.label(words.SPLITS, by)) for by in splits],
        }

    def made(self, snapshot: Snapshot, alternative: int, chosen: Mapping[str, str]) -> Page:
        """The family and split chosen."""
        return why_page(snapshot, alternative, chosen["family"], chosen["by"])
