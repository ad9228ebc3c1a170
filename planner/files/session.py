"""One reading: the files read so far, everything found wrong in them, and what they amount to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import count
from pathlib import Path as FilePath
from typing import Any

import attrs
from attrs import define, field, frozen
from cattrs import Converter

from planner.errors import Problem, ScenarioError
from planner.files import places
from planner.files.measure import Entry, Measure, Package
from planner.files.places import ID, inside, named_files, real_path, roots_of
from planner.files.sources import Layer, read_sources
from planner.files.structuring import MOST_TOLD_OF_A_KIND, Fault, make_converter, structured
from planner.files.toml import UTF_8, encoding_of, fingerprint_of, parsed, read_bytes
from planner.files.tree import Path, Table, dotted
from planner.model.scenario import Source
from planner.model.text import Text, nearest


@frozen(kw_only=True)
class DatedEntry:
    """An entry of a timeline with the file and the place where it stands; `tags` are the file's for what it changes."""

    file: FilePath
    at: tuple[str | int, ...]
    entry: Entry
    tags: Mapping[Path, Source] = field(factory=dict)


@frozen(kw_only=True)
class Resolved:
    """A file as merged; `complete` where all the files it extends could be read."""

    tree: Table
    applied: tuple[Measure, ...] = ()
    layers: tuple[Layer, ...] = ()
    timeline: tuple[DatedEntry, ...] = ()
    added: tuple[Text, ...] = ()
    """What files without a title of their own add to the one with the last title: they are called by it."""
    complete: bool = True


@cache
def converter() -> Converter:
    """The one converter; it is made when it is first needed, because making its hooks takes a tenth of a second."""
    return make_converter()


@lru_cache(maxsize=1_000)
def _is_shipped(file: str) -> bool:
    """Whether a file came with the planner."""
    return inside(FilePath(file), (places.shipped(),))


def _with_places(problem: Problem, more: Sequence[Text]) -> Problem:
    """A problem that arises at more places in the same way."""
    known = problem.facts.get("places", ())
    fresh = tuple(place for place in more if place not in known)
    return attrs.evolve(problem, facts={**problem.facts, "places": (*known, *fresh)}) if fresh else problem


