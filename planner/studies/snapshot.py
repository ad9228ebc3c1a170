"""What the store says of a study at one moment: read once, then only what is new."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from planner.errors import ResultError
from planner.experiments.comparison import Comparison, Differing, findings, judged_alternative
from planner.experiments.goal import PrecisionRule
from planner.experiments.result import Gathered, RunResult, ScenarioRun, gathered, not_reached
from planner.experiments.sweep import point_name
from planner.studies.spec import compare_spec_of
from planner.studies.sweep import sweep_spec_of, swept_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planner.experiments.comparison import Comparison, Differing, Finding, Rests
    from planner.experiments.design import Design, Value
    from planner.experiments.goal import Aim, PrecisionRule
    from planner.experiments.question import Question
    from planner.experiments.result import Replication, RunResult, ScenarioRun
    from planner.metrics import FigureKey
    from planner.model.scenario import Scenario
    from planner.model.text import Text
    from planner.stats.interval import Interval
    from planner.stats.precision import Ended
    from planner.store import Store, Study
    from planner.studies.sweep import Swept

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
        """The titles of the scenarios, the base first."""
        return tuple(scenario.title for scenario in self.study.scenarios)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the scenarios, for those without a title, the base first."""
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

        base, *others = self.runs
        return tuple(findings(self.question, base, other) for other in others)

    @cached_property
    def comparison(self) -> Comparison | None:
        """Everything that the comparison says; None where it is none. Takes a while."""
        if self.question is None:
            return None

        base, *others = self.runs
        return Comparison(
            question=self.question,
            base=base,
            alternatives=tuple(
                judged_alternative(
                    self.question,
                    base,
                    other,
                    by=tuple(self.study.request.options.get("by", ())),
                    runs=self.runs,
                    differing=self._kept.differing(place),
                    found=self.findings[place],
                )
                for place, other in enumerate(others)
            ),
            planned=self.asked,
            interrupted=not self.complete,
            ended=self.ended,
        )

    @cached_property
    def swept(self) -> Swept | None:
        """Everything that a sweep says; None where it is none, or its scenarios cannot be read."""
        if self.study.request.verb != "sweep" or not self.scenarios:
            return None

        return swept_of(self.study, self.scenarios, self.result)

    @cached_property
    def result(self) -> RunResult:
        """The scenarios as a run without a comparison gives them; only with scenarios."""
        return RunResult(runs=self.runs, planned=self.asked, interrupted=not self.complete)

    def rests(self, alternative: int) -> Rests:
        """On how many assumptions the changes of an alternative rest, and through how many more they act."""
        return self._kept.differing(alternative).rests

    def intervals(self, scenario: int) -> Mapping[FigureKey, Interval]:
        """Mean and half-width of the figures of the county in one scenario."""
        if scenario not in self._intervals:
            found = Gathered()
            for replication in self.replications[scenario]:
                found.add({key: value for key, value in replication.figures.items() if key.by == "county"})
            self._intervals[scenario] = found.intervals()
        return self._intervals[scenario]

    def summary(self, scenario: int) -> Iterator[tuple[FigureKey, int, float | None, float | None]]:
        """Each figure of a scenario: how many replications have it, mean and half-width.

        A median or 90th percentile that some of them do not reach has neither.
        """
        return gathered(self.replications[scenario]).summary()

    def values(self, scenario: int, key: FigureKey) -> dict[int, float]:
        """A figure of a scenario by number of the replication, of those that have it.

        Nothing, where it is a median or 90th percentile that some replication does not reach.
        """
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
        self._differing: dict[int, Differing] = {}

    def differing(self, alternative: int) -> Differing:
        if alternative not in self._differing:
            self._differing[alternative] = Differing.of(self._scenarios[0], self._scenarios[alternative + 1])
        return self._differing[alternative]


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
            self.begin(study, scenarios_of(study))
        return self.add(study, study.replications(without=self._found.keys()))

    def add(self, study: Study, replications: Iterable[Replication]) -> Snapshot:
        """The study with these replications besides those that are known."""
        assert self._kept is not None
        for replication in replications:
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

    def begin(self, study: Study, scenarios: tuple[Scenario, ...]) -> None:
        """Take up what does not change while a study runs."""
        self._found = {}
        self._key = _identity(study)
        self._scenarios = scenarios
        self._kept = _Unchanging(self._scenarios)
        self._question = self._rule = None
        if study.request.verb == "compare" and self._scenarios:
            spec = compare_spec_of(study)
            wishes = spec.wishes()
            # What the study has, whatever would be asked today.
            self._question = evolve(spec.question(self._scenarios, wishes), since=study.request.since_day)
            self._rule = None if wishes.goal is None else PrecisionRule(self._question, wishes.goal)


def _identity(study: Study) -> str:
    """What a question to a study is made of; asked again with other sizes that matter, it is another question."""
    request = study.request
    return repr((study.id, request.verb, request.precision, sorted(request.options.items(), key=str)))


def snapshot(study_id: int, store: Store) -> Snapshot:
    """A study as the store has it now. Raises ResultError."""
    return Reader(study_id).read(store)


def snapshot_of(study: Study, scenarios: Sequence[Scenario], runs: Iterable[ScenarioRun]) -> Snapshot:
    """What has just been run of a study, whatever became of the store meanwhile."""
    reader = Reader(study.id)
    reader.begin(study, tuple(scenarios))
    return reader.add(study, (replication for run in runs for replication in run.replications))


def scenarios_of(study: Study) -> tuple[Scenario, ...]:
    """The scenarios of a study; none where another version of the model has written them. Raises ResultError."""
    try:
        return tuple(study.scenario(position) for position in range(len(study.scenarios)))
    except ResultError as error:
        if error.problems[0].kind != "store-other-model":
            raise
        return ()


@frozen(kw_only=True)
class Listed:
    """A scenario as tables list it; of a sweep each point, with its values, also where two are the same scenario."""

    position: int
    name: str
    values: tuple[Value, ...] = ()


def axes_of(study: Study) -> tuple[str, ...]:
    """The axes of a sweep; none where a study is none."""
    design = _design(study)
    return () if design is None else tuple(axis.name for axis in design.axes)


def listed(study: Study) -> tuple[Listed, ...]:
    """The scenarios of a study in order; of a sweep its points."""
    design = _design(study)
    if design is None:
        return tuple(Listed(position=place, name=one.name) for place, one in enumerate(study.scenarios))

    options = study.request.options
    return tuple(
        Listed(position=place, name=point_name(options["name"], point), values=tuple(point.values()))
        for place, point in zip(options["places"], design.points(study.request.seed), strict=True)
    )


def _design(study: Study) -> Design | None:
    if study.request.verb != "sweep":
        return None

    return sweep_spec_of(study).design()
