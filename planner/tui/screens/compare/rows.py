"""What stands in the rows of Compare, level by level, as text of a given width. Pure functions of a snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from rich.text import Text

from planner.i18n import _, labels, names, ngettext, text
from planner.i18n import comparison as words
from planner.i18n.cells import fit, width, wrap
from planner.i18n.numbers import number, percent
from planner.metrics.indicators import INDICATORS, FigureKey, unit_of
from planner.tui.screens.compare.levels import Level

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding
    from planner.model.scenario import Scenario
    from planner.stats.paired import Paired
    from planner.tui.studies.reading import Snapshot

ABSENT = "–"
MARK_CELLS = 3
FIGURE_CELLS = 13
DIFFERENCE_CELLS = 18
VERDICT_CELLS = 14
VALUE_CELLS = 10
WIDEST_LINE = 92
GROUPINGS = ("township", "department", "case_type")
"""By what one can go deeper."""

STYLES = {"better": "better", "worse": "worse"}
"""Names of styles by verdict; what they look like is the theme's business."""


@frozen
class Row:
    """A row that can be chosen; one without an id only says something."""

    id: str
    text: Text
    enabled: bool = True


Palette = Mapping[str, str]
"""Styles by name: `better`, `worse`, `muted`."""


# All findings -----------------------------------------------------------------------------------------------------


def finding_rows(snapshot: Snapshot, alternative: int, cells: int, styles: Palette, lines: dict[str, int]) -> list[Row]:
    """One sentence per figure of the families that the comparison is about, one line for each of the others.

    `lines` remembers how many lines each sentence has had, so that none moves while figures fill in.
    """
    assert snapshot.question is not None
    assumptions = snapshot.assumptions(alternative)
    rows = []
    found_here = snapshot.findings[alternative]
    leading = [found for found in found_here if found.figure.family in snapshot.question.leading]
    others = [found for found in found_here if found not in leading]
    for found in leading:
        rows.append(Row(row_id(found.figure), _sentence_text(snapshot, found, assumptions, cells, styles, lines)))
    if others:
        rows.append(Row("elsewhere", _heading(_("Elsewhere"), cells, styles), enabled=False))
    told = [_means_told(found) for found in others]
    # Amounts of money are wider than all else, and may reach further to the left.
    columns = [
        max((size for pair in told if (size := width(pair[column])) <= VALUE_CELLS), default=0) for column in (0, 1)
    ]
    for found, (base, other) in zip(others, told, strict=True):
        means = f"{right(base, columns[0])} → {right(other, columns[1])}"
        rows.append(Row(row_id(found.figure), _line_of(snapshot, found, means, cells, styles)))
    return rows


def row_id(figure: FigureKey) -> str:
    """The id of the row of a figure."""
    return f"{figure.indicator}|{figure.family}"


def figure_of(row: str) -> FigureKey:
    """The figure of a row."""
    indicator, _bar, family = row.partition("|")
    return FigureKey(indicator, family)


def _sentence_text(
    snapshot: Snapshot, found: Finding, assumptions: int, cells: int, styles: Palette, lines: dict[str, int]
) -> Text:
    precise = snapshot.is_precise(found)
    if found.paired is None and not snapshot.complete:
        told = _("{name}: no figures yet").format(name=words.figure(found.figure))
    else:
        told = words.plain_sentence(found, assumptions)
    wrapped = wrap(told, max(20, cells - MARK_CELLS))
    key = f"{row_id(found.figure)} {cells}"
    lines[key] = height = max(len(wrapped), lines.get(key, 1))
    wrapped += [""] * (height - len(wrapped))
    style = "" if precise else styles["muted"]
    result = Text(no_wrap=True)
    for place, line in enumerate(wrapped):
        mark = fit(_mark(found, precise), MARK_CELLS) if place == 0 else " " * MARK_CELLS
        result.append(("\n" if place else "") + mark, style=style or styles.get(found.verdict or "", ""))
        result.append(line, style=style)
    return result


