"""What comes into force on a date, and goes out of force on another: of timelines, and of measures that take time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path as FilePath

from attrs import field, frozen

from planner.errors import Problem
from planner.files.change import Change
from planner.files.measure import Measure
from planner.files.resolved import DatedEntry, Resolved
from planner.files.session import Session
from planner.files.tree import Leaf, Path, Table, at, dotted, table_at
from planner.model.scenario import Source, Time

Place = tuple[str | int, ...]
Days = tuple[date, date | None]
"""From a day, and until one or for good."""


@frozen(kw_only=True)
class Stage:
    """Measures and changes in force from a date, and optionally until one; `tags` are those of the changes."""

    begins: date
    ends: date | None
    file: FilePath
    at: Place = ()
    measures: tuple[str, ...] = ()
    changes: tuple[tuple[Place, Change], ...] = ()
    tags: Mapping[Path, Source] = field(factory=dict)


def stages_of(
    session: Session, resolved: Resolved, entries: Sequence[DatedEntry], time: Time | None
) -> Iterator[Stage]:
    """The stages of the measures applied, then of the timeline's entries and of the measures that they name."""
    calendar = _Horizon(resolved.tree, time)
    start = time.start if time else date.min
    for measure in resolved.applied:
        yield from _of_measure(session, calendar, measure, (start, None))
    for dated in entries:
        entry, file = dated.entry, dated.file
        days = entry.from_, entry.until
        changes = [((*dated.at, "changes", place), change) for place, change in enumerate(entry.changes)]
        at_once = tuple((place, change) for place, change in changes if change.at_once)
        yield Stage(
            begins=days[0],
            ends=days[1],
            file=file,
            at=dated.at,
            measures=entry.measures,
            changes=at_once,
            tags=dated.tags,
        )
        for number, name in enumerate(entry.measures):
            for measure in session.measures_named(name, file, (*dated.at, "measures", number)):
                if measure not in resolved.applied and measure.id not in session.left_out:
                    yield from _of_measure(session, calendar, measure, days)
        for place, change in changes:
            yield from _of_change(session, calendar, str(file), place, change, days, dated.tags)


def _of_measure(session: Session, horizon: _Horizon, measure: Measure, days: Days) -> Iterator[Stage]:
    tags = {tuple(pattern.split(".")): source for pattern, source in measure.sources.items()}
    for number, change in enumerate(measure.changes):
        yield from _of_change(session, horizon, measure.file, ("changes", number), change, days, tags)


def _of_change(
    session: Session,
    horizon: _Horizon,
    file: str,
    place: Place,
    change: Change,
    days: Days,
    tags: Mapping[Path, Source],
) -> Iterator[Stage]:
    """The stages of a change that is not in force at once and for good; that it never is, is worth a note."""
    if change.at_once:
        return
    found = list(horizon.days_of(change, days))
    if not found:
        session.note(Problem(kind="never-in-force", file=file, path=dotted(place)))
    for begins, ends in found:
        yield Stage(begins=begins, ends=ends, file=FilePath(file), changes=((place, change),), tags=tags)


class _Horizon:
    """The days of the run, and of the surges in it."""

    def __init__(self, tree: Table, time: Time | None) -> None:
        self._tree = tree
        self._end = time.start + timedelta(days=time.days) if time else None

    def days_of(self, change: Change, within: Days) -> Iterator[Days]:
        """When a change is in force, while its measure or entry is. Without a sound horizon, once and for good."""
        begins, ends = within
        if self._end is None:
            yield begins, None
            return
        last = min(self._end, ends) if ends else self._end
        if change.during_surges:
            surges = ((max(first, begins), min(after, last)) for first, after in self._surges(change.during_surges))
            yield from (surge for surge in surges if surge[0] < surge[1])
            return
        day = begins + timedelta(days=change.after_days)
        while day < last:
            until = day + timedelta(days=change.for_days) if change.for_days else last
            yield day, min(until, last) if until < last or ends else None
            if not change.every_days:
                return
            day += timedelta(days=change.every_days)

    def _surges(self, family: str) -> list[tuple[date, date]]:
        """Spells in which some surge of a family is under way: the first day, and the day after the last."""
        spells: list[tuple[date, date]] = []
        surges = table_at(self._tree, ("demand", "surges"))
        for first, after in sorted(days for surge in surges.values() if (days := _surge_days(surge, family))):
            if spells and first <= spells[-1][1]:
                spells[-1] = spells[-1][0], max(spells[-1][1], after)
            else:
                spells.append((first, after))
        return spells


def _surge_days(surge: object, family: str) -> tuple[date, date] | None:
    """The days of a surge of a family; None for another one, or where what is stated makes no sense."""
    if not isinstance(surge, Table):
        return None
    found = [at(surge, (key,)) for key in ("families", "start", "end")]
    families, start, end = (node.value if isinstance(node, Leaf) else None for node in found)
    if not isinstance(families, list) or family not in families:
        return None
    if type(start) is not date or type(end) is not date or end < start:
        return None
    return start, end + timedelta(days=1)
