import json


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
    assert values["case_types.hall.unclear"]["tag"] == "default"
    assert values["townships.west.powers.noise"]["value"] == "assigned"


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
