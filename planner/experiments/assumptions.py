"""Groups of assumptions, and scenarios in which those of a group are moved up or down together."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
from attrs import evolve, frozen

from planner.files.kinds import COUNTY_DEFAULTS
from planner.files.schema import default_at
from planner.files.sharing import exact, rounded
from planner.files.sources import source_finder
from planner.files.tree import Path
from planner.model.team import Staff, Team
from planner.model.township import Quota

if TYPE_CHECKING:
    from planner.model.scenario import Scenario

GROUPS: Mapping[str, tuple[str, ...]] = {
    "formal": ("case_types.*.formal",),
    "department_staff": (
        "departments.*.team.staff.*",
        "departments.*.team.vacancies.*",
        "departments.*.team.certified",
    ),
    "work": (
        "case_types.*.intake.hours",
        "case_types.*.village.hours",
        "case_types.*.fact.hours",
        "case_types.*.decision.hours",
        "case_types.*.partners.*.hours",
    ),
    "rates": ("case_types.*.per_1000_residents_year", "case_types.*.per_township_week"),
    "township_staff": (
        "townships.*.teams.*.staff.*",
        "townships.*.teams.*.vacancies.*",
        "townships.*.teams.*.certified",
        "shared_teams.*.team.staff.*",
        "shared_teams.*.team.vacancies.*",
        "shared_teams.*.team.certified",
    ),
    "meetings": (
        "townships.*.teams.*.meetings_share",
        "townships.*.grids.meetings_share",
        "townships.*.agents.meetings_share",
        "departments.*.team.meetings_share",
        "shared_teams.*.team.meetings_share",
    ),
    "answers": ("townships.*.linkage.referral.answered", "townships.*.linkage.whistle.answered"),
    "linkage_times": (
        "townships.*.linkage.referral.latency_hours",
        "townships.*.linkage.whistle.sign_in_hours",
        "townships.*.linkage.preparation_hours",
        "townships.*.linkage.reminder_days",
        "townships.*.linkage.return_days",
        "townships.*.linkage.coordination_days",
    ),
    "unclear": ("case_types.*.unclear", "townships.*.linkage.return_again"),
    "leaving": (
        "townships.*.teams.*.leaving_rate",
        "townships.*.teams.*.hiring_days",
        "townships.*.teams.*.training_days",
        "townships.*.grids.leaving_rate",
        "departments.*.team.leaving_rate",
        "departments.*.team.hiring_days",
        "departments.*.team.training_days",
        "shared_teams.*.team.leaving_rate",
        "shared_teams.*.team.hiring_days",
        "shared_teams.*.team.training_days",
    ),
    "patrols": ("townships.*.grids.round_hours",),
    "citizens": ("case_types.*.citizen_delay_days", "case_types.*.life_days"),
    "village": ("case_types.*.village.settles", "case_types.*.agent_share"),
    "reversals": ("reversal_rate.*", "repeats.*"),
    "review": ("townships.*.legal_review_hours", "departments.*.legal_review_hours"),
    "dispatch": ("townships.*.platform.dispatch_hours", "townships.*.platform.accuracy"),
}
"""Paths of the values of each group, the most influential guesses first; `*` stands for any key.

