"""What a conclusion rests on: the same comparison with each group of assumptions moved up and down."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import Executor
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, Literal

from attrs import evolve, frozen

from planner.errors import Problem, RequestError
from planner.experiments.assumptions import GROUPS, left_out, moved
from planner.experiments.comparison import Comparison, Finding, findings
from planner.experiments.dispatch import processes
from planner.experiments.question import Question
from planner.experiments.run import OnReplication, processors, run
from planner.files.nearest import nearest

if TYPE_CHECKING:
    from planner.experiments.worker import Trace

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
