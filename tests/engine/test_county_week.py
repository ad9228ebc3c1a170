"""A county over a make-up Sunday and the Labour holiday of 2025, worked out by hand to the minute.

Offices are open on Friday 25 April, on Sunday 27 (made up for the holiday), from Monday 28 to Wednesday 30, and again
from Tuesday 6 May: `Fri`, `Sun`, `Mon+1` to `Wed+1`, `Tue+2` of the three weeks from 21 April. A way to a site and back
takes half an hour, the road from the county seat to the hill and back another half.
"""

from __future__ import annotations

from datetime import date

import pytest

from planner.model.calendar import CalendarSettings
from planner.model.casetype import PartnerWork, VillageWork
from planner.model.linkage import Linkage, Referral, Whistle
from planner.model.scenario import Repeats, ReversalRates, Scenario, Travel
from planner.model.team import Grids
from tests.engine.builder import Run, county, fixed, kind, matter, office, people, play, town

KM_PER_HOUR = 2.0 * 0.38 * 1.3 * 10.0 / 0.5


def two_townships() -> Scenario:
    """Hill holds the power to fine and writes letters; river does not, and whistles."""
    types = {
        "hall": kind(0.5, deadline_days=1),
        "fine": kind(
            fixed(1.0, on_site=True),
            fixed(2.0, crew=2, certified=2, on_site=True),
            family="enforcement",
            intake=0.25,
            unclear=0.4,
            legal_review=True,
            deadline_days=3,
            partners={"water": PartnerWork(hours=1.0)},
        ),
        "lamp": kind(1.0, intake=0.25, village=VillageWork(hours=1.0, law="fixed", settles=0.5)),
        "fire": kind(fixed(2.0, crew=2), family="emergency", urgency="emergency"),
    }
    hill = town(
        {
            "hall": people(1, handles=("service",), intake=True),
            "squad": people(3, handles=("enforcement",), certified=2),
        },
        powers={"fine": "assigned"},
        linkage=Linkage(referral=Referral(latency_hours=3.0)),
        legal_review_hours=2.0,
        road_km=KM_PER_HOUR / 4.0,
    )
    river = town(
        {"office": office(2, intake=True, roster="duty", on_duty=2)},
        linkage=Linkage(rule="whistle", whistle=Whistle(sign_in_hours=1.0), return_days=1.0),
        grids=Grids(count=1, workers=1),
    )
    return county(
        types,
        townships={"hill": hill, "river": river},
        departments={"bureau": people(2), "water": people(1)},
        start=date(2025, 4, 21),
        calendar=CalendarSettings(kind="china"),
        travel=Travel(travel_km_per_hour=KM_PER_HOUR),
        reversal_rate=ReversalRates(assigned=0.2),
        repeats=Repeats(reversed=1.0),
    )


@pytest.fixture(scope="module")
def run() -> Run:
    """Eleven matters in two weeks."""
    at_river = {"part": "river"}
    return play(
        two_townships(),
        matter("stall", "Fri 16:00", "fine", "hill", channel="hotline", unclear=0.9),
        matter("saturday", "Sat 10:00", "hall", "hill"),
        matter("sign", "Sun 09:00", "fine", "hill", channel="hotline", unclear=0.9, reversal=0.1),
        matter("visit", "Sun 11:00", "hall", "hill"),
        matter("first lamp", "Fri 17:00", "lamp", channel="patrol", settles=0.4, **at_river),
        matter("second lamp", "Sun 08:40", "lamp", channel="patrol", settles=0.6, **at_river),
        matter("long visit", "Tue+1 09:30", "hall", fact=4.0, **at_river),
        matter("longer visit", "Tue+1 09:45", "hall", fact=4.0, **at_river),
        matter("fire", "Tue+1 10:00", "fire", channel="hotline", **at_river),
        matter("trader", "Wed+1 15:00", "fine", channel="hotline", unclear=0.1, returns=0.9, **at_river),
        matter("night fire", "Sat+1 22:00", "fire", channel="hotline", **at_river),
    )


def test_the_stall_is_fined_by_the_squad_and_waits_for_water(run: Run) -> None:
    assert run["stall"].lines == [
        ("intake", "hill.hall", "Fri 16:00", "Fri 16:00", "Fri 16:15"),
        # An hour and a quarter on Friday, a quarter on the make-up Sunday: by the officer without a certificate.
        ("fact", "hill.squad", "Fri 16:15", "Fri 16:15", "Sun 08:45"),
        ("legal_review", "", "Sun 08:45", "Sun 08:45", "Sun 10:45"),
        ("decision", "hill.squad", "Sun 10:45", "Sun 10:45", "Sun 15:15"),
        ("partner_referral", "water", "Sun 10:45", "Sun 10:45", "Sun 15:45"),
        ("join", "", "Sun 15:15", "Sun 15:15", "Mon+1 08:45"),
        ("partner", "water", "Sun 15:45", "Sun 15:45", "Mon+1 08:45"),
    ]
    stall = run["stall"]
    assert (stall.closed, stall.settled, stall.decided) == ("Mon+1 08:45", "township", "assigned")
    # Sunday, Monday, Tuesday.
    assert stall.due == "Tue+1 17:30"


