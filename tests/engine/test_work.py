"""How long a job takes: work, pace, experience and travel."""

from __future__ import annotations

import math

import numpy as np
import pytest
from attrs import evolve

from planner.engine.rows import Step
from planner.model.casetype import PartnerWork
from planner.model.linkage import Linkage, Referral, Whistle
from planner.model.scenario import Scenario, Travel
from planner.model.team import SharedTeam, Staff, Team
from planner.model.text import Text
from planner.model.township import Department
from tests.engine.builder import CaseRows, county, fixed, from_day, kind, matter, office, people, play, town, with_team

THERE_AND_BACK = 2.0 * 0.38 * 1.3 * 10.0 / 20.0
"""Hours in a township of 100 km2 at 20 km an hour."""


def on_the_road(**values: object) -> Scenario:
    """A township 15 km from the county seat; work on the spot, crews at 20 km an hour."""
    types = {
        "visit": kind(fixed(1.0, on_site=True)),
        "desk": kind(1.0),
        "fine": kind(fixed(0.5), fixed(1.0, on_site=True)),
        "both": kind(fixed(1.0, on_site=True), fixed(1.0, on_site=True)),
    }
    letters = Linkage(referral=Referral(latency_hours=0.0))
    values = {"area_km2": 100.0, "road_km": 15.0, "linkage": letters, **values}
    return county(types, town_values=values, travel=Travel(travel_km_per_hour=20.0))


def hours(case: CaseRows, step: str) -> float:
    """Hours on the clock that the only stretch of a step took."""
    steps = case.rows.steps
    (row,) = np.flatnonzero((steps.case == case.row) & (steps.step == Step[step.upper()]))
    return float(steps.ended[row] - steps.started[row])


def test_a_visit_takes_the_way_there_and_back() -> None:
    case = play(on_the_road(), matter("visit", "Mon 09:00", "visit"))["visit"]
    assert hours(case, "fact") == pytest.approx(1.0 + THERE_AND_BACK, abs=1e-9)
    assert case.travel("fact") == [pytest.approx(THERE_AND_BACK)]


def test_work_at_the_desk_takes_no_travel() -> None:
    case = play(on_the_road(), matter("desk", "Mon 09:00", "desk"))["desk"]
    assert case.closed == "Mon 10:00"
    assert case.travel("fact") == [0.0]


def test_crews_of_the_county_travel_the_road_from_the_seat_both_ways() -> None:
    case = play(on_the_road(), matter("fine", "Mon 14:00", "fine"))["fine"]
    assert case.team_of("decision") == "bureau"
    assert hours(case, "decision") == pytest.approx(1.0 + THERE_AND_BACK + 2.0 * 15.0 / 20.0, abs=1e-9)


def test_crews_of_the_township_do_not() -> None:
    case = play(on_the_road(powers={"fine": "assigned"}), matter("fine", "Mon 09:00", "fine"))["fine"]
    assert case.team_of("decision") == "a.office"
    assert hours(case, "decision") == pytest.approx(1.0 + THERE_AND_BACK, abs=1e-9)


def test_an_area_squad_is_no_crew_of_the_county() -> None:
    squad = SharedTeam(serves=("*",), team=Team(staff=Staff(civil=1), handles=("*",)))
    scenario = county(
        {"visit": kind(fixed(1.0, on_site=True))},
        townships={"a": town({}, road_km=15.0)},
        shared={"squad": squad},
        travel=Travel(travel_km_per_hour=20.0),
    )
    case = play(scenario, matter("visit", "Mon 09:00", "visit"))["visit"]
    assert hours(case, "fact") == pytest.approx(1.0 + THERE_AND_BACK, abs=1e-9)


def test_each_job_travels_once() -> None:
    case = play(on_the_road(powers={"both": "assigned"}), matter("both", "Mon 09:00", "both"))["both"]
    assert case.travel("fact") == [pytest.approx(THERE_AND_BACK)]
    assert case.travel("decision") == [pytest.approx(THERE_AND_BACK)]
    # A night in between does not send the crew there again.
    late = play(on_the_road(), matter("visit", "Mon 17:00", "visit"))["visit"]
    assert late.travel("fact") == [pytest.approx(THERE_AND_BACK)]
    assert late.line("fact")[4].startswith("Tue 09:")


