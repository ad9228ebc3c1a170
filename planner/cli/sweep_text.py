"""A sweep in plain words, for a person: what measures do together first, then every point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from planner.cli.figure_tables import ABSENT, STYLES, cell
from planner.cli.layout import assumptions, heading, plain_table, say, say_day_notes, say_place
from planner.experiments.design import Design
from planner.experiments.sweep_effects import MOST_FACTORS, FigureEffects, Interplay, effects_on, factors, stepped
from planner.studies.sweep import titles_of
from planner.wording import _, labels, names, ngettext
from planner.wording import comparison as words
from planner.wording import sweep as told_of
from planner.wording.figures import sentences as gap_sentences
from planner.wording.numbers import number

if TYPE_CHECKING:
    from planner.metrics.indicators import FigureKey
    from planner.model.text import Text as Title
    from planner.stats.interval import Interval
    from planner.studies.sweep import Swept

NARROW = 110
"""Cells, below which only the first of the leading indicators fit."""

NARROW_LEADING = ("resolution_time_mean", "on_time_rate", "backlog_mean")


def show_sweep(console: Console, swept: Swept) -> None:
    """Print the axes, what factors do, the points, and what it all rests on."""
    result, base = swept.result, swept.asked.base
    if result.interrupted:
        say(console, _("Stopped early: these are the replications finished so far."), style="yellow")
        console.print()
    console.print(heading(_("{title}: sweep").format(title=names.scenario_title(base)), base.name))
    say_place(console, base)
    titles = titles_of(swept)
    console.print()
    _show_axes(console, swept.asked.design, titles)
    figures = _fitting(console, swept)
    found = [one for figure in figures if (one := effects_on(swept.asked.design, result, figure)) is not None]
    if found:
        console.print()
        _show_effects(console, swept, found, titles)
    for sentence in _without_effects(swept, found):
        console.print()
        say(console, sentence, style="dim")
    console.print()
    _show_points(console, swept, figures)
    console.print()
    say(console, _basis(swept), style="dim")
    say(console, assumptions(base), style="dim")
    say_day_notes(console, [base])


def _fitting(console: Console, swept: Swept) -> tuple[FigureKey, ...]:
    """The figures that fit; those asked for always do."""
    if swept.asked.spec.indicators or console.width >= NARROW:
        return swept.figures
    first = swept.figures[0].family if swept.figures else ""
    return tuple(key for key in swept.figures if key.indicator in NARROW_LEADING and key.family == first)


def _show_axes(console: Console, design: Design, titles: Mapping[str, Title]) -> None:
    for place, axis in enumerate(design.axes):
        say(console, f"{told_of.letter(place)}  {told_of.axis(axis, titles)}")


def _title(figures: Sequence[FigureKey]) -> str:
    """The family of all figures, where it is the same."""
    families = {figure.family for figure in figures}
    return labels.family(families.pop()) if len(families) == 1 else ""


def _heading(figure: FigureKey, figures: Sequence[FigureKey]) -> str:
    return words.indicator(figure) if _title(figures) else words.figure(figure)


def _show_effects(console: Console, swept: Swept, found: Sequence[FigureEffects], titles: Mapping[str, Title]) -> None:
    """What each factor does on average over the others, what pairs add, and how one depends on another."""
    chosen = {axis.name: axis for axis in factors(swept.asked.design)}
    letters = {axis.name: told_of.letter(place) for place, axis in enumerate(swept.asked.design.axes)}
    figures = [one.figure for one in found]
    together: dict[tuple[str, str, str, str], list[tuple[FigureKey, Interplay]]] = {}
    for one in found:
        for each in one.interplays:
            key = (each.first, each.second, each.how, each.direction)
            together.setdefault(key, []).append((one.figure, each))
    for same in together.values():
        say(console, told_of.interplay(same, chosen, titles), style="bold")
    if together:
        console.print()
    title = _("Effects ({family})").format(family=_title(figures)) if _title(figures) else _("Effects")
    table = plain_table(title, *(_heading(figure, figures) for figure in figures))
    for name, rows in _main_effects(swept.asked.design, found).items():
        for mark, cells in rows:
            table.add_row(f"{letters[name]}{mark}", *cells)
    for pair in found[0].effects.interactions if found[0].effects is not None else ():
        row = [words.difference(one.effects.interactions[pair], one.figure) for one in found if one.effects is not None]
        table.add_row(f"{letters[pair[0]]} × {letters[pair[1]]}", *(Text(f"{told}  ") for told in row))
    console.print(table)
    say(console, _legend(found[0]), style="dim")


def _main_effects(design: Design, found: Sequence[FigureEffects]) -> Mapping[str, list[tuple[str, list[Text]]]]:
    """By axis, in order: what follows its letter, and the effects on each figure."""
    rows: dict[str, list[tuple[str, list[Text]]]] = {}
    for axis in design.levels:
        if axis in factors(design) and all(one.effects is not None for one in found):
            cells = [
                _effect(one.effects.main[axis.name], one.figure, one.verdicts[axis.name])
                for one in found
                if one.effects is not None
            ]
            rows[axis.name] = [("", cells)]
        elif axis in stepped(design):
            rows[axis.name] = []
            for place, value in enumerate(axis.values[1:], 1):
                known = [
                    next((e for e in one.levels if (e.factor, e.level) == (axis.name, place)), None) for one in found
                ]
                told = [
                    Text(ABSENT) if effect is None else _effect(effect.difference, one.figure, effect.verdict)
                    for one, effect in zip(found, known, strict=True)
                ]
                rows[axis.name].append((f" = {told_of.value(value)}", told))
    return rows


def _effect(interval: Interval, figure: FigureKey, verdict: str) -> Text:
    told = words.difference(interval, figure)
    return Text(f"{told} {told_of.mark(interval.mean, verdict)}", style=STYLES.get(verdict, ""))


def _legend(found: FigureEffects) -> str:
    """How the table of effects is read."""
    told = []
    if found.effects is not None:
        told.append(_("A letter: the second level against the first, on average over all else."))
    if found.levels:
        told.append(_("A = value: that value against the first one, on average over all else."))
    if found.effects is not None and found.effects.interactions:
        told.append(_("A × B: how much more A does where B is at its second level."))
    told.append(_("All intervals of a column hold at once with 95%."))
    said = told[0]
    for sentence in told[1:]:
        said = _("{said} {more}").format(said=said, more=sentence)
    return said


def _without_effects(swept: Swept, found: Sequence[FigureEffects]) -> list[str]:
    """Why axes have no effect in the table: never without a word."""
    design = swept.asked.design
    if not design.is_grid:
        return [_("No effects: they need every combination of values (--vary), and these are points of your own.")]
    told = []
    two = [axis for axis in design.levels if len(axis.values) == 2]
    if two and not factors(design):
        told.append(
            _("No effects of axes with two values: {n} of them have too many pairs (at most {most}).").format(
                n=len(two), most=MOST_FACTORS
            )
        )
    if design.ranges:
        told.append(_("No effects of ranges: their points lie anywhere between the ends."))
    if not found and (factors(design) or stepped(design)):
        told.append(_("No effects: no replication has the figure at all points."))
    return told


def _show_points(console: Console, swept: Swept, figures: Sequence[FigureKey]) -> None:
    design = swept.asked.design
    headings = (_heading(figure, figures) for figure in figures)
    axes = [told_of.letter(place) for place in range(len(design.axes))]
    table = plain_table("", *axes, *headings)
    some: dict[FigureKey, int] = {}
    unreached: dict[FigureKey, int] = {}
    for place, (point, one) in enumerate(zip(swept.result.points, swept.result.runs, strict=True), 1):
        found = one.gathered()
        intervals = found.intervals()
        for figure in figures:
            if figure in intervals and intervals[figure].n < found.count:
                some[figure] = min(intervals[figure].n, some.get(figure, found.count))
            if figure in found.unreached:
                unreached[figure] = max(found.unreached[figure], unreached.get(figure, 0))
        values = [told_of.value(point[axis.name]) for axis in design.axes]
        cells = [cell(intervals.get(figure), figure.indicator, figure.family) for figure in figures]
        table.add_row(str(place), *values, *(cells or [ABSENT]))
    console.print(table)
    # Of the point that has them least often.
    for sentence in gap_sentences(some, unreached, swept.result.planned):
        say(console, sentence, style="dim")


def _basis(swept: Swept) -> str:
    """What the figures rest on: points, replications, seed."""
    result = swept.result
    points = len(result.points)
    told = ngettext("{n} point", "{n} points", points).format(n=number(points, 0))
    counts = {len(one.replications) for one in result.runs}
    least = min(counts)
    done = ngettext("{n} replication", "{n} replications", least).format(n=least)
    if least < result.planned:
        done = _("{done} of {planned} planned").format(done=done, planned=result.planned)
    seed = swept.asked.spec.seed
    said = _("{told}, {done} of each with the same draws, seed {seed}. ± are 95% intervals of the means.").format(
        told=told, done=done, seed=seed
    )
    return said + words.precision_ended(swept.ended)
