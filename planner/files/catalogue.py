"""The measures and packages there are."""

from __future__ import annotations

from pathlib import Path

from planner.errors import Problem, ScenarioError
from planner.files.measure import Measure, Package
from planner.files.nearest import nearest
from planner.files.places import named_files, roots_of, shipped
from planner.files.session import Session


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
