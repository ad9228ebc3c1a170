"""Stopped by a signal, a full disk or a locked store: what is finished is kept, and the way on is told in order."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.store import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")

MANY = ("--replications", 4_000, "--progress", "json", "--lang", "en")
NOISE = ("Traceback", "resource_tracker", "Exception ignored", "leaked")
VERBS = {
    "run": ("run",),
    "compare": ("compare", "--with", "whistle"),
    "sweep": ("sweep", "--vary", "linkage.return_days=1,2"),
    "staff": ("staff", "--for", "enforcement.on_time_rate>=0.9"),
}


def started(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "planner", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def under_way(process: subprocess.Popen[str]) -> None:
    """Wait until replications are run."""
    assert process.stderr is not None
    for line in process.stderr:
        # A search tells what it has tried, and that takes long; to it any moment is as good.
        if '"replication"' in line or "staff" in process.args:
            return


@pytest.mark.parametrize(
    ("verb", "number", "everybody"),
    [
        *((verb, signal.SIGTERM, everybody) for verb in VERBS for everybody in (False, True)),
        *((verb, number, verb == "staff") for verb in ("run", "staff") for number in (signal.SIGINT, signal.SIGHUP)),
        ("run", signal.SIGHUP, True),
    ],
)
def test_a_signal_stops_a_study_in_order(county, own_store, verb, number, everybody):
    """Sent to it alone, or to its workers as well."""
    name, *options = VERBS[verb]
    process = started(name, county, *options, "--jobs", 2, *MANY)
    under_way(process)
    (os.killpg if everybody else os.kill)(process.pid, number)
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert not [noise for noise in NOISE if noise in err], err
    way_on = "planner staff" if verb == "staff" else "planner results resume 1"
    assert way_on in err
    with Store.open(own_store) as store:
        assert verb == "staff" or store.study(1).finished()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_it_starts_ends_it_without_a_word(county, number):
    chance = random.Random(20250105)
    for _time in range(4):
        process = started("run", county, "--jobs", 2, *MANY)
        time.sleep(chance.uniform(0.15, 0.6))
        process.send_signal(number)
        _out, err = process.communicate(timeout=60)
        if process.returncode == -number:
            # On a slow machine that was before the first line of the program, where Python itself speaks.
            continue
        # Python ends as by Ctrl-C where it came while text was made into code, as classes are.
        assert process.returncode in (128 + number, -signal.SIGINT)
        assert not [noise for noise in NOISE if noise in err], err


INTERRUPTED = """
import sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupt())
"""
"""A `sitecustomize` with which Ctrl-C comes when a module is imported."""


@pytest.mark.parametrize("name", ["planner.cli.main", "typer", "planner.cli.run", "planner.workload.reading"])
def test_ctrl_c_while_it_is_loaded_ends_it_without_a_traceback(county, tmp_path: Path, name):
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTED.format(name=name), encoding="utf-8")
    command = [sys.executable, "-m", "planner", "run", str(county), "--replications", "2", "--jobs", "1"]
    path = os.pathsep.join((str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])))
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path})
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.slow
def test_a_store_that_another_program_locks_says_how_to_go_on(county, own_store):
    process = started("run", county, "--jobs", 1, *MANY)
    under_way(process)
    other = sqlite3.connect(own_store, timeout=30)
    other.execute("BEGIN EXCLUSIVE")
    try:
        _out, err = process.communicate(timeout=120)
    finally:
        other.close()
    assert process.returncode == 2
    assert "Another process has been writing for too long" in err
    assert err.rstrip().endswith("planner results resume 1")


def test_a_signal_that_is_ignored_stays_ignored(county):
    """As `nohup` does it."""
    command = ["sh", "-c", 'trap "" HUP; exec "$0" "$@"', sys.executable, "-m", "planner"]
    process = subprocess.Popen(
        [*command, "run", str(county), "--replications", "20", "--jobs", "2", "--progress", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    under_way(process)
    os.killpg(process.pid, signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_a_recorded_table_is_named_in_the_way_on(planner, county, tmp_path: Path):
    cases = tmp_path / "cases.csv"
    assert planner("run", county, "--replications", 1, "--jobs", 1, "--cases", cases)[0] == 0
    process = started("run", county, "--trace", cases, "--jobs", 2, *MANY)
    under_way(process)
    process.send_signal(signal.SIGTERM)
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 143
    assert f"--trace {cases}" in err
