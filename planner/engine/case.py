"""A case while it is open: its jobs and latencies, the register, repeat contacts, direct reports, and its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import isnan, nan
from typing import Any, TypeVar

from planner.engine.clock import LAST, Clock
from planner.engine.columns import Columns
from planner.engine.demand import Phases
from planner.engine.plan import Plan
from planner.engine.recorder import Recorder, step_code
from planner.engine.rows import Channel, Level, Step
from planner.engine.team import ONE_OFFICER, Job
from planner.model.rates import HOURS_PER_YEAR


class Case(Job):
    """A case on its way: the job it is now, and what it remembers."""

    __slots__ = (
        "plan",
        "draw",
        "channel",
        "passed_intake",
        "latency",
        "onward",
        "mode",
        "transferred",
        "partners",
        "joined_from",
    )

    plan: Plan
    draw: int
    """Its row among the cases drawn, by which its draws are found; a duplicate has those of its parent."""
    channel: int
    passed_intake: bool
    latency: int | None
    """The code of the row of the latency it is in."""
    onward: Callable[[Any], object]
    """Called with it when the latency is over."""
    mode: int
    """A `rows.Mode`: by which holding it is decided; 0 before."""
    transferred: bool
    """The power was held but not usable: the department decides."""
    partners: list[Job] | None
    """Attendances that are not over; None before partners are called."""
    joined_from: float | None
    """When the responsible team was done, while partners are not."""


class Attendance(Job):
    """A partner's part in a decision."""

    __slots__ = ("case", "department", "latency", "onward")

    case: Case
    department: str
    latency: int | None
    onward: Callable[[Any], object]

    def __init__(self, case: Case, department: str) -> None:
        super().__init__(case.row, case.plan.rank, case.emergency)
        self.case = case
        self.department = department
        self.latency = None


class Contact(Job):
    """A citizen comes again about a case."""

    __slots__ = ("attempt", "case")

    case: Case
    attempt: str
    """`open` at the due time, `reversed` after a reversal."""

    def __init__(self, case: Case, attempt: str) -> None:
        super().__init__(case.row, case.plan.rank, case.emergency)
        self.case = case
        self.attempt = attempt


Waiting = TypeVar("Waiting", Case, Attendance)


class Latencies:
    """Lets cases and attendances wait, each its own event."""

    def __init__(self, clock: Clock, recorder: Recorder) -> None:
        self.clock = clock
        self.recorder = recorder
        self._over = (self._end,)

    def wait(self, job: Waiting, hours: float, code: int, then: Callable[[Waiting], object]) -> None:
        """Go on with `then` after `hours` of working time, on the wall clock for emergencies; write the row `code`."""
        if hours <= 0.0:
            then(job)
            return
        clock = self.clock
        job.asked = now = clock.now
        end = job.ends = now + hours if job.emergency else clock.after(now, hours)
        job.latency = code
        job.onward = then
        job.callbacks = self._over
        clock.happen_at(job, end)

    def _end(self, job: Case | Attendance) -> None:
        assert job.latency is not None
        since, end = job.asked, job.ends
        self.clock.now = end
        self.recorder.write_row((job.row, job.latency, since, since, end, 0.0))
        job.latency = None
        job.onward(job)


class Register:
    """Cases by row, and jobs beside the main line of a case that are not over."""

    def __init__(self, clock: Clock, recorder: Recorder) -> None:
        self.clock = clock
        self.recorder = recorder
        self.latencies = Latencies(clock, recorder)
        self.cases: list[Case | None] = [None] * recorder.drawn
        """By row, the case while it is open."""
        self.beside: dict[Job, None] = {}
        self._closed = recorder.closed
        self._level = recorder.level

    def report(self, row: int, draw: int, channel: int, plan: Plan) -> Case:
        """A case is reported, and open from now on."""
        # Every case comes this way: without `__init__`, which would be a second call.
        case = self.cases[row] = Case.__new__(Case)
        case._ok = True
        case.row = row
        case.rank = plan.rank
        case.travel = 0.0
        case.need = ONE_OFFICER
        case.emergency = plan.emergency
        case.plan = plan
        case.draw = draw
        case.channel = channel
        case.passed_intake = case.transferred = False
        case.latency = case.partners = case.joined_from = None
        case.mode = 0
        return case

    def open_cases(self) -> Iterator[Case]:
        """The cases that are open, by row."""
        return filter(None, self.cases)

    def close(self, case: Case, level: int) -> None:
        """The case is over, settled at this `rows.Level`."""
        row = case.row
        self._closed[row] = self.clock.now
        self._level[row] = level
        self.cases[row] = None


