"""People and money that follow delegated powers: worked out on paper."""

from __future__ import annotations

import math

import pytest
from attrs import evolve

from planner.files.measure import AddChange, MoveChange
from planner.model.scenario import Pay
from planner.model.team import Staff, Team
from planner.workload.reading import delegated_tasks, finance_follows, lacking, people_follow_tasks
from tests.workload.small_county import ENFORCEMENT, HOURS, TOWNSHIP, county, fixed, team

HELD = {"powers": {"illegal-building": "assigned"}}
PEOPLE = 1_000 * 4 * 2 / HOURS
"""Of 2,000 cases a year half are decided, in 4 hours by two officers: 4.6 officers."""


def with_team(**changes):
    """The small county with twenty times its cases, of which the township holds the power, and its enforcement team."""
    teams = {**TOWNSHIP.teams, "enforcement": evolve(TOWNSHIP.teams["enforcement"], **changes)}
    return county(
        case_type={"per_1000_residents_year": 200.0, "fact": fixed(0.0)},
        township=HELD | {"teams": teams},
        department={"team": team(10)},
    )


def busy(**changes):
    """The same while nobody is in the team."""
    scenario = with_team(staff=Staff())
    return evolve(scenario, townships={"a": evolve(scenario.townships["a"], **changes)})


def test_the_people_whom_a_power_takes():
    (task,) = delegated_tasks(busy())
    assert (task.department, task.township, task.team) == ("urban-management", "a", ENFORCEMENT)
    assert (task.people, task.certified) == (pytest.approx(PEOPLE), pytest.approx(PEOPLE))


def test_at_the_pace_of_the_township_s_team():
    (task,) = delegated_tasks(with_team(meetings_share=0.5, pace=0.8))
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


def test_only_what_the_team_lacks_follows():
    there = with_team(staff=Staff(institution=3), certified=1)
    # 4.6 officers with certificates are needed; three people and one certificate are there.
    (task,) = lacking(there)
    assert (task.people, task.certified) == (pytest.approx(PEOPLE - 3), pytest.approx(PEOPLE - 1))
    (move,) = people_follow_tasks(there)
    assert (move.move, move.certified) == (4, 4)
    assert people_follow_tasks(with_team(staff=Staff(institution=5), certified=5)) == []


def test_other_work_of_the_team_counts_first():
    facts = evolve(with_team(staff=Staff(institution=5), certified=5))
    illegal = evolve(facts.case_types["illegal-building"], fact=fixed(2.0))
    # 2,000 cases of 2 hours are 2.3 officers; of five 2.7 are left for 4.6 officers' work.
    (task,) = lacking(evolve(facts, case_types={"illegal-building": illegal}))
    assert task.people == pytest.approx(PEOPLE - (5 - 2_000 * 2 / HOURS))
    assert task.certified == 0.0


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


def test_money_hires_nobody_where_only_certificates_are_missing():
    assert finance_follows(with_team(staff=Staff(institution=5), certified=0)) == []
