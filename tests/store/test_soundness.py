"""What was kept comes back as it was, or is told: older stores, flipped bits, nonsense, and files that go away."""

from __future__ import annotations

import os
import sqlite3
import stat
import struct
import tracemalloc
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from planner.errors import ResultError
from planner.metrics import FigureKey
from planner.model.scenario import Scenario
from planner.store import Store
from planner.store.database import APPLICATION_ID, STEPS
from planner.store.request import written
from planner.store.results import packed_scenario
from tests.store.conftest import asked, replication, reseal

BACKLOG = {"all": (1.0, -0.0, 1e300), "enforcement": (2.5,)}


@pytest.fixture
def filled(path: Path, scenarios: list[Scenario]) -> Path:
    """A store with two studies of two replications each."""
    with Store.open(path) as store:
        for seed in (1, 2):
            study = store.begin(scenarios, asked(2, seed=seed))
            for number in range(2):
                for position in range(2):
                    study.commit(replication(number, position, backlog=BACKLOG))
    return path


def changed(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def test_a_store_of_the_version_before_has_the_same_figures(path: Path, scenarios: list[Scenario]) -> None:
    """Its studies, their scenarios and words, and every figure and day bit for bit."""
    figures = {FigureKey("backlog_mean", "enforcement"): 0.1, FigureKey("cost", "all", "township", "east"): 1e-300}
    with closing(sqlite3.connect(path)) as connection, connection:
        STEPS[0](connection)
        for study, seed in ((1, 1), (4, 2)):
            row = (study, f"{study:032}", written(asked(2, seed=seed)), "old", "0.1.0", "2026-11-01T09:00:00+00:00")
            connection.execute("INSERT INTO studies VALUES (?, ?, ?, ?, ?, ?)", row)
            for position, scenario in enumerate(scenarios):
                content = packed_scenario(scenario)
                row = (study, position, "0" * 32, scenario.name, "慢县", "Slow", content)
                connection.execute("INSERT INTO scenarios VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            connection.execute("INSERT INTO replications VALUES (?, ?, 1, 0, 0.5)", (study * 10, study))
            for place, (key, value) in enumerate(figures.items()):
                connection.execute("INSERT OR IGNORE INTO names VALUES (?, ?, ?, ?, ?)", (place + 7, *key))
                connection.execute("INSERT INTO figures VALUES (?, ?, ?, ?)", (study * 10, place, place + 7, value))
            for place, (family, days) in enumerate(BACKLOG.items()):
                row = (study * 10, place, family, struct.pack(f"<{len(days)}d", *days))
                connection.execute("INSERT INTO series VALUES (?, ?, ?, ?)", row)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
    with Store.open(path) as store:
        assert [(study.id, study.request.seed, study.damaged()) for study in store.studies()] == [
            (1, 1, []),
            (4, 2, []),
        ]
        for study in store.studies():
            assert study.figures() == {(1, 0): figures}
            days = study.series()[1, 0]["all"]
            assert struct.pack("<3d", *days) == struct.pack("<3d", *BACKLOG["all"])
            assert (study.scenarios[0].title.zh, study.planner_version, study.is_current) == ("慢县", "0.1.0", False)
            assert study.finished() == {(1, 0): 0.5}


def test_a_store_whose_number_of_version_is_lost_is_not_called_damaged(filled: Path) -> None:
    changed(filled, "PRAGMA user_version = 0")
    for for_reading in (True, False, True):
        with Store.open(filled, for_reading=for_reading) as store:
            assert [len(study.figures()) for study in store.studies()] == [4, 4]
    with closing(sqlite3.connect(filled)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS),)


@pytest.mark.parametrize("column", ["content", "checksum"])
def test_a_damaged_result_is_told_and_takes_no_other_with_it(filled: Path, column: str) -> None:
    with closing(sqlite3.connect(filled)) as connection, connection:
        query = f"SELECT {column} FROM results WHERE pool = 1 AND scenario = 1 AND number = 0"
        (content,) = connection.execute(query).fetchone()
        flipped = bytes([content[0], content[1], content[2] ^ 1, *content[3:]])
        query = f"UPDATE results SET {column} = ? WHERE pool = 1 AND scenario = 1 AND number = 0"
        connection.execute(query, (flipped,))
    with Store.open(filled) as store:
        study, other = store.studies()
        assert study.damaged() == [(1, 0)]
        assert list(study.figures()) == [(0, 0), (0, 1), (1, 1)]
        assert (other.damaged(), len(other.figures())) == ([], 4)
        study.commit(replication(0, 1, backlog=BACKLOG))
        assert (study.damaged(), study.figures()) == ([], other.figures())


def test_results_that_changed_places_are_damaged(filled: Path) -> None:
    """Each is sound, but of another replication."""
    changed(filled, "UPDATE results SET number = 9 WHERE pool = 1 AND scenario = 0 AND number = 0")
    changed(filled, "UPDATE results SET number = 0 WHERE pool = 1 AND scenario = 0 AND number = 1")
    with Store.open(filled) as store:
        assert store.studies()[0].damaged() == [(0, 0)]


def test_a_name_of_a_figure_that_became_another_is_seen(filled: Path) -> None:
    changed(filled, "UPDATE names SET indicator = 'cost_per_case' WHERE indicator = 'cost'")
    with Store.open(filled) as store:
        assert [len(study.damaged()) for study in store.studies()] == [4, 4]
        assert store.studies()[0].figures() == {}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE studies SET request = replace(request, '\"replications\": 2', '\"replications\": 1') WHERE id = 1",
        "UPDATE studies SET request = 'nonsense' WHERE id = 1",
        "UPDATE studies SET created = x'ff' WHERE id = 1",
        "UPDATE studies SET pool = 2 WHERE id = 1",
        "UPDATE scenarios SET title_zh = 'other' WHERE study = 1",
        "UPDATE scenarios SET content = x'00' WHERE study = 1 AND position = 1",
        "DELETE FROM scenarios WHERE study = 1 AND position = 0",
    ],
)
def test_a_damaged_study_hides_no_other_and_can_be_deleted(
    filled: Path, scenarios: list[Scenario], statement: str
) -> None:
    changed(filled, statement)
    with Store.open(filled) as store:
        assert ([study.id for study in store.studies()], store.damaged()) == ([2], [1])
        with pytest.raises(ResultError) as caught:
            store.study(1)
        assert (caught.value.problems[0].kind, caught.value.problems[0].facts["id"]) == ("study-damaged", 1)
        # Asked again, it is a new one.
        assert store.begin(scenarios, asked(2)).id == 3
        store.delete(1)
        assert store.damaged() == []


