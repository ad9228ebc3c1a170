"""What a field acts on."""

from __future__ import annotations

import pytest

from planner.editing import acts_on


@pytest.mark.parametrize(
    ("path", "teams", "case_types"),
    [
        ("townships.a.teams.squad.staff.civil", ["townships.a.teams.squad"], ["street-order"]),
        ("departments.ecology.team.pace", ["departments.ecology.team"], ["street-order"]),
        ("case_types.certificate.fact.hours", ["a.teams.window", "b.teams.window", "c.teams.hub"], ["certificate"]),
        ("case_types.street-order.decision.hours", ["departments.urban.team", "departments.ecology.team"], None),
        ("case_types.street-order.partners.ecology.hours", ["departments.ecology.team"], ["street-order"]),
        ("townships.a.powers.street-order", ["departments.urban.team"], ["street-order"]),
        ("townships.a.linkage.rule", [], ["street-order"]),
        ("linkage.rule", [], ["street-order"]),
        ("platform.accuracy", [], ["street-order"]),
        ("kinds.town.teams.window.pace", ["a.teams.window", "b.teams.window"], None),
        ("townships.a.residents", ["a.teams.window", "a.teams.squad"], None),
        ("demand.profiles.even.hour", [], ["certificate", "street-order"]),
        ("travel.travel_km_per_hour", ["a.teams.squad", "b.teams.squad", "c.teams.hub"], ["street-order"]),
        ("pay.civil", [], []),
        ("time.days", [], []),
    ],
)
def test_teams_and_case_types(own, path, teams, case_types):
    found = acts_on(own.state, path)
    assert {key.removeprefix("townships.") for key in found.teams} == {key.removeprefix("townships.") for key in teams}
    if case_types is not None:
        assert set(found.case_types) == set(case_types)


def test_nothing_is_said_while_there_are_problems(own):
    own.set_value("townships.a.residents", -1)
    assert acts_on(own.state, "townships.a.teams.squad.pace").teams == ()
