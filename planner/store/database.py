"""The SQLite file of a store: its tables, opening and reading it, transactions, and what can go wrong."""

from __future__ import annotations

import os
import sqlite3
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from planner.errors import Problem, ResultError
from planner.metrics import FigureKey
from planner.store import results

KINDS: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "store-locked",
    sqlite3.SQLITE_LOCKED: "store-locked",
    sqlite3.SQLITE_PROTOCOL: "store-locked",
    sqlite3.SQLITE_READONLY: "store-read-only",
    sqlite3.SQLITE_FULL: "store-full",
    sqlite3.SQLITE_NOTADB: "not-a-store",
    sqlite3.SQLITE_CORRUPT: "store-damaged",
    sqlite3.SQLITE_IOERR: "store-unreachable",
    sqlite3.SQLITE_CANTOPEN: "store-unreachable",
    sqlite3.SQLITE_PERM: "store-unreachable",
    sqlite3.SQLITE_ERROR: "store-damaged",
}
"""Kinds of problem by SQLite's primary result code. Plain SQLITE_ERROR: a table or column of ours is not there."""


def trouble(path: Path, kind: str, **facts: Any) -> ResultError:
    """A problem with the store at a path, as the error to raise."""
    return ResultError(Problem(kind=kind, file=str(path), facts=facts))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the store at `path` into a ResultError; faults of this program are left as they are."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise trouble(path, "store-damaged", detail=str(error)) from error
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.DatabaseError as error:
        # Without a code it is the sqlite3 module that complains: of text that is not UTF-8.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code not in KINDS:
            raise
        kind = KINDS[code]
        if code == sqlite3.SQLITE_CANTOPEN and os.access(path, os.R_OK) and closed_part(path) != "medium":
            kind = "store-read-only"
        facts = {"reason": closed_part(path)} if kind == "store-read-only" else {"detail": str(error)}
        raise trouble(path, kind, **facts) from error


@contextmanager
def sound(path: Path) -> Iterator[None]:
    """Turn the failure to make sense of what stands in the store into a ResultError."""
    try:
        yield
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise trouble(path, "store-damaged", detail=str(error)) from error


def closed_part(path: Path) -> str:
    """What keeps a store from being written: the `file`, its `folder` (where SQLite adds files), or the `medium`."""
    if not os.access(path, os.W_OK):
        return "file"
    return "medium" if os.access(path.parent, os.W_OK) else "folder"


APPLICATION_ID = 0x546F5072
"""SQLite's mark of whose file it is: "ToPr"."""


def _tables(connection: sqlite3.Connection) -> None:
    for statement in (
        # An id is never given twice: a process that still writes to a deleted study must not meet another one.
        """CREATE TABLE studies (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            request TEXT NOT NULL,
            results_version TEXT NOT NULL,
            planner_version TEXT NOT NULL,
            created TEXT NOT NULL)""",
        """CREATE TABLE scenarios (
            study INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
            position INTEGER NOT NULL,
            hash TEXT NOT NULL,
            name TEXT NOT NULL,
            title_zh TEXT NOT NULL,
            title_en TEXT NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (study, position))""",
        """CREATE TABLE replications (
            id INTEGER PRIMARY KEY,
            study INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
            scenario INTEGER NOT NULL,
            number INTEGER NOT NULL,
            seconds REAL NOT NULL,
            UNIQUE (study, scenario, number))""",
        # Names of figures once, as there are thousands of figures of the same few hundred names.
        """CREATE TABLE names (
            id INTEGER PRIMARY KEY,
            indicator TEXT NOT NULL,
            family TEXT NOT NULL,
            by TEXT NOT NULL,
            key TEXT NOT NULL,
            UNIQUE (indicator, family, by, key))""",
        """CREATE TABLE figures (
            replication INTEGER NOT NULL REFERENCES replications ON DELETE CASCADE,
            place INTEGER NOT NULL,
            name INTEGER NOT NULL REFERENCES names,
            value REAL NOT NULL,
            PRIMARY KEY (replication, place)) WITHOUT ROWID""",
        """CREATE TABLE series (
            replication INTEGER NOT NULL REFERENCES replications ON DELETE CASCADE,
            place INTEGER NOT NULL,
            family TEXT NOT NULL,
            days BLOB NOT NULL,
            PRIMARY KEY (replication, place)) WITHOUT ROWID""",
    ):
        connection.execute(statement)


