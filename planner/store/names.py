"""Names of figures, kept once in a store and referred to by number."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from planner.metrics import FigureKey
from planner.store.database import Database


class Names:
    """The numbers of names in one open store. A number once given stays for good."""

    def __init__(self) -> None:
        self._numbers: dict[FigureKey, int] = {}

    def numbers(self, connection: sqlite3.Connection, keys: Collection[FigureKey]) -> list[int]:
        """The numbers of figures, given to new ones inside the transaction of the caller.

        Where that is rolled back, `forget` must be called.
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
        return [self._numbers[key] for key in keys]

    def forget(self) -> None:
        """Look numbers up again from now on."""
        self._numbers = {}


def figure_keys(database: Database) -> dict[int, FigureKey]:
    """Every name in a store by its number."""
    return {
        number: FigureKey(*key) for number, *key in database.read("SELECT id, indicator, family, by, key FROM names")
    }
