"""`planner results export`: a study as a file for analysts and for offices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.consoles import talk
from planner.cli.keeping import opened
from planner.cli.outlets import json_line
from planner.cli.results_study import Stored, stored, summary
from planner.cli.writing import check_writable, write, write_text
from planner.errors import Problem, RequestError
from planner.i18n import ngettext
from planner.i18n.numbers import number as number_told
from planner.metrics.indicators import INDICATORS, FigureKey, unit_of

if TYPE_CHECKING:
    import polars as pl

SUFFIXES = (".xlsx", ".csv", ".parquet", ".json")


def export_study(store: Path | None, number: int, out: Path, table: str) -> None:
    """Write a study to a file, whole or not at all.

    Raises ResultError where it cannot be read or written, RequestError for an ending that is not known.
    """
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        facts = {"got": str(out), "known": SUFFIXES}
        raise RequestError(Problem(kind="table-suffix", path="--out", facts=facts))
    check_writable([out])
    with opened(store, for_reading=True) as found:
        shown = stored(found, number)
        n = len(shown.replications)
        told = ngettext(
            "Study {id} with {n} replication is written to {file}.",
            "Study {id} with {n} replications is written to {file}.",
            n,
        )
        if suffix == ".json":
            from planner.cli.results_json import as_export

            write_text(out, json_line(as_export(shown)) + "\n")
        elif suffix == ".xlsx":
            from planner.cli.results_workbook import write_workbook

            write(out, partial(write_workbook, shown))
        else:
            from planner.cli.tables import write_frame

            frame = frame_of(shown, table)
            n = len(frame)
            told = ngettext(
                "{n} row of study {id} is written to {file}.", "{n} rows of study {id} are written to {file}.", n
            )
            write(out, partial(write_frame, frame, suffix))
    talk().print(told.format(n=number_told(n, 0), id=number, file=out), soft_wrap=True)


def frame_of(shown: Stored, table: str) -> pl.DataFrame:
    """One of the tables in long form, with ids as in JSON; scenarios are numbered as two can have one name."""
    import polars as pl

    kinds = {"figures": _FIGURES, "summary": _SUMMARY, "backlog": _BACKLOG}
    rows = {"figures": _figures, "summary": _summary, "backlog": _backlog}
    schema = {name: getattr(pl, kind) for name, kind in (_SCENARIO | kinds[table]).items()}
    return pl.DataFrame(list(rows[table](shown)), schema=schema, orient="row")


_SCENARIO = {"study": "Int64", "scenario_number": "Int64", "scenario": "String", "illustrative": "Boolean"}
_KEY = {"indicator": "String", "family": "String", "by": "String", "key": "String", "unit": "String"}
_FIGURES = {"replication": "Int64", **_KEY, "value": "Float64"}
_SUMMARY = {**_KEY, "n": "Int64", "mean": "Float64", "half_width": "Float64"}
_BACKLOG = {"replication": "Int64", "family": "String", "day": "Int64", "date": "Date", "open": "Float64"}


def _scenario(shown: Stored, position: int) -> tuple[Any, ...]:
    name = shown.study.scenarios[position].name
    illustrative = shown.scenarios[position].place.illustrative if shown.scenarios else None
    return (shown.study.id, position + 1, name, illustrative)


def unit_or_none(key: FigureKey) -> str | None:
    """The unit of a figure; None for one that only another version of the planner knows."""
    return unit_of(key.indicator, key.family) if key.indicator in INDICATORS else None


def _figures(shown: Stored) -> Iterator[tuple[Any, ...]]:
    for replication in shown.replications:
        first = (*_scenario(shown, replication.scenario), replication.number + 1)
        for key, value in replication.figures.items():
            yield (*first, *key, unit_or_none(key), value)


def _summary(shown: Stored) -> Iterator[tuple[Any, ...]]:
    for position in range(len(shown.study.scenarios)):
        first = _scenario(shown, position)
        for key, n, mean, half_width in summary(shown, position):
            yield (*first, *key, unit_or_none(key), n, mean, half_width)


def _backlog(shown: Stored) -> Iterator[tuple[Any, ...]]:
    for replication in shown.replications:
        first = (*_scenario(shown, replication.scenario), replication.number + 1)
        start = shown.scenarios[replication.scenario].time.start if shown.scenarios else None
        for family, days in replication.backlog.items():
            for day, value in enumerate(days):
                date = None if start is None else start + timedelta(days=day)
                yield (*first, family, day + 1, date, value)
