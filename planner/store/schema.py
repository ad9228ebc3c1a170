"""The tables of a store, and how an older store becomes one of today."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from planner.metrics import FigureKey
from planner.store import results
from planner.store.trouble import trouble

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
