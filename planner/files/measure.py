"""Measures, packages and the kinds of change that they and timelines write, one file each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from attrs import NOTHING, field, frozen

from planner.model import fields
from planner.model.casetype import Family
from planner.model.scenario import Cost, Source
from planner.model.text import Text

LONGEST_DAYS = 36_600
SHORTEST_REPEAT_DAYS = 28


@frozen(kw_only=True)
class Timed:
    """When a change is in force, counted from the day on which its measure, or the entry of a timeline, begins.

    From `after_days` later, for `for_days` where stated, and again every `every_days`; or, with `during_surges`, on the
    days on which a surge of demand of that family is under way, and on no others.
    """

    after_days: int = fields.number(0, unit="calendar_days", highest=LONGEST_DAYS)
    for_days: int | None = fields.number(None, unit="calendar_days", lowest=1, highest=LONGEST_DAYS)
    every_days: int | None = fields.number(
        None, unit="calendar_days", lowest=SHORTEST_REPEAT_DAYS, highest=LONGEST_DAYS
    )
    during_surges: Family | None = None

    @property
    def at_once(self) -> bool:
        """Whether it is in force from the beginning, for good."""
        return not (self.after_days or self.for_days or self.every_days or self.during_surges)


@frozen(kw_only=True)
class SetChange(Timed):
    """`set` a path to a value, as if it stood in the file."""

    set: str
    value: Any


@frozen(kw_only=True)
class ScaleChange(Timed):
    """`scale` numbers by a factor."""

    scale: str
    by: float = fields.factor(NOTHING)


@frozen(kw_only=True)
class AddChange(Timed):
    """`add` to numbers or lists, or put a new table.

    `up_to`: no number is raised above it, or above that share of the number `of` beside it.
    """

    add: str
    value: Any = None
    up_to: float | None = fields.number(None, unit="factor")
    of: str = ""
    total: int | None = None
    in_proportion_to: str = ""


@frozen(kw_only=True)
class MoveChange(Timed):
    """`move` whole people from one place to another; `within_each` township, that many or as many as there are."""

    move: int = fields.number(unit="people", lowest=1, highest=1_000_000)
    from_: str
    to: str
    certified: int | None = fields.people(None)
    in_proportion_to: str = ""
    within_each: bool = False


@frozen(kw_only=True)
class MergeChange(Timed):
    """`merge` teams, or townships, into one; townships without `into` become the first of them.

    `groups_of`: so many at a time, in the order of the file; `smallest`: only that share of the townships, the least
    populous; `saves`: leadership posts saved for each township that goes.
    """

    merge: tuple[str, ...]
    into: str = ""
    title: Text | None = None
    groups_of: int | None = fields.number(None, unit="units", lowest=2, highest=1_000)
    smallest: float | None = fields.share(None)
    saves: int = fields.people(0)


@frozen(kw_only=True)
class RemoveChange(Timed):
    """`remove` something that has an id: a township, team, department, case type or shared team."""

    remove: str


@frozen(kw_only=True)
class ComputeChange(Timed):
    """`compute` the changes from the scenario as it stands (`planner.files.changes`)."""

    compute: str


Change = SetChange | ScaleChange | AddChange | MoveChange | MergeChange | RemoveChange | ComputeChange
KINDS: dict[str, type[Change]] = {
    "set": SetChange,
    "scale": ScaleChange,
    "add": AddChange,
    "move": MoveChange,
    "merge": MergeChange,
    "remove": RemoveChange,
    "compute": ComputeChange,
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


Group = Literal["staffing", "delegation", "linkage", "platform", "incentives", "structure"]


@frozen(kw_only=True)
class Citation:
    """Which document a measure comes from, and its words."""

    document: str = ""
    quote: str = ""


@frozen(kw_only=True)
class Measure:
    """A reform that can be applied to a scenario."""

    id: str = ""
    file: str = ""
    title: Text
    description: Text = Text()
    group: Group
    done: Literal["done", "proposal"]
    """Done somewhere, or proposed only (建议)."""
    needs: tuple[str | Text, ...] = ()
    """What it needs in order to work: measures by id, or words."""
    cost: Cost | None = None
    origin: Citation = Citation()
    changes: tuple[Change, ...]
    sources: Mapping[str, Source] = field(factory=dict)


@frozen(kw_only=True)
class Package:
    """Several measures under one name."""

    id: str = ""
    file: str = ""
    title: Text
    description: Text = Text()
    measures: tuple[str, ...]
