"""All alternatives of a study beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from planner.tui.screens.compare.rows import ABSENT, Palette, right
from planner.tui.screens.compare.sentences import mark
from planner.tui.screens.compare.titles import short_titles
from planner.wording import _
from planner.wording import comparison as words
from planner.wording.cells import fit, width

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot


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
            told = f"{mark(found, precise)} {words.value(found.paired.other_mean, figure, digits)}"
            style = styles.get(found.verdict or "", "") if precise else styles["muted"]
            line.append(right(told, each), style=style)
        lines.append(line)
    return lines


def _cut(told: str, cells: int) -> str:
    return told if width(told) <= cells else fit(told, cells - 1).rstrip() + "…"
