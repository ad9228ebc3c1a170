"""The axes of a sweep, and what its factors do, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from planner.experiments.design import Levels, end_of_path
from planner.wording import comparison as words
from planner.wording.language import N_, _, text
from planner.wording.numbers import day

if TYPE_CHECKING:
    from planner.experiments.design import Range, Value
    from planner.experiments.sweep_effects import Interplay
    from planner.metrics.indicators import FigureKey
    from planner.model.text import Text

MEASURE = "measure:"

VERBS: Mapping[str, str] = {
    "better": N_("helps"),
    "worse": N_("harms"),
    "lower": N_("lowers it"),
    "higher": N_("raises it"),
}

Titles = Mapping[str, "Text"]
"""Titles of measures by id."""


def letter(place: int) -> str:
    """The letter of an axis: A to Z, then A1 and so on."""
    return chr(ord("A") + place % 26) + (str(place // 26) if place >= 26 else "")


def value(one: Value) -> str:
    """A value of an axis: a measure is off or on."""
    if isinstance(one, bool):
        return _("on") if one else _("off")
    if isinstance(one, date):
        return day(one)
    return f"{one:,}" if isinstance(one, int) and abs(one) >= 10_000 else str(one)


def axis_name(name: str, titles: Titles) -> str:
    """The title of a measure, or the end of a path."""
    measure = name.removeprefix(MEASURE)
    if measure == name:
        return end_of_path(name)
    return (text(titles[measure]) if measure in titles else "") or measure


def axis(one: Levels | Range, titles: Titles) -> str:
    """An axis and the values that it takes."""
    name = one.name
    if name.startswith(MEASURE):
        return _("{name} (off, on)").format(name=axis_name(name, titles))
    if isinstance(one, Levels):
        return _("{name}: {values}").format(name=name, values=_(", ").join(map(value, one.values)))
    return _("{name}: from {low} to {high}").format(name=name, low=value(one.low), high=value(one.high))


def where(one: Levels, level: int, titles: Titles) -> str:
    """A factor at its first or second level, as a condition."""
    name = axis_name(one.name, titles)
    if one.name.startswith(MEASURE):
        return (_("“{name}” is in place") if level else _("“{name}” is not in place")).format(name=name)
    return _("{name} is {value}").format(name=name, value=value(one.values[level]))


def step(one: Levels, titles: Titles) -> str:
    """What taking a factor from its first to its second level is."""
    name = axis_name(one.name, titles)
    if one.name.startswith(MEASURE):
        return _("“{name}”").format(name=name)
    return _("{name} from {first} to {second}").format(
        name=name, first=value(one.values[0]), second=value(one.values[1])
    )


def mark(mean: float, verdict: str) -> str:
    """▼ for a fall, ▲ for a rise, = for no difference that matters, ? for what is not known."""
    known = {"no-difference": "=", "not-yet-known": "?"}
    return known.get(verdict) or ("▼" if mean < 0 else "▲")


def interplay(found: Sequence[tuple[FigureKey, Interplay]], factors: Mapping[str, Levels], titles: Titles) -> str:
    """How one factor's effect depends on another, which is the same on these figures, with the effects beside it."""
    one = found[0][1]
    first, second = step(factors[one.first], titles), factors[one.second]
    # Where its effect is the larger one.
    there = 0 if one.how in ("only-without", "less-with") else 1
    verb = _(VERBS[one.direction])
    here, elsewhere = where(second, there, titles), where(second, 1 - there, titles)
    if one.how in ("only-with", "only-without"):
        told = _("{first} {verb} only where {here}").format(first=first, verb=verb, here=here)
    elif one.how == "opposite":
        other = _(VERBS[_OPPOSITE[one.direction]])
        told = _("{first} {verb} where {here}, and {other} where {elsewhere}").format(
            first=first, verb=verb, here=here, other=other, elsewhere=elsewhere
        )
    else:
        told = _("{first} {verb} more where {here}").format(first=first, verb=verb, here=here)
    effects = []
    for figure, each in found:
        larger, smaller = (each.with_it, each.without) if there else (each.without, each.with_it)
        effects.append(
            _("{figure} {larger} there, {smaller} elsewhere").format(
                figure=words.indicator(figure),
                larger=words.difference(larger, figure),
                smaller=words.difference(smaller, figure),
            )
        )
    return _("{told} ({effects}).").format(told=told.strip(), effects=_("; ").join(effects))


_OPPOSITE = {"better": "worse", "worse": "better", "lower": "higher", "higher": "lower"}
