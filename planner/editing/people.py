"""People as a table: units down, teams and post types across; moving them, and the balance of posts (编制调配平衡)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from attrs import frozen

from planner.editing.state import State, Tree
from planner.editing.tables import EditRefused, keys_of
from planner.errors import Problem
from planner.files.changes import apply
from planner.files.draft import Draft, Reason, Refused
from planner.files.measure import MoveChange
from planner.files.tree import dotted
from planner.model.team import POST_TYPES
from planner.model.text import Text

Of = Literal["townships", "departments", "shared_teams"]
OTHERS = "other_staff"
"""In the place of a team: people who handle no cases."""
CERTIFIED = "certified"
"""In the place of a post type: officers with a certificate, of all posts of the team."""


@frozen(kw_only=True)
class PeopleColumn:
    """A team of this id and a post type, or `certified`."""

    team: str
    post: str
    name: Text


@frozen(kw_only=True)
class PeopleCell:
    """One number. A unit that has no such team has no path there, and no number."""

    path: str = ""
    people: int | None = None
    base: int | None = None
    own: bool = False

    @property
    def change(self) -> int:
        """People more than in the base, or fewer."""
        return 0 if self.people is None or self.base is None else self.people - self.base


@frozen(kw_only=True)
class PostCount:
    """The people of one post type in a unit: all that the table shows, beside the base and the quota."""

    people: int
    base: int
    quota: int | None = None

    @property
    def change(self) -> int:
        """People more than in the base, or fewer."""
        return self.people - self.base

    @property
    def room(self) -> int | None:
        """Posts of the quota that are free; below 0 where there are more people than posts."""
        return None if self.quota is None else self.quota - self.people


@frozen(kw_only=True)
class PeopleRow:
    """One unit, `townships.<id>`, `departments.<id>` or `shared_teams.<id>`."""

    unit: str
    name: Text
    cells: tuple[PeopleCell, ...]
    posts: Mapping[str, PostCount]


@frozen(kw_only=True)
class PeopleTable:
    """All units of one sort; `totals` by column, `posts` by post type."""

    of: Of
    columns: tuple[PeopleColumn, ...]
    rows: tuple[PeopleRow, ...]
    totals: tuple[int, ...]
    posts: Mapping[str, PostCount]


def people_table(
    state: State, of: Of = "townships", *, base: Tree | None = None, certified: bool = True
) -> PeopleTable:
    """The people of all townships, departments or shared teams, also while the scenario has problems.

    `base` is what they are held against, by default the base of the file.
    """
    base = base or (state.base.tree if state.base else None)
    units = [f"{of}.{name}" for name in state.tree.names(of)]
    columns = tuple(_columns(state.tree, units, of, (*POST_TYPES, CERTIFIED) if certified else POST_TYPES))
    rows = tuple(_row(state, base, unit, columns) for unit in units)
    return PeopleTable(
        of=of,
        columns=columns,
        rows=rows,
        totals=tuple(sum(row.cells[place].people or 0 for row in rows) for place in range(len(columns))),
        posts={post: _sum([row.posts[post] for row in rows]) for post in POST_TYPES},
    )


def _columns(tree: Tree, units: list[str], of: Of, posts: tuple[str, ...]) -> Iterator[PeopleColumn]:
    teams: dict[str, Text] = {}
    for unit in units:
        for team in tree.names(f"{unit}.teams") if of == "townships" else ("team",):
            teams.setdefault(team, words(tree, f"{unit}.teams.{team}.name") if of == "townships" else Text())
    for team, name in teams.items():
        yield from (PeopleColumn(team=team, post=post, name=name) for post in posts)
    if of != "shared_teams":
        yield from (PeopleColumn(team=OTHERS, post=post, name=Text()) for post in POST_TYPES)


def words(tree: Tree, path: str) -> Text:
    """Words in both languages at a path; empty where there are none, or no words."""
    value = tree.value(path)
    if isinstance(value, dict):
        return Text(str(value.get("zh", "")), str(value.get("en", "")))
    return value if isinstance(value, Text) else Text()


def _row(state: State, base: Tree | None, unit: str, columns: tuple[PeopleColumn, ...]) -> PeopleRow:
    places = [_path(state.tree, unit, column) for column in columns]
    return PeopleRow(
        unit=unit,
        name=words(state.tree, f"{unit}.name" if not unit.startswith("shared_teams") else f"{unit}.team.name"),
        cells=tuple(_cell(state, base, path) for path in places),
        posts={post: _post_count(state.tree, base, unit, post) for post in POST_TYPES},
    )


def _path(tree: Tree, unit: str, column: PeopleColumn) -> str:
    if column.team == OTHERS:
        return f"{unit}.{OTHERS}.{column.post}"
    team = f"{unit}.teams.{column.team}" if unit.startswith("townships.") else f"{unit}.team"
    if not tree.has(team):
        return ""
    return f"{team}.{CERTIFIED}" if column.post == CERTIFIED else f"{team}.staff.{column.post}"


def _cell(state: State, base: Tree | None, path: str) -> PeopleCell:
    if not path:
        return PeopleCell()
    return PeopleCell(
        path=path,
        people=whole(state.tree, path),
        base=whole(base, path) if base else None,
        own=state.own_value(path) is not None,
    )


def whole(tree: Tree, path: str) -> int:
    """The whole number in force at a path; 0 where there is none."""
    return tree.draft.whole(keys_of(path)) if tree.has(path) else 0


def staff_places(tree: Tree, unit: str) -> list[str]:
    """The paths of all staff of a unit, people who handle no cases included."""
    if unit.startswith("townships."):
        teams = [f"{unit}.teams.{team}.staff" for team in tree.names(f"{unit}.teams")]
    else:
        teams = [f"{unit}.team.staff"]
    return teams if unit.startswith("shared_teams.") else [*teams, f"{unit}.{OTHERS}"]


def quota_of(tree: Tree, unit: str, post: str) -> int | None:
    """Posts of a type that a unit is allowed, those on loan included; None where that is not stated."""
    if unit.startswith("shared_teams.") or post == "contract" or tree.value(f"{unit}.quota.{post}") is None:
        return None
    return whole(tree, f"{unit}.quota.{post}") + (whole(tree, f"{unit}.quota.turnover") if post == "institution" else 0)


def _post_count(tree: Tree, base: Tree | None, unit: str, post: str) -> PostCount:
    def people(tree: Tree) -> int:
        return sum(whole(tree, f"{place}.{post}") for place in staff_places(tree, unit))

    return PostCount(people=people(tree), base=people(base or tree), quota=quota_of(tree, unit, post))


def _sum(counts: list[PostCount]) -> PostCount:
    quotas = [count.quota for count in counts if count.quota is not None]
    return PostCount(
        people=sum(count.people for count in counts),
        base=sum(count.base for count in counts),
        quota=sum(quotas) if quotas else None,
    )


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
        county={post: _sum_of_posts([unit.posts[post] for unit in units]) for post in POST_TYPES},
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


def _sum_of_posts(posts: list[PostChange]) -> PostChange:
    def quota(stated: list[int | None]) -> int | None:
        known = [number for number in stated if number is not None]
        return sum(known) if known else None

    return PostChange(
        base=sum(post.base for post in posts),
        now=sum(post.now for post in posts),
        base_quota=quota([post.base_quota for post in posts]),
        quota=quota([post.quota for post in posts]),
    )


def moved(state: State, people: int, source: str, target: str, certified: int | None) -> dict[str, Any]:
    """The values by path after so many people have gone from one place of staff to another.

    By the rules of the `move` change (`planner.files.moving`): a path of `staff` means institution posts; with `*`
    people are taken in proportion to those there, and spread in proportion to residents; certificates go along as
    stated, otherwise as few as can be; quotas that are stated follow. Raises EditRefused where it cannot be done.
    """
    for number, lowest in ((people, 1), (certified if certified is not None else 0, 0)):
        if type(number) is not int or number < lowest:
            facts = {"got": str(number), "unit": "people", "lowest": lowest, "highest": 1_000_000}
            raise EditRefused(Problem(kind="out-of-range", facts={**facts, "open_low": False, "open_high": False}))
    draft = Draft(state.tree.draft.raw)
    change = MoveChange(move=people, from_=source, to=target, certified=certified)
    try:
        apply(draft, change, Reason("", (), 0))
    except Refused as refusal:
        fault = refusal.fault
        place = target if "to" in fault.path else source
        raise EditRefused(Problem(kind=fault.kind, path=place, facts=fault.facts, nearest=fault.nearest)) from refusal
    return {dotted(path): draft.value(path) for path in draft.written}
