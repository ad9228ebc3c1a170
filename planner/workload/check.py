"""The load check of a scenario (承接评估)."""

from __future__ import annotations

import math

from planner.model.asked import Asked
from planner.model.routing import TeamKey
from planner.model.scenario import Scenario
from planner.model.tolerances import whole_at_least
from planner.workload.capacity import Roll, WorkingYear, power_checks, rolls, working_year
from planner.workload.offered_load import Job, jobs_of, work_lines
from planner.workload.verdicts import Headline, LoadCheck, PowerCheck, TeamLoad

HIGHEST_LIMIT = 100.0
USE_LIMIT = 0.9
"""Load above which a team counts as overloaded: waiting grows steeply as load nears 1."""


def check_load(scenario: Scenario, *, limit: float = USE_LIMIT) -> LoadCheck:
    """Hours offered against hours available for every team, and which powers can be used where.

    `teams` of the result has one `TeamLoad` for each team key, in officer-hours a year; `powers` one `PowerCheck` for
    each power and township; `headline` the counts behind the first sentence. A team is overloaded when its load,
    offered ÷ available, is above `limit` (a share).

    Raises RequestError for what is no scenario and for a limit that is no number above 0, CalendarError where the
    holidays of the year in which the scenario starts are not known.
    """
    asked = Asked()
    asked.scenario("scenario", scenario)
    limit = asked.number("limit", limit, 0.0, HIGHEST_LIMIT, open_ends=True)
    asked.done()
    year = working_year(scenario)
    roll_of = {roll.key: roll for roll in rolls(scenario)}
    jobs: dict[str, list[Job]] = {key: [] for key in roll_of}
    for job in jobs_of(scenario, roll_of):
        jobs[job.team].append(job)
    teams: dict[str, TeamLoad] = {
        key: _team_load(scenario, roll, jobs[key], year, limit) for key, roll in roll_of.items()
    }
    overloaded = {key for key, team in teams.items() if team.is_above(limit)}
    powers = tuple(power_checks(scenario, roll_of, overloaded))
    return LoadCheck(
        limit=limit,
        working_days=year.days,
        working_hours=year.hours,
        headline=_headline(scenario, roll_of, powers),
        teams=teams,
        powers=powers,
    )


def _team_load(scenario: Scenario, roll: Roll, jobs: list[Job], year: WorkingYear, limit: float) -> TeamLoad:
    lines = work_lines(jobs, roll, scenario.case_types, year)
    hours_each = year.hours * roll.working_pace
    offered = math.fsum(line.hours for line in lines)
    certified_offered = math.fsum(line.certified_hours for line in lines)
    return TeamLoad(
        team=roll.key,
        kind=roll.kind,
        place=roll.place,
        roster=roll.roster,
        people=roll.people,
        certified=roll.certified,
        meetings_share=roll.meetings_share,
        local_share=roll.local_share,
        pace=roll.pace,
        available_hours=roll.people * hours_each,
        offered_hours=offered,
        short=_short(offered, limit * hours_each, roll.people),
        certified_available_hours=roll.certified * hours_each,
        certified_offered_hours=certified_offered,
        certified_short=_short(certified_offered, limit * hours_each, roll.certified),
        lines=lines,
    )


def _short(offered: float, hours_each: float, people: float) -> int:
    """Whole people that a team lacks for the hours offered; 0 where it has enough."""
    return max(0, whole_at_least(offered / hours_each - people))


def _headline(scenario: Scenario, rolls: dict[TeamKey, Roll], powers: tuple[PowerCheck, ...]) -> Headline:
    demanding = [power for power in powers if power.certified > 0]
    items = {power.case_type: power.items for power in demanding}
    other_items = {power.case_type: power.items for power in powers if power.certified == 0}
    crew = max((power.certified for power in demanding), default=0)
    holding = {power.township for power in demanding}
    able = {power.township for power in demanding if power.crew_can_form}
    by_shared = {
        power.township
        for power in demanding
        if power.crew_can_form and power.team is not None and rolls[power.team].kind == "shared"
    }
    own = sum(roll.certified for roll in rolls.values() if roll.kind == "township")
    shared = sum(roll.certified for roll in rolls.values() if roll.kind == "shared")
    at_most = len(by_shared) + min(len(holding - by_shared), own // crew) if crew else 0
    return Headline(
        items=sum(items.values()),
        other_items=sum(other_items.values()),
        items_held=sum(power.items for power in demanding),
        certified_officers=own + shared,
        crew=crew,
        townships=len(scenario.townships),
        townships_holding=len(holding),
        townships_able=len(able),
        townships_able_at_most=at_most,
    )
