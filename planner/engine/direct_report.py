"""Direct reports: a few overdue cases a year go straight to the top, and then before all but emergencies."""

from __future__ import annotations

from functools import partial

from planner.engine.case import Case
from planner.engine.phases import Phases
from planner.engine.register import Register
from planner.model.rates import HOURS_PER_YEAR

TOP_RANK = 1
"""Before everything but emergencies (`Job.rank`)."""


def plan_direct_reports(phases: Phases, register: Register) -> None:
    """Spread each township's direct reports evenly over the year, while the phase that allows them is in force."""
    clock = register.clock
    bounds = [*phases.hours, clock.end]
    for scenario, begins, ends in zip(phases.scenarios, bounds, bounds[1:], strict=False):
        for name, township in scenario.townships.items():
            if not township.direct_reports_per_year:
                continue
            spacing = HOURS_PER_YEAR / township.direct_reports_per_year
            count = int((ends - begins) / spacing + 0.5)
            for number in range(count):
                clock.at(begins + (number + 0.5) * spacing, partial(_report_one, register, name))


def _report_one(register: Register, township: str) -> None:
    """Put the case that has been overdue longest at the head of its list; nothing happens where none is overdue."""
    now, due = register.clock.now, register.recorder.due
    overdue = [
        case
        for case in register.open_cases()
        if case.plan.township == township and due[case.row] < now and case.rank > TOP_RANK
    ]
    if overdue:
        _put_first(min(overdue, key=lambda case: (due[case.row], case.row)))


def _put_first(case: Case) -> None:
    case.rank = TOP_RANK
    if case.latency is None and case.joined_from is None:
        case.team.move_up(case)
