"""The balance of posts (编制调配平衡) while one edits: who has given posts and who has got them, by post type."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from planner.editing.people import quota_of, staff_places, whole, words
from planner.editing.state import Tree
from planner.model.team import POST_TYPES
from planner.model.text import Text


@frozen(kw_only=True)
class PostChange:
    """Posts of one type, filled ones and those being filled, and the quota, in the base and now."""

    base: int = 0
    now: int = 0
    base_quota: int | None = None
    quota: int | None = None

    @property
    def change(self) -> int:
        """Posts got; below 0 where posts were given."""
        return self.now - self.base


@frozen(kw_only=True)
class UnitBalance:
    """One unit, `townships.<id>`, `departments.<id>` or `shared_teams.<id>`, by post type."""

    unit: str
    name: Text
    posts: Mapping[str, PostChange]

    @property
    def changed(self) -> bool:
        """Whether it has given or got posts, or its quota is another one."""
        return any(post.change or post.quota != post.base_quota for post in self.posts.values())


@frozen(kw_only=True)
class Balance:
    """The units whose posts differ from the base, and the sums of the county, by post type."""

    units: tuple[UnitBalance, ...]
    county: Mapping[str, PostChange]

    def given(self, post: str) -> int:
        """Posts of a type that units have given."""
        return -sum(min(0, unit.posts[post].change) for unit in self.units)

    def got(self, post: str) -> int:
        """Posts of a type that units have got."""
        return sum(max(0, unit.posts[post].change) for unit in self.units)

    @property
    def even(self) -> bool:
        """Whether the county has as many civil and institution posts as before: every one got was given."""
        return not any(self.county[post].change for post in POST_TYPES if post != "contract")


def balance(base: Tree, now: Tree) -> Balance:
    """The posts of every unit in both."""
    units = [_balance(base, now, unit) for unit in dict.fromkeys((*_units(base), *_units(now)))]
    return Balance(
        units=tuple(unit for unit in units if unit.changed),
        county={post: _sum([unit.posts[post] for unit in units]) for post in POST_TYPES},
    )


def _units(tree: Tree) -> list[str]:
    return [f"{sort}.{name}" for sort in ("townships", "departments", "shared_teams") for name in tree.names(sort)]


def _balance(base: Tree, now: Tree, unit: str) -> UnitBalance:
    tree = now if now.has(unit) else base
    before, after = _posts(base, unit), _posts(now, unit)
    return UnitBalance(
        unit=unit,
        name=words(tree, f"{unit}.team.name" if unit.startswith("shared_teams.") else f"{unit}.name"),
        posts={
            post: PostChange(
                base=before[post],
                now=after[post],
                base_quota=quota_of(base, unit, post),
                quota=quota_of(now, unit, post),
            )
            for post in POST_TYPES
        },
    )


def _posts(tree: Tree, unit: str) -> dict[str, int]:
    """By post type, the posts of a unit; none where the tree has no such unit."""
    places = staff_places(tree, unit) if tree.has(unit) else []
    filling = [place.removesuffix("staff") + "vacancies" for place in places if place.endswith(".staff")]
    return {post: sum(whole(tree, f"{place}.{post}") for place in (*places, *filling)) for post in POST_TYPES}


def _sum(posts: list[PostChange]) -> PostChange:
    def quota(stated: list[int | None]) -> int | None:
        known = [number for number in stated if number is not None]
        return sum(known) if known else None

    return PostChange(
        base=sum(post.base for post in posts),
        now=sum(post.now for post in posts),
        base_quota=quota([post.base_quota for post in posts]),
        quota=quota([post.quota for post in posts]),
    )
