"""One scenario file and all it builds on, laid over each other: base, own values, measures, own values again."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any, TypeGuard

from attrs import evolve

from planner.errors import Problem, ScenarioError
from planner.files.changes import apply
from planner.files.draft import Draft, Reason, Refused
from planner.files.findings import shown
from planner.files.measure import Change, Entry, Head
from planner.files.places import files_near, inside, real_path, root_of, roots_of
from planner.files.schema import grown, scenario_schema
from planner.files.session import DatedEntry, Resolved, Session, converter
from planner.files.sources import Layer
from planner.files.structuring import Fault, structured
from planner.files.tree import Origin, Path, Removed, Table, at, dotted, leaves, merged
from planner.model.scenario import Source
from planner.model.text import Text, nearest

HEAD = ("format", "extends", "measures", "timeline", "sources")
NO_CHANGES = ("format", "extends", "measures", "title", "description", "sources")
"""Keys of a file that say nothing of the county itself."""

DEEPEST_CHAIN = 20
"""Files that extend each other."""


def resolve(session: Session, file: FilePath, chain: tuple[FilePath, ...] = ()) -> Resolved:
    """The file over its base. Raises ScenarioError where the file itself cannot be read."""
    tables = session.tables(file)
    head, sound = _head(session, file, tables)
    sources = session.sources(file, tables)
    base = _base(session, file, head.extends, chain) if head.extends else None
    lower = base or Resolved(tree=Table({}, Origin(str(file), (), (), 0)), complete=not head.extends)
    added = () if "title" in tables or base is None else added_by(tables, session.titles(head.measures, file), base)
    lower = evolve(lower, complete=lower.complete and sound, added=added)
    body = {key: value for key, value in tables.items() if key not in HEAD}
    layer = session.layer(sources)
    own = _own(body, file, layer)
    _report_merged_away(session, lower.tree, own)
    resolved = evolve(
        lower,
        # What is missing from the whole is missing from this file.
        tree=Table(merged(lower.tree, own).entries, own.origin),
        layers=(*lower.layers, layer),
        timeline=dated(file, head.timeline, sources, own) if "timeline" in tables else lower.timeline,
    )
    if not head.measures:
        return resolved
    places = [(name, ("measures", place)) for place, name in enumerate(head.measures)]
    draft = Draft(resolved.tree)
    changed = with_measures(session, draft, resolved, file, places)
    layer = session.layer(sources)
    own = _own(body, file, layer)
    _report_merged_away(session, draft.raw, own)
    tree = merged(draft.raw, own)
    _note_overwritten(session, file, draft, tree)
    return evolve(changed, tree=tree, layers=(*changed.layers, layer))


def added_by(tables: Mapping[str, Any], measures: Sequence[Text], base: Resolved) -> tuple[Text, ...]:
    """What a file without a title adds to the last title below it: its measures by name, its other changes by number.

    So no plan is called like its base. Changes are the values that it states of its own, and those of its timeline.
    """
    entries = tables.get("timeline")
    dated = [entry.get("changes") for entry in entries if isinstance(entry, Mapping)] if _is_list(entries) else []
    stated = {key: value for key, value in tables.items() if key not in (*NO_CHANGES, "timeline")}
    n = _values_in(stated) + sum(len(changes) for changes in dated if _is_list(changes))
    # A title is data, in both languages at once, as a file has it.
    number = [Text(zh=f"{n}处改动", en=f"{n} change" if n == 1 else f"{n} changes")] if n else []
    return (*base.added, *measures, *number)


def _is_list(node: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(node, Sequence) and not isinstance(node, str)


def _values_in(node: Any) -> int:
    return sum(map(_values_in, node.values())) if isinstance(node, Mapping) else 1


def _own(body: dict[str, Any], file: FilePath, layer: Layer) -> Table:
    own = grown(body, Origin(str(file), (), (), layer.number), scenario_schema())
    assert isinstance(own, Table)
    return own


def _head(session: Session, file: FilePath, tables: dict[str, Any]) -> tuple[Head, bool]:
    """The head of a file, and whether what it extends is known. What is wrong is reported and left out."""
    known = (*HEAD, *scenario_schema().fields)
    faults = [Fault((key,), "unknown-key", {"allowed": known}, among=known) for key in tables if key not in known]
    if "format" in tables and (tables["format"] != 1 or type(tables["format"]) is not int):
        faults.append(Fault(("format",), "not-one-of", {"got": shown(tables["format"]), "allowed": (1,)}))
    session.report_faults(str(file), (), faults)
    stated: dict[str, Any] = {key: tables[key] for key in ("extends", "measures", "timeline") if key in tables}
    head, faults = structured(stated, Head, converter())
    session.report_faults(str(file), (), faults)
    if head is not None:
        return head, True
    wrong = {fault.path[0] for fault in faults}
    head, _ = structured({key: value for key, value in stated.items() if key not in wrong}, Head, converter())
    return head or Head(), "extends" not in wrong


def _base(session: Session, file: FilePath, extends: str, chain: tuple[FilePath, ...]) -> Resolved | None:
    def refuse(kind: str, near: str = "", **facts: Any) -> None:
        session.report(Problem(kind=kind, file=str(file), path="extends", facts=facts, nearest=near))

    roots = roots_of(file)
    places = [real_path(file).parent / extends, *(root / extends for root in roots)]
    within = [place for place in places if inside(place, roots)]
    found = next((place for place in places if os.path.lexists(place)), None) if "\0" not in extends else None
    if not within or (found is not None and found not in within):
        refuse("outside", got=extends, root=str(root_of(file)))
        return None
    if found is None:
        refuse("unknown-name", what="file", got=extends, near=nearest(extends.removeprefix("../"), files_near(roots)))
        return None
    real = real_path(found)
    line = (*chain, real_path(file))
    if real in line:
        refuse("circle", files=tuple(str(path) for path in (*line[line.index(real) :], real)))
        return None
    if len(line) > DEEPEST_CHAIN:
        refuse("chain-too-long", limit=DEEPEST_CHAIN)
        return None
    try:
        return resolve(session, real, line)
    except ScenarioError as error:
        for problem in error.problems:
            session.report(problem)
        return None


def _unused(tags: Mapping[Path, Source], own: Table) -> dict[Path, Source]:
    """The tags of a file that cover nothing it states: they are for what its timeline changes."""
    stated = [path for path, _ in leaves(own)]

    def covers(pattern: Path, path: Path) -> bool:
        return len(pattern) <= len(path) and all(key in ("*", part) for key, part in zip(pattern, path, strict=False))

    return {pattern: tag for pattern, tag in tags.items() if not any(covers(pattern, path) for path in stated)}


def dated(file: FilePath, timeline: Sequence[Entry], tags: Mapping[Path, Source], own: Table) -> tuple[DatedEntry, ...]:
    """The entries of a file's timeline, with the tags of the file that are for what they change."""
    left = _unused(tags, own)
    return tuple(
        DatedEntry(file=file, at=("timeline", place), entry=entry, tags=left) for place, entry in enumerate(timeline)
    )