def _pools(connection: sqlite3.Connection) -> None:
    """What is asked, and what was drawn for it, are two things: studies share the results of a pool.

    A result is one row with its checksum. A study has a checksum of its own, a name, and can be frozen.
    """
    for statement in (
        "CREATE TABLE pools (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE)",
        """CREATE TABLE results (
            id INTEGER PRIMARY KEY,
            pool INTEGER NOT NULL REFERENCES pools ON DELETE CASCADE,
            scenario INTEGER NOT NULL,
            number INTEGER NOT NULL,
            seconds REAL NOT NULL,
            content BLOB NOT NULL,
            checksum BLOB NOT NULL,
            UNIQUE (pool, scenario, number))""",
        "ALTER TABLE studies ADD COLUMN pool INTEGER REFERENCES pools",
        "ALTER TABLE studies ADD COLUMN name TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE studies ADD COLUMN frozen INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE studies ADD COLUMN checksum BLOB",
        "INSERT INTO pools (id, key) SELECT id, key FROM studies",
        "UPDATE studies SET pool = id, key = 'pool ' || key",
    ):
        connection.execute(statement)
    keys = {
        row[0]: FigureKey(*row[1:]) for row in connection.execute("SELECT id, indicator, family, by, key FROM names")
    }
    for study in [row[0] for row in connection.execute("SELECT id FROM studies")]:
        seal(connection, study)
    for row, *place in connection.execute("SELECT id, study, scenario, number, seconds FROM replications").fetchall():
        found = connection.execute(
            "SELECT name, value FROM figures WHERE replication = ? ORDER BY place", (row,)
        ).fetchall()
        series = connection.execute("SELECT family, days FROM series WHERE replication = ? ORDER BY place", (row,))
        try:
            figures = {keys[name]: value for name, value in found}
            backlog = {family: struct.unpack(f"<{len(days) // 8}d", days) for family, days in series}
            content = results.packed([name for name, _value in found], figures, backlog)
        except (LookupError, TypeError, ValueError, struct.error):
            continue  # A result that is damaged is run again.
        pool, scenario, number, seconds = place
        key = connection.execute("SELECT key FROM pools WHERE id = ?", (pool,)).fetchone()
        if key is not None:
            check = results.checksum((key[0], scenario, number), figures, backlog)
            connection.execute(
                "INSERT INTO results (pool, scenario, number, seconds, content, checksum) VALUES (?, ?, ?, ?, ?, ?)",
                (pool, scenario, number, seconds, content, check),
            )
    for table in ("figures", "series", "replications"):
        connection.execute(f"DROP TABLE {table}")


def seal(connection: sqlite3.Connection, study: int) -> None:
    """Keep the checksum of a study as it stands, inside a transaction of the caller's."""
    connection.execute("UPDATE studies SET checksum = ? WHERE id = ?", (study_checksum(connection, study), study))


def study_checksum(connection: sqlite3.Connection, study: int) -> bytes:
    """16 bytes that differ where anything of a study is another thing than what was asked: its words as well."""
    digest = blake2b(digest_size=16)
    for query in (
        "SELECT key, request, results_version, planner_version, created, name, frozen FROM studies WHERE id = ?",
        "SELECT position, hash, name, title_zh, title_en, content FROM scenarios WHERE study = ? ORDER BY position",
        "SELECT pools.key FROM pools JOIN studies ON pools.id = studies.pool WHERE studies.id = ?",
    ):
        digest.update(repr(connection.execute(query, (study,)).fetchall()).encode(errors="surrogatepass"))
    return digest.digest()


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_tables, _pools)
"""What turns an empty file, and each older version, into the next one; `PRAGMA user_version` counts the steps taken.

A change of the tables is one more step at the end; the steps before it stay as they are.
"""


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """Steps that a file has taken; 0 for an empty one.

    Raises ResultError: `not-a-store` for a file of another program, `store-newer` for one with steps unknown here.
    """
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    things = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if application == APPLICATION_ID and found == 0:
        # The number is lost, as by a tool that copies tables only: they tell which steps they took.
        found = len(STEPS) if "results" in things else 1 if "replications" in things else 0
    if application != APPLICATION_ID and (application or found or things):
        raise trouble(path, "not-a-store", detail="")
    if found > len(STEPS):
        raise trouble(path, "store-newer", found=found, known=len(STEPS))
    return found


def bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Take the steps that are missing and note it, inside a transaction of the caller's."""
    for step in STEPS[version_of(connection, path) :]:
        step(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(STEPS)}")


