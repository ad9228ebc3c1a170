"""Measures and packages of a file: which there are, which are in force, and through whom."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Literal

from attrs import frozen

from planner.editing.state import State
from planner.editing.tables import EditRefused, Tables
from planner.errors import Problem
from planner.files import list_measures, list_packages
from planner.files.measure import Measure, Package
from planner.model.text import nearest

Chosen = Literal["no", "own", "base"]
"""Not in force, chosen by the file itself, or in force in its base, where only the base can leave it out."""


@frozen(kw_only=True)
class MeasureChoice:
    """One measure of the catalogue. `through` is the package that brings it, `lacking` what it needs and has not."""

    measure: Measure
    chosen: Chosen
    through: str = ""
    lacking: tuple[str, ...] = ()


@frozen(kw_only=True)
class PackageChoice:
    """One package: the measures of it that are in force, out of all."""

    package: Package
    chosen: Chosen
    in_force: tuple[str, ...]


class Catalogue:
    """The measures and packages that a file may name, read once. Raises ScenarioError where one has problems."""

    def __init__(self, near: FilePath) -> None:
        """The shipped ones, and those in the scenario folder of the file `near`."""
        self.near = near
        self.measures: Mapping[str, Measure] = {measure.id: measure for measure in list_measures(near)}
        self.packages: Mapping[str, Package] = {package.id: package for package in list_packages(near)}

    def members(self, name: str) -> tuple[str, ...]:
        """The measures that a name stands for: itself, or those of the package."""
        if name not in self.measures and name in self.packages:
            return self.packages[name].measures
        return (name,)


def own_names(tables: Tables) -> list[str]:
    """The measures and packages that a file names."""
    names = tables.get("measures", [])
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def measure_choices(state: State, catalogue: Catalogue) -> tuple[MeasureChoice, ...]:
    """Every measure there is, by id."""
    through = {member: name for name in own_names(state.tables) for member in catalogue.members(name)}
    applied = {measure.id for measure in state.applied}
    return tuple(
        MeasureChoice(
            measure=measure,
            chosen="own" if name in through else "base" if name in applied else "no",
            through=through.get(name, "") if through.get(name) != name else "",
            lacking=tuple(need for need in measure.needs if isinstance(need, str) and need not in applied),
        )
        for name, measure in catalogue.measures.items()
    )


def package_choices(state: State, catalogue: Catalogue) -> tuple[PackageChoice, ...]:
    """Every package there is, by id; it counts as in force where all its measures are.

    One that the base has whole stays the base's where the file names a measure of it once more.
    """
    own = own_names(state.tables)
    members = {member for name in own for member in catalogue.members(name)}
    applied = {measure.id for measure in state.applied} | members
    before = {measure.id for measure in state.base.resolved.applied} if state.base is not None else set()
    found: list[PackageChoice] = []
    for name, package in catalogue.packages.items():
        there = tuple(member for member in package.measures if member in applied)
        whole = len(there) == len(package.measures)
        by_own = name in own or (whole and any(member in members - before for member in package.measures))
        chosen: Chosen = "own" if by_own else "base" if whole else "no"
        found.append(PackageChoice(package=package, chosen=chosen, in_force=there))
    return tuple(found)


def chosen(tables: Tables, catalogue: Catalogue, name: str) -> Tables:
    """The tables with a measure or package more. Raises EditRefused `unknown-name`."""
    _require_known(catalogue, name)
    names = own_names(tables)
    return tables if name in names else {**tables, "measures": [*names, name]}


def unchosen(state: State, tables: Tables, catalogue: Catalogue, name: str, kept: Tables) -> Tables:
    """The tables without a measure or package; of a package that brings it, the other measures stay.

    An empty list is written only where the file on the disk (`kept`) has a list. Raises EditRefused `unknown-name`, or
    `stated-below` where it is in force in the base, which a file on top of it cannot undo.
    """
    _require_known(catalogue, name)
    going = set(catalogue.members(name)) | {name}
    names: list[str] = []
    for there in own_names(tables):
        staying = [member for member in catalogue.members(there) if member not in going]
        names += [there] if len(staying) == len(catalogue.members(there)) else staying
    if names == own_names(tables):
        if name in {measure.id for measure in state.applied}:
            raise EditRefused(Problem(kind="stated-below", path="measures", facts={"what": "measure", "got": name}))
        return tables
    if names or "measures" in kept:
        return {**tables, "measures": list(dict.fromkeys(names))}
    return {key: value for key, value in tables.items() if key != "measures"}


def _require_known(catalogue: Catalogue, name: str) -> None:
    if name not in catalogue.measures and name not in catalogue.packages:
        near = nearest(name, [*catalogue.measures, *catalogue.packages])
        raise EditRefused(
            Problem(kind="unknown-name", path="measures", facts={"what": "measure", "got": name}, nearest=near)
        )
