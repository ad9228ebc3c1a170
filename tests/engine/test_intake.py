"""Intake, the village and its agents, and finding the owner."""

from __future__ import annotations

from typing import Any

import pytest

from planner.model.casetype import CaseType, VillageWork
from planner.model.linkage import Linkage, Platform
from planner.model.scenario import Scenario
from planner.model.team import Agents, Grids
from tests.engine.builder import county, kind, matter, office, people, play

DESK_AND_OFFICE = {"desk": people(intake=True), "office": office()}


def settled_in_village(settles: float, **values: Any) -> CaseType:
    """Intake half an hour, an hour in the village, two hours of fact-finding."""
    return kind(2.0, intake=0.5, village=VillageWork(hours=1.0, law="fixed", settles=settles), **values)


def with_grid(case_type: CaseType, workers: int = 1) -> Scenario:
    """A desk, an office and a grid with so many workers."""
    return county(case_type, DESK_AND_OFFICE, town_values={"grids": Grids(count=1, workers=workers)})


# Intake


@pytest.mark.parametrize("channel", ["hotline", "online"])
def test_hotline_and_app_pass_intake(channel: str) -> None:
    case = play(county(kind(1.0, intake=0.5), DESK_AND_OFFICE), matter("call", "Mon 09:00", channel=channel))["call"]
    assert case.lines == [
        ("intake", "a.desk", "Mon 09:00", "Mon 09:00", "Mon 09:30"),
        ("fact", "a.office", "Mon 09:30", "Mon 09:30", "Mon 10:30"),
    ]


def test_window_matters_are_received_by_the_team_that_handles_them() -> None:
    case = play(county(kind(1.0, intake=0.5), DESK_AND_OFFICE), matter("visit", "Mon 09:00"))["visit"]
    assert case.path == ["fact"]


def test_intake_is_worked_by_the_intake_team_one_call_at_a_time() -> None:
    run = play(
        county(kind(0.0, intake=0.5), DESK_AND_OFFICE),
        *(matter(f"{n}", "Mon 09:00", channel="hotline") for n in range(3)),
    )
    assert [run[f"{n}"].closed for n in range(3)] == ["Mon 09:30", "Mon 10:00", "Mon 10:30"]


def test_what_passed_intake_is_dispatched() -> None:
    scenario = county(kind(1.0, intake=0.5), DESK_AND_OFFICE, town_values={"platform": Platform(dispatch_hours=2.0)})
    case = play(scenario, matter("call", "Mon 09:00", channel="hotline"))["call"]
    assert case.path == ["intake", "dispatch", "fact"]
    assert case.line("dispatch") == ("dispatch", "", "Mon 09:30", "Mon 09:30", "Mon 11:30")
    assert play(scenario, matter("visit", "Mon 09:00"))["visit"].path == ["fact"]


# The village


def test_what_a_patrol_found_is_tried_in_the_village_at_once() -> None:
    case = play(with_grid(settled_in_village(1.0)), matter("found", "Mon 09:00", channel="patrol"))["found"]
    assert case.lines == [("village", "a.grids", "Mon 09:00", "Mon 09:00", "Mon 10:00")]
    assert case.settled == "village"


def test_what_came_by_hotline_is_tried_in_the_village_after_intake() -> None:
    case = play(with_grid(settled_in_village(1.0)), matter("call", "Mon 09:00", channel="hotline"))["call"]
    assert case.path == ["intake", "village"]
    assert (case.closed, case.settled) == ("Mon 10:30", "village")


def test_window_matters_are_not_tried_in_the_village() -> None:
    case = play(with_grid(settled_in_village(1.0)), matter("visit", "Mon 09:00"))["visit"]
    assert case.path == ["fact"]


