"""What the tables of a file amount to: the merged scenario, what is wrong with it, and where each value comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, Literal

from attrs import frozen

from planner.editing.opening import set_at_opening
from planner.editing.tables import UNSTATED, Tables, keys_of, value_at
from planner.errors import PlannerError, Problem
from planner.files.draft import Draft
from planner.files.measure import Measure
from planner.files.resolved import Resolved
from planner.files.schema import Names, Schema, below, scenario_schema, shape_at
from planner.files.sources import Layer, SourceIndex
from planner.files.tree import Leaf, Node, Origin, Removed, Table, at, deepest, table_at
from planner.load import LoadCheck, check_load
from planner.model.scenario import Scenario, Source, Time

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
