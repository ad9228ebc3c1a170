"""Scenarios compared on the same draws: what differs, by how much, and whether it matters."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from attrs import field, frozen

from planner.errors import Problem, RequestError
from planner.experiments.changed import ChangedInput, PostBalance, acts_through, changed_inputs, post_balance
from planner.experiments.frames import FINDINGS, finding_rows
from planner.experiments.goal import Aim, Goal, PrecisionRule
from planner.experiments.headlines import Amount, Name, amount, named
from planner.experiments.points import points_in
from planner.experiments.question import GROUPINGS, IN_GROUPS, Question, in_groups, in_window, question
from planner.experiments.result import Replication, RunResult, ScenarioRun, not_reached
from planner.experiments.run import OnReplication, check_request, run
from planner.experiments.summaries import of_alternative, of_comparison
from planner.experiments.sweep import alternatives_at
from planner.experiments.transition import Transition, transition
from planner.experiments.why import Why, why
from planner.metrics.frames import frame_of_rows
from planner.metrics.indicators import INDICATORS, Better, FigureKey
from planner.model.asked import MOST_REPLICATIONS, Asked
from planner.model.summary import Summarised, Summary
from planner.stats import paired
from planner.stats.interval import Interval
from planner.stats.paired import Paired, Verdict

if TYPE_CHECKING:
    import polars as pl

    from planner.experiments.dispatch import Trace
    from planner.experiments.points import Table
    from planner.model.scenario import Scenario
    from planner.stats.precision import Ended


@frozen(kw_only=True)
class Finding:
    """One figure of an alternative beside the base's.

    `paired` is None where no replication has the figure in both, or some do not reach it; then there is no verdict.
    `matters` is the smallest difference that matters, in the unit of the figure.
    """

    figure: FigureKey
    paired: Paired | None
    matters: float
    matters_stated: bool
    """Whether the planner has set it."""
    verdict: Verdict | None
    needed: int | None
    """Where the verdict is not known yet: about how many replications would tell, if the difference stays as it is."""
    unreached: int = 0
    """Replications in which either does not reach it: a median or 90th percentile beyond the time that is looked at."""

    @property
    def better(self) -> Better | None:
        """Which direction of the figure is good."""
        return INDICATORS[self.figure.indicator].better


class Rests(NamedTuple):
    """How many assumptions stand behind an alternative: of its own changes, and those that its changes act through."""

    own: int
    through: int
    changed: int
    """Inputs that differ, assumptions or not; those of one kind in several units count once, as in `own`."""


@frozen(kw_only=True, repr=False)
class Alternative(Summarised):
    """One alternative beside the base."""

    run: ScenarioRun
    findings: tuple[Finding, ...]
    """In the order of `Question.figures`."""
    why: tuple[Why, ...]
    """One per leading family whose mean resolution time is known."""
    changed: tuple[ChangedInput, ...]
    posts: PostBalance
    transitions: tuple[Transition, ...]
    """One per leading family."""
    through: tuple[str, ...] = ()
    """Paths of assumptions that the changed mechanisms read (`planner.experiments.changed`)."""
    since: tuple[Finding, ...] = ()
    """The same from the day `Question.since` on; their intervals hold at once by themselves. Without a day none."""
    groups: Mapping[str, tuple[Finding, ...]] = field(factory=dict)
    """The figures of the leading families in each group, by the groupings asked for; those of a grouping hold at once
    by themselves."""

    def summary(self) -> Summary:
        """What it says beside the base, in a few lines: also its `repr`."""
        return of_alternative(self)

    @property
    def assumptions(self) -> int:
        """How many of the changed inputs are assumptions; those of one kind in several units count once."""
        return self.rests.own

    @property
    def rests(self) -> Rests:
        """On how many assumptions the changes rest, of how many, and through how many more they act."""
        return Differing(changed=self.changed, through=self.through, posts=self.posts).rests


@frozen(kw_only=True, repr=False)
class Comparison(Summarised):
    """A base and its alternatives, after the same replications of each."""

    question: Question
    base: ScenarioRun
    alternatives: tuple[Alternative, ...]
    planned: int
    interrupted: bool
    ended: Ended[Aim] | None
    """How the precision that was asked for ended the run; None where a number of replications was asked for."""

    @property
    def replications(self) -> int:
        """Replications that all scenarios have finished."""
        runs = (self.base, *(alternative.run for alternative in self.alternatives))
        return len(set.intersection(*({one.number for one in run.replications} for run in runs)))

    def summary(self) -> Summary:
        """What it says, in a few lines: also its `repr`."""
        return of_comparison(self)

    def to_frame(self) -> pl.DataFrame:
        """One row for each alternative and figure: both means, the paired difference with its interval, the verdict."""
        return frame_of_rows(finding_rows(self), FINDINGS)


def compare(
    base: Scenario,
    others: Sequence[Scenario] = (),
    *,
    points: Table | None = None,
    replications: int = 10,
    goal: Goal | None = None,
    families: Collection[str] = (),
    matters: Mapping[Name | str, Amount | str] | None = None,
    confidence: float = 0.95,
    since: date | None = None,
    seed: int = 1,
    jobs: int | None = None,
    trace: Trace | None = None,
    on_replication: OnReplication | None = None,
    executor: Executor | None = None,
    finished: Iterable[Replication] = (),
) -> Comparison:
    """Run a base and its alternatives on the same draws, A1 B1 A2 B2 …, and compare them.

    The alternatives are `others`, and the base with the values of each row of `points`, a table as of `planner.sweep`.

    Each of the result's `alternatives` has its `findings` (a figure beside the base's, the paired interval of the
    difference, the verdict), `why` the mean times differ, the inputs that are `changed`, the balance of `posts`, and
    the `transitions`; `to_frame()` has all findings as a table of Polars. `matters` gives the smallest differences that
    matter, such as `{"enforcement.resolution_time_mean": "1d", "on_time_rate": "2%"}`.

    Where a scenario changes on a day, `since` has the same findings from its last change on, or from the day that is
    stated (`planner.experiments.timeline`). `trace` is a recorded case table that all of them play.

    All intervals of differences hold at once with `confidence`. With a `goal` the number of replications follows from
    the precision asked for, and `replications` does not count. Other arguments are those of `run`.

    Raises RequestError for what cannot be compared, and whatever `run` and, with `points`, `planner.sweep` raise.
    """
    checked = Asked()
    checked.scenario("base", base)
    others = checked.scenarios("others", others)
    checked.share("confidence", confidence)
    if goal is not None:
        checked.whole("goal", goal.most, 1, MOST_REPLICATIONS)
    families = check_request(checked, replications=replications, seed=seed, jobs=jobs, families=families)
    checked.done()
    if points is not None:
        found = points_in(points).design(replications=replications, limited_by="replications").points()
        others = (*others, *alternatives_at(base, base, found, {}, option="points"))
    asked = question(
        base,
        others,
        families=families,
        matters=_sizes(matters or {}),
        show=() if goal is None else goal.amounts,
        confidence=confidence,
        since=since,
    )
    return answer(
        asked,
        replications=replications,
        goal=goal,
        seed=seed,
        jobs=jobs,
        trace=trace,
        on_replication=on_replication,
        executor=executor,
        finished=finished,
    )


def _sizes(matters: Mapping[Name | str, Amount | str]) -> dict[Name, Amount]:
    """Sizes of differences, of which both sides may be written in words. Raises RequestError with every problem."""
    found: dict[Name, Amount] = {}
    problems: list[Problem] = []
    for name, size in matters.items():
        try:
            meant = name if isinstance(name, Name) else named(str(name), "matters")
            found[meant] = size if isinstance(size, Amount) else amount(str(size), meant.indicator, "matters")
        except RequestError as error:
            problems += error.problems
    if problems:
        raise RequestError(problems)
    return found


def answer(
    asked: Question,
    *,
    replications: int = 10,
    goal: Goal | None = None,
    rule: PrecisionRule | None = None,
    seed: int = 1,
    jobs: int | None = None,
    trace: Trace | None = None,
    by: Sequence[str] = (),
    on_replication: OnReplication | None = None,
    executor: Executor | None = None,
    finished: Iterable[Replication] = (),
) -> Comparison:
    """Run what a question needs, and judge it; arguments as of `compare`. `rule` is the goal's, where it is watched."""
    if goal is not None and rule is None:
        rule = PrecisionRule(asked, goal)
    result = run(
        asked.scenarios,
        replications=replications if goal is None else goal.most,
        seed=seed,
        jobs=jobs,
        families=asked.families,
        by=GROUPINGS,
        trace=trace,
        since=asked.since,
        on_replication=on_replication,
        executor=executor,
        enough=rule,
        finished=finished,
    )
    return judged(asked, result, ended=None if rule is None else rule.ended, by=by)


