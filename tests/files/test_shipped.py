"""Shipped scenarios by name, and copies of a place that read as the place itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import PlannerError, ScenarioError
from planner.files import places as where
from planner.files import scenario_hash
from planner.files.shipped import asked_for, copy_place, places
from planner.workload.reading import read_scenario


def test_places_are_named_as_their_files_lie() -> None:
    found = {place.id: place for place in places()}
    assert list(found) == ["chengdu", "laiyang", "sichuan", "weifang", "zhangjiagang", "tutorial"]
    names = [file.name for file in found["laiyang"].files]
    assert sorted(names) == [
        "laiyang/after",
        "laiyang/before",
        "laiyang/current",
        "laiyang/current-posted-certified",
        "laiyang/proposed",
    ]
    assert [file.name for file in found["tutorial"].files] == ["tutorial"]


def test_a_name_stands_for_a_shipped_scenario_where_no_file_has_it(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert asked_for(Path("laiyang/current")) == where.shipped() / "laiyang/current.toml"
    assert read_scenario("tutorial").name == "tutorial"
    (tmp_path / "tutorial").write_bytes((where.shipped() / "tutorial.toml").read_bytes())
    assert asked_for(Path("tutorial")) == Path("tutorial")
    for other in ("no/such", "tutorial.toml", "/laiyang/current", "x" * 5000, "a\0b"):
        assert asked_for(Path(other)) == Path(other)


def test_a_name_that_is_nearly_one_is_answered_with_it(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError) as refused:
        asked_for(Path("laiyang/curent"))
    (problem,) = refused.value.problems
    assert (problem.kind, problem.nearest) == ("unknown-name", "laiyang/current")


@pytest.mark.parametrize("place", [place.id for place in places()])
def test_a_copy_is_the_same_scenario(tmp_path, place) -> None:
    copied, files = copy_place(place, tmp_path / "my", "{}")
    originals = {file.path.name: file.path for file in copied.files}
    assert sorted(originals) == sorted(file.name for file in files)
    for file in files[:2]:
        assert scenario_hash(read_scenario(file)) == scenario_hash(read_scenario(originals[file.name]))
    for file in files:
        first, *rest = file.read_text(encoding="utf-8").splitlines()
        assert first == "#:schema schema/scenario.schema.json"
        original = originals[file.name].read_text(encoding="utf-8").splitlines()[1:]
        differing = [(new, old) for new, old in zip(rest, original, strict=True) if new != old]
        assert differing in ([], [('extends = "base/county.toml"', 'extends = "../base/county.toml"')])
    assert (tmp_path / "my/NOTE.md").exists() == (place != "tutorial")
    assert (tmp_path / "my" / where.SCHEMA).read_text(encoding="utf-8") == "{}"


def test_one_begins_with_how_things_are(tmp_path) -> None:
    assert copy_place("laiyang", tmp_path / "a", "{}")[1][0].name == "current.toml"
    assert copy_place("chengdu", tmp_path / "b", "{}")[1][0].name == "after.toml"


def test_a_copy_in_a_folder_that_has_a_schema_names_that_one(tmp_path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base/own.toml").write_text("format = 1\n", encoding="utf-8")
    (tmp_path / "schema").mkdir()
    (tmp_path / where.SCHEMA).write_text("{}", encoding="utf-8")
    files = copy_place("laiyang", tmp_path / "my", "[]")[1]
    assert not (tmp_path / "my/schema").exists()
    assert files[0].read_text(encoding="utf-8").startswith("#:schema ../schema/scenario.schema.json\n")


def test_nothing_is_written_over(tmp_path) -> None:
    (tmp_path / "current.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(PlannerError) as refused:
        copy_place("laiyang", tmp_path, "{}")
    (problem,) = refused.value.problems
    assert (problem.kind, problem.facts["names"]) == ("copy-exists", ("current.toml",))
    assert [path.name for path in tmp_path.iterdir()] == ["current.toml"]
    assert (tmp_path / "current.toml").read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path) -> None:
    (tmp_path / "my").write_text("a file", encoding="utf-8")
    with pytest.raises(PlannerError) as refused:
        copy_place("laiyang", tmp_path / "my", "{}")
    assert refused.value.problems[0].kind == "cannot-write"
