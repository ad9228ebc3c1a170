"""Reading scenarios with changes computed from the work: people and money that follow it, posts levelled.

Every floor above this one reads scenarios with it. `planner.files` alone reads them too, but knows no computation
(`planner.files.changes`); this module brings them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import evolve, frozen

from planner.files import Reading, ScenarioFile, read, read_scenario
from planner.files.changes import computes
from planner.files.measure import AddChange, Change, MoveChange
from planner.files.sharing import exact, rounded, share_out
from planner.files.tree import Path
from planner.model.routing import TeamKey, decision_of, department_team
from planner.model.scenario import Scenario
from planner.model.team import Team
from planner.model.township import Holding
from planner.workload.capacity import rolls, working_year
from planner.workload.check import check_load
from planner.workload.offered_load import jobs_of, travel_hours
from planner.workload.verdicts import TeamLoad

FOLLOWED: tuple[Holding, ...] = ("assigned", "entrusted")
"""Holdings under which the township's own people do the work that was the department's."""


@frozen(kw_only=True)
class Task:
    """The decisions of one power in one township, in people: yearly hours ÷ those of an officer of the team.

    `people` are heads in all, `certified` those of them who need certificates.
    """

    department: str
    township: str
    team: TeamKey
    people: float
    certified: float


def delegated_tasks(scenario: Scenario) -> Iterator[Task]:
    """The work of every power that a township holds in its own or the department's name.

    It counts whether or not a crew can be formed for it yet, at the pace of the township's team and with its travel.
    """
    year = working_year(scenario)
    roll_of = {roll.key: roll for roll in rolls(scenario)}
    for job in jobs_of(scenario, roll_of):
        route = decision_of(scenario, job.township, job.case_type)
        if job.stage != "decision" or route.mode not in FOLLOWED or not route.department or route.team is None:
            continue
        roll = roll_of[route.team]
        travel = travel_hours(scenario, job.township, roll) if job.travel else 0.0
        people = job.cases * job.crew * (job.work / roll.working_pace + travel) / year.hours
        yield Task(
            department=route.department,
            township=job.township,
            team=route.team,
            people=people,
            certified=people * job.certified / job.crew,
        )


def lacking(scenario: Scenario) -> list[Task]:
    """Of the people and certificates that delegated powers take, those that the teams lack beside their other work.

    A team that has enough for all of it lacks nothing. What is lacking is shared among its tasks by their size.
    """
    tasks: dict[TeamKey, list[Task]] = {}
    for task in delegated_tasks(scenario):
        tasks.setdefault(task.team, []).append(task)
    if not tasks:
        return []
    hours = working_year(scenario).hours
    pace_of = {roll.key: roll.working_pace for roll in rolls(scenario)}
    loads = check_load(scenario).teams
    found: list[Task] = []
    for team, own in tasks.items():
        free = loads[team].people - _busy_otherwise(scenario, loads[team]) / (hours * pace_of[team])
        people = _lacking_share((task.people for task in own), free)
        certified = _lacking_share((task.certified for task in own), loads[team].certified)
        found += [evolve(task, people=task.people * people, certified=task.certified * certified) for task in own]
    return found


def _lacking_share(needed: Iterable[float], there: float) -> float:
    """The share of what is needed that is not there, from 0 to 1."""
    total = math.fsum(needed)
    return min(1.0, max(0.0, total - there) / total) if total else 0.0


def _busy_otherwise(scenario: Scenario, load: TeamLoad) -> float:
    """Yearly hours of a team's work that is no delegated decision."""
    types = scenario.case_types
    return math.fsum(
        line.hours
        for line in load.lines
        if line.stage != "decision" or types[line.case_type].responsible not in scenario.departments
    )


@computes("people-follow-tasks")
def people_follow_tasks(scenario: Scenario) -> list[Change]:
    """Moves from each department to the teams that took over its decisions, as many people as these lack for them.

    Whole people by largest remainder over the county, certificates likewise; no more than the department has.
    """
    tasks = lacking(scenario)
    changes: list[Change] = []
    for name, department in scenario.departments.items():
        own = [task for task in tasks if task.department == name]
        if own:
            changes += _Leaving(f"{department_team(name)}.staff", department.team).follow(own)
    return changes


