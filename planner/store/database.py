"""The SQLite file of a store: opening it, reading it, and transactions."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from planner.errors import ResultError
from planner.store.schema import STEPS, bring_up_to_date, version_of
from planner.store.trouble import explained, trouble

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
