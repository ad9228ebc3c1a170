"""A scenario over time: what comes into force on which date and what goes, and the states that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

from attrs import evolve, field, frozen

from planner.errors import Problem
from planner.files.draft import Draft
from planner.files.measure import Change, Measure
from planner.files.resolving import apply_change, with_measures
from planner.files.session import DatedEntry, Resolved, Session
from planner.files.tree import Leaf, Node, Path, Table, at, dotted, leaves, table_at
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


MOST_STATES = 400
"""Days on which something changes: a change for every day of a year, or one every month for half a life."""
MOST_STAGES = 20_000
MOST_STATES_AT_FAULT = 20


def states(session: Session, resolved: Resolved, time: Time | None) -> Iterator[tuple[date | None, Resolved]]:
    """The first state, with None for its date, then each later one with the date on which it begins.

    Stages apply in the order of their dates: of one date those of measures, then those of the timeline in the order of
    the file; one that has ended is left out and the state made anew. Entries of the timeline whose dates lie outside
    the horizon are reported and left out; without a sound `time` all are looked at, so that what is wrong with them is
    found as well. Of more changes than `MOST_STATES` and `MOST_STAGES` allow only the first state is made, and where
    something is wrong already only a few more: each is a whole scenario, and they are mostly wrong in the same way.
    """
    entries = [entry for entry in resolved.timeline if time is None or _within(session, entry, time)]
    found = islice(stages_of(session, resolved, entries, time), MOST_STAGES + 1)
    stages = sorted(found, key=lambda stage: stage.begins)
    start = time.start if time else date.min
    end = time.start + timedelta(days=time.days) if time else date.max
    days = [day for day in _changing_days(stages) if start < day < end]
    if len(days) > MOST_STATES or len(stages) > MOST_STAGES:
        _report_too_many(session, stages)
        days = []
    yield None, _on(session, resolved, stages, start)
    for number, day in enumerate(days):
        if session.problems and number >= MOST_STATES_AT_FAULT:
            return
        yield day, _on(session, resolved, stages, day)


def _report_too_many(session: Session, stages: Sequence[Stage]) -> None:
    """Say of which change most stages come that there are too many of them."""
    counts = Counter((str(stage.file), stage.changes[0][0] if stage.changes else stage.at) for stage in stages)
    ((file, place), times), *_ = counts.most_common(1)
    facts = {"times": times, "limit": MOST_STATES}
    session.report(Problem(kind="too-many-states", file=file, path=dotted(place), facts=facts))


def _changing_days(stages: Sequence[Stage]) -> list[date]:
    days = {stage.begins for stage in stages}
    return sorted(days | {stage.ends for stage in stages if stage.ends is not None})


def _within(session: Session, dated: DatedEntry, time: Time) -> bool:
    begins, ends = dated.entry.from_, dated.entry.until
    end = time.start + timedelta(days=time.days)

    def refuse(key: str, kind: str, **facts: Any) -> bool:
        path = dotted((*dated.at, key))
        session.report(Problem(kind=kind, file=str(dated.file), path=path, facts=facts))
        return False

    if not time.start <= begins < end:
        return refuse("from", "outside-horizon", got=begins, start=time.start, end=end)
    if ends is not None and ends <= begins:
        return refuse("until", "date-order", start=begins, end=ends)
    if ends is not None and ends > end:
        return refuse("until", "outside-horizon", got=ends, start=time.start, end=end)
    return True


def _on(session: Session, resolved: Resolved, stages: Sequence[Stage], day: date) -> Resolved:
    state, draft = resolved, Draft(resolved.tree)
    for stage in stages:
        if day < stage.begins or (stage.ends is not None and stage.ends <= day):
            continue
        names = [(name, (*stage.at, "measures", place)) for place, name in enumerate(stage.measures)]
        state = with_measures(session, draft, state, stage.file, names)
        layer = session.layer(stage.tags)
        for place, change in stage.changes:
            apply_change(session, draft, change, str(stage.file), place, layer)
        state = evolve(state, layers=(*state.layers, layer))
    return evolve(state, tree=draft.raw)


def report_phase_changes(session: Session, written: Table, first: Table, later: Table) -> None:
    """Report what a timeline changes though it holds for the whole run: time, calendar, which case types there are, and
    townships that go without becoming a part of another one.

    `written` are the tables before any timeline, `first` those of the first state, `later` those of the state in hand.
    """
    for table in ("time", "calendar"):
        node = at(later, (table,))
        for path, leaf in leaves(node, (table,)) if node is not None else ():
            if at(written, path) is not leaf:
                _report_change(session, leaf, table)
    before, after = table_at(first, ("case_types",)), table_at(later, ("case_types",))
    for name in after.keys() - before.keys():
        _report_change(session, after[name], "case_types")
    for name in before.keys() - after.keys():
        _report_gone(session, later, "case_types", name)
    townships = table_at(later, ("townships",))
    merged = {part for name in townships for part in table_at(later, ("townships", name, "parts"))}
    for name in table_at(first, ("townships",)).keys() - townships.keys() - merged:
        _report_gone(session, later, "townships", name)


def _report_gone(session: Session, later: Table, what: str, name: str) -> None:
    """What has gone leaves its place, which knows who took it away."""
    table = at(later, (what,))
    if isinstance(table, Table) and name in table.entries:
        _report_change(session, table.entries[name], what)


def _report_change(session: Session, node: Node, what: str) -> None:
    origin = node.origin
    facts = {"what": what, "at": dotted(origin.path)}
    session.report(Problem(kind="phase-changes", file=origin.file, path=dotted(origin.written), facts=facts))
