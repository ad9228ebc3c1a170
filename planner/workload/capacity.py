"""The people who do the work: the roll of each team with its hours, and who really takes a decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Literal

from attrs import frozen

from planner.model.routing import (
    TeamKey,
    agent_team,
    arises,
    decision_of,
    department_team,
    grid_team,
    pool_of,
    shared_team,
    township_team,
)
from planner.model.scenario import Scenario
from planner.model.team import Team, working_pace
from planner.model.township import HELD, Holding
from planner.model.working_time import WorkingCalendar
from planner.workload.verdicts import PowerCheck, TeamKind, Verdict


@frozen(kw_only=True)
class WorkingYear:
    """The calendar year in which the scenario starts: its working days, working hours, and hours in all."""

    days: int
    hours: float
    all_hours: float

    @property
    def open_share(self) -> float:
        """Share of the year in which offices are open."""
        return self.hours / self.all_hours


def working_year(scenario: Scenario) -> WorkingYear:
    """The working time of the calendar year in which the scenario starts.

    Raises CalendarError where its holidays are not known.
    """
    first = date(scenario.time.start.year, 1, 1)
    length = (date(first.year + 1, 1, 1) - first).days
    calendar = WorkingCalendar(scenario.calendar, first, days_before=0, days_after=length - 1)
    all_hours = 24.0 * length
    hours = calendar.worked(all_hours) - calendar.worked(0.0)
    days = sum(1 for day in range(length) if calendar.worked(24.0 * day + 24.0) > calendar.worked(24.0 * day))
    return WorkingYear(days=days, hours=hours, all_hours=all_hours)


@frozen(kw_only=True)
class Roll:
    """One team's people: `people` counted by the hours they give, `officers` as heads."""

    key: TeamKey
    kind: TeamKind
    place: str
    people: float
    officers: int
    certified: int
    roster: Literal["office", "duty"] = "office"
    on_duty: int = 0
    meetings_share: float = 0.0
    local_share: float = 1.0
    pace: float = 1.0
    from_county: bool = False
    """Its crews come from the county seat: a department, or a joint pool."""

    @property
    def working_pace(self) -> float:
        """Work done per hour of an officer's working time (`planner.model.team.working_pace`)."""
        return working_pace(self.meetings_share, self.local_share, self.pace)

    def can_form(self, crew: int, certified: int) -> bool:
        """Whether the officers on the roll suffice for a crew."""
        return self.officers >= crew and self.certified >= certified

    def open_share(self, crew: int, year: WorkingYear) -> float:
        """Share of round-the-clock work that falls on office hours.

        Officers on duty take the rest outside office hours; where there are not enough of them for the crew, all of it
        waits for the office to open.
        """
        on_duty = self.on_duty if self.kind == "department" or self.roster == "duty" else 0
        return year.open_share if on_duty >= crew else 1.0


def rolls(scenario: Scenario) -> Iterator[Roll]:
    """Every team of the scenario, grids and agents included, in the order of the file."""
    for name, township in scenario.townships.items():
        for team_name, team in township.teams.items():
            yield _officers(township_team(name, team_name), "township", name, team)
        grids = township.grids
        if grids.workers:
            yield Roll(
                key=grid_team(name),
                kind="grid",
                place=name,
                people=grids.full_time_equivalent,
                officers=grids.workers,
                certified=0,
                meetings_share=grids.meetings_share,
            )
        agents = township.agents
        if agents.points:
            yield Roll(
                key=agent_team(name),
                kind="agents",
                place=name,
                people=agents.full_time_equivalent,
                officers=agents.points,
                certified=0,
                meetings_share=agents.meetings_share,
            )
    for name, shared in scenario.shared_teams.items():
        yield _officers(shared_team(name), "shared", name, shared.team, from_county=bool(shared.decides))
    for name, department in scenario.departments.items():
        yield _officers(department_team(name), "department", name, department.team, from_county=True)


def _officers(key: TeamKey, kind: TeamKind, place: str, team: Team, *, from_county: bool = False) -> Roll:
    return Roll(
        key=key,
        kind=kind,
        place=place,
        people=team.staff.total,
        officers=team.staff.total,
        certified=team.certified_officers(of_department=kind == "department"),
        roster=team.roster,
        on_duty=team.on_duty,
        meetings_share=team.meetings_share,
        local_share=team.local_share,
        pace=team.pace,
        from_county=from_county,
    )


@frozen(kw_only=True)
class Decider:
    """The team that decides, None where no team can form the crew; `department` shares the power, redoes reversals."""

    team: TeamKey | None
    mode: Holding
    department: str | None


def decider_of(scenario: Scenario, rolls: Mapping[TeamKey, Roll], township: str, type_id: str) -> Decider:
    """The first that can form the crew: the township's team where it holds the power, a joint pool, the department.

    Under `agency` the department decides, and no pool.
    """
    step = scenario.case_types[type_id].decision
    route = decision_of(scenario, township, type_id)
    candidates: list[tuple[TeamKey | None, Holding]] = []
    if route.mode != "county":
        candidates.append((route.team, route.mode))
    if route.mode != "agency" and route.department:
        candidates.append((pool_of(scenario, township, type_id), "county"))
        candidates.append((department_team(route.department), "county"))
    for team, mode in candidates:
        if team is not None and rolls[team].can_form(step.crew, step.certified):
            return Decider(team=team, mode=mode, department=route.department)
    return Decider(team=None, mode=route.mode, department=route.department)


def power_checks(
    scenario: Scenario, rolls: Mapping[TeamKey, Roll], overloaded: Collection[str]
) -> Iterator[PowerCheck]:
    """Every power of a department that a township holds and that takes a decision, with a verdict.

    recall: no crew can be formed on the roll; later: it can, but the team is overloaded; delegate: neither.
    """
    for name, township in scenario.townships.items():
        for type_id, holding in township.powers.items():
            case_type = scenario.case_types[type_id]
            if holding not in HELD or case_type.responsible not in scenario.departments or not arises(case_type):
                continue
            if case_type.decision.hours <= 0.0:
                continue
            route = decision_of(scenario, name, type_id)
            # A posted power without posted officers is routed to the county: nobody in the township decides.
            team = route.team if route.mode in HELD else None
            roll = rolls[team] if team is not None else None
            step = case_type.decision
            can_form = roll is not None and roll.can_form(step.crew, step.certified)
            below_limit = team is not None and team not in overloaded
            verdict: Verdict = "recall" if not can_form else "delegate" if below_limit else "later"
            yield PowerCheck(
                township=name,
                case_type=type_id,
                items=case_type.items,
                mode=holding,
                team=team,
                crew=step.crew,
                certified=step.certified,
                officers=roll.officers if roll else 0,
                certified_officers=roll.certified if roll else 0,
                crew_can_form=can_form,
                below_limit=below_limit,
                verdict=verdict,
            )