Row = tuple[Any, ...]

RETRY_SECONDS = 0.05


class Database:
    """An open store file. Not to be shared between threads: each opens its own."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._file = _identity(path)

    @property
    def is_in_place(self) -> bool:
        """Whether the file at its path is the one that was opened."""
        return _identity(self.path) == self._file

    def require_in_place(self) -> None:
        """Raise ResultError `store-gone` where the file was deleted or replaced since it was opened.

        SQLite would go on writing into a file that nobody can open any more.
        """
        if not self.is_in_place:
            raise trouble(self.path, "store-gone")

    def read(self, query: str, *values: Any) -> list[Row]:
        """All rows of a query. Raises ResultError."""
        with explained(self.path):
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside is on the disk at the end, or nothing of it. Raises ResultError."""
        with explained(self.path), _transaction(self._connection):
            yield self._connection

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """What is read inside is the store at one moment, whatever others write meanwhile. Raises ResultError."""
        if self._connection.in_transaction:
            with explained(self.path):
                yield self._connection
            return
        with explained(self.path), _transaction(self._connection, "BEGIN"):
            yield self._connection

    def shrink(self) -> None:
        """Give the space of what was deleted back to the system. Raises ResultError."""
        with explained(self.path):
            # `execute` would take one step of it, which is one page.
            self._connection.executescript("PRAGMA incremental_vacuum")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def open_for_writing(path: Path, patience_seconds: float) -> Database:
    """Open a store, or create it in a folder that exists. Raises ResultError."""
    if not os.path.isdir(path.parent):
        raise trouble(path, "no-such-folder", folder=str(path.parent))
    if not os.path.exists(path) and not os.access(path.parent, os.W_OK):
        raise trouble(path, "folder-closed", folder=str(path.parent))

    def opened() -> Database:
        with suppress(OSError):
            # What was asked, and how it went, is for its owner's eyes; SQLite's files beside it take its permissions.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with explained(path), _connection(path, "mode=rwc", patience_seconds) as connection:
            if version_of(connection, path) == 0:
                # Both must stand before there are tables, and neither works inside a transaction.
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute("PRAGMA journal_mode = WAL")
            # Writes in any case: where that is impossible, it is told now, and not after an hour of simulation.
            with _transaction(connection):
                bring_up_to_date(connection, path)
            return Database(path, connection)

    return _patiently(opened, patience_seconds)


def open_for_reading(path: Path, patience_seconds: float) -> Database:
    """Open a store that exists, if need be where nothing can be written. Raises ResultError."""
    if not os.path.exists(path):
        raise trouble(path, "store-missing")

    def opened() -> Database:
        with explained(path), _connection(path, "mode=ro", patience_seconds) as connection:
            found = version_of(connection, path)
        if found == len(STEPS):
            return Database(path, connection)
        connection.close()
        open_for_writing(path, patience_seconds).close()
        return opened()

    return _patiently(opened, patience_seconds)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _connection(path: Path, how: str, patience_seconds: float) -> Iterator[sqlite3.Connection]:
    """A connection that stays open unless something fails inside."""
    if os.path.isdir(path):
        raise trouble(path, "is-a-folder")
    if os.path.exists(path) and not os.path.isfile(path):
        # SQLite would wait for what a pipe never says.
        raise trouble(path, "not-a-store", detail="")
    beside = path.with_name(path.name + "-wal")
    if how == "mode=ro" and not os.path.exists(beside) and not os.access(path.parent, os.W_OK):
        # SQLite wants to put files beside the store; where it cannot, nobody else can write to it either.
        how = "immutable=1"
    address = f"{Path(os.path.realpath(path)).as_uri()}?{how}"
    connection = sqlite3.connect(address, uri=True, timeout=patience_seconds, isolation_level=None)
    try:
        # Text that is no text must not hide what stands beside it: what it says is checked by those who read it.
        connection.text_factory = lambda content: content.decode(errors="surrogateescape")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        yield connection
    except BaseException:
        connection.close()
        raise


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """One that is to write waits for its turn at the beginning (IMMEDIATE), so that it cannot fail for it later."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _patiently(opened: Callable[[], Database], patience_seconds: float) -> Database:
    """Try again while others hold the store: SQLite itself does not wait when the way of journalling is set."""
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            return opened()
        except ResultError as error:
            if error.problems[0].kind != "store-locked" or time.monotonic() >= deadline:
                raise
        time.sleep(RETRY_SECONDS)
