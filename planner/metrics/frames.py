"""Figures as a notebook shows them: in a few lines, and as a tidy table. Polars is loaded when one is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from planner.metrics.indicators import INDICATORS, REPORTING_FAMILIES, FigureKey, unit_of
from planner.model.summary import Summarised, Summary, number

if TYPE_CHECKING:
    import polars as pl

KEY = {"indicator": "String", "family": "String", "by": "String", "key": "String", "unit": "String"}
"""The columns that name a figure, with their kinds in Polars."""


def cells_of_key(key: FigureKey) -> tuple[str | None, ...]:
    """What a row says of a figure in the columns of `KEY`."""
    return (*key, unit_or_none(key))


def unit_or_none(key: FigureKey) -> str | None:
    """The unit of a figure; None for one that only another version of the planner knows."""
    return unit_of(key.indicator, key.family) if key.indicator in INDICATORS else None


def frame_of_cells(rows: Iterable[tuple[Any, ...]], columns: Mapping[str, str]) -> pl.DataFrame:
    """Rows of cells as a frame with these columns and their kinds, also where there are no rows."""
    import polars as pl

    schema = {name: getattr(pl, kind) for name, kind in columns.items()}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def frame_of_rows(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pl.DataFrame:
    """The same of rows whose cells have names."""
    return frame_of_cells((tuple(row[name] for name in columns) for row in rows), columns)


SHOWN = ("resolution_time_mean", "on_time_rate", "backlog_mean")
"""What a summary says of each family."""


class Figures(dict[FigureKey, float], Summarised):
    """The figures of a replication by their keys."""

    __slots__ = ()
    # That of a dictionary comes first otherwise.
    __repr__ = Summarised.__repr__

    def summary(self) -> Summary:
        """Some of them, by family: also their `repr`."""
        lines: dict[str, list[str]] = {}
        for indicator in SHOWN:
            for family in REPORTING_FAMILIES:
                key = FigureKey(indicator, family)
                if key in self:
                    lines.setdefault(family, []).append(f"{indicator} {worded(key, number(self[key]))}")
        return Summary(f"{len(self):,} figures", tuple((family, ", ".join(told)) for family, told in lines.items()))

    def to_frame(self) -> pl.DataFrame:
        """One row for each: indicator, family, what it is broken down by, unit, value."""
        return frame_of_cells(((*cells_of_key(key), value) for key, value in self.items()), {**KEY, "value": "Float64"})


def worded(key: FigureKey, value: str) -> str:
    """A value of a figure as written, with its unit."""
    unit = unit_or_none(key)
    return value if unit in (None, "share", "per_case") else f"{value} {unit}"
