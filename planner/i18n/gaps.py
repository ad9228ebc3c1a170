"""Figures that not every replication has, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from planner.i18n import comparison, labels
from planner.i18n.language import _

if TYPE_CHECKING:
    from planner.metrics.indicators import FigureKey
    from planner.stats.interval import Interval


def gaps(
    shown: Iterable[FigureKey], intervals: Mapping[FigureKey, Interval], unreached: Mapping[FigureKey, int], of: int
) -> list[str]:
    """Of the figures shown, those that only some of the `of` replications have, and those that some do not reach."""
    keys = list(shown)
    some = {key: intervals[key].n for key in keys if key in intervals and intervals[key].n < of}
    beyond = {key: unreached[key] for key in keys if key in unreached}
    return sentences(some, beyond, of)


def sentences(some: Mapping[FigureKey, int], unreached: Mapping[FigureKey, int], of: int) -> list[str]:
    """`some` holds figures with the number of replications that have them, `unreached` with that of those beyond."""
    told = []
    if some:
        counted = _listed(some, of, _("{figure} ({n} of {of} replications)"))
        told.append(_("Only some replications have {figures}: those are in the mean.").format(figures=counted))
    if unreached:
        counted = _listed(unreached, of, _("{figure} (in {n} of {of} replications)"))
        told.append(
            _("Without a mean, because not reached within the time that is looked at: {figures}.").format(
                figures=counted
            )
        )
    return told


def _listed(counts: Mapping[FigureKey, int], of: int, form: str) -> str:
    """Figures with their numbers; a family where all its figures have the same."""
    by_family: dict[str, dict[FigureKey, int]] = {}
    for key, n in counts.items():
        by_family.setdefault(key.family, {})[key] = n
    named = []
    for family, found in by_family.items():
        if len(found) > 1 and len(set(found.values())) == 1:
            named.append(form.format(figure=labels.family(family), n=next(iter(found.values())), of=of))
        else:
            named += [form.format(figure=comparison.figure(key), n=n, of=of) for key, n in found.items()]
    return _("; ").join(named)
