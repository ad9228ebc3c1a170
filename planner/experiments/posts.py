"""Posts given and taken (编制调配平衡): who has more, who has fewer, and whether the county's sum stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from planner.experiments.timeline import final_state
from planner.model.team import POST_TYPES, Staff, Team
from planner.model.township import Quota

if TYPE_CHECKING:
    from planner.model.scenario import Scenario


@frozen(kw_only=True)
class Posts:
    """The posts of one unit, or of the county: filled ones, those being filled, and of people who handle no cases."""

    civil: int = 0
    institution: int = 0
    contract: int = 0
    quota: int = 0
    """Civil and institution posts allowed; where they are not stated, those there are."""

    @property
    def total(self) -> int:
        """All posts."""
        return self.civil + self.institution + self.contract


NO_POSTS = Posts()


@frozen(kw_only=True)
class UnitPosts:
    """One unit before and after. `unit` is `townships.<id>`, `departments.<id>` or `shared_teams.<id>`."""

    unit: str
    base: Posts
    other: Posts

    def change(self, post: str) -> int:
        """Posts of a type gained, negative where given."""
        return int(getattr(self.other, post)) - int(getattr(self.base, post))


@frozen(kw_only=True)
class PostBalance:
    """The units whose posts change, and the sums of the whole county; where a timeline changes posts, at its end."""

    units: tuple[UnitPosts, ...]
    county: UnitPosts


def post_balance(base: Scenario, other: Scenario) -> PostBalance:
    """The posts of every unit of both scenarios."""
    before, after = dict(_units(final_state(base))), dict(_units(final_state(other)))
    units = [
        UnitPosts(unit=unit, base=before.get(unit, NO_POSTS), other=after.get(unit, NO_POSTS))
        for unit in {**before, **after}
    ]
    return PostBalance(
        units=tuple(unit for unit in units if unit.base != unit.other),
        county=UnitPosts(unit="", base=_sum([unit.base for unit in units]), other=_sum([unit.other for unit in units])),
    )


def _units(scenario: Scenario) -> Iterator[tuple[str, Posts]]:
    for name, township in scenario.townships.items():
        yield f"townships.{name}", _posts([*township.teams.values()], township.other_staff, township.quota)
    for name, department in scenario.departments.items():
        yield f"departments.{name}", _posts([department.team], department.other_staff, department.quota)
    for name, shared in scenario.shared_teams.items():
        yield f"shared_teams.{name}", _posts([shared.team], Staff(), Quota())


def _posts(teams: list[Team], other_staff: Staff, quota: Quota) -> Posts:
    people = [other_staff, *(team.staff for team in teams), *(team.vacancies for team in teams)]
    posts = {post: sum(getattr(some, post) for some in people) for post in POST_TYPES}
    allowed = [
        posts[post] if stated is None else stated
        for post, stated in (("civil", quota.civil), ("institution", quota.institution))
    ]
    return Posts(**posts, quota=sum(allowed) + quota.turnover)


def _sum(posts: list[Posts]) -> Posts:
    return Posts(**{field: sum(getattr(one, field) for one in posts) for field in (*POST_TYPES, "quota")})