def test_the_fine_for_the_sign_is_reversed_and_redone_by_the_bureau(run: Run) -> None:
    assert run["sign"].lines == [
        ("intake", "hill.hall", "Sun 09:00", "Sun 09:00", "Sun 09:15"),
        ("fact", "hill.squad", "Sun 09:15", "Sun 09:15", "Sun 10:45"),
        ("legal_review", "", "Sun 10:45", "Sun 10:45", "Sun 14:45"),
        # The two certified officers are at the stall until 15:15.
        ("decision", "hill.squad", "Sun 14:45", "Sun 15:15", "Mon+1 08:45"),
        ("partner_referral", "water", "Sun 14:45", "Sun 14:45", "Mon+1 08:45"),
        ("join", "", "Mon+1 08:45", "Mon+1 08:45", "Mon+1 10:45"),
        ("partner", "water", "Mon+1 08:45", "Mon+1 08:45", "Mon+1 10:45"),
        # Half an hour there and back, half an hour of road, two hours of work.
        ("redo", "bureau", "Mon+1 10:45", "Mon+1 10:45", "Mon+1 15:45"),
        ("repeat", "hill.hall", "Mon+1 10:45", "Mon+1 10:45", "Mon+1 11:00"),
    ]
    sign = run["sign"]
    assert (sign.closed, sign.settled, sign.decided) == ("Mon+1 15:45", "county", "assigned")
    assert (sign.reversed, sign.repeats) == (1, 1)
    (duplicate,) = run.duplicates("sign")
    assert duplicate.lines == [("fact", "hill.squad", "Mon+1 11:00", "Mon+1 11:00", "Mon+1 14:30")]
    # Three working days from Monday: Tuesday, Wednesday, and after the holiday Tuesday 6 May.
    assert duplicate.due == "Tue+2 17:30"


def test_the_hall_opens_on_the_make_up_sunday(run: Run) -> None:
    assert run["saturday"].lines == [("fact", "hill.hall", "Sat 10:00", "Sun 08:30", "Sun 09:00")]
    assert run["saturday"].due == "Sun 17:30"
    assert run["visit"].lines == [("fact", "hill.hall", "Sun 11:00", "Sun 11:00", "Sun 11:30")]


def test_the_grid_worker_settles_one_lamp_and_sends_the_other_up(run: Run) -> None:
    assert run["first lamp"].lines == [("village", "river.grids", "Fri 17:00", "Fri 17:00", "Sun 09:00")]
    assert run["first lamp"].settled == "village"
    assert run["second lamp"].lines == [
        ("village", "river.grids", "Sun 08:40", "Sun 09:00", "Sun 10:00"),
        ("intake", "river.office", "Sun 10:00", "Sun 10:00", "Sun 10:15"),
        ("fact", "river.office", "Sun 10:15", "Sun 10:15", "Sun 11:15"),
    ]
    assert run["second lamp"].settled == "township"


def test_the_fire_interrupts_both_officers(run: Run) -> None:
    assert run["fire"].lines == [("fact", "river.office", "Tue+1 10:00", "Tue+1 10:00", "Tue+1 12:00")]
    assert run["long visit"].lines == [
        ("fact", "river.office", "Tue+1 09:30", "Tue+1 09:30", "Tue+1 10:00"),
        ("fact", "river.office", "Tue+1 10:00", "Tue+1 14:00", "Tue+1 15:30"),
    ]
    assert run["longer visit"].lines == [
        ("fact", "river.office", "Tue+1 09:45", "Tue+1 09:45", "Tue+1 10:00"),
        ("fact", "river.office", "Tue+1 10:00", "Tue+1 14:00", "Tue+1 15:45"),
    ]
    assert run.rows.interruptions == 2


def test_the_trader_waits_over_the_holiday(run: Run) -> None:
    assert run["trader"].lines == [
        ("intake", "river.office", "Wed+1 15:00", "Wed+1 15:00", "Wed+1 15:15"),
        # A working day away at a unit that is not its own: 2.25 hours on Wednesday, 4.75 after the holiday.
        ("return", "", "Wed+1 15:15", "Wed+1 15:15", "Tue+2 15:15"),
        ("fact", "river.office", "Tue+2 15:15", "Tue+2 15:15", "Tue+2 16:45"),
        ("whistle", "bureau", "Tue+2 16:45", "Tue+2 16:45", "Wed+2 08:45"),
        ("partner_whistle", "water", "Tue+2 16:45", "Tue+2 16:45", "Wed+2 08:45"),
        ("decision", "bureau", "Wed+2 08:45", "Wed+2 08:45", "Wed+2 11:15"),
        ("partner", "water", "Wed+2 08:45", "Wed+2 08:45", "Wed+2 10:15"),
    ]
    trader = run["trader"]
    assert (trader.closed, trader.settled, trader.decided) == ("Wed+2 11:15", "county", "county")
    assert (trader.bounces, trader.due) == (1, "Thu+2 17:30")


def test_the_night_fire_is_fought_in_the_holiday(run: Run) -> None:
    assert run["night fire"].lines == [("fact", "river.office", "Sat+1 22:00", "Sat+1 22:00", "Sun+1 00:00")]


def test_travel_is_in_the_rows(run: Run) -> None:
    assert run["stall"].travel("fact") == pytest.approx([0.5])
    assert run["stall"].travel("decision") == pytest.approx([0.5])
    assert run["stall"].travel("partner") == pytest.approx([1.0])
    assert run["sign"].travel("redo") == pytest.approx([1.0])
    assert run["trader"].travel("decision") == pytest.approx([0.5])