def test_a_damaged_study_that_is_frozen_can_be_deleted(filled: Path) -> None:
    """Nothing can be cited of it any more, and it cannot be thawed."""
    with Store.open(filled) as store:
        store.study(1).freeze(True)
    changed(filled, "UPDATE studies SET request = 'nonsense' WHERE id = 1")
    with Store.open(filled) as store:
        store.delete(1)
        assert (store.ids(), store.damaged()) == ([2], [])


def test_what_is_damaged_is_not_finished_and_not_frozen(filled: Path) -> None:
    changed(filled, "UPDATE results SET content = x'00' WHERE pool = 1 AND scenario = 0 AND number = 0")
    with Store.open(filled) as store:
        with pytest.raises(ResultError) as caught:
            store.study(1).freeze(True)
        assert caught.value.problems[0].kind == "study-unfinished"
        store.study(1).commit(replication(0, 0, backlog=BACKLOG))
        store.study(1).freeze(True)
        assert store.study(1).frozen


@pytest.mark.parametrize("column", ["number", "scenario"])
@pytest.mark.parametrize("nonsense", ["a word", b"bytes", -1, 0.5, 2**62])
def test_a_result_at_no_place_is_not_counted(filled: Path, column: str, nonsense: object) -> None:
    changed(filled, f"UPDATE results SET {column} = ? WHERE pool = 1 AND scenario = 1 AND number = 1", nonsense)
    with Store.open(filled, for_reading=True) as store:
        study = store.study(1)
        assert (study.count(), len(study.figures()), store.counts()) == (3, 3, {1: (3, 4), 2: (4, 4)})
        assert (list(study.missing()), study.damaged()) == ([(1, 1)], [])


def test_a_compressed_bomb_is_not_unpacked(filled: Path) -> None:
    packer = zlib.compressobj(9)
    piece = bytes(1 << 20)
    bomb = b"".join([*(packer.compress(piece) for _ in range(1_000)), packer.flush()])
    assert len(bomb) < 2_000_000
    changed(filled, "UPDATE results SET content = ? WHERE pool = 1 AND scenario = 0 AND number = 0", bomb)
    changed(filled, "UPDATE scenarios SET content = ? WHERE study = 2 AND position = 0", bomb)
    with closing(sqlite3.connect(filled)) as connection, connection:
        reseal(connection)
    tracemalloc.start()
    with Store.open(filled) as store:
        assert store.study(1).damaged() == [(0, 0)]
        with pytest.raises(ResultError):
            store.study(2).scenario(0)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # Of a thousand million bytes the largest content that there can be, and not more.
    assert most < 600_000_000


def test_nothing_is_listed_one_by_one_where_a_slip_asked_for_a_billion(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection, connection:
        text = written(asked(10**9))
        connection.execute("UPDATE studies SET request = ? WHERE id = 1", (text,))
        reseal(connection)
    with Store.open(filled, for_reading=True) as store:
        tracemalloc.start()
        study = store.study(1)
        assert (study.count(), store.counts()[1]) == (4, (4, 2 * 10**9))
        assert next(study.missing()) == (0, 2)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 10_000_000


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_what_was_asked_is_for_its_owners_eyes(tmp_path: Path, scenarios: list[Scenario], monkeypatch) -> None:
    monkeypatch.setenv("PLANNER_STORE", str(tmp_path / "new" / "results.sqlite"))
    before = os.umask(0o022)
    try:
        with Store.open() as store:
            store.begin(scenarios, asked())
            files = sorted((tmp_path / "new").iterdir())
            assert len(files) == 3
            assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
            assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
        open_to_all = tmp_path / "open.sqlite"
        open_to_all.touch(0o644)
        Store.open(open_to_all).close()
        assert stat.S_IMODE(open_to_all.stat().st_mode) == 0o644
    finally:
        os.umask(before)


def test_the_home_folder_is_understood_in_the_environment(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PLANNER_STORE", "~/kept/results.sqlite")
    monkeypatch.chdir(tmp_path)
    Store.open().close()
    assert (tmp_path / "kept" / "results.sqlite").exists()
    assert not (tmp_path / "~").exists()


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_store_that_goes_away_takes_nothing_more(filled: Path, how: str) -> None:
    with Store.open(filled) as store:
        study = store.studies()[0]
        filled.unlink()
        if how == "replaced":
            filled.write_bytes(b"")
        assert not study.is_kept
        with pytest.raises(ResultError) as caught:
            study.commit(replication(7))
        assert caught.value.problems[0].kind == "store-gone"
