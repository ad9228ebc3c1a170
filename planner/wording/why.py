"""Why a mean time differs, in parts that add up to it, and the way to a new state, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from planner.metrics.indicators import unit_of
from planner.wording import comparison as words
from planner.wording import labels, names
from planner.wording.labels import family
from planner.wording.language import _
from planner.wording.numbers import day, number

if TYPE_CHECKING:
    from planner.experiments.transition import Transition
    from planner.experiments.why import Part, Split, Why
    from planner.model.scenario import Scenario


NAMED = 2
"""Parts that a sentence names."""

WORTH_NAMING = 0.1
"""A part is worth naming where it is this large, beside the largest; so is what works against a difference."""


@frozen
class Row:
    """What contributes how much, rounded so that all rows add up to the whole, and how sure that is."""

    name: str
    mean: float
    figure: float
    half_width: float | None = None
    part: Part | None = None
    """None for what is no part of its own: other cases, and all else."""


def digits(why: Why) -> int:
    """Decimals worth showing of the parts."""
    unit = unit_of(why.figure.indicator, why.figure.family)
    return max(words.digits(why.figure, why.whole.mean, None), 2 if unit == "working_days" else 1)


def rows(base: Scenario, other: Scenario, why: Why, split: Split, places: int, most: int) -> list[Row]:
    """One way of splitting; parts too small to be seen, and the rest of a long list, in one row."""
    found = [
        Row(part_name(base, other, split.by, part), part.contribution.mean, 0.0, part.contribution.half_width, part)
        for part in split.parts
    ]
    if split.mix is not None and split.mix.mean:
        found.append(Row(_("other cases came up"), split.mix.mean, 0.0, split.mix.half_width))
    smallest = 0.5 * 10.0**-places
    seen = [row for row in found if abs(row.mean) >= smallest]
    shown, rest = seen[:most], [*seen[most:], *(row for row in found if abs(row.mean) < smallest)]
    if any(row.mean for row in rest):
        shown.append(Row(_("all else"), math.fsum(row.mean for row in rest), 0.0))
    figures = rounded_to_sum([row.mean for row in shown], why.whole.mean, places)
    return [
        Row(row.name, row.mean, figure, row.half_width, row.part) for row, figure in zip(shown, figures, strict=True)
    ]


def rounded_to_sum(values: Sequence[float], whole: float, digits: int) -> list[float]:
    """The values rounded so that they add up to the rounded whole: those nearest to the next step give way."""
    step = 10.0**digits
    floors = [math.floor(value * step) for value in values]
    left = round(whole * step) - sum(floors)
    by_remainder = sorted(range(len(values)), key=lambda place: floors[place] - values[place] * step)
    for place in by_remainder[: max(0, left)]:
        floors[place] += 1
    return [floor / step for floor in floors]


def part_name(base: Scenario, other: Scenario, by: str, part: Part) -> str:
    """A cause, or a group by its name."""
    if by == "cause":
        return labels.label(labels.CAUSES, part.key)
    if not part.key:
        return _("no department") if by == "department" else _("elsewhere")
    if by == "case_type":
        return names.case_type(other if part.key in other.case_types else base, part.key)
    if by == "department":
        return names.department(other if part.key in other.departments else base, part.key)
    return names.township(other if part.key in other.townships else base, part.key)


def sentence(why: Why, found: Sequence[Row], places: int) -> str:
    """Where most of a difference comes from, and what works against it; `found` is one of its splits."""
    family = labels.family(why.figure.family)
    half = why.whole.half_width
    told = words.difference(why.whole, why.figure)
    if not why.whole.mean and not half:
        return _("{family}: on average the time is the same in both.").format(family=family)
    if half is None:
        return _("{family}: {difference} on average; one replication alone does not tell why.").format(
            family=family, difference=told
        )
    if abs(why.whole.mean) <= half:
        return _("{family}: on average the time hardly differs, as far as can be told ({difference}).").format(
            family=family, difference=told
        )
    gained = why.whole.mean < 0.0
    same = [row for row in found if row.part is not None and row.figure and (row.figure < 0.0) == gained]
    whole = _size(abs(round(why.whole.mean, places)), why, places)
    if not same:
        return _("{family}: {difference} on average.").format(family=family, difference=told)
    first = _("{family}: of the {whole} gained") if gained else _("{family}: of the {whole} added")
    named = _(", ").join(
        _("{amount} come from: {name}").format(amount=_size(abs(row.figure), why, places), name=row.name)
        for row in same[:NAMED]
        if abs(row.figure) >= WORTH_NAMING * abs(same[0].figure)
    )
    said = _("{first}, {named}").format(first=first.format(family=family, whole=whole), named=named)
    against = [row for row in found if row.figure and (row.figure < 0.0) != gained]
    taken = math.fsum(row.figure for row in against)
    if against and abs(taken) >= WORTH_NAMING * abs(same[0].figure):
        told = _("{amount} more: {name}") if gained else _("{amount} less: {name}")
        names_of = _(", ").join(row.name for row in against[:NAMED])
        named = names_of if len(against) <= NAMED else _("{names} and others").format(names=names_of)
        said = _("{said}; against that, {told}").format(
            said=said, told=told.format(amount=_size(abs(taken), why, places), name=named)
        )
    return _("{said}.").format(said=said)


def _size(amount: float, why: Why, places: int) -> str:
    unit = unit_of(why.figure.indicator, why.figure.family)
    return f"{number(amount, places)}{_(' h') if unit == 'hours' else _(' d')}"


def transition_title(found: Transition) -> str:
    """The title above `transition_sentences`, with the family of cases that they are about."""
    return _("The way there ({family}, open cases)").format(family=family(found.family))


def transition_sentences(found: Transition) -> list[str]:
    """Sentences on the way there: how many cases are open while a change takes hold, and when it is made good."""
    if found.before is not None:
        told = _("Changes on {day}: {before} open on the eve; {after} at the end, {base} without the change.")
        said = [
            told.format(
                day=day(found.since),
                before=number(found.before, 0),
                after=number(found.after, 0),
                base=number(found.after_in_base, 0),
            )
        ]
    else:
        told = _("At the end {after} open, {base} in the base.")
        said = [told.format(after=number(found.after, 0), base=number(found.after_in_base, 0))]
    if found.deepest is None:
        return [*said, _("At no time more open than without it, as far as can be told.")]
    more = found.deepest.more
    half = "" if more.half_width is None else f" ±{number(more.half_width, 0)}"
    told = _("At its worst on {day}: {more} more open than without it.")
    said.append(told.format(day=day(found.deepest.day), more=f"{number(more.mean, 0)}{half}"))
    if found.even is None:
        told = _("Not made good by the end ({k} of {n} replications get there).")
        return [*said, told.format(k=found.even_replications, n=found.replications)]
    told = _("Made good by {day}: as many case-days saved as lost ({k} of {n} replications get there).")
    return [*said, told.format(day=day(found.even), k=found.even_replications, n=found.replications)]
