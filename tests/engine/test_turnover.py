"""Officers leave, are replaced and trained; the timeline moves them on a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve

from planner.engine.draws import generator
from planner.engine.roll import Roll, TeamRules
from planner.model.scenario import Scenario
from planner.model.team import Grids, Staff, Team
from planner.model.text import Text
from planner.model.township import Department, Quota
from tests.engine.builder import (
    START,
    Run,
    county,
    fixed,
    from_day,
    kind,
    matter,
    moment,
    office,
    people,
    play,
    with_team,
    with_town,
)

ALWAYS_LEAVES = 1.0
"""The highest rate: a year's mean stay."""


def leaves_at(team: str, post: str, rate: float = ALWAYS_LEAVES, seed: int = 1) -> float:
    """When the first holder of a post leaves, in hours, by the draw that belongs to the team and the post."""
    stay = generator(seed, 0, "team", team, post).standard_exponential()
    return float(stay) / rate * 365.0 * 24.0


OFFICE = "townships.a.teams.office"


def year_of(team: Team, **values: object) -> Scenario:
    """A run of 800 days of a county with this one team."""
    return county(kind(1.0), team, days=800, departments={}, **values)


def changes(run: Run, team: str = "a.office") -> list[tuple[int, int]]:
    """Officers and certified officers after each change of the roll."""
    return [(total, certified) for _, total, certified in run.roll(team)]


def test_an_officer_leaves_when_the_draw_of_the_post_says_and_is_replaced_after_hiring_days() -> None:
    team = office(1, leaving_rate=ALWAYS_LEAVES, hiring_days=10.0)
    left = leaves_at(OFFICE, "civil.0")
    roll = play(year_of(team)).roll("a.office")
    assert roll[:3] == [("Mon 00:00", 1, 0), (moment(left), 0, 0), (moment(left + 240.0), 1, 0)]


def test_who_leaves_when_does_not_depend_on_the_other_teams() -> None:
    team = office(3, leaving_rate=ALWAYS_LEAVES, hiring_days=10.0)
    alone = play(year_of(team)).roll("a.office")
    others = {"before": team, "office": team, "z": team}
    assert play(county(kind(1.0), others, days=800, departments={})).roll("a.office") == alone
    assert play(county(kind(1.0), others, days=800, departments={})).roll("a.before") != alone


def test_leaving_comes_at_the_yearly_rate() -> None:
    # 400 posts, 0.2 a year, two years, nobody replaced: each stays with probability exp(-0.4).
    team = office(400, leaving_rate=0.2, hiring_days=3000.0)
    scenario = county(kind(1.0), team, days=730, departments={})
    stayed = play(scenario).roll("a.office")[-1][1]
    expected, spread = 400 * 0.67032, (400 * 0.67032 * 0.32968) ** 0.5
    assert abs(stayed - expected) < 3.3 * spread


@pytest.mark.parametrize("crew", [1, 2])
def test_a_leaver_finishes_the_job_in_hand_and_takes_no_other(crew: int) -> None:
    before = county({"matter": kind(4.0), "pair": kind(fixed(1.0, crew=crew))}, office(2))
    after = with_team(before, staff=Staff(civil=1))
    run = play(
        from_day(before, 1, after),
        matter("one", "Mon 15:30"),
        matter("two", "Mon 15:30"),
        matter("three", "Tue 09:00"),
        matter("four", "Tue 09:00"),
    )
    assert run["one"].closed == run["two"].closed == "Tue 10:30"
    # One of the two officers has left: the two jobs after that go one by one.
    assert run["three"].stretch("fact")[0] == "Tue 10:30"
    assert run["four"].stretch("fact")[0] == run["three"].closed


@pytest.mark.parametrize("crew", [1, 2])
def test_an_officer_who_joins_starts_at_once_though_a_leaver_still_works(crew: int) -> None:
    # The long job's officer leaves on Tuesday; another joins on Wednesday and begins with what waits.
    types = {"matter": kind(1.0), "long": kind(30.0), "pair": kind(fixed(1.0, crew=crew))}
    one = county(types, office(1))
    none = with_team(one, staff=Staff())
    scenario = from_day(from_day(one, 1, none), 2, one)
    run = play(scenario, matter("long", "Mon 14:00", "long"), matter("waits", "Tue 09:00"))
    assert run["waits"].stretch("fact") == ("Wed 08:30", "Wed 09:30")
    assert run["long"].closed == "Fri 16:00"


