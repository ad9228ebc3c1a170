"""The `remove` change: gone for good, and mentioned nowhere any more."""

from __future__ import annotations


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
