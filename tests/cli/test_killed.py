"""kill -9 at random moments: nothing announced is missing, studies go on to the same figures, files are whole."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest

from planner.store import Store

REPLICATIONS = 100
ENOUGH = 160
"""Replications of a study's 200 that are finished when it is left to be resumed."""
WRITING_SECONDS = {".xlsx": 0.5, ".csv": 0.01}
"""How long after its beginning a writer is killed at most: about as long as it takes."""

TOWN = """
time = {{ start = 2025-01-06, days = 28 }}
kinds.town.title = "town"

[townships.town]
name = "town"
kind = "town"
residents = 20_000
area_km2 = 40
teams.office = {{ staff = {staff}, certified = 2, intake = true, handles = ["*"] }}

[case_types.noise]
name = "noise"
family = "enforcement"
per_1000_residents_year = 60
channels = {{ hotline = 1 }}
deadline_days = 5
unclear = 0.2
fact = {{ hours = 3, law = "lognormal" }}
"""


@pytest.fixture
def towns(tmp_path) -> list[Path]:
    """Two scenarios whose replications take some milliseconds."""
    files = []
    for staff in (2, 3):
        file = tmp_path / f"town-{staff}.toml"
        file.write_text(TOWN.format(staff=staff), encoding="utf-8")
        files.append(file)
    return files


def killed(command: tuple[object, ...], chance: random.Random) -> set[tuple[str, int]]:
    """Run a command line and kill it some replications later; those that it announced."""
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", *map(str, command), "--progress", "json", "--json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    lines = [process.stderr.readline() for _line in range(chance.randrange(2, 14))]
    time.sleep(chance.uniform(0.0, 0.02))
    process.kill()
    lines += process.stderr.readlines()
    process.wait(timeout=60)
    events = [event for line in lines if (event := read(line)) is not None]
    assert events[0]["event"] == "started"
    assert len(events) > 1
    return {(one["scenario"], one["replication"]) for one in events[1:]}


def read(line: str) -> dict | None:
    """An event; None for a line cut off in the middle, and for what Python says when it is left behind."""
    with suppress(ValueError):
        return dict(json.loads(line))
    return None


@pytest.mark.parametrize("kills", [3, 50])
@pytest.mark.parametrize("verb", ["run", "compare"])
@pytest.mark.slow
def test_killed_many_times_and_resumed(verb, kills, planner, towns, own_store, fresh):
    """Each kill is of a study on two processes; where one is nearly finished before all kills, another is begun."""
    chance = random.Random(f"{verb} {kills}")
    seed = killed_so_far = 0
    while killed_so_far < kills:
        seed += 1
        asked = (verb, *towns, "--replications", REPLICATIONS, "--seed", seed)
        announced: set[tuple[str, int]] = set()
        finished: set[tuple[str, int]] = set()
        # What is nearly done may be finished before the signal arrives.
        while killed_so_far < kills and len(finished) < ENOUGH:
            announced |= killed((*(("results", "resume", seed) if finished else asked), "--jobs", 2), chance)
            killed_so_far += 1
            with Store.open(own_store) as store:
                study = store.study(seed)
                names = [scenario.name for scenario in study.scenarios]
                finished = {(names[scenario], number + 1) for scenario, number in study.finished()}
                assert study.damaged() == []
            assert announced <= finished
        code, resumed, err = planner("results", "resume", seed, "--jobs", 2, "--json", "--progress", "json")
        assert code == 0
        _code, at_once, _err = planner(*asked, "--jobs", 1, "--json", *fresh())
        assert without_number(resumed) == without_number(at_once)
        # What was finished is not run again.
        simulated = [json.loads(line)["event"] for line in err.splitlines()].count("replication")
        assert simulated == 2 * REPLICATIONS - len(finished)


def without_number(out: str) -> str:
    """What was printed, but for the number of the study."""
    return re.sub(r'"study": \d+', "", out)


def killed_after(seconds: float, *command: object) -> None:
    """Run a command line and kill it so much later, whatever it does by then; it may have ended before."""
    arguments = [sys.executable, "-m", "planner", *map(str, command)]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    process.kill()
    process.wait()