def after_leaving(staff: Staff, certified: int, draw: float, leaver: int = 0) -> tuple[int, int]:
    """Staff and certified staff of a team after the departure of one of its people with this draw.

    `leaver` counts them from 0: civil posts, then institution posts, then contract posts.
    """

    class Stream:
        def standard_exponential(self) -> float:
            return 0.001

        def random(self) -> float:
            return draw

    class Clock:
        now = 0.0

        def __init__(self) -> None:
            self.asked: list = []

        def at(self, time: float, callback: object) -> None:
            self.asked.append(callback)

    clock = Clock()
    roll = Roll(
        rules=TeamRules(staff=staff, certified=certified, leaving_rate=0.5, hiring_days=1.0),
        clock=clock,  # type: ignore[arg-type]
        streams=lambda post: Stream(),  # type: ignore[arg-type,return-value]
        quota=lambda kind: True,
        changed=lambda plain, certified: None,
    )
    roll.open()
    clock.asked[leaver]()
    return roll.total, roll.certified


@pytest.mark.parametrize(
    ("certified", "total", "draw", "after"),
    [
        (1, 4, 0.2499, (3, 0)),
        (1, 4, 0.2501, (3, 1)),
        (0, 4, 0.0, (3, 0)),
        (4, 4, 0.9999, (3, 3)),
    ],
)
def test_a_leaver_is_certified_with_probability_certified_by_those_who_may_be(
    certified: int, total: int, draw: float, after: tuple[int, int]
) -> None:
    assert after_leaving(Staff(civil=total), certified, draw) == after


MIXED = Staff(institution=1, contract=1)


@pytest.mark.parametrize("draw", [0.0, 0.4999, 0.5001, 0.9999])
def test_the_only_certified_officer_leaves_and_the_certificate_with_them(draw: float) -> None:
    assert after_leaving(MIXED, certified=1, draw=draw, leaver=0) == (1, 0)


@pytest.mark.parametrize("draw", [0.0, 0.4999, 0.5001, 0.9999])
def test_a_contract_worker_who_leaves_takes_no_certificate(draw: float) -> None:
    assert after_leaving(MIXED, certified=1, draw=draw, leaver=1) == (1, 1)


@pytest.mark.parametrize(("draw", "certified"), [(0.3332, 0), (0.3334, 1)])
def test_contract_staff_do_not_count_among_those_whose_certificate_may_go(draw: float, certified: int) -> None:
    # One of three officers is certified; the five contract workers beside them hold no certificate.
    staff = Staff(civil=1, institution=2, contract=5)
    assert after_leaving(staff, certified=1, draw=draw, leaver=2) == (7, certified)


def test_certificates_never_outlast_those_who_may_hold_them() -> None:
    """Nobody is replaced: whoever of the two leaves first, one certificate goes with the officer and none before."""
    team = Team(staff=MIXED, certified=1, handles=("*",), leaving_rate=ALWAYS_LEAVES, hiring_days=3000.0)
    first_to_leave = set()
    for seed in range(1, 21):
        officer, worker = (leaves_at(OFFICE, f"{post}.0", seed=seed) for post in ("institution", "contract"))
        run = play(year_of(team), seed=seed)
        expected = [("Mon 00:00", 2, 1)]
        for left in sorted(time for time in (officer, worker) if time < 800 * 24.0):
            _, total, certified = expected[-1]
            expected.append((moment(left), total - 1, certified - (left == officer)))
        assert run.roll("a.office") == expected
        first_to_leave.add(officer < worker)
    assert first_to_leave == {True, False}


def test_where_every_officer_is_certified_each_takes_one_certificate_and_contract_staff_none() -> None:
    staff = Staff(institution=60, contract=60)
    team = Team(staff=staff, certified=60, handles=("*",), leaving_rate=ALWAYS_LEAVES, hiring_days=3000.0)
    end = 730 * 24.0
    stay = [leaves_at(OFFICE, f"institution.{post}") >= end for post in range(60)]
    run = play(county(kind(1.0), team, days=730, departments={}))
    assert 0 < sum(stay) < 60
    assert changes(run)[-1][1] == sum(stay)


