"""One study in the store: its scenarios, its request, and the replications finished so far."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from planner.metrics import FigureKey
from planner.model.text import Text
from planner.store.content import unpacked
from planner.store.database import Database
from planner.store.names import Names
from planner.store.request import Request, written
from planner.store.trouble import sound, trouble
from planner.store.version import results_version

if TYPE_CHECKING:
    from planner.experiments.result import Replication
    from planner.model.scenario import Scenario

Place = tuple[int, int]
"""Position of a scenario in its study, and number of a replication; both from 0."""


@frozen(kw_only=True)
class StudyScenario:
    """A scenario of a study as lists show it."""

    name: str
    title: Text
    hash: str


@frozen(kw_only=True, eq=False)
class Study:
    """A handle on a study; `Store.begin`, `Store.study` and `Store.studies` give it.

    Its facts are those of the moment when it was given; its methods read and write the store, and raise ResultError for
    whatever can be wrong with it. A study that was deleted meanwhile has nothing finished, and takes nothing more.
    """

    id: int
    key: str
    request: Request
    scenarios: tuple[StudyScenario, ...]
    results_version: str
    planner_version: str
    created: datetime
    """In UTC."""
    _database: Database = field(alias="database", repr=False)
    _names: Names = field(alias="names", repr=False)

    @property
    def is_current(self) -> bool:
        """Whether this program would compute the same figures; only then may the study be continued."""
        return self.results_version == results_version()

    def finished(self) -> dict[Place, float]:
        """The replications that the store holds, and the seconds each took; in the order in which they are run."""
        rows = self._database.read(
            "SELECT scenario, number, seconds FROM replications WHERE study = ? ORDER BY number, scenario", self.id
        )
        return {(scenario, number): seconds for scenario, number, seconds in rows}

    def missing(self) -> list[Place]:
        """The replications asked for that the store does not hold, in the order of runs: A1 B1 A2 B2 and so on."""
        finished = self.finished()
        asked = ((place, number) for number in range(self.request.replications) for place in range(len(self.scenarios)))
        return [place for place in asked if place not in finished]

    def ends_after(self, replications: int) -> None:
        """Note that so many replications were found to be enough, so that none is missing."""
        text = written(evolve(self.request, replications=replications))
        with self._database.transaction() as connection:
            connection.execute("UPDATE studies SET request = ? WHERE id = ?", (text, self.id))

    def commit(self, replication: Replication) -> None:
        """Keep a finished replication, but for its rows; when this returns, it is on the disk.

        A replication that is there already stays as it is: it is the same, as it came from the same draws. Raises
        ResultError `no-such-study` where the study was deleted.
        """
        try:
            with self._database.transaction() as connection:
                self._insert(connection, replication)
        except BaseException:
            self._names.forget()
            raise

    def _insert(self, connection: sqlite3.Connection, replication: Replication) -> None:
        if not connection.execute("SELECT 1 FROM studies WHERE id = ?", (self.id,)).fetchone():
            raise trouble(self._database.path, "no-such-study", id=self.id)
        added = connection.execute(
            """INSERT INTO replications (study, scenario, number, seconds) VALUES (?, ?, ?, ?)
            ON CONFLICT (study, scenario, number) DO NOTHING""",
            (self.id, replication.scenario, replication.number, replication.seconds),
        )
        if not added.rowcount:
            return
        names = self._names.numbers(connection, replication.figures)
        connection.executemany(
            "INSERT INTO figures (replication, place, name, value) VALUES (?, ?, ?, ?)",
            (
                (added.lastrowid, place, name, value)
                for place, (name, value) in enumerate(zip(names, replication.figures.values(), strict=True))
            ),
        )
        connection.executemany(
            "INSERT INTO series (replication, place, family, days) VALUES (?, ?, ?, ?)",
            (
                (added.lastrowid, place, family, struct.pack(f"<{len(days)}d", *days))
                for place, (family, days) in enumerate(replication.backlog.items())
            ),
        )

    def figures(self, without: Collection[Place] = ()) -> dict[Place, dict[FigureKey, float]]:
        """The figures of every finished replication, bit for bit and in the order in which they were committed.

        (But for -0.0, which SQLite keeps as 0.0.) Those of `without` are not read.
        """
        with self._database.snapshot():
            rows = {
                place: self._database.read("SELECT name, value FROM figures WHERE replication = ? ORDER BY place", row)
                for place, row in self._rows(without).items()
            }
            names = self._names.keys(self._database)
        with sound(self._database.path):
            return {place: {names[name]: value for name, value in found} for place, found in rows.items()}

    def series(self, without: Collection[Place] = ()) -> dict[Place, dict[str, tuple[float, ...]]]:
        """The backlog at the end of each day, of every finished replication but `without`, by family."""
        with self._database.snapshot():
            rows = {
                place: self._database.read("SELECT family, days FROM series WHERE replication = ? ORDER BY place", row)
                for place, row in self._rows(without).items()
            }
        with sound(self._database.path):
            return {place: {family: _days(days) for family, days in found} for place, found in rows.items()}

    def _rows(self, without: Collection[Place]) -> dict[Place, int]:
        """The row of each finished replication."""
        rows = self._database.read(
            "SELECT scenario, number, id FROM replications WHERE study = ? ORDER BY number, scenario", self.id
        )
        return {(scenario, number): row for scenario, number, row in rows if (scenario, number) not in without}

    def replications(self, without: Collection[Place] = ()) -> list[Replication]:
        """Every finished replication as it was committed, in the order of runs; those of `without` are not read."""
        from planner.experiments.result import Replication

        with self._database.snapshot():
            figures, series = self.figures(without), self.series(without)
            finished = {place: seconds for place, seconds in self.finished().items() if place not in without}
        return [
            Replication(
                scenario=scenario,
                number=number,
                figures=figures[scenario, number],
                seconds=seconds,
                backlog=series[scenario, number],
            )
            for (scenario, number), seconds in finished.items()
        ]

    def scenario(self, position: int) -> Scenario:
        """The merged scenario at a position, as it was asked for.

        Raises ResultError `store-other-model` where the model has changed since, so that it cannot be read.
        """
        from planner.files.identity import scenario_hash

        path = self._database.path
        rows = self._database.read("SELECT content FROM scenarios WHERE study = ? AND position = ?", self.id, position)
        if not rows:
            raise trouble(path, "no-such-study", id=self.id)
        try:
            scenario = unpacked(rows[0][0])
        except ValueError as error:
            kind = "store-damaged" if self.is_current else "store-other-model"
            raise trouble(path, kind, detail=str(error), planner_version=self.planner_version) from error
        if scenario_hash(scenario) != self.scenarios[position].hash:
            raise trouble(path, "store-other-model", detail="", planner_version=self.planner_version)
        return scenario


def _days(packed: bytes) -> tuple[float, ...]:
    try:
        return struct.unpack(f"<{len(packed) // 8}d", packed)
    except struct.error as error:
        raise ValueError(str(error)) from error