def seconds_of(*command: object) -> float:
    """How long a command line takes in a process of its own."""
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "planner", *map(str, command)], check=True, capture_output=True)
    return time.monotonic() - begun


@pytest.mark.parametrize("verb", ["run", "compare"])
@pytest.mark.parametrize("kills", [2, 50])
@pytest.mark.slow
def test_killed_at_any_moment_and_resumed(kills, verb, planner, towns, fresh):
    """Two processes are killed while they start, draw or write: the same question, or `resume`, gives the same."""
    asked = (verb, *towns, "--replications", REPLICATIONS)
    _code, at_once, _err = planner(*asked, "--jobs", 1, "--json", *fresh())
    chance = random.Random(20261201)
    whole = seconds_of(*asked, "--jobs", 2, *fresh())
    for kill in range(kills):
        option, file = fresh()
        again = (*asked, "--jobs", 1 + kill % 3 // 2, "--json", option, file)
        if kill % 2 == 0:
            killed((*asked, "--jobs", 2, option, file), chance)
            with Store.open(file) as store:
                assert 0 < store.study(1).count() < 2 * REPLICATIONS
            again = ("results", "resume", 1, *again[-5:])
        else:
            killed_after(chance.uniform(0.2, 1.0) * whole, *asked, "--jobs", 2, option, file)
        code, resumed, _err = planner(*again)
        assert code == 0
        assert resumed == at_once


@pytest.mark.parametrize("kills", [3, 20])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.slow
def test_a_killed_export_leaves_the_old_file_or_a_whole_one_and_nothing_beside_the_next(
    suffix, kills, planner, towns, tmp_path
):
    """Also in the folder of temporary files, where libraries may put theirs."""
    planner("run", *towns, "--replications", REPLICATIONS, "--by", "case_type")
    folder, temporary = tmp_path / "out", tmp_path / "temporary"
    folder.mkdir()
    temporary.mkdir()
    file = folder / f"study{suffix}"
    command = ["results", "export", "1", "--out", str(file)]
    chance = random.Random(suffix)
    for kill in range(kills):
        if old := kill % 2 == 1:
            file.write_text("old")
        process = subprocess.Popen(
            [sys.executable, "-m", "planner", *command],
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        # What an earlier kill has left goes as soon as the next one begins to write.
        left = set(folder.iterdir())
        while process.poll() is None and set(folder.iterdir()) <= left:
            time.sleep(0.0002)
        time.sleep(chance.uniform(0.0, WRITING_SECONDS[suffix]))
        process.kill()
        process.wait(timeout=60)
        left = set(folder.iterdir()) - {file}
        assert len(left) <= 1
        if (old or file.exists()) and not (old and file.read_bytes() == b"old"):
            # It was done before the signal arrived; then it is whole.
            whole(file)
        file.unlink(missing_ok=True)
    assert planner(*command)[0] == 0
    assert [one.name for one in folder.iterdir()] == [file.name]
    assert list(temporary.iterdir()) == []
    whole(file)


@pytest.mark.skipif(sys.platform == "win32", reason="a process there cannot kill itself so")
def test_what_a_killed_export_has_left_is_gone_after_the_next_one(planner, towns, tmp_path):
    planner("run", towns[0], "--replications", 2, "--jobs", 1)
    folder = tmp_path / "out"
    folder.mkdir()
    script = (
        "import os, pathlib, signal, sys; from planner.files.atomic import replace;"
        "replace(pathlib.Path(sys.argv[1]), lambda new: (new.write_text('half'), os.kill(os.getpid(), signal.SIGKILL)))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(folder / "study.csv")], check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = folder.iterdir()
    assert left.name.startswith(".study.csv.")
    assert planner("results", "export", 1, "--out", folder / "another.csv")[0] == 0
    assert [one.name for one in folder.iterdir()] == ["another.csv"]


def whole(file: Path) -> None:
    """Read an export to its end; there is a figure of the last replication in it."""
    if file.suffix == ".xlsx":
        with ZipFile(file) as parts:
            assert parts.testzip() is None
    else:
        frame = pl.read_csv(file)
        assert frame["replication"].max() == REPLICATIONS
