"""Steady states, where asked for: a flat year repeated, its warm-up cut off, and backlogs that never settle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

import numpy as np
from attrs import evolve, frozen

from planner.engine.rows import Floats
from planner.errors import Problem, RequestError
from planner.experiments.result import RunResult, ScenarioRun
from planner.experiments.run import OnReplication, run
from planner.files.size import too_large
from planner.model.scenario import Scenario
from planner.stats.interval import Interval, mean_interval
from planner.stats.warm_up import DAYS_PER_WEEK, warm_up

YEARS = 3
DAYS_PER_YEAR = 365
WEEKS_PER_YEAR = 52

SURE = 0.999
"""Confidence with which the last year lies above or below the one before where a backlog is said to move."""

LIKELY = 0.9
"""The same where the warm-up points that way too and the movement is slight."""

SLIGHT = 0.05
"""A change from one year to the next below this part of the backlog is no movement."""

Moving = Literal["growing", "shrinking"]


@frozen(kw_only=True)
class Movement:
    """A backlog that does not settle: by how many cases a week, from the year before the last to the last."""

    direction: Moving
    per_week: Interval


@frozen(kw_only=True)
class Settling:
    """What the backlogs of one scenario do: of each family its cut in weeks, or how it moves."""

    cuts: Mapping[str, int]
    moving: Mapping[str, Movement]

    @property
    def steady(self) -> bool:
        """Whether every backlog settles."""
        return not self.moving

    @property
    def cut_weeks(self) -> int:
        """Weeks until all those that settle have settled."""
        return max(self.cuts.values(), default=0)


@frozen(kw_only=True)
class SteadyResult:
    """Scenarios in the order asked for: what their backlogs do, and the figures after the cut of those that settle.

    `cut_weeks` is the same for all: the largest. `runs` holds the runs of the whole horizon where a backlog does not
    settle; their figures are none of a steady state.
    """

    settling: tuple[Settling, ...]
    cut_weeks: int
    runs: RunResult


Watch = Callable[[Sequence[Scenario], bool], AbstractContextManager[OnReplication | None]]
"""Given the scenarios of a pass, and whether it is the one for the figures: what is told its replications."""


def flat(scenario: Scenario) -> Scenario:
    """The scenario over a flat year repeated: no surges, every month alike, nothing open at the beginning.

    Its horizon is at least three years. In years whose holidays are not decreed the last known year is repeated. Raises
    RequestError `steady-timeline` for a scenario that changes on dates, `too-many-cases` where the machine has too
    little memory for so many years.
    """
    if scenario.phases:
        raise RequestError(Problem(kind="steady-timeline", path="--steady", facts={"name": scenario.name}))
    profiles = {name: evolve(profile, month=(1.0,) * 12) for name, profile in scenario.demand.profiles.items()}
    repeated = evolve(
        scenario,
        time=evolve(scenario.time, days=max(YEARS * DAYS_PER_YEAR, scenario.time.days)),
        calendar=evolve(scenario.calendar, beyond="repeat"),
        demand=evolve(scenario.demand, profiles=profiles, surges={}),
        townships={name: evolve(unit, opening_backlog={}) for name, unit in scenario.townships.items()},
    )
    for finding in too_large(repeated):
        raise RequestError(Problem(kind=finding.kind, path="--steady", facts=finding.facts))
    return repeated


def steady_state(
    scenarios: Sequence[Scenario],
    *,
    replications: int = 10,
    seed: int = 1,
    jobs: int | None = None,
    families: Collection[str] = (),
    by: Sequence[str] = (),
    watch: Watch = lambda _scenarios, _figures: nullcontext(),
    executor: Executor | None = None,
) -> SteadyResult:
    """The steady state of scenarios, over a flat year repeated (`flat`).

    All are run once to see where their backlogs settle (`settling`), and those that settle a second time, on other
    draws, for the figures of what follows the cut: chosen on the draws it is applied to, a cut leaves out what is high
    by chance. Ctrl-C in either pass ends it: the result says `interrupted`, and its runs are those of the pass.
    """
    flattened = [flat(scenario) for scenario in scenarios]

    def passed(chosen: Sequence[Scenario], warm_up_days: int | None) -> RunResult:
        with watch(chosen, warm_up_days is not None) as on_replication:
            return run(
                chosen,
                replications=replications,
                seed=seed if warm_up_days is not None else seed + 1,
                jobs=jobs,
                families=families,
                by=by,
                on_replication=on_replication,
                executor=executor,
                warm_up_days=warm_up_days or 0,
            )

    first = passed(flattened, None)
    if first.interrupted:
        return SteadyResult(settling=(), cut_weeks=0, runs=first)
    found = tuple(settling(one) for one in first.runs)
    steady = [place for place, one in enumerate(found) if one.steady]
    cut = max((found[place].cut_weeks for place in steady), default=0)
    second = passed([flattened[place] for place in steady], cut * DAYS_PER_WEEK) if steady else first
    runs = list(first.runs)
    for place, one in zip(steady, second.runs, strict=True) if steady else ():
        runs[place] = one
    return SteadyResult(
        settling=found,
        cut_weeks=cut,
        runs=evolve(first, runs=tuple(runs), interrupted=second.interrupted),
    )


def settling(one: ScenarioRun) -> Settling:
    """What the backlog of each family does over the replications of a run of at least three years.

    Warm-up by MSER on weekly means. A minimum at the search limit means that there is no steady state, where the last
    year bears that out: it lies above or below the year before, whose holidays are the same, by more than a twentieth,
    or by less and with 90 % confidence. So does a last year that differs by more than a twentieth and with 99.9 %,
    whatever the minimum, because holidays can hide a slow growth from it. Raises ValueError without replications.
    """
    cuts: dict[str, int] = {}
    moving: dict[str, Movement] = {}
    for family in one.replications[0].backlog:
        daily = np.array([replication.backlog[family] for replication in one.replications])
        found = settled(daily)
        if isinstance(found, Movement):
            moving[family] = found
        else:
            cuts[family] = found
    return Settling(cuts=cuts, moving=moving)


def settled(daily: Floats) -> int | Movement:
    """The cut in weeks, or how it moves, of a backlog by day, shape (replications, days of at least three years)."""
    weeks = int(daily.shape[1]) // DAYS_PER_WEEK
    weekly = daily[:, : weeks * DAYS_PER_WEEK].reshape(len(daily), weeks, DAYS_PER_WEEK).mean(axis=2)
    last = weekly[:, -WEEKS_PER_YEAR:].mean(axis=1)
    before = weekly[:, -2 * WEEKS_PER_YEAR : -WEEKS_PER_YEAR].mean(axis=1)
    change = ((last - before) / WEEKS_PER_YEAR).tolist()
    per_week = mean_interval(change)
    movement = Movement(direction="growing" if per_week.mean > 0.0 else "shrinking", per_week=per_week)
    cut = warm_up(daily).cut_weeks
    considerable = abs(per_week.mean) * WEEKS_PER_YEAR > SLIGHT * float(before.mean())
    if considerable and _moves(change, SURE):
        return movement
    if cut is not None:
        return cut
    if considerable or len(change) == 1 or _moves(change, LIKELY):
        return movement
    return weeks // 2


def _moves(change: list[float], confidence: float) -> bool:
    """Whether the interval of the changes lies on one side of 0."""
    interval = mean_interval(change, confidence)
    return interval.half_width is not None and abs(interval.mean) > interval.half_width
