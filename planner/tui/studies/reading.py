"""What the store says of a study: read once, then only what is new."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, field

if TYPE_CHECKING:
    from planner.experiments.changed import ChangedInput
    from planner.experiments.comparison import Comparison, Finding, Rests
    from planner.experiments.goal import Aim, PrecisionRule
    from planner.experiments.posts import PostBalance
    from planner.experiments.question import Question
    from planner.experiments.result import Replication, RunResult, ScenarioRun
    from planner.metrics import FigureKey
    from planner.model.scenario import Scenario
    from planner.model.text import Text
    from planner.stats.interval import Interval
    from planner.stats.precision import Ended
    from planner.store import Store, Study

FEWEST = 3
"""Before so many replications no half-width is trusted (`planner.stats.precision`)."""


@define(kw_only=True, eq=False)
class Snapshot:
    """A study at one moment. What takes time is worked out when it is first asked for: better not while drawing.

    Alternatives are counted from 0, scenarios too, but with the base at 0: alternative a is scenario a + 1.
    """

    study: Study = field(repr=False)
    scenarios: tuple[Scenario, ...] = field(repr=False)
    """None where another version of the model has written them: then there are only figures."""
    replications: tuple[tuple[Replication, ...], ...] = field(repr=False)
    """Those that count, by scenario, in the order of their numbers."""
    asked: int
    """Replications of each scenario that were asked for, or were found to be enough."""
    question: Question | None = field(repr=False)
    """What the comparison asks; None where it is none."""
    ended: Ended[Aim] | None = field(repr=False)
    _kept: _Unchanging = field(alias="kept", repr=False)
    _intervals: dict[int, Mapping[FigureKey, Interval]] = field(factory=dict, init=False, repr=False)

    @property
    def study_id(self) -> int:
        """Its number in the store."""
        return self.study.id

    @property
    def titles(self) -> tuple[Text, ...]:
        """Of the scenarios."""
        return tuple(scenario.title for scenario in self.study.scenarios)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the scenarios, for those without a title."""
        return tuple(scenario.name for scenario in self.study.scenarios)

    @property
    def finished(self) -> int:
        """Replications of all scenarios together."""
        return sum(len(some) for some in self.replications)

    @property
    def total(self) -> int:
        """How many are asked for, of all scenarios together."""
        return self.asked * len(self.study.scenarios)

    @property
    def complete(self) -> bool:
        """Whether nothing that was asked for is missing."""
        return self.finished >= self.total

    @cached_property
    def current(self) -> bool:
        """Whether this program made it, so that it can go on."""
        return self.study.is_current

    @property
    def illustrative(self) -> bool:
        """Whether a scenario models a part of its place only."""
        return any(scenario.place.illustrative for scenario in self.scenarios)

    @cached_property
    def runs(self) -> tuple[ScenarioRun, ...]:
        """The scenarios with their replications; none without scenarios."""
        from planner.experiments.result import ScenarioRun

        return tuple(
            ScenarioRun(
                scenario=scenario,
                hash=self.study.scenarios[position].hash,
                seed=self.study.request.seed,
                replications=self.replications[position],
            )
            for position, scenario in enumerate(self.scenarios)
        )

    @cached_property
    def findings(self) -> tuple[tuple[Finding, ...], ...]:
        """By alternative: the figures of the comparison, in the order of `Question.figures`."""
        if self.question is None:
            return ()
        from planner.experiments.comparison import findings

        base, *others = self.runs
        return tuple(findings(self.question, base, other) for other in others)

    @cached_property
    def comparison(self) -> Comparison | None:
        """Everything that the comparison says; None where it is none. Takes a while."""
        if self.question is None:
            return None
        from planner.experiments.comparison import Alternative, Comparison
        from planner.experiments.transition import transition
        from planner.experiments.why import why

        base, *others = self.runs
        leading = self.question.leading
        alternatives = tuple(
            Alternative(
                run=other,
                findings=self.findings[place],
                why=tuple(one for family in leading if (one := why(base, other, family)) is not None),
                changed=self._kept.changed(place),
                posts=self._kept.posts(place),
                through=self._kept.through(place),
                transitions=tuple(way for family in leading if (way := transition(base, other, family)) is not None),
            )
            for place, other in enumerate(others)
        )
        return Comparison(
            question=self.question,
            base=base,
            alternatives=alternatives,
            planned=self.asked,
            interrupted=not self.complete,
            ended=self.ended,
        )

    @cached_property
    def result(self) -> RunResult:
        """The scenarios as a run without a comparison gives them; only with scenarios."""
        from planner.experiments.result import RunResult

        return RunResult(runs=self.runs, planned=self.asked, interrupted=not self.complete)

    def rests(self, alternative: int) -> Rests:
        """On how many assumptions the changes of an alternative rest, and through how many more they act."""
        return self._kept.rests(alternative)

    def intervals(self, scenario: int) -> Mapping[FigureKey, Interval]:
        """Mean and half-width of the figures of the county in one scenario."""
        if scenario not in self._intervals:
            from planner.experiments.result import Gathered

            found = Gathered()
            for replication in self.replications[scenario]:
                found.add({key: value for key, value in replication.figures.items() if key.by == "county"})
            self._intervals[scenario] = found.intervals()
        return self._intervals[scenario]

    def values(self, scenario: int, key: FigureKey) -> dict[int, float]:
        """A figure of a scenario by number of the replication, of those that have it.

        Nothing, where it is a median or 90th percentile that some replication does not reach.
        """
        from planner.experiments.result import not_reached

        if any(not_reached(key, one.figures) for one in self.replications[scenario]):
            return {}
        return {one.number: one.figures[key] for one in self.replications[scenario] if key in one.figures}

    def groups(self, by: str, indicator: str, family: str) -> tuple[str, ...]:
        """The groups in which an indicator of a family is known in some scenario, in the order of the model."""
        found: dict[str, None] = {}
        for replications in self.replications:
            # Groups hardly differ from replication to replication: the first and the last tell them.
            for replication in (*replications[:1], *replications[-1:]):
                for key in replication.figures:
                    if key.by == by and key.indicator == indicator and key.family == family:
                        found[key.key] = None
        return tuple(found)

    def is_precise(self, found: Finding) -> bool:
        """Whether a finding is not going to change much: the study is done, or its verdict is known."""
        if self.complete or self.ended is not None:
            return True
        known = found.verdict is not None and found.verdict != "not-yet-known"
        return known and found.paired is not None and found.paired.difference.n >= FEWEST


