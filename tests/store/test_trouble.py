"""Stores that cannot be used: each says why, and none brings the program down."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from planner.errors import Problem, ResultError
from planner.metrics import FigureKey
from planner.model.scenario import Scenario
from planner.store import Store
from planner.store.database import APPLICATION_ID, STEPS
from tests.store.conftest import asked, replication

NOBODY = 65_534


def problem_of(attempt: Callable[[], object]) -> Problem:
    with pytest.raises(ResultError) as caught:
        attempt()
    (problem,) = caught.value.problems
    return problem


@pytest.fixture
def filled(path: Path, scenarios: list[Scenario]) -> Path:
    """A store with one study of three replications."""
    with Store.open(path) as store:
        study = store.begin(scenarios, asked())
        for number in range(3):
            study.commit(replication(number, backlog={"all": (1.0,) * 100}))
    return path


@contextmanager
def ordinary_user() -> Iterator[None]:
    """The superuser may write anywhere: be somebody else for a while."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can look into, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o700)


def test_a_store_of_a_newer_version(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for for_reading in (False, True):
        problem = problem_of(lambda reading=for_reading: Store.open(filled, for_reading=reading))  # type: ignore[misc]
        assert (problem.kind, problem.file) == ("store-newer", str(filled))
        assert problem.facts == {"found": 99, "known": len(STEPS)}


def test_an_older_store_takes_the_steps_it_lacks(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it is only to be read; what is in it stays."""

    def one_more(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE studies ADD COLUMN remark TEXT NOT NULL DEFAULT 'none'")

    monkeypatch.setattr("planner.store.database.STEPS", (*STEPS, one_more))
    monkeypatch.setattr("planner.store.database.STEPS", (*STEPS, one_more))
    for for_reading in (True, False):
        with Store.open(filled, for_reading=for_reading) as store:
            assert len(store.studies()[0].figures()) == 3
    with closing(sqlite3.connect(filled)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)
        assert connection.execute("SELECT remark FROM studies").fetchall() == [("none",)]


def test_a_step_that_fails_leaves_the_store_as_it_was(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half_done(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM studies")
        raise RuntimeError

    with monkeypatch.context() as changed:
        changed.setattr("planner.store.database.STEPS", (*STEPS, half_done))
        changed.setattr("planner.store.database.STEPS", (*STEPS, half_done))
        with pytest.raises(RuntimeError):
            Store.open(filled)
    with Store.open(filled) as store:
        assert len(store.studies()[0].figures()) == 3


@pytest.mark.parametrize("for_reading", [False, True])
def test_a_file_that_is_no_store(tmp_path: Path, for_reading: bool) -> None:
    text = tmp_path / "scenario.toml"
    text.write_text('extends = "../base/county.toml"\n' * 100)
    foreign = tmp_path / "browser.sqlite"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE visits (id INTEGER)")
    marked = tmp_path / "marked.sqlite"
    with closing(sqlite3.connect(marked)) as connection:
        connection.execute("PRAGMA application_id = 7")
    for file in (text, foreign, marked):
        before = file.read_bytes()
        assert problem_of(lambda file=file: Store.open(file, for_reading=for_reading)).kind == "not-a-store"  # type: ignore[misc]
        assert file.read_bytes() == before


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    with Store.open(path, for_reading=True) as store:
        assert store.studies() == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


@pytest.mark.parametrize("for_reading", [False, True])
def test_folders(tmp_path: Path, for_reading: bool) -> None:
    assert problem_of(lambda: Store.open(tmp_path, for_reading=for_reading)).kind == "is-a-folder"
    missing = problem_of(lambda: Store.open(tmp_path / "no" / "results.sqlite", for_reading=for_reading))
    assert missing.kind == ("store-missing" if for_reading else "no-such-folder")


def test_reading_creates_nothing(path: Path) -> None:
    assert problem_of(lambda: Store.open(path, for_reading=True)).kind == "store-missing"
    assert not path.exists()


def use_everything(path: Path, for_reading: bool) -> None:
    with Store.open(path, for_reading=for_reading) as store:
        for study in store.studies():
            study.finished()
            study.replications()
            study.scenario(0)
            if not for_reading:
                study.commit(replication(9, figures={FigureKey("new", "all"): 1.0}))
                store.delete(study.id)


@pytest.mark.parametrize("for_reading", [False, True])
def test_damage_anywhere_is_told_and_never_raises_anything_else(
    filled: Path, tmp_path: Path, scenarios: list[Scenario], for_reading: bool
) -> None:
    """Bytes overwritten, blocks zeroed and ends cut off, at 150 random places."""
    whole = filled.read_bytes()
    chance = random.Random(20250106)
    damaged = tmp_path / "damaged.sqlite"
    kinds = set()
    for attempt in range(150):
        content = bytearray(whole)
        start, length = chance.randrange(len(content)), chance.choice((1, 8, 300, 5_000))
        if attempt % 3 == 0:
            content = content[: max(start, 1)]
        else:
            piece = content[start : start + length]
            content[start : start + length] = bytes(len(piece)) if attempt % 3 == 1 else chance.randbytes(len(piece))
        for leftover in tmp_path.glob("damaged.sqlite*"):
            leftover.unlink()
        damaged.write_bytes(content)
        try:
            use_everything(damaged, for_reading)
        except ResultError as error:
            kinds |= {problem.kind for problem in error.problems}
            assert all(problem.file == str(damaged) for problem in error.problems)
    assert "store-damaged" in kinds
    assert kinds <= {
        "store-damaged",
        "not-a-store",
        "store-newer",
        "store-other-model",
        "no-such-study",
        "store-unreachable",
    }


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="needs a system where the superuser can be somebody else")
def test_a_store_that_may_not_be_written_says_so_and_can_be_read(filled: Path, open_folder: Path) -> None:
    file = open_folder / "results.sqlite"
    for closed in ("file", "folder"):
        shutil.copy(filled, file)
        file.chmod(0o444 if closed == "file" else 0o666)
        open_folder.chmod(0o777 if closed == "file" else 0o555)
        with ordinary_user():
            problem = problem_of(lambda: Store.open(file))
            with Store.open(file, for_reading=True) as store:
                assert len(store.studies()[0].figures()) == 3
        assert (problem.kind, problem.file, dict(problem.facts)) == ("store-read-only", str(file), {"reason": closed})
        open_folder.chmod(0o777)


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="needs a system where the superuser can be somebody else")
def test_a_file_that_may_not_be_read_and_a_folder_that_takes_no_new_one(filled: Path, open_folder: Path) -> None:
    file = open_folder / "results.sqlite"
    shutil.copy(filled, file)
    file.chmod(0o000)
    with ordinary_user():
        assert problem_of(lambda: Store.open(file, for_reading=True)).kind == "store-unreachable"
    open_folder.chmod(0o555)
    with ordinary_user():
        assert problem_of(lambda: Store.open(open_folder / "other.sqlite")).kind == "folder-closed"


def test_a_store_that_somebody_holds_for_too_long(filled: Path) -> None:
    with closing(sqlite3.connect(filled, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert problem_of(lambda: Store.open(filled, patience_seconds=0.1)).kind == "store-locked"
        with Store.open(filled, for_reading=True, patience_seconds=0.1) as store:
            assert len(store.studies()[0].figures()) == 3
        other.execute("ROLLBACK")
        with Store.open(filled, patience_seconds=0.1) as store:
            other.execute("BEGIN IMMEDIATE")
            study = store.studies()[0]
            assert problem_of(lambda: study.commit(replication(7))).kind == "store-locked"
            other.execute("ROLLBACK")
            study.commit(replication(7))
            assert (0, 7) in study.finished()


def test_a_full_disk_keeps_what_was_there_and_goes_on_when_there_is_room(filled: Path) -> None:
    """SQLite says the same of a file that may have no more pages as of a disk that is full."""
    with Store.open(filled) as store:
        study = store.studies()[0]
        # The limit holds for the one connection on which it is set: that of the store.
        connection = store._database._connection
        many = {FigureKey(f"indicator-{number}", "all"): float(number) for number in range(5_000)}
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        problem = problem_of(lambda: study.commit(replication(7, figures=many)))
        assert (problem.kind, problem.file) == ("store-full", str(filled))
        assert list(study.finished()) == [(0, 0), (0, 1), (0, 2)]
        connection.execute("PRAGMA max_page_count = 1000000")
        study.commit(replication(7, figures=many))
        assert study.figures()[0, 7] == many


def test_a_pipe_in_the_place_of_a_store_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "results.sqlite"
    os.mkfifo(pipe)
    assert problem_of(lambda: Store.open(pipe)).kind == "not-a-store"
    loop = tmp_path / "loop.sqlite"
    loop.symlink_to(loop)
    assert problem_of(lambda: Store.open(loop)).file == str(loop)
