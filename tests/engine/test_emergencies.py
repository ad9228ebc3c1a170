"""Emergencies: worked round the clock, whistled, never bounced, and interrupting what they must and nothing more."""

from __future__ import annotations

from typing import Any

import pytest

from planner.model.casetype import CaseType, PartnerWork, VillageWork
from planner.model.linkage import Linkage, Platform, Referral, Whistle
from planner.model.scenario import Scenario, Travel
from planner.model.team import Agents, Grids, Staff, Team
from tests.engine.builder import Run, county, fixed, from_day, kind, matter, office, people, play, with_team


def alarm(crew: int = 1, certified: int = 0, hours: float = 1.0, **values: Any) -> CaseType:
    """An emergency settled at fact-finding."""
    return kind(fixed(hours, crew=crew, certified=certified), family="emergency", urgency="emergency", **values)


TYPES = {
    "plain": kind(2.0),
    "urgent": kind(2.0, urgency="urgent"),
    "pair": kind(fixed(2.0, crew=2)),
    "certified": kind(fixed(2.0, certified=1)),
    "fire": alarm(),
    "big fire": alarm(crew=2),
    "great fire": alarm(crew=3),
    "long fire": alarm(hours=20.0),
    "certified fire": alarm(crew=2, certified=1),
}


def squad(uncertified: int, certified: int = 0, *, on_duty: int = 0, roster: str = "duty") -> Scenario:
    """One township, one team with so many officers."""
    team = Team(
        staff=Staff(civil=uncertified + certified),
        certified=certified,
        handles=("*",),
        roster=roster,  # type: ignore[arg-type]
        on_duty=on_duty,
    )
    return county(TYPES, team, departments={})


def starts(run: Run) -> dict[str, list[str]]:
    """When each matter was begun with, once for each stretch."""
    return {name: [line[3] for line in run[name].all("fact") if line[3]] for name in run.names}


# The night


def test_officers_on_duty_take_emergencies_at_night() -> None:
    case = play(squad(3, on_duty=1), matter("fire", "Mon 22:00", "fire"))["fire"]
    assert case.line("fact")[2:] == ("Mon 22:00", "Mon 22:00", "Mon 23:00")


def test_they_take_nothing_else_at_night() -> None:
    case = play(squad(3, on_duty=3), matter("urgent", "Mon 22:00", "urgent"))["urgent"]
    assert case.stretch("fact")[0] == "Tue 08:30"


@pytest.mark.parametrize("moment", ["Mon 22:00", "Mon 12:30", "Sat 10:00"])
def test_no_more_of_them_than_are_on_duty(moment: str) -> None:
    run = play(squad(3, on_duty=1), matter("one", moment, "fire"), matter("two", moment, "fire"))
    first, second = (run[name].stretch("fact") for name in ("one", "two"))
    assert first[0] == moment
    assert second[0] == (first[1] if moment != "Mon 12:30" else "Mon 13:30")


def test_an_office_team_keeps_no_watch() -> None:
    case = play(squad(3, on_duty=3, roster="office"), matter("fire", "Mon 22:00", "fire"))["fire"]
    assert case.stretch("fact")[0] == "Tue 08:30"


@pytest.mark.parametrize("on_duty", [0, 1])
def test_departments_keep_a_watch_whatever_their_roster(on_duty: int) -> None:
    flood = kind(0.0, fixed(1.0, crew=1), urgency="emergency", family="emergency")
    at_once = Linkage(whistle=Whistle(sign_in_hours=0.0))
    scenario = county(
        {"flood": flood}, town_values={"linkage": at_once}, departments={"bureau": people(2, on_duty=on_duty)}
    )
    case = play(scenario, matter("flood", "Sun 03:00", "flood"))["flood"]
    assert case.stretch("decision")[0] == ("Sun 03:00" if on_duty else "Mon+1 08:30")


def test_an_emergency_is_worked_past_closing_time() -> None:
    case = play(squad(1, roster="office"), matter("fire", "Mon 17:00", "fire"))["fire"]
    assert case.stretch("fact") == ("Mon 17:00", "Mon 18:00")
    assert case.rows.steps.wall_clock.tolist() == [1]


