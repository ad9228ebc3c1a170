import json

import pytest


@pytest.mark.parametrize("what", [(), ("measure",), ("package",)])
def test_a_schema_is_printed(planner, what):
    code, out, err = planner("schema", *what, "--lang", "en")
    assert (code, err) == (0, "")
    assert json.loads(out)["title"].startswith("A ")


def test_it_speaks_the_language_asked_for_and_goes_to_a_file(planner, tmp_path):
    file = tmp_path / "scenario.json"
    assert planner("schema", "--lang", "zh", "--out", file) == (0, "", "")
    team = json.loads(file.read_text(encoding="utf-8"))["$defs"]["Team"]["properties"]
    assert team["meetings_share"]["title"] == "会议检查占用时间"
    assert team["meetings_share"]["exclusiveMaximum"] == 1
    assert team["roster"]["enum"] == ["office", "duty"]


def test_another_sort_of_file_is_refused_with_the_nearest(planner):
    code, _out, err = planner("schema", "mesure", "--lang", "en")
    assert code == 2
    assert "Did you mean 'measure'?" in err


def test_a_folder_that_is_not_there_is_refused(planner, tmp_path):
    code, out, err = planner("schema", "--out", tmp_path / "none" / "scenario.json", "--lang", "en")
    assert (code, out) == (2, "")
    assert "scenario.json" in err
