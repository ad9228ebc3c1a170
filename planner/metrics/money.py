"""What people and measures cost over the horizon."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from planner.engine.rows import RunRows, Step
from planner.metrics.cells import add_up
from planner.metrics.horizon import Period, periods
from planner.metrics.roles import Role, places_of
from planner.metrics.use import occupying, rolls
from planner.model.rates import HOURS_PER_YEAR
from planner.model.routing import officer_teams, shared_team
from planner.model.scenario import Pay, Scenario
from planner.model.team import POST_TYPES, Staff, Team


@frozen(kw_only=True)
class Bill:
    """Yuan over the horizon."""

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
        """Everything."""
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
