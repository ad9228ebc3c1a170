"""A study as an Excel workbook, with words in the language in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import xlsxwriter

from planner.errors import Problem, ResultError
from planner.metrics import FigureKey
from planner.metrics.indicators import INDICATORS, unit_of
from planner.model.text import visible
from planner.papers.sheets import Row, Share, Sheet, axis_cells, axis_headings, of_comparison, of_sweep
from planner.studies.snapshot import Listed, Snapshot, axes_of, listed
from planner.studies.sweep import titles_of
from planner.studies.tables import WORKBOOK_OPTIONS
from planner.wording import _, labels, names
from planner.wording import sweep as told_of
from planner.wording.cells import width
from planner.wording.figures import group_name
from planner.wording.names import played, stored_title, titles_of_study

MOST_ROWS = 1_048_576
"""Of a sheet of Excel."""

WIDEST_COLUMN = 40
LONGEST_NAME = 31


def write_workbook(shown: Snapshot, path: Path, more: Sequence[Sheet] = ()) -> None:
    """Write sheets for the study, what it says, its summary, its replications and its daily backlog.

    `more` follow what it says.

    Raises OSError where the file cannot be written, ResultError (kind `too-many-rows`) where a sheet cannot hold them.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, WORKBOOK_OPTIONS) as workbook:
        book = _Book(workbook)
        replications = sorted({one.number for some in shown.replications for one in some})
        numbered = [_("No. {n}").format(n=number + 1) for number in replications]
        book.sheet(_("Study"), [_("What"), ""], _about(shown))
        for name, headings, rows in (*_answers(shown), *more):
            book.sheet(name, headings, rows)
        who = _scenario_headings(shown)
        book.sheet(_("Summary"), [*who, *_headings(), "n", _("mean"), "±"], _summary(shown))
        book.sheet(_("Replications"), [*who, *_headings(), *numbered], _values(shown, replications))
        book.sheet(_("Backlog"), [*who, _("Family"), _("Day"), *numbered], _backlog(shown, replications))
    path.write_bytes(content.getbuffer())


def write_sheets(sheets: Iterable[Sheet], path: Path) -> None:
    """Write sheets that stand by themselves. Raises as `write_workbook`."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, WORKBOOK_OPTIONS) as workbook:
        book = _Book(workbook)
        for name, headings, rows in sheets:
            book.sheet(name, headings, rows)
    path.write_bytes(content.getbuffer())


def _answers(shown: Snapshot) -> list[Sheet]:
    """The sheets of what a comparison or a sweep says; none of a run, and where the scenarios cannot be read."""
    if shown.comparison is not None:
        return of_comparison(shown.comparison)
    return [] if shown.swept is None else of_sweep(shown.swept, titles_of(shown.swept))


def write_sheet(shown: Snapshot, name: str, headings: Sequence[str], rows: Iterable[Row], path: Path) -> None:
    """Write one table of a study, and a sheet on the study beside it. Raises as `write_workbook`."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, WORKBOOK_OPTIONS) as workbook:
        book = _Book(workbook)
        book.sheet(name, headings, rows)
        book.sheet(_("Study"), [_("What"), ""], _about(shown))
    path.write_bytes(content.getbuffer())


def _cut(text: str, length: int) -> str:
    """The beginning of a text; Excel counts in halves of UTF-16."""
    while len(text.encode("utf-16-le")) // 2 > length:
        text = text[:-1]
    return text


