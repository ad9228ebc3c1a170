"""What is left of a file and all it builds on, when they are laid over each other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath

from attrs import field, frozen

from planner.files.change import Entry
from planner.files.measure import Measure
from planner.files.sources import Layer
from planner.files.tree import Path, Table
from planner.model.scenario import Source
from planner.model.text import Text


@frozen(kw_only=True)
class DatedEntry:
    """An entry of a timeline with the file and the place where it stands; `tags` are the file's for what it changes."""

    file: FilePath
    at: tuple[str | int, ...]
    entry: Entry
    tags: Mapping[Path, Source] = field(factory=dict)


@frozen(kw_only=True)
class Resolved:
    """A file as merged; `complete` where all the files it extends could be read."""

    tree: Table
    applied: tuple[Measure, ...] = ()
    layers: tuple[Layer, ...] = ()
    timeline: tuple[DatedEntry, ...] = ()
    added: tuple[Text, ...] = ()
    """What files without a title of their own add to the one with the last title: they are called by it."""
    complete: bool = True
