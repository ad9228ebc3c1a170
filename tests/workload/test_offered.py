"""Offered hours of small counties, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from planner.model.casetype import Channels, PartnerWork, VillageWork, Work
from planner.model.scenario import ReversalRates
from planner.model.team import Agents, Grids, SharedTeam
from planner.model.text import Text
from planner.model.township import Department, Part
from planner.workload import LoadCheck, check_load
from tests.workload.small_county import AGENTS, BUREAU, ENFORCEMENT, GRIDS, HOURS, INTAKE, county, fixed, team

NEAR = 2 * 0.38 * 10.0 * 1.3 / 40.0
"""Hours to a site of the township and back, from its seat; 10 km is the side of 100 km²."""
FAR = NEAR + 2 * 20.0 / 40.0
"""The same from the county, 20 km away."""


def hours(check: LoadCheck, key: str, stage: str | None = None) -> float:
    return math.fsum(line.hours for line in check.teams[key].lines if stage in (None, line.stage))


def cases(check: LoadCheck, key: str, stage: str) -> float:
    return math.fsum(line.cases for line in check.teams[key].lines if line.stage == stage)


def test_each_step_goes_to_its_team() -> None:
    check = check_load(county())
    assert hours(check, INTAKE) == pytest.approx(100 * 0.1)
    assert hours(check, ENFORCEMENT) == pytest.approx(100 * 1.0)
    assert hours(check, BUREAU) == pytest.approx(50 * 4.0 * 2)
    assert check.teams[BUREAU].offered_hours == pytest.approx(400.0)


@pytest.mark.parametrize(
    ("step", "mean"),
    [
        (Work(hours=2.0, cv=0.75), 2.5),
        (Work(hours=2.0, law="exponential"), 2.0),
        (Work(hours=2.0, law="fixed"), 2.0),
    ],
)
def test_hours_are_a_median_only_under_lognormal(step: Work, mean: float) -> None:
    check = check_load(county(case_type={"fact": step}))
    assert hours(check, ENFORCEMENT) == pytest.approx(100 * mean)


def test_a_crew_of_two_counts_twice() -> None:
    check = check_load(county(case_type={"fact": fixed(1.0, crew=2)}))
    assert hours(check, ENFORCEMENT) == pytest.approx(200.0)


def test_a_step_of_no_hours_takes_nobody() -> None:
    check = check_load(county(case_type={"fact": fixed(0.0, crew=2, on_site=True)}))
    assert check.teams[ENFORCEMENT].lines == ()


def test_crews_travel_to_a_site_and_those_of_the_county_farther() -> None:
    check = check_load(
        county(
            case_type={
                "fact": fixed(1.0, on_site=True),
                "decision": fixed(4.0, crew=2, certified=2, on_site=True),
            }
        )
    )
    assert hours(check, ENFORCEMENT) == pytest.approx(100 * (1.0 + NEAR))
    assert hours(check, BUREAU) == pytest.approx(50 * 2 * (4.0 + FAR))


def test_meetings_slow_work_but_not_travel() -> None:
    slow = team(2, handles=("enforcement",), meetings_share=0.35, pace=0.8)
    teams = {"enforcement": slow, "intake": team(1, intake=True)}
    check = check_load(county(township={"teams": teams}, case_type={"fact": fixed(1.0, on_site=True)}))
    busy = 100 * (1.0 / (0.65 * 0.8) + NEAR)
    assert check.teams[ENFORCEMENT].load == pytest.approx(busy / (2 * HOURS))


def test_a_posted_team_gives_the_township_its_local_share() -> None:
    posted = team(2, handles=("enforcement",), local_share=0.5)
    check = check_load(county(township={"teams": {"enforcement": posted}}))
    assert check.teams[ENFORCEMENT].available_hours == pytest.approx(2 * HOURS * 0.5)


def test_rates_of_the_township_multiply_the_catalogue() -> None:
    check = check_load(county(township={"rates": {"illegal-building": 1.5}}))
    assert cases(check, ENFORCEMENT, "fact") == pytest.approx(150.0)


def test_a_merged_township_keeps_the_rates_of_its_parts() -> None:
    parts = {"a": Part(residents=6_000), "b": Part(residents=4_000, rates={"illegal-building": 2.0})}
    check = check_load(county(township={"parts": parts}))
    assert cases(check, ENFORCEMENT, "fact") == pytest.approx(60.0 + 80.0)


def test_window_matters_pass_no_intake_and_online_ones_do() -> None:
    check = check_load(county(case_type={"channels": Channels(window=0.75, online=0.25)}))
    assert cases(check, INTAKE, "intake") == pytest.approx(25.0)
    assert cases(check, ENFORCEMENT, "fact") == pytest.approx(100.0)


def test_agents_settle_their_share_of_window_matters() -> None:
    share = {"channels": Channels(window=1.0), "agent_share": 0.2}
    with_agents = check_load(county(township={"agents": Agents(points=10, post_share=0.2)}, case_type=share))
    assert hours(with_agents, AGENTS) == pytest.approx(20 * 1.0)
    assert cases(with_agents, ENFORCEMENT, "fact") == pytest.approx(80.0)
    assert cases(with_agents, BUREAU, "decision") == pytest.approx(40.0)
    assert with_agents.teams[AGENTS].available_hours == pytest.approx(10 * 0.2 * HOURS)
    without = check_load(county(case_type=share))
    assert cases(without, ENFORCEMENT, "fact") == pytest.approx(100.0)


class TestPatrols:
    """A round of 40 hours by 10 full-time workers in 10 grids; a citizen takes 80 hours; the matter lasts 40 hours."""

    GRIDS = Grids(count=10, workers=10, round_hours=40.0, reference_round_hours=40.0)
    FOUND = {"patrol": True, "citizen_delay_days": 80 / 24, "life_days": 40 / 24}

    def test_the_reference_round_gives_the_catalogue_rate(self) -> None:
        check = check_load(county(township={"grids": self.GRIDS}, case_type=self.FOUND))
        assert cases(check, ENFORCEMENT, "fact") == pytest.approx(100.0)

    def test_a_longer_round_loses_matters_that_end_unreported(self) -> None:
        half = Grids(count=10, workers=5, round_hours=40.0, reference_round_hours=40.0)
        check = check_load(county(township={"grids": half}, case_type=self.FOUND))
        reference = (1 / 40 + 1 / 80) / (1 / 40 + 1 / 80 + 1 / 40)
        actual = (1 / 80 + 1 / 80) / (1 / 80 + 1 / 80 + 1 / 40)
        assert cases(check, ENFORCEMENT, "fact") == pytest.approx(100.0 * actual / reference)

    def test_without_patrols_citizens_are_left(self) -> None:
        check = check_load(county(case_type=self.FOUND))
        assert cases(check, ENFORCEMENT, "fact") == pytest.approx(100.0 * (1 / 3) / (3 / 5))

    def test_what_only_patrols_find_is_found_by_nobody_without_them(self) -> None:
        check = check_load(county(case_type={**self.FOUND, "channels": Channels()}))
        assert check.teams[ENFORCEMENT].lines == ()

    def test_a_citizen_who_reports_at_once_leaves_nothing_to_patrols(self) -> None:
        at_once = {**self.FOUND, "citizen_delay_days": 0.0, "village": VillageWork(hours=0.5, law="fixed", settles=1.0)}
        check = check_load(county(township={"grids": self.GRIDS}, case_type=at_once))
        assert cases(check, INTAKE, "intake") == pytest.approx(100.0)

    def test_a_grid_settles_its_share_and_the_rest_passes_intake_once(self) -> None:
        tried = {**self.FOUND, "village": VillageWork(hours=0.5, law="fixed", settles=0.9)}
        check = check_load(county(township={"grids": self.GRIDS}, case_type=tried))
        by_patrol = 100.0 * (1 / 40) / (1 / 40 + 1 / 80)
        assert hours(check, GRIDS) == pytest.approx(100 * 0.5)
        assert cases(check, INTAKE, "intake") == pytest.approx((100.0 - by_patrol) + 0.1 * by_patrol)
        assert cases(check, ENFORCEMENT, "fact") == pytest.approx(10.0)

    def test_without_grid_workers_everything_goes_to_the_township(self) -> None:
        tried = {"village": VillageWork(hours=0.5, law="fixed", settles=0.9)}
        check = check_load(county(case_type=tried))
        assert cases(check, ENFORCEMENT, "fact") == pytest.approx(100.0)

    def test_part_time_workers_give_part_of_their_hours(self) -> None:
        grids = Grids(count=10, workers=10, full_time_share=0.2, part_time_share=0.25, meetings_share=0.1)
        check = check_load(county(township={"grids": grids}))
        assert check.teams[GRIDS].available_hours == pytest.approx(10 * (0.2 + 0.8 * 0.25) * HOURS * 0.9)


def test_work_from_above_is_shared_by_staff_among_office_teams() -> None:
    teams = {
        "enforcement": team(2, handles=("enforcement",)),
        "affairs": team(6, handles=("dispute",)),
        "hall": team(5, takes_upper=False),
    }
    task = {
        "family": "upper",
        "per_1000_residents_year": 0.0,
        "per_township_week": 7.0,
        "channels": Channels(),
        "fact": fixed(2.0),
    }
    check = check_load(county(township={"teams": teams}, case_type=task))
    yearly = 7.0 * 365 / 7 * 2.0
    assert hours(check, ENFORCEMENT) == pytest.approx(yearly * 2 / 8)
    assert hours(check, "townships.a.teams.affairs") == pytest.approx(yearly * 6 / 8)
    assert hours(check, "townships.a.teams.hall") == 0.0


def test_returned_work_from_above_goes_to_its_department() -> None:
    task = {
        "family": "upper",
        "per_1000_residents_year": 0.0,
        "per_township_week": 7.0,
        "channels": Channels(),
        "fact": fixed(2.0),
        "returned_share": 0.25,
    }
    check = check_load(county(case_type=task))
    yearly = 7.0 * 365 / 7 * 2.0
    assert hours(check, BUREAU) == pytest.approx(yearly * 0.25)
    assert hours(check, ENFORCEMENT) == pytest.approx(yearly * 0.75)
    nobody_s = check_load(county(case_type={**task, "responsible": ""}))
    assert hours(nobody_s, ENFORCEMENT) == pytest.approx(yearly)


class TestJointPool:
    """A pool of officers at the county seat takes decisions before the department is called."""

    ON_SITE: dict[str, Any] = {"decision": fixed(4.0, crew=2, certified=2, on_site=True)}

    @staticmethod
    def pool(certified: int) -> dict[str, SharedTeam]:
        officers = team(2, certified=certified)
        return {"pool": SharedTeam(serves=("*",), decides=("enforcement",), team=officers)}

    @pytest.mark.parametrize("powers", [{}, {"illegal-building": "assigned"}])
    def test_it_decides_what_the_county_would(self, powers: dict[str, str]) -> None:
        check = check_load(county(shared_teams=self.pool(2), township={"powers": powers}, case_type=self.ON_SITE))
        assert hours(check, "shared_teams.pool.team", "decision") == pytest.approx(50 * 2 * (4.0 + FAR))
        assert hours(check, BUREAU) == 0.0

    def test_a_pool_that_cannot_form_the_crew_leaves_it_to_the_department(self) -> None:
        check = check_load(county(shared_teams=self.pool(1), case_type=self.ON_SITE))
        assert hours(check, BUREAU, "decision") == pytest.approx(50 * 2 * (4.0 + FAR))

    def test_a_township_that_can_decide_does(self) -> None:
        able = {"enforcement": team(2, certified=2, handles=("enforcement",))}
        held = {"teams": able, "powers": {"illegal-building": "assigned"}}
        check = check_load(county(shared_teams=self.pool(2), township=held))
        assert hours(check, ENFORCEMENT, "decision") == pytest.approx(400.0)

    def test_agency_matters_go_to_the_department(self) -> None:
        agency = {"powers": {"illegal-building": "agency"}}
        check = check_load(county(shared_teams=self.pool(2), township=agency))
        assert hours(check, BUREAU, "decision") == pytest.approx(400.0)


class TestDecision:
    """Who decides, by the township's holding of the power."""

    ABLE = {"enforcement": team(2, certified=2, handles=("enforcement",)), "intake": team(1, intake=True)}

    @pytest.mark.parametrize("holding", ["assigned", "entrusted"])
    def test_the_township_decides_where_it_holds_the_power(self, holding: str) -> None:
        check = check_load(county(township={"teams": self.ABLE, "powers": {"illegal-building": holding}}))
        assert hours(check, ENFORCEMENT, "decision") == pytest.approx(400.0)
        assert hours(check, BUREAU) == 0.0

    @pytest.mark.parametrize("holding", ["agency", "county", "posted"])
    def test_the_department_decides_where_it_does_not(self, holding: str) -> None:
        check = check_load(county(township={"teams": self.ABLE, "powers": {"illegal-building": holding}}))
        assert hours(check, ENFORCEMENT, "decision") == 0.0
        assert hours(check, BUREAU, "decision") == pytest.approx(400.0)

    def test_posted_officers_decide_where_they_sit(self) -> None:
        posted = team(2, certified=2, handles=("enforcement",), posted=("urban-management",))
        powers = {"illegal-building": "posted"}
        check = check_load(county(township={"teams": {"enforcement": posted}, "powers": powers}))
        assert hours(check, ENFORCEMENT, "decision") == pytest.approx(400.0)

    def test_an_unusable_power_falls_to_the_department(self) -> None:
        check = check_load(county(township={"powers": {"illegal-building": "assigned"}}))
        assert hours(check, ENFORCEMENT, "decision") == 0.0
        assert hours(check, BUREAU, "decision") == pytest.approx(400.0)

    def test_where_nobody_can_form_the_crew_nobody_works(self) -> None:
        check = check_load(county(township={"powers": {"illegal-building": "assigned"}}, department={"team": team(1)}))
        assert hours(check, ENFORCEMENT, "decision") == 0.0
        assert hours(check, BUREAU) == 0.0

    def test_a_power_of_the_township_by_statute_stays_there(self) -> None:
        check = check_load(county(township={"teams": self.ABLE}, case_type={"responsible": "township"}))
        assert hours(check, ENFORCEMENT, "decision") == pytest.approx(400.0)

    def test_reversed_decisions_are_redone_by_the_department(self) -> None:
        rates = ReversalRates(assigned=0.1, county=0.04)
        held = county(township={"teams": self.ABLE, "powers": {"illegal-building": "assigned"}}, reversal_rate=rates)
        assert hours(check_load(held), BUREAU, "redo") == pytest.approx(0.1 * 400.0)
        assert hours(check_load(county(reversal_rate=rates)), BUREAU, "redo") == pytest.approx(0.04 * 400.0)


