"""Who is on the roll of each team, and the hours they have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from attrs import frozen

from planner.model.routing import TeamKey, agent_team, department_team, grid_team, shared_team, township_team
from planner.model.scenario import Scenario
from planner.model.team import Team, working_pace
from planner.model.working_time import WorkingCalendar
from planner.workload.result import TeamKind


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
