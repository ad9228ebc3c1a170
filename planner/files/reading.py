"""Reading a scenario: all it builds on, every problem at once, the model in the end; and the measures there are."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from pathlib import Path as FilePath
from typing import Any

from attrs import evolve, frozen

from planner.errors import Problem, ScenarioError
from planner.files.draft import Draft, Refused
from planner.files.findings import shown
from planner.files.measure import Measure, Package
from planner.files.modelling import modelled, note_days, report_run, sound_time
from planner.files.places import name_of, named_files, roots_of, shipped
from planner.files.resolving import resolve, with_measures
from planner.files.schema import Single, grown, is_staff, shape_at
from planner.files.session import Resolved, Session
from planner.files.shipped import asked_for
from planner.files.sources import Layer
from planner.files.timeline import report_phase_changes, states
from planner.files.tree import Origin, Table, bare
from planner.model.scenario import Phase, Scenario, rewrites
from planner.model.text import Text, joined, nearest


def write_values(session: Session, draft: Draft, values: Mapping[str, Any]) -> Layer:
    """Write bare values to the places that their paths name; a path that names none is reported. Their layer."""
    layer = session.layer({})
    for pattern, value in values.items():
        written = tuple(pattern.split("."))
        try:
            places = draft.find("", pattern, may_be_new=True)
        except Refused as refusal:
            session.report_faults("", written, [refusal.fault])
            continue
        for place in places:
            draft.write(place, grown(value, Origin("", written, place, layer.number), shape_at(place)))
    return layer


def takes_whole_numbers(pattern: str) -> bool:
    """Whether only whole numbers can stand where a path leads, staff included; False where it leads nowhere."""
    shape = shape_at(tuple(pattern.split(".")))
    return is_staff(shape) or (isinstance(shape, Single) and shape.whole)


@frozen
class Reading:
    """A scenario as read, what a person should know about it, and the files it came from with their fingerprints."""

    scenario: Scenario
    notes: tuple[Problem, ...]
    files: Mapping[FilePath, str]


class ScenarioFile:
    """A scenario file, to be read as it is or with what-ifs that no file states; the files behind it are read once.

    A shipped scenario goes by its name too, as `laiyang/current`, where no file of that name is there. Raises
    ScenarioError where the file itself cannot be read.
    """

    def __init__(self, path: FilePath | str) -> None:
        self._file = asked_for(FilePath(path))
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
def rewritten(
    scenario: Scenario,
    values: Mapping[str, Any],
    measures: Sequence[str],
    without: Sequence[str] = (),
    name: str | None = None,
) -> Scenario:
    """Read the files of a scenario again with more on top; a value stated before stays unless it is stated again.

    Measures and packages `without` which it is to be are left out wherever the files name them. It is called `name`, or
    else after its measures and values. Raises as `Scenario.with_values` does.
    """
    origin = _came_about.get(id(scenario))
    if origin is None:
        raise ScenarioError(Problem(kind="not-from-a-file", facts={"name": scenario.name}))
    _check_types(values, measures)
    # What is stated last comes last, also where an earlier pattern reaches the same places.
    together = {path: value for path, value in origin.values.items() if path not in values}
    # The numbers of NumPy are those of Python in another dress.
    together |= {path: bare(value.item() if hasattr(value, "item") else value) for path, value in values.items()}
    chosen = (*(name for name in origin.measures if name not in without), *measures)
    told = [f"{path}={shown(value)}" for path, value in list(together.items())[:MOST_NAMED]]
    more = ["…"] if len(together) > MOST_NAMED else []
    name = name or origin.file.name_with(chosen) + (f" ({', '.join((*told, *more))})" if told else "")
    return origin.file.read(chosen, without=(*origin.without, *without), values=together, name=name).scenario


def _check_types(values: Any, measures: Sequence[Any]) -> None:
    problems: list[Problem] = []
    paths = list(values) if isinstance(values, Mapping) else []
    for argument, expected, wrong in (
        ("values", "table", [] if isinstance(values, Mapping) else [values]),
        ("values", "words", [path for path in paths if not isinstance(path, str)]),
        ("measures", "list-of-names", [name for name in measures if not isinstance(name, str)]),
    ):
        facts = [{"expected": expected, "got": shown(one)} for one in wrong[:1]]
        problems += [Problem(kind="wrong-type", path=argument, facts=one) for one in facts]
    if problems:
        raise ScenarioError(problems)


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


def _roots(near: Path | None) -> tuple[Path, ...]:
    return (shipped(),) if near is None else roots_of(near)


def list_measures(near: Path | None = None) -> tuple[Measure, ...]:
    """The shipped measures by id, and those in the scenario folder of the file `near`.

    Of two measures of one id the latter counts. Raises ScenarioError with every problem in any of them.
    """
    session = Session()
    measures = [session.measure(file) for file in named_files("measures", _roots(near)).values()]
    if session.problems:
        raise ScenarioError(session.problems)
    return tuple(measure for measure in measures if measure is not None)


def list_packages(near: Path | None = None) -> tuple[Package, ...]:
    """The packages, as `list_measures` lists measures."""
    session = Session()
    packages = [session.package(file) for file in named_files("packages", _roots(near)).values()]
    if session.problems:
        raise ScenarioError(session.problems)
    return tuple(package for package in packages if package is not None)


def read_measure(name: str, near: Path | None = None) -> Measure:
    """One measure by id. Raises ScenarioError where there is none, or something is wrong with it."""
    session = Session()
    files = named_files("measures", _roots(near))
    if name not in files:
        facts = {"what": "measure", "got": name}
        raise ScenarioError(Problem(kind="unknown-name", facts=facts, nearest=nearest(name, files)))
    measure = session.measure(files[name])
    if measure is None:
        raise ScenarioError(session.problems)
    return measure
