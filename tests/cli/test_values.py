from planner.cli.values import assumptions_by_part, sections_of, values_of
from planner.files import read_scenario


def test_what_is_alike_for_all_is_said_once(county):
    scenario = read_scenario(county)
    found = {
        (section.path, section.kind): dict(section.values) for section in sections_of(scenario, values_of(scenario))
    }
    common = found["townships.*", ""]
    assert common["teams.office.staff.institution"].value == 3
    assert common["powers.noise"].value == "assigned"
    assert found["townships.west", ""]["residents"].value == 20_000
    assert "residents" not in common
    # Certificates are stated for two of the three only.
    assert found["townships.east", ""]["teams.enforcement.certified"].value == 2
    assert "teams.enforcement.certified" not in common


def test_what_is_alike_for_a_kind_is_said_of_the_kind(changed):
    street = "\n[kinds.street]\ntitle = 'street'\nteams.office = { staff = 3, intake = true, handles = ['*'] }\n"
    scenario = read_scenario(
        changed(
            ("[townships.east]", f"{street}\n[townships.east]"),
            ('kind = "town"\nresidents = 15_000', 'kind = "street"\nresidents = 15_000'),
        )
    )
    found = {
        (section.path, section.kind): dict(section.values) for section in sections_of(scenario, values_of(scenario))
    }
    assert found["townships.*", "town"]["legal_review_hours"].value == 3
    assert ("townships.*", "street") not in found
    assert found["townships.north", ""]["legal_review_hours"].value == 0
    assert "legal_review_hours" not in found["townships.*", ""]


def test_every_value_stands_in_one_section(county):
    scenario = read_scenario(county)
    values = list(values_of(scenario))
    said = 0
    for section in sections_of(scenario, values):
        times = len(scenario.townships) if section.path == "townships.*" else 1
        said += times * len(section.values)
    assert said == len(values)


def test_assumptions_count_what_somebody_stated_without_a_source(county, changed):
    parts = assumptions_by_part(read_scenario(county))
    assert set(parts) == {"case_types", "departments", "townships"}
    # A source for one more value is one assumption less.
    sourced = changed(
        ('"case_types.*.deadline_days"', '"case_types.noise.formal" = "measured"\n"case_types.*.deadline_days"')
    )
    assert assumptions_by_part(read_scenario(sourced))["case_types"] == parts["case_types"] - 1
