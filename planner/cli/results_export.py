"""`planner results export`: a study as a file for analysts and for offices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.consoles import talk
from planner.cli.keeping import opened
from planner.cli.outlets import json_line
from planner.cli.results_study import Listed, Stored, axes_of, listed, stored, summary
from planner.cli.writing import check_writable, write, write_text
from planner.errors import Problem, RequestError
from planner.i18n import ngettext
from planner.i18n.numbers import number as number_told
from planner.metrics.indicators import INDICATORS, FigureKey, unit_of

if TYPE_CHECKING:
    import polars as pl

    from planner.cli.answer_sheets import Sheet
    from planner.experiments import ScenarioRun
    from planner.model.scenario import Scenario
    from planner.store import Study

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


def write_study(
    study: Study,
    scenarios: Sequence[Scenario],
    runs: Iterable[ScenarioRun],
    out: Path,
    table: str,
    more: Sequence[Sheet] = (),
) -> None:
    """Write what a verb has just found, as `results export` would: a table of it, or a workbook with `more` sheets.

    Raises ResultError where the file cannot be written.
    """
    replications = tuple(one for run in runs for one in run.replications)
    shown = Stored(study=study, scenarios=tuple(scenarios), replications=replications)
    if out.suffix.lower() == ".xlsx":
        from planner.cli.results_workbook import write_workbook

        write(out, partial(write_workbook, shown, more=more))
        return
    from planner.cli.tables import write_frame

    write(out, partial(write_frame, frame_of(shown, table), out.suffix))


def frame_of(shown: Stored, table: str) -> pl.DataFrame:
    """One of the tables in long form, with ids as in JSON; scenarios are numbered as two can have one name.

    Of a sweep each point has its rows, with its number and its values in columns of their own. Raises RequestError for
    a table that the study does not have.
    """
    import polars as pl

    if table in ANSWERS:
        from planner.cli.answers import answer_frame

        frame = answer_frame(shown, table)
        if frame is None:
            known = tuple(one for one in TABLES if one not in ANSWERS or answer_frame(shown, one) is not None)
            raise RequestError(Problem(kind="not-one-of", path="--table", facts={"got": table, "allowed": known}))
        return frame
    kinds = {"figures": _FIGURES, "summary": _SUMMARY, "backlog": _BACKLOG}
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

_SCENARIO = {"study": "Int64", "scenario_number": "Int64", "scenario": "String", "illustrative": "Boolean"}
_KEY = {"indicator": "String", "family": "String", "by": "String", "key": "String", "unit": "String"}
_FIGURES = {"replication": "Int64", **_KEY, "value": "Float64"}
_SUMMARY = {**_KEY, "n": "Int64", "mean": "Float64", "half_width": "Float64"}
_BACKLOG = {"replication": "Int64", "family": "String", "day": "Int64", "date": "Date", "open": "Float64"}


def _scenario(shown: Stored, one: Listed) -> tuple[Any, ...]:
    illustrative = shown.scenarios[one.position].place.illustrative if shown.scenarios else None
    return (shown.study.id, one.position + 1, one.name, illustrative)


def unit_or_none(key: FigureKey) -> str | None:
    """The unit of a figure; None for one that only another version of the planner knows."""
    return unit_of(key.indicator, key.family) if key.indicator in INDICATORS else None


def _figures(shown: Stored, position: int) -> Iterator[tuple[Any, ...]]:
    for replication in shown.of(position):
        for key, value in replication.figures.items():
            yield (replication.number + 1, *key, unit_or_none(key), value)


def _summary(shown: Stored, position: int) -> Iterator[tuple[Any, ...]]:
    for key, n, mean, half_width in summary(shown, position):
        yield (*key, unit_or_none(key), n, mean, half_width)


def _backlog(shown: Stored, position: int) -> Iterator[tuple[Any, ...]]:
    start = shown.scenarios[position].time.start if shown.scenarios else None
    for replication in shown.of(position):
        for family, days in replication.backlog.items():
            for day, value in enumerate(days):
                date = None if start is None else start + timedelta(days=day)
                yield (replication.number + 1, family, day + 1, date, value)
