"""The opening backlog, and the work from above."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from planner.engine.rows import Step
from planner.engine.simulate import simulate
from planner.model.casetype import Channels, VillageWork
from planner.model.demand import OpeningBacklog
from planner.model.linkage import Linkage, Platform, Referral
from planner.model.scenario import Repeats, Scenario
from planner.model.team import Grids, Staff
from planner.model.township import Part
from tests.engine.builder import (
    CaseRows,
    county,
    fixed,
    from_day,
    kind,
    matter,
    office,
    people,
    play,
    town,
    with_team,
    with_town,
)


def with_backlog(count: int, oldest: float, step: str, **values: object) -> Scenario:
    """A backlog of one type that passes every step: intake, dispatch, an unclear owner, fact-finding, decision."""
    case_type = kind(1.0, 1.0, intake=0.5, unclear=1.0, channels=Channels(hotline=1.0), **values)
    return county(
        case_type,
        {"office": office(), "desk": people(intake=True)},
        town_values={
            "linkage": Linkage(referral=Referral(latency_hours=0.0), max_bounces=1, coordination_days=0.0),
            "platform": Platform(dispatch_hours=0.5),
            "opening_backlog": {"matter": OpeningBacklog(count=count, oldest_days=oldest, step=step)},  # type: ignore[arg-type]
        },
    )


def first_steps(scenario: Scenario) -> list[list[str]]:
    """The steps of each case of the backlog."""
    rows = simulate(scenario)
    return [CaseRows(rows, row).path for row in range(len(rows.cases.reported))]


@pytest.mark.parametrize(
    ("step", "path"),
    [
        ("intake", ["intake", "dispatch", "return", "fact", "decision"]),
        ("fact", ["fact", "decision"]),
        ("decision", ["decision"]),
    ],
)
@pytest.mark.parametrize("oldest", [0.0, 30.0])
def test_the_opening_backlog_enters_at_the_stated_step(step: str, path: list[str], oldest: float) -> None:
    assert first_steps(with_backlog(3, oldest, step)) == [path] * 3


def test_its_ages_spread_evenly() -> None:
    rows = simulate(with_backlog(4, 8.0, "fact"))
    assert rows.cases.reported.tolist() == [-168.0, -120.0, -72.0, -24.0]
    assert rows.cases.opening.tolist() == [1, 1, 1, 1]
    # Due by the calendar from the report: Monday, a week before the start, and 20 working days.
    assert CaseRows(rows, 0).due == "Mon+3 17:30"


def test_the_oldest_goes_first() -> None:
    rows = simulate(with_backlog(3, 30.0, "fact"))
    assert np.all(np.diff(rows.cases.closed) > 0)


def test_the_backlog_is_worked_from_the_first_opening() -> None:
    rows = simulate(with_backlog(1, 30.0, "fact"))
    assert CaseRows(rows, 0).line("fact")[3:] == ("Mon 08:30", "Mon 09:30")


def test_a_backlog_of_a_merged_township_enters_once() -> None:
    scenario = with_backlog(5, 30.0, "fact")
    merged = with_town(scenario, parts={"north": Part(residents=0), "south": Part(residents=0)})
    assert len(simulate(merged).cases.reported) == 5


def test_a_backlog_already_overdue_draws_no_repeat_contact() -> None:
    scenario = evolve(with_backlog(3, 100.0, "fact"), repeats=Repeats(open_at_due=1.0))
    slow = evolve(scenario, case_types={"matter": evolve(scenario.case_types["matter"], deadline_days=10)})
    rows = simulate(slow)
    assert rows.cases.repeats.tolist() == [0, 0, 0]


# Work from above


def upper(teams: dict[str, int], **values: object) -> Scenario:
    """Teams of so many people that share the work from above."""
    return county(
        kind(1.0, family="upper", **values),
        {name: people(staff, handles=(), takes_upper=name != "hall") for name, staff in teams.items()},
        departments={},
    )


@pytest.mark.parametrize(
    ("draw", "team"),
    [(0.0, "a.one"), (0.249, "a.one"), (0.251, "a.three"), (0.999, "a.three")],
)
def test_each_matter_goes_to_one_office_team_in_proportion_to_staff(draw: float, team: str) -> None:
    scenario = upper({"one": 1, "hall": 9, "none": 0, "three": 3})
    run = play(scenario, matter("task", "Mon 09:00", channel="above", upper_team=draw))
    assert run["task"].team_of("fact") == team
    assert (run["task"].closed, run["task"].settled) == ("Mon 10:00", "township")


@pytest.mark.parametrize(("officers", "closed"), [(1, ""), (2, "Mon 10:00")])
def test_what_is_returned_to_a_department_needs_its_crew_there(officers: int, closed: str) -> None:
    task = kind(fixed(1.0, crew=2), family="upper", returned_share=1.0, responsible="bureau")
    run = play(
        county(task, office(2), departments={"bureau": people(officers)}), matter("task", "Mon 09:00", channel="above")
    )
    assert run["task"].team_of("fact") == "bureau"
    assert run["task"].closed == closed


def test_in_proportion_to_staff_now() -> None:
    scenario = upper({"one": 1, "two": 1})
    later = with_team(scenario, "two", staff=Staff(civil=9))
    run = play(
        from_day(scenario, 1, later),
        matter("before", "Mon 09:00", channel="above", upper_team=0.3),
        matter("after", "Tue 09:00", channel="above", upper_team=0.3),
    )
    assert [run[name].team_of("fact") for name in ("before", "after")] == ["a.one", "a.two"]


def test_work_from_above_waits_where_nobody_is_there() -> None:
    case = play(upper({"one": 0, "two": 0}), matter("task", "Mon 09:00", channel="above"))["task"]
    assert case.closed == ""
    assert case.path == ["fact"]


def test_a_backlog_of_work_from_above_goes_to_the_office_teams_too() -> None:
    scenario = with_town(
        upper({"one": 1, "two": 1}), opening_backlog={"matter": OpeningBacklog(count=40, oldest_days=10.0)}
    )
    rows = simulate(scenario)
    teams = {rows.teams[team] for team in rows.steps.team[rows.steps.step == Step.FACT]}
    assert teams == {"townships.a.teams.one", "townships.a.teams.two"}


def test_work_from_above_of_a_team_that_is_dissolved_goes_to_another() -> None:
    before = upper({"one": 1, "two": 0})
    after = with_town(before, teams={"two": people(1, handles=())})
    run = play(
        from_day(before, 1, after),
        matter("busy", "Mon 16:00", channel="above", fact=3.0),
        matter("task", "Mon 16:00", channel="above"),
    )
    assert run["task"].lines[-1][1:] == ("a.two", "Tue 00:00", "Tue 08:30", "Tue 09:30")


def test_work_from_above_takes_the_time_of_the_officers_who_do_other_work() -> None:
    types = {"matter": kind(1.0, family="upper"), "visit": kind(1.0)}
    scenario = county(types, office(1), departments={})
    run = play(scenario, matter("task", "Mon 09:00", channel="above"), matter("visit", "Mon 09:10", "visit"))
    assert run["visit"].stretch("fact")[0] == "Mon 10:00"


def test_work_from_above_is_not_tried_in_the_village() -> None:
    scenario = county(
        kind(1.0, family="upper", village=VillageWork(hours=1.0, settles=1.0)),
        townships={"a": town(grids=Grids(count=1, workers=1))},
    )
    assert play(scenario, matter("task", "Mon 09:00", channel="above"))["task"].path == ["fact"]