@define
class Session:
    """What one reading gathers: files with their fingerprints, problems and notes.

    `left_out` are measures, by id, that are passed over wherever they are named.
    """

    files: dict[FilePath, str] = field(factory=dict)
    left_out: frozenset[str] = frozenset()
    given: FilePath | None = None
    """The file that a person gave, in which they can mend what does not fit with what is shipped."""
    _named_at: dict[str, tuple[str, str]] = field(factory=dict)
    _problems: dict[Hashable, Problem] = field(factory=dict)
    _told: Counter[tuple[str, str]] = field(factory=Counter)
    _untold: set[Hashable] = field(factory=set)
    _notes: dict[str, Problem] = field(factory=dict)
    _numbers: Iterator[int] = field(factory=count)
    _tables: dict[FilePath, dict[str, Any]] = field(factory=dict)
    _measures: dict[FilePath, Measure | None] = field(factory=dict)
    _roots: dict[FilePath, tuple[FilePath, ...]] = field(factory=dict)
    _named: dict[tuple[str, tuple[FilePath, ...]], dict[str, FilePath]] = field(factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found wrong; how many more there are comes last, where not all are told."""
        told = tuple(self._problems.values())
        return (*told, Problem(kind="more-problems", facts={"n": len(self._untold)})) if self._untold else told

    @property
    def notes(self) -> tuple[Problem, ...]:
        """Everything that a person should know though it is not wrong."""
        return tuple(self._notes.values())

    def branch(self) -> Session:
        """A session that goes on from here by itself; files that were read are not read again."""
        # A measure with problems must be reported in every branch that names it; new files are seen by a new branch.
        return attrs.evolve(
            self,
            problems=dict(self._problems),
            named_at=dict(self._named_at),
            told=Counter(self._told),
            untold=set(self._untold),
            notes=dict(self._notes),
            measures={},
            roots={},
            named={},
        )

    def report(self, problem: Problem, suggest: Callable[[], str] | None = None) -> None:
        """Add a problem, unless it is there already; of one change that goes wrong at many places, the first.

        Of one kind in one file so many are told and the others counted: a table of a hundred thousand misspelt keys is
        one mistake. `suggest` finds the nearest right name, which takes long, where it will be told.
        """
        problem = self._where_it_is_mended(problem)
        where = (problem.kind, problem.file, problem.path)
        one_mistake = problem.kind == "unknown-key" or "at" in problem.facts or "places" in problem.facts
        key = where if one_mistake else repr(problem)
        if key in self._untold:
            return
        if key in self._problems:
            self._problems[key] = _with_places(self._problems[key], problem.facts.get("places", ()))
            return
        if self._told[where[:2]] == MOST_TOLD_OF_A_KIND:
            self._untold.add(key)
            return
        self._told[where[:2]] += 1
        self._problems[key] = attrs.evolve(problem, nearest=suggest()) if suggest else problem

    def report_untold(self, kind: str, places: Iterable[tuple[str, str]]) -> None:
        """Count problems of one kind, by file and path, that are too many to be told."""
        self._untold |= {key for file, path in places if (key := (kind, file, path)) not in self._problems}

    def names(self, measure: Measure, file: FilePath, place: tuple[str | int, ...]) -> None:
        """Remember where a measure is named."""
        self._named_at.setdefault(measure.file, (str(file), dotted(place)))

    def _where_it_is_mended(self, problem: Problem) -> Problem:
        """The problem, at a place in the files of the person where it arises in a shipped one.

        What is shipped is sound by itself, and a person cannot change it: they can leave out the measure that they have
        named, or state the value otherwise.
        """
        own = self.given
        if own is None or not problem.file or _is_shipped(str(own)) or not _is_shipped(problem.file):
            return problem
        place = problem.path if problem.file not in self._named_at else str(problem.facts.get("at", ""))
        file, path = self._named_at.get(problem.file, (str(own), place))
        if _is_shipped(file):
            file, path = str(own), place
        cause = f"{real_path(FilePath(problem.file)).relative_to(places.shipped()).as_posix()}: {problem.path}"
        return attrs.evolve(problem, file=file, path=path, facts={**problem.facts, "cause": cause})

    def note(self, note: Problem) -> None:
        """Add a note, unless it is there already."""
        self._notes.setdefault(repr(note), note)

    def report_faults(self, file: str, at: tuple[str | int, ...], faults: list[Fault]) -> None:
        """Add faults of a table that stands at `at` in a file."""
        for fault in faults:
            path = dotted((*at, *fault.path))
            problem = Problem(kind=fault.kind, file=file, path=path, facts=fault.facts)
            self.report(problem, lambda fault=fault: fault.nearest)  # type: ignore[misc]
            around = (*at, *fault.around)
            self.report_untold(fault.kind, ((file, dotted((*around, key))) for key in fault.more))

    def tables(self, file: FilePath) -> dict[str, Any]:
        """The tables of a file, read once. Raises ScenarioError where it cannot be read."""
        if file not in self._tables:
            content = read_bytes(file)
            self._tables[file] = parsed(file, content)
            self.files[file] = fingerprint_of(content)
            encoding = encoding_of(content)
            if encoding != UTF_8:
                self.note(Problem(kind="encoding", file=str(file), facts={"encoding": encoding}))
        return self._tables[file]

    def layer(self, tags: Mapping[Path, Source]) -> Layer:
        """A new layer over those there are, with its tags."""
        return Layer(next(self._numbers), tags)

    def sources(self, file: FilePath, tables: Mapping[str, Any]) -> dict[Path, Source]:
        """The tags of a file; faults are reported."""
        sources, faults = read_sources(tables.get("sources", {}), converter())
        self.report_faults(str(file), ("sources",), faults)
        return sources

    def measure(self, file: FilePath) -> Measure | None:
        """A measure, or None where it has problems, which are then reported."""
        if file not in self._measures:
            self._measures[file] = self._read_measure(file)
        return self._measures[file]

    def _read_measure(self, file: FilePath) -> Measure | None:
        try:
            tables = dict(self.tables(file))
        except ScenarioError as error:
            for problem in error.problems:
                self.report(problem)
            return None
        sources = self.sources(file, tables)
        tables.pop("sources", None)
        measure, faults = structured(tables, Measure, converter())
        self.report_faults(str(file), (), faults)
        if measure is None:
            return None
        tags = {dotted(pattern): source for pattern, source in sources.items()}
        return attrs.evolve(measure, id=file.stem, file=str(file), sources=tags)

    def package(self, file: FilePath) -> Package | None:
        """A package, or None where it has problems, which are then reported."""
        try:
            package, faults = structured(self.tables(file), Package, converter())
        except ScenarioError as error:
            for problem in error.problems:
                self.report(problem)
            return None
        self.report_faults(str(file), (), faults)
        return attrs.evolve(package, id=file.stem, file=str(file)) if package else None

    def titles(self, names: Sequence[str], file: FilePath) -> list[Text]:
        """What the measures and packages that a file names are called; what is wrong with them is reported."""
        found: list[Text] = []
        for place, name in enumerate(names):
            measures = self.measures_named(name, file, ("measures", place))
            packages = self._files_of("packages", self._roots[file])
            if [measure.id for measure in measures] == [name]:
                found.append(measures[0].title)
            elif name in packages and (package := self.package(packages[name])) is not None:
                found.append(package.title)
        return found

    def measures_named(self, name: str, file: FilePath, at: tuple[str | int, ...]) -> list[Measure]:
        """The measures that a name in `file` stands for: one, or those of a package in order.

        Those that cannot be read are left out; that is reported, at the place `at` where the name stands.
        """
        if file not in self._roots:
            self._roots[file] = roots_of(file)
        roots = self._roots[file]
        measures, packages = self._files_of("measures", roots), self._files_of("packages", roots)
        if name in measures:
            return self._sound([measures[name]], roots)
        if not ID.fullmatch(name):
            self.report(Problem(kind="bad-id", file=str(file), path=dotted(at), facts={"got": name}))
        elif name not in packages:
            self._unknown_measure(name, file, at, [*measures, *packages])
        elif package := self.package(packages[name]):
            for place, inner in enumerate(package.measures):
                if inner not in measures:
                    self._unknown_measure(inner, FilePath(package.file), ("measures", place), list(measures))
            return self._sound([measures[inner] for inner in package.measures if inner in measures], roots)
        return []

    def _files_of(self, folder: str, roots: tuple[FilePath, ...]) -> dict[str, FilePath]:
        """As `named_files` has it, looked for once."""
        key = folder, roots
        if key not in self._named:
            self._named[key] = named_files(folder, roots)
        return self._named[key]

    def _sound(self, files: Sequence[FilePath], roots: tuple[FilePath, ...]) -> list[Measure]:
        """Those that can be read; that one stands in the place of a shipped one of its name is worth a note."""
        for file in files:
            shipped = roots[-1] / "measures" / file.name
            if file != shipped and len(roots) > 1 and shipped.is_file():
                facts = {"measure": file.stem, "by": str(file)}
                self.note(Problem(kind="own-measure", file=str(file), facts=facts))
        return [measure for measure in map(self.measure, files) if measure is not None]

    def _unknown_measure(self, name: str, file: FilePath, at: tuple[str | int, ...], known: list[str]) -> None:
        facts = {"what": "measure", "got": name}
        problem = Problem(kind="unknown-name", file=str(file), path=dotted(at), facts=facts)
        self.report(problem, lambda: nearest(name, known))
