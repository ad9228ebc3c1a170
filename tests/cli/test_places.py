import json
from pathlib import Path


def test_places_and_their_scenarios_are_listed(planner, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = planner("places", "--lang", "zh")
    assert (code, err) == (0, "")
    assert "莱阳  laiyang\n" in out
    assert "  laiyang/current                   莱阳（现状）\n" in out
    assert "schema" not in out


def test_json_has_the_files(planner):
    found = json.loads(planner("places", "--json")[1])
    assert [place["id"] for place in found["places"]][:2] == ["chengdu", "laiyang"]
    for place in found["places"]:
        for scenario in place["scenarios"]:
            assert Path(scenario["file"]) == Path(found["folder"]) / f"{scenario['id']}.toml"
            assert Path(scenario["file"]).is_file()
            assert scenario["title"]["zh"]


def test_a_name_can_stand_for_a_file(planner, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert planner("check", "tutorial", "--lang", "en")[0] == 0
    code, _out, err = planner("check", "tutoral", "--lang", "en")
    assert code == 2
    assert "no scenario of this name comes with the planner. Did you mean tutorial?" in err


def test_a_copy_says_how_to_go_on(planner, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = planner("copy", "tutorial", "my", "--lang", "en")
    assert (code, err) == (0, "")
    assert "1 scenario copied to my." in out
    command = next(line for line in out.splitlines() if line.startswith("Go on with: planner "))
    assert planner(*command.removeprefix("Go on with: planner ").split(), "--lang", "en")[0] == 0
    schema = json.loads((tmp_path / "my/schema/scenario.schema.json").read_text(encoding="utf-8"))
    assert schema["title"] == "A scenario of the township planner"


def test_a_copy_is_refused_with_one_message(planner, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert planner("copy", "laiyang", "my", "--lang", "en")[0] == 0
    code, out, err = planner("copy", "laiyang/", "my", "--lang", "en")
    assert (code, out) == (2, "")
    assert "nothing was copied" in err
    code, out, err = planner("copy", "layang", "other", "--lang", "en")
    assert (code, out) == (2, "")
    assert "No place layang comes with the planner. Did you mean laiyang?" in err
    assert not (tmp_path / "other").exists()
