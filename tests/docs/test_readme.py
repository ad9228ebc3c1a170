"""What the README shows works: its commands, its scenario and its notebook lines, in both languages."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from planner.cli.main import main

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
Run = Callable[[list[str]], str]
CLUSTER = "tcp://192.168.1.10:8786"
FEW = dict.fromkeys(("run", "compare", "sweep", "staff"), ("--replications", "2", "--jobs", "1", "--progress", "none"))


def blocks(readme: Path, language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", readme.read_text(encoding="utf-8"), flags=re.S)


def commands(readme: Path, program: str = "planner") -> list[list[str]]:
    """The command lines of a program, without comments."""
    lines = (shlex.split(line, comments=True) for block in blocks(readme, "sh") for line in block.splitlines())
    return [line[1:] for line in lines if line and line[0] == program]


ALONE = [command for command in commands(READMES[0]) if command[0] != "results" and "--cluster" not in command]
KEPT = [command for command in commands(READMES[0]) if command[0] == "results"]
ON_A_CLUSTER = [command for command in commands(READMES[0]) if "--cluster" in command]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scenarios, where commands may write."""
    place = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "scenarios", place / "scenarios")
    return place


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """What a command of the README prints; few replications where it asks for no number.

    In this process: most of the time would go into starting another one for each.
    """
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PLANNER_STORE", str(folder / "results.sqlite"))

    def run_here(command: list[str]) -> str:
        few = () if {"--replications", "--precision"} & set(command) else FEW.get(command[0], ())
        with pytest.raises(SystemExit) as ended:
            main([*command, *few])
        told = capsys.readouterr()
        assert not ended.value.code, told.err
        return told.out

    return run_here


def test_both_languages_show_the_same_commands() -> None:
    for program in ("planner", "dask", "make"):
        assert commands(READMES[0], program) == commands(READMES[1], program)
    assert {command[0] for command in commands(READMES[0])} == {
        "check",
        "run",
        "compare",
        "sweep",
        "staff",
        "show",
        "measures",
        "places",
        "copy",
        "schema",
        "results",
    }


@pytest.mark.parametrize("command", ALONE, ids=" ".join)
@pytest.mark.slow
def test_commands_run(command: list[str], run: Run, folder: Path) -> None:
    told = run(command)
    assert told or (folder / command[command.index("--out") + 1]).stat().st_size > 0


def test_kept_studies_can_be_used(run: Run, folder: Path) -> None:
    """In the order of the README: the study is there until it is deleted."""
    (folder / "results.sqlite").unlink(missing_ok=True)
    run(["compare", "scenarios/tutorial.toml", "--with", "whistle"])
    assert [command[1] for command in KEPT] == ["list", "show", "export", "resume", "name", "delete", "delete"]
    for command in KEPT:
        run(command)
    assert (folder / "study.xlsx").stat().st_size > 0


@contextmanager
def dask(*words: str) -> Iterator[None]:
    """A process of Dask on this machine, which ends with the test."""
    process = subprocess.Popen([sys.executable, "-m", "dask", *words, "--no-dashboard"], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.mark.slow
def test_a_cluster_takes_two_commands(run: Run) -> None:
    (scheduler, worker), (command,) = commands(READMES[0], "dask"), ON_A_CLUSTER
    port = free_port()
    here = f"tcp://127.0.0.1:{port}"
    assert scheduler == ["scheduler"]
    assert worker[:2] == ["worker", CLUSTER]
    # One process is enough here.
    alike = [here if word == CLUSTER else word.replace("-1", "1") for word in worker]
    with dask(*scheduler, "--host", "127.0.0.1", "--port", str(port)), dask(*alike):
        few = [word.replace(CLUSTER, here) for word in command] + ["--replications", "2", "--progress", "none"]
        assert run(few)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_scenario_can_be_read(readme: Path, folder: Path) -> None:
    from planner import load

    (example,) = blocks(readme, "toml")
    assert tomllib.loads(example)
    own = folder / "scenarios" / "my"
    own.mkdir(exist_ok=True)
    file = own / f"{readme.stem}.toml"
    file.write_text(example, encoding="utf-8")
    scenario = load(file)
    assert scenario.measures[-1] == "whistle"
    assert scenario.townships["chengxiang"].teams["enforcement"].certified == 6
    assert len(scenario.phases) == 1


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_what_it_counts_and_links_to_is_there(readme: Path) -> None:
    from planner.files import list_measures, list_packages

    words = readme.read_text(encoding="utf-8")
    counted = re.search(r"(\d+) measures, (\d+) packages|(\d+)条举措，(\d+)个组合", words)
    assert counted
    assert [int(count) for count in counted.groups() if count] == [len(list_measures()), len(list_packages())]
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", words):
        assert (ROOT / link).exists(), link


def test_the_notebook_lines_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (lines,) = blocks(READMES[0], "python")
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    exec(compile(lines.replace("replications=4", "replications=2, jobs=1"), "README.md", "exec"), names)
    assert len(names["rows"].cases.reported) > 0  # type: ignore[attr-defined]
    assert names["comparison"]
