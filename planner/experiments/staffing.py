"""The smallest staff that meets a target: a search by simulation, every staffing on the same draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Protocol

from attrs import frozen

from planner.experiments.headlines import run_families
from planner.experiments.result import Replication, RunResult
from planner.experiments.run import OnReplication, run
from planner.experiments.staffing_groups import Group, posts_beyond_quota
from planner.experiments.staffing_tries import (
    Ended,
    OnTry,
    Over,
    Simulate,
    Staffings,
    StaffingTarget,
    State,
    Tried,
    Tries,
    Variable,
)
from planner.metrics.indicators import ALL
from planner.model.scenario import Scenario
from planner.stats.interval import Interval

LOADS = (0.9, 0.7, 0.55, 0.4, 0.3, 0.2, 0.15)
"""Loads of all teams alike at which the search looks for a staffing that meets the target, until one does."""

STEP = 1.4
"""From one load to the next higher one, where the target is met at the first of `LOADS`."""

BISECTIONS = 6


@frozen(kw_only=True)
class Need:
    """The answer for one variable: what there is now (by team), what arithmetic gives, what it takes (where known).

    `one_fewer` is what one fewer in each team of the group gives, all else as in the answer; None where that was not
    tried, as it leaves less than a crew, or the search ended before.
    """

    variable: Variable
    present: tuple[int, ...]
    by_load: int
    answer: int | None
    one_fewer: Tried | None


@frozen(kw_only=True)
class StaffingResult:
    """What the search found. Without an `answer` no staffing that was tried meets the target.

    `present` is the scenario as it is, `by_load` with what the load check's arithmetic gives, `most` the largest
    staffing tried; None where the search ended before. `fresh` is the answer once more, on draws that the search has
    not seen: of many staffings that just meet a target, the one that is chosen is likely to have been lucky.
    `beyond_quota`: posts by which quotas had to be raised for the answer, by `townships.<t>` or `departments.<d>`.
    """

    target: StaffingTarget
    needs: tuple[Need, ...]
    present: Tried | None
    by_load: Tried | None
    most: Tried | None
    answer: Tried | None
    fresh: Interval | None
    beyond_quota: dict[str, int]
    ended: Ended
    interrupted: bool
    """Whether Ctrl-C ended the search, or the fresh draws after it."""
    tries: int


class Memory(Protocol):
    """What outlives a search: replications that were finished, whichever search they were for."""

    def recall(
        self, scenarios: Sequence[Scenario], *, seed: int, families: Sequence[str]
    ) -> tuple[Sequence[Replication], OnReplication]:
        """What is finished of these scenarios, by position; and what keeps one more, and returns when it is kept."""


def find_staffing(
    scenario: Scenario,
    target: StaffingTarget,
    groups: Sequence[Group],
    *,
    replications: int = 10,
    seed: int = 1,
    tries: int = 100,
    on_try: OnTry | None = None,
    on_replication: OnReplication | None = None,
    executor: Executor | None = None,
    memory: Memory | None = None,
) -> StaffingResult:
    """The smallest staff of some groups (`groups_of`) with which the mean of the target's figure meets it.

    First all teams alike, at the loads of the load check's arithmetic, halving the distance between a load that meets
    the target and a higher one that misses it; from there one fewer wherever that still meets it, the teams first whose
    loss is smallest for the people it saves, until nobody can be spared anywhere. A smaller staff that has more
    somewhere and fewer elsewhere may exist.

    At most `tries` staffings are simulated, each `replications` times on the same draws; the answer a second time on
    fresh ones; in this process, or on an `executor` that takes several side by side. Ctrl-C ends the search, and the
    result is what is known by then. What a `memory` has is not simulated again, and what is finished is in it before
    `on_replication` is told: the same search with the same memory goes on where it was, to the same result. Raises
    what `run` and the memory raise.
    """
    families = () if target.figure.family == ALL else tuple(run_families([target.figure.family]))

    def simulate(scenarios: Sequence[Scenario], *, seed: int) -> RunResult:
        finished, keep = ((), None) if memory is None else memory.recall(scenarios, seed=seed, families=families)
        told = [tell for tell in (keep, on_replication) if tell is not None]

        def finish(replication: Replication) -> None:
            for tell in told:
                tell(replication)

        return run(
            scenarios,
            replications=replications,
            seed=seed,
            jobs=1,
            families=families,
            executor=executor,
            on_replication=finish,
            finished=finished,
        )

    search = Tries(
        Staffings(scenario=scenario, groups=tuple(groups)),
        target,
        partial(simulate, seed=seed),
        left=tries,
        replications=replications,
        on_try=on_try,
    )
    present: Tried | None = None
    ended: Ended = "found"
    try:
        present = search.as_it_is()
        _search(search)
    except Over as over:
        ended = over.ended
    except KeyboardInterrupt:
        ended = "interrupted"
    return _result(search, ended, present, partial(simulate, seed=seed + 1))


def _search(tries: Tries) -> None:
    """Search until nobody can be spared. Raises Over when it ends before."""
    tries.of(tries.staffings.by_load())
    met, missed = _bracket(tries)
    if tries.best is None:
        raise Over("unreachable")
    if met is not None and missed is not None:
        _bisect(tries, met, missed)
    _spare(tries)


def _bracket(tries: Tries) -> tuple[float | None, float | None]:
    """A load of all teams alike that meets the target, and a higher one that misses it, where there are such."""
    at = tries.staffings.at
    missed = None
    for load in LOADS:
        if tries.of(at(load))[0].met:
            break
        missed = load
    else:
        return None, missed
    while missed is None and at(load) != at(load * STEP):
        load *= STEP
        if not tries.of(at(load))[0].met:
            return load / STEP, load
    return load, missed


def _bisect(tries: Tries, met: float, missed: float) -> None:
    """Halve the distance between two loads until their staffings are next to each other."""
    at = tries.staffings.at
    for _ in range(BISECTIONS):
        middle = (met * missed) ** 0.5
        if at(middle) in (at(met), at(missed)):
            return
        if tries.of(at(middle))[0].met:
            met = middle
        else:
            missed = middle


def _spare(tries: Tries) -> None:
    """Take away one wherever the target is still met, until it is so nowhere."""
    everywhere = list(range(len(tries.staffings.variables)))
    candidates = everywhere
    while True:
        state = tries.best
        assert state is not None
        spared = _spared(tries, state, candidates)
        if not spared and candidates == everywhere:
            return
        chosen = spared
        while chosen and not tries.of(tries.staffings.fewer(state, chosen))[0].met:
            chosen = chosen[: max(1, len(chosen) // 2)]
        # Where one is needed it mostly stays so while the others grow fewer; in the end all are looked at once more.
        candidates = spared or everywhere


def _spared(tries: Tries, state: State, candidates: Iterable[int]) -> list[int]:
    """The variables of which one can be spared, the smallest loss for the people it saves first."""
    staffings, target = tries.staffings, tries.target
    fewer = {place: staffings.fewer(state, [place]) for place in candidates}
    possible = {place: other for place, other in fewer.items() if other != state}
    tried = dict(zip(possible, tries.of(*possible.values()), strict=True))
    here = tries.known[state].figure

    def loss(place: int) -> float:
        figure = tried[place].figure
        assert here is not None and figure is not None
        saved = staffings.people(state) - staffings.people(possible[place])
        # A certificate that nobody needs saves no person, but an effort.
        return (target.margin(here.mean) - target.margin(figure.mean)) / max(saved, 0.5)

    return sorted((place for place in possible if tried[place].met), key=lambda place: (loss(place), place))


def _result(tries: Tries, ended: Ended, present: Tried | None, simulate: Simulate) -> StaffingResult:
    """What is known; `simulate` has fresh draws."""
    staffings, best = tries.staffings, tries.best
    fresh: Interval | None = None
    interrupted = ended == "interrupted"
    beyond: dict[str, int] = {}
    if best is not None:
        staffed = staffings.staffed(best)
        beyond = posts_beyond_quota(staffings.scenario, staffed)
        if not interrupted:
            try:
                again = simulate([staffed])
                fresh, interrupted = tries.interval(again.runs[0]), again.interrupted
            except KeyboardInterrupt:
                interrupted = True

    def one_fewer(place: int) -> Tried | None:
        fewer = staffings.fewer(best, [place]) if best is not None else None
        return None if fewer is None or fewer == best else tries.known.get(fewer)

    by_load = staffings.by_load()
    return StaffingResult(
        target=tries.target,
        needs=tuple(
            Need(
                variable=variable,
                present=numbers,
                by_load=by_load[place],
                answer=None if best is None else best[place],
                one_fewer=one_fewer(place),
            )
            for place, (variable, numbers) in enumerate(zip(staffings.variables, staffings.present(), strict=True))
        ),
        present=present,
        by_load=tries.known.get(by_load),
        most=max(tries.all, key=lambda tried: tried.people, default=None),
        answer=None if best is None else tries.known[best],
        fresh=fresh,
        beyond_quota=beyond,
        ended=ended,
        interrupted=interrupted,
        tries=len(tries.all),
    )
