"""Hours available, people short, powers that can be used, and the county in a few numbers."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from planner.errors import CalendarError
from planner.model.calendar import CalendarSettings
from planner.model.casetype import CaseType
from planner.model.scenario import Scenario, Time
from planner.model.team import SharedTeam, Team
from planner.model.township import Township
from planner.workload import check_load
from tests.workload.small_county import BUREAU, ENFORCEMENT, HOURS, ILLEGAL_BUILDING, TOWNSHIP, county, fixed, team

POWERS = {"illegal-building": "assigned"}


def township_teams(enforcement: Team) -> dict[str, dict[str, Team]]:
    return {"teams": {"enforcement": enforcement, "intake": team(1, intake=True)}}


def test_hours_available_are_those_of_the_calendar_year() -> None:
    check = check_load(county(time=Time(start=date(2025, 7, 1), days=28)))
    assert (check.working_days, check.working_hours) == (248, HOURS)
    enforcement = team(3, handles=("enforcement",), meetings_share=0.35, pace=0.8)
    check = check_load(county(township=township_teams(enforcement)))
    assert check.teams[ENFORCEMENT].available_hours == pytest.approx(3 * HOURS * 0.65 * 0.8)


def test_a_year_whose_holidays_are_not_known_is_refused() -> None:
    with pytest.raises(CalendarError):
        check_load(county(time=Time(start=date(2090, 1, 1), days=28)))
    always = CalendarSettings(kind="around-the-clock")
    check = check_load(county(time=Time(start=date(2090, 1, 1), days=28), calendar=always))
    assert (check.working_days, check.working_hours) == (365, 8760.0)


def test_load_is_offered_over_available() -> None:
    check = check_load(county())
    assert check.teams[ENFORCEMENT].load == pytest.approx(100.0 / (2 * HOURS))
    assert check.teams[BUREAU].load == pytest.approx(400.0 / (4 * HOURS))


def test_a_team_with_nobody_has_no_load_and_is_overloaded() -> None:
    check = check_load(county(township=township_teams(team(0, handles=("enforcement",)))))
    empty = check.teams[ENFORCEMENT]
    assert empty.load is None
    assert empty.short == 1
    assert [found.team for found in check.overloaded] == [ENFORCEMENT]


@pytest.mark.parametrize(("people", "short"), [(9, 3), (11, 1), (12, 0), (40, 0)])
def test_short_people_are_whole_and_bring_the_load_to_the_limit(people: int, short: int) -> None:
    # 100 cases × 186 hours = 18,600 hours; at 90 % of 1,736 hours that takes 11.9 officers.
    busy = county(township=township_teams(team(people, handles=("enforcement",))), case_type={"fact": fixed(186.0)})
    check = check_load(busy)
    assert check.teams[ENFORCEMENT].short == short
    assert (ENFORCEMENT in {found.team for found in check.overloaded}) == (short > 0)


def test_a_team_exactly_at_the_limit_is_not_short() -> None:
    at_limit = county(case_type={"fact": fixed(2 * HOURS * 0.9 / 100)})
    assert check_load(at_limit).teams[ENFORCEMENT].short == 0


def test_certificates_can_be_short_where_people_are_not() -> None:
    able = team(10, certified=2, handles=("enforcement",))
    heavy = county(
        township={**township_teams(able), "powers": POWERS},
        case_type={"decision": fixed(40.0, crew=2, certified=2)},
    )
    check = check_load(heavy)
    found = check.teams[ENFORCEMENT]
    assert found.load == pytest.approx((100 + 4000) / (10 * HOURS))
    assert found.certified_load == pytest.approx(4000 / (2 * HOURS))
    assert (found.short, found.certified_short) == (0, 1)
    assert [power.verdict for power in check.powers] == ["later"]


def test_the_limit_is_the_caller_s() -> None:
    busy = county(case_type={"fact": fixed(20.0)})
    assert not check_load(busy, limit=0.9).overloaded
    assert [found.team for found in check_load(busy, limit=0.5).overloaded] == [ENFORCEMENT]


class TestVerdict:
    """放、缓放、收回: recall without a crew, later with an overloaded team, else delegate."""

    @pytest.mark.parametrize(
        ("officers", "certified", "fact_hours", "verdict"),
        [
            (2, 1, 1.0, "recall"),
            (1, 1, 1.0, "recall"),
            (2, 2, 1.0, "delegate"),
            (2, 2, 40.0, "later"),
            (2, 1, 40.0, "recall"),
        ],
    )
    def test_verdict(self, officers: int, certified: int, fact_hours: float, verdict: str) -> None:
        enforcement = team(officers, certified=certified, handles=("enforcement",))
        scenario = county(
            township={**township_teams(enforcement), "powers": POWERS}, case_type={"fact": fixed(fact_hours)}
        )
        (power,) = check_load(scenario).powers
        assert power.verdict == verdict
        assert power.crew_can_form == (verdict != "recall")
        assert (power.officers, power.certified_officers) == (officers, certified)
        assert (power in check_load(scenario).unusable) == (verdict == "recall")

    @pytest.mark.parametrize("holding", ["agency", "county"])
    def test_what_the_county_decides_is_not_delegated(self, holding: str) -> None:
        assert check_load(county(township={"powers": {"illegal-building": holding}})).powers == ()

    def test_a_power_of_the_township_by_statute_is_not_delegated(self) -> None:
        scenario = county(township={"powers": POWERS}, case_type={"responsible": "township"})
        assert check_load(scenario).powers == ()

    def test_a_type_without_a_decision_is_no_power(self) -> None:
        assert check_load(county(township={"powers": POWERS}, case_type={"decision": fixed(0.0)})).powers == ()

    def test_posted_on_paper_only_cannot_be_used(self) -> None:
        (power,) = check_load(county(township={"powers": {"illegal-building": "posted"}})).powers
        assert (power.team, power.verdict) == (None, "recall")


def unit(certified: int) -> Township:
    enforcement = team(4, certified=certified, handles=("enforcement", "approval"))
    return evolve(TOWNSHIP, teams={"enforcement": enforcement}, powers={**POWERS, "registration": "assigned"})


def three_units(*certified: int) -> Scenario:
    registration = evolve(ILLEGAL_BUILDING, family="approval", items=4, decision=fixed(1.0))
    types: dict[str, CaseType] = {"illegal-building": ILLEGAL_BUILDING, "registration": registration}
    units = {name: unit(number) for name, number in zip("abc", certified, strict=True)}
    return county(case_types=types, townships=units)


class TestHeadline:
    """Three units with a list of 35 enforcement items and 4 approvals."""

    @pytest.mark.parametrize(
        ("certified", "able", "at_most"), [((1, 1, 1), 0, 1), ((2, 0, 1), 1, 1), ((2, 2, 0), 2, 2), ((4, 4, 4), 3, 3)]
    )
    def test_certificates_and_crews(self, certified: tuple[int, ...], able: int, at_most: int) -> None:
        headline = check_load(three_units(*certified)).headline
        assert headline.certified_officers == sum(certified)
        assert headline.crew == 2
        assert (headline.townships, headline.townships_holding) == (3, 3)
        assert (headline.townships_able, headline.townships_able_at_most) == (able, at_most)

    def test_items_count_once_and_by_whether_they_take_certificates(self) -> None:
        headline = check_load(three_units(2, 2, 2)).headline
        assert (headline.items, headline.other_items) == (35, 4)

    def test_what_one_township_gives_back_is_held_by_the_others(self) -> None:
        scenario = three_units(2, 2, 2)
        assert check_load(scenario).headline.items_held == 3 * 35
        taken = evolve(scenario.townships["a"], powers={"illegal-building": "county", "registration": "assigned"})
        found = check_load(evolve(scenario, townships={**scenario.townships, "a": taken})).headline
        assert (found.items, found.items_held, found.townships_holding) == (35, 2 * 35, 2)

    def test_a_shared_team_makes_all_it_serves_able(self) -> None:
        scenario = three_units(0, 2, 0)
        pool = SharedTeam(serves=("a", "c"), team=team(3, certified=3, handles=("illegal-building",)))
        headline = check_load(evolve(scenario, shared_teams={"pool": pool})).headline
        assert headline.certified_officers == 5
        assert (headline.townships_able, headline.townships_able_at_most) == (3, 3)

    def test_without_a_list_there_is_nothing_to_use(self) -> None:
        headline = check_load(county()).headline
        assert (headline.items, headline.crew, headline.townships_holding, headline.townships_able_at_most) == (0,) * 4


def test_office_load_leaves_out_duty_teams_grids_and_agents() -> None:
    teams = {
        "enforcement": team(2, handles=("enforcement",)),
        "intake": team(1, intake=True, roster="duty", takes_upper=False),
    }
    check = check_load(county(township={"teams": teams}))
    assert check.office_load == pytest.approx((100.0 + 400.0) / ((2 + 4) * HOURS))


def test_a_scenario_is_left_as_it_was() -> None:
    scenario, again = county(township={"powers": POWERS}), county(township={"powers": POWERS})
    check_load(scenario)
    assert scenario == again