def _mark(found: Finding, precise: bool) -> str:
    """The mark of a finding; one that may still change has dots behind it, as colour alone must not say that."""
    return words.mark(found) + ("" if precise else "…")


def _means_told(found: Finding) -> tuple[str, str]:
    if found.paired is None:
        return ABSENT, ABSENT
    digits = words.digits(found.figure, found.paired.base_mean, found.paired.difference.half_width)
    return (
        words.value(found.paired.base_mean, found.figure, digits),
        words.value(found.paired.other_mean, found.figure, digits),
    )


def _line_of(snapshot: Snapshot, found: Finding, means: str, cells: int, styles: Palette) -> Text:
    precise = snapshot.is_precise(found)
    style = "" if precise else styles["muted"]
    verdict = "" if found.paired is None else words.brief_verdict(found)
    reach = min(cells, WIDEST_LINE) - MARK_CELLS - VERDICT_CELLS - 2
    name_cells = max(12, reach - width(means))
    result = Text(no_wrap=True)
    result.append(fit(_mark(found, precise), MARK_CELLS), style=style or styles.get(found.verdict or "", ""))
    return result.append(f"{fit(words.figure(found.figure), name_cells)}{means}  {verdict}", style=style)


def _heading(told: str, cells: int, styles: Palette) -> Text:
    return Text(f"{told} ".ljust(0) + "─" * max(0, cells - width(told) - 1), style=styles["muted"], no_wrap=True)


def right(told: str, cells: int) -> str:
    """A text at the right end of so many cells."""
    return " " * max(0, cells - width(told)) + told


# One figure -------------------------------------------------------------------------------------------------------


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


def groupings_of(snapshot: Snapshot, figure: FigureKey) -> tuple[str, ...]:
    """By what a figure can be taken apart in this study."""
    definition = INDICATORS.get(figure.indicator)
    if definition is None:
        return ()
    here = [by for by in GROUPINGS if by in definition.groupings and by in snapshot.study.request.by]
    return tuple(by for by in here if len(snapshot.groups(by, figure.indicator, figure.family)) > 0)


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
    """Replications there are."""


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
    import math

    return math.fsum(values.values()) / len(values) if values else None


def group_rows(
    snapshot: Snapshot, level: Level, alternative: int, cells: int, styles: Palette, only: Sequence[str] = ()
) -> list[Row]:
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
        rows.append(Row(group.key, line))
    return rows


def group_heading(snapshot: Snapshot, level: Level, cells: int, alternative: int) -> str:
    """The headings above the rows of groups."""
    by = "case_type" if level.depth == "group" else level.by
    compared = bool(snapshot.findings)
    wide = cells >= 66
    columns = (2 * FIGURE_CELLS + (DIFFERENCE_CELLS if wide else 0) if compared else FIGURE_CELLS) + 2
    name_cells = max(10, min(40, cells - columns - 8))
    told = "  " + fit(labels.label(labels.DIMENSIONS, by), name_cells)
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


def name_of(snapshot: Snapshot, by: str, key: str) -> str:
    """The name of a township, department or case type in whatever scenario has it."""
    for scenario in reversed(snapshot.scenarios):
        if by == "township" and key in scenario.townships:
            return names.township(scenario, key)
        if by == "department" and key in scenario.departments:
            return names.department(scenario, key)
        if by == "case_type" and key in scenario.case_types:
            return names.case_type(scenario, key)
    return key


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


# Runs without a base ----------------------------------------------------------------------------------------------


