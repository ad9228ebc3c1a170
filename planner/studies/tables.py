"""A study as tidy tables: ids, unrounded numbers, a row for each fact, for programs and analysts (CSV, Parquet)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from xlsxwriter import Workbook

from planner.errors import Problem, RequestError
from planner.experiments.frames import (
    FIGURES,
    FINDINGS,
    SCENARIO,
    SUMMARY,
    Rows,
    figure_cells,
    finding_rows,
    numbered,
    summary_cells,
)
from planner.experiments.result import gathered
from planner.metrics.frames import frame_of_rows
from planner.metrics.indicators import FigureKey, unit_of
from planner.model.text import json_line
from planner.studies.answer_objects import plain
from planner.studies.snapshot import Listed, axes_of, listed
from planner.studies.writing import as_cell

if TYPE_CHECKING:
    from planner.experiments.comparison import Comparison
    from planner.experiments.staffing import StaffingResult
    from planner.model.scenario import Scenario
    from planner.stats.interval import Interval
    from planner.studies.snapshot import Snapshot
    from planner.studies.sweep import Swept


def frame_of(shown: Snapshot, table: str) -> pl.DataFrame:
    """One of the tables in long form, with ids as in JSON; scenarios are numbered as two can have one name.

    Of a sweep each point has its rows, with its number and its values in columns of their own. Raises RequestError for
    a table that the study does not have.
    """
    import polars as pl

    if table in ANSWERS:
        frame = answer_frame(shown, table)
        if frame is None:
            known = tuple(one for one in TABLES if one not in ANSWERS or answer_frame(shown, one) is not None)
            raise RequestError(Problem(kind="not-one-of", path="--table", facts={"got": table, "allowed": known}))
        return frame
    kinds = {"figures": FIGURES, "summary": SUMMARY, "backlog": _BACKLOG}
    rows = {"figures": _figures, "summary": _summary, "backlog": _backlog}
    axes = axes_of(shown.study)
    points = listed(shown.study)
    found: list[tuple[Any, ...]] = []
    levels: list[tuple[Any, ...]] = []
    for number, one in enumerate(points, 1):
        scenario = _scenario(shown, one)
        for row in rows[table](shown, one.position):
            found.append((*scenario, *row))
            levels.append((number, *one.values))
    schema = {name: getattr(pl, kind) for name, kind in (_SCENARIO | kinds[table]).items()}
    frame = pl.DataFrame(found, schema=schema, orient="row")
    if not axes:
        return frame
    # Values of one axis can be whole and broken numbers.
    columns = [
        pl.Series(name, [row[place] for row in levels], strict=False) for place, name in enumerate(("point", *axes))
    ]
    return frame.with_columns(columns).select(*_SCENARIO, "point", *axes, *kinds[table])


TABLES = ("figures", "summary", "backlog", "findings", "why", "changes", "effects")
ANSWERS = TABLES[3:]
"""Tables of what a comparison or a sweep says."""

_SCENARIO = {"study": "Int64", **SCENARIO}
_BACKLOG = {"replication": "Int64", "family": "String", "day": "Int64", "date": "Date", "open": "Float64"}


def _scenario(shown: Snapshot, one: Listed) -> tuple[Any, ...]:
    illustrative = shown.scenarios[one.position].place.illustrative if shown.scenarios else None
    return (shown.study.id, one.position + 1, one.name, illustrative)


def _figures(shown: Snapshot, position: int) -> Iterator[tuple[Any, ...]]:
    return figure_cells(shown.replications[position])


def _summary(shown: Snapshot, position: int) -> Iterator[tuple[Any, ...]]:
    return summary_cells(gathered(shown.replications[position]))


def _backlog(shown: Snapshot, position: int) -> Iterator[tuple[Any, ...]]:
    start = shown.scenarios[position].time.start if shown.scenarios else None
    for replication in shown.replications[position]:
        for family, days in replication.backlog.items():
            for day, value in enumerate(days):
                date = None if start is None else start + timedelta(days=day)
                yield (replication.number + 1, family, day + 1, date, value)


def answer_frame(shown: Snapshot, table: str) -> pl.DataFrame | None:
    """One of the tables `findings`, `why`, `changes` and `effects` of a study; None where it has no such table."""
    verb = shown.study.request.verb
    if not shown.scenarios or verb != ("sweep" if table == "effects" else "compare"):
        return None
    study = {"study": shown.study.id}
    if shown.swept is not None:
        return frame_of_rows(effects(shown.swept), EFFECTS)
    comparison = shown.comparison
    if comparison is None:
        return None
    if table == "findings":
        return frame_of_rows((study | row for row in finding_rows(comparison)), {"study": "Int64", **FINDINGS})
    if table == "why":
        return frame_of_rows((study | row for row in whys(comparison)), {"study": "Int64", **WHY})
    return frame_of_rows((study | row for row in changes(comparison)), {"study": "Int64", **CHANGES})


_WHAT = {"indicator": "String", "family": "String", "unit": "String"}
WHY = {
    **SCENARIO,
    **_WHAT,
    "split": "String",
    "key": "String",
    "base": "Float64",
    "other": "Float64",
    "base_share": "Float64",
    "other_share": "Float64",
    "contribution": "Float64",
    "half_width": "Float64",
    "n": "Int64",
}
CHANGES = {
    **SCENARIO,
    "path": "String",
    "base": "String",
    "other": "String",
    "unit": "String",
    "tag": "String",
    "source": "String",
    "note_zh": "String",
    "note_en": "String",
    "since": "Date",
    "until": "Date",
}
EFFECTS = {
    "study": "Int64",
    **_WHAT,
    "kind": "String",
    "factor": "String",
    "from": "String",
    "to": "String",
    "with_factor": "String",
    "effect": "Float64",
    "half_width": "Float64",
    "confidence": "Float64",
    "n": "Int64",
    "verdict": "String",
}
STAFF = {
    "scenario": "String",
    "illustrative": "Boolean",
    **_WHAT,
    "sign": "String",
    "target": "Float64",
    "group": "String",
    "teams": "String",
    "what": "String",
    "present_fewest": "Int64",
    "present_most": "Int64",
    "by_load": "Int64",
    "needed": "Int64",
    "one_fewer_met": "Boolean",
    "one_fewer_mean": "Float64",
    "one_fewer_half_width": "Float64",
}


def _what(key: FigureKey) -> dict[str, Any]:
    return {"indicator": key.indicator, "family": key.family, "unit": unit_of(key.indicator, key.family)}


def whys(comparison: Comparison) -> Rows:
    """The parts into which each difference of a mean time is split, in several ways; each way adds up to the whole."""
    for who, alternative in numbered(comparison):
        for why in alternative.why:
            first = {**who, **_what(why.figure)}
            yield first | _part("whole", "", None, None, None, None, why.whole)
            for split in why.splits:
                for part in split.parts:
                    yield first | _part(
                        split.by,
                        part.key,
                        part.base_mean,
                        part.other_mean,
                        part.base_share,
                        part.other_share,
                        part.contribution,
                    )
                if split.mix is not None:
                    yield first | _part(split.by, "mix", None, None, None, None, split.mix)


def _part(
    split: str,
    key: str,
    base: float | None,
    other: float | None,
    base_share: float | None,
    other_share: float | None,
    contribution: Interval,
) -> dict[str, Any]:
    return {
        "split": split,
        "key": key,
        "base": base,
        "other": other,
        "base_share": base_share,
        "other_share": other_share,
        "contribution": contribution.mean,
        "half_width": contribution.half_width,
        "n": contribution.n,
    }


def changes(comparison: Comparison) -> Rows:
    """Every value in which an alternative differs from the base, with its source."""
    for who, alternative in numbered(comparison):
        for change in alternative.changed:
            for value in change.values:
                yield {
                    **who,
                    "path": value.path,
                    "base": _written(value.base),
                    "other": _written(value.other),
                    "unit": change.unit or None,
                    "tag": change.tag,
                    "source": change.source.source or None,
                    "note_zh": change.source.note.zh or None,
                    "note_en": change.source.note.en or None,
                    "since": change.since,
                    "until": change.until,
                }


def _written(value: Any) -> str | None:
    """A value of the model as one cell holds it: a number as digits, a whole table as JSON."""
    told = plain(value)
    return told if told is None or isinstance(told, str) else json_line(told)


def effects(swept: Swept) -> Rows:
    """What each factor of a sweep does to each figure, by itself (`main`, `level`) and in pairs (`interaction`)."""
    from planner.experiments.sweep_effects import effects_on

    levels = {axis.name: [_written(value) for value in axis.values] for axis in swept.asked.design.levels}
    for figure in swept.figures:
        found = effects_on(swept.asked.design, swept.result, figure)
        if found is None:
            continue
        first = {"study": swept.study.id, **_what(figure)}
        for name, interval in {} if found.effects is None else found.effects.main.items():
            ends = {"from": levels[name][0], "to": levels[name][1], "with_factor": None}
            yield first | {"kind": "main", "factor": name, **ends, **_effect(interval, found.verdicts[name])}
        for one in found.levels:
            ends = {"from": levels[one.factor][0], "to": levels[one.factor][one.level], "with_factor": None}
            yield first | {"kind": "level", "factor": one.factor, **ends, **_effect(one.difference, one.verdict)}
        for (name, other), interval in {} if found.effects is None else found.effects.interactions.items():
            ends = {"from": levels[name][0], "to": levels[name][1], "with_factor": other}
            yield first | {"kind": "interaction", "factor": name, **ends, **_effect(interval, None)}


def _effect(interval: Interval, verdict: str | None) -> dict[str, Any]:
    return {
        "effect": interval.mean,
        "half_width": interval.half_width,
        "confidence": interval.confidence,
        "n": interval.n,
        "verdict": verdict,
    }


def staff(scenario: Scenario, result: StaffingResult) -> Rows:
    """Each number of people that was sought: now, by the load check's arithmetic, as needed, and with one fewer."""
    target = result.target
    for need in result.needs:
        fewer = need.one_fewer
        figure = None if fewer is None else fewer.figure
        yield {
            "scenario": scenario.name,
            "illustrative": scenario.place.illustrative,
            **_what(target.figure),
            "sign": target.sign,
            "target": target.value,
            "group": need.variable.group.key,
            "teams": " ".join(need.variable.group.teams),
            "what": need.variable.what,
            "present_fewest": min(need.present),
            "present_most": max(need.present),
            "by_load": need.by_load,
            "needed": need.answer,
            "one_fewer_met": None if fewer is None else fewer.met,
            "one_fewer_mean": None if figure is None else figure.mean,
            "one_fewer_half_width": None if figure is None else figure.half_width,
        }


WORKBOOK_OPTIONS = {
    "in_memory": True,
    # What looks like a formula or an address in somebody's title is a title.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}
"""Of every workbook that is written."""


def in_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with its text as CSV cells show it (`as_cell`); ids and numbers are as they were."""
    for name, kind in frame.schema.items():
        if kind == pl.String:
            words = frame[name].drop_nulls().unique().to_list()
            cells = {word: cell for word in words if (cell := as_cell(word)) != word}
            if cells:
                frame = frame.with_columns(pl.col(name).replace(cells))
    return frame


def write_frame(frame: pl.DataFrame, suffix: str, path: Path) -> None:
    """Write a frame as the suffix of its final name says. Raises OSError when it cannot."""
    with path.open("wb") as file:
        if suffix.lower() == ".csv":
            # With a byte order mark: without it Excel takes Chinese for gibberish.
            in_cells(frame).write_csv(file, include_bom=True)
            return
        # Polars would wrap an error of the disk in one of its own.
        content = BytesIO()
        if suffix.lower() == ".xlsx":
            with Workbook(content, WORKBOOK_OPTIONS) as workbook:
                frame.write_excel(workbook)
        else:
            frame.write_parquet(content)
        file.write(content.getbuffer())
