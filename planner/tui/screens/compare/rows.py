"""Rows of Compare: findings as sentences, figures of a run, all alternatives beside each other, and titles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen
from rich.text import Text

from planner.metrics.indicators import FigureKey
from planner.wording import _, labels, names, text
from planner.wording import comparison as words
from planner.wording.cells import cut, fit, width, wrap
from planner.wording.numbers import ABSENT

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding, Rests
    from planner.studies.snapshot import Snapshot


FIGURE_CELLS = 13

RowStyles = Mapping[str, str]
"""Styles by name: `better`, `worse`, `muted`."""


@frozen
class LevelRow:
    """A row that can be chosen; one without an id only says something."""

    id: str
    text: Text
    enabled: bool = True


def row_id(figure: FigureKey) -> str:
    """The id of the row of a figure."""
    return f"{figure.indicator}|{figure.family}"


def figure_of(row: str) -> FigureKey:
    """The figure of a row."""
    indicator, _bar, family = row.partition("|")
    return FigureKey(indicator, family)


def heading(told: str, cells: int, styles: RowStyles) -> Text:
    """A line that begins with words."""
    return Text(f"{told} ".ljust(0) + "─" * max(0, cells - width(told) - 1), style=styles["muted"], no_wrap=True)


def right(told: str, cells: int) -> str:
    """A text at the right end of so many cells."""
    return " " * max(0, cells - width(told)) + told


JOINTS = ("＋", " + ")
"""What stands between the title of a base and what is added to it."""


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
        joint = next((joint for joint in JOINTS if title.startswith(base + joint)), None)
        result.append(title if joint is None else f"{joint.lstrip()}{title[len(base + joint) :]}")
    return result


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


MARK_CELLS = 3
VERDICT_CELLS = 14
VALUE_CELLS = 10
WIDEST_LINE = 92


def finding_rows(
    snapshot: Snapshot, alternative: int, cells: int, styles: RowStyles, lines: dict[str, int]
) -> list[LevelRow]:
    """One sentence per figure of the families that the comparison is about, one line for each of the others.

    `lines` remembers how many lines each sentence has had, so that none moves while figures fill in.
    """
    assert snapshot.question is not None
    rests = snapshot.rests(alternative)
    rows = []
    found_here = snapshot.findings[alternative]
    leading = [found for found in found_here if found.figure.family in snapshot.question.leading]
    others = [found for found in found_here if found not in leading]
    for found in leading:
        rows.append(LevelRow(row_id(found.figure), _sentence_text(snapshot, found, rests, cells, styles, lines)))
    if others:
        rows.append(LevelRow("elsewhere", heading(_("Elsewhere"), cells, styles), enabled=False))
    told = [_means_told(found) for found in others]
    # Amounts of money are wider than all else, and may reach further to the left.
    columns = [
        max((size for pair in told if (size := width(pair[column])) <= VALUE_CELLS), default=0) for column in (0, 1)
    ]
    for found, (base, other) in zip(others, told, strict=True):
        means = f"{right(base, columns[0])} → {right(other, columns[1])}"
        rows.append(LevelRow(row_id(found.figure), _line_of(snapshot, found, means, cells, styles)))
    return rows


def _sentence_text(
    snapshot: Snapshot, found: Finding, rests: Rests, cells: int, styles: RowStyles, lines: dict[str, int]
) -> Text:
    precise = snapshot.is_precise(found)
    if found.paired is None and not snapshot.complete:
        told = _("{name}: no figures yet").format(name=words.figure(found.figure))
    else:
        told = words.plain_sentence(found, rests)
    wrapped = wrap(told, max(20, cells - MARK_CELLS))
    key = f"{row_id(found.figure)} {cells}"
    lines[key] = height = max(len(wrapped), lines.get(key, 1))
    wrapped += [""] * (height - len(wrapped))
    style = "" if precise else styles["muted"]
    result = Text(no_wrap=True)
    for place, line in enumerate(wrapped):
        sign = fit(mark(found, precise), MARK_CELLS) if place == 0 else " " * MARK_CELLS
        result.append(("\n" if place else "") + sign, style=style or styles.get(found.verdict or "", ""))
        result.append(line, style=style)
    return result


def mark(found: Finding, precise: bool) -> str:
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


def _line_of(snapshot: Snapshot, found: Finding, means: str, cells: int, styles: RowStyles) -> Text:
    precise = snapshot.is_precise(found)
    style = "" if precise else styles["muted"]
    verdict = "" if found.paired is None else words.brief_verdict(found)
    reach = min(cells, WIDEST_LINE) - MARK_CELLS - VERDICT_CELLS - 2
    name_cells = max(12, reach - width(means))
    result = Text(no_wrap=True)
    result.append(fit(mark(found, precise), MARK_CELLS), style=style or styles.get(found.verdict or "", ""))
    return result.append(f"{fit(words.figure(found.figure), name_cells)}{means}  {verdict}", style=style)


def run_rows(snapshot: Snapshot, scenario: int, cells: int, styles: RowStyles) -> list[LevelRow]:
    """One sentence per indicator and family of a scenario that is compared with nothing."""
    from planner.experiments.headlines import LEADING, REPORT_ORDER

    intervals = snapshot.intervals(scenario)
    families = [family for family in REPORT_ORDER if FigureKey("resolution_time_mean", family) in intervals]
    rows = []
    for place, family in enumerate(families):
        rows.append(LevelRow(f"family {family}", heading(labels.family(family), cells, styles), enabled=False))
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
            rows.append(LevelRow(row_id(key), line))
    return rows


def overview_lines(snapshot: Snapshot, cells: int, chosen: int, styles: RowStyles) -> list[Text]:
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
        head.append(right(cut(told if position == 0 else f"{position} {told}", each - 2), each - 2), style=style)
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
            told = f"{mark(found, precise)} {words.value(found.paired.other_mean, figure, digits)}"
            style = styles.get(found.verdict or "", "") if precise else styles["muted"]
            line.append(right(told, each), style=style)
        lines.append(line)
    return lines
