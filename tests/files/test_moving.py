"""`move` and `remove`: people, posts and certificates are conserved; what is removed is mentioned nowhere any more."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import ScenarioError
from planner.files import read_scenario

URBAN = "departments.urban.team.staff.institution"
SQUADS = "townships.*.teams.squad.staff.institution"

SQUAD_B = "townships.b.teams.squad.staff"


def move(people, source, target, more=""):
    return f'move = {people}\nfrom = "{source}"\nto = "{target}"\n{more}'


def teams(scenario):
    for township in scenario.townships.values():
        yield from township.teams.values()
    for department in scenario.departments.values():
        yield department.team


def certificates(scenario):
    """All certified officers; those of a department are all who may be where it does not say."""
    of_departments = [
        d.team.staff.certifiable if d.team.certified is None else d.team.certified
        for d in scenario.departments.values()
    ]
    return sum(of_departments) + sum(t.certified or 0 for p in scenario.townships.values() for t in p.teams.values())


def people(scenario, post):
    return sum(getattr(team.staff, post) for team in teams(scenario))


def test_in_proportion_to_residents(changed):
    # 30 : 10, four people.
    scenario = changed(move(4, URBAN, SQUADS))
    assert [scenario.townships[name].teams["squad"].staff.institution for name in "ab"] == [7, 3]
    assert scenario.departments["urban"].team.staff.institution == 6


def test_in_proportion_to_a_field(changed):
    scenario = changed(move(3, URBAN, SQUADS, 'in_proportion_to = "area_km2"'))
    assert [scenario.townships[name].teams["squad"].staff.institution for name in "ab"] == [6, 3]


def test_quotas_follow_where_they_are_stated(changed):
    scenario = changed(move(4, URBAN, SQUADS))
    assert scenario.departments["urban"].quota.institution == 8
    assert [scenario.townships[name].quota.institution for name in "abc"] == [43, None, None]


def test_quota_of_one_unit_stays(changed):
    scenario = changed(
        move(1, "townships.a.teams.squad.staff.institution", "townships.a.teams.window.staff.institution")
    )
    assert scenario.townships["a"].quota.institution == 40


def test_all_of_a_department_are_certified_unless_it_says_otherwise(changed):
    scenario = changed(move(4, URBAN, SQUADS))
    assert [scenario.townships[name].teams["squad"].certified for name in "ab"] == [4, 1]
    assert scenario.departments["urban"].team.certified is None


def test_uncertified_go_first(changed):
    scenario = changed(
        'set = "departments.urban.team.certified"\nvalue = 7',
        move(4, URBAN, "townships.b.teams.squad.staff.institution"),
    )
    assert scenario.departments["urban"].team.certified == 6
    assert scenario.townships["b"].teams["squad"].certified == 1


def test_certified_as_stated(changed):
    scenario = changed(
        'set = "departments.urban.team.certified"\nvalue = 7',
        move(4, URBAN, SQUADS, "certified = 2"),
    )
    assert scenario.departments["urban"].team.certified == 5
    assert [scenario.townships[name].teams["squad"].certified for name in "ab"] == [3, None]


def test_from_many_places(changed):
    # 16 institution posts in five teams; eight leave.
    scenario = changed(move(8, "townships.*.teams.*.staff.institution", URBAN))
    assert [team.staff.institution for p in scenario.townships.values() for team in p.teams.values()] == [1, 2, 1, 1, 3]
    assert scenario.departments["urban"].team.staff.institution == 18


def test_a_team_keeps_its_own_when_it_is_among_the_targets(changed):
    scenario = changed(move(2, "townships.a.teams.squad.staff", SQUADS))
    assert [scenario.townships[name].teams["squad"].staff.total for name in "ab"] == [2, 4]


def test_people_who_handle_no_cases(changed):
    scenario = changed(
        'set = "departments.urban.other_staff.institution"\nvalue = 5\n',
        'set = "departments.urban.quota.institution"\nvalue = 20\n',
        move(5, "departments.urban.other_staff", SQUADS),
    )
    assert scenario.departments["urban"].other_staff.institution == 0
    assert [scenario.townships[name].teams["squad"].certified for name in "ab"] == [1, None]
    assert scenario.departments["urban"].quota.institution == 15


def not_enough(what, needed, there):
    return {"what": what, "needed": needed, "there": there}


@pytest.mark.parametrize(
    ("change", "kind", "key", "facts"),
    [
        (move(11, URBAN, SQUADS), "not-enough", "move", not_enough("people", 11, 10)),
        (move(4, URBAN, SQUADS, "certified = 3"), "not-enough", "certified", not_enough("uncertified", 1, 0)),
        (move(2, SQUAD_B, URBAN, "certified = 1"), "not-enough", "certified", not_enough("certified", 1, 0)),
        (
            move(2, URBAN, SQUADS.replace("institution", "civil")),
            "different-posts",
            "to",
            {"posts": ("civil", "institution")},
        ),
        (move(2, URBAN, URBAN), "same-place", "to", {"at": URBAN}),
        (move(2, "departments.urban.team.pace", SQUADS), "wrong-type", "from", {"expected": "path-of-staff"}),
        (move(2, URBAN, "townships.a.grids.workers"), "wrong-type", "to", {"expected": "path-of-staff"}),
        (move(2, "departments.urbn.team.staff", SQUADS), "no-match", "from", {"part": "urbn"}),
        (move(2, URBAN, "townships.*.teams.sqad.staff"), "no-match", "to", {"part": "sqad"}),
        (move(2, URBAN, SQUADS, 'in_proportion_to = "area"'), "no-match", "in_proportion_to", {"part": "area"}),
    ],
)
def test_refused(refused, change, kind, key, facts):
    problem = refused(change)
    assert (problem.kind, problem.path) == (kind, f"changes[1].{key}")
    assert {key: problem.facts[key] for key in facts} == facts


PLACES = (
    URBAN,
    SQUADS,
    "departments.*.team.staff.institution",
    "townships.c.teams.hub.staff.institution",
    "townships.*.teams.*.staff.institution",
    "departments.ecology.team.staff.civil",
    "townships.*.teams.window.staff.civil",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    count=st.integers(1, 16),
    source=st.sampled_from(PLACES),
    target=st.sampled_from(PLACES),
    certified=st.one_of(st.none(), st.integers(0, 8)),
)
def test_nobody_is_lost_and_nobody_made(folder, measure, count, source, target, certified):
    before = read_scenario(folder / "county.toml")
    more = "" if certified is None else f"certified = {certified}"
    try:
        after = read_scenario(folder / "county.toml", [measure(move(count, source, target, more))])
    except ScenarioError as error:
        assert {problem.kind for problem in error.problems} <= {"not-enough", "different-posts", "same-place"}
        return
    for post in ("civil", "institution", "contract"):
        assert people(after, post) == people(before, post)
    assert certificates(after) == certificates(before)
    assert all(team.certified is None or 0 <= team.certified <= team.staff.certifiable for team in teams(after))


class TestWithinEachTownship:
    def test_many_or_as_many_as_there_are(self, changed):
        scenario = changed(move(3, SQUADS, "townships.*.teams.window.staff.institution", "within_each = true"))
        squads = [scenario.townships[name].teams["squad"] for name in "ab"]
        assert [(squad.staff.institution, squad.certified) for squad in squads] == [(1, 1), (0, None)]
        assert [scenario.townships[name].teams["window"].staff.institution for name in "ab"] == [5, 4]
        assert scenario.townships["a"].quota.institution == 40

    def test_a_township_without_one_side_is_passed_over(self, changed):
        scenario = changed(move(1, "townships.*.teams.hub.staff", "townships.*.other_staff", "within_each = true"))
        assert [township.other_staff.institution for township in scenario.townships.values()] == [0, 0, 1]

    def test_nobody_anywhere(self, refused):
        problem = refused(move(1, "townships.*.other_staff", "townships.*.teams.squad.staff", "within_each = true"))
        assert (problem.kind, problem.facts["there"]) == ("not-enough", 0)

    def test_only_inside_townships(self, refused):
        problem = refused(move(1, URBAN, SQUADS, "within_each = true"))
        assert (problem.path, problem.kind) == ("changes[1].within_each", "wrong-type")


def test_a_team_of_a_kind_stays_away(changed):
    scenario = changed(
        'set = "townships.a.teams.squad.handles"\nvalue = ["*"]',
        'set = "townships.a.teams.squad.intake"\nvalue = true',
        'remove = "townships.a.teams.window"',
    )
    assert list(scenario.townships["a"].teams) == ["squad"]
    assert "window" in scenario.townships["b"].teams


def test_a_pattern_removes_all(changed):
    scenario = changed(
        'set = "kinds.town.teams.window.handles"\nvalue = ["*"]',
        'remove = "townships.@town.teams.squad"',
    )
    assert [list(township.teams) for township in scenario.townships.values()] == [["window"], ["window"], ["hub"]]


def test_shared_teams_serve_a_township_no_more(changed):
    scenario = changed(
        'add = "shared_teams.s"\nvalue = { serves = ["a", "b"], team = { staff = 2 } }', 'remove = "townships.b"'
    )
    assert list(scenario.townships) == ["a", "c"]
    assert scenario.shared_teams["s"].serves == ("a",)


def test_nobody_holds_or_handles_a_case_type_that_has_gone(changed):
    scenario = changed(
        'set = "kinds.town.powers.street-order"\nvalue = "assigned"',
        'set = "townships.c.rates.street-order"\nvalue = 2.0',
        'set = "townships.a.teams.squad.handles"\nvalue = ["street-order", "service"]',
        'remove = "case_types.street-order"',
    )
    assert "street-order" not in scenario.case_types
    assert scenario.townships["a"].powers == scenario.townships["c"].rates == {}
    assert scenario.townships["a"].teams["squad"].handles == ("service",)


def test_a_department_that_has_gone_attends_and_posts_no_more(changed):
    scenario = changed(
        'set = "case_types.street-order.partners.ecology.hours"\nvalue = 2.0',
        'set = "townships.a.teams.squad.posted"\nvalue = ["ecology", "urban"]',
        'remove = "departments.ecology"',
    )
    assert scenario.case_types["street-order"].partners == {}
    assert scenario.townships["a"].teams["squad"].posted == ("urban",)


def test_who_is_responsible_instead_is_for_the_planner_to_say(folder, measure, problems):
    (problem,) = problems(folder / "county.toml", measure('remove = "departments.urban"'))
    assert (problem.kind, problem.path) == ("unknown-name", "case_types.street-order.responsible")


def test_what_has_no_id(refused):
    problem = refused('remove = "townships.a.residents"')
    assert (problem.kind, problem.facts["expected"]) == ("wrong-type", "path-of-element")
    assert refused('remove = "townships.zz"').kind == "no-match"
