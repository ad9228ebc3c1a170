"""Crews and certificates: who may start, who is reserved, and who waits."""

from __future__ import annotations

import pytest

from planner.model.casetype import CaseType
from planner.model.linkage import Linkage, Referral
from planner.model.scenario import Scenario
from planner.model.team import Staff, Team
from tests.engine.builder import Run, county, fixed, kind, matter, office, play, with_team

TYPES = {
    "plain": kind(1.0),
    "brief": kind(0.25),
    "long": kind(3.0),
    "pair": kind(fixed(1.0, crew=2)),
    "three": kind(fixed(1.0, crew=3)),
    "certified": kind(fixed(1.0, crew=1, certified=1)),
    "certified long": kind(fixed(3.0, crew=1, certified=1)),
    "formal": kind(fixed(1.0, crew=2, certified=2)),
    "mixed": kind(fixed(1.0, crew=2, certified=1)),
}


def squad(uncertified: int, certified: int, **types: CaseType) -> Scenario:
    """One township, one team with so many officers without and with a certificate."""
    team = Team(staff=Staff(civil=uncertified + certified), certified=certified, handles=("*",))
    return county({**TYPES, **types}, team, departments={})


def starts(run: Run) -> dict[str, str]:
    """When each matter was begun with; empty where it was not."""
    return {name: run[name].lines[0][3] for name in run.names}


def test_fact_finding_takes_one_officer_with_or_without_a_certificate() -> None:
    run = play(squad(1, 1), matter("one", "Mon 09:00", "plain"), matter("two", "Mon 09:00", "plain"))
    assert starts(run) == {"one": "Mon 09:00", "two": "Mon 09:00"}


def test_fact_finding_takes_the_crew_that_the_type_states() -> None:
    run = play(squad(3, 0), matter("one", "Mon 09:00", "pair"), matter("two", "Mon 09:00", "pair"))
    assert starts(run) == {"one": "Mon 09:00", "two": "Mon 10:00"}
    steps = run.rows.steps
    assert steps.crew[steps.case == run["one"].row].tolist() == [2]


def test_a_formal_decision_takes_two_certified_officers() -> None:
    types = {"fine": kind(0.0, fixed(1.0, crew=2, certified=2))}
    team = Team(staff=Staff(civil=5), certified=3, handles=("*",))
    scenario = county(types, team, town_values={"powers": {"fine": "assigned"}})
    run = play(scenario, matter("one", "Mon 09:00", "fine"), matter("two", "Mon 09:00", "fine"))
    assert run["one"].stretch("decision") == ("Mon 09:00", "Mon 10:00")
    # Three uncertified officers and one certified are free, which is not a crew.
    assert run["two"].stretch("decision") == ("Mon 10:00", "Mon 11:00")


def test_a_job_that_cannot_start_yet_reserves_the_officers_it_could_use() -> None:
    # One of two is free; the pair waits for both and keeps the free one from what comes after it.
    run = play(
        squad(2, 0),
        matter("busy", "Mon 09:00", "plain"),
        matter("pair", "Mon 09:10", "pair"),
        matter("later", "Mon 09:20", "brief"),
    )
    assert starts(run) == {"busy": "Mon 09:00", "pair": "Mon 10:00", "later": "Mon 11:00"}


def test_it_reserves_certified_officers_that_it_could_use_too() -> None:
    run = play(
        squad(0, 2),
        matter("busy", "Mon 09:00", "plain"),
        matter("pair", "Mon 09:10", "pair"),
        matter("later", "Mon 09:20", "brief"),
    )
    assert starts(run) == {"busy": "Mon 09:00", "pair": "Mon 10:00", "later": "Mon 11:00"}


def test_a_certified_job_reserves_certified_officers() -> None:
    run = play(
        squad(0, 2),
        matter("busy", "Mon 09:00", "certified"),
        matter("formal", "Mon 09:10", "formal"),
        matter("later", "Mon 09:20", "certified"),
    )
    assert starts(run) == {"busy": "Mon 09:00", "formal": "Mon 10:00", "later": "Mon 11:00"}


