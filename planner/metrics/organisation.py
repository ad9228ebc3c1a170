"""Figures of the organisation: how busy its staff are, and what it costs. They stand for all families together."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

import numpy as np

from planner.engine.rows import RunRows
from planner.metrics.cells import township_of_units
from planner.metrics.indicators import ALL, FigureKey
from planner.metrics.money import Bill, bill_of
from planner.metrics.roles import Role, places_of
from planner.metrics.steptimes import StepTimes
from planner.metrics.use import TeamUse, team_use
from planner.model.rates import HOURS_PER_YEAR


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
