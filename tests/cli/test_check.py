import json

import pytest


def test_the_load_check_in_plain_words(planner, county):
    code, out, err = planner("check", county, "--lang", "zh")
    assert (code, err) == (0, "")
    assert "150 项权力已下放；持证 3 人，一案两人 → 3 个乡镇（街道）中至多 1 个能组队。" in out
    assert "噪声扰民：2 个乡镇（街道）——西镇、北镇" in out
    assert "项假设" in out
    code, out, _err = planner("check", county, "--lang", "en")
    assert (
        "150 powers are delegated; 3 certified officers, two to a case → at most 1 of 3 townships can form a crew."
        in out
    )
    assert "noise: 2 townships – West, North" in out


def test_overloaded_teams_are_named_with_the_people_short(planner, changed):
    file = changed(("residents = 30_000", "residents = 300_000"))
    _code, out, _err = planner("check", file, "--lang", "en")
    row = next(line for line in out.splitlines() if line.startswith("East office"))
    assert "%" in row
    assert int(row.split()[-1]) > 10


def test_json_has_everything(planner, county):
    code, out, _err = planner("check", county, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["headline"]["townships_able_at_most"] == 1
    assert {power["verdict"] for power in found["powers"]} <= {"delegate", "later", "recall"}
    assert {team["team"] for team in found["teams"]} >= {"departments.urban.team", "townships.east.teams.office"}
    assert found["assumptions"] > 10


def test_every_problem_of_every_file_is_listed(planner, county, changed, tmp_path):
    wrong = changed(
        ("residents = 30_000", "residants = 30_000"),
        ("formal = 0.4", "formal = 1.4"),
        ("staff = 4, on_duty = 2", "staff = -4, on_duty = 2.7"),
    )
    missing = tmp_path / "missing.toml"
    code, out, err = planner("check", wrong, county, missing, "--lang", "en")
    assert code == 2
    assert "Trial county: load check" in out
    for expected in (
        "townships.east.residants: There is no such key here. Did you mean residents?",
        "case_types.noise.formal: must be from 0 to 1 (got 1.4).",
        "departments.urban.team.staff: must be from 0 to 1,000,000 people (got -4).",
        "departments.urban.team.on_duty: must be a whole number (got 2.7).",
        "There is no such file.",
    ):
        assert expected in err
    assert "Traceback" not in err


@pytest.mark.parametrize("content", [b"", b"not toml", b"\xff\xfe", b"[" * 100_000, b'extends = "../../../etc/passwd"'])
def test_what_is_no_scenario_is_refused(planner, tmp_path, content):
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    for verb in ("check", "run", "show"):
        code, out, err = planner(verb, file)
        assert (code, out) == (2, "")
        assert str(file) in err
        assert "Traceback" not in err


def test_problems_as_json(planner, changed):
    code, out, err = planner("check", changed(("deadline_days = 5", "deadline_days = 0")), "--json", "--lang", "en")
    assert (code, err) == (2, "")
    (problem,) = json.loads(out)["problems"]
    assert problem["kind"] == "out-of-range"
    assert problem["path"] == "case_types.noise.deadline_days"
    assert problem["message"].startswith("must be from 1 to")