class TestPartners:
    """A second department attends each of the 50 decisions."""

    BUREAUS = {
        "urban-management": Department(name=Text("城管局"), team=team(4)),
        "ecology": Department(name=Text("生态环境局"), team=team(2)),
    }
    ATTENDS: dict[str, Any] = {
        "partners": {"ecology": PartnerWork()},
        "decision": fixed(4.0, crew=2, certified=2, on_site=True),
    }

    def test_a_partner_sends_one_officer_for_half_the_hours(self) -> None:
        check = check_load(county(departments=self.BUREAUS, case_type=self.ATTENDS))
        assert hours(check, "departments.ecology.team", "partner") == pytest.approx(50 * (2.0 + FAR))

    def test_stated_hours_of_a_partner_are_taken(self) -> None:
        stated = {**self.ATTENDS, "partners": {"ecology": PartnerWork(hours=3.0)}}
        check = check_load(county(departments=self.BUREAUS, case_type=stated))
        assert hours(check, "departments.ecology.team", "partner") == pytest.approx(50 * (3.0 + FAR))

    def test_officers_posted_in_the_township_cover_for_their_department(self) -> None:
        joint = {"enforcement": team(2, handles=("enforcement",), posted=("ecology",))}
        check = check_load(county(departments=self.BUREAUS, case_type=self.ATTENDS, township={"teams": joint}))
        assert hours(check, ENFORCEMENT, "partner") == pytest.approx(50 * (2.0 + NEAR))
        assert hours(check, "departments.ecology.team") == 0.0


