"""The way to a new state, in words: what is open before and after, the deepest point, and when it is made good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.i18n.labels import family
from planner.i18n.language import _
from planner.i18n.numbers import day, number

if TYPE_CHECKING:
    from planner.experiments.transition import Transition


def title(found: Transition) -> str:
    """What the sentences are about."""
    return _("The way there ({family}, open cases)").format(family=family(found.family))


def sentences(found: Transition) -> list[str]:
    """The way, a sentence each."""
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
