"""The order of a team's list: urgency, whistled before routine, due or report time, then order of arrival."""

from __future__ import annotations

import pytest
from attrs import evolve

from planner.model.casetype import CaseType
from planner.model.linkage import Linkage, Platform, Referral, Whistle
from planner.model.scenario import Scenario
from planner.model.team import SharedTeam, Staff, Team
from tests.engine.builder import Run, county, from_day, kind, matter, office, people, play, town, with_town

BUSY = matter("busy", "Mon 09:00", "busy")
"""Keeps the only officer until 11:00, so that everything else waits."""

TYPES = {
    "busy": kind(2.0),
    "routine": kind(0.5, deadline_days=5),
    "urgent": kind(0.5, urgency="urgent", deadline_days=5),
    "short": kind(0.5, deadline_days=2),
    "pair": kind(0.5, deadline_days=2),
}


@pytest.fixture(params=["team", "crew team"])
def types(request: pytest.FixtureRequest) -> dict[str, CaseType]:
    """The same cases for both kinds of team; a type with a crew makes the team one with crews."""
    if request.param == "team":
        return TYPES
    return {**TYPES, "crew": kind(evolve(TYPES["busy"].fact, crew=2))}


def order(run: Run) -> list[str]:
    """The matters in the order in which the office began with them, without the first."""
    return sorted((name for name in run.names if name != "busy"), key=lambda name: run[name].line("fact")[3:] + (name,))


def test_urgent_work_goes_before_routine_work(types: dict[str, CaseType]) -> None:
    run = play(county(types), BUSY, matter("first", "Mon 09:10", "routine"), matter("second", "Mon 10:00", "urgent"))
    assert order(run) == ["second", "first"]


def test_urgent_work_does_not_interrupt(types: dict[str, CaseType]) -> None:
    run = play(county(types), BUSY, matter("urgent", "Mon 10:00", "urgent"))
    assert run["busy"].closed == "Mon 11:00"
    assert run.rows.interruptions == 0


def test_without_alerts_the_earlier_report_goes_first(types: dict[str, CaseType]) -> None:
    run = play(county(types), BUSY, matter("first", "Mon 09:10", "routine"), matter("second", "Mon 10:00", "short"))
    assert order(run) == ["first", "second"]


def test_with_deadline_alerts_the_earlier_deadline_goes_first(types: dict[str, CaseType]) -> None:
    scenario = county(types, town_values={"platform": Platform(deadline_alerts=True)})
    run = play(scenario, BUSY, matter("first", "Mon 09:10", "routine"), matter("second", "Mon 10:00", "short"))
    assert order(run) == ["second", "first"]


def test_urgency_goes_before_the_deadline(types: dict[str, CaseType]) -> None:
    scenario = county(types, town_values={"platform": Platform(deadline_alerts=True)})
    run = play(scenario, BUSY, matter("short", "Mon 09:10", "short"), matter("urgent", "Mon 10:00", "urgent"))
    assert order(run) == ["urgent", "short"]


@pytest.mark.parametrize("names", [("pair", "short"), ("short", "pair")])
def test_of_equal_deadlines_the_first_to_arrive_goes_first(types: dict[str, CaseType], names: tuple[str, str]) -> None:
    scenario = county(types, town_values={"platform": Platform(deadline_alerts=True)})
    run = play(scenario, BUSY, matter("first", "Mon 09:10", names[0]), matter("second", "Mon 09:20", names[1]))
    assert order(run) == ["first", "second"]


def test_the_list_is_ordered_by_report_not_by_arrival_at_the_team() -> None:
    # The call is reported first, but intake holds it until 10:30.
    types = {**TYPES, "call": kind(0.5, intake=1.5)}
    scenario = county(types, {"office": office(), "desk": people(intake=True)})
    run = play(
        scenario, BUSY, matter("call", "Mon 09:00", "call", channel="hotline"), matter("later", "Mon 09:30", "short")
    )
    assert order(run) == ["call", "later"]


def test_alerts_that_come_on_a_date_reorder_the_list(types: dict[str, CaseType]) -> None:
    before = county({**types, "busy": kind(9.0)})
    after = with_town(before, platform=Platform(deadline_alerts=True))
    run = play(
        from_day(before, 1, after),
        matter("busy", "Mon 09:00", "busy"),
        matter("first", "Mon 09:10", "routine"),
        matter("second", "Mon 10:00", "short"),
    )
    assert order(run) == ["second", "first"]


def departments_list(alerts: bool, office_alerts: bool) -> Scenario:
    """A bureau that two townships ask: `a` by whistle at once, `b` by letter at once; `c` whistles urgent matters."""
    whistle = Linkage(rule="whistle", whistle=Whistle(sign_in_hours=0.0))
    letter = Linkage(referral=Referral(latency_hours=0.0))
    platform = Platform(deadline_alerts=office_alerts)
    types = {
        "busy": kind(0.0, 2.0),
        "routine": kind(0.0, 0.5, deadline_days=5),
        "short": kind(0.0, 0.5, deadline_days=2),
        "urgent": kind(0.0, 0.5, urgency="urgent"),
    }
    townships = {
        "a": town(linkage=whistle, platform=platform),
        "b": town(linkage=letter, platform=platform),
    }
    return county(types, townships=townships, platform=Platform(deadline_alerts=alerts))


def decided(run: Run) -> list[str]:
    """The matters in the order in which the bureau began with them, without the first."""
    return sorted((name for name in run.names if name != "busy"), key=lambda name: run[name].line("decision")[3])


def test_whistled_work_goes_before_routine_and_urgent_before_whistled() -> None:
    run = play(
        departments_list(alerts=False, office_alerts=False),
        BUSY,
        matter("letter", "Mon 09:10", "routine", "b"),
        matter("whistle", "Mon 09:20", "routine", "a"),
        matter("urgent letter", "Mon 09:30", "urgent", "b"),
        matter("urgent whistle", "Mon 09:40", "urgent", "a"),
    )
    assert decided(run) == ["urgent whistle", "urgent letter", "whistle", "letter"]


@pytest.mark.parametrize("alerts", [True, False])
def test_departments_follow_the_alerts_of_the_county(alerts: bool) -> None:
    run = play(
        departments_list(alerts=alerts, office_alerts=not alerts),
        BUSY,
        matter("first", "Mon 09:10", "routine", "b"),
        matter("second", "Mon 09:20", "short", "b"),
    )
    assert decided(run) == (["second", "first"] if alerts else ["first", "second"])


def test_a_team_works_at_as_many_jobs_as_it_has_officers(types: dict[str, CaseType]) -> None:
    run = play(county(types, office(2)), *(matter(f"{n}", "Mon 09:00", "routine") for n in range(5)))
    assert [run[f"{n}"].closed for n in range(5)] == ["Mon 09:30", "Mon 09:30", "Mon 10:00", "Mon 10:00", "Mon 10:30"]


def test_a_team_may_serve_several_townships() -> None:
    pool = SharedTeam(serves=("a", "b"), team=Team(staff=Staff(civil=1), handles=("*",)))
    scenario = county(kind(1.0), townships={"a": town({}), "b": town({})}, shared={"pool": pool})
    run = play(scenario, matter("one", "Mon 09:00"), matter("two", "Mon 09:10", part="b"))
    assert [run[name].line("fact")[1] for name in ("one", "two")] == ["pool", "pool"]
    assert run["two"].closed == "Mon 11:00"
