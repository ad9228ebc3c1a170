"""Extremes, input left as it was, and what the engine relies on in SimPy."""

from __future__ import annotations

import copy
import gc
from collections.abc import Callable

import numpy as np
import pytest
import simpy
from attrs import evolve

from planner.engine.case import Case
from planner.engine.clock import Clock, Moment
from planner.engine.columns import Columns
from planner.engine.rows import Channel
from planner.engine.simulate import draw, simulate
from planner.engine.team import Job, Team
from planner.errors import CalendarError
from planner.model.calendar import CalendarSettings
from planner.model.scenario import Scenario
from planner.model.team import Staff
from tests.engine.builder import START, county, demand_of, kind, matter, play, with_team
from tests.engine.test_component import whole


def with_staff(scenario: Scenario, officers: int) -> Scenario:
    """The scenario with so many officers in every team, half of them certified."""
    staff = {"staff": Staff(civil=officers), "certified": officers // 2, "on_duty": officers}
    for name, township in scenario.townships.items():
        for team in township.teams:
            scenario = with_team(scenario, team, name, **staff)
    departments = {
        name: evolve(department, team=evolve(department.team, **staff))
        for name, department in scenario.departments.items()
    }
    return evolve(scenario, departments=departments, calendar=CalendarSettings(kind="around-the-clock"))


def test_endless_staff_means_no_waiting() -> None:
    steps = simulate(with_staff(whole(), 1000)).steps
    assert len(steps.case) > 500
    assert np.array_equal(steps.started, steps.asked)


def test_no_staff_closes_nothing_that_needs_work() -> None:
    rows = simulate(with_staff(whole(), 0))
    assert np.isnan(rows.cases.closed).all()
    assert np.isnan(rows.steps.started[rows.steps.crew > 0]).all()


def test_no_demand_is_no_run_to_crash() -> None:
    rows = simulate(county(kind(1.0)))
    assert len(rows.cases.closed) == len(rows.steps.case) == 0
    assert rows.end == 21 * 24.0


def test_the_scenario_and_the_demand_are_left_as_they_were() -> None:
    scenario = whole()
    demand = draw(scenario)
    before = copy.deepcopy(scenario)
    columns = [copy.deepcopy((group.draw, group.occurred, group.reported, group.channel)) for group in demand.groups]
    first = simulate(scenario, demand=demand)
    assert scenario == before
    for group, column in zip(demand.groups, columns, strict=True):
        for now, then in zip((group.draw, group.occurred, group.reported, group.channel), column, strict=True):
            assert np.array_equal(now, then)
    again = simulate(scenario, demand=demand)
    assert np.array_equal(first.cases.closed, again.cases.closed, equal_nan=True)


def test_the_engine_is_a_function_of_scenario_and_demand() -> None:
    # No draw is left to the run but those of the staff, which nobody leaves here.
    scenario = whole()
    demand = draw(scenario, seed=4)
    one, other = simulate(scenario, seed=1, demand=demand), simulate(scenario, seed=2, demand=demand)
    assert np.array_equal(one.cases.closed, other.cases.closed, equal_nan=True)


def test_a_run_leaves_nothing_behind_but_its_rows() -> None:
    gc.collect()
    gc.disable()
    try:
        rows = simulate(whole())
        left = [type(held).__name__ for held in gc.get_objects() if isinstance(held, Clock | Team | Case | Columns)]
    finally:
        gc.enable()
    assert len(rows.cases.closed) > 0
    assert left == []


def test_a_year_that_is_not_known_is_refused() -> None:
    scenario = county(kind(1.0), start=START.replace(year=2031), calendar=CalendarSettings(kind="china"))
    with pytest.raises(CalendarError) as error:
        simulate(scenario)
    assert error.value.problems[0].facts["year"] == 2031


def test_rows_say_how_a_case_was_reported() -> None:
    scenario = county(kind(1.0))
    names = [channel.name.lower() for channel in Channel]
    run = play(scenario, *(matter(name, "Mon 09:00", channel=name) for name in names))
    assert [int(run[name].channel) for name in names] == list(Channel)
    assert run.rows.cases.draw.tolist() == list(range(len(names)))
    assert len(demand_of(scenario, ())) == 0


@pytest.mark.parametrize(
    "made",
    [
        lambda: Job(0, 4, False),
        lambda: Case(0, 4, False),
        lambda: Moment((), list),
    ],
    ids=["job", "case", "moment"],
)
def test_events_carry_the_private_mark_that_simpy_looks_for(made: Callable[[], simpy.Event]) -> None:
    event = made()
    # A job is scheduled without `succeed()`, which would set this.
    assert event._ok is True
    # In one piece of memory, which a dictionary beside it would not be.
    assert not vars(event)
    environment = simpy.Environment()
    assert environment.event().succeed()._ok is True


def test_simpy_calls_back_an_object_that_was_only_scheduled() -> None:
    class Bare(simpy.Event):
        _ok = True

        def __init__(self, callbacks: tuple[object, ...]) -> None:
            self.callbacks = callbacks  # type: ignore[assignment]

    environment, seen = simpy.Environment(), []
    environment.schedule(Bare((lambda event: seen.append((environment.now, event)),)), delay=3.0)
    environment.run()
    assert [time for time, _ in seen] == [3.0]


def test_an_event_without_that_mark_would_stop_the_run() -> None:
    class Failed(simpy.Event):
        _ok = False
        _value = ValueError("nobody looks at me")

        def __init__(self) -> None:
            self.callbacks = []

    environment = simpy.Environment()
    environment.schedule(Failed())
    with pytest.raises(ValueError, match="nobody"):
        environment.run()
