"""The findings as rows: a sentence for each figure that the comparison is about, a line for each of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from planner.tui.screens.compare.rows import ABSENT, Palette, Row, heading, right, row_id
from planner.wording import _
from planner.wording import comparison as words
from planner.wording.cells import fit, width, wrap

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding, Rests
    from planner.studies.snapshot import Snapshot

MARK_CELLS = 3
VERDICT_CELLS = 14
VALUE_CELLS = 10
WIDEST_LINE = 92


def finding_rows(snapshot: Snapshot, alternative: int, cells: int, styles: Palette, lines: dict[str, int]) -> list[Row]:
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
        rows.append(Row(row_id(found.figure), _sentence_text(snapshot, found, rests, cells, styles, lines)))
    if others:
        rows.append(Row("elsewhere", heading(_("Elsewhere"), cells, styles), enabled=False))
    told = [_means_told(found) for found in others]
    # Amounts of money are wider than all else, and may reach further to the left.
    columns = [
        max((size for pair in told if (size := width(pair[column])) <= VALUE_CELLS), default=0) for column in (0, 1)
    ]
    for found, (base, other) in zip(others, told, strict=True):
        means = f"{right(base, columns[0])} → {right(other, columns[1])}"
        rows.append(Row(row_id(found.figure), _line_of(snapshot, found, means, cells, styles)))
    return rows


def _sentence_text(
    snapshot: Snapshot, found: Finding, rests: Rests, cells: int, styles: Palette, lines: dict[str, int]
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


def _line_of(snapshot: Snapshot, found: Finding, means: str, cells: int, styles: Palette) -> Text:
    precise = snapshot.is_precise(found)
    style = "" if precise else styles["muted"]
    verdict = "" if found.paired is None else words.brief_verdict(found)
    reach = min(cells, WIDEST_LINE) - MARK_CELLS - VERDICT_CELLS - 2
    name_cells = max(12, reach - width(means))
    result = Text(no_wrap=True)
    result.append(fit(mark(found, precise), MARK_CELLS), style=style or styles.get(found.verdict or "", ""))
    return result.append(f"{fit(words.figure(found.figure), name_cells)}{means}  {verdict}", style=style)
