"""What the tables of a file amount to: the merged scenario, what is wrong with it, and the opening of its timeline."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, Literal

from attrs import frozen

from planner.editing.tables import UNSTATED, Tables, keys_of, value_at
from planner.errors import PlannerError, Problem
from planner.files.draft import Draft
from planner.files.measure import Measure
from planner.files.schema import Names, Schema, below, scenario_schema, shape_at
from planner.files.session import Resolved
from planner.files.sources import Layer, SourceIndex
from planner.files.tree import Leaf, Node, Origin, Path, Removed, Table, at, deepest, table_at
from planner.model.scenario import Scenario, Source, Time
from planner.workload import LoadCheck, check_load

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


By = Literal["default", "base", "own", "measure", "timeline"]
"""Who states a value: the model, the base, the file itself, a measure that it chooses, or its timeline."""


@frozen(kw_only=True)
class Stated:
    """Where the value in force was written: `path` in `file`; `measure` names the measure, where it was one."""

    by: By
    file: str = ""
    path: str = ""
    measure: str = ""


DEFAULT = Stated(by="default")


@frozen
class Layers:
    """Which layers are whose: those below `own_from` the base's, those in `own` the file's, then those of the measures
    it chooses, and from `timeline_from` on those of its timeline."""

    own_from: int
    own: frozenset[int]
    timeline_from: int

    def of(self, origin: Origin) -> By:
        """Whose a value is."""
        if origin.layer < self.own_from:
            return "base"
        if origin.layer >= self.timeline_from:
            return "timeline"
        return "own" if origin.layer in self.own else "measure"


class Tree:
    """The merged tables of a scenario in its first state, by dotted path."""

    def __init__(self, raw: Table) -> None:
        self.draft = Draft(raw)

    def has(self, path: str) -> bool:
        """Whether there is such a place: everything it hangs from that the planner names is there."""
        shape: Schema | None = scenario_schema()
        node: Node | None = self.draft.effective
        for key in keys_of(path):
            node = node.entries.get(key) if isinstance(node, Table) else None
            if isinstance(shape, Names) and (node is None or isinstance(node, Removed)):
                return False
            shape = below(shape, key)
        return shape is not None

    def value(self, path: str) -> Any:
        """The value in force there, stated or the model's default; None where there is none."""
        return self.draft.value(keys_of(path)) if self.has(path) else None

    def names(self, path: str) -> tuple[str, ...]:
        """The keys of the table at a path, in the order of the files."""
        return tuple(table_at(self.draft.effective, keys_of(path) if path else ()))

    def node(self, path: str) -> Leaf | Table | None:
        """What is stated there: by the place itself, its kind or the county."""
        node = at(self.draft.effective, keys_of(path))
        return None if isinstance(node, Removed) else node


@frozen
class Base:
    """What a file extends: its tables as a person edits them and as merged, and its scenario where it is complete."""

    tree: Tree
    resolved: Resolved
    _scenario: Callable[[], Scenario | None]

    @cached_property
    def scenario(self) -> Scenario | None:
        """The scenario that the base is by itself; None where it is incomplete or has problems."""
        return self._scenario()


