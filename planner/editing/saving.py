"""What comes of saving."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from planner.editing.paper import OnDisk
from planner.editing.tables import Edit, Tables, edits_between
from planner.errors import Problem


@frozen
class Saved:
    """It is on the disk."""

    file: Path
    fingerprint: str


@frozen
class ChangedOnDisk:
    """Somebody else has changed the file since it was opened; nothing was written.

    `theirs` is what they changed; `both` are those of its paths at, above or below which one has changed things as
    well. Saving again `onto` this fingerprint lays one's own changes over theirs.
    """

    file: Path
    fingerprint: str
    theirs: tuple[Edit, ...]
    both: tuple[str, ...]


@frozen
class NotSaved:
    """Nothing was written, and these are the reasons."""

    problems: tuple[Problem, ...]


Outcome = Saved | ChangedOnDisk | NotSaved


def compared(saved: Tables, own: Tables, disk: OnDisk) -> ChangedOnDisk:
    """What others have done to a file beside what one has done oneself."""
    theirs, mine = edits_between(saved, disk.tables), edits_between(saved, own)
    both = [".".join(edit.path) for edit in theirs if any(_related(edit, other) for other in mine)]
    return ChangedOnDisk(disk.file, disk.fingerprint, theirs, tuple(both))


def _related(one: Edit, other: Edit) -> bool:
    length = min(len(one.path), len(other.path))
    return one.path[:length] == other.path[:length]
