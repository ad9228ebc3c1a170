"""Reading a scenario: everything it builds on, every problem at once, and the model in the end."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from attrs import evolve, frozen

from planner.errors import Problem, ScenarioError
from planner.files.bare import bare
from planner.files.draft import Draft
from planner.files.modelling import modelled, note_days, report_run, sound_time
from planner.files.nearest import shown
from planner.files.places import name_of
from planner.files.resolved import Resolved
from planner.files.resolving import resolve, with_measures
from planner.files.session import Session
from planner.files.states import report_phase_changes, states
from planner.files.stating import write_values
from planner.files.tree import Table
from planner.model.scenario import Phase, Scenario, rewrites
from planner.model.text import Text, joined


@frozen
class Reading:
    """A scenario as read, what a person should know about it, and the files it came from with their fingerprints."""

    scenario: Scenario
    notes: tuple[Problem, ...]
    files: Mapping[FilePath, str]


class ScenarioFile:
    """A scenario file, to be read as it is or with what-ifs that no file states; the files behind it are read once.

    Raises ScenarioError where the file itself cannot be read.
    """

    def __init__(self, path: FilePath | str) -> None:
        self._file = FilePath(path)
        self._session = Session(given=self._file)
        self._resolved: dict[frozenset[str], tuple[Session, Resolved]] = {}
        self._resolve(frozenset())

    def name_with(self, measures: Sequence[str]) -> str:
        """What the scenario is called with measures on top."""
        return "+".join((name_of(self._file), *measures))

    def read(
        self,
        measures: Sequence[str] = (),
        *,
        without: Iterable[str] = (),
        values: Mapping[str, Any] | None = None,
        name: str = "",
    ) -> Reading:
        """The scenario with `measures` on top, as by a file that extends this one and names them.

        Measures and packages named in `without` are left out wherever the file or its base names them. `values` by path
        (`*` for all keys) come last and win; they are held to the same rules as those of a file, and what is wrong with
        them has their path and no file. `name` is what the scenario is called, by default after file and measures.
        Raises ScenarioError with every problem found.
        """
        measures = (measures,) if isinstance(measures, str) else tuple(measures)
        without = (without,) if isinstance(without, str) else tuple(without)
        left_out, named = self._members(without)
        session, resolved = self._resolve(left_out)
        session = session.branch()
        for problem in named.problems:
            session.report(problem)
        draft = Draft(resolved.tree)
        if measures:
            resolved = with_measures(session, draft, resolved, self._file, [(name, ()) for name in measures])
        if values:
            resolved = evolve(resolved, layers=(*resolved.layers, write_values(session, draft, values)))
        resolved = evolve(resolved, tree=draft.raw)
        scenario = with_phases(session, resolved, name or self.name_with(measures))
        if session.problems or scenario is None:
            raise ScenarioError(session.problems)
        _came_about[id(scenario)] = _Origin(self, measures, without, dict(values or {}))
        weakref.finalize(scenario, _came_about.pop, id(scenario), None)
        return Reading(scenario, session.notes, session.files)

    def _members(self, names: Iterable[str]) -> tuple[frozenset[str], Session]:
        """The ids of measures that some names stand for, and a session that knows what is wrong with the names."""
        session = self._session.branch()
        members = [measure.id for name in names for measure in session.measures_named(name, self._file, ())]
        return frozenset(members), session

    def _resolve(self, left_out: frozenset[str]) -> tuple[Session, Resolved]:
        if left_out not in self._resolved:
            session = evolve(self._session.branch(), left_out=left_out)
            self._resolved[left_out] = session, resolve(session, self._file)
        return self._resolved[left_out]


@frozen
class _Origin:
    """What a scenario was read from, and with what on top."""

    file: ScenarioFile
    measures: tuple[str, ...]
    without: tuple[str, ...]
    values: Mapping[str, Any]


_came_about: dict[int, _Origin] = {}
"""By the identity of a scenario that is still about: a copy that was changed is another scenario."""


@rewrites
def _rewritten(scenario: Scenario, values: Mapping[str, Any], measures: Sequence[str]) -> Scenario:
    """Read the files of a scenario again with more on top; a value stated before stays unless it is stated again."""
    origin = _came_about.get(id(scenario))
    if origin is None:
        raise ScenarioError(Problem(kind="not-from-a-file", facts={"name": scenario.name}))
    wrong = [path for path in values if not isinstance(path, str)] if isinstance(values, Mapping) else [values]
    if wrong:
        facts = {"expected": "words", "got": shown(wrong[0])}
        raise ScenarioError(Problem(kind="wrong-type", path="values", facts=facts))
    # What is stated last comes last, also where an earlier pattern reaches the same places.
    together = {path: value for path, value in origin.values.items() if path not in values}
    # The numbers of NumPy are those of Python in another dress.
    together |= {path: bare(value.item() if hasattr(value, "item") else value) for path, value in values.items()}
    chosen = (*origin.measures, *measures)
    told = [f"{path}={shown(value)}" for path, value in list(together.items())[:MOST_NAMED]]
    more = ["…"] if len(together) > MOST_NAMED else []
    name = origin.file.name_with(chosen) + (f" ({', '.join((*told, *more))})" if told else "")
    return origin.file.read(chosen, without=origin.without, values=together, name=name).scenario


MOST_NAMED = 3
"""Values that a scenario is called after."""


def read_scenario(path: FilePath | str, measures: Sequence[str] = ()) -> Scenario:
    """The scenario in a file, merged and complete. Raises ScenarioError with every problem found.

    `measures` are applied on top, as by a file that extends this one and names them.
    """
    return read(path, measures).scenario


def read(path: FilePath | str, measures: Sequence[str] = ()) -> Reading:
    """Like `read_scenario`, with the notes and the files read."""
    return ScenarioFile(path).read(measures)


def with_phases(session: Session, resolved: Resolved, name: str) -> Scenario | None:
    """The scenario of a merged file with its later states; what is wrong with any of them is reported."""
    first: Scenario | None = None
    opening: Table | None = None
    phases: list[Phase] = []
    for day, state in states(session, resolved, sound_time(resolved.tree)):
        scenario = modelled(session, state, name)
        _note_needs(session, state)
        opening = opening or state.tree
        report_phase_changes(session, resolved.tree, opening, state.tree)
        if day is None:
            first = scenario
        elif scenario is not None:
            phases.append(Phase(start=day, scenario=scenario))
    if first is None or opening is None:
        return None
    whole = evolve(first, phases=tuple(phases), title=title_of(first, resolved))
    report_run(session, opening, whole)
    note_days(session, opening, whole)
    return whole


def title_of(scenario: Scenario, resolved: Resolved) -> Text:
    """The title that the merged tables state, with what files without one add to it."""
    title = scenario.title
    return joined([title, *resolved.added]) if resolved.added and (title.zh or title.en) else title


def _note_needs(session: Session, state: Resolved) -> None:
    """Say which measures need another one that is not there."""
    there = {measure.id for measure in state.applied}
    for measure in state.applied:
        for place, need in enumerate(measure.needs):
            if isinstance(need, str) and need not in there:
                facts = {"measure": measure.id, "needs": need}
                session.note(Problem(kind="needs-measure", file=measure.file, path=f"needs[{place + 1}]", facts=facts))
