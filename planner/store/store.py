"""The store: studies found, begun, listed and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import planner
from planner.model.text import Text
from planner.store import request as requests
from planner.store.content import packed
from planner.store.database import Database, open_for_reading, open_for_writing
from planner.store.location import default_path
from planner.store.names import Names
from planner.store.request import Request
from planner.store.study import Study, StudyScenario
from planner.store.trouble import sound, trouble
from planner.store.version import results_version

if TYPE_CHECKING:
    from planner.model.scenario import Scenario

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

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def begin(self, scenarios: Sequence[Scenario], request: Request) -> Study:
        """The study of these scenarios and this request: the one that is there, or a new one.

        A study is the same where scenarios (by content, in order), draws, figures and the program that makes them are;
        then words, sources and how far it is to go are taken from this request. Raises ValueError without scenarios.
        """
        if not scenarios:
            raise ValueError(scenarios)
        from planner.files.identity import scenario_hash

        hashes = [scenario_hash(scenario) for scenario in scenarios]
        key = request.key(hashes, results_version())
        written = requests.written(request)
        contents = [packed(scenario) for scenario in scenarios]
        with self._database.transaction() as connection:
            found = connection.execute("SELECT id FROM studies WHERE key = ?", (key,)).fetchone()
            if found:
                # No INSERT with ON CONFLICT: it would use up an id each time.
                study = found[0]
                connection.execute("UPDATE studies SET request = ? WHERE id = ?", (written, study))
            else:
                now = datetime.now(UTC).isoformat(timespec="seconds")
                study = connection.execute(
                    """INSERT INTO studies (key, request, results_version, planner_version, created)
                    VALUES (?, ?, ?, ?, ?)""",
                    (key, written, results_version(), planner.__version__, now),
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
        return self.study(study)

    def studies(self) -> list[Study]:
        """Every study that was asked for, the oldest first: without the staffings that searches tried."""
        return [study for study in self._find("") if not study.request.is_staffing]

    def staffings(self) -> list[Study]:
        """The staffings that searches tried, each a study of one scenario, the oldest first."""
        return [study for study in self._find("") if study.request.is_staffing]

    def study(self, study: int) -> Study:
        """The study with an id. Raises ResultError `no-such-study` (fact `id`)."""
        found = self._find("WHERE id = ?", study)
        if not found:
            raise trouble(self._database.path, "no-such-study", id=study)
        return found[0]

    def counts(self) -> dict[int, tuple[int, int]]:
        """By study that was asked for: how many of its replications the store holds, and how many it asks for.

        Cheap enough to be asked every second.
        """
        with self._database.snapshot():
            asked = self._database.read(
                """SELECT id, request, (SELECT COUNT(*) FROM scenarios WHERE study = studies.id)
                FROM studies ORDER BY id"""
            )
            finished = self._database.read("SELECT study, number, COUNT(*) FROM replications GROUP BY study, number")
        with sound(self._database.path):
            read = ((study, requests.read(request), scenarios) for study, request, scenarios in asked)
            wanted = {study: (one.replications, scenarios) for study, one, scenarios in read if not one.is_staffing}
        counts = dict.fromkeys(wanted, 0)
        for study, number, count in finished:
            if study in wanted and number < wanted[study][0]:
                counts[study] += count
        return {study: (counts[study], most * scenarios) for study, (most, scenarios) in wanted.items()}

    def delete(self, study: int) -> None:
        """Delete a study with all its results, and give the space back. Raises ResultError `no-such-study`."""
        with self._database.transaction() as connection:
            if not connection.execute("DELETE FROM studies WHERE id = ?", (study,)).rowcount:
                raise trouble(self._database.path, "no-such-study", id=study)
        self._database.shrink()

    def _find(self, where: str, *values: int) -> list[Study]:
        with self._database.snapshot():
            rows = self._database.read(
                f"""SELECT id, key, request, results_version, planner_version, created
                FROM studies {where} ORDER BY id""",
                *values,
            )
            scenarios: dict[int, list[StudyScenario]] = {row[0]: [] for row in rows}
            for study, name, title_zh, title_en, digest in self._database.read(
                f"""SELECT study, name, title_zh, title_en, hash FROM scenarios
                WHERE study IN (SELECT id FROM studies {where}) ORDER BY study, position""",
                *values,
            ):
                scenarios[study].append(StudyScenario(name=name, title=Text(title_zh, title_en), hash=digest))
        with sound(self._database.path):
            return [
                Study(
                    id=study,
                    key=key,
                    request=requests.read(request),
                    scenarios=tuple(scenarios[study]),
                    results_version=version,
                    planner_version=planner_version,
                    created=datetime.fromisoformat(created),
                    database=self._database,
                    names=self._names,
                )
                for study, key, request, version, planner_version, created in rows
            ]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise trouble(folder, "folder-closed", folder=str(folder)) from error
