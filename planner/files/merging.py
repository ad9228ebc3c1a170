"""Merging: which places become one, and where."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from attrs import evolve

from planner.files.change import MergeChange
from planner.files.draft import Draft, Reason, Refused
from planner.files.growing import grown
from planner.files.kinds import defaults, kind_of
from planner.files.places import ID
from planner.files.schema import is_team, shape_at
from planner.files.team_merging import merged_teams
from planner.files.township_merging import merged_townships
from planner.files.tree import Node, Path, Removed, Table, at, dotted, put, replaced, table_at

HAIR = 1e-9
"""By how much a product of shares may miss the whole number that it is."""


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
    chosen = by_residents[: math.floor(share * len(units) + HAIR)]
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
