"""Whether the parts of a scenario fit together: everything that one value alone does not show."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from planner.errors import PlannerError
from planner.files.coverage import gaps
from planner.files.finding import Finding
from planner.files.limits import limits_passed
from planner.files.naming import unknown_names
from planner.files.size import too_large
from planner.model.routing import arises
from planner.model.scenario import Scenario
from planner.model.working_time import WorkingCalendar

EARLIEST, LATEST = date(1950, 1, 1), date(2200, 1, 1)
"""First and last start of a scenario; a calendar still has room on both sides."""


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything that does not fit together."""
    yield from unknown_names(scenario)
    yield from limits_passed(scenario)
    yield from gaps(scenario)
    yield from too_large(scenario)
    yield from _outside_calendar(scenario)


def _outside_calendar(scenario: Scenario) -> Iterator[Finding]:
    """Days of the horizon, of deadlines or of the opening backlog in years whose holidays are not known."""
    start = scenario.time.start
    if not EARLIEST <= start <= LATEST:
        facts = {"got": start, "earliest": EARLIEST, "latest": LATEST}
        yield Finding(path=("time", "start"), kind="date-out-of-range", facts=facts)
        return
    deadlines = [case_type.deadline_days for case_type in scenario.case_types.values() if arises(case_type)]
    backlogs = [backlog for township in scenario.townships.values() for backlog in township.opening_backlog.values()]
    try:
        WorkingCalendar.covering(
            scenario.calendar,
            start,
            days=scenario.time.days,
            working_days=max(deadlines, default=0),
            days_before=math.ceil(max((backlog.oldest_days for backlog in backlogs), default=0.0)),
        )
    except PlannerError as error:
        for problem in error.problems:
            path = ("calendar", "office_hours") if problem.kind == "office-hours" else ("time",)
            yield Finding(path=path, kind=problem.kind, facts=problem.facts, relies_on=(("time",), ("calendar",)))
