"""The cases of a replication: its rows as tables of cases and events, and their files read again one case at a time."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import attrs
import numpy as np
import polars as pl

from planner.engine.rows import Table, case_table, event_table
from planner.experiments.journey import CaseRow, Clock, Journey, journey
from planner.model.routing import TeamKey, department_team
from planner.model.tolerances import LEAST_DAYS_LATE

if TYPE_CHECKING:
    from planner.engine.rows import RunRows
    from planner.model.scenario import Scenario

Order = Literal["slowest", "overdue", "random"]
"""The longest times first; those furthest past their deadline; any, but the same each time."""

MOST = 200
SEED = 1


class CaseFiles:
    """The cases of one replication of a scenario. Duplicates from repeat contacts are left out."""

    def __init__(self, cases: Path, events: Path, scenario: Scenario, families: Collection[str] = ()) -> None:
        """Read them, of some families or of all. Raises OSError, or an error of Polars, where a file is none of these.

        A run of some families also has cases of others that share their teams; those may be incomplete.
        """
        self.scenario = scenario
        self._clock = Clock(scenario)
        self._events = pl.read_parquet(events)
        frame = pl.read_parquet(cases).filter(pl.col("duplicate_of").is_null())
        if families:
            frame = frame.filter(pl.col("family").is_in(list(families)))
        self._cases = self._timed(frame)

    def _timed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The cases with `elapsed` and `late`, in working days, for emergencies in hours."""
        clock = self._clock
        end = np.datetime64(clock.end, "us")
        reported, due, closed = (frame[name].to_numpy() for name in ("reported", "due", "closed"))
        stop = np.where(np.isnat(closed), end, closed)
        wall = (frame["family"] == "emergency").to_numpy()
        hours = {
            name: (moment - np.datetime64(clock.start, "us")) / np.timedelta64(1, "h")
            for name, moment in (("reported", reported), ("due", np.minimum(due, end)), ("stop", stop))
        }
        worked = {name: clock.calendar.worked_array(time) / clock.hours_per_day for name, time in hours.items()}
        elapsed = np.where(wall, hours["stop"] - hours["reported"], worked["stop"] - worked["reported"])
        late = np.where(wall, hours["stop"] - hours["due"], worked["stop"] - worked["due"])
        # A case closed after office hours on its day is late by no working time, but late.
        late = np.where(stop > due, np.maximum(late, LEAST_DAYS_LATE), 0.0)
        return frame.with_columns(pl.Series("elapsed", np.maximum(elapsed, 0.0)), pl.Series("late", late))

    def groups(self) -> Mapping[str, list[str]]:
        """Townships, departments and case types that have a case."""
        ours = self._events.filter(pl.col("case_id").is_in(self._cases["case_id"].implode()))
        handled = ours["team"].drop_nulls().unique().to_list()
        departments = {key.unit for key in map(TeamKey, handled) if key.is_department}
        townships, types = (set(self._cases[name].unique().to_list()) for name in ("township", "case_type"))
        return {
            "township": sorted(townships),
            "department": [name for name in self.scenario.departments if name in departments],
            "case_type": [name for name in self.scenario.case_types if name in types],
        }

    def find(
        self,
        *,
        township: str = "",
        department: str = "",
        case_type: str = "",
        order: Order = "slowest",
        most: int = MOST,
    ) -> tuple[list[CaseRow], int]:
        """Cases by what they have in common, at most so many of them, and how many there are.

        Those of a department are the cases that it was asked about or worked on.
        """
        frame = self._cases
        if township:
            frame = frame.filter(pl.col("township") == township)
        if case_type:
            frame = frame.filter(pl.col("case_type") == case_type)
        if department:
            asked = self._events.filter(pl.col("team") == department_team(department))["case_id"].unique()
            frame = frame.filter(pl.col("case_id").is_in(asked.implode()))
        if order == "overdue":
            frame = frame.filter(pl.col("late") > 0.0)
        count = frame.height
        if order == "random":
            places = sorted(random.Random(SEED).sample(range(count), min(most, count)))
            frame = frame[places]
        else:
            # Emergencies are measured in hours: they come after what is measured in days.
            by = "late" if order == "overdue" else "elapsed"
            frame = (
                frame.with_columns((pl.col("family") == "emergency").alias("in_hours"))
                .sort("in_hours", by, "case_id", descending=[False, True, False])
                .head(most)
            )
        return [_row(found) for found in frame.iter_rows(named=True)], count

    def same(self, case: CaseRow) -> CaseRow | None:
        """The same matter here; None where it does not come up."""
        township, case_type, draw, opening = case.matter
        found = self._cases.filter(
            (pl.col("township") == township)
            & (pl.col("case_type") == case_type)
            & (pl.col("draw") == draw)
            & (pl.col("opening") == opening)
        )
        return _row(found.row(0, named=True)) if found.height else None

    def journey(self, case: CaseRow) -> Journey:
        """The way of a case."""
        events = self._events.filter(pl.col("case_id") == case.case_id)
        return journey(case, events.iter_rows(named=True), self._clock)


def _row(found: Mapping[str, Any]) -> CaseRow:
    return CaseRow(**{field.name: found[field.name] for field in attrs.fields(CaseRow)})


NamedRows = Iterable[tuple[int, str, "RunRows"]]
"""The rows of one replication of each scenario, with the scenario's number, from 1, and name."""


def case_frame(rows: NamedRows) -> pl.DataFrame:
    """One row per case; `scenario_number` and `case_id` together name it, as two scenarios can have one name."""
    return _stacked((number, name, case_table(one)) for number, name, one in rows)


def event_frame(rows: NamedRows) -> pl.DataFrame:
    """One row per step of a case: case id, activity, start, end, team, as process-mining tools read them."""
    return _stacked((number, name, event_table(one)) for number, name, one in rows)


def _stacked(tables: Iterable[tuple[int, str, Table]]) -> pl.DataFrame:
    return pl.concat(
        [
            pl.DataFrame(table)
            .with_columns(pl.lit(name).alias("scenario"), pl.lit(number, dtype=pl.Int64).alias("scenario_number"))
            .select("scenario_number", "scenario", *table)
            for number, name, table in tables
        ],
        how="vertical_relaxed",
    )
