"""A job whose crew cannot be formed goes once to the department that shares the power, or waits; both are counted."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from planner.model.casetype import PartnerWork
from planner.model.linkage import Linkage, Referral
from planner.model.scenario import Scenario
from planner.model.team import Staff, Team
from planner.model.text import Text
from planner.model.township import Department
from tests.engine.builder import county, fixed, from_day, kind, matter, office, people, play, with_team

FINE = kind(0.0, fixed(1.0, crew=2, certified=2))
LETTER = Linkage(referral=Referral(latency_hours=1.0))


def delegated(certified: int, *, staff: int = 3, bureau: int = 2, **values: Any) -> Scenario:
    """The power is the township's, which has so many certified officers; a letter to the bureau takes an hour."""
    values = {"linkage": LETTER, "powers": {"matter": "assigned"}, **values}
    departments = {"bureau": people(bureau)}
    return county(FINE, office(staff, certified=certified), town_values=values, departments=departments)


def test_a_power_that_can_be_used_is_used() -> None:
    case = play(delegated(2), matter("fine", "Mon 09:00"))["fine"]
    assert case.lines == [("decision", "a.office", "Mon 09:00", "Mon 09:00", "Mon 10:00")]
    assert (case.decided, case.settled, case.unusable) == ("assigned", "township", 0)


