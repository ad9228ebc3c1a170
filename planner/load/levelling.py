"""Posts moved between townships and lines so that everybody has as much to do (按条线人均工作量配编)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from planner.files.change import Change, MoveChange
from planner.files.computed import computes
from planner.files.sharing import exact, share_out
from planner.files.tree import Path
from planner.load.check import check_load
from planner.model.routing import TeamKey
from planner.model.scenario import Scenario

POSTS_IN_ORDER = ("institution", "contract", "civil")
"""Which posts are moved first: civil posts are hardest to move."""


@computes("staff-by-load")
def staff_by_load(scenario: Scenario) -> list[Change]:
    """Moves between the office teams of townships, until their people are in proportion to the work offered.

    Work is counted in officers at the team's own pace (`planner.load.check`). Whole people by largest remainder; nobody
    is hired, and a team that has people keeps at least one. A team short of people is served by its own township first.
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
