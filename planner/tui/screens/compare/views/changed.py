"""What changed: inputs that differ and what they rest on, posts given and taken, and the way there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen
from textual.strip import Strip

from planner.tui.charts.prose import Cell, blank, paragraph, table
from planner.tui.frame.themes import Palette
from planner.tui.screens.compare.views.view import Nothing, Page, PageTable, View, missing, scenario_names
from planner.wording import _, labels, names, ngettext, text
from planner.wording import changed as words
from planner.wording import why as ways
from planner.wording.cells import width as cells_of
from planner.wording.numbers import number

if TYPE_CHECKING:
    from planner.experiments.changed import ChangedInput
    from planner.experiments.comparison import Alternative
    from planner.model.scenario import Scenario
    from planner.studies.snapshot import Snapshot

WIDE = 110
"""Cells from which on a table of long paths is easy to read."""


@frozen(kw_only=True)
class ChangedPage:
    """What an alternative changes."""

    base: Scenario
    alternative: Alternative
    name: str
    measures: tuple[str, ...]
    """Titles of the measures that the base does not have."""

    @property
    def title(self) -> str:
        """The title, which names the alternative."""
        return _("What changed: {name}").format(name=self.name)

    def draw(self, width: int, height: int, palette: Palette) -> list[Strip]:
        """Measures, inputs, posts, and the way there."""
        return [
            *self._summary(width, palette),
            *blank(width),
            *self._posts(width, palette),
            *self._ways(width, palette),
            *self._inputs(width, palette),
        ]

    def _summary(self, width: int, palette: Palette) -> list[Strip]:
        changed, assumed = self.alternative.changed, self.alternative.assumptions
        if not changed:
            return paragraph(_("What changed: nothing."), width=width, style=palette.strong)
        n = self.alternative.rests.changed
        told = ngettext("{n} input differs", "{n} inputs differ", n).format(n=number(n, 0))
        rests = ngettext("{n} of them is an assumption", "{n} of them are assumptions", assumed).format(n=assumed)
        if not assumed:
            rests = _("none of them is an assumption")
        lines = paragraph(_("{told}; {rests}.").format(told=told, rests=rests), width=width, style=palette.strong)
        if self.measures:
            lines += paragraph(_("Measures: {names}.").format(names=names.listed([*self.measures])), width=width)
        return lines

    def _posts(self, width: int, palette: Palette) -> list[Strip]:
        balance = self.alternative.posts
        if not balance.units:
            return [*paragraph(_("No posts are given or taken."), width=width, style=palette.muted), *blank(width)]
        headings, rows = words.posts_table(self.base, self.alternative.run.scenario, balance)
        told: list[list[Cell]] = [list(row) for row in rows[:-1]]
        told.append([(cell, palette.strong) for cell in rows[-1]])
        return [
            *paragraph(_("Posts given and taken"), width=width, style=palette.strong),
            *table(headings, told, width=width, palette=palette, indent=2),
            *blank(width),
        ]

    def _ways(self, width: int, palette: Palette) -> list[Strip]:
        lines = []
        for way in self.alternative.transitions:
            lines += paragraph(ways.transition_title(way), width=width, style=palette.strong)
            for told in ways.transition_sentences(way):
                lines += paragraph(told, width=width, style=palette.text, indent=2)
            lines += blank(width)
        return lines

    def _inputs(self, width: int, palette: Palette) -> list[Strip]:
        changed = self.alternative.changed
        if not changed:
            return []
        lines = paragraph(_("What changed"), width=width, style=palette.strong)
        other = self.alternative.run.scenario
        if width >= WIDE:
            rows: list[list[Cell]] = [
                [
                    words.in_words(one, self.base, other),
                    *words.before_and_after(one, self.base, other),
                    self._tag(one, palette),
                ]
                for one in changed
            ]
            headings = [_("value"), _("base"), _("here"), _("source")]
            return lines + table(headings, rows, width=width, palette=palette, indent=2)
        for one in changed:
            tag, style = self._tag(one, palette)
            before, after = words.before_and_after(one, self.base, other)
            told_where = words.in_words(one, self.base, other)
            lines += paragraph(told_where, width=width, style=palette.text, indent=2)
            told = paragraph(f"{before} → {after}", width=width - cells_of(tag) - 2, style=palette.text, indent=4)
            ends = paragraph(tag, width=cells_of(tag) + 2, style=style)
            for place, strip in enumerate(told):
                last = place == len(told) - 1
                lines.append(Strip.join([strip, ends[0] if last else Strip.blank(cells_of(tag) + 2)]))
        return lines

    @staticmethod
    def _tag(change: ChangedInput, palette: Palette) -> tuple[str, Any]:
        return words.tag(change), palette.unknown if change.tag == "assumption" else palette.muted

    def sheet(self) -> PageTable:
        """A row per value that differs, its place by the names of units and fields; numbers are numbers."""
        from planner.papers.sheets import value_cell

        other = self.alternative.run.scenario
        rows = [
            [
                words.place(value.path, self.base, other) or value.path,
                value_cell(value.path, value.base, change.unit, self.base, other),
                value_cell(value.path, value.other, change.unit, self.base, other),
                labels.unit(change.unit),
                words.tag(change),
                change.since,
                change.until,
            ]
            for change in self.alternative.changed
            for value in change.values
        ]
        headings = [_("value"), _("base"), _("here"), _("Unit"), _("source"), _("since"), _("until")]
        return PageTable(headings=headings, rows=rows)


def changed_page(snapshot: Snapshot, alternative: int) -> Page:
    """What an alternative changes."""
    reason = missing(snapshot, alternative)
    if reason or snapshot.comparison is None:
        return Nothing(title=_("What changed"), reason=reason)
    base, found = snapshot.scenarios[0], snapshot.comparison.alternatives[alternative]
    return ChangedPage(
        base=base,
        alternative=found,
        name=scenario_names(snapshot)[alternative + 1],
        measures=measure_titles([measure for measure in found.run.scenario.measures if measure not in base.measures]),
    )


def measure_titles(measures: Sequence[str]) -> tuple[str, ...]:
    """What measures are called; those of somebody else's folder by their ids."""
    from planner.errors import ScenarioError
    from planner.files import read_measure

    found = []
    for id in measures:
        try:
            found.append(text(read_measure(id).title) or id)
        except ScenarioError:
            found.append(id)
    return tuple(found)


class Changed(View):
    """The view of the inputs in which an alternative differs from its base."""

    def made(self, snapshot: Snapshot, alternative: int, chosen: Mapping[str, str]) -> Page:
        """The page of all inputs that differ."""
        return changed_page(snapshot, alternative)
