"""The calendar in a run: jobs stop at closing and go on at the next opening; no work takes no time and no staff."""

from __future__ import annotations

import math
from datetime import date
from functools import partial

import numpy as np
import pytest

from planner.engine.clock import Agenda, Clock, Happening
from planner.model.calendar import CalendarSettings
from planner.model.casetype import VillageWork
from planner.model.linkage import Linkage, Platform, Referral
from planner.model.team import Grids
from planner.model.working_time import WorkingCalendar
from tests.engine.builder import START, at, county, fixed, kind, matter, moment, office, people, play


def test_a_moment_is_written_as_it_is_read() -> None:
    for text in ("Mon 00:00", "Fri 17:30", "Sun+2 23:59"):
        assert moment(at(text)) == text
    assert moment(at("Mon 09:00") + 0.5 / 3600.0) == "Mon 09:00:00.500"


def test_an_event_happens_at_exactly_the_time_it_was_asked_for() -> None:
    # SimPy adds a delay to the present, which rounds.
    clock = Clock(
        WorkingCalendar(CalendarSettings(kind="around-the-clock"), START, days_before=0, days_after=99), 2400.0
    )
    numbers = np.random.default_rng(1).uniform(0.0, 2400.0, (2000, 2))
    numbers.sort(axis=1)
    asked_for, happened = [], []

    def ask(time: float) -> None:
        clock.at(time, lambda: happened.append((time, clock.now)))

    for first, second in numbers.tolist():
        asked_for.append((second, second))
        clock.at(first, partial(ask, second))
    clock.run()
    assert sorted(happened) == sorted(asked_for)


def test_time_passes_without_an_event() -> None:
    agenda, happened = Agenda(99.0), []

    def event() -> Happening:
        return Happening((lambda _event: happened.append(agenda.now),))

    for time in (1.0, 2.0, 3.0):
        agenda.happen_at(event(), time)
    agenda.let_happen(2.0)
    # What is due at that very moment comes first.
    assert (happened, agenda.now) == ([1.0, 2.0], 2.0)
    agenda.let_happen(2.6)
    # What SimPy's own events and processes schedule stands among the rest.
    agenda.schedule(event(), delay=0.25)
    agenda.timeout(0.5).callbacks += event().callbacks
    agenda.run(until=4.0)
    assert happened == [1.0, 2.0, 2.85, 3.0, 3.1]


def test_an_event_called_off_does_not_happen_and_the_others_do_in_their_order() -> None:
    agenda, happened = Agenda(99.0), []
    events = [Happening((lambda _, number=number: happened.append(number),)) for number in range(6)]
    for event, time in zip(events, (3.0, 1.0, 2.0, 1.0, 0.5, 2.0), strict=True):
        agenda.happen_at(event, time)
    agenda.call_off(events[3], 1.0)
    agenda.call_off(events[4], 0.5)
    agenda.let_happen(4.0)
    assert happened == [1, 2, 5, 0]


@pytest.mark.parametrize("reports", [0, 10, 1600, 10**6])
def test_what_is_far_comes_in_its_order_and_what_is_called_off_of_it_does_not(reports: int) -> None:
    agenda, happened = Agenda(100.0, reports=reports), []
    times = np.random.default_rng(2).permutation(np.arange(0.0, 300.0, 0.125)).tolist()
    # Just before and after the end of a stretch as well, and what never comes.
    times += [math.nextafter(4.0, 0.0), math.nextafter(4.0, 9.0), math.inf]
    events = [Happening((lambda _: happened.append(agenda.now),)) for _ in times]
    for event, time in zip(events, times, strict=True):
        agenda.happen_at(event, time)
    for event, time in [*zip(events, times, strict=True)][:50]:
        agenda.call_off(event, time)
    expected = sorted(time for time in times[50:] if time <= 100.0)
    before = [time for time in expected if time <= 30.3]
    agenda.let_happen(30.3)
    assert happened == before
    # Of the stretch in progress, and long after one in which nothing happened.
    for time in (30.3, 30.4):
        agenda.happen_at(Happening((lambda _: happened.append(-1.0),)), time)
    agenda.let_happen(100.0)
    assert happened.index(-1.0) == len(before)
    assert [time for time in happened if time >= 0.0] == expected
    assert happened.count(-1.0) == 2


def test_a_job_stops_at_closing_time_and_goes_on_at_the_next_opening() -> None:
    run = play(county(kind(9.0)), matter("long", "Mon 11:00"))
    # 1 h on Monday morning, 3.5 h in the afternoon, 3.5 h on Tuesday morning, 1 h in the afternoon.
    assert run["long"].line("fact")[2:] == ("Mon 11:00", "Mon 11:00", "Tue 15:00")
    assert run["long"].closed == "Tue 15:00"


def test_a_job_runs_over_the_weekend() -> None:
    assert play(county(kind(2.0)), matter("late", "Fri 16:30"))["late"].closed == "Mon+1 09:30"


