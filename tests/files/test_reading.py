"""The measures and packages there are, and where scenarios lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import ScenarioError
from planner.files import list_measures, list_packages, places, read_measure
from planner.model.text import Text

CHANGE = 'set = "time.days"\nvalue = 7'


def test_own_before_shipped(folder, measure, write, tmp_path_factory, monkeypatch):
    common = tmp_path_factory.mktemp("shipped")
    (common / "measures").mkdir()
    for name in ("trial", "whistle"):
        text = (folder / "measures" / f"{measure(CHANGE, name=name)}.toml").read_text()
        (common / "measures" / f"{name}.toml").write_text(text.replace("试验", "通用"))
    (folder / "measures" / "whistle.toml").unlink()
    monkeypatch.setattr(places, "shipped", lambda: common)
    near = folder / "county.toml"
    assert [(m.id, m.title.zh, Path(m.file).parent.parent) for m in list_measures(near)] == [
        ("trial", "试验", folder),
        ("whistle", "通用", common),
    ]
    assert read_measure("trial", near).title.zh == "试验"


def test_everything_a_measure_says(folder, write):
    write(
        "measures/whistle.toml",
        """
        title = { zh = "吹哨报到", en = "Whistle" }
        description = "乡镇吹哨"
        group = "linkage"
        done = "done"
        needs = ["command-platform", { zh = "值班", en = "duty" }]
        cost = { one_off = 1000, yearly = 2e4 }
        origin = { document = "chengdu", quote = "街道吹哨" }
        changes = [{ set = "townships.*.linkage.rule", value = "whistle" }]
        [sources]
        "townships.*.linkage.rule" = "documented"
        """,
    )
    measure = read_measure("whistle", folder / "county.toml")
    assert (measure.id, measure.title.en, measure.group, measure.done) == ("whistle", "Whistle", "linkage", "done")
    assert measure.needs == ("command-platform", Text("值班", "duty"))
    assert (measure.cost.one_off, measure.cost.yearly, measure.origin.document) == (1000.0, 20000.0, "chengdu")
    assert len(measure.changes) == 1
    assert measure.sources["townships.*.linkage.rule"].tag == "documented"


def test_packages(folder, write):
    write("packages/both.toml", 'title = "组合"\nmeasures = ["one", "two"]')
    (package,) = (p for p in list_packages(folder / "county.toml") if p.id == "both")
    assert (package.measures, package.title.en) == (("one", "two"), "组合")


def test_no_such_measure(folder, measure):
    measure(CHANGE, name="whistle")
    with pytest.raises(ScenarioError) as caught:
        read_measure("whistel", folder / "county.toml")
    (problem,) = caught.value.problems
    assert (problem.kind, problem.nearest, problem.facts["what"]) == ("unknown-name", "whistle", "measure")


def test_a_faulty_one_is_told_with_its_file(folder, write):
    file = write("measures/bad.toml", "title = 3")
    for call in (lambda near: list_measures(near), lambda near: read_measure("bad", near)):
        with pytest.raises(ScenarioError) as caught:
            call(folder / "county.toml")
        assert {problem.file for problem in caught.value.problems} == {str(file)}


def test_a_faulty_package_is_told(folder, write):
    write("packages/bad.toml", "title = 3")
    write("packages/worse.toml", "oh no")
    with pytest.raises(ScenarioError) as caught:
        list_packages(folder / "county.toml")
    assert {problem.kind for problem in caught.value.problems} == {"wrong-type", "missing", "not-toml"}


def test_the_shipped_catalogue_is_sound():
    measures = {measure.id for measure in list_measures()}
    assert "whistle" in measures
    for package in list_packages():
        assert set(package.measures) <= measures


def test_shipped_folder_of_a_checkout_and_of_a_wheel(tmp_path, monkeypatch):
    assert (places.shipped() / "base").is_dir()
    (tmp_path / "planner" / "_scenarios").mkdir(parents=True)
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "planner")
    assert places.shipped() == tmp_path / "planner" / "_scenarios"
    (tmp_path / "planner" / "_scenarios").rmdir()
    assert places.shipped() == tmp_path / "scenarios"


def test_root_and_name(folder, tmp_path_factory):
    (folder / "laiyang").mkdir()
    assert places.root_of(folder / "laiyang" / "current.toml") == folder
    assert places.name_of(folder / "laiyang" / "current.toml") == "laiyang/current"
    lone = tmp_path_factory.mktemp("lone") / "x.toml"
    assert (places.root_of(lone), places.name_of(lone)) == (lone.parent, "x")


@pytest.mark.parametrize("name", ["a", "城厢", "c-1_b", "9"])
def test_ids(name):
    assert places.ID.fullmatch(name)


@pytest.mark.parametrize("name", ["", "a.b", "*", "a b", "-a", "_a", "a/b", "a\n"])
def test_no_ids(name):
    assert not places.ID.fullmatch(name)
