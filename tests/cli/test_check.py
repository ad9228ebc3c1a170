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


NEXT_YEAR = ("start = 2025-03-03", "start = 2027-02-01")
REPEAT = ("[time]", "[calendar]\nbeyond = 'repeat'\n\n[time]")
GUESSED = (
    "Note: The holidays of 2027 are not decreed yet. By assumption 4 days are off, as the law gives them "
    "(5 Feb, 8 Feb to 10 Feb); no weekend is worked."
)


def test_guessed_days_are_told_by_check_and_by_every_run(planner, changed):
    file = changed(NEXT_YEAR, REPEAT)
    assert GUESSED in planner("check", file, "--lang", "en")[1]
    chinese = planner("check", file, "--lang", "zh")[1]
    assert "2027年的节假日安排尚未公布。假定按法定节假日放假4天（2月5日、2月8日至2月10日）" in chinese
    dates = ["2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10"]
    (note,) = json.loads(planner("check", file, "--json")[1])["notes"]
    assert (note["kind"], note["path"], note["facts"]) == ("guessed-days", "calendar.beyond", {"days": dates})
    few = ("--replications", 1, "--jobs", 1)
    assert GUESSED in planner("run", file, *few, "--lang", "en")[1]
    assert json.loads(planner("run", file, *few, "--json")[1])["guessed_days"] == dates
    assert GUESSED in planner("compare", file, "--with", "whistle", *few, "--lang", "en")[1]
    assert json.loads(planner("compare", file, "--with", "whistle", *few, "--json")[1])["base"]["guessed_days"] == dates
    assert GUESSED in planner("sweep", file, "--vary", "linkage.return_days=1,2", *few, "--lang", "en")[1]


def test_days_of_a_known_year_are_not_guessed(planner, changed):
    file = changed(REPEAT)
    assert "holidays" not in planner("check", file, "--lang", "en")[1]
    assert json.loads(planner("run", file, "--replications", 1, "--jobs", 1, "--json")[1])["guessed_days"] == []


def test_own_days_take_the_place_of_guessed_ones(planner, changed):
    own = "[calendar]\nbeyond = 'repeat'\nholidays = [2027-02-05, 2027-02-08, 2027-02-11]\nworkdays = [2027-02-09]\n"
    out = planner("check", changed(NEXT_YEAR, ("[time]", own + "\n[time]")), "--lang", "en")[1]
    assert "By assumption 1 day is off, as the law gives it (10 Feb); no weekend is worked." in out


@pytest.mark.parametrize(
    ("replaced", "english", "chinese"),
    [
        (
            (NEXT_YEAR,),
            "The holidays of 2027 are not decreed yet (known until 2026): let the run start earlier, or list its",
            "2027 年的节假日安排尚未公布（已知至 2026 年）：请改用更早的开始日期；或在 [calendar] 下用 holidays",
        ),
        (
            (("start = 2025-03-03", "start = 2003-12-31"), REPEAT),
            "The holidays of 2003 are not known (only from 2004 to 2026): let the run and its opening backlog begin",
            "没有 2003 年的节假日资料（只有 2004 年至 2026 年）：请把模拟开始日期和期初在办的时间改晚",
        ),
    ],
)
def test_a_year_that_is_not_known_is_refused_with_what_helps(planner, changed, replaced, english, chinese):
    file = changed(*replaced)
    for command in ("check", "run"):
        for language, words in (("en", english), ("zh", chinese)):
            code, _out, err = planner(command, file, "--lang", language)
            assert code == 2
            assert words in " ".join(err.split()) if language == "en" else words in "".join(err.split("\n"))


def test_demand_on_few_days_is_noted_by_check_and_run(planner, changed):
    odd = "[demand.profiles.odd]\nweekday = [0, 0, 0, 0, 0, 1, 1]\nday_off = 0\n\n[time]"
    file = changed(
        ("start = 2025-03-03", "start = 2025-04-07"),
        ("[time]", odd),
        ("[case_types.noise]\n", "[case_types.noise]\nprofile = 'odd'\n"),
    )
    note = "Note: Cases of the profile odd come up on only 1 of the 28 days of the run (first: 27 April 2025)."
    assert note in planner("check", file, "--lang", "en")[1]
    assert note in planner("run", file, "--replications", 1, "--jobs", 1, "--lang", "en")[1]


def test_three_surges_at_once_are_refused_before_memory_is_taken(planner, changed):
    surge = "[demand.surges.{}]\nfamilies = ['enforcement']\nstart = 2025-01-01\nend = 2025-12-31\nfactor = 1000\n\n"
    file = changed(("[time]", "".join(surge.format(name) for name in ("a", "b", "c")) + "[time]"))
    for command in ("check", "run"):
        code, _out, err = planner(command, file, "--lang", "en")
        assert code == 2
        assert "of memory are needed, and this machine has" in " ".join(err.split())


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