def test_partners_travel_from_the_seat_of_the_county() -> None:
    scenario = county(
        kind(0.0, fixed(1.0, on_site=True), partners={"water": PartnerWork(hours=1.0)}),
        town_values={
            "road_km": 15.0,
            "linkage": Linkage(rule="whistle", whistle=Whistle(sign_in_hours=0.0)),
            "powers": {"matter": "assigned"},
        },
        departments={"bureau": people(), "water": people()},
        travel=Travel(travel_km_per_hour=20.0),
    )
    case = play(scenario, matter("fine", "Mon 14:00"))["fine"]
    assert hours(case, "partner") == pytest.approx(1.0 + THERE_AND_BACK + 1.5, abs=1e-9)
    assert hours(case, "decision") == pytest.approx(1.0 + THERE_AND_BACK, abs=1e-9)


@pytest.mark.parametrize("crew", [1, 2])
def test_pace_slows_work_and_not_travel(crew: int) -> None:
    scenario = with_team(on_the_road(), pace=0.5, staff=Staff(civil=crew))
    scenario = evolve(scenario, case_types={"visit": kind(fixed(1.0, crew=crew, on_site=True))})
    case = play(scenario, matter("visit", "Mon 08:30", "visit"))["visit"]
    assert hours(case, "fact") == pytest.approx(2.0 + THERE_AND_BACK, abs=1e-9)


@pytest.mark.parametrize(
    ("meetings", "pace", "closed"),
    [(0.0, 1.0, "Mon 10:00"), (0.5, 1.0, "Mon 11:00"), (0.0, 2.0, "Mon 09:30"), (0.2, 0.5, "Mon 11:30")],
)
def test_meetings_and_pace(meetings: float, pace: float, closed: str) -> None:
    scenario = county(kind(1.0), office(meetings_share=meetings, pace=pace))
    assert play(scenario, matter("one", "Mon 09:00"))["one"].closed == closed


def test_the_load_of_a_job_is_its_hours_for_each_of_the_crew() -> None:
    # Two officers at a two-hour job take two hours, not one.
    scenario = county(kind(fixed(2.0, crew=2)), office(2))
    assert play(scenario, matter("one", "Mon 09:00"))["one"].closed == "Mon 11:00"


@pytest.mark.parametrize("crew", [1, 2])
def test_pace_is_read_when_a_job_starts(crew: int) -> None:
    before = county(kind(fixed(4.0, crew=crew)), office(crew, pace=0.5))
    after = with_team(before, pace=1.0)
    run = play(from_day(before, 1, after), matter("one", "Mon 14:00"), matter("two", "Mon 15:00"))
    # 8 h at the pace of Monday: 3.5 + 3.5 + 1; the next at the pace of Tuesday.
    assert run["one"].closed == "Tue 15:00"
    assert run["two"].stretch("fact") == ("Tue 15:00", "Wed 10:00")


def test_work_is_the_drawn_factor_times_the_hours() -> None:
    run = play(county(kind(1.0)), matter("slow", "Mon 09:00", fact=2.5), matter("usual", "Tue 09:00"))
    assert run["slow"].closed == "Mon 11:30"
    assert run["usual"].closed == "Tue 10:00"


def test_an_office_in_a_town_of_no_extent_is_a_short_way() -> None:
    case = play(on_the_road(area_km2=0.01), matter("visit", "Mon 09:00", "visit"))["visit"]
    assert case.travel("fact") == [pytest.approx(2.0 * 0.38 * 1.3 * math.sqrt(0.01) / 20.0)]


def test_departments_have_their_own_pace() -> None:
    scenario = county(
        kind(0.0, 1.0),
        town_values={"linkage": Linkage(referral=Referral(latency_hours=0.0))},
        departments={"bureau": Department(name=Text(), team=people(meetings_share=0.5))},
    )
    assert play(scenario, matter("one", "Mon 09:00"))["one"].closed == "Mon 11:00"
