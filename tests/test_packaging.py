import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def test_the_wheel_holds_scenarios_and_words(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [file for file in (ROOT / "scenarios").rglob("*.*") if file.suffix in (".toml", ".md", ".json")]
    assert {file.suffix for file in files} == {".toml", ".md", ".json"}
    assert {f"planner/_{file.relative_to(ROOT).as_posix()}" for file in files} <= names
    assert {
        "planner/__main__.py",
        "planner/wording/zh/LC_MESSAGES/planner.mo",
        "planner/cli/main.py",
        "planner/py.typed",
    } <= names
    styles = {file.relative_to(ROOT).as_posix() for file in (ROOT / "planner").rglob("*.tcss")}
    assert styles and styles <= names
    assert not any(name.startswith("tests/") for name in names)


def test_every_part_is_pinned_by_its_version_alone():
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in PINS)
    pinned = {pin.partition("==")[0].lower().replace("_", "-") for pin in PINS}
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert {re.split(r"[><=]", one)[0].lower() for one in asked} <= pinned