def test_certificates_go_at_the_rate_of_those_who_may_hold_them() -> None:
    # 200 of 400 officers certified, beside 400 contract workers; two years at 0.2, nobody replaced: a certificate
    # stays with its officer, so each with probability exp(-0.4).
    staff = Staff(institution=400, contract=400)
    team = Team(staff=staff, certified=200, handles=("*",), leaving_rate=0.2, hiring_days=3000.0)
    run = play(county(kind(1.0), team, days=730, departments={}))
    expected, spread = 200 * 0.67032, (200 * 0.67032 * 0.32968) ** 0.5
    assert abs(changes(run)[-1][1] - expected) < 3.3 * spread


def test_replacements_come_uncertified() -> None:
    team = office(1, certified=1, leaving_rate=ALWAYS_LEAVES, hiring_days=10.0)
    run = play(year_of(team))
    assert changes(run)[:3] == [(1, 1), (0, 0), (1, 0)]


@pytest.mark.parametrize(
    ("quota", "others", "replaced"),
    [
        (None, 0, True),
        (1, 0, True),
        (0, 0, False),
        (3, 2, True),
        (2, 2, False),
    ],
)
def test_a_leaver_is_replaced_only_while_the_quota_allows(quota: int | None, others: int, replaced: bool) -> None:
    team = office(1, leaving_rate=ALWAYS_LEAVES, hiring_days=10.0)
    values = {"quota": Quota(civil=quota), "other_staff": Staff(civil=others)}
    run = play(year_of(team, town_values=values))
    assert len(changes(run)) > 2 if replaced else changes(run) == [(1, 0), (0, 0)]


def test_the_quota_counts_all_teams_of_the_township_and_each_post_type_by_itself() -> None:
    teams = {"office": office(1, leaving_rate=ALWAYS_LEAVES, hiring_days=10.0), "other": people(2)}
    run = play(county(kind(1.0), teams, town_values={"quota": Quota(civil=2)}, days=800, departments={}))
    assert changes(run) == [(1, 0), (0, 0)]
    run = play(county(kind(1.0), teams, town_values={"quota": Quota(institution=0, civil=3)}, days=800, departments={}))
    assert len(changes(run)) > 2


def test_contract_posts_have_no_quota() -> None:
    team = Team(staff=Staff(contract=1), handles=("*",), leaving_rate=ALWAYS_LEAVES, hiring_days=10.0)
    run = play(year_of(team, town_values={"quota": Quota(civil=0, institution=0)}), seed=2)
    assert len(changes(run)) > 2


def test_departments_have_a_quota_of_their_own() -> None:
    bureau = people(1, leaving_rate=ALWAYS_LEAVES, hiring_days=10.0)
    full = Department(name=Text(), team=bureau, quota=Quota(civil=0))
    run = play(county(kind(1.0), departments={"bureau": full, "free": bureau}, days=800))
    assert changes(run, "bureau") == [(1, 1), (0, 0)]
    assert len(changes(run, "free")) > 2


def test_a_newcomer_works_at_reduced_pace_while_in_training() -> None:
    team = office(1, leaving_rate=ALWAYS_LEAVES, hiring_days=10.0, training_days=20.0, training_pace=0.5)
    scenario = year_of(team)
    joined = leaves_at(OFFICE, "civil.0") + 240.0
    midnight = joined - joined % 24.0
    days = [midnight / 24.0 + k for k in range(1, 40)]
    # Office mornings while in training, and once it is over.
    weekdays = [day for day in days if date.fromordinal(START.toordinal() + int(day)).weekday() < 5]
    training = [24.0 * day + 8.5 for day in weekdays if 24.0 * day < joined + 19.0 * 24.0]
    after = [24.0 * day + 8.5 for day in weekdays if 24.0 * day > joined + 20.0 * 24.0]
    run = play(scenario, matter("in training", training[0]), matter("trained", after[0]))
    assert run["in training"].closed == moment(training[0] + 2.0)
    assert run["trained"].closed == moment(after[0] + 1.0)


def test_pace_is_the_mean_experience_of_the_team() -> None:
    planned: list[Callable[[], None]] = []
    clock: Any = SimpleNamespace(now=0.0, at=lambda _time, act: planned.append(act))
    rules = TeamRules(
        staff=Staff(civil=3), vacancies=Staff(civil=1), certified=0, training_days=10.0, training_pace=0.6
    )
    roll = Roll(
        rules=rules, clock=clock, streams=lambda _post: generator(1), quota=lambda _kind: True, changed=lambda *_: None
    )
    roll.open()
    assert roll.slowness == 1.0
    planned.pop()()  # the post is filled
    assert 1.0 / roll.slowness == pytest.approx((3 * 1.0 + 0.6) / 4)
    planned.pop()()  # the training is over
    assert roll.slowness == 1.0


