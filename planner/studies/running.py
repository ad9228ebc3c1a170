"""A study in the store that is run: each replication is kept before it is announced, and nothing is run twice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from attrs import evolve, field, frozen

from planner.errors import RequestError, ResultError
from planner.experiments.comparison import answer
from planner.experiments.run import run
from planner.experiments.stress import stress
from planner.experiments.sweep import run_points
from planner.store import Store
from planner.studies.sweep import Swept

if TYPE_CHECKING:
    from collections.abc import Collection
    from concurrent.futures import Executor

    from planner.experiments.comparison import Comparison
    from planner.experiments.dispatch import Trace
    from planner.experiments.goal import PrecisionRule
    from planner.experiments.question import Question
    from planner.experiments.result import Replication, RunResult
    from planner.experiments.stress import StressTest, Variant
    from planner.model.scenario import Scenario
    from planner.store import Request, Study
    from planner.studies.spec import CompareSpec, StaffSpec, Wishes
    from planner.studies.sweep import Sweep, Swept

LOST = (
    "worker-died",
    "cluster-lost",
    "cluster-worker-died",
    "store-locked",
    "store-full",
    "store-read-only",
    "store-unreachable",
)
"""Kinds of problem that end a run in which nothing is wrong with what was asked for."""


class Watcher(Protocol):
    """Is told how far a study is."""

    def finished(self, replication: Replication) -> None:
        """Told of each replication that is finished and kept."""

    def stress_begins(self, replications: int) -> None:
        """Told that the comparison is done, and how many replications each variant of the stress test takes."""

    def variant_begins(self, variant: Variant) -> None:
        """Told which variant begins."""

    def ended(self, *, interrupted: bool) -> None:
        """Told that nothing more is run."""


@frozen(kw_only=True)
class StudyRun:
    """A study in the store, and what it had when it was asked for."""

    study: Study
    finished: tuple[Replication, ...]
    """Those that count for what is asked now."""
    gone: list[ResultError] = field(factory=list)
    """Why what was finished lately is no longer kept: the file is not there any more."""

    @property
    def complete(self) -> bool:
        """Whether nothing is left to be run."""
        return len(self.finished) == self.study.request.replications * len(self.study.scenarios)

    @property
    def is_kept(self) -> bool:
        """Whether all of it is in the store."""
        return not self.gone and self.study.is_kept

    def keeping(self, announce: Callable[[Replication], object]) -> Callable[[Replication], None]:
        """What keeps a finished replication, and then announces it."""

        def keep(replication: Replication) -> None:
            try:
                if not self.gone:
                    self.study.commit(replication)
            except ResultError as error:
                if error.problems[0].kind != "store-gone":
                    raise
                # The run goes on: its figures are still to be shown.
                self.gone.append(error)
            announce(replication)

        return keep


@contextmanager
def opened(path: Path | None, *, for_reading: bool = False) -> Iterator[Store]:
    """The store at a path, or the usual one. Raises ResultError; what is wrong with a path points at `--store`."""
    if path is not None:
        path = Path(os.path.expanduser(path))
    try:
        store = Store.open(path, for_reading=for_reading)
    except ResultError as error:
        raise ResultError([evolve(problem, path="--store") for problem in error.problems]) from error
    with store:
        yield store


@contextmanager
def begun(
    store: Store, scenarios: Sequence[Scenario], request: Request, *, name: str | None = None
) -> Iterator[StudyRun]:
    """The study of these scenarios and this request; a new one where the store has none.

    A `name` is given to it before anything is run, so that a study that is broken off has it too. A request that is
    refused (RequestError) before anything was run leaves no study behind. Raises ResultError where the store cannot be
    used, or is no longer there in the end.
    """
    known = store.ids()
    study = store.begin(scenarios, request)
    if name is not None and (name := name.strip()) != study.name:
        study.call(name)
        study = store.study(study.id)
    finished = tuple(one for one in study.replications() if one.number < request.replications)
    here = StudyRun(study=study, finished=finished)
    try:
        yield here
        store.require_in_place()
        if here.gone:
            raise here.gone[0]
    except RequestError:
        if study.id not in known and not study.count():
            # What was refused was never a study.
            store.delete(study.id)
        raise


def run_scenarios(
    here: StudyRun,
    scenarios: Sequence[Scenario],
    watcher: Watcher,
    *,
    trace: Trace | None = None,
    keep_rows: Collection[int] = (),
    jobs: int | None = None,
    executor: Executor | None = None,
) -> RunResult:
    """Run what the store does not have yet. The store has no rows: replications in `keep_rows` are run again."""
    asked = here.study.request
    result = run(
        scenarios,
        replications=asked.replications,
        seed=asked.seed,
        jobs=jobs,
        families=asked.families,
        by=asked.by,
        trace=trace,
        since=asked.since_day,
        keep_rows=keep_rows,
        on_replication=here.keeping(watcher.finished),
        executor=executor,
        finished=[one for one in here.finished if one.number not in keep_rows],
    )
    watcher.ended(interrupted=result.interrupted)
    return result


def run_comparison(
    here: StudyRun,
    spec: CompareSpec,
    asked: Question,
    wishes: Wishes,
    watcher: Watcher,
    *,
    rule: PrecisionRule | None,
    trace: Trace | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
) -> tuple[Comparison, StressTest | None]:
    """Run what the store does not have yet of a comparison, judge it, and test what its verdicts rest on where asked.

    `rule` is the one of the precision asked for, which the watcher may look at.
    """

    comparison = answer(
        asked,
        replications=here.study.request.replications,
        goal=wishes.goal,
        rule=rule,
        seed=spec.seed,
        jobs=jobs,
        trace=trace,
        by=spec.by,
        on_replication=here.keeping(watcher.finished),
        executor=executor,
        finished=here.finished,
    )
    if comparison.ended is not None:
        here.study.ends_after(comparison.ended.replications)
    tested: StressTest | None = None
    if wishes.stress is not None and not comparison.interrupted:
        watcher.stress_begins(comparison.replications)
        tested = stress(
            comparison,
            wishes.stress,
            groups=spec.stressed,
            jobs=jobs,
            trace=trace,
            on_variant=watcher.variant_begins,
            on_replication=watcher.finished,
            executor=executor,
        )
    watcher.ended(interrupted=comparison.interrupted or bool(tested is not None and tested.unfinished))
    return comparison, tested


def run_sweep(
    here: StudyRun,
    asked: Sweep,
    watcher: Watcher,
    *,
    rule: PrecisionRule | None,
    jobs: int | None = None,
    executor: Executor | None = None,
) -> Swept:
    """Run what the store does not have yet of a sweep; `rule` is the one of the precision asked for."""

    figures, families = asked.shown()
    result = run_points(
        asked.points,
        asked.scenarios,
        replications=here.study.request.replications,
        seed=asked.spec.seed,
        jobs=jobs,
        families=families,
        on_replication=here.keeping(watcher.finished),
        executor=executor,
        finished=here.finished,
        enough=rule,
    )
    ended = None if rule is None else rule.ended
    if ended is not None:
        here.study.ends_after(ended.replications)
    watcher.ended(interrupted=result.interrupted)
    return Swept(asked=asked, result=result, figures=figures, ended=ended, study=here.study)


@frozen(kw_only=True)
class SearchMemory:
    """What a search for staff has tried: in a store, one study for each staffing, whichever target it was tried for."""

    store: Store
    spec: StaffSpec

    def recall(
        self, scenarios: Sequence[Scenario], *, seed: int, families: Sequence[str]
    ) -> tuple[Sequence[Replication], Callable[[Replication], None]]:
        """What the store has of these scenarios, and what keeps one more. Raises ResultError."""
        wanted = self.spec.request(scenarios, seed=seed, families=families)
        studies = [self.store.begin([scenario], wanted) for scenario in scenarios]
        finished = [
            evolve(one, scenario=position)
            for position, study in enumerate(studies)
            for one in study.replications()
            if one.number < wanted.replications
        ]

        def keep(replication: Replication) -> None:
            studies[replication.scenario].commit(evolve(replication, scenario=0))

        return finished, keep
