"""The scenarios of a comparison: files, and measures on top of the first."""

import pytest

from planner.errors import ScenarioError
from planner.experiments.alternatives import read_alternatives

BASE = """
title = { zh = "某县", en = "A county" }
[time]
start = 2025-03-03
days = 7
[kinds.town]
title = "town"
[townships.east]
name = "East"
kind = "town"
residents = 10_000
area_km2 = 50
teams.office = { staff = 3, intake = true, handles = ["*"] }
[case_types.hall]
name = "hall"
family = "service"
per_1000_residents_year = 300
channels = { window = 1 }
deadline_days = 1
fact = { hours = 0.25 }
"""
MEASURE = """
title = {{ zh = "{zh}", en = "{en}" }}
group = "staffing"
done = "proposal"
[[changes]]
set = "{path}"
value = {value}
"""


@pytest.fixture
def folder(tmp_path):
    for name in ("measures", "packages"):
        (tmp_path / name).mkdir()
    (tmp_path / "base.toml").write_text(BASE, encoding="utf-8")
    (tmp_path / "other.toml").write_text('extends = "base.toml"\ntravel.travel_km_per_hour = 50\n', encoding="utf-8")
    for id, zh, en, path, value in (
        ("more-staff", "增人", "More staff", "townships.*.teams.office.staff.institution", 5),
        ("faster", "提速", "Faster", "townships.*.teams.office.pace", 1.5),
        ("wrong", "错", "Wrong", "townships.*.teams.offices.pace", 1.5),
    ):
        text = MEASURE.format(zh=zh, en=en, path=path, value=value)
        (tmp_path / "measures" / f"{id}.toml").write_text(text, encoding="utf-8")
    package = 'title = { zh = "一起", en = "Together" }\nmeasures = ["more-staff", "faster"]\n'
    (tmp_path / "packages" / "together.toml").write_text(package, encoding="utf-8")
    return tmp_path


def test_files_and_measures_in_the_order_asked_for(folder):
    found = read_alternatives(
        folder / "base.toml", [folder / "other.toml"], [["more-staff"], ["more-staff", "faster"], ["together"]]
    )
    assert [one.name for one in found] == [
        "base",
        "other",
        "base+more-staff",
        "base+more-staff+faster",
        "base+together",
    ]
    assert [one.title.zh for one in found[2:]] == ["某县＋增人", "某县＋增人＋提速", "某县＋一起"]
    assert found[4].title.en == "A county + Together"
    staff = [one.townships["east"].teams["office"].staff.institution for one in found]
    pace = [one.townships["east"].teams["office"].pace for one in found]
    assert (staff, pace) == ([3, 3, 5, 5, 5], [1.0, 1.0, 1.0, 1.5, 1.5])


def test_a_misspelt_measure_gets_the_nearest_right_one(folder):
    with pytest.raises(ScenarioError) as caught:
        read_alternatives(folder / "base.toml", with_measures=[["more-stafff"], ["togethr", "faster"]])
    assert [(one.kind, one.path, one.nearest) for one in caught.value.problems] == [
        ("unknown-name", "--with", "more-staff"),
        ("unknown-name", "--with", "together"),
    ]


def test_a_measure_that_does_not_fit_is_explained_once(folder):
    with pytest.raises(ScenarioError) as caught:
        read_alternatives(folder / "base.toml", with_measures=[["wrong"], ["wrong", "faster"]])
    (problem,) = caught.value.problems
    assert problem.file.endswith("wrong.toml")


def test_problems_of_all_files_come_together_and_those_of_the_base_once(folder):
    for name in ("base.toml", "third.toml"):
        text = BASE.replace("residents = 10_000", 'residents = "many"')
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_alternatives(folder / "base.toml", [folder / "third.toml"], [["more-staff"]])
    assert sorted(one.file.rsplit("/", 1)[1] for one in caught.value.problems) == ["base.toml", "third.toml"]
