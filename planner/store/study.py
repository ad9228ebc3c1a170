"""One study in the store: its scenarios, its request, and the replications finished so far."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from planner.metrics import FigureKey
from planner.model.text import Text
from planner.store import results
from planner.store.database import Database, seal, sound, trouble
from planner.store.request import Request, written
from planner.store.results import unpacked_scenario
from planner.store.version import results_version

if TYPE_CHECKING:
    from planner.experiments.result import Replication
    from planner.model.scenario import Scenario


class Names:
    """The numbers of names in one open store. A number once given stays for good."""

    def __init__(self) -> None:
        self._numbers: dict[FigureKey, int] = {}
        self._keys: dict[int, FigureKey] = {}

    def numbers(self, connection: sqlite3.Connection, keys: Collection[FigureKey], path: Path) -> list[int]:
        """The numbers of figures, given to new ones inside the transaction of the caller.

        Where that is rolled back, `forget` must be called. Raises ResultError where the names in the store at `path`
        are damaged.
        """
        new = [key for key in keys if key not in self._numbers]
        if new:
            connection.executemany(
                """INSERT INTO names (indicator, family, by, key) VALUES (?, ?, ?, ?)
                ON CONFLICT (indicator, family, by, key) DO NOTHING""",
                new,
            )
            rows = connection.execute("SELECT id, indicator, family, by, key FROM names").fetchall()
            self._numbers = {FigureKey(*key): number for number, *key in rows}
        with sound(path):
            return [self._numbers[key] for key in keys]

    def keys_in(self, connection: sqlite3.Connection) -> dict[int, FigureKey]:
        """Every name in the store by its number, inside a transaction of the caller's."""
        rows = connection.execute("SELECT id, indicator, family, by, key FROM names")
        return {number: FigureKey(*key) for number, *key in rows}

    def keys(self, database: Database) -> dict[int, FigureKey]:
        """Every name in the store by its number; one object for each name, whoever asks."""
        count = database.read("SELECT COUNT(*) FROM names")[0][0]
        if count > len(self._keys):
            known = max(self._keys, default=0)
            rows = database.read("SELECT id, indicator, family, by, key FROM names WHERE id > ?", known)
            self._keys |= {number: FigureKey(*key) for number, *key in rows}
        return self._keys

    def forget(self) -> None:
        """Look numbers up again from now on."""
        self._numbers = {}


Place = tuple[int, int]
"""Position of a scenario in its study, and number of a replication; both from 0."""