def judged(asked: Question, result: RunResult, ended: Ended[Aim] | None = None, by: Sequence[str] = ()) -> Comparison:
    """What the replications of a question's scenarios say, whether run now or kept from before.

    `by` are groupings (of `GROUPINGS`) in which the leading families are compared too.
    """
    base, *others = result.runs
    return Comparison(
        question=asked,
        base=base,
        alternatives=tuple(judged_alternative(asked, base, other, by=by, runs=result.runs) for other in others),
        planned=result.planned,
        interrupted=result.interrupted,
        ended=ended,
    )


def judged_alternative(
    asked: Question,
    base: ScenarioRun,
    other: ScenarioRun,
    *,
    by: Sequence[str],
    runs: Sequence[ScenarioRun],
    differing: Differing | None = None,
    found: tuple[Finding, ...] | None = None,
) -> Alternative:
    """What an alternative says beside the base; `runs` are all of the comparison.

    `differing` and `found` save the work where they are known already.
    """
    differing = differing or Differing.of(base.scenario, other.scenario)
    return Alternative(
        run=other,
        findings=findings(asked, base, other) if found is None else found,
        through=differing.through,
        since=() if asked.since is None else findings(in_window(asked), base, other),
        groups={
            grouping: findings(in_groups(asked, grouping, _groups(asked, grouping, runs)), base, other)
            for grouping in by
        },
        why=_known(why(base, other, family) for family in asked.leading),
        changed=differing.changed,
        posts=differing.posts,
        transitions=_known(transition(base, other, family) for family in asked.leading),
    )