@frozen(kw_only=True, eq=False)
class State:
    """What one content of a file amounts to. Immutable; what takes time is worked out when it is first asked for.

    `scenario` is None while there are problems; its `sources` are empty (ask `source`, or take `whole`). `applied` are
    the measures in force at the beginning, those of the base included.
    """

    file: FilePath
    tables: Tables
    tree: Tree
    base: Base | None
    scenario: Scenario | None
    problems: tuple[Problem, ...]
    applied: tuple[Measure, ...]
    time: Time | None
    inherited_timeline: tuple[Mapping[str, Any], ...]
    _layers: tuple[Layer, ...]
    _spans: Layers
    _notes: Callable[[], tuple[Problem, ...]]
    _whole: Callable[[], Scenario | None]

    @cached_property
    def whole(self) -> Scenario | None:
        """The scenario as reading the saved file would give it, sources included; None while there are problems."""
        return None if self.scenario is None else self._whole()

    @cached_property
    def notes(self) -> tuple[Problem, ...]:
        """What a person should know though it is not wrong."""
        return self._notes()

    @cached_property
    def load(self) -> LoadCheck | None:
        """The load check; None while there are problems."""
        if self.scenario is None:
            return None
        try:
            return check_load(self.scenario)
        except PlannerError:  # a calendar year of which the run needs no day, but the year's arithmetic does
            return None

    def value(self, path: str) -> Any:
        """The value in force, stated or the model's default; None where there is none."""
        return self.tree.value(path)

    def base_value(self, path: str) -> Any:
        """The same in the base; None where there is no base, or nothing of the kind in it."""
        return self.base.tree.value(path) if self.base else None

    def own_value(self, path: str) -> Any:
        """What the file itself says at a path, in its tables or at the opening of its timeline; None: nothing.

        What its tables say of something that the timeline has then changed is not in force, and not given.
        """
        if self.time is not None:
            late = set_at_opening(self.tables, self.time.start, keys_of(path))
            if late is not UNSTATED:
                return late
        own = value_at(self.tables, keys_of(path))
        return None if own is UNSTATED or self.stated_late(path) == "timeline" else own

    def stated(self, path: str) -> Stated:
        """Who states the value in force, and where."""
        node = self.tree.node(path)
        if node is None:
            return DEFAULT
        origin = node.origin
        by = self._spans.of(origin)
        measure = FilePath(origin.file).stem if by == "measure" else ""
        return Stated(by=by, file=origin.file, path=".".join(origin.path), measure=measure)

    def stated_late(self, path: str) -> Literal["measure", "timeline"] | None:
        """Whether a value is worked out, or what it hangs from made, by a measure of the file or by a timeline.

        What the file's own tables say lies below those: it would not come through, or would change what they do
        elsewhere. A value that a measure simply states is not late: own tables win over it.
        """
        keys = keys_of(path)
        makers: set[By] = set()
        for depth in range(1, len(keys) + 1):
            above = at(self.tree.draft.raw, keys[: depth - 1])
            node = above.entries.get(keys[depth - 1]) if isinstance(above, Table) else None
            if node is None:
                break
            by = self._spans.of(node.origin)
            if isinstance(node, Removed):
                # Whoever took it away: what own tables say of it would be refused.
                return "timeline" if by == "timeline" else "measure"
            is_element = isinstance(shape_at(keys[: depth - 1]), Names)
            is_stated = isinstance(node, Leaf) and "value" in node.origin.written
            if by == "timeline" or (by == "measure" and not is_stated and (is_element or isinstance(node, Leaf))):
                makers.add(by)
        if "timeline" in makers:
            return "timeline"
        # What its own tables say beside a measure comes last.
        own = value_at(self.tables, keys) is not UNSTATED
        return "measure" if makers and not own else None

    @cached_property
    def _sources(self) -> SourceIndex:
        return SourceIndex(
            (pattern, layer.number, source) for layer in self._layers for pattern, source in layer.tags.items()
        )

    def source(self, path: str) -> Source | None:
        """Where the value in force comes from; None where nothing is said about it, which makes it an assumption."""
        keys = keys_of(path)
        node, rest = deepest(self.tree.draft.effective, keys)
        if rest:
            return None
        origin = node.origin
        places = (keys,) if origin.path == keys else (keys, origin.path)
        return self._sources.best(places, origin.layer)


def place_of(problem: Problem) -> str:
    """The scenario path that a problem concerns, so that one can go there; empty where it concerns a file.

    Places in lists are left out: the list is the field. What is wrong with a change that concerns no one value leads to
    `timeline`, and a name of a measure to `measures`.
    """
    path = str(problem.facts.get("at") or problem.path)
    return path.partition("[")[0]
