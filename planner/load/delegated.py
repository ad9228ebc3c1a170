"""The people whom delegated powers take, and the moves by which people and money follow them (人随事转、费随事转)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from planner.files.change import AddChange, Change, MoveChange
from planner.files.computed import computes
from planner.files.sharing import exact, rounded, share_out
from planner.files.tree import Path
from planner.load.offered import jobs_of, travel_hours
from planner.load.roll import rolls, working_year
from planner.model.routing import decision_of, department_team
from planner.model.scenario import Scenario
from planner.model.team import Team
from planner.model.township import Holding

FOLLOWED: tuple[Holding, ...] = ("assigned", "entrusted")
"""Holdings under which the township's own people do the work that was the department's."""


@frozen(kw_only=True)
class Task:
    """The decisions of one power in one township, in people: yearly hours ÷ those of an officer of the team."""

    department: str
    township: str
    team: str
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


@computes("people-follow-tasks")
def people_follow_tasks(scenario: Scenario) -> list[Change]:
    """Moves from each department to the teams that took over its decisions, as many people as the work takes.

    Whole people by largest remainder over the county, certificates likewise; no more than the department has.
    """
    tasks = list(delegated_tasks(scenario))
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
        self._certified = sum(self._left.values()) if team.certified is None else team.certified

    def follow(self, tasks: list[Task]) -> Iterator[Change]:
        people = _shared_out({task.team: task.people for task in _by_team(tasks)}, sum(self._left.values()))
        certified = _shared_out({task.team: task.certified for task in _by_team(tasks)}, self._certified)
        posts: dict[Path, Fraction] = {(post,): Fraction(there) for post, there in self._left.items()}
        for (post, *_), leaving in share_out(sum(people.values()), posts).items():
            for team in people:
                moving = min(people[team], leaving)
                if moving:
                    yield self._move(moving, post, team, certified)
                    people[team] -= moving
                    leaving -= moving

    def _move(self, people: int, post: str, team: str, certified: dict[str, int]) -> Change:
        """As many certificates as wanted, as far as those who leave and those who stay allow."""
        fewest = max(0, self._certified - (sum(self._left.values()) - people))
        with_certificate = max(fewest, min(certified[team], self._certified, people))
        self._left[post] -= people
        self._certified -= with_certificate
        certified[team] = max(0, certified[team] - with_certificate)
        return MoveChange(
            move=people, from_=f"{self._place}.{post}", to=f"{team}.staff.{post}", certified=with_certificate
        )


def _by_team(tasks: list[Task]) -> list[Task]:
    """The tasks of each team together."""
    together: dict[str, list[Task]] = {}
    for task in tasks:
        together.setdefault(task.team, []).append(task)
    return [
        Task(
            department=own[0].department,
            township=own[0].township,
            team=team,
            people=math.fsum(task.people for task in own),
            certified=math.fsum(task.certified for task in own),
        )
        for team, own in together.items()
    ]


def _shared_out(amounts: Mapping[str, float], at_most: int) -> dict[str, int]:
    """Whole people in proportion to amounts; in all the nearest whole number, but no more than there are."""
    weights = {tuple(team.split(".")): exact(amount) for team, amount in amounts.items()}
    total = min(rounded(sum(weights.values(), Fraction(0))), at_most)
    return {".".join(path): people for path, people in share_out(total, weights).items()}


@computes("finance-follows")
def finance_follows(scenario: Scenario) -> list[Change]:
    """For each power that townships hold, the money for the people it takes: contract posts, and the budget for them.

    The posts are advertised, and filled after the team's `hiring_days`; budgets grow where they are stated.
    """
    posts = _shared_out({task.team: task.people for task in _by_team(list(delegated_tasks(scenario)))}, 1_000_000)
    changes: list[Change] = [
        AddChange(add=f"{team}.vacancies.contract", value=people) for team, people in posts.items() if people
    ]
    for name, township in scenario.townships.items():
        people = sum(people for team, people in posts.items() if team.startswith(f"townships.{name}."))
        money = people * scenario.pay.contract
        if money and township.budget is not None:
            changes.append(AddChange(add=f"townships.{name}.budget", value=money))
    return changes
