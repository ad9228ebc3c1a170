"""A team at work: its list of waiting jobs and its officers, where every job takes one officer of any kind.

`planner.engine.crew_team` has the rest of the rules, for teams that need them; most teams do not, and this one is fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heappush
from itertools import count
from math import nan
from typing import TYPE_CHECKING

from planner.engine.clock import NORMAL, Clock
from planner.engine.job import Job
from planner.engine.recorder import STEPS, TEAM_CODE, Recorder
from planner.engine.roll import Roll

if TYPE_CHECKING:
    from planner.engine.job import Need


class Team:
    """A team whose jobs need a crew of one, certified or not.

    The list is ordered by urgency and whistle (`Job.rank`), then due time (with deadline alerts) or report time, then
    order of arrival.
    """

    def __init__(self, key: str, index: int, clock: Clock, recorder: Recorder) -> None:
        self.key = key
        self.index = index
        self.of_county = key.startswith("departments.")
        self.alerts = False
        self.keeps_watch = False
        """Whether officers stay on duty outside office hours."""
        self.free = 0
        """Officers without a job; below zero while leavers finish the job in hand."""
        self.waiting: list[tuple[int, float, int, Job]] = []
        self.roll: Roll
        self.clock = clock
        self.recorder = recorder
        self._write = recorder.write
        self._code = TEAM_CODE * (index + 1) + STEPS
        self._arrivals = count()
        self._env = clock.env
        self._schedule = clock.schedule
        self._done = (self.done,)

    def ask(self, job: Job) -> None:
        """Ask for a job: it starts at once where it can, or waits on the list."""
        job.team = self
        clock = self.clock
        job.asked = clock.now
        if self.free > 0 and clock.is_open:
            self.free -= 1
            self._begin(job)
        else:
            job.started = nan
            order = job.due if self.alerts else job.reported
            heappush(self.waiting, (job.rank, order, next(self._arrivals), job))

    def _begin(self, job: Job) -> None:
        clock = self.clock
        now = clock.now
        job.started = now
        hours = job.hours * self.roll.slowness
        if job.travel:
            hours += job.travel
        delay = hours if now + hours <= clock.closes_at else clock.after(now, hours) - now
        job.callbacks = self._done  # type: ignore[assignment]
        self._schedule(job, NORMAL, delay)

    def done(self, job: Job) -> None:
        """The job in hand is finished: take the next one, then let the case go on."""
        clock = self.clock
        now = clock.now = self._env.now
        self._write((job.row, self._code + job.step, job.asked, job.started, now, job.travel))
        waiting = self.waiting
        if waiting and self.free >= 0 and clock.is_open:
            self._begin(heappop(waiting)[3])
        else:
            self.free += 1
        job.then(job)

    def start_waiting(self) -> None:
        """Start what can start: at an opening, and when somebody joins."""
        waiting = self.waiting
        while waiting and self.free > 0 and self.clock.is_open:
            self.free -= 1
            self._begin(heappop(waiting)[3])

    def staff_changed(self, plain: int, certified: int) -> None:
        """The roll has changed by so many officers without and with a certificate."""
        self.free += plain + certified
        self.note_roll()
        self.start_waiting()

    def note_roll(self) -> None:
        """Write the roll down."""
        roll = self.roll
        self.recorder.staff.extend((self.index, self.clock.now, roll.total, roll.certified))

    def feasible(self, need: Need) -> bool:
        """Whether the crew can be formed from those on the roll."""
        return need[0] <= self.roll.total and need[1] <= self.roll.certified

    def move_up(self, job: Job) -> None:
        """A waiting job has a new rank: give it the place that goes with it."""
        for place, entry in enumerate(self.waiting):
            if entry[3] is job:
                self.waiting[place] = (job.rank, *entry[1:])
                heapify(self.waiting)
                return

    def withdraw_waiting(self) -> Iterator[Job]:
        """Take all waiting jobs off the list, in order, when the team is dissolved."""
        while self.waiting:
            yield heappop(self.waiting)[3]


RefuseJob = Callable[[Job, bool], bool]
"""Told of a job whose crew cannot be formed, and whether it has waited here; True when the job was taken elsewhere."""