class _Leaving:
    """The people of a department while some of them leave it."""

    def __init__(self, place: str, team: Team) -> None:
        self._place = place
        self._left = {"civil": team.staff.civil, "institution": team.staff.institution}
        self._certified = team.certified_officers(of_department=True)

    def follow(self, tasks: list[Task]) -> Iterator[Change]:
        # Who lacks certificates only takes people who have them.
        heads = ((task.team, max(task.people, task.certified)) for task in tasks)
        people = _shared_out(heads, sum(self._left.values()))
        certified = _shared_out(((task.team, task.certified) for task in tasks), self._certified)
        posts: dict[Path, Fraction] = {(post,): Fraction(there) for post, there in self._left.items()}
        for (post, *_), leaving in share_out(sum(people.values()), posts).items():
            for team in people:
                moving = min(people[team], leaving)
                if moving:
                    yield self._move(moving, post, team, certified)
                    people[team] -= moving
                    leaving -= moving

    def _move(self, people: int, post: str, team: TeamKey, certified: dict[TeamKey, int]) -> Change:
        """As many certificates as wanted, as far as those who leave and those who stay allow."""
        fewest = max(0, self._certified - (sum(self._left.values()) - people))
        with_certificate = max(fewest, min(certified[team], self._certified, people))
        self._left[post] -= people
        self._certified -= with_certificate
        certified[team] = max(0, certified[team] - with_certificate)
        return MoveChange(
            move=people, from_=f"{self._place}.{post}", to=f"{team}.staff.{post}", certified=with_certificate
        )


def _shared_out(amounts: Iterable[tuple[TeamKey, float]], at_most: int | None = None) -> dict[TeamKey, int]:
    """Whole people by team, in proportion to amounts; in all the nearest whole number, but no more than there are."""
    weights: dict[TeamKey, Fraction] = {}
    for team, amount in amounts:
        weights[team] = weights.get(team, Fraction(0)) + exact(amount)
    total = rounded(sum(weights.values(), Fraction(0)))
    if at_most is not None:
        total = min(total, at_most)
    shares = share_out(total, {team.path: weight for team, weight in weights.items()}) if total else {}
    return {team: shares.get(team.path, 0) for team in weights}


@computes("finance-follows")
def finance_follows(scenario: Scenario) -> list[Change]:
    """The money for the people whom the townships lack for the powers that they hold: contract posts, and their pay.

    The posts are advertised, and filled after the team's `hiring_days`; budgets grow where they are stated.
    """
    posts = _shared_out((task.team, task.people) for task in lacking(scenario))
    changes: list[Change] = [
        AddChange(add=f"{team}.vacancies.contract", value=people) for team, people in posts.items() if people
    ]
    for name, township in scenario.townships.items():
        people = sum(n for team, n in posts.items() if team.area == "townships" and team.unit == name)
        money = people * scenario.pay.contract
        if money and township.budget is not None:
            changes.append(AddChange(add=f"townships.{name}.budget", value=money))
    return changes


POSTS_IN_ORDER = ("institution", "contract", "civil")
"""Which posts are moved first: civil posts are hardest to move."""


@computes("staff-by-load")
def staff_by_load(scenario: Scenario) -> list[Change]:
    """Moves between the office teams of townships, until their people are in proportion to the work offered.

    Work is counted in officers at the team's own pace (`planner.workload.check`). Whole people by largest remainder;
    nobody is hired, and a team that has people keeps at least one. A team short of people is served by its own township
    first.
    """
    loads = {
        TeamKey(key): load
        for key, load in check_load(scenario).teams.items()
        if load.kind == "township" and load.roster == "office"
    }
    people = {key: int(load.people) for key, load in loads.items()}
    weights: dict[Path, Fraction] = {
        (key,): exact(load.offered_hours / load.working_pace) for key, load in loads.items()
    }
    if not any(weights.values()):
        return []
    wanted = {TeamKey(key): share for (key,), share in share_out(sum(people.values()), weights).items()}
    return list(_moves(scenario, people, _with_one_each(wanted, people)))


def _with_one_each(wanted: dict[TeamKey, int], people: dict[TeamKey, int]) -> dict[TeamKey, int]:
    """Leave one in every team that has people, at the cost of the largest."""
    for key in sorted(wanted):
        if people[key] and not wanted[key]:
            largest = max(sorted(wanted), key=lambda other: wanted[other])
            wanted[largest] -= 1
            wanted[key] = 1
    return wanted


def _moves(scenario: Scenario, people: dict[TeamKey, int], wanted: dict[TeamKey, int]) -> Iterator[Change]:
    spare = {key: people[key] - wanted[key] for key in sorted(people) if people[key] > wanted[key]}
    posts = {key: _posts(scenario, key) for key in spare}
    for key in sorted(people):
        missing = wanted[key] - people[key]
        own = [other for other in spare if other.unit == key.unit]
        for other in (*own, *(other for other in spare if other not in own)):
            for post in POSTS_IN_ORDER:
                moving = min(missing, spare[other], posts[other][post])
                if moving > 0:
                    yield MoveChange(move=moving, from_=f"{other}.staff.{post}", to=f"{key}.staff.{post}")
                    missing -= moving
                    spare[other] -= moving
                    posts[other][post] -= moving


def _posts(scenario: Scenario, key: TeamKey) -> dict[str, int]:
    staff = scenario.townships[key.unit].teams[key.name].staff
    return {post: getattr(staff, post) for post in POSTS_IN_ORDER}


__all__ = ["Reading", "ScenarioFile", "read", "read_scenario"]
