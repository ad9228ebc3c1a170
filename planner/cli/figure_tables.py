"""The tables of figures by family and of findings, the same while they fill in and when they are done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from planner.cli.layout import plain_table
from planner.experiments.headlines import REPORT_ORDER
from planner.metrics.indicators import ALL, FigureKey, unit_of
from planner.wording import N_, _
from planner.wording import comparison as words
from planner.wording.labels import family
from planner.wording.numbers import digits_of, number, percent

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding
    from planner.stats.interval import Interval


Intervals = Mapping[FigureKey, "Interval"]

ABSENT = "–"

_NARROW = (
    ("resolution_time_mean", N_("resolution")),
    ("on_time_rate", N_("on time")),
    ("overdue_end", N_("overdue")),
)
_COLUMNS = (
    ("backlog_end", N_("backlog")),
    ("overdue_end", N_("overdue")),
    ("response_time_mean", N_("response")),
    ("resolution_time_mean", N_("resolution")),
    ("on_time_rate", N_("on time")),
)
_WIDE = (
    ("backlog_mean", N_("mean backlog")),
    *_COLUMNS[:4],
    ("resolution_time_median", N_("half within")),
    ("resolution_time_p90", N_("90% within")),
    _COLUMNS[4],
)


def columns_for(width: int) -> tuple[tuple[str, str], ...]:
    """Indicators, with short headings, that fit into a width in cells."""
    return _WIDE if width >= 118 else _COLUMNS if width >= 72 else _NARROW


def shown_families(intervals: Intervals) -> list[str]:
    """Families that have figures, in the order of reports."""
    present = {key.family for key in intervals if key.by == "county" and key.family != ALL}
    return [name for name in REPORT_ORDER if name in present]


def family_table(intervals: Intervals, families: list[str], width: int) -> Table:
    """Figures of the county by family."""
    columns = columns_for(width)
    table = plain_table("", *(_(heading) for _id, heading in columns))
    for name in families:
        table.add_row(family(name), *(cell(intervals.get(FigureKey(id, name)), id, name) for id, _heading in columns))
    return table


def keys_shown(families: list[str], width: int) -> list[FigureKey]:
    """The keys of the figures that `family_table` shows at a width, in cells."""
    return [FigureKey(id, name) for name in families for id, _heading in columns_for(width)]


def cell(interval: Interval | None, indicator: str, family: str) -> str:
    """A figure with its half-width; an absent one is a dash."""
    if interval is None:
        return ABSENT
    unit = unit_of(indicator, family)
    if unit == "share":
        half = "" if interval.half_width is None else f" ±{100 * interval.half_width:.1f}"
        return f"{percent(interval.mean)}{half}"
    if interval.mean == 0 and not interval.half_width:
        return "0"
    digits = digits_of(unit, interval.mean, interval.half_width)
    half = "" if interval.half_width is None else f" ±{number(interval.half_width, digits)}"
    suffix = {"working_days": _(" d"), "hours": _(" h")}.get(unit, "")
    return f"{number(interval.mean, digits)}{half}{suffix}"


STYLES = {"better": "green", "worse": "red", "no-difference": "dim", "not-yet-known": "yellow"}


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
