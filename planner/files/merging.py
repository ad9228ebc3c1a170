"""Merging places: which become one and where, and what several teams and townships are as one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from attrs import evolve

from planner.files.draft import Draft, Reason, Refused
from planner.files.measure import MergeChange
from planner.files.places import ID
from planner.files.schema import grown, is_team, shape_at
from planner.files.tree import Node, Path, Removed, Table, at, bare, defaults, dotted, kind_of, put, replaced, table_at
from planner.model.team import POST_TYPES, QUOTA_POSTS
from planner.model.text import Text
from planner.model.tolerances import whole_at_most

WEIGHTED_BY_STAFF = (
    "meetings_share",
    "local_share",
    "pace",
    "leaving_rate",
    "hiring_days",
    "training_days",
    "training_pace",
)


def weighted_mean(values: Sequence[float], weights: Sequence[float]) -> float:
    """The mean by weight; the plain mean where all weights are 0; the value itself where all are the same."""
    if len(set(values)) == 1:
        return values[0]
    total = math.fsum(weights)
    if total == 0.0:
        return math.fsum(values) / len(values)
    return math.fsum(value * weight for value, weight in zip(values, weights, strict=True)) / total


def merged_teams(draft: Draft, teams: Sequence[Path], title: Text | None) -> dict[str, Any]:
    """The tables of the merged team.

    Staff, posts to be filled, certificates and officers on duty add up; lists unite in order; rates and shares are
    weighted by staff.
    """

    def of(field: str) -> list[Any]:
        return [draft.value((*team, field)) for team in teams]

    posts = {post: [draft.whole((*team, "staff", post)) for team in teams] for post in POST_TYPES}
    people = [sum(of_team) for of_team in zip(*posts.values(), strict=True)]
    merged: dict[str, Any] = {
        "name": bare(title or of("name")[0]),
        "staff": {post: sum(counts) for post, counts in posts.items()},
        "vacancies": {post: sum(draft.whole((*team, "vacancies", post)) for team in teams) for post in POST_TYPES},
        "certified": sum(draft.whole((*team, "certified")) for team in teams),
        "handles": united(of("handles")),
        "intake": any(of("intake")),
        "takes_upper": any(of("takes_upper")),
        "posted": united(of("posted")),
        "roster": "duty" if "duty" in of("roster") else "office",
        "on_duty": sum(draft.whole((*team, "on_duty")) for team in teams),
    }
    for field in WEIGHTED_BY_STAFF:
        merged[field] = weighted_mean([draft.number((*team, field)) for team in teams], people)
    return merged


def united(lists: Sequence[Any]) -> list[Any]:
    """All items, each once, in order; what is not a list has none."""
    return list(dict.fromkeys(item for items in lists if isinstance(items, (list, tuple)) for item in items))


OF_WORKERS = (
    "full_time_share",
    "part_time_share",
    "round_hours",
    "list_share",
    "reference_round_hours",
    "meetings_share",
    "leaving_rate",
    "hiring_days",
    "training_days",
    "training_pace",
)


def merged_townships(draft: Draft, names: Sequence[str], title: Text | None, saves: int = 0) -> dict[str, Any]:
    """The tables of the merged township; a team that only one of them has comes as it stands, with its sources.

    For each township that goes, up to `saves` leadership posts are saved: civil posts among those who handle no cases.

    What counts adds up; teams of the same id merge; each former township is kept as a part with its residents and
    rates; distances and review hours are weighted by residents; the rest follows the first, its powers completed by
    those of the others.
    """
    residents = [draft.whole(("townships", name, "residents")) for name in names]
    first = ("townships", names[0])

    def numbers(field: str) -> list[float]:
        return [draft.number(("townships", name, *field.split("."))) for name in names]

    def by_residents(field: str) -> float:
        return weighted_mean(numbers(field), residents)

    merged: dict[str, Any] = {
        "name": bare(title or draft.value((*first, "name"))),
        "kind": draft.value((*first, "kind")),
        "residents": sum(residents),
        "area_km2": math.fsum(numbers("area_km2")),
        "road_km": by_residents("road_km"),
        "parts": _parts(draft, names),
        "powers": _first_of(draft, names, "powers"),
        "teams": _teams(draft, names),
        "grids": _grids(draft, names),
        "agents": {
            "points": sum(int(points) for points in numbers("agents.points")),
            "post_share": weighted_mean(numbers("agents.post_share"), numbers("agents.points")),
            "meetings_share": weighted_mean(numbers("agents.meetings_share"), numbers("agents.points")),
        },
        "legal_review_hours": by_residents("legal_review_hours"),
        "other_staff": _added(draft, names, "other_staff", POST_TYPES),
        "quota": _quota(draft, names),
        "direct_reports_per_year": sum(int(reports) for reports in numbers("direct_reports_per_year")),
        "opening_backlog": _backlog(draft, names),
    }
    saved = min(saves * (len(names) - 1), merged["other_staff"]["civil"])
    merged["other_staff"]["civil"] -= saved
    if "civil" in merged["quota"]:
        merged["quota"]["civil"] -= saved
    for field in ("linkage", "platform"):
        merged[field] = _stated(draft, (*first, field))
    budgets = [draft.value(("townships", name, "budget")) for name in names]
    if all(budget is not None for budget in budgets):
        merged["budget"] = math.fsum(budgets)
    return {key: value for key, value in merged.items() if value is not None}


def _stated(draft: Draft, path: Path) -> dict[str, Any]:
    """The table at a path, in bare values; empty where there is no table."""
    table = bare(draft.value(path))
    return table if isinstance(table, dict) else {}


def _parts(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for name in names:
        township = ("townships", name)
        former = _stated(draft, (*township, "parts"))
        rates = _stated(draft, (*township, "rates"))
        parts |= former or {name: {"residents": draft.whole((*township, "residents")), "rates": rates}}
    return parts


def _first_of(draft: Draft, names: Sequence[str], field: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        found = {**_stated(draft, ("townships", name, field)), **found}
    return found


def _teams(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    by_team: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        for team in table_at(draft.effective, ("townships", name, "teams")):
            by_team.setdefault(team, []).append(("townships", name, "teams", team))
    return {
        team: at(draft.effective, paths[0]) if len(paths) == 1 else merged_teams(draft, paths, None)
        for team, paths in by_team.items()
    }


def _grids(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    def numbers(field: str) -> list[float]:
        return [draft.number(("townships", name, "grids", field)) for name in names]

    workers = numbers("workers")
    grids: dict[str, Any] = {field: weighted_mean(numbers(field), workers) for field in OF_WORKERS}
    return {"count": int(sum(numbers("count"))), "workers": int(sum(workers))} | grids


def _added(draft: Draft, names: Sequence[str], field: str, keys: Sequence[str]) -> dict[str, int]:
    return {key: sum(draft.whole(("townships", name, field, key)) for name in names) for key in keys}


def _posts(draft: Draft, name: str, post: str) -> int:
    """The posts of one type that a township has, in its teams and elsewhere."""
    township = ("townships", name)
    teams = table_at(draft.effective, (*township, "teams"))
    in_teams = sum(draft.whole((*township, "teams", team, "staff", post)) for team in teams)
    return in_teams + draft.whole((*township, "other_staff", post))


def _quota(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    """Quotas add up; where some state none, the posts there are count as theirs. Posts on loan end with the last."""
    quota: dict[str, Any] = {"turnover": sum(draft.whole(("townships", name, "quota", "turnover")) for name in names)}
    ends = [draft.value(("townships", name, "quota", "turnover_until")) for name in names]
    if any(isinstance(end, date) for end in ends):
        quota["turnover_until"] = max(end for end in ends if isinstance(end, date))
    for post in QUOTA_POSTS:
        stated = {name: draft.value(("townships", name, "quota", post)) for name in names}
        if any(type(value) is int for value in stated.values()):
            quota[post] = sum(
                value if type(value) is int else _posts(draft, name, post) for name, value in stated.items()
            )
    return quota


def _backlog(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    together: dict[str, Any] = {}
    for name in names:
        backlog = ("townships", name, "opening_backlog")
        for case_type in table_at(draft.effective, backlog):
            entry = (*backlog, case_type)
            there = together.setdefault(
                case_type, {"count": 0, "oldest_days": 0.0, "step": draft.value((*entry, "step"))}
            )
            there["count"] += draft.whole((*entry, "count"))
            there["oldest_days"] = max(there["oldest_days"], draft.number((*entry, "oldest_days")))
    return together


def merge(draft: Draft, change: MergeChange, reason: Reason) -> None:
    """Make one of several teams, or townships. Raises Refused where there is nothing to merge or no place for it."""
    places = list(dict.fromkeys(path for pattern in change.merge for path in draft.find("merge", pattern)))
    townships = bool(places) and all(path[0] == "townships" and len(path) == 2 for path in places)
    teams = bool(places) and all(
        path[0] == "townships" and len(path) > 2 and path[-2] == "teams" and is_team(shape_at(path)) for path in places
    )
    if not townships and not teams:
        raise Refused("merge", "wrong-type", expected="paths-of-teams-or-townships", got=", ".join(change.merge))
    if change.smallest is not None:
        places = _smallest(draft, places, change.smallest)
    merge_one = _merge_townships if townships else _merge_teams
    if change.groups_of is None:
        merge_one(draft, change, places, reason)
        return
    for number, group in enumerate(_groups(places, change.groups_of), start=1):
        into = f"{change.into}-{number}" if change.into else ""
        merge_one(draft, evolve(change, into=into), group, reason)


def _smallest(draft: Draft, places: list[Path], share: float) -> list[Path]:
    """That share of the townships, rounded down, which have the fewest residents; in the order of the file."""
    units = list(dict.fromkeys(path[1] for path in places))
    by_residents = sorted(units, key=lambda unit: draft.whole(("townships", unit, "residents")))
    chosen = by_residents[: whole_at_most(share * len(units))]
    if not chosen:
        raise Refused("smallest", "needs-two", at=dotted(places[0]))
    return [path for path in places if path[1] in chosen]


def _groups(places: list[Path], size: int) -> Iterator[list[Path]]:
    """The places of so many townships at a time, in the order of the file; the last may be more, but never fewer."""
    units = list(dict.fromkeys(path[1] for path in places))
    count = max(1, len(units) // size)
    for number in range(count):
        first = number * size
        own = units[first:] if number == count - 1 else units[first : first + size]
        yield [path for path in places if path[1] in own]


def _merge_teams(draft: Draft, change: MergeChange, places: list[Path], reason: Reason) -> None:
    into = change.into.split(".")
    if not change.into:
        raise Refused("into", "missing")
    if len(into) == 2 and into[0] == "shared_teams" and ID.fullmatch(into[1]):
        _merge_into_shared(draft, change, places, reason)
        return
    if len(into) > 1 and any(tuple(into[:-1]) != path[:-1] for path in places):
        raise Refused("into", "not-beside", at=change.into)
    name = into[-1]
    if not ID.fullmatch(name):
        raise Refused("into", "bad-id", got=change.into)
    groups: dict[Path, list[Path]] = {}
    for path in places:
        groups.setdefault(path[:-1], []).append(path)
    for parent, members in groups.items():
        target = (*parent, name)
        if target not in members and at(draft.effective, target) is not None:
            raise Refused("into", "exists", at=dotted(target))
        team = merged_teams(draft, members, change.title)
        _put_for(draft, members, target, team, reason)


def _merge_into_shared(draft: Draft, change: MergeChange, places: list[Path], reason: Reason) -> None:
    """Teams of several townships become one that serves them all."""
    target = tuple(change.into.split("."))
    if at(draft.effective, target) is not None:
        raise Refused("into", "exists", at=change.into)
    serves = list(dict.fromkeys(path[1] for path in places))
    shared = {"serves": serves, "team": merged_teams(draft, places, change.title)}
    draft.write_value(target, shared, reason, "merge")
    for path in places:
        _take_away(draft, path, reason)


def _put_for(draft: Draft, members: list[Path], target: Path, team: dict[str, Any], reason: Reason) -> None:
    for path in members:
        _take_away(draft, path, reason)
    node = grown(team, reason.origin("merge", target), shape_at(target))
    raw = put(draft.raw, target[:-1], Table({}, node.origin))
    draft.reshape(replaced(raw, target, node), [target])


def _take_away(draft: Draft, path: Path, reason: Reason) -> None:
    gone: Node = Removed(reason.origin("merge", path))
    raw = put(draft.raw, path[:-1], Table({}, reason.origin("merge", path[:-1])))
    draft.reshape(replaced(raw, path, gone), [path])


def _merge_townships(draft: Draft, change: MergeChange, places: list[Path], reason: Reason) -> None:
    names = [path[1] for path in places]
    if len(names) < 2:
        raise Refused("merge", "needs-two", at=dotted(places[0]))
    name = change.into.removeprefix("townships.") or names[0]
    if not ID.fullmatch(name):
        raise Refused("into", "bad-id", got=change.into)
    if name not in names and at(draft.effective, ("townships", name)) is not None:
        raise Refused("into", "exists", at=f"townships.{name}")
    target = ("townships", name)
    tables = merged_townships(draft, names, change.title, change.saves)
    merged = grown(tables, reason.origin("merge", target), shape_at(target))
    assert isinstance(merged, Table)
    merged = _without_defaults(draft, merged, reason, target)
    others = at(draft.raw, ("townships",))
    assert isinstance(others, Table)
    entries: dict[str, Node] = {}
    for other, node in others.entries.items():
        if other == names[0]:
            entries[name] = merged
        if other in names and other != name:
            entries[other] = Removed(reason.origin("merge", ("townships", other)))
        elif other not in names:
            entries[other] = node
    raw = replaced(draft.raw, ("townships",), Table(entries, others.origin))
    draft.reshape(_served(raw, names, name, reason), [("townships", other) for other in (*names, name)])


def _without_defaults(draft: Draft, merged: Table, reason: Reason, target: Path) -> Table:
    """Teams that its kind has and the merged township had taken away must stay away."""
    teams = merged.entries.get("teams")
    if not isinstance(teams, Table):
        return merged
    kept = dict(teams.entries)
    for team in table_at(defaults(draft.raw, kind_of(merged)), ("teams",)):
        kept.setdefault(team, Removed(reason.origin("merge", (*target, "teams", team))))
    return Table({**merged.entries, "teams": Table(kept, teams.origin)}, merged.origin)


def _served(raw: Table, names: list[str], name: str, reason: Reason) -> Table:
    """Shared teams serve the merged township in the place of its parts."""
    for team in table_at(raw, ("shared_teams",)):
        path = ("shared_teams", team, "serves")
        serves = getattr(at(raw, path), "value", None)
        if isinstance(serves, list) and any(served in names for served in serves):
            now = list(dict.fromkeys(name if served in names else served for served in serves))
            raw = put(raw, path, grown(now, reason.origin("merge", path), None))
    return raw
