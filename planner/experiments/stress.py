"""What a conclusion rests on: the same comparison with each group of assumptions moved up and down together."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import nullcontext, suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import attrs
from attrs import evolve, frozen

from planner.errors import Problem, RequestError
from planner.experiments.comparison import Comparison, Finding, findings
from planner.experiments.dispatch import processes
from planner.experiments.question import Question
from planner.experiments.run import OnReplication, processors, run
from planner.files.schema import default_at
from planner.files.sharing import exact, rounded
from planner.files.sources import source_finder
from planner.files.tree import COUNTY_DEFAULTS, Path
from planner.model.team import Staff, Team
from planner.model.text import nearest
from planner.model.township import Quota

if TYPE_CHECKING:
    from planner.experiments.dispatch import Trace
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


Turn = Literal["reversed", "gone", "uncertain"]
"""Better where it was worse, or the other way round; no longer a difference that matters, or only now one; no longer
known."""

_OPPOSITES = ({"better", "worse"}, {"lower", "higher"})


@frozen(kw_only=True)
class Variant:
    """A question with one group of assumptions moved by a factor, in all scenarios alike."""

    group: str
    factor: float
    values: int
    """How many assumptions move."""
    question: Question


@frozen(kw_only=True)
class Stressed:
    """What a variant says: the findings of each alternative."""

    variant: Variant
    findings: tuple[tuple[Finding, ...], ...]


@frozen(kw_only=True)
class Flip:
    """A verdict that a variant does not share; `alternative` counts from 0."""

    variant: Variant
    alternative: int
    before: Finding
    after: Finding
    turn: Turn


@frozen(kw_only=True)
class StressTest:
    """The variants that were run; `unfinished` ones were not, because the test was stopped."""

    share: float
    finished: tuple[Stressed, ...]
    unfinished: tuple[Variant, ...]
    left_out: int
    """Assumptions that are in no group, and do not move."""

    def flips(self, comparison: Comparison) -> tuple[Flip, ...]:
        """Every verdict of the comparison that a variant turns, in the order of the variants."""
        return tuple(
            Flip(variant=stressed.variant, alternative=place, before=before, after=after, turn=turn)
            for stressed in self.finished
            for place, alternative in enumerate(comparison.alternatives)
            for before, after in zip(alternative.findings, stressed.findings[place], strict=True)
            if (turn := _turn(before, after)) is not None
        )

    def holding(self, comparison: Comparison) -> tuple[str, ...]:
        """The groups that turn no verdict, of those that were tried both ways."""
        turning = {flip.variant.group for flip in self.flips(comparison)}
        waiting = {variant.group for variant in self.unfinished}
        groups = dict.fromkeys(stressed.variant.group for stressed in self.finished)
        return tuple(group for group in groups if group not in turning | waiting)


def variants(asked: Question, share: float, groups: Collection[str] = ()) -> tuple[Variant, ...]:
    """The questions of a stress test: each group (by default all) multiplied by 1 - `share` and by 1 + `share`.

    A group without an assumption in any of the scenarios is left out.

    Raises RequestError for a group that does not exist, and for a share that is not between 0 and 1.
    """
    if not 0.0 < share < 1.0:
        facts = {"got": share, "unit": "share", "lowest": 0.0, "highest": 1.0, "open_low": True, "open_high": True}
        raise RequestError(Problem(kind="out-of-range", path="--stress", facts=facts))
    unknown = [group for group in groups if group not in GROUPS]
    if unknown:
        raise RequestError(
            [
                Problem(
                    kind="unknown-name",
                    path="--stress-group",
                    facts={"what": "assumption-group", "got": group},
                    nearest=nearest(group, GROUPS),
                )
                for group in unknown
            ]
        )
    found = []
    for group in GROUPS:
        if groups and group not in groups:
            continue
        for factor in (1.0 - share, 1.0 + share):
            states = [moved(scenario, group, factor) for scenario in asked.scenarios]
            patterns = frozenset[str]().union(*(state.patterns for state in states))
            if patterns:
                changed = evolve(asked, scenarios=tuple(state.scenario for state in states))
                found.append(Variant(group=group, factor=factor, values=len(patterns), question=changed))
    return tuple(found)


def stress(
    comparison: Comparison,
    share: float = 0.25,
    *,
    groups: Collection[str] = (),
    jobs: int | None = None,
    trace: Trace | None = None,
    on_replication: OnReplication | None = None,
    on_variant: Callable[[Variant], object] | None = None,
    executor: Executor | None = None,
) -> StressTest:
    """Ask the question of a comparison again with each group of assumptions moved, after as many replications.

    The variants are run one after the other, so that those that Ctrl-C leaves are whole. `on_variant` is called when
    one begins; other arguments are those of `variants` and `run`.
    """
    waiting = list(variants(comparison.question, share, groups))
    replications = comparison.replications
    finished: list[Stressed] = []
    workers = jobs or processors()
    pool = processes(workers) if executor is None and workers > 1 else nullcontext(executor)
    with pool as workplace, suppress(KeyboardInterrupt):
        while waiting and replications:
            variant = waiting[0]
            if on_variant is not None:
                on_variant(variant)
            result = run(
                variant.question.scenarios,
                replications=replications,
                seed=comparison.base.seed,
                jobs=jobs,
                trace=trace,
                families=variant.question.families,
                on_replication=on_replication,
                executor=workplace,
            )
            if result.interrupted:
                break
            base, *others = result.runs
            told = tuple(findings(variant.question, base, other) for other in others)
            finished.append(Stressed(variant=waiting.pop(0), findings=told))
    return StressTest(
        share=share,
        finished=tuple(finished),
        unfinished=tuple(waiting),
        left_out=left_out(comparison.base.scenario),
    )


def _turn(before: Finding, after: Finding) -> Turn | None:
    if before.verdict in (None, "not-yet-known") or after.verdict == before.verdict:
        return None
    if after.verdict in (None, "not-yet-known"):
        return "uncertain"
    return "reversed" if {before.verdict, after.verdict} in _OPPOSITES else "gone"