def test_a_job_that_ends_at_closing_ends_there() -> None:
    run = play(county(kind(1.0)), matter("last", "Mon 16:30"), matter("next", "Mon 16:40"))
    assert run["last"].closed == "Mon 17:30"
    assert run["next"].stretch("fact") == ("Tue 08:30", "Tue 09:30")


@pytest.mark.parametrize("reported", ["Mon 03:00", "Mon 12:30", "Sat 10:00", "Sun 23:00"])
def test_a_job_asked_for_while_offices_are_closed_waits_for_the_opening(reported: str) -> None:
    opening = {"Mon 03:00": "Mon 08:30", "Mon 12:30": "Mon 14:00"}.get(reported, "Mon+1 08:30")
    assert play(county(kind(1.0)), matter("early", reported))["early"].stretch("fact")[0] == opening


def test_a_job_asked_for_at_closing_time_waits() -> None:
    assert play(county(kind(1.0)), matter("noon", "Mon 12:00"))["noon"].stretch("fact")[0] == "Mon 14:00"


def test_a_holiday_is_closed_and_a_make_up_saturday_is_open() -> None:
    # 2025: Tomb Sweeping Friday 4 April; Sunday 27 April makes up for the Labour holiday of 1-5 May.
    china = {"calendar": CalendarSettings(kind="china"), "days": 40, "start": date(2025, 3, 31)}
    run = play(county(kind(1.0), **china), matter("holiday", "Fri 09:00"), matter("make-up", "Sun+3 09:00"))
    assert run["holiday"].closed == "Mon+1 09:30"
    assert run["make-up"].closed == "Sun+3 10:00"


def test_around_the_clock_nothing_closes() -> None:
    always = CalendarSettings(kind="around-the-clock")
    run = play(county(kind(30.0), calendar=always), matter("night", "Sat 22:00"))
    assert run["night"].closed == "Mon+1 04:00"


def test_latencies_pass_in_working_time() -> None:
    scenario = county(
        kind(0.0, 1.0),
        town_values={"linkage": Linkage(referral=Referral(latency_hours=5.0))},
    )
    run = play(scenario, matter("letter", "Fri 16:00"))
    assert run["letter"].line("referral")[3:] == ("Fri 16:00", "Mon+1 12:00")
    assert run["letter"].stretch("decision") == ("Mon+1 14:00", "Mon+1 15:00")


def test_due_is_the_close_of_the_nth_working_day_after_the_report() -> None:
    run = play(county(kind(1.0, deadline_days=3)), matter("weekday", "Wed 10:00"), matter("night", "Sun 23:00"))
    assert run["weekday"].due == "Mon+1 17:30"
    assert run["night"].due == "Wed+1 17:30"


@pytest.mark.parametrize("staff", [0, 1])
def test_a_step_with_no_work_takes_no_time_and_no_staff(staff: int) -> None:
    # On Sunday night, with everyone away or at a long job: every step of no work is passed in no time.
    types = {"matter": kind(0.0, intake=0.0), "long": kind(30.0)}
    scenario = county(types, {"office": office(staff), "desk": people(staff, intake=True)})
    run = play(
        scenario,
        matter("long", "Fri 17:00", "long"),
        matter("nothing", "Sun 23:00", channel="hotline"),
        matter("window", "Sun 23:30"),
    )
    assert run["nothing"].closed == "Sun 23:00"
    assert run["window"].closed == "Sun 23:30"
    assert run["nothing"].lines == []


def test_a_case_without_decision_work_needs_no_department() -> None:
    scenario = county(kind(1.0, 0.0, formal=1.0, responsible="bureau"), departments={"bureau": people(0)})
    assert play(scenario, matter("light", "Mon 09:00"))["light"].closed == "Mon 10:00"


@pytest.mark.parametrize("crew", [1, 2])
def test_work_drawn_as_none_takes_no_time_and_no_staff(crew: int) -> None:
    # A recorded log may say that a step took nothing.
    scenario = county(
        kind(fixed(1.0, crew=crew), fixed(1.0, crew=crew), intake=1.0),
        {"office": office(0), "desk": people(0, intake=True)},
        town_values={"linkage": Linkage(referral=Referral(latency_hours=0.0))},
        departments={"bureau": people(0)},
    )
    run = play(scenario, matter("light", "Sun 23:00", channel="hotline", intake=0.0, fact=0.0, decision=0.0))
    assert run["light"].closed == "Sun 23:00"


def test_grid_work_of_no_hours_is_no_village_step() -> None:
    scenario = county(kind(1.0, village=VillageWork(hours=0.0)), town_values={"grids": Grids(count=1, workers=1)})
    assert play(scenario, matter("found", "Mon 09:00", channel="patrol"))["found"].path == ["fact"]


def test_dispatch_takes_working_time_and_nobody() -> None:
    scenario = county(kind(1.0), town_values={"platform": Platform(dispatch_hours=1.5)})
    run = play(scenario, matter("call", "Mon 11:00", channel="hotline"))
    assert run["call"].lines == [
        ("dispatch", "", "Mon 11:00", "Mon 11:00", "Mon 14:30"),
        ("fact", "a.office", "Mon 14:30", "Mon 14:30", "Mon 15:30"),
    ]