def test_a_shared_team_works_for_all_it_serves() -> None:
    squad = {"squad": SharedTeam(serves=("*",), team=team(4, handles=("illegal-building",)))}
    check = check_load(county(shared_teams=squad))
    assert hours(check, "shared_teams.squad.team") == pytest.approx(100.0)
    assert hours(check, ENFORCEMENT) == 0.0


class TestEmergencies:
    """Round-the-clock work; offices are open 1,736 of 8,760 hours."""

    ALARM: dict[str, Any] = {"urgency": "emergency", "fact": fixed(1.0, crew=2)}

    @pytest.mark.parametrize(
        ("roster", "on_duty", "in_office"),
        [("duty", 2, HOURS / 8760), ("duty", 1, 1.0), ("office", 2, 1.0)],
    )
    def test_only_a_watch_that_can_form_the_crew_works_at_night(
        self, roster: str, on_duty: int, in_office: float
    ) -> None:
        teams = {"enforcement": team(4, handles=("enforcement",), roster=roster, on_duty=on_duty)}
        check = check_load(county(township={"teams": teams}, case_type=self.ALARM))
        assert hours(check, ENFORCEMENT) == pytest.approx(200.0 * in_office)

    def test_departments_keep_a_watch(self) -> None:
        check = check_load(county(department={"team": team(4, on_duty=2)}, case_type=self.ALARM))
        assert hours(check, BUREAU) == pytest.approx(400.0 * HOURS / 8760)
