import json
import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from planner.cli import measures
from planner.files import list_measures, list_packages
from planner.wording import set_language

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_the_catalogue_has_every_measure_in_its_group(planner):
    code, out, err = planner("measures", "--lang", "zh")
    assert (code, err) == (0, "")
    catalogue, _, packages = out.partition("改革方案组合")
    lines = catalogue.splitlines()
    groups = {"staffing": "人员编制", "delegation": "赋权", "linkage": "联动", "platform": "平台和大厅"}
    for measure in list_measures():
        (line,) = (line for line in lines if line.split()[:1] == [measure.id])
        assert measure.title.zh in line
        assert ("建议" in line) == (measure.done == "proposal")
        if measure.group in groups:
            above = [title for title in lines[: lines.index(line)] if title and not title.startswith(" ")]
            assert above[-1] == groups[measure.group]
    for package in list_packages():
        assert any(line.split()[:1] == [package.id] and package.title.zh in line for line in packages.splitlines())


def test_one_measure_explained(planner):
    code, out, err = planner("measures", "certify", "--lang", "en")
    assert (code, err) == (0, "")
    assert "Encouraging certificates" in out
    assert "持证上岗人员仅12人" in out
    assert "Needs: Officers on civil or institution posts" in out
    rule = " ".join(out.split())
    assert "townships.*.teams.enforcement.certified +1, up to 0.5 of staff, after 182 days" in rule
    assert "again every 182 days" in rule
    assert "assumption" in out
    assert "[1] 莱阳市委编办2023" in out


@pytest.mark.slow
def test_every_measure_can_be_explained_in_both_languages(planner):
    for measure in list_measures():
        for language, title in (("zh", measure.title.zh), ("en", measure.title.en)):
            code, out, err = planner("measures", measure.id, "--lang", language)
            assert (code, err) == (0, "")
            assert out.startswith(title)


def test_a_package_lists_its_measures(planner):
    out = planner("measures", "make-powers-usable", "--lang", "zh")[1]
    assert out.startswith("接得住")
    for measure in ("certify", "officers-down", "people-follow-tasks", "uniform-procedure"):
        assert measure in out


@pytest.mark.parametrize(("got", "near"), [("wistle", "whistle"), ("take_back_and_link", "take-back-and-link")])
def test_an_unknown_name(planner, got, near):
    code, out, err = planner("measures", got, "--lang", "en")
    assert (code, out) == (2, "")
    assert f"There is no measure or package {got}. Did you mean {near}?" in err


def test_json_of_the_catalogue(planner):
    found = json.loads(planner("measures", "--json")[1])
    assert [one["id"] for one in found["measures"]] == [measure.id for measure in list_measures()]
    assert {one["id"] for one in found["packages"]} >= {"make-powers-usable", "town-calls-county-answers"}
    whistle = next(one for one in found["measures"] if one["id"] == "whistle")
    assert (whistle["group"], whistle["done"], whistle["needs"]) == ("linkage", "done", ["command-platform"])


def test_json_of_one_is_what_the_file_says(planner):
    found = json.loads(planner("measures", "certify", "--json")[1])
    assert found["changes"] == [
        {
            "add": "townships.*.teams.enforcement.certified",
            "value": 1,
            "up_to": 0.5,
            "of": "staff",
            "after_days": 182,
            "every_days": 182,
        }
    ]
    assert found["sources"]["townships.*.teams.enforcement.certified"]["tag"] == "assumption"
    move = json.loads(planner("measures", "officers-down", "--json")[1])["changes"][0]
    assert move["from"] == "departments.market-supervision.team.staff.civil"


@pytest.mark.slow
def test_what_it_changes_in_a_scenario(planner):
    file = SCENARIOS / "laiyang/current.toml"
    found = json.loads(planner("measures", "people-follow-tasks", "--on", file, "--json")[1])["on"]
    assert found["name"] == "laiyang/current"
    moved = sum(change["move"] for change in found["computed"])
    (state,) = found["states"]
    staff = {one["path"]: one["value"] - one["base"] for one in state["differences"] if ".staff." in one["path"]}
    assert sum(change for path, change in staff.items() if path.startswith("townships.")) == moved > 0
    assert sum(staff.values()) == 0
    out = planner("measures", "people-follow-tasks", "--on", file, "--lang", "en")[1]
    assert "from departments.urban-management.team.staff.civil to townships.chengxiang" in out


@pytest.mark.slow
def test_what_it_changes_later(planner, county):
    found = json.loads(planner("measures", "certify", "--on", SCENARIOS / "laiyang/current.toml", "--json")[1])["on"]
    assert [state["from"] for state in found["states"]] == [None, "2025-07-02", "2025-12-31"]
    assert found["states"][0]["differences"] == []
    out = planner("measures", "certify", "--on", SCENARIOS / "laiyang/current.toml", "--lang", "zh")[1]
    assert "2025年7月2日" in out


def test_what_the_scenario_changes_itself_is_no_effect_of_a_measure(planner, changed):
    own = "[[timeline]]\nfrom = 2025-03-10\nchanges = [{ set = 'townships.east.residents', value = 31_000 }]\n\n"
    file = changed(("[kinds.town.teams.office]", f"{own}[kinds.town.teams.office]"))
    states = json.loads(planner("measures", "whistle", "--on", file, "--json")[1])["on"]["states"]
    assert [state["from"] for state in states] == [None]
    assert "From 10 March" not in planner("measures", "whistle", "--on", file, "--lang", "en")[1]


def test_a_measure_that_cannot_be_applied(planner, county):
    code, _out, err = planner("measures", "officers-down", "--on", county, "--lang", "en")
    assert code == 2
    assert "officers-down.toml" in err


@pytest.mark.parametrize("cells", [36, 50, 80, 100, 200])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_id_is_broken_over_two_lines(lang, cells):
    set_language(lang)
    screen = StringIO()
    measures.show_catalogue(Console(file=screen, width=cells, markup=False), list_measures(), list_packages())
    lines = screen.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= cells
    assert not [line for line in lines if line.strip().startswith(("、", "，", ")"))]
    found = Counter(re.findall(r"[a-z]+(?:-[a-z]+)*", screen.getvalue()))
    for package in list_packages():
        assert found[package.id]
        for id in package.measures:
            assert found[id] > sum(id in other.measures for other in list_packages())
