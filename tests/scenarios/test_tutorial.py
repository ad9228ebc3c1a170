"""The tutorial teaches what its comments promise."""

from __future__ import annotations

from pathlib import Path

from planner.files import read, read_scenario
from planner.workload import check_load

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.toml"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = TUTORIAL.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file = tmp_path / "tutorial.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_it_reads_without_remarks() -> None:
    assert read(TUTORIAL).notes == ()


def test_one_more_certificate_makes_the_power_usable(tmp_path: Path) -> None:
    (power,) = check_load(read_scenario(TUTORIAL)).powers
    assert power.verdict == "recall"
    (power,) = check_load(read_scenario(changed(tmp_path, "certified = 1  ", "certified = 2  "))).powers
    assert power.verdict == "delegate"


def test_one_less_at_the_counter_is_too_few(tmp_path: Path) -> None:
    hall = "townships.example.teams.hall"
    assert not check_load(read_scenario(TUTORIAL)).overloaded
    fewer = changed(tmp_path, "staff = { institution = 1, contract = 2 }", "staff = { institution = 1, contract = 1 }")
    assert [team.team for team in check_load(read_scenario(fewer)).overloaded] == [hall]


def test_the_whistle_can_be_tried_on_it() -> None:
    scenario = read_scenario(TUTORIAL, ["whistle"])
    assert scenario.townships["example"].linkage.rule == "whistle"
