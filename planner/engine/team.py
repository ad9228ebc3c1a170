"""A team at work: the jobs asked of it, its list of waiting ones, and officers of whom each job takes one."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from math import nan
from typing import Any, Protocol

from planner.engine.clock import Callbacks, Clock, Happening
from planner.engine.recorder import STEPS, TEAM_CODE, Recorder
from planner.engine.roll import Roll
from planner.model.routing import TeamKey

Need = tuple[int, int]
"""Crew, and how many of them certified."""

ONE_OFFICER: Need = (1, 0)


class Asked(Protocol):
    """What a job knows of the team it was asked of."""

    key: TeamKey
    index: int

    def ask(self, job: Any, /) -> None:
        """Ask for a job."""

    def move_up(self, job: Any, /) -> None:
        """Give a waiting job the place of its new rank."""


class Job(Happening):
    """Work that a team is asked for; SimPy schedules the job itself, so a step costs no further object."""

    __slots__ = (
        "row",
        "step",
        "rank",
        "hours",
        "travel",
        "asked",
        "started",
        "ends",
        "team",
        "then",
        "need",
        "emergency",
        "arrival",
        "slowness",
    )

    row: int
    """Row of the case it belongs to."""
    step: int
    rank: int
    """Place in the list: 0 emergency, 1 and 2 urgent (whistled, routine), 3 and 4 the rest."""
    hours: float
    """Work left, at pace 1."""
    travel: float
    """Hours of travel left."""
    need: Need
    emergency: bool
    asked: float
    """When it was asked for, or when the latency it is in began."""
    started: float
    """NaN while it waits."""
    ends: float
    """When the work in hand will be done."""
    arrival: int
    """Order of arrival on the team's list."""
    slowness: float
    """1 ÷ the pace at which the work in hand is done, where it may be interrupted."""
    team: Asked
    """Whom it was asked of last."""
    then: Callable[[Any], object]
    """Called with the job when it is done."""

    def __init__(self, row: int, rank: int, emergency: bool) -> None:
        super().__init__()
        self.row = row
        self.rank = rank
        self.travel = 0.0
        self.need = ONE_OFFICER
        self.emergency = emergency


Entry = tuple[int, float, int, Job]
"""A waiting job and its place: rank, due or report time, order of arrival."""

RefuseJob = Callable[[Job, bool], bool]
"""Told of a job whose crew cannot be formed, and whether it has waited here; True when the job was taken elsewhere."""


