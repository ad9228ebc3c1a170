import json
from collections import Counter


def test_values_with_sources(planner, county):
    code, out, err = planner("show", county, "--lang", "zh")
    assert (code, err) == (0, "")
    assert "自 2025年3月3日 起，共 28 天。" in out
    residents = next(line for line in out.splitlines() if line.startswith("  residents"))
    assert residents.split() == ["residents", "30,000", "人", "文件载明", "[1]"]
    assert "[1] census：七普" in out
    _code, out, _err = planner("show", county, "--lang", "en")
    residents = next(line for line in out.splitlines() if line.startswith("  residents"))
    assert residents.split() == ["residents", "30,000", "people", "documented", "[1]"]
    assert "[1] census: 2020" in out
    assert "[townships.*]  all townships" in out


def test_json_holds_every_value(planner, county):
    found = json.loads(planner("show", county, "--json")[1])
    values = {value["path"]: value for value in found["values"]}
    assert values["townships.west.residents"]["value"] == 20_000
    assert values["townships.west.residents"]["tag"] == "documented"
    assert values["case_types.noise.deadline_days"]["tag"] == "statute"
    assert values["case_types.noise.formal"]["tag"] == "assumption"
    assert values["case_types.hall.unclear"]["tag"] == "assumption"
    assert values["case_types.hall.unclear"]["default"] is True
    assert values["townships.west.powers.noise"]["value"] == "assigned"


def test_a_default_that_nobody_stated_is_an_assumption_in_both(planner, changed):
    file = changed(
        ('"case_types.*.deadline_days" = "statute"', '"case_types.*" = "statute"'),
        ('family = "service"', 'family = "service"\nunclear = 0.0'),
    )
    values = {value["path"]: value for value in json.loads(planner("show", file, "--json")[1])["values"]}
    stated, default = values["case_types.hall.unclear"], values["case_types.hall.formal"]
    assert (stated["tag"], stated["default"]) == ("statute", False)
    assert (default["tag"], default["default"]) == ("assumption", True)
    counts = Counter(value["tag"] for value in values.values())
    _code, out, _err = planner("show", file, "--lang", "en")
    summary = " ".join(out[out.index("Values by source") :].split("\n\n")[0].split())
    assert f"assumption {counts['assumption']}" in summary and f"statute {counts['statute']}" in summary
    rows = [line.split() for line in out.splitlines() if line.strip()]
    assert ["unclear", "0", "statute"] in rows
    assert ["case_types.*.intake.crew", "1", "people", "in", "4", "places"] in rows


def test_differences_from_a_base(planner, county, changed):
    other = changed(
        ("residents = 20_000", "residents = 21_000"),
        ("[departments.ecology]", "[departments.water]\nname = 'water'\nteam = { staff = 1 }\n\n[departments.ecology]"),
    )
    found = json.loads(planner("show", other, "--diff", county, "--json")[1])
    differences = {one["path"]: one for one in found["differences"]}
    assert differences["townships.west.residents"]["base"] == 20_000
    assert differences["townships.west.residents"]["value"] == 21_000
    assert differences["departments.water.team.staff.institution"]["base"] is None
    _code, out, _err = planner("show", county, "--diff", other, "--lang", "en")
    rows = {line.split()[0]: line.split() for line in out.splitlines() if line.strip()}
    assert rows["townships.west.residents"][1:5] == ["21,000", "people", "20,000", "people"]
    assert rows["departments.water.team.staff.institution"][-1] == "–"


def test_nothing_differs_from_itself(planner, county):
    assert json.loads(planner("show", county, "--diff", county, "--json")[1])["differences"] == []
    assert "0 values differ" in planner("show", county, "--diff", county, "--lang", "en")[1]


def test_what_differs_only_from_a_date_on(planner, county, changed):
    phases = """
[[timeline]]
from = 2025-03-10
until = 2025-03-20
changes = [{ set = "townships.west.teams.enforcement.certified", value = 2 }]

[[timeline]]
from = 2025-03-17
changes = [{ set = "townships.east.residents", value = 31_000 }]

[kinds.town.teams.office]"""
    later = changed(("\n[kinds.town.teams.office]", phases))
    found = json.loads(planner("show", later, "--diff", county, "--json")[1])
    certified, residents = "townships.west.teams.enforcement.certified", "townships.east.residents"
    told = [
        (state["from"], [(one["path"], one["base"], one["value"]) for one in state["differences"]])
        for state in found["timeline"]
    ]
    assert found["differences"] == []
    # On the last of these days the officer is as in the base again.
    expected = [
        ("2025-03-10", [(certified, 1, 2)]),
        ("2025-03-17", [(residents, 30_000, 31_000)]),
        ("2025-03-20", [(certified, 1, 1)]),
    ]
    assert told == expected
    assert [state["from"] for state in json.loads(planner("show", later, "--json")[1])["timeline"]] == [
        day for day, _values in expected
    ]
    out = planner("show", later, "--diff", county, "--lang", "en")[1]
    days = [line for line in out.splitlines() if line.startswith("From ")]
    assert days == ["From 10 March 2025 on", "From 17 March 2025 on", "From 20 March 2025 on"]
    assert "30,000 people  31,000 people" in out
    # The other way round, the base is what changes; and nothing differs from itself on any day.
    back = json.loads(planner("show", county, "--diff", later, "--json")[1])["timeline"]
    assert [(state["from"], state["differences"][0]["value"]) for state in back] == [
        ("2025-03-10", 1),
        ("2025-03-17", 30_000),
        ("2025-03-20", 1),
    ]
    assert json.loads(planner("show", later, "--diff", later, "--json")[1])["timeline"] == []


def test_a_file_that_is_not_what_it_seems_to_be_is_told_beside_its_values(planner, county, tmp_path):
    file = tmp_path / "county.toml"
    file.write_bytes(county.read_text(encoding="utf-8").encode("gb18030"))
    code, out, err = planner("show", file, "--lang", "en")
    assert code == 0 and "GB18030" in err and "GB18030" not in out
    assert planner("run", file, "--replications", 1, "--jobs", 1, "--lang", "en")[2].count("GB18030") == 1
