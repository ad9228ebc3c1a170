"""From the tables of a file to what they amount to for whoever edits it, again and again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath

from planner.editing.state import Base, Layers, State, Tree
from planner.editing.tables import Tables
from planner.files.modelling import sound_time
from planner.files.overlays import ScenarioReader

# Brings the computations that measures ask for (`planner.files.changes`).
from planner.workload import reading as reading


class Evaluator:
    """Evaluates contents of one file; may be asked from several threads at once."""

    def __init__(self, file: FilePath, extends: object = None) -> None:
        """Reads what the file extends; what is wrong there becomes a problem of every content."""
        self.file = file
        self.extends = extends
        self._reader = ScenarioReader(file, extends)
        self.base_file = self._reader.base_file
        lower = self._reader.lower
        self._base = None if extends is None else Base(Tree(self._reader.first(lower).tree), lower, self._reader.base)

    def evaluate(self, tables: Tables) -> State:
        """What a content of the file amounts to; its `extends` is the one that the evaluator was made for."""
        found = self._reader.read(tables)
        layers = found.resolved.layers
        own = {layer.number for layer in layers[found.below : found.below + 1]}
        if len(layers) > found.below + 1:
            own.add(layers[-1].number)
        return State(
            file=self.file,
            tables=tables,
            tree=Tree(found.first.tree),
            base=self._base,
            scenario=found.scenario,
            problems=found.problems,
            applied=found.resolved.applied,
            time=sound_time(found.resolved.tree),
            inherited_timeline=self._reader.inherited_timeline,
            layers=found.first.layers,
            spans=Layers(min(own), frozenset(own), max(own) + 1),
            notes=lambda: self._reader.notes(tables),
            whole=lambda: self._reader.whole(tables),
        )

    @property
    def files(self) -> Mapping[FilePath, str]:
        """The files read so far besides the file itself, with their fingerprints."""
        return self._reader.files