def count(database: Database, pool: int, replications: int, scenarios: int) -> int:
    """How many results of a pool are of the first so many replications and scenarios. Raises ResultError."""
    query = f"SELECT COUNT(*) FROM results WHERE pool = ? AND number < ? AND scenario < ? AND {results.AT_A_PLACE}"
    found: int = database.read(query, pool, replications, scenarios)[0][0]
    return found


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
    name: str = ""
    """As the planner calls it; empty where they have not named it."""
    frozen: bool = False
    """Whether it may be neither deleted nor renamed, because somebody cites it."""
    _pool: int = field(alias="pool", repr=False)
    _pool_key: str = field(alias="pool_key", repr=False)
    _database: Database = field(alias="database", repr=False)
    _names: Names = field(alias="names", repr=False)

    @property
    def is_current(self) -> bool:
        """Whether this program would compute the same figures; only then may the study be continued."""
        return self.results_version == results_version()

    @property
    def is_kept(self) -> bool:
        """Whether the file is still the one that was opened."""
        return self._database.is_in_place

    def finished(self) -> dict[Place, float]:
        """The replications that the store holds, and the seconds each took; in the order in which they are run.

        Whether each is sound is known when it is read: `damaged`.
        """
        rows = self._database.read(
            f"""SELECT scenario, number, seconds FROM results
            WHERE pool = ? AND scenario < ? AND {results.AT_A_PLACE} ORDER BY number, scenario""",
            self._pool,
            len(self.scenarios),
        )
        return {(scenario, number): seconds for scenario, number, seconds in rows}

    def count(self) -> int:
        """How many of the replications asked for the store holds."""
        return count(self._database, self._pool, self.request.replications, len(self.scenarios))

    def missing(self) -> Iterator[Place]:
        """The replications asked for that the store does not hold, in the order of runs: A1 B1 A2 B2 and so on."""
        finished = self.finished()
        asked = ((place, number) for number in range(self.request.replications) for place in range(len(self.scenarios)))
        return (place for place in asked if place not in finished)

    def ends_after(self, replications: int) -> None:
        """Note that so many replications were found to be enough, so that none is missing."""
        self._change("request = ?", written(evolve(self.request, replications=replications)))

    def call(self, name: str) -> None:
        """Give it a name; an empty one takes the name away. Raises ResultError `study-frozen`."""
        if self.frozen:
            raise trouble(self._database.path, "study-frozen", id=self.id)
        self._change("name = ?", name)

    def freeze(self, frozen: bool) -> None:
        """Keep it from being deleted and renamed, or no longer.

        Raises ResultError `study-unfinished` where a result is missing or damaged.
        """
        if frozen and (self.count() < self.request.replications * len(self.scenarios) or self.damaged()):
            raise trouble(self._database.path, "study-unfinished", id=self.id)
        self._change("frozen = ?", int(frozen))

    def _change(self, what: str, value: object) -> None:
        with self._database.transaction() as connection:
            connection.execute(f"UPDATE studies SET {what} WHERE id = ?", (value, self.id))
            seal(connection, self.id)

    def commit(self, replication: Replication) -> None:
        """Keep a finished replication, but for its rows; when this returns, it is on the disk.

        A replication that is there already stays as it is: it is the same, as it came from the same draws; a damaged
        one is replaced. Raises ResultError `no-such-study` where the study was deleted, and `store-gone` where the
        file is no longer the one that was opened.
        """
        self._database.require_in_place()
        try:
            with self._database.transaction() as connection:
                self._insert(connection, replication)
        except BaseException:
            self._names.forget()
            raise

    def _insert(self, connection: sqlite3.Connection, replication: Replication) -> None:
        if not connection.execute("SELECT 1 FROM studies WHERE id = ?", (self.id,)).fetchone():
            raise trouble(self._database.path, "no-such-study", id=self.id)
        place = (replication.scenario, replication.number)
        query = "SELECT content, checksum FROM results WHERE pool = ? AND scenario = ? AND number = ?"
        there = connection.execute(query, (self._pool, *place)).fetchone()
        if there and self._read(place, there[0], there[1], self._names.keys_in(connection)):
            return
        numbers = self._names.numbers(connection, replication.figures, self._database.path)
        connection.execute(
            """INSERT OR REPLACE INTO results (pool, scenario, number, seconds, content, checksum)
            VALUES (?, ?, ?, ?, ?, ?)""",
            (
                self._pool,
                *place,
                replication.seconds,
                results.packed(numbers, replication.figures, replication.backlog),
                results.checksum((self._pool_key, *place), replication.figures, replication.backlog),
            ),
        )

    def _read(
        self, place: Place, content: bytes, checksum: bytes, names: Mapping[int, FigureKey]
    ) -> tuple[dict[FigureKey, float], dict[str, tuple[float, ...]]] | None:
        """Figures and series as they were committed; None where they are damaged."""
        try:
            figures, backlog = results.unpacked(content, names)
            sound = results.checksum((self._pool_key, *place), figures, backlog) == checksum
        except (ValueError, TypeError):
            return None
        return (figures, backlog) if sound else None

    def replications(self, without: Collection[Place] = ()) -> list[Replication]:
        """Every finished replication as it was committed, bit for bit, in the order of runs.

        Those of `without` are not read, and those that are damaged are left out: they count as not finished.
        """
        return self._sound_and_damaged(without)[0]

    def damaged(self) -> list[Place]:
        """The replications asked for whose results are no longer what was committed."""
        return [place for place in self._sound_and_damaged(())[1] if place[1] < self.request.replications]

    def _sound_and_damaged(self, without: Collection[Place]) -> tuple[list[Replication], list[Place]]:
        from planner.experiments.result import Replication

        with self._database.snapshot():
            rows = self._database.read(
                f"""SELECT scenario, number, id FROM results
                WHERE pool = ? AND scenario < ? AND {results.AT_A_PLACE} ORDER BY number, scenario""",
                self._pool,
                len(self.scenarios),
            )
            names = self._names.keys(self._database)
            found, damaged = [], []
            for *place, row in rows:
                if tuple(place) in without:
                    continue
                query = "SELECT seconds, content, checksum FROM results WHERE id = ?"
                kept = self._database.read(query, row)
                read = self._read((place[0], place[1]), kept[0][1], kept[0][2], names) if kept else None
                if read is None or not isinstance(kept[0][0], float):
                    damaged.append((place[0], place[1]))
                    continue
                figures, backlog = read
                found.append(
                    Replication(
                        scenario=place[0], number=place[1], figures=figures, seconds=kept[0][0], backlog=backlog
                    )
                )
        return found, damaged

    def figures(self, without: Collection[Place] = ()) -> dict[Place, dict[FigureKey, float]]:
        """The figures of every sound replication but `without`."""
        return {(one.scenario, one.number): dict(one.figures) for one in self.replications(without)}

    def series(self, without: Collection[Place] = ()) -> dict[Place, dict[str, tuple[float, ...]]]:
        """The backlog at the end of each day, of every sound replication but `without`, by family."""
        return {(one.scenario, one.number): dict(one.backlog) for one in self.replications(without)}

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
            scenario = unpacked_scenario(rows[0][0])
            same = scenario_hash(scenario) == self.scenarios[position].hash
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            kind = "store-damaged" if self.is_current else "store-other-model"
            raise trouble(path, kind, detail=str(error), planner_version=self.planner_version) from error
        if not same:
            raise trouble(path, "store-other-model", detail="", planner_version=self.planner_version)
        return scenario
