"""A study that was broken off and resumed from the store gives what it would have given at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.experiments import Replication, run
from planner.model.scenario import Scenario
from planner.stats.precision import Ended, Precision, Target
from planner.store import Store, Study
from tests.store.conftest import asked


class Broken(Exception):
    """Power is gone."""


def measured(runs: list[Replication]) -> list[tuple[object, ...]]:
    """All of a replication but the time that it took."""
    return [(one.scenario, one.number, list(one.figures.items()), one.backlog) for one in runs]


def break_off(study: Study, scenarios: list[Scenario], replications: int, after: int) -> None:
    """Run, and die as soon as `after` replications are committed."""

    def keep(replication: Replication) -> None:
        study.commit(replication)
        if len(study.finished()) == after:
            raise Broken

    with pytest.raises(Broken):
        run(scenarios, replications=replications, jobs=1, on_replication=keep, finished=study.replications())


def test_broken_off_twice_and_resumed(path: Path, scenarios: list[Scenario]) -> None:
    at_once = run(scenarios, replications=4, jobs=1)
    with Store.open(path) as store:
        break_off(store.begin(scenarios, asked(4)), scenarios, 4, after=3)
    with Store.open(path) as store:
        break_off(store.studies()[0], scenarios, 4, after=5)
    with Store.open(path) as store:
        study = store.studies()[0]
        again = [study.scenario(position) for position in range(len(study.scenarios))]
        assert list(study.missing()) == [(1, 2), (0, 3), (1, 3)]
        simulated: list[Replication] = []

        def keep(replication: Replication) -> None:
            study.commit(replication)
            simulated.append(replication)

        resumed = run(again, replications=4, jobs=1, on_replication=keep, finished=study.replications())
        assert len(simulated) == 3
        assert list(study.missing()) == []
        for one, two in zip(at_once.runs, resumed.runs, strict=True):
            assert measured(list(one.replications)) == measured(list(two.replications))


def test_a_study_that_runs_until_it_is_precise_ends_at_the_same_number_when_resumed(
    store: Store, scenarios: list[Scenario]
) -> None:
    """Also where more replications are in the store than are needed."""

    def until_precise(finished: list[Replication]) -> tuple[list[tuple[object, ...]], Ended[int]]:
        precision = Precision({0: Target(half_width=0.5), 1: Target(half_width=0.5)}, cap=25)

        def enough(replication: Replication) -> int | None:
            backlog = next(value for key, value in replication.figures.items() if key.indicator == "backlog_mean")
            precision.add(replication.scenario, replication.number, backlog)
            return precision.ended.replications if precision.ended else None

        result = run(scenarios, replications=25, jobs=1, enough=enough, finished=finished)
        assert precision.ended is not None
        return measured([one for each in result.runs for one in each.replications]), precision.ended

    fresh, ended = until_precise([])
    assert ended.by == "precision"
    study = store.begin(scenarios, asked(25))
    run(scenarios, replications=ended.replications + 2, jobs=1, on_replication=study.commit)
    half = [one for one in study.replications() if one.number < ended.replications // 2]
    assert until_precise(half) == (fresh, ended)
    assert until_precise(study.replications()) == (fresh, ended)
