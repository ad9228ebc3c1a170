"""Studies listed and deleted; where stores are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from planner.errors import ResultError
from planner.metrics import FigureKey
from planner.model.scenario import Scenario
from planner.store import Store, default_path
from planner.store.store import VARIABLE
from tests.store.conftest import asked, replication


def test_studies_are_listed_in_the_order_they_were_begun(store: Store, scenarios: list[Scenario]) -> None:
    assert store.studies() == []
    begun = [store.begin(scenarios[:n], asked(seed=n)) for n in (2, 1)]
    listed = store.studies()
    assert [study.id for study in listed] == [study.id for study in begun]
    assert [[one.name for one in study.scenarios] for study in listed] == [["slow", "quick"], ["slow"]]
    assert [study.request.seed for study in listed] == [2, 1]


def test_a_study_asked_again_uses_up_no_number(store: Store, scenarios: list[Scenario]) -> None:
    assert [store.begin(scenarios, asked(seed=seed)).id for seed in (1, 1, 1, 2)] == [1, 1, 1, 2]


def test_a_deleted_study_is_gone_with_all_its_results_and_others_stay(
    store: Store, path: Path, scenarios: list[Scenario]
) -> None:
    kept, dropped = store.begin(scenarios, asked(seed=1)), store.begin(scenarios, asked(seed=2))
    many = {FigureKey(f"indicator-{number}", "all"): float(number) for number in range(20_000)}
    for number in range(3):
        kept.commit(replication(number, backlog={"all": (1.0,)}))
        dropped.commit(replication(number, figures=many, backlog={"all": tuple(day * 0.1 for day in range(200_000))}))
    store.close()
    with Store.open(path) as again:
        size = path.stat().st_size
        again.delete(dropped.id)
        assert [study.id for study in again.studies()] == [kept.id]
        left = again.study(kept.id)
        assert (len(left.figures()), left.series()) == (3, {(0, number): {"all": (1.0,)} for number in range(3)})
        with pytest.raises(ResultError) as caught:
            again.study(dropped.id)
        assert caught.value.problems[0].kind == "no-such-study"
        assert caught.value.problems[0].facts == {"id": dropped.id}
        with pytest.raises(ResultError):
            again.delete(dropped.id)
    # The names of figures stay; the figures, most of the file, do not.
    assert path.stat().st_size < 0.7 * size


def test_what_was_deleted_takes_and_gives_nothing_more(store: Store, scenarios: list[Scenario]) -> None:
    study = store.begin(scenarios, asked())
    study.commit(replication(0, backlog={"all": (1.0,)}))
    store.delete(study.id)
    assert (study.finished(), study.figures(), study.series()) == ({}, {}, {})
    for attempt in (lambda: study.commit(replication(1)), lambda: study.scenario(0)):
        with pytest.raises(ResultError) as caught:
            attempt()
        assert caught.value.problems[0].kind == "no-such-study"
    assert store.begin(scenarios, asked()).id > study.id


def test_a_study_needs_scenarios(store: Store) -> None:
    with pytest.raises(ValueError):
        store.begin([], asked())


def test_without_a_path_the_store_is_among_the_data_of_the_user(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *names, **options: folder)
    assert default_path() == folder / "results.sqlite"
    with pytest.raises(ResultError) as caught:
        Store.open(for_reading=True)
    assert caught.value.problems[0].kind == "store-missing"
    assert not folder.exists()
    Store.open().close()
    assert default_path().exists()
    Store.open(for_reading=True).close()


def test_the_environment_can_name_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "here" / "kept.sqlite"))
    Store.open().close()
    assert (tmp_path / "here" / "kept.sqlite").exists()


def test_names_with_signs_that_mean_something_in_addresses(tmp_path: Path, scenarios: list[Scenario]) -> None:
    path = tmp_path / "结果 100%?mode=memory#1.sqlite"
    with Store.open(path) as store:
        store.begin(scenarios, asked())
    assert path.exists()
    with Store.open(path, for_reading=True) as store:
        assert len(store.studies()) == 1


def test_listing_studies_loads_nothing_heavy(path: Path, scenarios: list[Scenario]) -> None:
    with Store.open(path) as store:
        store.begin(scenarios, asked())
    program = (
        "import sys; from pathlib import Path; from planner.store import Store\n"
        f"assert len(Store.open(Path({str(path)!r})).studies()) == 1\n"
        "print(*sorted({'numpy', 'scipy', 'simpy', 'polars', 'cattrs'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout.split() == []


def test_counts_are_of_what_is_asked_for(store: Store, scenarios: list[Scenario]) -> None:
    first = store.begin(scenarios, asked(replications=2))
    second = store.begin(scenarios[:1], asked(replications=3, seed=2))
    assert store.counts() == {first.id: (0, 4), second.id: (0, 3)}
    for number in range(3):
        first.commit(replication(number))
    second.commit(replication(0))
    assert store.counts() == {first.id: (2, 4), second.id: (1, 3)}
    first.ends_after(1)
    store.delete(second.id)
    assert store.counts() == {first.id: (1, 2)}


@pytest.mark.skipif(os.name != "posix", reason="the system has no such rights")
def test_a_new_store_is_read_by_nobody_else(tmp_path: Path) -> None:
    """What a county plans is no business of others who use the same machine."""
    path = tmp_path / "folder" / "results.sqlite"
    path.parent.mkdir()
    before = os.umask(0o022)
    try:
        with Store.open(path):
            rights = {file.name: file.stat().st_mode & 0o077 for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert "results.sqlite" in rights
    assert not any(rights.values()), rights
