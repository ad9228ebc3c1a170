"""Moving whole people between places, and removing what has an id."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import evolve, frozen

from planner.files.draft import Draft, Reason, Refused, weights_by_field
from planner.files.measure import MoveChange, RemoveChange
from planner.files.schema import Names, Record, is_staff, is_team, shape_at
from planner.files.sharing import share_out
from planner.files.tree import Leaf, Node, Path, Removed, Table, at, dotted, put, replaced
from planner.model.team import POST_TYPES


def move(draft: Draft, change: MoveChange, reason: Reason) -> None:
    """Take people where they are and put them where they go; `within_each` township by itself.

    People, posts and certificates are conserved; stated quotas of the townships and departments follow. Raises
    Refused where there are not so many people to move.
    """
    sources = _places(draft, "from", change.from_)
    targets = [path for path in _places(draft, "to", change.to) if path not in sources]
    posts = {path[-1] for path in (*sources, *targets)}
    if not targets:
        raise Refused("to", "same-place", at=change.to)
    if len(posts) > 1:
        raise Refused("to", "different-posts", posts=tuple(sorted(posts)))
    if change.within_each:
        _move_within_each(draft, change, sources, targets, reason)
    else:
        _move_people(draft, change, sources, targets, reason)


def _move_within_each(
    draft: Draft, change: MoveChange, sources: list[Path], targets: list[Path], reason: Reason
) -> None:
    """In every township that has places on both sides: so many, or as many as there are."""
    if any(path[0] != "townships" for path in (*sources, *targets)):
        raise Refused("within_each", "wrong-type", expected="paths-of-townships", got=f"{change.from_}, {change.to}")
    moved = 0
    for unit in dict.fromkeys(path[1] for path in targets):
        own = [path for path in sources if path[1] == unit]
        people = min(change.move, sum(draft.whole(path) for path in own))
        if people:
            there = [path for path in targets if path[1] == unit]
            _move_people(draft, evolve(change, move=people), own, there, reason)
        moved += people
    if not moved:
        raise Refused("move", "not-enough", what="people", needed=change.move, there=0)


def _move_people(draft: Draft, change: MoveChange, sources: list[Path], targets: list[Path], reason: Reason) -> None:
    leaving = _leaving(draft, change, sources)
    weights = _weights(draft, change, targets)
    arriving = share_out(change.move, weights)
    with_certificate = _certificates_leaving(draft, change, leaving)
    certificates = share_out(sum(with_certificate.values()), {p: Fraction(n) for p, n in arriving.items()})
    for place, people in leaving.items():
        _change_by(draft, place, -people, -with_certificate[place], reason)
    for place, people in arriving.items():
        _change_by(draft, place, people, certificates[place], reason)


def _places(draft: Draft, where: str, pattern: str) -> list[Path]:
    """Places of staff, or of posts to be filled, of one type; without a type institution posts are meant."""
    places = []
    for path in draft.find(where, pattern):
        place = (*path, "institution") if is_staff(shape_at(path)) else path
        if place[-1] not in POST_TYPES or not is_staff(shape_at(place[:-1])):
            raise Refused(where, "wrong-type", expected="path-of-staff", got=dotted(path))
        places.append(place)
    return places


def _leaving(draft: Draft, change: MoveChange, sources: list[Path]) -> dict[Path, int]:
    there = {path: draft.whole(path) for path in sources}
    if sum(there.values()) < change.move:
        raise Refused("move", "not-enough", what="people", needed=change.move, there=sum(there.values()))
    return share_out(change.move, {path: Fraction(people) for path, people in there.items()})


def _weights(draft: Draft, change: MoveChange, targets: list[Path]) -> dict[Path, Fraction]:
    if change.in_proportion_to:
        return weights_by_field(draft, targets, change.in_proportion_to)
    if all(path[0] == "townships" for path in targets):
        return weights_by_field(draft, targets, "residents")
    return dict.fromkeys(targets, Fraction(1))


def _team_of(place: Path) -> Path | None:
    """The team of a place of staff; people who handle no cases are in none."""
    team = place[:-2]
    return team if is_team(shape_at(team)) and place[-2] == "staff" else None


def _certificates_leaving(draft: Draft, change: MoveChange, leaving: dict[Path, int]) -> dict[Path, int]:
    """How many of those who leave each place carry a certificate: where it is not stated, as few as can be."""
    fewest: dict[Path, int] = {}
    most: dict[Path, int] = {}
    for place, people in leaving.items():
        team = _team_of(place)
        certified = draft.whole((*team, "certified")) if team else 0
        if team is None or place[-1] == "contract":
            fewest[place] = most[place] = 0
        else:
            fewest[place] = max(0, certified - (draft.certifiable(team) - people))
            most[place] = min(certified, people)
    least, wanted = sum(fewest.values()), change.certified
    if wanted is None or wanted == least:
        return fewest
    if wanted < least:
        there = sum(leaving.values()) - least
        raise Refused("certified", "not-enough", what="uncertified", needed=change.move - wanted, there=there)
    if wanted > sum(most.values()):
        raise Refused("certified", "not-enough", what="certified", needed=wanted, there=sum(most.values()))
    room = {place: Fraction(most[place] - fewest[place]) for place in leaving}
    more = share_out(wanted - least, room)
    return {place: fewest[place] + more[place] for place in leaving}


def _change_by(draft: Draft, place: Path, people: int, certified: int, reason: Reason) -> None:
    if people == 0:
        return
    team = _team_of(place)
    had_certified = draft.whole((*team, "certified")) if team else 0
    draft.write_value(place, draft.whole(place) + people, reason, "move")
    # An absent number of certified officers of a department follows its staff, and need not be written.
    if team and draft.whole((*team, "certified")) != had_certified + certified:
        draft.write_value((*team, "certified"), had_certified + certified, reason, "move")
    quota = (*place[:2], "quota", place[-1])
    if place[0] in ("townships", "departments") and at(draft.effective, quota) is not None:
        draft.write_value(quota, draft.whole(quota) + people, reason, "move")


@frozen
class _Mentions:
    """Where elements of a sort are mentioned: in lists of these names, and as keys of tables of these names."""

    lists: tuple[str, ...]
    tables: tuple[str, ...] = ()


_MENTIONS: Mapping[str, _Mentions] = {
    "townships": _Mentions(lists=("serves",)),
    "departments": _Mentions(lists=("posted",), tables=("partners",)),
    "case_types": _Mentions(lists=("handles", "decides"), tables=("rates", "powers", "opening_backlog")),
}


def remove(draft: Draft, change: RemoveChange, reason: Reason) -> None:
    """Take elements away, and what is said of them elsewhere: a shared team serves a township no more, nobody holds the
    power over a case type, a department attends no more. What can only be replaced stays, such as the department
    responsible for a case type: naming another one is the planner's decision.

    Raises Refused where a path leads nowhere, or to something that has no id.
    """
    for path in draft.find("remove", change.remove):
        if not isinstance(shape_at(path[:-1]), Names) or not isinstance(shape_at(path), Record):
            raise Refused("remove", "wrong-type", expected="path-of-element", got=dotted(path))
        gone = Removed(reason.origin("remove", path))
        raw = put(draft.raw, path[:-1], Table({}, reason.origin("remove", path[:-1])))
        raw = replaced(raw, path, gone)
        if len(path) == 2 and path[0] in _MENTIONS:
            raw = evolve(raw, entries=_without_mentions(raw, path[1], _MENTIONS[path[0]], reason, ()))
        draft.reshape(raw, [path])


def _without_mentions(table: Table, name: str, where: _Mentions, reason: Reason, path: Path) -> Mapping[str, Node]:
    """The entries of a table without any mention; the same where there is none."""
    entries = dict(table.entries)
    for key, node in table.entries.items():
        here = (*path, key)
        if isinstance(node, Leaf):
            if key in where.lists and isinstance(node.value, list) and name in node.value:
                left = [other for other in node.value if other != name]
                entries[key] = Leaf(left, reason.origin("remove", here))
        elif isinstance(node, Table):
            inner = dict(_without_mentions(node, name, where, reason, here))
            if key in where.tables and isinstance(shape_at(here), Names):
                inner.pop(name, None)
            entries[key] = evolve(node, entries=inner)
    return entries
