"""Backlog: open cases over time, base beside alternative, with a band for how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from textual.strip import Strip

from planner.tui.charts.lines import Line, legend, line_chart
from planner.tui.charts.prose import paragraph
from planner.tui.frame.themes import Palette
from planner.tui.screens.compare.views.view import (
    SCENARIO_LETTERS,
    Nothing,
    Options,
    Page,
    PageTable,
    View,
    missing,
    scenario_names,
)
from planner.wording import _, labels, ngettext
from planner.wording import why as ways

if TYPE_CHECKING:
    from planner.experiments.result import Replication
    from planner.studies.snapshot import Snapshot

LOWEST_CHART = 8

WEEK = 7
DAYS_SEEN = 120
"""Days of which each can be seen by itself."""


@frozen(kw_only=True)
class BacklogPage:
    """Lines of two scenarios in one family."""

    family: str
    start: date
    lines: tuple[Line, ...]
    """A value per day."""
    smooth: tuple[Line, ...]
    """The same as means of a week, where a day is too narrow to be seen; weekends make backlogs go up and down."""
    replications: int
    change: date | None
    sentences: tuple[str, ...]

    @property
    def title(self) -> str:
        """The title, which names the family of cases."""
        return _("Backlog, {family}").format(family=labels.family(self.family))

    def draw(self, width: int, height: int, palette: Palette) -> list[Strip]:
        """What the way is in words, the lines, and what they are."""
        top = [strip for told in self.sentences for strip in paragraph(told, width=width, style=palette.text)]
        n = self.replications
        band = (
            _("{share} interval of the mean").format(share="95%")
            if n > 1
            else ngettext("{n} replication: no interval yet", "{n} replications: no interval yet", n).format(n=n)
        )
        names = legend(self.smooth, width=width, palette=palette, band=band)
        told = _("open cases at the end of each day")
        if self.smooth is not self.lines:
            told = _("open cases at the end of each day, means of a week")
        unit = paragraph(told, width=width, style=palette.muted)
        rows = max(LOWEST_CHART, height - len(top) - len(names) - len(unit))
        chart = line_chart(self.smooth, self.start, width=width, height=rows, palette=palette, change=self.change)
        return [*top, *unit, *chart, *names]

    def sheet(self) -> PageTable:
        """A row per day: mean and interval of each scenario."""
        headings = [_("Day")]
        for line in self.lines:
            told = _("{letter} {name}").format(letter=line.letter, name=line.name)
            headings += [told, _("{name}, lower end").format(name=told), _("{name}, upper end").format(name=told)]
        rows = []
        for day in range(max((len(line.values) for line in self.lines), default=0)):
            row: list[date | float | None] = [self.start + timedelta(days=day)]
            for line in self.lines:
                row += [_at(line.values, day), _at(line.low, day), _at(line.high, day)]
            rows.append(row)
        return PageTable(headings=headings, rows=rows)


def _at(values: Sequence[float], day: int) -> float | None:
    return values[day] if day < len(values) else None


def backlog_page(snapshot: Snapshot, alternative: int, family: str) -> Page:
    """The backlog of a family in the base and an alternative."""
    from planner.experiments.transition import transition

    reason = missing(snapshot, alternative)
    if not reason and not any(snapshot.replications):
        reason = _("No replication is finished yet.")
    if reason:
        return Nothing(title=_("Backlog"), reason=reason)
    told = scenario_names(snapshot)
    chosen = (0, alternative + 1)
    lines = tuple(
        _line(snapshot.replications[scenario], family, place, told[scenario], 1)
        for place, scenario in enumerate(chosen)
    )
    smooth = lines
    if snapshot.scenarios[0].time.days > DAYS_SEEN:
        smooth = tuple(
            _line(snapshot.replications[scenario], family, place, told[scenario], WEEK)
            for place, scenario in enumerate(chosen)
        )
    way = transition(snapshot.runs[0], snapshot.runs[alternative + 1], family)
    return BacklogPage(
        family=family,
        start=snapshot.scenarios[0].time.start,
        lines=lines,
        smooth=smooth,
        replications=min(len(snapshot.replications[scenario]) for scenario in chosen),
        change=way.since if way is not None and way.dated else None,
        sentences=() if way is None else tuple(ways.transition_sentences(way)),
    )


def _line(replications: Sequence[Replication], family: str, place: int, name: str, days: int) -> Line:
    """Mean and interval of the means of so many days around each day."""
    from planner.stats.interval import mean_interval

    series = [_around(one.backlog[family], days) for one in replications if family in one.backlog]
    intervals = [mean_interval(values) for values in zip(*series, strict=True)]
    banded = len(series) > 1
    return Line(
        letter=SCENARIO_LETTERS[place],
        name=name,
        values=tuple(interval.mean for interval in intervals),
        low=tuple(max(0.0, one.mean - (one.half_width or 0.0)) for one in intervals) if banded else (),
        high=tuple(one.mean + (one.half_width or 0.0) for one in intervals) if banded else (),
        place=place,
    )


def _around(values: Sequence[float], days: int) -> Sequence[float]:
    """The mean of the days around each, as far as there are any: `days` is odd."""
    if days == 1:
        return values
    half = days // 2
    windows = (values[max(0, day - half) : day + half + 1] for day in range(len(values)))
    return [math.fsum(window) / len(window) for window in windows]


def backlog_families(snapshot: Snapshot) -> list[str]:
    """The families that have a backlog somewhere, those that the comparison is about first."""
    from planner.experiments.headlines import REPORT_ORDER

    found = {
        family
        for replications in snapshot.replications
        for one in replications[:1]
        for family, days in one.backlog.items()
        if any(days)
    }
    leading = snapshot.question.leading if snapshot.question is not None else ()
    return [family for family in (*leading, *(one for one in REPORT_ORDER if one not in leading)) if family in found]


class Backlog(View):
    """Open cases over time."""

    CHOICES: ClassVar[tuple[str, ...]] = ("family",)

    def offered(self, snapshot: Snapshot, alternative: int) -> Mapping[str, Options]:
        """The families of cases to choose from."""
        return {"family": [(family, labels.family(family)) for family in backlog_families(snapshot)]}

    def made(self, snapshot: Snapshot, alternative: int, chosen: Mapping[str, str]) -> Page:
        """The lines of the family chosen."""
        return backlog_page(snapshot, alternative, chosen["family"])
