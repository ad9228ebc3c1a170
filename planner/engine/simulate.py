"""One replication: a deterministic function of a scenario and its demand."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial

import numpy as np

from planner.engine.casework import Casework
from planner.engine.clock import Clock
from planner.engine.columns import Columns
from planner.engine.component import needed_for
from planner.engine.county import County, host_of_parts
from planner.engine.demand import Demand, Group
from planner.engine.direct_report import plan_direct_reports
from planner.engine.draws import Floats, generator
from planner.engine.phases import Phases
from planner.engine.recorder import Recorder
from planner.engine.review import plan_reviews
from planner.engine.rows import RunRows
from planner.engine.unfinished import write_unfinished
from planner.model.asked import LARGEST_SEED, MOST_REPLICATIONS, Asked
from planner.model.scenario import Scenario
from planner.model.working_time import WorkingCalendar


def calendar_of(scenario: Scenario, demand: Demand | None = None) -> WorkingCalendar:
    """The calendar of a run: its horizon, the deadlines that follow it and the backlog that precedes it.

    `demand`: recorded cases, whose backlog may be older than the scenario's.

    Raises CalendarError where a date lies in a year whose holidays are not known.
    """
    groups = demand.groups if demand else ()
    return WorkingCalendar.of_run(
        scenario,
        oldest_days=max([0.0, *(-float(group.reported[0]) / 24.0 for group in groups if group.opening)]),
        case_types={group.type_id for group in groups},
    )


def draw(
    scenario: Scenario,
    *,
    seed: int = 1,
    replication: int = 0,
    families: Collection[str] = (),
    calendar: WorkingCalendar | None = None,
) -> Demand:
    """The demand of one replication; with `families`, of the cases that a run of these families needs.

    `calendar` is the scenario's, where it is at hand.
    """
    wanted = needed_for(Phases.of(scenario), families)
    return Demand.drawn(
        scenario,
        calendar or calendar_of(scenario),
        seed=seed,
        replication=replication,
        wanted=lambda part, type_id: (part, type_id) in wanted,
    )


def simulate(
    scenario: Scenario,
    *,
    seed: int = 1,
    replication: int = 0,
    families: Collection[str] = (),
    demand: Demand | None = None,
) -> RunRows:
    """Run one replication and return its rows.

    `cases` of the result has one row per case, `steps` one per step of a case, `staff` one per change of a team's roll:
    NumPy columns of equal length within each table, times in wall-clock hours since midnight of the start date, NaN for
    what did not happen. Replications count from 0; the same seed and number give the same cases in every scenario.

    `families` restricts the run to these families and what shares teams with them; their figures are those of the whole
    run. `demand` replaces the drawn demand, for example by recorded cases (`planner.engine.trace`).

    Raises RequestError for a family that does not exist and for numbers out of range, CalendarError where a date lies
    in a year whose holidays are not known.
    """
    asked = Asked()
    asked.scenario("scenario", scenario)
    seed = asked.whole("seed", seed, 0, LARGEST_SEED)
    replication = asked.whole("replication", replication, 0, MOST_REPLICATIONS)
    families = asked.families(families)
    asked.done()
    with _collecting_at_the_end():
        return _simulate(scenario, seed, replication, families, demand)


@contextmanager
def _collecting_at_the_end() -> Iterator[None]:
    """Look for reference cycles once: to do so during the run would cost a tenth of its time.

    What the run has made is young then, and is looked at alone; the cycles among it hold its largest arrays.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if collecting:
            gc.enable()


def _simulate(
    scenario: Scenario, seed: int, replication: int, families: Collection[str], demand: Demand | None
) -> RunRows:
    calendar = calendar_of(scenario, demand)
    if demand is None:
        demand = draw(scenario, seed=seed, replication=replication, families=families, calendar=calendar)
    end = scenario.time.days * 24.0
    phases = Phases.of(scenario)
    clock = Clock(calendar, end, len(demand))
    recorder = Recorder(demand, _due(demand, calendar, phases))
    columns = Columns(demand.groups, recorder.group_of, recorder.order, phases)

    casework: Casework
    county = County(
        phases,
        clock,
        recorder,
        partial(generator, seed, replication),
        refuse=lambda job, waited: casework.decisions.refuse(job, waited),
        ask_again=lambda job: casework.ask_again(job),
    )
    casework = Casework(clock, recorder, columns, county.plans, _opening_steps(scenario), calendar.deadline)
    plan_reviews(scenario, clock, county, recorder)
    plan_direct_reports(phases, casework.register)
    clock.start()
    casework.start()
    casework.let_in()
    clock.run()
    write_unfinished(casework.register)

    steps = recorder.step_rows()
    townships = tuple(sorted({group.part for group in demand.groups}))
    case_types = tuple(sorted(scenario.case_types))
    return RunRows(
        scenario=scenario,
        seed=seed,
        replication=replication,
        families=tuple(families),
        end=end,
        townships=townships,
        case_types=case_types,
        teams=tuple(county.teams),
        cases=recorder.case_rows(
            {name: place for place, name in enumerate(townships)},
            {name: place for place, name in enumerate(case_types)},
            steps,
        ),
        steps=steps,
        staff=recorder.staff_rows(),
        interruptions=recorder.interruptions,
    )


def _due(demand: Demand, calendar: WorkingCalendar, phases: Phases) -> Floats:
    """Due times of all cases, in the order of the demand's groups, by the deadlines in force at their report."""

    def of(group: Group) -> Floats:
        days = np.array([scenario.case_types[group.type_id].deadline_days for scenario in phases.scenarios])
        return calendar.deadline_array(group.reported, days[phases.in_force(group.reported)])

    return np.concatenate([of(group) for group in demand.groups]) if demand.groups else np.empty(0)


def _opening_steps(scenario: Scenario) -> dict[tuple[str, str], str]:
    return {
        (part, type_id): backlog.step
        for part, township in host_of_parts(scenario).items()
        for type_id, backlog in scenario.townships[township].opening_backlog.items()
    }
