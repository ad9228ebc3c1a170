"""One replication: a deterministic function of a scenario and its demand; which cases some families need."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial

import numpy as np

from planner.engine.case import plan_direct_reports, write_unfinished
from planner.engine.casework import Casework
from planner.engine.clock import Clock
from planner.engine.columns import Columns
from planner.engine.county import County, host_of_parts, plan_reviews
from planner.engine.demand import Demand, Group, Phases
from planner.engine.draws import Floats, generator
from planner.engine.recorder import Recorder
from planner.engine.rows import RunRows
from planner.model.asked import LARGEST_SEED, MOST_REPLICATIONS, Asked
from planner.model.casetype import CaseType
from planner.model.routing import (
    agent_team,
    arises,
    decision_of,
    department_team,
    grid_team,
    handler_of,
    intake_of,
    pool_of,
    posted_team_of,
    upper_teams_of,
)
from planner.model.scenario import Scenario
from planner.model.working_time import WorkingCalendar

Node = tuple[str, str]
"""A unit of demand and a case type."""


def needed_for(phases: Phases, families: Collection[str]) -> set[Node]:
    """Units and case types that a run of these families has to simulate; all where `families` is empty."""
    touches: dict[Node, set[str]] = {}
    upper: dict[Node, set[str]] = {}
    wanted: set[Node] = set()
    for scenario in phases.scenarios:
        for part, township in host_of_parts(scenario).items():
            for type_id, case_type in scenario.case_types.items():
                node = (part, type_id)
                if not arises(case_type) and type_id not in scenario.townships[township].opening_backlog:
                    continue
                # Work from above goes to one team and, without a decision, no further: it is needed where it takes a
                # team's time, but it does not connect the teams among which it is spread.
                hangs_together = _hangs_together(scenario, township)
                ends_there = case_type.family == "upper" and not _is_decided(scenario, township, type_id)
                side = upper if ends_there and not hangs_together else touches
                side.setdefault(node, set()).update(teams_touched(scenario, township, type_id))
                if hangs_together:
                    side[node].add(f"townships.{township}")
                if case_type.family in families or not families:
                    wanted.add(node)
    teams: set[str] = set().union(*(side[node] for side in (touches, upper) for node in wanted if node in side))
    grown = True
    while grown:
        connected = {node for node, touched in touches.items() if touched & teams}
        reach = teams.union(*(touches[node] for node in connected))
        grown = reach != teams
        teams = reach
        wanted |= connected
    return wanted | {node for node, touched in upper.items() if touched & teams}


def _is_decided(scenario: Scenario, township: str, type_id: str) -> bool:
    case_type = scenario.case_types[type_id]
    return case_type.decision.hours > 0.0 and (
        case_type.formal > 0.0 or _opens_at(scenario, township, type_id) == "decision"
    )


def _passes_intake(scenario: Scenario, township: str, type_id: str) -> bool:
    return scenario.case_types[type_id].passes_intake or _opens_at(scenario, township, type_id) == "intake"


def _opens_at(scenario: Scenario, township: str, type_id: str) -> str:
    backlog = scenario.townships[township].opening_backlog.get(type_id)
    return "" if backlog is None else backlog.step


def _hangs_together(scenario: Scenario, township: str) -> bool:
    """Whether all cases of a township depend on each other: one of all is reported to the top, use decides on posts."""
    return scenario.townships[township].direct_reports_per_year > 0 or scenario.reviews.unit_rating.on


def teams_touched(scenario: Scenario, township: str, type_id: str) -> set[str]:
    """Every team that may work on the cases of a type in a township."""
    case_type: CaseType = scenario.case_types[type_id]
    teams: set[str | None] = set()
    if case_type.family == "upper":
        teams.update(key for key, _ in upper_teams_of(scenario, township))
        if case_type.returned_share > 0.0 and case_type.responsible in scenario.departments:
            teams.add(department_team(case_type.responsible))
    teams.add(handler_of(scenario, township, type_id))
    if _passes_intake(scenario, township, type_id):
        teams.add(intake_of(scenario, township))
    if case_type.village.hours > 0.0:
        teams.add(grid_team(township))
    if case_type.agent_share > 0.0:
        teams.add(agent_team(township))
    if _is_decided(scenario, township, type_id):
        route = decision_of(scenario, township, type_id)
        teams.add(route.team)
        teams.add(pool_of(scenario, township, type_id))
        if route.department is not None:
            teams.add(department_team(route.department))
        for partner in case_type.partners:
            posted = posted_team_of(scenario, township, partner)
            teams.add(posted if posted is not None else department_team(partner))
    return {team for team in teams if team is not None}


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
    what did not happen. `case_frame()` and `step_frame()` give them with names and dates, as tables of Polars.
    Replications count from 0; the same seed and number give the same cases in every scenario.

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
