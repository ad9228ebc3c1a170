"""Whose staff is sought, what arithmetic says of them, and the scenario with other numbers of people."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import RequestError
from planner.experiments.staffing_groups import (
    groups_of,
    needed_by_load,
    posts_beyond_quota,
    with_people,
    with_staffing,
    with_teams,
)
from planner.files import read_scenario
from planner.model.routing import officer_teams
from planner.model.scenario import Phase
from planner.model.team import Staff
from planner.model.township import Quota
from planner.workload import check_load

ROOT = Path(__file__).parents[2]
COUNTY = read_scenario(ROOT / "tests" / "cli" / "county.toml")
TUTORIAL = read_scenario(ROOT / "scenarios" / "tutorial.toml")
OFFICE = "townships.east.teams.office"
SQUAD = "townships.east.teams.enforcement"


def keys(**asked: object) -> list[str]:
    return [group.key for group in groups_of(COUNTY, "enforcement", **asked)]  # type: ignore[arg-type]


class TestGroups:
    def test_teams_that_work_on_the_family_by_themselves(self) -> None:
        found = keys()
        # The department of urban management decides what townships without certified officers cannot.
        assert found[:2] == [OFFICE, SQUAD]
        assert found[-2:] == ["departments.urban.team", "departments.ecology.team"]
        assert keys() == [key for key in officer_teams(COUNTY, contractors=False) if key in found]
        hall = "townships.example.teams.hall"
        assert hall not in [group.key for group in groups_of(TUTORIAL, "enforcement")]
        assert hall in [group.key for group in groups_of(TUTORIAL, "all")]

    def test_by_kind_of_township(self) -> None:
        groups = {group.key: group for group in groups_of(COUNTY, "enforcement", by_kind=True)}
        assert list(groups) == [
            "kinds.town.teams.office",
            "kinds.town.teams.enforcement",
            "departments.urban.team",
            "departments.ecology.team",
        ]
        assert groups["kinds.town.teams.office"].teams == tuple(
            f"townships.{name}.teams.office" for name in ("east", "west", "north")
        )

    @pytest.mark.parametrize(
        ("patterns", "expected"),
        [
            (["townships.*.teams.enforcement"], 3),
            (["townships.east"], 2),
            (["townships.east.teams.enforcement.staff", "departments.*"], 3),
            (["*"], 8),
        ],
    )
    def test_patterns(self, patterns: list[str], expected: int) -> None:
        assert len(keys(patterns=patterns)) == expected

    @pytest.mark.parametrize(
        ("pattern", "part", "nearest"),
        [
            ("townships.*.teams.enforcment", "enforcment", "enforcement"),
            ("township.east", "township", "townships"),
            ("departments.urban.squad", "squad", ""),
            ("townships.east.teams.office.staff.civil", "staff", ""),
        ],
    )
    def test_a_pattern_that_names_no_team(self, pattern: str, part: str, nearest: str) -> None:
        with pytest.raises(RequestError) as caught:
            keys(patterns=[pattern])
        (problem,) = caught.value.problems
        assert (problem.kind, problem.path, problem.facts["part"], problem.nearest) == (
            "no-match",
            "--teams",
            part,
            nearest,
        )

    def test_teams_without_work_of_the_family(self) -> None:
        with pytest.raises(RequestError) as caught:
            groups_of(TUTORIAL, "enforcement", patterns=["townships.*.teams.hall"])
        assert caught.value.problems[0].kind == "no-work"

    def test_crews(self) -> None:
        groups = {group.key: group for group in groups_of(TUTORIAL, "enforcement")}
        squad = groups["townships.example.teams.enforcement"]
        department = groups["departments.urban-management.team"]
        # Fact-finding takes one officer; a decision two with certificates, which the team may have or not.
        assert (squad.crew, squad.certified_crew) == (1, 2)
        # Officers of a department are all certified: there a decision takes two people.
        assert (department.crew, department.certified_crew) == (2, 0)
        assert squad.people(0.1) >= squad.certified(0.1) >= 2


class TestArithmetic:
    def test_people_for_a_load(self) -> None:
        check = check_load(COUNTY)
        (group,) = groups_of(COUNTY, "enforcement", patterns=["departments.ecology"])
        load = check.teams["departments.ecology.team"]
        people, certified = needed_by_load(check, group)
        assert certified is None
        # Neither one more nor one fewer: within the limit, and above it with one fewer.
        assert load.offered_hours <= check.limit * load.available_hours * people / load.people
        assert load.offered_hours > check.limit * load.available_hours * (people - 1) / load.people
        assert group.people(check.limit) == people
        assert group.people(check.limit / 2) > people

    def test_it_agrees_with_what_the_load_check_says_is_short(self) -> None:
        laiyang = read_scenario(ROOT / "scenarios" / "laiyang" / "current.toml")
        check = check_load(laiyang)
        for group in groups_of(laiyang, "all"):
            load = check.teams[group.key]
            if load.short > 0 and load.short >= load.certified_short:
                assert needed_by_load(check, group)[0] == load.people + load.short

    def test_of_a_kind_the_team_that_needs_most_decides(self) -> None:
        check = check_load(COUNTY)
        (group,) = groups_of(COUNTY, "enforcement", patterns=["townships.*.teams.office"], by_kind=True)
        single = groups_of(COUNTY, "enforcement", patterns=["townships.*.teams.office"])
        assert needed_by_load(check, group)[0] == max(needed_by_load(check, one)[0] for one in single)
        assert min(one.people(0.5) for one in single) <= group.people(0.5) <= max(one.people(0.5) for one in single)


class TestStaffed:
    @given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 20))
    def test_so_many_people(self, civil: int, institution: int, contract: int, total: int) -> None:
        before = Staff(civil=civil, institution=institution, contract=contract)
        after = with_people(before, total)
        assert after.total == total
        assert after.civil <= before.civil
        assert after.contract <= before.contract
        if after.contract < before.contract:
            assert after.institution == 0
        if after.civil < before.civil:
            assert after.institution == after.contract == 0

    def test_numbers_by_team(self) -> None:
        staffed = with_staffing(COUNTY, {SQUAD: (6, 5), OFFICE: (1, None), "departments.urban.team": (2, None)})
        teams = officer_teams(staffed, contractors=False)
        assert (teams[SQUAD].staff.total, teams[SQUAD].certified) == (6, 5)
        assert teams[OFFICE].staff.total == 1
        assert staffed.departments["urban"].team.certified is None
        assert staffed.townships["west"] is COUNTY.townships["west"]
        assert with_staffing(COUNTY, {}) == COUNTY

    def test_certified_officers_are_never_more_than_may_be(self) -> None:
        assert officer_teams(with_staffing(COUNTY, {SQUAD: (1, 5)}))[SQUAD].certified == 1
        assert officer_teams(with_staffing(COUNTY, {SQUAD: (1, None)}))[SQUAD].certified == 1

    def test_certified_officers_asked_for_beside_contract_staff_get_posts_that_may_be_certified(self) -> None:
        squad = evolve(
            officer_teams(COUNTY, contractors=False)[SQUAD], staff=Staff(institution=1, contract=3), certified=1
        )
        mixed = with_teams(COUNTY, {SQUAD: squad})
        two = officer_teams(with_staffing(mixed, {SQUAD: (4, 2)}))[SQUAD]
        assert (two.staff, two.certified) == (Staff(institution=2, contract=2), 2)
        one = officer_teams(with_staffing(mixed, {SQUAD: (4, 1)}))[SQUAD]
        assert (one.staff, one.certified) == (squad.staff, 1)

    def test_a_quota_that_is_passed_is_raised_and_told(self) -> None:
        east = evolve(COUNTY.townships["east"], quota=Quota(institution=7, turnover=1))
        tight = evolve(COUNTY, townships={**COUNTY.townships, "east": east})
        staffed = with_staffing(tight, {SQUAD: (7, None), OFFICE: (4, None)})
        assert staffed.townships["east"].quota.institution == 10
        assert posts_beyond_quota(tight, staffed) == {"townships.east": 3}
        assert posts_beyond_quota(tight, with_staffing(tight, {SQUAD: (5, None)})) == {}

    def test_in_every_phase(self) -> None:
        later = evolve(COUNTY, townships={name: COUNTY.townships[name] for name in ("east", "west")})
        dated = evolve(COUNTY, phases=(Phase(start=COUNTY.time.start, scenario=later),))
        staffed = with_staffing(dated, {SQUAD: (9, None), "townships.north.teams.office": (2, None)})
        assert officer_teams(staffed.phases[0].scenario, contractors=False)[SQUAD].staff.total == 9
        assert "north" not in staffed.phases[0].scenario.townships