@frozen(kw_only=True)
class Differing:
    """What an alternative's scenario says beside the base's, whatever is simulated."""

    changed: tuple[ChangedInput, ...]
    through: tuple[str, ...]
    """Assumptions through which the changes act."""
    posts: PostBalance

    @classmethod
    def of(cls, base: Scenario, other: Scenario) -> Differing:
        """What differs between a base and another scenario, and the posts that this gives and takes."""
        changed = changed_inputs(base, other)
        return cls(changed=changed, through=acts_through(changed, base, other), posts=post_balance(base, other))

    @property
    def rests(self) -> Rests:
        """On how many assumptions the changes rest, and through how many more they act."""
        own = {change.pattern for change in self.changed if change.tag == "assumption"}
        return Rests(len(own), len(self.through), len({change.pattern for change in self.changed}))


def _groups(asked: Question, by: str, runs: Sequence[ScenarioRun]) -> list[str]:
    """The groups in which the leading families have figures, in any scenario, in the order of the model."""
    found = {
        key.key: None
        for run in runs
        for replication in run.replications
        for key in replication.figures
        if key.by == by and key.indicator in IN_GROUPS and key.family in asked.leading
    }
    return list(found)


Found = TypeVar("Found")


def _known(found: Iterable[Found | None]) -> tuple[Found, ...]:
    return tuple(one for one in found if one is not None)


def findings(asked: Question, base: ScenarioRun, other: ScenarioRun) -> tuple[Finding, ...]:
    """The figures of a question in one alternative, beside the base's."""
    return tuple(
        finding(
            asked, figure, base.values(figure), other.values(figure), unreached=len(_unreached(figure, base, other))
        )
        for figure in asked.figures
    )


def _unreached(figure: FigureKey, *runs: ScenarioRun) -> set[int]:
    """Replications of which any run does not reach a figure."""
    return {one.number for run in runs for one in run.replications if not_reached(figure, one.figures)}


def finding(
    asked: Question, figure: FigureKey, base: Mapping[int, float], other: Mapping[int, float], *, unreached: int = 0
) -> Finding:
    """What one figure, given by number of the replication, says; nothing where replications do not reach it."""
    if unreached:
        base, other = {}, {}
    found = paired.compare(base, other, confidence=asked.confidence, comparisons=asked.comparisons)
    size = asked.matters[figure]
    matters = 0.0 if found is None else size.at(found.base_mean)
    verdict = None if found is None else found.verdict(INDICATORS[figure.indicator].better, matters)
    return Finding(
        figure=figure,
        paired=found,
        matters=matters,
        matters_stated=figure in asked.stated,
        verdict=verdict,
        needed=_needed(found.difference, matters) if found is not None and verdict == "not-yet-known" else None,
        unreached=unreached,
    )


def _needed(difference: Interval, matters: float) -> int | None:
    """Replications after which the interval would reach no further than to the next size that matters; None: never.

    The half-width shrinks with the root of their number.
    """
    gap = abs(abs(difference.mean) - matters)
    if difference.half_width is None or gap == 0.0:
        return None
    return math.ceil(difference.n * (difference.half_width / gap) ** 2)