def write_unfinished(register: Register) -> None:
    """Write one row for the step in which each open case is, and for each job beside."""
    recorder = register.recorder
    for case in register.open_cases():
        if case.joined_from is not None:
            since = case.joined_from
            recorder.write(case.row, step_code(Step.JOIN), since, since, nan, 0.0)
        else:
            _write(recorder, case)
    for job in register.beside:
        _write(recorder, job)


def _write(recorder: Recorder, job: Job) -> None:
    if isinstance(job, Case | Attendance) and job.latency is not None:
        recorder.write(job.row, job.latency, job.asked, job.asked, nan, 0.0)
        return
    code = step_code(job.step, job.team.index, job.need[0], job.emergency)
    travel = 0.0 if isnan(job.started) else job.travel
    recorder.write(job.row, code, job.asked, job.started, nan, travel)


WINDOW = int(Channel.WINDOW)
VILLAGE, FACT, REPEAT = int(Step.VILLAGE), int(Step.FACT), int(Step.REPEAT)
IN_TOWNSHIP = int(Level.TOWNSHIP)


class Repeats:
    """A case open at its due time, and a reversed one, each draw one repeat contact."""

    def __init__(self, register: Register, columns: Columns, due_of: Callable[[float, int], float]) -> None:
        """`due_of`: the deadline of a report, from its time and the working days allowed."""
        self.register = register
        self.clock = register.clock
        self._columns = columns
        self._due_of = due_of
        self._falling_due: dict[float, list[Case]] = {}

    def watch(self, case: Case) -> None:
        """Let the citizen come again if the case is open when it falls due."""
        due = self.register.recorder.due[case.row]
        watched = self._falling_due.get(due)
        if watched is not None:
            watched.append(case)
        elif 0.0 < due < self.clock.end:
            self._falling_due[due] = [case]
            # After whatever closes at that very time: a case closed at its due time is on time.
            self.clock.at(due, partial(self._fall_due, due), LAST)

    def _fall_due(self, due: float) -> None:
        for case in self._falling_due.pop(due):
            if self.register.cases[case.row] is case:
                self.contact(case, "open")

    def contact(self, case: Case, attempt: str) -> None:
        """A citizen comes again, and is received where the case was: at the window, in the grid or at intake."""
        plan = case.plan
        self.register.recorder.repeats[case.row] += 1
        contact = Contact(case, attempt)
        if case.channel == WINDOW:
            team = plan.handler
        elif case.latency is None and case.step == VILLAGE:
            team = plan.grid_team
        else:
            team = plan.intake_team
        contact.hours = plan.intake_hours * getattr(self._columns, f"{attempt}_intake")[case.draw]
        if team is None or contact.hours == 0.0:
            self._received(contact)
            return
        contact.step = REPEAT
        contact.then = self._received
        self.register.beside[contact] = None
        team.ask(contact)

    def _received(self, contact: Contact) -> None:
        """Unless the platform merges repeats, the contact leaves a duplicate: fact-finding once more."""
        self.register.beside.pop(contact, None)
        parent, plan = contact.case, contact.case.plan
        team = plan.handler
        if plan.merges_repeats or plan.fact_hours == 0.0 or team is None:
            return
        now = self.clock.now
        due = self._due_of(now, plan.case_type.deadline_days)
        row = self.register.recorder.duplicate(parent.row, now, due)
        self.register.cases.append(None)
        case = self.register.report(row, parent.draw, parent.channel, plan)
        case.step = FACT
        case.need = plan.fact_need
        case.hours = plan.fact_hours * getattr(self._columns, f"{contact.attempt}_fact")[case.draw]
        case.travel = plan.travel_of(team, plan.fact_travel)
        case.then = self._duplicate_found
        team.ask(case)

    def _duplicate_found(self, case: Case) -> None:
        self.register.close(case, IN_TOWNSHIP)


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
