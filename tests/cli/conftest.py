import os
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from planner.cli.main import main

COUNTY = Path(__file__).with_name("county.toml")


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch) -> Path:
    """Each test has a store of its own, so that nothing is answered from that of another."""
    path: Path = tmp_path / "store" / "results.sqlite"
    monkeypatch.setenv("PLANNER_STORE", str(path))
    return path


@pytest.fixture
def fresh(tmp_path):
    """The option that names one more store, so that a study is not answered from that of a command before."""
    numbers = count(1)
    return lambda: ("--store", tmp_path / f"fresh-{next(numbers)}.sqlite")


@pytest.fixture
def county(tmp_path_factory) -> Path:
    """The county in a folder of its own, so that folders of tests around it do not name it."""
    file: Path = tmp_path_factory.mktemp("county") / COUNTY.name
    file.write_bytes(COUNTY.read_bytes())
    return file


@pytest.fixture
def planner(capsys):
    """Runs one command line in this process: exit code, stdout, stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return run


@pytest.fixture
def changed(tmp_path):
    """A copy of the county in which some words are replaced by others."""

    def change(*replacements: tuple[str, str]) -> Path:
        text = COUNTY.read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / "changed.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return change


@pytest.fixture
def a_worker_dies():
    """Runs one command line, kills one of its workers after some lines of progress: exit code, stderr."""
    if not Path("/proc/self/task").exists():
        pytest.skip("the system does not tell a process's children")

    def run(after: int, *arguments: object) -> tuple[int, str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "planner", *map(str, arguments)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        for _line in range(after):
            process.stderr.readline()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        workers = [one for one in children if "spawn_main" in Path(f"/proc/{one}/cmdline").read_text()]
        os.kill(int(workers[0]), signal.SIGKILL)
        err = process.communicate(timeout=120)[1]
        return process.returncode, err

    return run
