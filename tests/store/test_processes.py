"""Several processes on one store, and processes that are killed."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from planner.model.scenario import Scenario
from planner.store import Store
from tests.store.conftest import asked, replication
from tests.store.writer import figures

HERE = Path(__file__).parent


def begin_process(program: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, HERE / f"{program}.py", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def output(process: subprocess.Popen[str]) -> list[str]:
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return out.split()


def test_two_processes_write_at_once(store: Store, path: Path, scenarios: list[Scenario]) -> None:
    """Two on one study, with some replications in common, and one on another; this one reads meanwhile."""
    shared, own = store.begin(scenarios, asked(150)), store.begin(scenarios, asked(100, seed=2))
    processes = [
        begin_process("writer", path, shared.id, 0, 100),
        begin_process("writer", path, shared.id, 50, 150),
        begin_process("writer", path, own.id, 0, 100),
    ]
    seen = [0]
    while any(process.poll() is None for process in processes):
        found = shared.figures()
        assert all(one == figures(number) for (_, number), one in found.items())
        seen.append(len(found))
    assert [len(output(process)) for process in processes] == [100, 100, 100]
    assert seen == sorted(seen)
    assert shared.figures() == {(0, number): figures(number) for number in range(150)}
    assert own.figures() == {(0, number): figures(number) for number in range(100)}
    assert shared.series()[0, 60] == {"all": (60.0,) * 30}


def test_processes_that_meet_at_a_store_not_there_yet_make_one(path: Path) -> None:
    """Four at once, two of them with the same study."""
    processes = [begin_process("opener", path, seed) for seed in (1, 2, 3, 1)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ids = [output(process)[0] for process in processes]
    assert ids[0] == ids[3]
    assert len(set(ids)) == 3
    with Store.open(path) as store:
        assert len(store.studies()) == 3


def test_whatever_was_announced_before_a_kill_is_there(store: Store, path: Path, scenarios: list[Scenario]) -> None:
    """kill -9 at a random moment, six times over; each time the study goes on where it was."""
    study = store.begin(scenarios, asked(100_000))
    chance = random.Random(20250105)
    announced: set[int] = set()
    for _ in range(6):
        first = min(number for scenario, number in study.missing() if scenario == 0)
        process = begin_process("writer", path, study.id, first, 100_000)
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 40)):
            announced.add(int(process.stdout.readline()))
        time.sleep(chance.uniform(0.0, 0.01))
        process.kill()
        out, _ = process.communicate(timeout=60)
        # The last line may have been cut off in the middle.
        announced |= {int(line) for line in out.splitlines(keepends=True) if line.endswith("\n")}
        found = study.figures()
        assert announced <= {number for _, number in found}
        assert all(one == figures(number) for (_, number), one in found.items())
        assert all(days == {"all": (number,) * 30} for (_, number), days in study.series().items())
    assert sorted(number for _, number in study.finished()) == list(range(len(study.finished())))


def test_a_process_whose_study_is_deleted_stops_and_harms_no_other(
    store: Store, path: Path, scenarios: list[Scenario]
) -> None:
    study = store.begin(scenarios, asked(100_000))
    process = begin_process("writer", path, study.id, 0, 100_000)
    assert process.stdout is not None
    process.stdout.readline()
    store.delete(study.id)
    again = store.begin(scenarios, asked(100_000))
    assert output(process)[-1] == "gone"
    assert again.id != study.id
    assert again.finished() == {}
    again.commit(replication(0))
    assert list(again.finished()) == [(0, 0)]