def test_at_night_certificates_count() -> None:
    scenario = squad(2, 1, on_duty=2)
    run = play(scenario, matter("one", "Mon 22:00", "certified fire"), matter("two", "Tue 01:00", "certified fire"))
    assert starts(run) == {"one": ["Mon 22:00"], "two": ["Tue 01:00"]}
    run = play(scenario, matter("one", "Mon 22:00", "certified fire"), matter("two", "Mon 22:30", "certified fire"))
    assert starts(run)["two"] == ["Mon 23:00"]


def test_the_watch_is_kept_for_the_emergency_that_came_first() -> None:
    run = play(
        squad(3, on_duty=2),
        matter("busy", "Mon 22:00", "fire"),
        matter("big", "Mon 22:10", "big fire"),
        matter("later", "Mon 22:20", "fire"),
    )
    assert starts(run) == {"busy": ["Mon 22:00"], "big": ["Mon 23:00"], "later": ["Tue 00:00"]}


def test_the_watch_is_not_kept_for_one_that_must_wait_for_the_morning() -> None:
    run = play(squad(3, on_duty=2), matter("great", "Mon 22:00", "great fire"), matter("small", "Mon 22:10", "fire"))
    assert starts(run) == {"great": ["Tue 08:30"], "small": ["Mon 22:10"]}


def test_a_fire_of_the_night_goes_on_in_the_morning_and_the_job_of_yesterday_waits() -> None:
    run = play(squad(1, on_duty=1), matter("job", "Mon 16:30", "plain"), matter("fire", "Mon 20:00", "long fire"))
    # The fire ends at 16:00; the job had an hour on Monday, and has its other one then.
    assert run["fire"].stretch("fact") == ("Mon 20:00", "Tue 16:00")
    assert run["job"].all("fact") == [
        ("fact", "a.office", "Mon 16:30", "Mon 16:30", "Tue 08:30"),
        ("fact", "a.office", "Tue 08:30", "Tue 16:00", "Tue 17:00"),
    ]


def test_in_the_morning_only_as_many_jobs_wait_as_officers_are_at_the_fire() -> None:
    run = play(
        squad(2, on_duty=1),
        matter("first", "Mon 16:30", "plain"),
        matter("second", "Mon 16:40", "plain"),
        matter("fire", "Mon 20:00", "long fire"),
    )
    assert run["first"].closed == "Tue 09:30"
    assert starts(run) == {"first": ["Mon 16:30"], "second": ["Mon 16:40", "Tue 09:30"], "fire": ["Mon 20:00"]}


# Interruptions


