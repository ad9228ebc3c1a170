"""How much of their office hours officers are busy."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

import numpy as np
from attrs import frozen

from planner.engine.rows import Floats, Ints, RunRows, Step
from planner.metrics.cells import add_up, township_of_units
from planner.metrics.horizon import Period, Role, StepTimes, periods, places_of
from planner.metrics.indicators import ALL, FigureKey
from planner.model.rates import HOURS_PER_YEAR
from planner.model.routing import officer_teams, shared_team
from planner.model.scenario import Pay, Scenario
from planner.model.team import POST_TYPES, Staff, Team

OCCUPYING = (Step.INTAKE, Step.VILLAGE, Step.FACT, Step.DECISION, Step.REDO, Step.PARTNER, Step.REPEAT)
"""Steps that a crew works on from `started` to `ended`; latencies occupy nobody."""


@frozen
class TeamUse:
    """Officer-hours within office hours, one value per team."""

    busy: Floats
    """Of crews at work or travelling; nights of emergencies are left out."""
    on_roll: Floats
    """Of officers on the roll."""


def occupying(rows: RunRows) -> Ints:
    """The steps on which officers have begun to work."""
    steps = rows.steps
    return np.flatnonzero(np.isin(steps.step, OCCUPYING) & (steps.team >= 0) & ~np.isnan(steps.started))


def rolls(rows: RunRows) -> tuple[Ints, Floats, Floats, Ints]:
    """Team, start, stop and officers of each stretch of time over which a team's roll does not change."""
    staff = rows.staff
    order = np.lexsort((np.arange(staff.team.size), staff.time, staff.team))
    team, start = staff.team[order], np.clip(staff.time[order], 0.0, rows.end)
    stop = np.full(start.size, rows.end)
    same = team[1:] == team[:-1]
    stop[:-1][same] = start[1:][same]
    return team, start, stop, staff.on_roll[order]


def team_use(rows: RunRows, times: StepTimes) -> TeamUse:
    """Busy and available officer-hours of each team over the horizon."""
    steps, count = rows.steps, len(rows.teams)
    at_work = occupying(rows)
    hours = (times.ended_worked[at_work] - times.started_worked[at_work]) * steps.crew[at_work]
    busy = add_up(steps.team[at_work], hours, count)
    team, start, stop, officers = rolls(rows)
    open_hours = times.calendar.worked_array(stop) - times.calendar.worked_array(start)
    return TeamUse(busy, add_up(team, open_hours * officers, count))


@frozen(kw_only=True)
class Bill:
    """What pay, contractors and measures cost over the horizon, in yuan."""

    townships: dict[str, float]
    """Pay of each township's own teams, other staff, grid workers and village agents."""
    departments: dict[str, float]
    """Pay of each department's team and other staff."""
    shared: float
    """Pay of teams that serve several townships."""
    bought: float
    """Price of the cases that contractors handle."""
    measures: float

    @property
    def total(self) -> float:
        """The sum of all parts of the bill, in yuan over the horizon."""
        return math.fsum(
            [*self.townships.values(), *self.departments.values(), self.shared, self.bought, self.measures]
        )


def _yearly(staff: Staff, pay: Pay) -> float:
    return math.fsum(getattr(staff, post) * getattr(pay, post) for post in POST_TYPES)


def _per_officer(team: Team, pay: Pay) -> float:
    """Mean pay per post and year of a team, by its mix of posts, those being filled included."""
    posts = team.staff.total + team.vacancies.total
    return (_yearly(team.staff, pay) + _yearly(team.vacancies, pay)) / posts if posts else 0.0


def _team_pay(rows: RunRows, states: tuple[Period, ...]) -> list[float]:
    """Pay of each team of officers for those on its roll, vacancies left out."""
    pay = np.zeros(len(rows.teams))
    team, start, stop, officers = rolls(rows)
    for period in states:
        # A contractor's people are in its price.
        known = officer_teams(period.scenario, contractors=False)
        each = np.array([_per_officer(known[key], period.scenario.pay) if key in known else 0.0 for key in rows.teams])
        hours = np.maximum(np.minimum(stop, period.stop) - np.maximum(start, period.start), 0.0)
        pay += add_up(team, officers * hours, pay.size) * each / HOURS_PER_YEAR
    return [float(value) for value in pay]


