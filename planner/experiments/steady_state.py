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

CONFIDENCE = 0.99
"""Of all families together: what is said of how a backlog moves, and the intervals shown with it."""

SLIGHT = 0.05
"""A change from one year to the next below this part of the backlog is no movement."""

Moving = Literal["growing", "shrinking", "unknown"]
"""Which way a backlog moves; `unknown` where the interval leaves both open."""


@frozen(kw_only=True)
class Movement:
    """A backlog that does not settle, or is not seen to: by how many cases a week, from the year before the last to
    the last."""

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

    Its horizon is at least three years. Years that no decree has arranged have the days off of the law. Raises
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

    Warm-up by MSER on weekly means, borne out by the change from the year before the last to the last, which has as
    many days off (`settled`). The intervals of all families that have cases hold together with `CONFIDENCE`
    (Bonferroni). Raises ValueError without replications.
    """
    cuts: dict[str, int] = {}
    moving: dict[str, Movement] = {}
    backlogs = {
        family: np.array([replication.backlog[family] for replication in one.replications])
        for family in one.replications[0].backlog
    }
    confidence = 1.0 - (1.0 - CONFIDENCE) / max(1, sum(bool(daily.any()) for daily in backlogs.values()))
    for family, daily in backlogs.items():
        found = settled(daily, confidence)
        if isinstance(found, Movement):
            moving[family] = found
        else:
            cuts[family] = found
    return Settling(cuts=cuts, moving=moving)


def settled(daily: Floats, confidence: float = CONFIDENCE) -> int | Movement:
    """The cut in weeks, or how it moves, of a backlog by day, shape (replications, days of at least three years).

    A backlog moves where the interval of its yearly change leaves out 0 and either the minimum of MSER lies at the
    search limit or the change is considerable, because holidays can hide a slow growth from MSER. With a minimum at the
    limit and a considerable change that the interval does not tell from none, it is not known whether it moves.
    """
    weeks = int(daily.shape[1]) // DAYS_PER_WEEK
    weekly = daily[:, : weeks * DAYS_PER_WEEK].reshape(len(daily), weeks, DAYS_PER_WEEK).mean(axis=2)
    last = weekly[:, -WEEKS_PER_YEAR:].mean(axis=1)
    before = weekly[:, -2 * WEEKS_PER_YEAR : -WEEKS_PER_YEAR].mean(axis=1)
    per_week = mean_interval(((last - before) / WEEKS_PER_YEAR).tolist(), confidence)
    cut = warm_up(daily).cut_weeks
    considerable = abs(per_week.mean) * WEEKS_PER_YEAR > SLIGHT * float(before.mean())
    if per_week.half_width is not None and abs(per_week.mean) > per_week.half_width and (considerable or cut is None):
        return Movement(direction="growing" if per_week.mean > 0.0 else "shrinking", per_week=per_week)
    if cut is None and considerable:
        return Movement(direction="unknown", per_week=per_week)
    return weeks // 2 if cut is None else cut