def with_measures(
    session: Session,
    draft: Draft,
    resolved: Resolved,
    file: FilePath,
    names: Sequence[tuple[str, tuple[str | int, ...]]],
) -> Resolved:
    """Apply measures to the draft in order, each at most once; gives the measures then in force.

    Changes that wait for a day are left to `planner.files.timeline`.
    """
    applied, layers = list(resolved.applied), list(resolved.layers)
    for name, place in names:
        for measure in session.measures_named(name, file, place):
            if measure.id in session.left_out:
                continue
            session.names(measure, file, place)
            if measure in applied:
                facts = {"measure": measure.id}
                session.note(Problem(kind="already-applied", file=str(file), path=dotted(place), facts=facts))
                continue
            tags = {tuple(pattern.split(".")): source for pattern, source in measure.sources.items()}
            layer = session.layer(tags)
            for number, change in enumerate(measure.changes):
                if change.at_once:
                    apply_change(session, draft, change, measure.file, ("changes", number), layer)
            applied.append(measure)
            layers.append(layer)
    return evolve(resolved, applied=tuple(applied), layers=tuple(layers))


def apply_change(
    session: Session, draft: Draft, change: Change, file: str, place: tuple[str | int, ...], layer: Layer
) -> None:
    """Make one change of a measure or a timeline; where it cannot be made, that is reported."""
    written = dotted(place)
    try:
        apply(draft, change, Reason(file, (written,), layer.number))
    except Refused as refusal:
        session.report_faults(file, place, [refusal.fault])


def _report_merged_away(session: Session, lower: Table, own: Table, path: Path = ()) -> None:
    for key, node in own.entries.items():
        below = lower.entries.get(key)
        if isinstance(below, Removed):
            facts = {"merged_by": below.origin.file}
            session.report(
                Problem(kind="merged-away", file=node.origin.file, path=dotted(node.origin.written), facts=facts)
            )
        elif isinstance(below, Table) and isinstance(node, Table):
            _report_merged_away(session, below, node, (*path, key))


def _note_overwritten(session: Session, own: FilePath, draft: Draft, tree: Table) -> None:
    """Say which changes of measures the file's own values have undone, wholly or in part."""
    done: dict[tuple[str, str], list[bool]] = {}
    for path in dict.fromkeys(draft.written):
        node = at(draft.raw, path)
        for inner, leaf in leaves(node, path) if node is not None else ():
            change = leaf.origin.file, leaf.origin.written[0]
            if change[1].startswith("changes["):
                done.setdefault(change, []).append(at(tree, inner) is not leaf)
    for (file, written), undone in done.items():
        if any(undone):
            facts = {"measure": FilePath(file).stem, "values": sum(undone), "of": len(undone), "by": str(own)}
            session.note(Problem(kind="overwritten", file=file, path=written, facts=facts))