The values of a group mean the same: more of each is more work, more people, more answers.
"""

NOT_GUESSED = ("time", "place", "phases", "costs", *COUNTY_DEFAULTS)
"""Parts of a scenario whose numbers are choices, or stand again in each township."""


@frozen(kw_only=True)
class Moved:
    """A scenario in which the assumptions of a group are moved, and the paths of what moved.

    What stands alike for several townships is one path, with `*` in place of the township.
    """

    scenario: Scenario
    patterns: frozenset[str]


def moved(scenario: Scenario, group: str, factor: float) -> Moved:
    """The scenario with every value of a group that is an assumption multiplied, within its range.

    Values from a document, a statute or a measurement stay. People stay whole, each number rounded by itself so that it
    moves alike in compared scenarios; certificates stay within the staff, and quotas give way to it. A share that would
    reach 1 where it must not goes half the way.
    """
    patterns = [tuple(pattern.split(".")) for pattern in GROUPS[group]]
    found: set[str] = set()

    def in_force(state: Scenario) -> Scenario:
        source_of = source_finder(state)

        def change(path: Path, value: float, metadata: Mapping[str, Any]) -> float:
            if not any(_matches(path, pattern) for pattern in patterns):
                return value
            source = source_of(".".join(path))
            if source is not None and source.tag != "assumption":
                return value
            new = _scaled(value, factor, metadata)
            if new != value:
                found.add(_pattern(path))
            return new

        changed = _rebuilt(state, (), change)
        assert isinstance(changed, type(state))
        return _consistent(changed)

    state = in_force(evolve(scenario, phases=()))
    phases = tuple(evolve(phase, scenario=in_force(phase.scenario)) for phase in scenario.phases)
    return Moved(scenario=evolve(state, phases=phases), patterns=frozenset(found))


def left_out(scenario: Scenario) -> int:
    """How many numbers are assumptions and in no group, alike ones of several townships counted once.

    Values that are the model's own are not counted, nor what the county states for its townships to take.
    """
    source_of = source_finder(scenario)
    patterns = [tuple(pattern.split(".")) for group in GROUPS.values() for pattern in group]
    found = set()
    for path in _stated_numbers(scenario, ()):
        if path[0] in NOT_GUESSED or any(_matches(path, one) for one in patterns):
            continue
        source = source_of(".".join(path))
        if source is None or source.tag == "assumption":
            found.add(_pattern(path))
    return len(found)


def _matches(path: Path, pattern: Path) -> bool:
    return len(path) == len(pattern) and all(two in ("*", one) for one, two in zip(path, pattern, strict=True))


def _pattern(path: Path) -> str:
    return ".".join((path[0], "*", *path[2:]) if path[0] == "townships" else path)


def _scaled(value: float, factor: float, metadata: Mapping[str, Any]) -> float:
    lowest, highest = float(metadata.get("lowest", 0.0)), float(metadata.get("highest", math.inf))
    if isinstance(value, int):
        return max(int(lowest), min(rounded(Fraction(value) * exact(factor)), int(min(highest, 1e9))))
    new = max(lowest, min(value * factor, highest))
    if metadata.get("open_high") and new >= highest:
        return value + (highest - value) / 2.0
    return new


Change = Callable[[Path, float, Mapping[str, Any]], float]


def _rebuilt(value: Any, path: Path, change: Change, metadata: Mapping[str, Any] | None = None) -> Any:
    """The same value where nothing changes below it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return change(path, value, metadata or {})
    if isinstance(value, Mapping):
        inner = {key: _rebuilt(one, (*path, key), change) for key, one in value.items()}
        return inner if any(inner[key] is not one for key, one in value.items()) else value
    if attrs.has(type(value)):
        changes = {}
        for field in attrs.fields(type(value)):
            one = getattr(value, field.name)
            new = _rebuilt(one, (*path, field.name), change, field.metadata)
            if new is not one:
                changes[field.name] = new
        return evolve(value, **changes) if changes else value
    return value


def _stated_numbers(value: Any, path: Path) -> Iterator[Path]:
    """Numbers that differ from what the model takes where nothing is stated."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield path
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _stated_numbers(one, (*path, key))
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            one = getattr(value, field.name)
            if one != default_at((*path, field.name)):
                yield from _stated_numbers(one, (*path, field.name))


def _consistent(scenario: Scenario) -> Scenario:
    """Certificates within the staff, quotas that hold the staff."""
    return evolve(
        scenario,
        townships={
            name: evolve(
                township,
                teams={key: _certified(team) for key, team in township.teams.items()},
                quota=_wide_enough(township.quota, [township.other_staff, *_staff(*township.teams.values())]),
            )
            for name, township in scenario.townships.items()
        },
        departments={
            name: evolve(
                department,
                team=_certified(department.team),
                quota=_wide_enough(department.quota, [department.other_staff, *_staff(department.team)]),
            )
            for name, department in scenario.departments.items()
        },
        shared_teams={
            name: evolve(shared, team=_certified(shared.team)) for name, shared in scenario.shared_teams.items()
        },
    )


def _staff(*teams: Team) -> list[Staff]:
    return [some for team in teams for some in (team.staff, team.vacancies)]


def _certified(team: Team) -> Team:
    if team.certified is None or team.certified <= team.staff.certifiable:
        return team
    return evolve(team, certified=team.staff.certifiable)


def _wide_enough(quota: Quota, staff: list[Staff]) -> Quota:
    civil, institution = sum(some.civil for some in staff), sum(some.institution for some in staff)
    return evolve(
        quota,
        civil=None if quota.civil is None else max(quota.civil, civil),
        institution=None if quota.institution is None else max(quota.institution, institution - quota.turnover),
    )