def test_later_jobs_may_use_the_officers_that_are_left() -> None:
    run = play(
        squad(3, 1),
        matter("busy", "Mon 09:00", "certified"),
        matter("certified", "Mon 09:10", "certified"),
        matter("later", "Mon 09:20", "brief"),
    )
    # The certified job can use none of the three uncertified officers, so the later one takes one of them.
    assert starts(run) == {"busy": "Mon 09:00", "certified": "Mon 10:00", "later": "Mon 09:20"}


def test_a_mixed_crew_that_lacks_its_certificate_keeps_the_uncertified_officer_it_could_use() -> None:
    run = play(
        squad(1, 1),
        matter("busy", "Mon 09:00", "certified"),
        matter("mixed", "Mon 09:10", "mixed"),
        matter("later", "Mon 09:20", "brief"),
    )
    assert starts(run) == {"busy": "Mon 09:00", "mixed": "Mon 10:00", "later": "Mon 11:00"}


def test_every_mixed_crew_ahead_keeps_one() -> None:
    run = play(
        squad(3, 1),
        matter("busy", "Mon 09:00", "certified"),
        matter("mixed one", "Mon 09:10", "mixed"),
        matter("mixed two", "Mon 09:11", "mixed"),
        matter("later", "Mon 09:20", "brief"),
        matter("last", "Mon 09:25", "brief"),
    )
    # Three uncertified officers are free: two are kept for the mixed crews, one is left for the two brief jobs in turn.
    assert starts(run) == {
        "busy": "Mon 09:00",
        "mixed one": "Mon 10:00",
        "mixed two": "Mon 11:00",
        "later": "Mon 09:20",
        "last": "Mon 09:35",
    }


def test_a_job_behind_in_the_list_reserves_nobody() -> None:
    run = play(
        squad(2, 0),
        matter("busy", "Mon 09:00", "plain"),
        matter("also busy", "Mon 09:00", "long"),
        matter("brief", "Mon 09:05", "brief"),
        matter("pair", "Mon 09:10", "pair"),
    )
    assert starts(run)["brief"] == "Mon 10:00"
    assert starts(run)["pair"] == "Mon 14:00"


def test_an_unusable_job_reserves_nobody() -> None:
    # Three can never be formed from two; the job waits for ever, and keeps nobody from work.
    run = play(
        squad(2, 0),
        matter("three", "Mon 08:40", "three"),
        matter("one", "Mon 09:00", "plain"),
        matter("two", "Mon 09:00", "plain"),
    )
    assert starts(run) == {"three": "", "one": "Mon 09:00", "two": "Mon 09:00"}
    assert run["three"].unusable == 1
    assert run["one"].unusable == 0


def test_uncertified_officers_go_first() -> None:
    # Of one with and one without a certificate the one without takes the plain job, so the certified job can start.
    run = play(squad(1, 1), matter("plain", "Mon 09:00", "plain"), matter("certified", "Mon 09:10", "certified"))
    assert starts(run) == {"plain": "Mon 09:00", "certified": "Mon 09:10"}


def test_uncertified_officers_go_first_in_a_mixed_crew_too() -> None:
    run = play(squad(1, 2), matter("mixed", "Mon 09:00", "mixed"), matter("certified", "Mon 09:10", "certified"))
    assert starts(run) == {"mixed": "Mon 09:00", "certified": "Mon 09:10"}


@pytest.mark.parametrize("type_id", ["plain", "mixed"])
def test_uncertified_officers_go_first_when_a_job_has_waited(type_id: str) -> None:
    # All three are at it until ten; the job that waited leaves one certified officer for the one that comes then.
    certified = 1 if type_id == "plain" else 2
    run = play(
        squad(3 - certified, certified),
        matter("busy", "Mon 09:00", "three"),
        matter("waited", "Mon 09:10", type_id),
        matter("certified", "Mon 10:10", "certified"),
    )
    assert starts(run)["waited"] == "Mon 10:00"
    assert starts(run)["certified"] == "Mon 10:10"