def test_what_the_patrol_could_not_settle_goes_up_through_intake_once() -> None:
    case = play(with_grid(settled_in_village(0.0)), matter("found", "Mon 09:00", channel="patrol"))["found"]
    assert case.lines == [
        ("village", "a.grids", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("intake", "a.desk", "Mon 10:00", "Mon 10:00", "Mon 10:30"),
        ("fact", "a.office", "Mon 10:30", "Mon 10:30", "Mon 14:30"),
    ]


def test_what_passed_intake_does_not_pass_it_twice() -> None:
    case = play(with_grid(settled_in_village(0.0)), matter("call", "Mon 09:00", channel="hotline"))["call"]
    assert case.path == ["intake", "village", "fact"]


@pytest.mark.parametrize(("draw", "settled"), [(0.29, "village"), (0.31, "township")])
def test_the_village_settles_by_draw(draw: float, settled: str) -> None:
    run = play(with_grid(settled_in_village(0.3)), matter("found", "Mon 09:00", channel="patrol", settles=draw))
    assert run["found"].settled == settled


def test_the_owner_is_found_before_the_village_is_asked() -> None:
    scenario = with_grid(settled_in_village(1.0, unclear=1.0))
    case = play(scenario, matter("call", "Mon 09:00", channel="hotline", returns=0.9))["call"]
    assert case.path == ["intake", "return", "village"]


def test_without_grid_workers_what_a_patrol_found_passes_intake() -> None:
    case = play(with_grid(settled_in_village(1.0), workers=0), matter("found", "Mon 09:00", channel="patrol"))["found"]
    assert case.path == ["intake", "fact"]


def test_a_matter_that_grids_may_not_settle_passes_intake() -> None:
    case = play(with_grid(kind(1.0, intake=0.5)), matter("found", "Mon 09:00", channel="patrol"))["found"]
    assert case.path == ["intake", "fact"]


def test_grid_workers_are_counted_by_the_hours_they_give() -> None:
    grids = Grids(count=4, workers=10, full_time_share=0.2, part_time_share=0.25)
    run = play(county(kind(1.0), town_values={"grids": grids}))
    assert run.roll("a.grids") == [("Mon 00:00", 4, 0)]


# Agents


def with_agents(share: float, points: int) -> Scenario:
    """A hall and agent points to which a share of the hall's matters goes."""
    return county(
        kind(1.0, 2.0, agent_share=share, formal=0.0),
        town_values={"agents": Agents(points=points, post_share=0.2)},
    )


@pytest.mark.parametrize(("draw", "team"), [(0.39, "a.agents"), (0.41, "a.office")])
def test_a_share_of_window_matters_goes_to_the_village_agent(draw: float, team: str) -> None:
    case = play(with_agents(0.4, 5), matter("visit", "Mon 09:00", agent=draw))["visit"]
    assert case.lines[0][1] == team
    assert case.settled == ("village" if team == "a.agents" else "township")
    assert case.closed == "Mon 10:00"


def test_agents_have_a_limit() -> None:
    run = play(with_agents(1.0, 5), matter("one", "Mon 09:00"), matter("two", "Mon 09:00"))
    assert run.roll("a.agents") == [("Mon 00:00", 1, 0)]
    assert run["two"].closed == "Mon 11:00"


def test_without_agent_points_people_go_to_the_hall() -> None:
    assert play(with_agents(1.0, 0), matter("visit", "Mon 09:00"))["visit"].team_of("fact") == "a.office"


def test_only_window_matters_go_to_an_agent() -> None:
    case = play(with_agents(1.0, 5), matter("call", "Mon 09:00", channel="hotline"))["call"]
    assert case.team_of("fact") == "a.office"


# Finding the owner


def bouncing(*, unclear: float = 0.0, accuracy: float = 1.0, **rules: Any) -> Scenario:
    """Two working days until a unit returns a case; half of further dispatches fail; a meeting takes three days."""
    linkage = Linkage(**{"return_days": 2.0, "return_again": 0.5, "max_bounces": 3, "coordination_days": 3.0, **rules})
    return county(
        kind(1.0, unclear=unclear),
        town_values={"linkage": linkage, "platform": Platform(accuracy=accuracy)},
    )


@pytest.mark.parametrize(("draw", "bounces"), [(0.59, 1), (0.61, 0)])
def test_an_unclear_case_goes_to_a_unit_that_returns_it(draw: float, bounces: int) -> None:
    case = play(bouncing(unclear=0.6), matter("case", "Mon 09:00", unclear=draw, returns=0.9))["case"]
    assert case.bounces == bounces
    assert case.path == ["return", "fact"][1 - bounces :]
    if bounces:
        assert case.line("return") == ("return", "", "Mon 09:00", "Mon 09:00", "Wed 09:00")


@pytest.mark.parametrize(("draw", "bounces"), [(0.24, 1), (0.26, 0)])
def test_a_case_is_dispatched_wrongly_by_the_accuracy_of_the_platform(draw: float, bounces: int) -> None:
    scenario = bouncing(accuracy=0.75)
    case = play(scenario, matter("call", "Mon 09:00", channel="hotline", misdispatch=draw, returns=0.9))["call"]
    assert case.bounces == bounces


def test_accuracy_touches_only_what_is_dispatched() -> None:
    scenario = bouncing(accuracy=0.0)
    run = play(scenario, matter("window", "Mon 09:00"), matter("found", "Mon 09:00", channel="patrol"))
    assert run["window"].bounces == 0
    assert run["found"].bounces == 1


@pytest.mark.parametrize(
    ("draw", "bounces", "back"),
    # A further dispatch fails with probability 1/2, two further ones with 1/4.
    [
        (0.51, 1, "Wed 09:00"),
        (0.49, 2, "Fri 09:00"),
        (0.26, 2, "Fri 09:00"),
        (0.24, 3, "Tue+1 09:00"),
        (0.0, 3, "Tue+1 09:00"),
    ],
)
def test_further_dispatches_fail_by_draw_up_to_the_most(draw: float, bounces: int, back: str) -> None:
    case = play(bouncing(unclear=1.0), matter("case", "Mon 09:00", returns=draw))["case"]
    assert case.bounces == bounces
    assert case.line("return")[4] == back


def test_after_the_most_bounces_a_meeting_settles_it() -> None:
    run = play(
        bouncing(unclear=1.0), matter("three", "Mon 09:00", returns=0.1), matter("two", "Mon 09:00", returns=0.4)
    )
    assert run["three"].lines == [
        ("return", "", "Mon 09:00", "Mon 09:00", "Tue+1 09:00"),
        ("owner_coordination", "", "Tue+1 09:00", "Tue+1 09:00", "Fri+1 09:00"),
        ("fact", "a.office", "Fri+1 09:00", "Fri+1 09:00", "Fri+1 10:00"),
    ]
    assert run["two"].path == ["return", "fact"]


def test_one_bounce_at_most_means_a_meeting_after_the_first() -> None:
    case = play(bouncing(unclear=1.0, max_bounces=1), matter("case", "Mon 09:00", returns=0.9))["case"]
    assert case.path == ["return", "owner_coordination", "fact"]


def test_no_bounces_allowed_means_a_meeting_at_once() -> None:
    case = play(bouncing(unclear=1.0, max_bounces=0), matter("case", "Mon 09:00"))["case"]
    assert case.path == ["owner_coordination", "fact"]
    assert case.bounces == 0
