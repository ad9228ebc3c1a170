"""One case and its way, in the base and in an alternative: in plain words, and as a chart of when it waited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from attrs import frozen
from textual.strip import Strip

from planner.metrics.indicators import CAUSES
from planner.tui.charts.journey import Manner, Stage, Stretch, journey_chart
from planner.tui.charts.prose import beside, blank, paragraph
from planner.tui.frame.themes import Palette
from planner.tui.screens.compare.views.view import PageTable, Value
from planner.wording import _, labels, names
from planner.wording import journey as words
from planner.wording.cells import width as cells_of

if TYPE_CHECKING:
    from planner.experiments.journey import CaseStep, Journey
    from planner.model.scenario import Scenario

TWO_COLUMNS = 150
"""Cells from which on both ways stand beside each other."""

LONGER_DAYS = 0.05
LONGER_HOURS = 0.05
"""A difference too small to be named."""


@frozen(kw_only=True)
class CaseWay:
    """The journey of a case in one scenario; None where the matter does not come up in it."""

    name: str
    scenario: Scenario
    journey: Journey | None


@frozen(kw_only=True)
class JourneyPage:
    """The same matter in the base and in an alternative."""

    base: CaseWay
    other: CaseWay

    @property
    def title(self) -> str:
        """The title, which names the case."""
        way = self.base if self.base.journey is not None else self.other
        assert way.journey is not None
        return words.title(way.journey.case, way.scenario)

    def draw(self, width: int, height: int, palette: Palette) -> list[Strip]:
        """What differs, then both ways: beside each other where there is room."""
        lines = paragraph(self.title, width=width, style=palette.strong)
        lines += paragraph(self.difference(), width=width, style=palette.text)
        lines += blank(width)
        if width >= TWO_COLUMNS:
            half = (width - 3) // 2
            left, right = (self._way(way, half, palette) for way in (self.base, self.other))
            return [*lines, *beside(beside(left, blank(width - 2 * half)), right)]
        return [*lines, *self._way(self.base, width, palette), *blank(width), *self._way(self.other, width, palette)]

    def difference(self) -> str:
        """How much longer or shorter, and for which cause most of all."""
        one, two = self.base.journey, self.other.journey
        if one is None or two is None:
            return _("This matter does not come up in the other scenario.")
        family = one.case.family
        change = two.case.elapsed - one.case.elapsed
        if abs(change) < (LONGER_HOURS if family == "emergency" else LONGER_DAYS):
            return _("It takes as long in both: {took}.").format(took=words.elapsed(one.case.elapsed, family))
        told = _("{amount} shorter than in the base.") if change < 0.0 else _("{amount} longer than in the base.")
        said = told.format(amount=words.elapsed(abs(change), family))
        before, after = by_cause(one), by_cause(two)
        parts = {cause: after.get(cause, 0.0) - before.get(cause, 0.0) for cause in {**before, **after}}
        same = {cause: part for cause, part in parts.items() if (part < 0.0) == (change < 0.0)}
        if not same:
            return said
        most = max(same, key=lambda cause: abs(same[cause]))
        amount = words.span(abs(same[most]), one.hours_per_day, wall=family == "emergency")
        told = _("Most of it: {cause}, {amount} less.") if change < 0.0 else _("Most of it: {cause}, {amount} more.")
        cause = labels.label(labels.CAUSES, most)
        return _("{said} {told}").format(said=said, told=told.format(cause=cause, amount=amount))

    def _span(self) -> tuple[datetime, float]:
        """From midnight before the report to the end of the longer way: where the axes of both begin, and days."""
        ways = [way.journey for way in (self.base, self.other) if way.journey is not None]
        begin = datetime.combine(min(way.case.reported for way in ways).date(), time())
        stop = max(max(way.until, min(way.case.due, way.end)) for way in ways)
        return begin, max(1.0, (stop - begin) / timedelta(days=1))

    def _way(self, way: CaseWay, width: int, palette: Palette) -> list[Strip]:
        lines = paragraph(way.name, width=width, style=palette.strong)
        found = way.journey
        if found is None:
            return [*lines, *paragraph(_("Does not come up here."), width=width, style=palette.muted)]
        told = words.sentences(found, way.scenario)
        stamp = max(cells_of(words.moment(one.when)) for one in told) + 2
        for one in told:
            rows = paragraph(one.said, width=width - stamp, style=palette.text)
            marks = paragraph(words.moment(one.when), width=stamp, style=palette.muted)
            lines += beside(marks, rows)
        begin, days = self._span()
        due = (found.case.due - begin) / timedelta(days=1)
        chart = journey_chart(
            [_stage(step, way.scenario, begin, found) for step in found.steps],
            begin.date(),
            days,
            width=width,
            palette=palette,
            due=due if due <= days else None,
            due_words=_("due"),
        )
        key = _("░ waits   ▒ on its way   █ worked on")
        return [*lines, *blank(width), *chart, *paragraph(key, width=width, style=palette.muted)]

    def sheet(self) -> PageTable:
        """A row per step of both ways."""
        rows: list[list[Value]] = []
        for way in (self.base, self.other):
            for step in way.journey.steps if way.journey is not None else ():
                first, last = step.stretches[0], step.stretches[-1]
                rows.append(
                    [
                        way.name,
                        labels.label(labels.STEPS, step.step),
                        "" if step.team is None else names.team(way.scenario, step.team),
                        labels.label(labels.CAUSES, step.cause),
                        _written(first.asked),
                        _written(first.started),
                        _written(last.ended),
                        step.waited,
                        step.taken,
                    ]
                )
        headings = [
            _("Scenario"),
            _("Step"),
            _("Team"),
            _("Cause"),
            _("asked"),
            _("begun"),
            _("ended"),
            _("hours waited"),
            _("hours taken"),
        ]
        return PageTable(headings=headings, rows=rows)


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def by_cause(found: Journey) -> dict[str, float]:
    """Hours of the main line by cause."""
    hours: dict[str, float] = {}
    for step in found.steps:
        if not step.beside:
            hours[step.cause] = hours.get(step.cause, 0.0) + step.waited
            cause = "worked" if step.works else step.cause
            hours[cause] = hours.get(cause, 0.0) + step.taken
    return hours


def _stage(step: CaseStep, scenario: Scenario, begin: datetime, found: Journey) -> Stage:
    def place(moment: datetime | None) -> float | None:
        return None if moment is None else (moment - begin) / timedelta(days=1)

    stretches: list[Stretch] = []
    cause = CAUSES.index(step.cause)
    for stretch in step.stretches:
        asked, started, ended = (place(moment) for moment in (stretch.asked, stretch.started, stretch.ended))
        assert asked is not None
        manner: Manner = "worked" if step.works else "on-the-way"
        if started is None or started > asked:
            waits: Manner = "waits" if step.works else "on-the-way"
            stretches.append(Stretch(begin=asked, end=started, manner=waits, place=cause))
        if started is not None:
            colour = CAUSES.index("worked") if step.works else cause
            stretches.append(Stretch(begin=started, end=ended, manner=manner, place=colour))
    hours = step.waited + step.taken
    told = words.span(hours, found.hours_per_day, wall=found.case.family == "emergency")
    return Stage(label=words.step_name(step, scenario), stretches=_in_order(stretches), words=told)


def _in_order(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Work is drawn last: it is short, and must be seen."""
    return sorted(stretches, key=lambda stretch: stretch.manner == "worked")
