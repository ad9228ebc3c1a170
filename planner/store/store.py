"""The store: where it lies; studies found, begun, listed and deleted."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import planner
from planner.model.text import Text
from planner.store import request as requests
from planner.store.database import Database, open_for_reading, open_for_writing, seal, study_checksum, trouble
from planner.store.request import Request
from planner.store.results import packed_scenario
from planner.store.study import Names, Study, StudyScenario, count
from planner.store.version import results_version

if TYPE_CHECKING:
    from planner.model.scenario import Scenario


VARIABLE = "PLANNER_STORE"
"""The environment variable that names another place."""


def default_path() -> Path:
    """The store that `PLANNER_STORE` names, else that of this user, in the folder that the system has for data."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(os.path.expanduser(named))
    from platformdirs import user_data_path

    return user_data_path("township-planner", appauthor=False) / "results.sqlite"


PATIENCE_SECONDS = 30.0
"""How long to wait for another process that is writing; each writes for some milliseconds at a time."""


class Store:
    """An open store of results. Several processes may read and write the same file; each thread opens its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names = Names()

    @classmethod
    def open(
        cls, path: Path | None = None, *, for_reading: bool = False, patience_seconds: float = PATIENCE_SECONDS
    ) -> Store:
        """Open the store at `path`, by default at `default_path()`, and create it where there is none.

        `for_reading` creates nothing, and also reads a store that may not be written.

        Raises ResultError; its problem is one of `store-missing`, `no-such-folder`, `folder-closed`, `is-a-folder`,
        `not-a-store`, `store-newer`, `store-damaged`, `store-read-only`, `store-locked`, `store-full` and
        `store-unreachable`. So do the other methods, here and of studies.
        """
        if path is None:
            path = default_path()
            if not for_reading:
                _make_folder(path.parent)
        opened = open_for_reading if for_reading else open_for_writing
        return cls(opened(path, patience_seconds))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def require_in_place(self) -> None:
        """Raise ResultError `store-gone` where the file was deleted or replaced since it was opened."""
        self._database.require_in_place()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def begin(self, scenarios: Sequence[Scenario], request: Request) -> Study:
        """The study of these scenarios and this request: the one that is there, or a new one.

        A study is what was asked: the same where scenarios (with all their words, in order), draws, figures, the
        program that makes them, and the request are. Studies that draw the same share their results, so that nothing
        is computed twice. Raises ValueError without scenarios.
        """
        if not scenarios:
            raise ValueError(scenarios)
        from planner.files.identity import scenario_hash

        hashes = [scenario_hash(scenario) for scenario in scenarios]
        contents = [packed_scenario(scenario) for scenario in scenarios]
        pool_key = request.pool_key(hashes, results_version())
        key = request.key(pool_key, contents)
        written = requests.written(request)
        with self._database.transaction() as connection:
            pool = self._pool(connection, pool_key)
            found = connection.execute("SELECT id, checksum FROM studies WHERE key = ?", (key,)).fetchone()
            if found and found[1] != study_checksum(connection, found[0]):
                # What stands there is no longer what was asked: it is kept to be looked at, and asked anew.
                connection.execute("UPDATE studies SET key = ? WHERE id = ?", (f"damaged {found[0]} {key}", found[0]))
                found = None
            if found and not request.is_staffing:
                return self.study(found[0])
            if found:
                study = found[0]
                connection.execute("UPDATE studies SET request = ? WHERE id = ?", (written, study))
            else:
                now = datetime.now(UTC).isoformat(timespec="seconds")
                study = connection.execute(
                    """INSERT INTO studies (key, request, results_version, planner_version, created, pool)
                    VALUES (?, ?, ?, ?, ?, ?)""",
                    (key, written, results_version(), planner.__version__, now, pool),
                ).lastrowid
            connection.executemany(
                """INSERT OR REPLACE INTO scenarios (study, position, hash, name, title_zh, title_en, content)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                (
                    (study, position, digest, scenario.name, scenario.title.zh, scenario.title.en, content)
                    for position, (scenario, digest, content) in enumerate(
                        zip(scenarios, hashes, contents, strict=True)
                    )
                ),
            )
            seal(connection, study)
        return self.study(study)

    @staticmethod
    def _pool(connection: sqlite3.Connection, key: str) -> int:
        """The pool of results with a key; a new one where there is none."""
        found = connection.execute("SELECT id FROM pools WHERE key = ?", (key,)).fetchone()
        # No INSERT with ON CONFLICT: it would use up an id each time.
        return (
            int(found[0]) if found else connection.execute("INSERT INTO pools (key) VALUES (?)", (key,)).lastrowid or 0
        )

    def studies(self) -> list[Study]:
        """Every study that was asked for, the oldest first: without the staffings that searches tried.

        Those that are damaged are left out; `damaged` names them.
        """
        return [study for study in self._all() if not study.request.is_staffing]

    def staffings(self) -> list[Study]:
        """The staffings that searches tried, each a study of one scenario, the oldest first."""
        return [study for study in self._all() if study.request.is_staffing]

    def damaged(self) -> list[int]:
        """The ids of the studies whose request, scenarios or words are no longer what was asked."""
        return [study for study in self.ids() if self._study(study) is None]

    def study(self, study: int) -> Study:
        """The study with an id. Raises ResultError `no-such-study` or `study-damaged` (fact `id`)."""
        found = self._study(study) if study in self.ids() else None
        if found is None:
            kind = "study-damaged" if study in self.ids() else "no-such-study"
            raise trouble(self._database.path, kind, id=study)
        return found

    def counts(self) -> dict[int, tuple[int, int]]:
        """By study that was asked for: how many of its replications the store holds, and how many it asks for.

        Cheap enough to be asked every second.
        """
        with self._database.snapshot():
            asked = self._database.read(
                """SELECT id, request, pool, (SELECT COUNT(*) FROM scenarios WHERE study = studies.id)
                FROM studies ORDER BY id"""
            )
            counts = {}
            for study, request, pool, scenarios in asked:
                try:
                    one = requests.read(request)
                except (ValueError, TypeError, LookupError):
                    continue
                if not one.is_staffing:
                    done = count(self._database, pool, one.replications, scenarios)
                    counts[study] = (done, one.replications * scenarios)
        return counts

    def delete(self, study: int) -> None:
        """Delete a study, with the results that no other study shares, and give the space back.

        Raises ResultError `no-such-study`, and `study-frozen` where somebody cites it. A damaged one cannot be cited.
        """
        with self._database.transaction() as connection:
            found = connection.execute("SELECT frozen FROM studies WHERE id = ?", (study,)).fetchone()
            if not found:
                raise trouble(self._database.path, "no-such-study", id=study)
            if found[0] == 1 and self._study(study) is not None:
                raise trouble(self._database.path, "study-frozen", id=study)
            connection.execute("DELETE FROM studies WHERE id = ?", (study,))
            connection.execute("DELETE FROM pools WHERE id NOT IN (SELECT pool FROM studies WHERE pool IS NOT NULL)")
        self._database.shrink()

    def ids(self) -> list[int]:
        """The numbers of all that is kept, damaged studies and staffings of searches too."""
        return [row[0] for row in self._database.read("SELECT id FROM studies ORDER BY id")]

    def _all(self) -> list[Study]:
        with self._database.snapshot():
            return [found for study in self.ids() if (found := self._study(study))]

    def _study(self, study: int) -> Study | None:
        """The study with an id that is there; None where it is not what was asked."""
        with self._database.snapshot() as connection:
            rows = self._database.read(
                """SELECT studies.key, request, results_version, planner_version, created, name, frozen, checksum,
                pool, pools.key FROM studies JOIN pools ON pools.id = studies.pool WHERE studies.id = ?""",
                study,
            )
            scenarios = self._database.read(
                "SELECT name, title_zh, title_en, hash FROM scenarios WHERE study = ? ORDER BY position", study
            )
            if len(rows) != 1 or rows[0][7] != study_checksum(connection, study):
                return None
        key, request, version, planner_version, created, name, frozen, _checksum, pool, pool_key = rows[0]
        try:
            return Study(
                id=study,
                key=key,
                request=requests.read(request),
                scenarios=tuple(
                    StudyScenario(name=called, title=Text(title_zh, title_en), hash=digest)
                    for called, title_zh, title_en, digest in scenarios
                ),
                results_version=version,
                planner_version=planner_version,
                created=datetime.fromisoformat(created),
                name=name,
                frozen=bool(frozen),
                pool=pool,
                pool_key=pool_key,
                database=self._database,
                names=self._names,
            )
        except (ValueError, TypeError, LookupError):
            return None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise trouble(folder, "folder-closed", folder=str(folder)) from error
