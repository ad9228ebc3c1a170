"""Reading a scenario: everything it builds on, every problem at once, and the model in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath

from attrs import evolve, frozen

from planner.errors import Problem, ScenarioError
from planner.files.draft import Draft
from planner.files.modelling import modelled, sound_time
from planner.files.places import name_of
from planner.files.resolving import Resolved, resolve, with_measures
from planner.files.session import Session
from planner.files.states import report_phase_changes, states
from planner.model.scenario import Phase, Scenario


@frozen
class Reading:
    """A scenario as read, what a person should know about it, and the files it came from with their fingerprints."""

    scenario: Scenario
    notes: tuple[Problem, ...]
    files: Mapping[FilePath, str]


def read_scenario(path: FilePath | str, measures: Sequence[str] = ()) -> Scenario:
    """The scenario in a file, merged and complete. Raises ScenarioError with every problem found.

    `measures` are applied on top, as by a file that extends this one and names them.
    """
    return read(path, measures).scenario


def read(path: FilePath | str, measures: Sequence[str] = ()) -> Reading:
    """Like `read_scenario`, with the notes and the files read."""
    file = FilePath(path)
    session = Session()
    resolved = resolve(session, file)
    if measures:
        draft = Draft(resolved.tree)
        resolved = with_measures(session, draft, resolved, file, [(name, ()) for name in measures])
        resolved = evolve(resolved, tree=draft.raw)
    scenario = _with_phases(session, resolved, "+".join((name_of(file), *measures)))
    if session.problems or scenario is None:
        raise ScenarioError(session.problems)
    return Reading(scenario, session.notes, session.files)


def _with_phases(session: Session, resolved: Resolved, name: str) -> Scenario | None:
    first: Scenario | None = None
    phases: list[Phase] = []
    for day, state in states(session, resolved, sound_time(resolved.tree)):
        scenario = modelled(session, state, name)
        _note_needs(session, state)
        report_phase_changes(session, resolved.tree, state.tree)
        if day is None:
            first = scenario
        elif scenario is not None:
            phases.append(Phase(start=day, scenario=scenario))
    return evolve(first, phases=tuple(phases)) if first else None


def _note_needs(session: Session, state: Resolved) -> None:
    """Say which measures need another one that is not there."""
    there = {measure.id for measure in state.applied}
    for measure in state.applied:
        for place, need in enumerate(measure.needs):
            if isinstance(need, str) and need not in there:
                facts = {"measure": measure.id, "needs": need}
                session.note(Problem(kind="needs-measure", file=measure.file, path=f"needs[{place + 1}]", facts=facts))
