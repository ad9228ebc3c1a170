"""The opening of a timeline: changes that a file makes on the first day, after its measures.

The tables of a file lie below its measures and its timeline. What one of those has stated or made is therefore changed
by an entry of the timeline that begins with the run, which is how a file applies changes of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from planner.editing.tables import UNSTATED, Tables, value_at
from planner.files.tree import Path

Entry = Mapping[str, Any]
Change = Mapping[str, Any]
Spot = tuple[int, int]
"""Which entry of a timeline, and which change in it."""


def timeline_of(tables: Tables, inherited: Sequence[Entry] = ()) -> list[Any]:
    """The entries of the file's own timeline as they stand, or those it inherits where it has none."""
    timeline = tables.get("timeline", inherited)
    return list(timeline) if isinstance(timeline, (list, tuple)) else []


def with_timeline(tables: Tables, timeline: list[Any], inherited: Sequence[Entry]) -> dict[str, Any]:
    """The tables with another timeline; one that is as inherited need not be stated."""
    if timeline == list(inherited):
        return {key: value for key, value in tables.items() if key != "timeline"}
    return {**tables, "timeline": timeline}


def _begins(entry: object, start: date) -> bool:
    return isinstance(entry, Mapping) and entry.get("from") == start


def _is_opening(entry: object, start: date) -> bool:
    return isinstance(entry, Mapping) and entry.get("from") == start and "until" not in entry


def _opening_changes(tables: Tables, start: date) -> Iterator[tuple[Spot, Change]]:
    for place, entry in enumerate(timeline_of(tables)):
        changes = entry.get("changes") if _is_opening(entry, start) else None
        if isinstance(changes, list):
            for number, change in enumerate(changes):
                if isinstance(change, Mapping):
                    yield (place, number), change


def _settings(tables: Tables, start: date, path: Path) -> list[tuple[Spot, Path, Any]]:
    """Where values are set at a path, above or below it since something there last merged or went, with those paths."""
    found: list[tuple[Spot, Path, Any]] = []
    for spot, change in _opening_changes(tables, start):
        if _merges(change, path) or _removes(change, path):
            found.clear()
        target = change.get("set")
        if isinstance(target, str) and "value" in change:
            keys = tuple(target.split("."))
            length = min(len(keys), len(path))
            if keys[:length] == path[:length]:
                found.append((spot, keys, change["value"]))
    return found


def _merges(change: Change, path: Path) -> bool:
    """Whether a change merges something that a path leads into."""
    merged = change.get("merge")
    if not isinstance(merged, list):
        return False
    patterns = [tuple(str(pattern).split(".")) for pattern in merged]
    into = tuple(str(change.get("into", "")).split("."))
    if len(into) == 1:
        patterns += [(*pattern[:-1], *into) for pattern in patterns]
    else:
        patterns.append(into)
    return any(_leads_into(pattern, path) for pattern in patterns)


def _removes(change: Change, path: Path) -> bool:
    """Whether a change removes something that a path leads into."""
    removed = change.get("remove")
    return isinstance(removed, str) and _leads_into(tuple(removed.split(".")), path)


def _leads_into(pattern: Path, path: Path) -> bool:
    if len(pattern) > len(path):
        return False
    return all(key == "*" or key.startswith("@") or key == name for key, name in zip(pattern, path, strict=False))


def set_at_opening(tables: Tables, start: date, path: Path) -> Any:
    """The value that is set at a path on the first day, or UNSTATED."""
    if "timeline" not in tables:
        return UNSTATED
    for _spot, keys, value in reversed(_settings(tables, start, path)):
        inner = value_at({keys[0]: _nested(keys[1:], value)}, path) if len(keys) <= len(path) else UNSTATED
        if inner is not UNSTATED:
            return inner
    return UNSTATED


def _nested(keys: Path, value: Any) -> Any:
    for key in reversed(keys):
        value = {key: value}
    return value


def with_change(tables: Tables, start: date, change: Change, inherited: Sequence[Entry]) -> dict[str, Any]:
    """The tables with one more change on the first day, after all others.

    A file that has no timeline of its own takes over the one it inherits, which it would otherwise replace.
    """
    timeline = timeline_of(tables, inherited)
    last = max((place for place, entry in enumerate(timeline) if _begins(entry, start)), default=-1)
    if last >= 0 and _is_opening(timeline[last], start):
        timeline[last] = {**timeline[last], "changes": [*timeline[last].get("changes", ()), change]}
    else:
        timeline.append({"from": start, "changes": [change]})
    return with_timeline(tables, timeline, inherited)


def with_set(tables: Tables, start: date, path: Path, value: Any, inherited: Sequence[Entry]) -> dict[str, Any]:
    """The tables with a value set on the first day, in the place of an earlier setting of it."""
    cleared = without_set(tables, start, path, inherited)
    return with_change(cleared, start, {"set": ".".join(path), "value": value}, inherited)


def without_set(tables: Tables, start: date, path: Path, inherited: Sequence[Entry]) -> dict[str, Any]:
    """The tables without what is set at a path, or below it, on the first day."""
    spots = [spot for spot, keys, _value in _settings(tables, start, path) if keys[: len(path)] == path]
    return without_changes(tables, spots, inherited)


def without_changes(tables: Tables, spots: Collection[Spot], inherited: Sequence[Entry]) -> dict[str, Any]:
    """The tables without some changes of their timeline; an entry that is left with nothing but its date goes."""
    timeline: list[Any] = []
    for place, entry in enumerate(timeline_of(tables)):
        gone = {number for where, number in spots if where == place}
        if gone:
            changes = [change for number, change in enumerate(entry["changes"]) if number not in gone]
            entry = {key: value for key, value in entry.items() if key != "changes"}
            if changes:
                entry["changes"] = changes
            elif entry.keys() == {"from"}:
                continue
        timeline.append(entry)
    return with_timeline(tables, timeline, inherited) if spots else dict(tables)


def on_another_day(tables: Tables, old: date, new: date) -> dict[str, Any]:
    """The tables with the entries of the first day moved to another first day."""
    if "timeline" not in tables:
        return dict(tables)
    moved = [{**entry, "from": new} if _begins(entry, old) else entry for entry in timeline_of(tables)]
    return {**tables, "timeline": moved}
