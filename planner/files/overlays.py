"""A scenario file under change: what it extends is read once, and its own tables are laid over that again and again.

The way of a content whose every value is sound is short: no tags of sources, and only what does not go together can be
wrong. Any other content goes the way of `planner.files.reading`, so that what is found wrong is what reading finds.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath
from threading import RLock
from typing import Any

from attrs import evolve, frozen

from planner.errors import Problem, ScenarioError
from planner.files.draft import Draft
from planner.files.measure import Head
from planner.files.modelling import bare_tables, faults_of_unused_kinds, report_findings, report_run, sound_time
from planner.files.places import name_of
from planner.files.reading import title_of, with_phases
from planner.files.resolving import HEAD, added_by, dated, resolve, with_measures
from planner.files.schema import grown, scenario_schema
from planner.files.session import Resolved, Session, converter
from planner.files.sources import Layer
from planner.files.structuring import structured
from planner.files.timeline import report_phase_changes, states
from planner.files.tree import Node, Origin, Removed, Table, expanded, merged
from planner.model.scenario import Phase, Scenario


@frozen(kw_only=True)
class Content:
    """What a content of a file amounts to."""

    resolved: Resolved
    """The file over what it extends, with its measures."""
    first: Resolved
    """The state in which a run begins: the timeline applied as far as it begins with it."""
    below: int
    """How many of the layers are those of what the file extends."""
    problems: tuple[Problem, ...]
    scenario: Scenario | None
    """None where there are problems."""


class ScenarioReader:
    """Reads contents of one file; may be asked from several threads at once."""

    def __init__(self, file: FilePath, extends: object = None) -> None:
        """Reads what the file extends; what is wrong there becomes a problem of every content."""
        self.file = file
        self._lock = RLock()
        self._known: dict[FilePath, dict[str, Any]] = {file: {"format": 1}}
        if extends is not None:
            self._known[file] = {"extends": extends}
        self._is_named = extends is None
        self._measures: dict[FilePath, Any] = {}
        self._session = Session(tables=self._known, given=file)
        self.lower = resolve(self._session, file)
        # The base is the first file that was read: it is read to learn what it extends itself.
        self.base_file = next(iter(self._session.files), None)

    @property
    def files(self) -> Mapping[FilePath, str]:
        """The files read so far besides the file itself, with their fingerprints."""
        return self._session.files

    @property
    def inherited_timeline(self) -> tuple[Mapping[str, Any], ...]:
        """The timeline of the base, as its file writes it."""
        if not self.lower.timeline:
            return ()
        return tuple(self._known[self.lower.timeline[0].file]["timeline"])

    def read(self, tables: Mapping[str, Any]) -> Content:
        """What a content of the file amounts to; its `extends` is the one that the reader was made for."""
        with self._lock:
            session = self._branch(tables)
            resolved = self._overlaid(session, tables)
            if resolved is None:
                return self._read(tables)
            return self._modelled_quickly(session, resolved) or self._modelled(tables, resolved)

    def base(self) -> Scenario | None:
        """The scenario that the file extends; None where something is wrong with it."""
        with self._lock:
            session = self._session.branch()
            # By its own name: figures of the two would be told apart by nothing else in an export.
            scenario = with_phases(session, self.lower, name_of(self.base_file or self.file))
            return None if session.problems else scenario

    def notes(self, tables: Mapping[str, Any]) -> tuple[Problem, ...]:
        """What a person should know about a content."""
        with self._lock:
            session, resolved = self._resolved(tables)
            with_phases(session, evolve(resolved, layers=()), name_of(self.file))
            return session.notes

    def whole(self, tables: Mapping[str, Any]) -> Scenario | None:
        """The scenario of a content with the sources of its values; None where something is wrong."""
        with self._lock:
            session, resolved = self._resolved(tables)
            scenario = with_phases(session, resolved, name_of(self.file))
            return None if session.problems else scenario

    def first(self, resolved: Resolved) -> Resolved:
        """The first state: the timeline applied as far as it begins with the run."""
        _day, state = next(states(self._session.branch(), resolved, sound_time(resolved.tree)))
        return state

    def _branch(self, tables: Mapping[str, Any]) -> Session:
        """A session in which the file has that content; measures that were sound are not read again."""
        self._known[self.file] = dict(tables)
        self._measures = {file: measure for file, measure in self._measures.items() if measure is not None}
        return evolve(self._session.branch(), measures=self._measures)

    # The way of reading -------------------------------------------------------------------------------------------

    def _read(self, tables: Mapping[str, Any]) -> Content:
        """A content in which something is wrong already before it becomes a model."""
        session, resolved = self._resolved(tables)
        return self._content(session, resolved, below=len(self.lower.layers) - 1)

    def _modelled(self, tables: Mapping[str, Any], resolved: Resolved) -> Content:
        """A content that could be laid over its base; its problems are found as reading finds them."""
        return self._content(self._branch(tables), resolved, below=len(self.lower.layers))

    def _content(self, session: Session, resolved: Resolved, *, below: int) -> Content:
        scenario = with_phases(session, evolve(resolved, layers=()), name_of(self.file))
        problems = session.problems
        return Content(
            resolved=resolved,
            first=self.first(resolved),
            below=below,
            problems=problems,
            scenario=None if problems else scenario,
        )

    def _resolved(self, tables: Mapping[str, Any]) -> tuple[Session, Resolved]:
        session = self._branch(tables)
        try:
            return session, resolve(session, self.file)
        except ScenarioError as error:
            for problem in error.problems:
                session.report(problem)
            return session, evolve(self.lower, complete=False)

    # The short way ------------------------------------------------------------------------------------------------

    def _modelled_quickly(self, session: Session, resolved: Resolved) -> Content | None:
        """A content of sound values, or None where more might be wrong than how they go together.

        What is wrong already before the last state of the timeline goes the long way.
        """
        time = sound_time(resolved.tree)
        if time is None:
            return None
        first, opening, phases = None, None, []
        for day, state in states(session, resolved, time):
            if session.problems:
                return None
            opening = opening or state
            scenario = self._sound_scenario(session, state, expanded(state.tree))
            if scenario is None:
                return None
            report_phase_changes(session, resolved.tree, opening.tree, state.tree)
            if day is None:
                first = scenario
            else:
                phases.append(Phase(start=day, scenario=scenario))
        if first is None or opening is None:
            return None
        scenario = evolve(first, phases=tuple(phases), title=title_of(first, resolved))
        report_run(session, opening.tree, scenario)
        problems = session.problems
        return Content(
            resolved=resolved,
            first=opening,
            below=len(self.lower.layers),
            problems=problems,
            scenario=None if problems else scenario,
        )

    def _sound_head(self, tables: Mapping[str, Any]) -> Head | None:
        if any(key not in HEAD and key not in scenario_schema().fields for key in tables):
            return None
        if type(tables.get("format", 1)) is not int or tables.get("format", 1) != 1:
            return None
        stated = {key: tables[key] for key in ("extends", "measures", "timeline") if key in tables}
        return structured(stated, Head, converter())[0]

    def _overlaid(self, session: Session, tables: Mapping[str, Any]) -> Resolved | None:
        """The file over its base, as `planner.files.resolving.resolve` does it; None where anything is wrong."""
        head = self._sound_head(tables)
        lower, file = self.lower, self.file
        if head is None or session.problems or not lower.complete:
            return None
        named = "title" in tables or self._is_named
        added = () if named else added_by(tables, session.titles(head.measures, file), lower)
        lower = evolve(lower, added=added)
        tags = session.sources(file, tables)
        body = {key: value for key, value in tables.items() if key not in HEAD}

        def stated() -> tuple[Table, Layer]:
            layer = session.layer(tags)
            own = grown(body, Origin(str(file), (), (), layer.number), scenario_schema())
            assert isinstance(own, Table)
            return own, layer

        own, layer = stated()
        if _meets_removed(lower.tree, own):
            return None
        resolved = evolve(lower, tree=Table(merged(lower.tree, own).entries, own.origin), layers=(*lower.layers, layer))
        if "timeline" in tables:
            resolved = evolve(resolved, timeline=dated(file, head.timeline, tags, own))
        if head.measures:
            names = [(name, ("measures", place)) for place, name in enumerate(head.measures)]
            draft = Draft(resolved.tree)
            resolved = with_measures(session, draft, resolved, file, names)
            own, layer = stated()
            if _meets_removed(draft.raw, own):
                return None
            resolved = evolve(resolved, tree=merged(draft.raw, own), layers=(*resolved.layers, layer))
        return None if session.problems else resolved

    def _sound_scenario(self, session: Session, state: Resolved, tree: Table) -> Scenario | None:
        """The model of merged tables, kinds expanded, without sources; None where a value is wrong.

        What does not go together is reported.
        """
        scenario, faults = structured(bare_tables(tree, name_of(self.file)), Scenario, converter())
        if scenario is None or faults or faults_of_unused_kinds(tree):
            return None
        report_findings(session, tree, scenario, set())
        return evolve(
            scenario,
            measures=tuple(measure.id for measure in state.applied),
            costs={measure.id: measure.cost for measure in state.applied if measure.cost is not None},
        )


def _meets_removed(lower: Node | None, own: Node) -> bool:
    """Whether something is stated of what a measure of the base, or of the file, has merged away."""
    if isinstance(lower, Removed):
        return True
    if isinstance(lower, Table) and isinstance(own, Table):
        return any(_meets_removed(lower.entries.get(key), node) for key, node in own.entries.items())
    return False