def test_certified_officers_fill_up_a_mixed_crew() -> None:
    run = play(squad(0, 2), matter("mixed", "Mon 09:00", "mixed"))
    assert starts(run) == {"mixed": "Mon 09:00"}


def test_certified_officers_take_uncertified_work_when_no_certified_job_waits() -> None:
    run = play(squad(0, 2), matter("one", "Mon 09:00", "plain"), matter("two", "Mon 09:00", "plain"))
    assert starts(run) == {"one": "Mon 09:00", "two": "Mon 09:00"}


def test_certified_officers_do_not_take_uncertified_work_while_a_certified_job_waits() -> None:
    # The plain job is first in the list and an officer is free from 10:00; but the formal job behind it needs both.
    run = play(
        squad(0, 2),
        matter("busy", "Mon 09:00", "certified"),
        matter("also busy", "Mon 09:00", "certified long"),
        matter("plain", "Mon 09:10", "plain"),
        matter("formal", "Mon 09:20", "formal"),
    )
    assert starts(run)["formal"] == "Mon 14:00"
    assert starts(run)["plain"] == "Mon 15:00"


def test_a_certified_job_that_no_crew_can_be_formed_for_holds_nobody_back() -> None:
    run = play(
        squad(1, 1),
        matter("formal", "Mon 08:40", "formal"),
        matter("one", "Mon 09:00", "plain"),
        matter("two", "Mon 09:00", "plain"),
    )
    assert starts(run) == {"formal": "", "one": "Mon 09:00", "two": "Mon 09:00"}


def test_department_officers_are_certified_unless_stated() -> None:
    types = {"fine": kind(0.0, fixed(1.0, crew=2, certified=2))}
    letters = {"linkage": Linkage(referral=Referral(latency_hours=0.0))}
    bureau = Team(staff=Staff(civil=1, institution=1, contract=1))
    run = play(county(types, town_values=letters, departments={"bureau": bureau}), matter("fine", "Mon 09:00", "fine"))
    assert run["fine"].closed == "Mon 10:00"
    assert run.roll("bureau") == [("Mon 00:00", 3, 2)]
    stated = Team(staff=Staff(civil=2), certified=1)
    run = play(county(types, town_values=letters, departments={"bureau": stated}), matter("fine", "Mon 09:00", "fine"))
    assert run["fine"].closed == ""


def test_township_officers_are_not_certified_unless_stated() -> None:
    scenario = county({"fine": kind(fixed(1.0, certified=1))}, office(2), departments={})
    assert play(scenario, matter("fine", "Mon 09:00", "fine"))["fine"].closed == ""
    assert play(with_team(scenario, certified=1), matter("fine", "Mon 09:00", "fine"))["fine"].closed == "Mon 10:00"


def test_who_became_free_meanwhile_spares_a_certificate_of_the_crew_before() -> None:
    run = play(
        squad(1, 2),
        matter("one", "Mon 09:00", "brief"),
        matter("before", "Mon 09:00", "mixed"),
        matter("after", "Mon 09:05", "mixed"),
        matter("certified", "Mon 10:30", "certified"),
    )
    assert starts(run) == {
        "one": "Mon 09:00",
        "before": "Mon 09:00",
        "after": "Mon 10:00",
        "certified": "Mon 10:30",
    }


def test_the_list_is_scanned_in_order() -> None:
    run = play(
        squad(2, 0),
        matter("busy", "Mon 09:00", "pair"),
        matter("first", "Mon 09:10", "plain"),
        matter("pair", "Mon 09:20", "pair"),
        matter("third", "Mon 09:30", "plain"),
    )
    assert starts(run) == {
        "busy": "Mon 09:00",
        "first": "Mon 10:00",
        "pair": "Mon 11:00",
        "third": "Mon 14:00",
    }
