"""Every value that is stated somewhere, with where it comes from: what a plan rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from planner.editing.state import By, State
from planner.files.schema import Record, is_text, shape_at
from planner.files.tree import Path, dotted, leaves
from planner.model.scenario import Source


@frozen(kw_only=True)
class Sourced:
    """A value in force, or one that several townships have in common.

    `path` is where it can be changed: that of the first of them, or that of their kind or the county where it is stated
    there. `places` counts them. `source` is None where nothing is said about it, which makes it an assumption.
    """

    path: str
    value: Any
    unit: str
    source: Source | None
    by: By
    places: int = 1

    @property
    def tag(self) -> str:
        """The tag of its source."""
        return self.source.tag if self.source is not None else "assumption"


def sourced(state: State) -> tuple[Sourced, ...]:
    """All values but names and words, in the order of the files."""
    found: dict[object, Sourced] = {}
    for path, leaf in leaves(state.tree.draft.effective):
        if is_text(shape_at(path[:-1])) or is_text(shape_at(path)):
            continue
        written = dotted(path)
        source = state.source(written)
        key: object = path
        if path[0] == "townships":
            shared = leaf.origin.path[0] != "townships"
            same = repr(leaf.value), source
            key = (leaf.origin.path, *same) if shared else (path[2:], leaf.origin.file, *same)
            written = dotted(leaf.origin.path) if shared else written
        if key in found:
            found[key] = evolve(found[key], places=found[key].places + 1)
            continue
        by = state.stated(dotted(path)).by
        found[key] = Sourced(path=written, value=leaf.value, unit=_unit(path), source=source, by=by)
    return tuple(found.values())


def _unit(path: Path) -> str:
    """The unit of a field, or of the table of numbers that it stands in."""
    for depth in (len(path), len(path) - 1):
        owner = shape_at(path[: depth - 1])
        if isinstance(owner, Record):
            metadata: Mapping[str, Any] = owner.metadata.get(path[depth - 1], {})
            return str(metadata.get("unit", ""))
    return ""