class _Book:
    """A workbook under way."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._bold = workbook.add_format({"bold": True, "bottom": 1})
        self._date = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._number = workbook.add_format({"num_format": "#,##0.0###"})
        self._share = workbook.add_format({"num_format": "0.0%"})

    def sheet(self, name: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
        """Add a sheet with a line of headings that stays in sight."""
        sheet = self._workbook.add_worksheet(self._sheet_name(name))
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, visible(heading), self._bold)
        widths = [width(heading) for heading in headings]
        last = 0
        for last, row in enumerate(rows, 1):
            if last >= MOST_ROWS:
                raise ResultError(Problem(kind="too-many-rows", facts={"limit": MOST_ROWS}))
            for column, value in enumerate(row):
                if value is not None:
                    widths[column] = max(widths[column], self._write(sheet, last, column, value))
        for column, cells in enumerate(widths):
            sheet.set_column(column, column, min(max(cells, 8), WIDEST_COLUMN) + 2)
        if last:
            sheet.autofilter(0, 0, last, len(headings) - 1)

    def _sheet_name(self, name: str) -> str:
        """A name that Excel takes: at most 31 characters, some of them not allowed, none a second time."""
        told = "".join(" " if character in "[]:*?/\\" else character for character in visible(name)).strip(" '")
        known = {sheet.name.lower() for sheet in self._workbook.worksheets()} | {"history"}
        for n in count(1):
            beside = "" if n == 1 else f" ({n})"
            tried = _cut(told or _("Study"), LONGEST_NAME - len(beside)).rstrip(" '") + beside
            if tried.lower() not in known:
                return tried
        raise AssertionError("there is always one more number")

    def _write(self, sheet: Any, row: int, column: int, value: Any) -> int:
        """Write a cell; how wide it is."""
        if isinstance(value, str):
            told = visible(value)
            sheet.write_string(row, column, told)
            return width(told)
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self._date)
            return len("2025-01-01")
        if isinstance(value, Share):
            sheet.write_number(row, column, float(value), self._share)
        else:
            sheet.write_number(row, column, value, self._number if isinstance(value, float) else None)
        return 0


def _about(shown: Snapshot) -> Iterator[Row]:
    study = shown.study
    request = study.request
    yield _("Study"), study.id
    yield _("Begun"), f"{study.created.astimezone():%Y-%m-%d %H:%M}"
    if study.request.verb == "sweep":
        yield from _about_sweep(shown)
    else:
        for position, scenario in enumerate(study.scenarios):
            yield _("Scenario"), _named(shown, position)
            yield _("File, and check of its content"), f"{scenario.name} ({scenario.hash})"
            if shown.scenarios and shown.scenarios[position].place.illustrative:
                yield "", names.illustrative(shown.scenarios[position])
            yield _("Replications"), len(shown.replications[position])
    yield _("Seed"), request.seed
    if request.families:
        yield _("Families"), _(", ").join(labels.family(family) for family in request.families)
    if request.trace:
        yield _("Demand"), played(request)
    yield _("Version"), study.planner_version
    yield "", _("± is the 95% interval of the mean.")
    yield "", _("n: replications that have the figure. A median or 90th percentile that some do not reach has no mean.")


def _about_sweep(shown: Snapshot) -> Iterator[Row]:
    """The scenario that is varied, its axes, and how many points there are; what each of them is stands in the rows."""
    yield _("Scenario"), _named(shown, 0)
    yield "", shown.study.request.options["name"]
    if shown.scenarios and shown.scenarios[0].place.illustrative:
        yield "", names.illustrative(shown.scenarios[0])
    points = listed(shown.study)
    for place, axis in enumerate(axes_of(shown.study)):
        values = dict.fromkeys(told_of.value(one.values[place]) for one in points)
        yield _("Varied"), _("{name}: {values}").format(name=axis, values=_(", ").join(values))
    yield _("Points"), len(points)
    yield _("Replications"), len(shown.replications[0])


def _named(shown: Snapshot, position: int) -> str:
    """A scenario as it is shown: one that models a part of a place says so everywhere."""
    # The points of a sweep have one title, and columns that tell them apart.
    is_sweep = shown.study.request.verb == "sweep"
    told = stored_title(shown.study.scenarios[position]) if is_sweep else titles_of_study(shown.study)[position]
    if shown.scenarios and shown.scenarios[position].place.illustrative:
        return _("{title} (illustrative)").format(title=told)
    return told


def _scenario_headings(shown: Snapshot) -> list[str]:
    """What names a scenario: its title; of a sweep the number of the point and its value on each axis too."""
    axes = axes_of(shown.study)
    if not axes:
        return [_("Scenario")]
    titles = {} if shown.swept is None else titles_of(shown.swept)
    scenario = shown.scenarios[0] if shown.scenarios else None
    return [_("Scenario"), _("Point"), *axis_headings(axes, titles, scenario)]


def _scenario_cells(shown: Snapshot, number: int, one: Listed) -> Row:
    if shown.study.request.verb != "sweep":
        return (_named(shown, one.position),)
    return _named(shown, one.position), number, *axis_cells(one.values)


def _headings() -> list[str]:
    return [_("Indicator"), _("Family"), _("By"), _("Group"), _("Unit")]


def _key_cells(shown: Snapshot, position: int, key: FigureKey) -> Row:
    group = key.key
    if shown.scenarios and key.key:
        scenario = shown.scenarios[position]
        group = labels.family(key.key) if key.by == "family" else group_name(scenario, key.by, key.key)
    return (
        labels.indicator(key.indicator),
        labels.family(key.family),
        _("County") if key.by == "county" else labels.label(labels.DIMENSIONS, key.by),
        group,
        labels.unit(_unit(key)),
    )


def _cell(key: FigureKey, value: float | None) -> float | None:
    return Share(value) if value is not None and _unit(key) == "share" else value


def _unit(key: FigureKey) -> str:
    """The unit of a figure; nothing for one that only another version of the planner knows."""
    return unit_of(key.indicator, key.family) if key.indicator in INDICATORS else ""


def _summary(shown: Snapshot) -> Iterator[Row]:
    for number, one in enumerate(listed(shown.study), 1):
        who = _scenario_cells(shown, number, one)
        for key, n, mean, half_width in shown.summary(one.position):
            yield (*who, *_key_cells(shown, one.position, key), n, _cell(key, mean), _cell(key, half_width))


def _values(shown: Snapshot, replications: Sequence[int]) -> Iterator[Row]:
    for number, one in enumerate(listed(shown.study), 1):
        who = _scenario_cells(shown, number, one)
        by_number = {found.number: found.figures for found in shown.replications[one.position]}
        keys = dict.fromkeys(key for figures in by_number.values() for key in figures)
        for key in keys:
            values = (_cell(key, by_number.get(replication, {}).get(key)) for replication in replications)
            yield (*who, *_key_cells(shown, one.position, key), *values)


def _backlog(shown: Snapshot, replications: Sequence[int]) -> Iterator[Row]:
    for number, one in enumerate(listed(shown.study), 1):
        who = _scenario_cells(shown, number, one)
        by_number = {found.number: found.backlog for found in shown.replications[one.position]}
        start = shown.scenarios[one.position].time.start if shown.scenarios else None
        for family in dict.fromkeys(family for days in by_number.values() for family in days):
            series = [by_number.get(replication, {}).get(family, ()) for replication in replications]
            for day in range(max(map(len, series))):
                when = day + 1 if start is None else start + timedelta(days=day)
                values = (days[day] if day < len(days) else None for days in series)
                yield (*who, labels.family(family), when, *values)
