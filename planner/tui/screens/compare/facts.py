"""What stands behind a sentence, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.metrics.indicators import FigureKey, unit_of
from planner.tui.screens.compare.levels import Level
from planner.wording import _, names, ngettext
from planner.wording import comparison as words
from planner.wording.numbers import percent

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding
    from planner.stats.paired import Paired
    from planner.studies.snapshot import Snapshot


def figure_facts(snapshot: Snapshot, level: Level, alternative: int) -> list[str]:
    """What stands behind a sentence: both means, the interval, the counts, what size matters."""
    assert level.figure is not None
    figure = level.figure
    found = found_of(snapshot, figure, alternative)
    if found is None:
        return _run_facts(snapshot, figure, alternative)
    paired = found.paired
    if paired is None:
        return [_("Nothing to be compared yet: no replication has this figure in both.")]
    digits = words.digits(figure, paired.base_mean, paired.difference.half_width)
    base, other = (words.value(mean, figure, digits) for mean in (paired.base_mean, paired.other_mean))
    assert snapshot.question is not None
    share = percent(snapshot.question.confidence, 0)
    interval = words.difference(paired.difference, figure)
    lines = [
        _("Base {base}, here {other}: a difference of {difference}, {verdict}.").format(
            base=base, other=other, difference=interval, verdict=words.verdict(found)
        ),
        _counts(paired, figure),
    ]
    least = words.size(found.matters, figure)
    told = (
        _("Differences from {least} on count here (set by you).")
        if found.matters_stated
        else _("Differences from {least} on count here (the usual size).")
    )
    lines.append(told.format(least=least))
    if paired.difference.half_width is not None:
        lines.append(
            _("± means: all {m} differences of this study together lie within theirs with {share}.").format(
                m=snapshot.question.comparisons, share=share
            )
        )
    return lines


def _counts(paired: Paired, figure: FigureKey) -> str:
    """In how many replications it is which way; what never happens is not named."""
    n = paired.difference.n
    time = unit_of(figure.indicator, figure.family) in ("working_days", "hours")
    parts = (
        (paired.lower, _("{k} shorter") if time else _("{k} lower")),
        (paired.higher, _("{k} longer") if time else _("{k} higher")),
        (n - paired.lower - paired.higher, _("{k} the same")),
    )
    which = names.listed([told.format(k=k) for k, told in parts if k])
    told = ngettext("Of {n} replication: {which}.", "Of {n} replications: {which}.", n).format(n=n, which=which)
    if paired.left_out:
        left = ngettext(
            "{n} has no such figure in one of the two.", "{n} have no such figure in one of the two.", paired.left_out
        ).format(n=paired.left_out)
        told = _("{told} {left}").format(told=told, left=left)
    return told


def _run_facts(snapshot: Snapshot, figure: FigureKey, scenario: int) -> list[str]:
    interval = snapshot.intervals(scenario).get(figure)
    n = len(snapshot.replications[scenario])
    if interval is None:
        return [_("No replication has this figure yet.")]
    digits = words.digits(figure, interval.mean, interval.half_width)
    told = words.value(interval.mean, figure, digits)
    if interval.half_width:
        told = _("{mean}, ±{half_width} (95%)").format(mean=told, half_width=words.size(interval.half_width, figure))
    lines = [told]
    if interval.n < n:
        lines.append(_("In {k} of {n} replications; the others have no such figure.").format(k=interval.n, n=n))
    return lines


def found_of(snapshot: Snapshot, figure: FigureKey, alternative: int) -> Finding | None:
    """The finding on a figure; None where nothing is compared."""
    if not snapshot.findings:
        return None
    return next((found for found in snapshot.findings[alternative] if found.figure == figure), None)