def test_an_emergency_without_free_staff_interrupts() -> None:
    run = play(squad(1), matter("job", "Mon 09:00", "plain"), matter("fire", "Mon 10:00", "fire"))
    assert run["fire"].stretch("fact") == ("Mon 10:00", "Mon 11:00")
    assert run["job"].all("fact") == [
        ("fact", "a.office", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("fact", "a.office", "Mon 10:00", "Mon 11:00", "Mon 12:00"),
    ]
    assert run.rows.interruptions == 1


def test_an_emergency_takes_free_staff_first() -> None:
    run = play(squad(2), matter("job", "Mon 09:00", "plain"), matter("fire", "Mon 10:00", "fire"))
    assert run["fire"].stretch("fact") == ("Mon 10:00", "Mon 11:00")
    assert run.rows.interruptions == 0


def test_the_least_urgent_job_is_interrupted_first() -> None:
    run = play(
        squad(2),
        matter("routine", "Mon 09:00", "plain"),
        matter("urgent", "Mon 09:10", "urgent"),
        matter("fire", "Mon 10:00", "fire"),
    )
    assert starts(run)["routine"] == ["Mon 09:00", "Mon 11:00"]
    assert starts(run)["urgent"] == ["Mon 09:10"]


def test_of_equally_urgent_jobs_the_latest_started_is_interrupted() -> None:
    run = play(
        squad(2),
        matter("early", "Mon 09:00", "plain"),
        matter("late", "Mon 09:10", "plain"),
        matter("fire", "Mon 10:00", "fire"),
    )
    assert starts(run)["early"] == ["Mon 09:00"]
    assert starts(run)["late"] == ["Mon 09:10", "Mon 11:00"]


def test_as_many_jobs_are_interrupted_as_it_needs_and_no_more() -> None:
    run = play(
        squad(3),
        matter("one", "Mon 09:00", "plain"),
        matter("two", "Mon 09:10", "plain"),
        matter("three", "Mon 09:20", "plain"),
        matter("fire", "Mon 10:00", "big fire"),
    )
    assert run["fire"].stretch("fact") == ("Mon 10:00", "Mon 11:00")
    assert run.rows.interruptions == 2
    assert starts(run)["one"] == ["Mon 09:00"]


def test_no_job_is_interrupted_that_it_gains_nothing_by() -> None:
    # It lacks a certificate, which the plain job, started last, cannot give.
    run = play(
        squad(3, 1),
        matter("certified", "Mon 09:00", "certified"),
        matter("plain", "Mon 09:10", "plain"),
        matter("fire", "Mon 10:00", "certified fire"),
    )
    assert starts(run)["plain"] == ["Mon 09:10"]
    assert starts(run)["certified"] == ["Mon 09:00", "Mon 11:00"]
    assert run.rows.interruptions == 1


def test_a_small_job_is_spared_where_a_larger_one_is_needed_anyway() -> None:
    # The latest started gives one, but only the pair gives two.
    run = play(
        squad(3),
        matter("pair", "Mon 09:00", "pair"),
        matter("plain", "Mon 09:10", "plain"),
        matter("fire", "Mon 10:00", "big fire"),
    )
    assert starts(run)["plain"] == ["Mon 09:10"]
    assert starts(run)["pair"] == ["Mon 09:00", "Mon 11:00"]


def test_of_the_jobs_that_would_do_the_more_urgent_is_spared() -> None:
    # Pair and one of the single jobs give three: the routine one, not the urgent one.
    run = play(
        squad(4),
        matter("pair", "Mon 09:00", "pair"),
        matter("urgent", "Mon 09:10", "urgent"),
        matter("routine", "Mon 09:20", "plain"),
        matter("fire", "Mon 10:00", "great fire"),
    )
    assert starts(run)["urgent"] == ["Mon 09:10"]
    assert run.rows.interruptions == 2


def test_nothing_is_interrupted_where_even_all_would_not_free_a_crew() -> None:
    run = play(
        squad(2),
        matter("fire", "Mon 09:00", "fire"),
        matter("job", "Mon 09:10", "plain"),
        matter("big", "Mon 09:20", "big fire"),
    )
    assert run.rows.interruptions == 1
    assert run["big"].stretch("fact") == ("Mon 10:00", "Mon 11:00")
    assert starts(run)["job"] == ["Mon 09:10", "Mon 11:00"]


def test_emergencies_do_not_interrupt_emergencies() -> None:
    run = play(squad(1), matter("one", "Mon 09:00", "fire"), matter("two", "Mon 09:10", "fire"))
    assert run["one"].closed == "Mon 10:00"
    assert run["two"].closed == "Mon 11:00"


def test_an_emergency_that_waits_keeps_free_officers_from_other_work() -> None:
    run = play(
        squad(3),
        matter("fire", "Mon 09:00", "fire"),
        matter("great", "Mon 09:10", "great fire"),
        matter("job", "Mon 09:20", "plain"),
    )
    assert starts(run) == {"fire": ["Mon 09:00"], "great": ["Mon 10:00"], "job": ["Mon 11:00"]}


def test_an_emergency_that_waits_keeps_officers_from_going_on_with_the_next_job() -> None:
    run = play(
        squad(2),
        matter("work", "Mon 09:00", "plain"),
        matter("fire", "Mon 09:00", "long fire"),
        matter("waits", "Mon 09:10", "big fire"),
        matter("next", "Mon 09:20", "plain"),
    )
    # Nothing is gained by interrupting the work; who is done with it is kept for the fire that needs two.
    assert run["work"].closed == "Mon 11:00"
    assert starts(run)["waits"] == ["Tue 08:30"]
    assert starts(run)["next"] == ["Tue 09:30"]


def test_an_emergency_that_waits_keeps_free_officers_from_later_emergencies() -> None:
    run = play(
        squad(3),
        matter("fire", "Mon 09:00", "fire"),
        matter("great", "Mon 09:10", "great fire"),
        matter("small", "Mon 09:20", "fire"),
    )
    assert starts(run) == {"fire": ["Mon 09:00"], "great": ["Mon 10:00"], "small": ["Mon 11:00"]}


def test_interrupted_jobs_keep_their_place() -> None:
    # The interrupted job was reported before the one that waits, and goes on before it.
    run = play(
        squad(1),
        matter("job", "Mon 09:00", "plain"),
        matter("waits", "Mon 09:30", "plain"),
        matter("fire", "Mon 10:00", "fire"),
    )
    assert starts(run) == {"job": ["Mon 09:00", "Mon 11:00"], "waits": ["Mon 14:00"], "fire": ["Mon 10:00"]}


def test_interrupted_jobs_keep_their_remaining_work_and_do_not_travel_again() -> None:
    types = {"visit": kind(fixed(1.0, on_site=True)), "fire": alarm()}
    # A way of half an hour there and back.
    speed = 2.0 * 0.38 * 1.3 * 10.0 / 0.5
    scenario = county(types, office(1), departments={}, travel=Travel(travel_km_per_hour=speed))
    run = play(scenario, matter("visit", "Mon 09:00", "visit"), matter("fire", "Mon 10:00", "fire"))
    assert [line[3:] for line in run["visit"].all("fact")] == [("Mon 09:00", "Mon 10:00"), ("Mon 11:00", "Mon 11:30")]
    assert run["visit"].travel("fact") == pytest.approx([0.5, 0.0])
    run = play(scenario, matter("visit", "Mon 09:00", "visit"), matter("fire", "Mon 09:15", "fire"))
    assert run["visit"].travel("fact") == pytest.approx([0.25, 0.25])
    assert run["visit"].closed == "Mon 11:30"


def test_the_remaining_work_is_counted_at_the_pace_of_the_crew_that_did_it() -> None:
    scenario = with_team(squad(1), pace=0.5)
    run = play(scenario, matter("job", "Mon 08:30", "plain"), matter("fire", "Mon 09:30", "fire"))
    # Four hours of work at half pace: one done, the fire takes two, three are left.
    assert run["fire"].closed == "Mon 11:30"
    assert run["job"].closed == "Mon 16:30"


def test_closed_hours_are_no_work_done_when_a_job_is_interrupted() -> None:
    run = play(squad(1), matter("job", "Mon 11:30", "plain"), matter("fire", "Mon 14:15", "fire"))
    # Half an hour before noon and a quarter after it; an hour and a quarter are left at 15:15.
    assert run["job"].closed == "Mon 16:30"


def test_a_leaver_whose_job_is_interrupted_is_gone() -> None:
    # Of two officers one leaves on Tuesday, at his job; the fire takes the other one, and nobody is at the two jobs.
    before = squad(2)
    after = with_team(before, staff=Staff(civil=1))
    run = play(
        from_day(before, 1, after),
        matter("first", "Mon 16:30", "plain"),
        matter("second", "Mon 16:40", "plain"),
        matter("fire", "Tue 09:00", "fire"),
    )
    assert run["fire"].stretch("fact") == ("Tue 09:00", "Tue 10:00")
    assert sorted(run.closed()[name] for name in ("first", "second")) == ["Tue 09:30", "Tue 10:40"]


def test_an_officer_certified_while_at_a_job_is_not_in_two_places() -> None:
    before = squad(1)
    after = with_team(before, certified=1)
    run = play(
        from_day(before, 1, after), matter("job", "Mon 16:30", "plain"), matter("certified", "Tue 08:40", "certified")
    )
    assert run["job"].closed == "Tue 09:30"
    assert run["certified"].stretch("fact")[0] == "Tue 09:30"


# What emergencies wait for


def test_county_help_for_an_emergency_is_always_whistled() -> None:
    flood = kind(0.0, 1.0, urgency="emergency", family="emergency", partners={"water": PartnerWork(hours=1.0)})
    letters = Linkage(rule="referral", referral=Referral(latency_hours=99.0), whistle=Whistle(sign_in_hours=0.5))
    scenario = county(
        {"flood": flood},
        town_values={"linkage": letters},
        departments={"bureau": people(), "water": people()},
    )
    case = play(scenario, matter("flood", "Mon 09:00", "flood"))["flood"]
    assert case.line("whistle")[3:] == ("Mon 09:00", "Mon 09:30")
    assert case.line("partner_whistle")[3:] == ("Mon 09:00", "Mon 09:30")
    assert case.closed == "Mon 10:30"


def test_latencies_of_an_emergency_pass_on_the_wall_clock() -> None:
    flood = kind(0.0, 1.0, urgency="emergency", family="emergency")
    linkage = Linkage(
        whistle=Whistle(sign_in_hours=1.0, answered=0.0),
        reminder_days=0.5,
        coordination_days=1.0,
        preparation_hours=2.0,
    )
    scenario = county(
        {"flood": flood},
        town_values={"linkage": linkage, "platform": Platform(dispatch_hours=1.0)},
        departments={"bureau": people(1, on_duty=1)},
    )
    case = play(scenario, matter("flood", "Sat 03:00", "flood", channel="hotline"))["flood"]
    assert case.line("dispatch")[3:] == ("Sat 03:00", "Sat 04:00")
    # The whistle and three reminders, each half a day; a day until the meeting; two hours to prepare.
    assert case.line("whistle")[3:] == ("Sat 04:00", "Tue+1 06:00")
    assert case.stretch("decision") == ("Tue+1 06:00", "Tue+1 07:00")


def test_emergencies_never_bounce() -> None:
    types = {"fire": alarm(unclear=1.0), "matter": kind(1.0, unclear=1.0)}
    scenario = county(types, town_values={"platform": Platform(accuracy=0.0)})
    run = play(scenario, matter("fire", "Mon 09:00", "fire", channel="hotline"), matter("other", "Tue 09:00"))
    assert run["fire"].path == ["fact"]
    assert run["fire"].bounces == 0
    assert run["other"].bounces == 1


def test_an_emergency_interrupts_at_a_village_agent_too() -> None:
    types = {"visit": kind(2.0, agent_share=1.0), "fire": alarm(agent_share=1.0)}
    scenario = county(types, town_values={"agents": Agents(points=5, post_share=0.2)}, departments={})
    run = play(scenario, matter("visit", "Mon 09:00", "visit"), matter("fire", "Mon 10:00", "fire"))
    assert run["fire"].line("village") == ("village", "a.agents", "Mon 10:00", "Mon 10:00", "Mon 11:00")
    assert run["visit"].closed == "Mon 12:00"


def test_an_emergency_interrupts_at_intake_and_in_the_grid_too() -> None:
    types = {
        "call": kind(0.0, intake=2.0),
        "grid": kind(0.0, village=VillageWork(hours=2.0, law="fixed", settles=1.0)),
        "fire": alarm(intake=0.5, village=VillageWork(hours=0.5, law="fixed", settles=0.0)),
    }
    teams = {"office": office(), "desk": people(intake=True)}
    scenario = county(types, teams, town_values={"grids": Grids(count=1, workers=1)}, departments={})
    run = play(
        scenario,
        matter("call", "Mon 09:00", "call", channel="hotline"),
        matter("grid", "Mon 09:00", "grid", channel="patrol"),
        matter("fire", "Mon 10:00", "fire", channel="hotline"),
    )
    assert run["fire"].lines == [
        ("intake", "a.desk", "Mon 10:00", "Mon 10:00", "Mon 10:30"),
        ("village", "a.grids", "Mon 10:30", "Mon 10:30", "Mon 11:00"),
        ("fact", "a.office", "Mon 11:00", "Mon 11:00", "Mon 12:00"),
    ]
    assert run["call"].closed == "Mon 11:30"
    assert run["grid"].closed == "Mon 11:30"
