"""The table of findings, the same while it fills in and when it is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from planner.cli.layout import plain_table
from planner.i18n import _
from planner.i18n import comparison as words

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding

STYLES = {"better": "green", "worse": "red", "no-difference": "dim", "not-yet-known": "yellow"}
ABSENT = "–"


def finding_table(title: str, findings: Iterable[Finding]) -> Table:
    """Figures of base and alternative, their difference with its half-width, and the verdict in a mark and words."""
    table = plain_table(title, _("base"), _("here"), _("difference"), _("verdict"))
    for found in findings:
        table.add_row(words.figure(found.figure), *finding_cells(found))
    return table


def finding_cells(found: Finding) -> tuple[str | Text, ...]:
    """Base, alternative, difference and verdict of one figure."""
    if found.paired is None:
        return ABSENT, ABSENT, ABSENT, words.brief_verdict(found)
    interval = found.paired.difference
    digits = words.digits(found.figure, found.paired.base_mean, interval.half_width)
    return (
        words.value(found.paired.base_mean, found.figure, digits),
        words.value(found.paired.other_mean, found.figure, digits),
        words.difference(interval, found.figure),
        Text(f"{words.mark(found)} {words.brief_verdict_with_sign(found)}", style=STYLES.get(found.verdict or "", "")),
    )