def test_grid_workers_leave_and_are_replaced_too() -> None:
    grids = Grids(count=1, workers=1, leaving_rate=ALWAYS_LEAVES, hiring_days=5.0)
    run = play(county(kind(1.0), town_values={"grids": grids}, days=800, departments={}))
    left = leaves_at("townships.a.grids", "contract.0")
    assert run.roll("a.grids")[1:3] == [(moment(left), 0, 0), (moment(left + 120.0), 1, 0)]


# The timeline


def test_the_timeline_moves_people_on_a_date() -> None:
    teams = {"office": office(2), "other": people(1)}
    before = county(kind(1.0), teams)
    after = with_team(with_team(before, staff=Staff(civil=1)), "other", staff=Staff(civil=2))
    run = play(from_day(before, 1, after))
    assert run.roll("a.office") == [("Mon 00:00", 2, 0), ("Tue 00:00", 1, 0)]
    assert run.roll("a.other") == [("Mon 00:00", 1, 0), ("Tue 00:00", 2, 0)]


def test_certificates_move_with_the_people() -> None:
    teams = {"office": office(3, certified=2), "other": people(1)}
    before = county(kind(1.0), teams)
    after = with_team(with_team(before, staff=Staff(civil=1), certified=0), "other", staff=Staff(civil=3), certified=2)
    run = play(from_day(before, 1, after))
    assert run.roll("a.office")[-1] == ("Tue 00:00", 1, 0)
    assert run.roll("a.other")[-1] == ("Tue 00:00", 3, 2)


def test_what_turnover_has_done_is_kept_when_the_timeline_changes_staff() -> None:
    team = office(1, leaving_rate=ALWAYS_LEAVES, hiring_days=3000.0)
    before = year_of(team)
    day = int(leaves_at(OFFICE, "civil.0") // 24.0) + 30
    after = with_team(before, staff=Staff(civil=3))
    assert changes(play(from_day(before, day, after)))[:3] == [(1, 0), (0, 0), (2, 0)]


def test_a_post_given_up_is_not_filled_again() -> None:
    # Both officers have left and are being replaced; the timeline gives up both posts meanwhile.
    team = office(2, leaving_rate=ALWAYS_LEAVES, hiring_days=900.0)
    before = county(kind(1.0), team, days=3000, departments={})
    gone = max(leaves_at(OFFICE, f"civil.{n}") for n in range(2))
    after = with_team(before, staff=Staff())
    assert max(changes(play(before))[3:]) > (0, 0)
    assert changes(play(from_day(before, int(gone // 24.0) + 1, after))) == [(2, 0), (1, 0), (0, 0), (0, 0)]


def test_a_new_rule_holds_from_its_date_only() -> None:
    before = county(kind(1.0))
    after = evolve(before, case_types={"matter": kind(2.0)})
    run = play(from_day(before, 1, after), matter("monday", "Mon 09:00"), matter("tuesday", "Tue 09:00"))
    assert run["monday"].closed == "Mon 10:00"
    assert run["tuesday"].closed == "Tue 11:00"


def test_a_deadline_set_on_a_date_holds_for_reports_from_then_on() -> None:
    before = county(kind(1.0, deadline_days=5))
    after = evolve(before, case_types={"matter": kind(1.0, deadline_days=1)})
    run = play(from_day(before, 1, after), matter("monday", "Mon 09:00"), matter("tuesday", "Tue 09:00"))
    assert run["monday"].due == "Mon+1 17:30"
    assert run["tuesday"].due == "Wed 17:30"


def test_jobs_of_a_team_that_is_dissolved_go_to_whoever_does_the_work_now() -> None:
    before = county({"matter": kind(3.0)}, {"office": office(1)}, departments={})
    after = with_town(before, teams={"new": office(1)})
    run = play(from_day(before, 1, after), matter("in hand", "Mon 15:30"), matter("waits", "Mon 16:00"))
    # What is in hand is finished by the officer who leaves; what waits goes to the new team.
    assert run["in hand"].line("fact")[1:] == ("a.office", "Mon 15:30", "Mon 15:30", "Tue 09:30")
    assert run["waits"].lines == [
        ("fact", "a.office", "Mon 16:00", "Tue 00:00", "Tue 00:00"),
        ("fact", "a.new", "Tue 00:00", "Tue 08:30", "Tue 11:30"),
    ]
    assert run["waits"].unusable == 0
