"""The five kinds of change, as a measure or a timeline writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import NOTHING, frozen

from planner.model import fields
from planner.model.text import Text


@frozen(kw_only=True)
class SetChange:
    """`set` a path to a value, as if it stood in the file."""

    set: str
    value: Any


@frozen(kw_only=True)
class ScaleChange:
    """`scale` numbers by a factor."""

    scale: str
    by: float = fields.factor(NOTHING)


@frozen(kw_only=True)
class AddChange:
    """`add` to numbers or lists, or put a new table."""

    add: str
    value: Any = None
    total: int | None = None
    in_proportion_to: str = ""


@frozen(kw_only=True)
class MoveChange:
    """`move` whole people from one place to another."""

    move: int = fields.number(unit="people", lowest=1, highest=1_000_000)
    from_: str
    to: str
    certified: int | None = fields.people(None)
    in_proportion_to: str = ""


@frozen(kw_only=True)
class MergeChange:
    """`merge` teams, or townships, into one."""

    merge: tuple[str, ...]
    into: str
    title: Text | None = None


Change = SetChange | ScaleChange | AddChange | MoveChange | MergeChange
KINDS: dict[str, type[Change]] = {
    "set": SetChange,
    "scale": ScaleChange,
    "add": AddChange,
    "move": MoveChange,
    "merge": MergeChange,
}


@frozen(kw_only=True)
class Entry:
    """One entry of a timeline: measures and changes in force from a date, and optionally until one."""

    from_: date
    until: date | None = None
    measures: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@frozen(kw_only=True)
class Head:
    """What a scenario file says about itself and the files it builds on."""

    extends: str = ""
    measures: tuple[str, ...] = ()
    timeline: tuple[Entry, ...] = ()
