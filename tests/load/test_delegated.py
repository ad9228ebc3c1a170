"""People and money that follow delegated powers: worked out on paper."""

from __future__ import annotations

import math

import pytest
from attrs import evolve

from planner.files.change import AddChange, MoveChange
from planner.load.delegated import delegated_tasks, finance_follows, people_follow_tasks
from planner.model.scenario import Pay
from planner.model.team import Staff, Team
from tests.load.small_county import ENFORCEMENT, HOURS, TOWNSHIP, county, team

HELD = {"powers": {"illegal-building": "assigned"}}
PEOPLE = 1_000 * 4 * 2 / HOURS
"""Of 2,000 cases a year half are decided, in 4 hours by two officers: 4.6 officers."""


def busy(**changes):
    """The small county with twenty times its cases, of which the township holds the power."""
    return county(case_type={"per_1000_residents_year": 200.0}, township=HELD | changes, department={"team": team(10)})


def test_the_people_whom_a_power_takes():
    (task,) = delegated_tasks(busy())
    assert (task.department, task.township, task.team) == ("urban-management", "a", ENFORCEMENT)
    assert (task.people, task.certified) == (pytest.approx(PEOPLE), pytest.approx(PEOPLE))


def test_at_the_pace_of_the_township_s_team():
    teams = {**TOWNSHIP.teams, "enforcement": evolve(TOWNSHIP.teams["enforcement"], meetings_share=0.5, pace=0.8)}
    (task,) = delegated_tasks(busy(teams=teams))
    assert task.people == pytest.approx(PEOPLE / 0.4)


@pytest.mark.parametrize("holding", ["posted", "agency", "county"])
def test_only_the_township_s_own_work_is_followed(holding):
    scenario = busy(powers={"illegal-building": holding})
    assert list(delegated_tasks(scenario)) == people_follow_tasks(scenario) == finance_follows(scenario) == []


def test_officers_move_with_their_certificates():
    assert people_follow_tasks(busy()) == [
        MoveChange(
            move=5,
            from_="departments.urban-management.team.staff.institution",
            to=f"{ENFORCEMENT}.staff.institution",
            certified=5,
        )
    ]


def test_of_both_posts_in_proportion_and_no_more_certificates_than_there_are():
    scenario = busy()
    mixed = Team(staff=Staff(civil=6, institution=4), certified=3)
    bureau = evolve(scenario.departments["urban-management"], team=mixed)
    moves = people_follow_tasks(evolve(scenario, departments={"urban-management": bureau}))
    assert [(one.from_.rpartition(".")[2], one.move, one.certified) for one in moves] == [
        ("civil", 3, 3),
        ("institution", 2, 0),
    ]


def test_no_more_than_the_department_has():
    scenario = busy()
    small = {"urban-management": evolve(scenario.departments["urban-management"], team=team(3))}
    assert math.fsum(one.move for one in people_follow_tasks(evolve(scenario, departments=small))) == 3


def test_people_are_shared_out_by_work():
    scenario = busy()
    shares = {"a": 1.0, "b": 0.6, "c": 0.4, "d": 0.05}
    units = {name: evolve(scenario.townships["a"], residents=int(10_000 * share)) for name, share in shares.items()}
    moves = people_follow_tasks(evolve(scenario, townships=units))
    # 4.61 × (1, 0.6, 0.4, 0.05) = 4.61, 2.76, 1.84, 0.23: 9.45 together, so nine people.
    assert {one.to.split(".")[1]: one.move for one in moves} == {"a": 4, "b": 3, "c": 2}


def test_money_follows_as_contract_posts_and_budget():
    scenario = evolve(busy(budget=1_000_000.0), pay=Pay(contract=50_000.0))
    assert finance_follows(scenario) == [
        AddChange(add=f"{ENFORCEMENT}.vacancies.contract", value=5),
        AddChange(add="townships.a.budget", value=250_000.0),
    ]
    assert len(finance_follows(evolve(scenario, pay=Pay()))) == 1