class _Unchanging:
    """What scenarios say of each other, whatever is simulated."""

    def __init__(self, scenarios: tuple[Scenario, ...]) -> None:
        self._scenarios = scenarios
        self._changed: dict[int, tuple[ChangedInput, ...]] = {}
        self._posts: dict[int, PostBalance] = {}
        self._through: dict[int, tuple[str, ...]] = {}

    def changed(self, alternative: int) -> tuple[ChangedInput, ...]:
        if alternative not in self._changed:
            from planner.experiments.changed import changed_inputs

            self._changed[alternative] = changed_inputs(self._scenarios[0], self._scenarios[alternative + 1])
        return self._changed[alternative]

    def posts(self, alternative: int) -> PostBalance:
        if alternative not in self._posts:
            from planner.experiments.posts import post_balance

            self._posts[alternative] = post_balance(self._scenarios[0], self._scenarios[alternative + 1])
        return self._posts[alternative]

    def through(self, alternative: int) -> tuple[str, ...]:
        if alternative not in self._through:
            from planner.experiments.acting import acts_through

            base, other = self._scenarios[0], self._scenarios[alternative + 1]
            self._through[alternative] = acts_through(self.changed(alternative), base, other)
        return self._through[alternative]

    def rests(self, alternative: int) -> Rests:
        from planner.experiments.comparison import Rests

        changed = self.changed(alternative)
        own = {change.pattern for change in changed if change.tag == "assumption"}
        return Rests(len(own), len(self.through(alternative)), len({change.pattern for change in changed}))


class Reader:
    """Reads one study again and again, each time only what it has not read. To be used by one thread at a time."""

    def __init__(self, study_id: int) -> None:
        self._id = study_id
        self._found: dict[tuple[int, int], Replication] = {}
        self._kept: _Unchanging | None = None
        self._scenarios: tuple[Scenario, ...] = ()
        self._question: Question | None = None
        self._rule: PrecisionRule | None = None
        self._key = ""

    def read(self, store: Store) -> Snapshot:
        """The study as it is now. Raises ResultError, `no-such-study` where it was deleted."""
        study = store.study(self._id)
        if self._kept is None or self._key != _identity(study):
            self._begin(study)
        assert self._kept is not None
        for replication in study.replications(without=self._found.keys()):
            self._found[replication.scenario, replication.number] = replication
            if self._rule is not None:
                self._rule(replication)
        ended = None if self._rule is None else self._rule.ended
        asked = study.request.replications if ended is None else ended.replications
        return Snapshot(
            study=study,
            scenarios=self._scenarios,
            replications=tuple(
                tuple(self._found[place] for place in sorted(self._found) if place[0] == scenario and place[1] < asked)
                for scenario in range(len(study.scenarios))
            ),
            asked=asked,
            question=self._question,
            ended=ended,
            kept=self._kept,
        )

    def _begin(self, study: Study) -> None:
        """Read what does not change while a study runs."""
        from planner.cli.results_study import scenarios_of

        self._found = {}
        self._key = _identity(study)
        self._scenarios = scenarios_of(study)
        self._kept = _Unchanging(self._scenarios)
        self._question = self._rule = None
        if study.request.verb == "compare" and self._scenarios:
            from planner.cli.compare_kept import request_of
            from planner.cli.compare_study import question_of, wishes_of
            from planner.experiments.goal import PrecisionRule

            wishes = wishes_of(request_of(study))
            self._question = question_of(self._scenarios, wishes, study.request.families)
            self._rule = None if wishes.goal is None else PrecisionRule(self._question, wishes.goal)


def _identity(study: Study) -> str:
    """What a question to a study is made of; asked again with other sizes that matter, it is another question."""
    request = study.request
    return repr((study.id, request.verb, request.precision, sorted(request.options.items(), key=str)))


def snapshot(study_id: int, store: Store) -> Snapshot:
    """A study as the store has it now. Raises ResultError."""
    return Reader(study_id).read(store)
