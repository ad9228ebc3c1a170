"""The scenarios of a comparison, read from their files: a base, other files, and the base with measures on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from planner.errors import PlannerError, Problem, ScenarioError
from planner.experiments.design import MEASURE
from planner.experiments.sweep import alternatives_at, title_of
from planner.files import list_packages, read_measure
from planner.files.places import named_files, roots_of
from planner.model.text import Text, joined, nearest
from planner.workload.reading import Reading, ScenarioFile, read

if TYPE_CHECKING:
    from planner.experiments.design import Point
    from planner.model.scenario import Scenario


def read_alternatives(
    base: Path,
    others: Sequence[Path] = (),
    with_measures: Sequence[Sequence[str]] = (),
    points: Sequence[Point] = (),
    *,
    on_reading: Callable[[Reading], object] = lambda reading: None,
) -> list[Scenario]:
    """The scenario in `base`, those in `others`, one for each list of measures and packages applied to the base, and
    one for each of the `points` at which the base is looked at.

    The last two have a title that names the measures and values; no file is written. `on_reading` is told of each.

    Raises ScenarioError with every problem of every file, and for a name that is no measure.
    """
    found: list[Scenario] = []
    problems: list[Problem] = []
    for file in (base, *others):
        try:
            found.append(_read(file, (), on_reading))
        except PlannerError as error:
            problems += error.problems
    # With a base that cannot be read, every alternative built on it would say the same again.
    if not problems:
        for names in with_measures:
            try:
                found.append(_with(base, found[0], names, on_reading))
            except PlannerError as error:
                problems += error.problems
        if points:
            names = [name.removeprefix(MEASURE) for name in points[0] if name.startswith(MEASURE)]
            try:
                whole, titles = ScenarioFile(base), _titles(base, names)
                found += alternatives_at(whole, found[0], points, titles, option="--points", on_reading=on_reading)
            except PlannerError as error:
                problems += error.problems
    if problems:
        raise ScenarioError(list({repr(problem): problem for problem in problems}.values()))
    return found


def _read(file: Path, names: Sequence[str], on_reading: Callable[[Reading], object]) -> Scenario:
    reading = read(file, names)
    on_reading(reading)
    return reading.scenario


def _with(file: Path, base: Scenario, names: Sequence[str], on_reading: Callable[[Reading], object]) -> Scenario:
    roots = roots_of(file)
    measures, packages = named_files("measures", roots), named_files("packages", roots)
    unknown = [name for name in names if name not in measures and name not in packages]
    if unknown:
        raise ScenarioError([_unknown(name, (*measures, *packages)) for name in unknown])
    scenario = _read(file, names, on_reading)
    titles = _titles(file, names)
    return evolve(scenario, title=joined([title_of(base), *(titles[name] for name in names)]))


def _titles(file: Path, names: Sequence[str]) -> dict[str, Text]:
    """The titles of measures and packages, of those that there are."""
    measures = named_files("measures", roots_of(file))
    titles = {package.id: package.title for package in list_packages(file)} if set(names) - set(measures) else {}
    return titles | {name: read_measure(name, file).title for name in names if name in measures}


def _unknown(name: str, known: Iterable[str]) -> Problem:
    facts = {"what": "measure", "got": name}
    return Problem(kind="unknown-name", path="--with", facts=facts, nearest=nearest(name, known))
