"""The tables of a store, and how an older store becomes one of today."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

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


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_tables,)
"""What turns an empty file, and each older version, into the next one; `PRAGMA user_version` counts the steps taken.

A change of the tables is one more step at the end; the steps before it stay as they are.
"""


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """Steps that a file has taken; 0 for an empty one.

    Raises ResultError: `not-a-store` for a file of another program, `store-newer` for one with steps unknown here.
    """
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    things: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
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
