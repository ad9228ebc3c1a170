"""What the load check finds: facts and numbers, no sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import frozen

from planner.model.township import Holding

Verdict = Literal["delegate", "later", "recall"]
"""放、缓放、收回: the power can be used; a crew can be formed, but its team is overloaded; no crew can be formed."""

Stage = Literal["intake", "village", "fact", "decision", "partner", "redo"]
"""The steps of a case that take somebody's time."""

TeamKind = Literal["township", "shared", "department", "grid", "agents"]


@frozen(kw_only=True)
class WorkLine:
    """The yearly work of one step of one case type in one team.

    `cases` is the number of jobs, `crew` the officers on each. `work_hours` and `travel_hours` count every officer of
    the crew; travel is counted at the team's pace, because meetings do not slow it down, so that offered ÷ available is
    the share of its time that the team is at work.
    """

    case_type: str
    stage: Stage
    crew: int
    cases: float
    work_hours: float
    travel_hours: float

    @property
    def hours(self) -> float:
        """Work and travel together, in officer-hours a year."""
        return self.work_hours + self.travel_hours


@frozen(kw_only=True)
class TeamLoad:
    """One team's year: hours offered against hours available (负荷率).

    `available_hours` = `people` × working hours of the year × (1 − share on meetings) × pace. `people` are officers,
    for grid workers and agents their full-time equivalent. `short` is how many whole people more would bring the load
    down to the limit.
    """

    team: str
    kind: TeamKind
    place: str
    """The township, department or shared team it belongs to."""
    roster: Literal["office", "duty"]
    people: float
    certified: int
    meetings_share: float
    pace: float
    available_hours: float
    offered_hours: float
    short: int
    lines: tuple[WorkLine, ...]

    @property
    def load(self) -> float | None:
        """Offered ÷ available hours, or None where nobody is there to take the work."""
        return self.offered_hours / self.available_hours if self.available_hours > 0.0 else None


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
    team: str | None
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

    `items`: items of official lists that townships hold. `certified_officers`: in the teams of townships and in shared
    teams. `crew`: certified officers that the most demanding of those items takes. `townships_holding`: units that hold
    a power which takes certified officers; `townships_able`: those of them that can form a crew for one;
    `townships_able_at_most`: the same under the best possible placing of the certified officers of townships.
    """

    items: int
    certified_officers: int
    crew: int
    townships: int
    townships_holding: int
    townships_able: int
    townships_able_at_most: int


@frozen(kw_only=True)
class LoadCheck:
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

    @property
    def overloaded(self) -> tuple[TeamLoad, ...]:
        """Teams with more work than the limit allows, the most people short first."""
        teams = (team for team in self.teams.values() if self.is_overloaded(team.team))
        return tuple(sorted(teams, key=lambda team: (-team.short, team.team)))

    @property
    def unusable(self) -> tuple[PowerCheck, ...]:
        """Powers that are held and cannot be used, because no crew can be formed (接不住)."""
        return tuple(power for power in self.powers if not power.crew_can_form)

    @property
    def office_load(self) -> float | None:
        """Offered ÷ available hours of all office teams and departments together; without grids, agents, duty teams."""
        return self.load_of(
            team for team in self.teams.values() if team.kind == "department" or (self._is_office(team))
        )

    @staticmethod
    def _is_office(team: TeamLoad) -> bool:
        return team.kind in ("township", "shared") and team.roster == "office"

    @staticmethod
    def load_of(teams: Iterable[TeamLoad]) -> float | None:
        """Offered ÷ available hours of several teams together, or None where nobody is in them."""
        chosen = tuple(teams)
        available = math.fsum(team.available_hours for team in chosen)
        return math.fsum(team.offered_hours for team in chosen) / available if available > 0.0 else None

    def is_overloaded(self, team: str) -> bool:
        """Whether a team has more work than the limit allows, or work and nobody to do it."""
        found = self.teams[team]
        return found.offered_hours > self.limit * found.available_hours