class Team:
    """A team whose jobs need a crew of one, certified or not.

    The list is ordered by urgency and whistle (`Job.rank`), then due time (with deadline alerts) or report time, then
    order of arrival.
    """

    # A county has hundreds of teams: slots keep each of them in few cache lines.
    __slots__ = (
        "clock",
        "free",
        "roll",
        "_happen_at",
        "leaving",
        "waiting",
        "_times",
        "_arrivals",
        "_refuse",
        "_write_row",
        "_code",
        "recorder",
        "index",
        "of_county",
        "keeps_watch",
        "key",
    )

    def __init__(self, key: TeamKey, index: int, clock: Clock, recorder: Recorder, refuse: RefuseJob) -> None:
        self.key = key
        self.index = index
        self.of_county = key.is_department
        self.keeps_watch = False
        """Whether officers stay on duty outside office hours."""
        self.free = 0
        """Officers without a job."""
        self.leaving = 0
        """Officers off the roll who finish the job in hand."""
        self.waiting: list[Entry] = []
        self.roll: Roll
        self.clock = clock
        self.recorder = recorder
        self._times = recorder.reported
        """By row, the time that orders the list: of the report, or with deadline alerts when the case is due."""
        self._refuse = refuse
        self._write_row = recorder.write_row
        self._code = TEAM_CODE * (index + 1) + STEPS
        self._arrivals = clock.arrivals
        self._happen_at = clock.happen_at

    def ask(self, job: Job) -> None:
        """Ask for a job: it starts at once where it can, or waits on the list. No work takes no time and no staff.

        Where its crew cannot be formed it is offered to the department that shares the power.
        """
        if not job.hours:
            job.then(job)
            return
        job.team = self
        clock = self.clock
        job.asked = now = clock.now
        if self.free and clock.is_open:
            self.free -= 1
            # As `_begin` does: a second call for every job would cost a run a twentieth of its time.
            job.started = now
            hours = job.hours * self.roll.slowness + job.travel
            end = now + hours
            if end > clock.closes_at:
                end = clock.after(now, hours)
            job.ends = end
            job.callbacks = DONE
            self._happen_at(job, end)
        elif self.roll.total or not self._refuse(job, False):
            job.started = nan
            heappush(self.waiting, (job.rank, self._times[job.row], next(self._arrivals), job))

    def _begin(self, job: Job, now: float) -> None:
        job.started = now
        hours = job.hours * self.roll.slowness + job.travel
        end = now + hours
        if end > self.clock.closes_at:
            end = self.clock.after(now, hours)
        job.ends = end
        job.callbacks = DONE
        self._happen_at(job, end)

    def start_waiting(self) -> None:
        """Start what can start: at an opening, and when somebody joins."""
        waiting = self.waiting
        while waiting and self.free > 0 and self.clock.is_open:
            self.free -= 1
            self._begin(heappop(waiting)[3], self.clock.now)

    def staff_changed(self, plain: int, certified: int) -> None:
        """The roll has changed by so many officers without and with a certificate: judge the whole list again."""
        self._count(plain, certified)
        self.note_roll()
        for entries in self._waiting_lists():
            if entries and not self.feasible(entries[0][3].need):
                judged = sorted(entries)
                entries.clear()
                entries += [entry for entry in judged if not self._refuse(entry[3], True)]
        self.start_waiting()

    def _count(self, plain: int, certified: int) -> None:
        """Officers join; those who leave finish the job in hand, where nobody is without one."""
        self.free += plain + certified
        if self.free < 0:
            self.leaving -= self.free
            self.free = 0

    def note_roll(self) -> None:
        """Write the roll down."""
        roll = self.roll
        self.recorder.staff.extend((self.index, self.clock.now, roll.total, roll.certified))

    def feasible(self, need: Need) -> bool:
        """Whether the crew can be formed from those on the roll."""
        return need[0] <= self.roll.total and need[1] <= self.roll.certified

    # Changes of the list

    def _waiting_lists(self) -> list[list[Entry]]:
        """The jobs that wait, in heaps of jobs with the same need."""
        return [self.waiting]

    def follow_alerts(self, alerts: bool) -> None:
        """Order the list by due time (with deadline alerts) or by report time (without)."""
        times = self.recorder.due if alerts else self.recorder.reported
        if times is not self._times:
            self._times = times
            for entries in self._waiting_lists():
                entries[:] = [(rank, times[job.row], arrival, job) for rank, _, arrival, job in entries]
                entries.sort()  # Which makes a heap too.

    def move_up(self, job: Job) -> None:
        """A waiting job has a new rank: give it the place that goes with it."""
        for entries in self._waiting_lists():
            for place, entry in enumerate(entries):
                if entry[3] is job:
                    entries[place] = (job.rank, *entry[1:])
                    entries.sort()
                    self.start_waiting()
                    return

    def withdraw_waiting(self) -> list[Job]:
        """Take all waiting jobs off the list, in order, when the team is dissolved."""
        entries = sorted(entry for entries in self._waiting_lists() for entry in entries)
        for waiting in self._waiting_lists():
            waiting.clear()
        return [entry[3] for entry in entries]


def _finished(job: Job) -> None:
    """The job in hand is done: take the next one, then let the case go on.

    One function for all teams, and not a method bound to each: what hundreds of teams share stays in the cache.
    """
    team: Team = job.team  # type: ignore[assignment]
    clock = team.clock
    now = clock.now = job.ends
    team._write_row((job.row, team._code + job.step, job.asked, job.started, now, job.travel))
    waiting = team.waiting
    if team.leaving:
        team.leaving -= 1
    elif waiting and clock.is_open:
        # As `_begin` does.
        following = heappop(waiting)[3]
        following.started = now
        hours = following.hours * team.roll.slowness + following.travel
        end = now + hours
        if end > clock.closes_at:
            end = clock.after(now, hours)
        following.ends = end
        following.callbacks = DONE
        team._happen_at(following, end)
    else:
        team.free += 1
    job.then(job)


DONE: Callbacks = (_finished,)
"""What the event of a job that ends calls back."""
