"""Names that must exist where they are used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from planner.files.finding import Finding, Place
from planner.model.casetype import FAMILIES, TOWNSHIP
from planner.model.scenario import Scenario
from planner.model.team import Team
from planner.model.text import Text

TABLES: dict[str, Place] = {
    "township": ("townships",),
    "department": ("departments",),
    "kind": ("kinds",),
    "case-type": ("case_types",),
    "case-type-or-family": ("case_types",),
    "profile": ("demand", "profiles"),
}
"""Where the names of each sort are defined."""


def unknown_names(scenario: Scenario) -> Iterator[Finding]:
    """Every name that stands for nothing."""
    yield from _of_case_types(scenario)
    yield from _of_townships(scenario)
    for path, team in teams_of(scenario):
        yield from _of_team(scenario, path, team)
    served = dict.fromkeys((*scenario.townships, "*"))
    for name, shared in scenario.shared_teams.items():
        for place, township in enumerate(shared.serves):
            yield from _unknown(("shared_teams", name, "serves", place), "township", township, served)
        yield from _of_list(scenario, ("shared_teams", name, "decides"), shared.decides)
    for name, surge in scenario.demand.surges.items():
        for place, family in enumerate(surge.families):
            yield from _unknown(("demand", "surges", name, "families", place), "family", family, FAMILIES)


def teams_of(scenario: Scenario) -> Iterator[tuple[Place, Team]]:
    """Every team with its path."""
    for name, township in scenario.townships.items():
        for team_name, team in township.teams.items():
            yield ("townships", name, "teams", team_name), team
    for name, department in scenario.departments.items():
        yield ("departments", name, "team"), department.team
    for name, shared in scenario.shared_teams.items():
        yield ("shared_teams", name, "team"), shared.team


def _unknown(path: Place, what: str, name: str, known: Collection[str]) -> Iterator[Finding]:
    if name not in known:
        facts = {"what": what, "got": name}
        yield Finding(path=path, kind="unknown-name", facts=facts, among=known, table=TABLES.get(what, ()))


def _of_case_types(scenario: Scenario) -> Iterator[Finding]:
    known = dict.fromkeys((*scenario.departments, TOWNSHIP))
    for name, case_type in scenario.case_types.items():
        path = ("case_types", name)
        if case_type.responsible:
            yield from _unknown((*path, "responsible"), "department", case_type.responsible, known)
        for partner in case_type.partners:
            yield from _unknown((*path, "partners", partner), "department", partner, scenario.departments)
        yield from _unknown((*path, "profile"), "profile", case_type.profile, ("even", *scenario.demand.profiles))


def _of_townships(scenario: Scenario) -> Iterator[Finding]:
    for name, township in scenario.townships.items():
        path = ("townships", name)
        if township.kind:
            yield from _unknown((*path, "kind"), "kind", township.kind, scenario.kinds)
        for team in filter(lambda team: _is_nobody(township.teams[team]), township.teams):
            others = [other for other in township.teams if not _is_nobody(township.teams[other])]
            # A team may well be empty, to be staffed by a measure; one that is called like another is that one.
            yield from (
                finding for finding in _unknown((*path, "teams", team), "team", team, others) if finding.nearest
            )
        tables: list[tuple[Place, Iterable[str]]] = [
            ((*path, "rates"), township.rates),
            ((*path, "powers"), township.powers),
            ((*path, "opening_backlog"), township.opening_backlog),
        ]
        tables += [((*path, "parts", part, "rates"), value.rates) for part, value in township.parts.items()]
        yield from chain.from_iterable(
            _unknown((*table, key), "case-type", key, scenario.case_types) for table, keys in tables for key in keys
        )


def _is_nobody(team: Team) -> bool:
    """Whether a team has neither people nor work nor a name: what is left when its id is misspelt."""
    given = (team.staff.total, team.vacancies.total, team.handles, team.posted, team.intake)
    return not any(given) and team.name == Text()


def _of_list(scenario: Scenario, path: Place, names: Iterable[str]) -> Iterator[Finding]:
    """A list of case types, families or `*`."""
    known = dict.fromkeys((*scenario.case_types, *FAMILIES, "*"))
    for place, name in enumerate(names):
        yield from _unknown((*path, place), "case-type-or-family", name, known)


def _of_team(scenario: Scenario, path: Place, team: Team) -> Iterator[Finding]:
    yield from _of_list(scenario, (*path, "handles"), team.handles)
    for place, department in enumerate(team.posted):
        yield from _unknown((*path, "posted", place), "department", department, scenario.departments)
