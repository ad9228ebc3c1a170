"""Where each value comes from: tags by path, and the most specific one for a value.

A tag belongs to the value that stood at its path when the tag was written: tags of a lower file do not cover a value
that a higher file, or a measure, put in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
from attrs import field, frozen, mutable
from cattrs import Converter

from planner.files.findings import shown
from planner.files.schema import MADE_BY_READING, Record, Schema, below, scenario_schema
from planner.files.structuring import MOST_TOLD_OF_A_KIND, Fault, structured
from planner.files.tree import COUNTY_DEFAULTS, Path, Table, at, dotted, leaves
from planner.model.scenario import Scenario, Source
from planner.model.text import nearest

UNTAGGED = Source(tag="assumption")
"""What a value without a source is."""


@frozen
class Layer:
    """One file or measure laid over others: its number, increasing, and its tags by pattern."""

    number: int
    tags: Mapping[Path, Source]


def read_sources(tables: Any, converter: Converter) -> tuple[dict[Path, Source], list[Fault]]:
    """The tags of one file by pattern, and every fault; keys may be quoted paths or nested tables."""
    found: dict[Path, Source] = {}
    faults: list[Fault] = []

    def read(value: Any, written: Path, pattern: Path) -> None:
        if isinstance(value, dict) and not isinstance(value.get("tag"), str):
            for key, inner in value.items():
                read(inner, (*written, key), (*pattern, *key.split(".")))
            return
        if not isinstance(value, (dict, str)) or not pattern:
            faults.append(Fault(written, "wrong-type", {"expected": "source", "got": shown(value)}))
            return
        misfit = _unknown_part(pattern)
        if misfit is not None:
            facts = {"pattern": dotted(pattern), "part": misfit[0]}
            # Only so many are told, and to look for the nearest name takes long.
            near = nearest(*misfit) if len(faults) < MOST_TOLD_OF_A_KIND else ""
            faults.append(Fault(written, "no-match", facts, near))
            return
        source, wrong = structured({"tag": value} if isinstance(value, str) else value, Source, converter)
        if source is None:
            faults.extend(attrs.evolve(fault, path=(*written, *fault.path)) for fault in wrong)
        else:
            found[pattern] = source

    read(tables, (), ())
    return found, faults


def _unknown_part(pattern: Path) -> tuple[str, Iterable[str]] | None:
    """The first key of a pattern that names no field, and the fields there are; ids may be any."""
    shape: Schema = scenario_schema()
    for key in pattern:
        if key == "*" and isinstance(shape, Record):
            return None
        inner = below(shape, key)
        if inner is None:
            return key, shape.fields if isinstance(shape, Record) else ()
        shape = inner
    return None


@mutable
class _Branch:
    branches: dict[str, _Branch] = field(factory=dict)
    entries: dict[int, Source] = field(factory=dict)


class SourceIndex:
    """Patterns for quick look-up of the most specific one."""

    def __init__(self, patterns: Iterable[tuple[Path, int, Source]]) -> None:
        self._trunk = _Branch()
        for pattern, layer, source in patterns:
            branch = self._trunk
            for key in pattern:
                branch = branch.branches.setdefault(key, _Branch())
            branch.entries[layer] = source

    def best(self, paths: Iterable[Path], layer: int = 0) -> Source | None:
        """The source of the value at one of these paths: the longest pattern, then the one with fewest `*`, then the
        highest layer, then the one whose `*` comes last, then the first path. Layers below `layer` do not count."""
        best: tuple[tuple[int, int, int], Source] | None = None
        for path in paths:
            for rank, source in self._matching(self._trunk, path, len(path), 0, layer):
                if best is None or rank > best[0]:
                    best = rank, source
        return best[1] if best else None

    def _matching(
        self, branch: _Branch, path: Path, left: int, stars: int, layer: int
    ) -> Iterator[tuple[tuple[int, int, int], Source]]:
        highest = max(branch.entries, default=-1)
        if highest >= layer:
            # Patterns of one value differ in how much of its path they leave open, whichever table it came from.
            yield (-left, -stars, highest), branch.entries[highest]
        if left:
            key = path[-left]
            if key in branch.branches:
                yield from self._matching(branch.branches[key], path, left - 1, stars, layer)
            if "*" in branch.branches and key != "*":
                yield from self._matching(branch.branches["*"], path, left - 1, stars + 1, layer)


def _places(path: Path, kind: str) -> Iterator[Path]:
    """Where the value at a path may have been stated: a township's may come from its kind or the county."""
    yield path
    if path[0] == "townships" and len(path) > 2:
        yield ("kinds", kind, *path[2:])
        if path[2] in COUNTY_DEFAULTS:
            yield path[2:]


def finder(sources: Mapping[str, Source], kinds: Mapping[str, str]) -> Callable[[Path], Source | None]:
    """A function from path to source; `kinds` is the kind of each township."""
    index = SourceIndex((tuple(pattern.split(".")), 0, source) for pattern, source in sources.items())

    def find(path: Path) -> Source | None:
        kind = kinds.get(path[1], "") if len(path) > 1 else ""
        return index.best(_places(path, kind))

    return find


def source_finder(scenario: Scenario) -> Callable[[str], Source | None]:
    """A function from dotted path to the source of the value there, or None where it is untagged (an assumption)."""
    find = finder(scenario.sources, {name: township.kind for name, township in scenario.townships.items()})
    return lambda path: find(tuple(path.split(".")))


def source_of(scenario: Scenario, path: str) -> Source | None:
    """The source of the value at a dotted path, or None where it is untagged, which makes it an assumption."""
    return source_finder(scenario)(path)


def settled(layers: Sequence[Layer], tree: Table, scenario: Scenario) -> dict[str, Source]:
    """The tags of a merged scenario, so that `source_of` finds for each value what was said of that very value.

    `layers` are the tags of the files and measures in the order in which they were laid over each other; `tree` has
    its kinds expanded. A value of the `scenario` that the tree does not state is the model's own: what is said of all
    values around it is not said of that one, which nobody chose.
    """
    if not layers:
        return {}
    together: dict[str, Source] = {}
    for layer in layers:
        together.update((dotted(pattern), source) for pattern, source in layer.tags.items())
    index = SourceIndex((pattern, layer.number, source) for layer in layers for pattern, source in layer.tags.items())
    kinds: dict[str, str] = {}
    townships = at(tree, ("townships",))
    if isinstance(townships, Table):
        for name in townships.entries:
            kind = at(townships, (name, "kind"))
            kinds[name] = str(getattr(kind, "value", ""))
    find = finder(together, kinds)
    corrections: dict[str, Source] = {}
    stated: set[Path] = set()
    for path, leaf in leaves(tree):
        stated.add(path)
        places = (path,) if leaf.origin.path == path else (path, leaf.origin.path)
        true = index.best(places, leaf.origin.layer)
        if true != find(path):
            corrections[dotted(path)] = true or UNTAGGED
    for path in _values(scenario, ()):
        if path not in stated and dotted(path) not in together:
            found = find(path)
            if found is not None and found.tag != UNTAGGED.tag:
                corrections[dotted(path)] = UNTAGGED
    return together | corrections


def _values(value: Any, path: Path) -> Iterator[Path]:
    """The paths of the single values of a scenario."""
    if attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            if path or attribute.name not in MADE_BY_READING:
                yield from _values(getattr(value, attribute.name), (*path, attribute.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _values(inner, (*path, key))
    elif value is not None:
        yield path
