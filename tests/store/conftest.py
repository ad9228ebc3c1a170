"""A small study and its results, without any simulation."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from planner.experiments import Replication
from planner.metrics import FigureKey
from planner.model.scenario import Scenario
from planner.store import Request, Store
from planner.store.database import seal
from tests.experiments.conftest import county


def replication(
    number: int,
    scenario: int = 0,
    figures: dict[FigureKey, float] | None = None,
    backlog: dict[str, tuple[float, ...]] | None = None,
) -> Replication:
    """A finished replication whose figures tell which one it is."""
    told = {FigureKey("backlog_mean", "enforcement"): number + 0.1, FigureKey("cost", "all"): 1e6 * scenario}
    return Replication(
        scenario=scenario,
        number=number,
        figures=told if figures is None else figures,
        seconds=0.25,
        backlog=backlog or {},
    )


def asked(replications: int = 3, **changes: object) -> Request:
    return Request(**{"seed": 1, "cut_off_hours": 168.0, "replications": replications} | changes)  # type: ignore[arg-type]


@contextmanager
def changed_from_outside(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a store on which a test writes what it likes; what is there then looks like our own."""
    with closing(sqlite3.connect(path)) as connection, connection:
        yield connection
        reseal(connection)


def reseal(connection: sqlite3.Connection) -> None:
    """Make what a test has put into a store look as if a program had written it."""
    for (study,) in connection.execute("SELECT id FROM studies").fetchall():
        seal(connection, study)


@pytest.fixture(scope="session")
def scenarios() -> list[Scenario]:
    return [county("slow", 2), county("quick", 6)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened
