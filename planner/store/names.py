"""Names of figures, kept once in a store and referred to by number."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from pathlib import Path

from planner.metrics import FigureKey
from planner.store.database import Database
from planner.store.trouble import sound


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
