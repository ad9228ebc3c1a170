"""How deep one has gone below a finding, and what stands there: the facts behind a figure, and its groups."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from attrs import evolve, frozen
from rich.text import Text

from planner.metrics.indicators import INDICATORS, FigureKey, unit_of
from planner.tui.screens.compare.rows import FIGURE_CELLS, LevelRow, RowStyles, name_of, right
from planner.wording import _, names, ngettext
from planner.wording import comparison as words
from planner.wording.cells import fit
from planner.wording.numbers import ABSENT, percent

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding
    from planner.stats.paired import Paired
    from planner.studies.snapshot import Snapshot


Depth = Literal["findings", "figure", "group", "cases"]


@frozen(kw_only=True)
class Level:
    """Where one is. `figure` is of the county; `by` and `group` narrow it down, `case_type` leads to single cases.

    `marked` is the row on which the cursor stands, kept for the way back.
    """

    depth: Depth = "findings"
    figure: FigureKey | None = None
    by: str = ""
    group: str = ""
    case_type: str = ""
    marked: str = ""

    def into_figure(self, figure: FigureKey, by: str) -> Level:
        """One figure, by the groups of a grouping."""
        return Level(depth="figure", figure=figure, by=by)

    def regrouped(self, by: str) -> Level:
        """The same figure by another grouping."""
        return evolve(self, by=by, marked="")

    def into_group(self, group: str) -> Level:
        """One group: its case types, or where groups are case types, its cases."""
        if self.by == "case_type":
            return evolve(self, depth="cases", case_type=group, marked="")
        return evolve(self, depth="group", group=group, marked="")

    def into_cases(self, case_type: str) -> Level:
        """The cases of a case type in the group."""
        return evolve(self, depth="cases", case_type=case_type, marked="")


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


DIFFERENCE_CELLS = 18
GROUPINGS = ("township", "department", "case_type")
"""By what one can go deeper."""


def groupings_of(snapshot: Snapshot, figure: FigureKey) -> tuple[str, ...]:
    """By what a figure can be taken apart in this study."""
    definition = INDICATORS.get(figure.indicator)
    if definition is None:
        return ()
    here = [by for by in GROUPINGS if by in definition.groupings and by in snapshot.study.request.by]
    return tuple(by for by in here if len(snapshot.groups(by, figure.indicator, figure.family)) > 0)


def case_types_of(snapshot: Snapshot, level: Level) -> list[str]:
    """The case types of a group: in a department those for which it is responsible; elsewhere all."""
    if level.by != "department":
        return []
    return [
        key
        for scenario in snapshot.scenarios[-1:]
        for key, case_type in scenario.case_types.items()
        if case_type.responsible == level.group
    ]


@frozen
class Group:
    """A figure in one group: means of base and alternative, and the difference."""

    key: str
    base: float | None
    other: float | None
    paired: Paired | None
    seen: int
    """Replications that have it, of the alternative."""
    asked: int
    """How many replications the figures come from."""


def groups_of(
    snapshot: Snapshot, figure: FigureKey, by: str, alternative: int, only: Sequence[str] = ()
) -> list[Group]:
    """A figure by group, the worst first: by its mean in the alternative, else in the base."""
    from planner.stats import paired

    compared = bool(snapshot.findings)
    place = alternative + 1 if compared else alternative
    found = []
    for group in snapshot.groups(by, figure.indicator, figure.family):
        if only and group not in only:
            continue
        key = FigureKey(figure.indicator, figure.family, by, group)
        others = snapshot.values(place, key)
        bases = snapshot.values(0, key) if compared else {}
        found.append(
            Group(
                group,
                _mean(bases),
                _mean(others),
                paired.compare(bases, others),
                len(others),
                len(snapshot.replications[place]),
            )
        )
    worst_is_low = INDICATORS[figure.indicator].better == "higher"

    def worse(one: Group) -> tuple[bool, float]:
        mean = one.other if one.other is not None else one.base
        return (mean is None, (mean or 0.0) * (1.0 if worst_is_low else -1.0))

    return sorted(found, key=worse)


def _mean(values: Mapping[int, float]) -> float | None:
    return math.fsum(values.values()) / len(values) if values else None


def group_rows(
    snapshot: Snapshot, level: Level, alternative: int, cells: int, styles: RowStyles, only: Sequence[str] = ()
) -> list[LevelRow]:
    """A figure by township, department or case type, the worst first."""
    assert level.figure is not None
    figure = level.figure
    by = "case_type" if level.depth == "group" else level.by
    compared = bool(snapshot.findings)
    wide = cells >= 66
    columns = (2 * FIGURE_CELLS + (DIFFERENCE_CELLS if wide else 0) if compared else FIGURE_CELLS) + 2
    name_cells = max(10, min(40, cells - columns - 8))
    rows = []
    for group in groups_of(snapshot, figure, by, alternative, only):
        line = Text(no_wrap=True)
        mark, style = _group_mark(snapshot, figure, group)
        line.append(f"{mark} ", style=styles.get(style, ""))
        line.append(fit(name_of(snapshot, by, group.key), name_cells))
        if compared:
            line.append(right(_told(figure, group.base, group.paired), FIGURE_CELLS))
        line.append(right(_told(figure, group.other, group.paired), FIGURE_CELLS))
        if compared and wide:
            told = "" if group.paired is None else words.difference(group.paired.difference, figure)
            line.append(right(told, DIFFERENCE_CELLS), style=styles["muted"])
        if 0 < group.seen < group.asked:
            line.append("  " + _("{k} of {n}").format(k=group.seen, n=group.asked), style=styles["muted"])
        rows.append(LevelRow(group.key, line))
    return rows


def group_heading(snapshot: Snapshot, level: Level, cells: int, alternative: int) -> str:
    """The headings above the rows of groups."""
    by = "case_type" if level.depth == "group" else level.by
    compared = bool(snapshot.findings)
    wide = cells >= 66
    columns = (2 * FIGURE_CELLS + (DIFFERENCE_CELLS if wide else 0) if compared else FIGURE_CELLS) + 2
    name_cells = max(10, min(40, cells - columns - 8))
    told = "  " + fit(words.grouping_heading(by), name_cells)
    if compared:
        told += right(_("base"), FIGURE_CELLS)
    told += right(_("here"), FIGURE_CELLS)
    if compared and wide:
        told += right(_("difference"), DIFFERENCE_CELLS)
    return told


def _group_mark(snapshot: Snapshot, figure: FigureKey, group: Group) -> tuple[str, str]:
    """The mark of a group, and its verdict; the size that matters is that of the figure as a whole."""
    if group.paired is None or snapshot.question is None:
        return " ", ""
    size = snapshot.question.matters.get(figure)
    matters = 0.0 if size is None else size.at(group.paired.base_mean)
    verdict = group.paired.verdict(INDICATORS[figure.indicator].better, matters)
    if verdict == "not-yet-known":
        return "?", ""
    if verdict == "no-difference":
        return "=", ""
    return ("▼" if group.paired.difference.mean < 0 else "▲"), verdict


def _told(figure: FigureKey, mean: float | None, paired: Paired | None) -> str:
    if mean is None:
        return ABSENT
    return words.value(
        mean, figure, words.digits(figure, mean, None if paired is None else paired.difference.half_width)
    )