def _other_pay(states: tuple[Period, ...]) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Pay of those who are in no team of officers, by township and by department: one sum per period."""
    townships: dict[str, list[float]] = {}
    departments: dict[str, list[float]] = {}
    for period in states:
        years, pay = (period.stop - period.start) / HOURS_PER_YEAR, period.scenario.pay
        for name, township in period.scenario.townships.items():
            yearly = math.fsum(
                (
                    _yearly(township.other_staff, pay),
                    township.grids.full_time_equivalent * pay.grid_worker,
                    township.agents.full_time_equivalent * pay.agent,
                )
            )
            townships.setdefault(name, []).append(yearly * years)
        for name, department in period.scenario.departments.items():
            departments.setdefault(name, []).append(_yearly(department.other_staff, pay) * years)
    return townships, departments


def _bought(rows: RunRows, states: tuple[Period, ...]) -> float:
    """Price of the cases that contractors began to handle, each case once, duplicates too."""
    prices = np.array([[_prices(period.scenario).get(key, 0.0) for key in rows.teams] for period in states])
    steps, at_work = rows.steps, occupying(rows)
    handled = at_work[np.isin(steps.step[at_work], (Step.FACT, Step.DECISION))]
    handled = handled[prices.max(axis=0)[steps.team[handled]] > 0]
    handled = handled[np.argsort(steps.started[handled], kind="stable")]
    job = steps.case[handled].astype(np.int64) * len(rows.teams) + steps.team[handled]
    first = handled[np.unique(job, return_index=True)[1]]
    state = np.searchsorted([period.start for period in states], steps.started[first], side="right") - 1
    return float(prices[state, steps.team[first]].sum())


def _prices(scenario: Scenario) -> dict[str, float]:
    return {shared_team(name): shared.price_per_case for name, shared in scenario.shared_teams.items()}


def _measures(states: tuple[Period, ...]) -> float:
    """Each measure's price once, and its yearly cost for the time it is in force."""
    once: dict[str, float] = {}
    running = []
    for period in states:
        years = (period.stop - period.start) / HOURS_PER_YEAR
        for measure, cost in period.scenario.costs.items():
            once.setdefault(measure, cost.one_off)
            running.append(cost.yearly * years)
    return math.fsum([*once.values(), *running])


def bill_of(rows: RunRows) -> Bill:
    """What the run cost. Pay follows the mean pay per post of each team's mix, times the officers on its roll."""
    states = periods(rows.scenario, rows.end)
    townships, departments = _other_pay(states)
    shared = []
    for (role, place), pay in zip(places_of(rows), _team_pay(rows, states), strict=True):
        if role == Role.DEPARTMENT:
            departments[place].append(pay)
        elif place:
            townships[place].append(pay)
        else:
            shared.append(pay)
    return Bill(
        townships={name: math.fsum(parts) for name, parts in townships.items()},
        departments={name: math.fsum(parts) for name, parts in departments.items()},
        shared=math.fsum(shared),
        bought=_bought(rows, states),
        measures=_measures(states),
    )


def figures_of_staff_and_money(
    rows: RunRows, times: StepTimes, groupings: Collection[str]
) -> Iterator[tuple[FigureKey, float]]:
    """Use, cost and payroll of the county, and by township and department where asked for."""
    yield from _use(rows, team_use(rows, times), groupings)
    bill = bill_of(rows)
    # Without pay and prices the scenario says nothing of money.
    if bill.total > 0:
        yield from _cost(rows, bill, groupings)


def _key(indicator: str, by: str = "county", name: str = "") -> FigureKey:
    return FigureKey(indicator, ALL, by, name)


def _use(rows: RunRows, use: TeamUse, groupings: Collection[str]) -> Iterator[tuple[FigureKey, float]]:
    """Busy ÷ available officer-hours: of township and shared teams with office hours, and of departments."""
    places = places_of(rows)
    for indicator, role, by in (
        ("staff_use", Role.OFFICE, "township"),
        ("department_use", Role.DEPARTMENT, "department"),
    ):
        teams = {"": [number for number, (its_role, _) in enumerate(places) if its_role == role]}
        if by in groupings:
            for number in teams[""]:
                if places[number][1]:
                    teams.setdefault(places[number][1], []).append(number)
        for name, numbers in teams.items():
            busy, on_roll = float(use.busy[numbers].sum()), float(use.on_roll[numbers].sum())
            if on_roll > 0:
                yield _key(indicator, by if name else "county", name), busy / on_roll


def _cost(rows: RunRows, bill: Bill, groupings: Collection[str]) -> Iterator[tuple[FigureKey, float]]:
    """Cost over the horizon; per case settled, duplicates left out; and yearly pay as a share of budgets."""
    cases = rows.cases
    settled = np.flatnonzero((cases.duplicate_of < 0) & ~np.isnan(cases.closed))
    yield _key("cost"), bill.total
    if settled.size:
        yield _key("cost_per_case"), bill.total / settled.size
    years = rows.end / HOURS_PER_YEAR
    budgets = {name: town.budget for name, town in rows.scenario.townships.items() if town.budget}
    if budgets:
        pay = math.fsum(bill.townships[name] for name in budgets)
        yield _key("payroll_share"), pay / years / math.fsum(budgets.values())
    if "department" in groupings:
        for name, cost in bill.departments.items():
            yield _key("cost", "department", name), cost
    if "township" in groupings:
        township = township_of_units(rows)[cases.township[settled]]
        counts = np.bincount(township[township >= 0], minlength=len(rows.scenario.townships))
        closed = dict(zip(rows.scenario.townships, counts.tolist(), strict=True))
        for name, cost in bill.townships.items():
            yield _key("cost", "township", name), cost
            if closed.get(name):
                yield _key("cost_per_case", "township", name), cost / closed[name]
            budget = budgets.get(name)
            if budget:
                yield _key("payroll_share", "township", name), cost / years / budget
