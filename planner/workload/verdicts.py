"""What the load check finds: facts and numbers, no sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from attrs import frozen

from planner.model.routing import TeamKey
from planner.model.summary import Summarised, Summary, number, some
from planner.model.team import working_pace
from planner.model.township import Holding

Verdict = Literal["delegate", "later", "recall"]
"""放、缓放、收回: the power can be used; a crew can be formed, but its team is overloaded; no crew can be formed."""

Stage = Literal["intake", "village", "fact", "decision", "partner", "redo"]
"""The steps of a case that take somebody's time."""

TeamKind = Literal["township", "shared", "department", "grid", "agents"]


@frozen(kw_only=True)
class WorkLine:
    """The yearly work of one step of one case type in one team.

    `cases` is the number of jobs, `crew` the officers on each, `certified` of them with a certificate. `work_hours`
    and `travel_hours` count every officer of the crew; travel is counted at the team's pace, because meetings do not
    slow it down, so that offered ÷ available is the share of its time that the team is at work.
    """

    case_type: str
    stage: Stage
    crew: int
    certified: int
    cases: float
    work_hours: float
    travel_hours: float

    @property
    def hours(self) -> float:
        """Work and travel together, in officer-hours a year."""
        return self.work_hours + self.travel_hours

    @property
    def certified_hours(self) -> float:
        """The part of `hours` that only certified officers can give."""
        return self.hours * self.certified / self.crew


@frozen(kw_only=True)
class TeamLoad:
    """One team's year: hours offered against hours available (负荷率).

    `available_hours` = `people` × working hours of the year × (1 − share on meetings) × pace, and × `local_share` for a
    posted team that gives part of its time to the department that posted it. `people` are officers, for grid workers
    and agents their full-time equivalent. `short` is how many whole people more would bring the load down to the limit.
    The `certified_` figures are the same for the work that only certified officers can do: a team may have people
    enough and certificates too few.
    """

    team: str
    kind: TeamKind
    place: str
    """The township, department or shared team it belongs to."""
    roster: Literal["office", "duty"]
    people: float
    certified: int
    meetings_share: float
    local_share: float
    pace: float
    available_hours: float
    offered_hours: float
    short: int
    certified_available_hours: float
    certified_offered_hours: float
    certified_short: int
    lines: tuple[WorkLine, ...]

    @property
    def working_pace(self) -> float:
        """Work done per hour of an officer's working time (`planner.model.team.working_pace`)."""
        return working_pace(self.meetings_share, self.local_share, self.pace)

    @property
    def load(self) -> float | None:
        """Offered ÷ available hours, or None where nobody is there to take the work."""
        return _ratio(self.offered_hours, self.available_hours)

    @property
    def certified_load(self) -> float | None:
        """The same for the work that takes certified officers, or None where there are none."""
        return _ratio(self.certified_offered_hours, self.certified_available_hours)

    def is_above(self, limit: float) -> bool:
        """Whether it has more work than `limit` allows, in all or for its certified officers, or nobody to do it."""
        return (
            self.offered_hours > limit * self.available_hours
            or self.certified_offered_hours > limit * self.certified_available_hours
        )


def _ratio(offered: float, available: float) -> float | None:
    return offered / available if available > 0.0 else None


@frozen(kw_only=True)
class PowerCheck:
    """Whether a township that holds a power can use it.

    `team` is the team that would decide, None where nobody does. `crew` and `certified` are what the decision needs,
    `officers` and `certified_officers` what the team has on its roll.
    """

    township: str
    case_type: str
    items: int
    mode: Holding
    team: TeamKey | None
    crew: int
    certified: int
    officers: int
    certified_officers: int
    crew_can_form: bool
    below_limit: bool
    verdict: Verdict


@frozen(kw_only=True)
class Headline:
    """The county in a few numbers.

    `items`: items of official lists that townships hold and that take certified officers, `other_items` those that take
    none; `items_held`: the first, counted anew for each township that holds them. `certified_officers`: in the teams of
    townships and in shared teams. `crew`: certified officers that the most demanding item takes. `townships_holding`:
    units that hold an item which takes certified officers; `townships_able`: those of them that can form a crew for
    one; `townships_able_at_most`: the same under the best possible placing of the certified officers of townships.
    """

    items: int
    other_items: int
    items_held: int
    certified_officers: int
    crew: int
    townships: int
    townships_holding: int
    townships_able: int
    townships_able_at_most: int


@frozen(kw_only=True, repr=False)
class LoadCheck(Summarised):
    """Everything that plain arithmetic says about a scenario; the first state, where a timeline changes it later.

    `limit` is the load above which a team counts as overloaded, `working_hours` those of one officer in the year,
    `working_days` the days they lie on.
    """

    limit: float
    working_days: int
    working_hours: float
    headline: Headline
    teams: Mapping[str, TeamLoad]
    powers: tuple[PowerCheck, ...]

    def summary(self) -> Summary:
        """What it says, in a few lines: also its `repr`."""
        load, headline = self.office_load, self.headline
        return Summary(
            f"Load check of {headline.townships} townships",
            (
                ("offered ÷ available hours", "unknown" if load is None else number(load)),
                (f"teams loaded above {self.limit:g}", some(team.team for team in self.overloaded)),
                ("powers without a crew", some(f"{one.case_type} in {one.township}" for one in self.unusable)),
                ("townships that hold powers", f"{headline.townships_holding}, able {headline.townships_able}"),
            ),
        )

    @property
    def overloaded(self) -> tuple[TeamLoad, ...]:
        """Teams with more work than the limit allows, the most people short first."""
        teams = (team for team in self.teams.values() if team.is_above(self.limit))
        return tuple(sorted(teams, key=lambda team: (-max(team.short, team.certified_short), team.team)))

    @property
    def unusable(self) -> tuple[PowerCheck, ...]:
        """Powers that are held and cannot be used, because no crew can be formed (接不住)."""
        return tuple(power for power in self.powers if not power.crew_can_form)

    @property
    def office_load(self) -> float | None:
        """Offered ÷ available hours of all office teams and departments together; no grids, agents or duty teams."""
        officers = [
            team
            for team in self.teams.values()
            if team.kind == "department" or (team.kind in ("township", "shared") and team.roster == "office")
        ]
        offered = math.fsum(team.offered_hours for team in officers)
        return _ratio(offered, math.fsum(team.available_hours for team in officers))
