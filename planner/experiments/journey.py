"""One case from its report to its closure, step by step, in working time and by cause."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from attrs import frozen

from planner.engine.rows import Step
from planner.metrics.cohort import CAUSE_OF_STEP, WORKED
from planner.metrics.horizon import calendar_of, hours_per_working_day
from planner.model.routing import TeamKey

if TYPE_CHECKING:
    from planner.model.scenario import Scenario
    from planner.model.working_time import WorkingCalendar

BESIDE = ("partner", "partner_referral", "partner_whistle", "repeat")
"""Steps that run beside the main line of a case."""

_STEPS = {step.name.lower(): step for step in Step}


@frozen(kw_only=True)
class CaseRow:
    """A case, as `planner.engine.rows.case_table` has it, and how long it took."""

    case_id: int
    township: str
    case_type: str
    family: str
    channel: str
    draw: int
    """Number of the matter among those of its township and type: with them it names the matter in every scenario."""
    reported: datetime
    due: datetime
    closed: datetime | None
    """None: open at the end."""
    level: str
    mode: str
    team: str | None
    bounces: int
    unusable: bool
    reversed: bool
    repeats: int
    opening: bool
    elapsed: float
    """From report to closure or the end: working days, hours on the clock for emergencies."""
    late: float
    """The same past its deadline; 0 where it was closed in time, or is not due yet."""

    @property
    def overdue(self) -> bool:
        """Whether it was not closed when it was due."""
        return self.late > 0.0

    @property
    def matter(self) -> tuple[str, str, int, bool]:
        """What names the same matter in another scenario with the same draws."""
        return (self.township, self.case_type, self.draw, self.opening)


@frozen(kw_only=True)
class Stretch:
    """A stretch of a step; a job that is interrupted has several. None: not reached by the end."""

    asked: datetime
    started: datetime | None
    ended: datetime | None


@frozen(kw_only=True)
class CaseStep:
    """A step of a case, with its stretches joined."""

    step: str
    team: str | None
    crew: int
    cause: str
    """Of its waiting; of steps that occupy nobody, of all of it."""
    works: bool
    """Whether somebody works on it, after a wait."""
    stretches: tuple[Stretch, ...]
    waited: float
    """Working hours from asking to beginning, hours on the clock for emergencies."""
    taken: float
    """The same from beginning to end, way to the site included."""

    @property
    def beside(self) -> bool:
        """Whether it runs beside the main line."""
        return self.step in BESIDE

    @property
    def ended(self) -> datetime | None:
        """When the step was over; None where it was still under way at the end of the run."""
        return self.stretches[-1].ended


@frozen(kw_only=True)
class Journey:
    """A case and its steps in the order in which they were asked for."""

    case: CaseRow
    steps: tuple[CaseStep, ...]
    end: datetime
    """The end of the horizon."""
    hours_per_day: float
    """Working hours of a day."""

    @property
    def until(self) -> datetime:
        """Its closure, or the end of the horizon."""
        return self.case.closed or self.end


class Clock:
    """Working time between two moments of a scenario; for emergencies, time on the clock."""

    def __init__(self, scenario: Scenario) -> None:
        self.start = datetime.combine(scenario.time.start, time())
        self.end = self.start + timedelta(days=scenario.time.days)
        self.calendar: WorkingCalendar = calendar_of(scenario, 24.0 * scenario.time.days)
        self.hours_per_day = hours_per_working_day(scenario.calendar)

    def hours(self, begin: datetime, stop: datetime, *, wall: bool) -> float:
        """Hours between two moments; working time before the start of the scenario is not counted."""
        one, two = ((moment - self.start) / timedelta(hours=1) for moment in (begin, stop))
        if wall:
            return max(0.0, two - one)
        return max(0.0, self.calendar.worked(two) - self.calendar.worked(one))


def journey(case: CaseRow, events: Iterable[Mapping[str, Any]], clock: Clock) -> Journey:
    """The steps of a case from its rows of `planner.engine.rows.event_table`."""
    wall = case.family == "emergency"
    found: list[list[Mapping[str, Any]]] = []
    for event in sorted(events, key=lambda event: (event["asked"], event["end"] or datetime.max)):
        before = found[-1][-1] if found else None
        if (
            before is not None
            and (before["activity"], before["team"]) == (event["activity"], event["team"])
            and before["end"] == event["asked"]
            and event["activity"] not in BESIDE
        ):
            found[-1].append(event)
        else:
            found.append([event])
    return Journey(
        case=case,
        steps=tuple(_step(events, clock, wall) for events in found),
        end=clock.end,
        hours_per_day=clock.hours_per_day,
    )


def _step(events: list[Mapping[str, Any]], clock: Clock, wall: bool) -> CaseStep:
    first = events[0]
    step = _STEPS[first["activity"]]
    works = step in WORKED or step in (Step.PARTNER, Step.REDO, Step.REPEAT)
    stretches = tuple(Stretch(asked=one["asked"], started=one["start"], ended=one["end"]) for one in events)

    def hours(begin: datetime, stop: datetime | None) -> float:
        return clock.hours(begin, stop or clock.end, wall=wall)

    waited = math.fsum(hours(one.asked, one.started) for one in stretches)
    taken = math.fsum(hours(one.started, one.ended) for one in stretches if one.started is not None)
    return CaseStep(
        step=first["activity"],
        team=first["team"],
        crew=first["crew"],
        cause=_cause(step, None if first["team"] is None else TeamKey(first["team"])),
        works=works,
        stretches=stretches,
        waited=waited,
        taken=taken,
    )


def _cause(step: Step, team: TeamKey | None) -> str:
    if step in CAUSE_OF_STEP:
        return CAUSE_OF_STEP[step]
    if step in (Step.PARTNER, Step.PARTNER_REFERRAL, Step.PARTNER_WHISTLE):
        return "partners"
    if step == Step.REPEAT:
        return "intake"
    if team is not None and team.is_department:
        return "department"
    return "village" if team is not None and team.part in ("grids", "agents") else "township_team"