def run_rows(snapshot: Snapshot, scenario: int, cells: int, styles: Palette, lines: dict[str, int]) -> list[Row]:
    """One sentence per indicator and family of a scenario that is compared with nothing."""
    from planner.experiments.headlines import LEADING, REPORT_ORDER

    intervals = snapshot.intervals(scenario)
    families = [family for family in REPORT_ORDER if FigureKey("resolution_time_mean", family) in intervals]
    rows = []
    for place, family in enumerate(families):
        rows.append(Row(f"family {family}", _heading(labels.family(family), cells, styles), enabled=False))
        indicators = LEADING if place == 0 else ("resolution_time_mean", "on_time_rate", "backlog_mean")
        for indicator in indicators:
            key = FigureKey(indicator, family)
            interval = intervals.get(key)
            if interval is None:
                continue
            digits = words.digits(key, interval.mean, interval.half_width)
            told = words.value(interval.mean, key, digits)
            half = f" ±{words.size(interval.half_width, key)}" if interval.half_width else ""
            line = Text(no_wrap=True, style="" if snapshot.complete else styles["muted"])
            line.append(fit(f"   {labels.indicator(indicator)}", min(40, max(20, cells - 2 * FIGURE_CELLS - 2))))
            line.append(right(told, FIGURE_CELLS)).append(half, style=styles["muted"])
            rows.append(Row(row_id(key), line))
    return rows


# Titles -----------------------------------------------------------------------------------------------------------


def title_of(snapshot: Snapshot, scenario: int) -> str:
    """The title of a scenario; one that models a part of its place says so."""
    told = text(snapshot.titles[scenario]) or snapshot.names[scenario]
    place = snapshot.scenarios[scenario].place if snapshot.scenarios else None
    return _("{title} (illustrative)").format(title=told) if place is not None and place.illustrative else told


def short_titles(snapshot: Snapshot) -> list[str]:
    """The titles of scenarios; an alternative whose title begins with the base's is named by what it adds."""
    told = [text(title) or name for title, name in zip(snapshot.titles, snapshot.names, strict=True)]
    base = told[0]
    result = told[:1]
    for title in told[1:]:
        rest = title[len(base) :].lstrip(" ＋+") if title.startswith(base) else title
        result.append(f"＋{rest}" if rest and rest != title else title)
    return result


def scenario_at(snapshot: Snapshot, alternative: int) -> Scenario:
    """The scenario of an alternative, or of a run by its position."""
    return snapshot.scenarios[alternative + 1 if snapshot.findings else alternative]


def overview_lines(snapshot: Snapshot, cells: int, chosen: int, styles: Palette) -> list[Text]:
    """All alternatives beside each other: one line per figure, one column each."""
    assert snapshot.question is not None
    columns = len(snapshot.findings) + 1
    name_cells = min(36, max(18, cells // 4))
    each = max(14, min(30, (cells - name_cells) // columns))
    titles = short_titles(snapshot)
    head = Text(" " * name_cells, no_wrap=True)
    for position in range(columns):
        told = titles[position] if position else _("base")
        style = "bold reverse" if position == chosen + 1 else "bold"
        head.append(" " * 2)
        head.append(right(_cut(told if position == 0 else f"{position} {told}", each - 2), each - 2), style=style)
    lines = [head]
    for rows in zip(*snapshot.findings, strict=True):
        figure = rows[0].figure
        line = Text(fit(words.figure(figure), name_cells), no_wrap=True)
        base = next((found.paired.base_mean for found in rows if found.paired), None)
        told = ABSENT if base is None else words.value(base, figure, words.digits(figure, base, None))
        line.append(right(told, each))
        for found in rows:
            if found.paired is None:
                line.append(right(ABSENT, each), style=styles["muted"])
                continue
            precise = snapshot.is_precise(found)
            digits = words.digits(figure, found.paired.base_mean, found.paired.difference.half_width)
            told = f"{_mark(found, precise)} {words.value(found.paired.other_mean, figure, digits)}"
            style = styles.get(found.verdict or "", "") if precise else styles["muted"]
            line.append(right(told, each), style=style)
        lines.append(line)
    return lines


def _cut(told: str, cells: int) -> str:
    return told if width(told) <= cells else fit(told, cells - 1).rstrip() + "…"


def basis(snapshot: Snapshot) -> str:
    """On how many replications it stands."""
    n = min((len(some) for some in snapshot.replications), default=0)
    return ngettext("{n} replication of each", "{n} replications of each", n).format(n=number(n, 0))
