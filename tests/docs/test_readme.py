"""What the README shows works: its commands, its scenario and its notebook lines, in both languages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
FEW = ("--replications", "2", "--progress", "none")


def blocks(readme: Path, language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", readme.read_text(encoding="utf-8"), flags=re.S)


def commands(readme: Path) -> list[list[str]]:
    """The planner's command lines, without comments."""
    lines = (line.split("#")[0].split() for block in blocks(readme, "sh") for line in block.splitlines())
    return [line[1:] for line in lines if line and line[0] == "planner"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scenarios, where commands may write."""
    place = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "scenarios", place / "scenarios")
    return place


def test_both_languages_show_the_same_commands() -> None:
    assert commands(READMES[0]) == commands(READMES[1])
    assert len(commands(READMES[0])) > 5


@pytest.mark.parametrize("command", commands(READMES[0]), ids=" ".join)
def test_commands_run(command: list[str], folder: Path) -> None:
    few = FEW if command[0] == "run" else ()
    finished = subprocess.run(
        [sys.executable, "-m", "planner", *command, *few],
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_scenario_can_be_read(readme: Path, folder: Path) -> None:
    from planner import load

    (example,) = blocks(readme, "toml")
    assert tomllib.loads(example)
    own = folder / "scenarios" / "own"
    own.mkdir(exist_ok=True)
    file = own / f"{readme.stem}.toml"
    file.write_text(example, encoding="utf-8")
    scenario = load(file)
    assert scenario.measures[-1] == "whistle"
    assert scenario.townships["chengxiang"].teams["enforcement"].certified == 6
    assert len(scenario.phases) == 1


def test_the_notebook_lines_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (lines,) = blocks(READMES[0], "python")
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    exec(compile(lines.replace("replications=4", "replications=2, jobs=1"), "README.md", "exec"), names)
    assert len(names["rows"].cases.reported) > 0  # type: ignore[attr-defined]