def test_a_power_that_cannot_be_used_goes_to_the_department_that_shares_it() -> None:
    case = play(delegated(1), matter("fine", "Mon 09:00"))["fine"]
    assert case.lines == [
        ("referral", "bureau", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("decision", "bureau", "Mon 10:00", "Mon 10:00", "Mon 11:00"),
    ]
    assert (case.decided, case.settled, case.unusable) == ("county", "county", 1)


def test_it_goes_there_before_the_legal_review() -> None:
    scenario = delegated(1, legal_review_hours=7.0)
    scenario = evolve(scenario, case_types={"matter": evolve(FINE, legal_review=True)})
    case = play(scenario, matter("fine", "Mon 09:00"))["fine"]
    assert case.path == ["referral", "decision"]


def test_where_the_department_cannot_form_a_crew_either_it_waits_there() -> None:
    case = play(delegated(1, bureau=1), matter("fine", "Mon 09:00"))["fine"]
    assert case.lines == [
        ("referral", "bureau", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("decision", "bureau", "Mon 10:00", "", ""),
    ]
    assert case.unusable == 1


def test_where_no_department_shares_the_power_it_waits_and_is_counted() -> None:
    scenario = county(kind(0.0, fixed(1.0, crew=2, certified=2), responsible="township"), office(3, certified=1))
    case = play(scenario, matter("fine", "Mon 09:00"))["fine"]
    assert case.lines == [("decision", "a.office", "Mon 09:00", "", "")]
    assert case.unusable == 1


def test_fact_finding_has_no_department_to_turn_to() -> None:
    scenario = county(kind(fixed(1.0, crew=2), 1.0), office(1), town_values={"linkage": LETTER})
    case = play(scenario, matter("inspection", "Mon 09:00"))["inspection"]
    assert case.lines == [("fact", "a.office", "Mon 09:00", "", "")]
    assert case.unusable == 1


def test_feasibility_counts_officers_on_the_roll_not_those_free() -> None:
    # Both certified officers are busy until 11:00, which is no reason to send the case away.
    run = play(delegated(2), matter("busy", "Mon 09:00", decision=2.0), matter("fine", "Mon 09:10"))
    assert run["fine"].line("decision") == ("decision", "a.office", "Mon 09:10", "Mon 11:00", "Mon 12:00")
    assert run["fine"].unusable == 0


def test_leavers_who_finish_a_job_are_not_counted() -> None:
    before = delegated(2)
    after = with_team(before, staff=Staff(civil=2), certified=1)
    run = play(from_day(before, 1, after), matter("busy", "Mon 16:30", decision=3.0), matter("fine", "Tue 09:00"))
    assert run["busy"].closed == "Tue 10:30"
    assert run["fine"].path == ["referral", "decision"]
    assert run["fine"].unusable == 1


def test_the_waiting_list_is_judged_again_when_a_certified_officer_leaves() -> None:
    before = delegated(2)
    after = with_team(before, staff=Staff(civil=2), certified=1)
    run = play(
        from_day(before, 1, after),
        matter("busy", "Mon 14:00", decision=9.0),
        matter("first", "Mon 15:00"),
        matter("second", "Mon 16:00"),
    )
    for name, asked in (("first", "Mon 15:00"), ("second", "Mon 16:00")):
        assert run[name].lines[:2] == [
            ("decision", "a.office", asked, "Tue 00:00", "Tue 00:00"),
            ("referral", "bureau", "Tue 00:00", "Tue 00:00", "Tue 09:30"),
        ]
        assert run[name].unusable == 1
    assert run["first"].closed == "Tue 10:30"


def test_a_team_without_crews_is_judged_again_too() -> None:
    before = county(kind(0.0, 1.0), office(1), town_values={"linkage": LETTER, "powers": {"matter": "assigned"}})
    after = with_team(before, staff=Staff())
    run = play(from_day(before, 1, after), matter("busy", "Mon 14:00", decision=9.0), matter("waits", "Mon 15:00"))
    assert run["waits"].path == ["decision", "referral", "decision"]
    assert run["waits"].unusable == 1
    assert run["busy"].unusable == 0


def test_a_job_that_waits_unusable_starts_when_the_crew_can_be_formed() -> None:
    before = county(kind(fixed(1.0, crew=2)), office(1), departments={})
    after = with_team(before, staff=Staff(civil=2))
    case = play(from_day(before, 1, after), matter("pair", "Mon 09:00"))["pair"]
    assert case.line("fact")[2:] == ("Mon 09:00", "Tue 08:30", "Tue 09:30")
    assert case.unusable == 1


def test_a_case_goes_to_the_department_only_once() -> None:
    # The department loses its crew while the case is there: it waits, and is not sent round in a circle.
    before = delegated(1)
    after = evolve(before, departments={"bureau": Department(name=Text(), team=people(1))})
    run = play(from_day(before, 1, after), matter("busy", "Mon 09:00", decision=8.0), matter("fine", "Mon 09:10"))
    assert run["fine"].path == ["referral", "decision"]
    assert run["fine"].line("decision")[3] == ""


def test_partners_called_for_a_power_held_are_not_called_again_when_it_cannot_be_used() -> None:
    types = kind(0.0, fixed(1.0, crew=2, certified=2), partners={"water": PartnerWork(hours=4.0)})
    before = county(
        types,
        office(2, certified=2),
        town_values={"linkage": LETTER, "powers": {"matter": "assigned"}},
        departments={"bureau": people(2), "water": people(1)},
    )
    after = with_team(before, staff=Staff(civil=1), certified=1)
    run = play(from_day(before, 1, after), matter("busy", "Mon 14:00", decision=9.0), matter("fine", "Mon 15:00"))
    assert len(run["fine"].all("partner")) == 1
    assert run["fine"].decided == "county"


@pytest.mark.parametrize("intake", [0.0, 0.5])
@pytest.mark.parametrize("certified", [0, 1])
def test_a_team_with_no_staff_at_all_closes_nothing_and_crashes_nothing(intake: float, certified: int) -> None:
    scenario = county(
        kind(fixed(1.0, certified=certified), intake=intake),
        {"office": office(0), "desk": people(0, intake=True)},
        departments={},
    )
    run = play(scenario, *(matter(f"{n}", 9.0 + 10.0 * n, channel="hotline") for n in range(20)))
    assert set(run.closed().values()) == {""}
    assert all(run[name].unusable for name in run.names)


def test_an_unusable_power_is_counted_once_a_case() -> None:
    run = play(delegated(1), matter("one", "Mon 09:00"), matter("two", "Mon 09:30"))
    assert run.rows.cases.unusable.tolist() == [1, 1]


def test_a_crew_of_more_than_the_contract_staff_needs_the_certified() -> None:
    team = Team(staff=Staff(civil=1, contract=5), certified=1, handles=("*",))
    scenario = county(kind(fixed(1.0, crew=2, certified=2)), team, departments={})
    assert play(scenario, matter("fine", "Mon 09:00"))["fine"].closed == ""
