"""A team whose jobs may need crews, certificates, or to be started at once in an emergency."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from math import nan

import simpy

from planner.engine.clock import NORMAL, Clock
from planner.engine.job import Job, Need
from planner.engine.recorder import STEPS, TEAM_CODE, WALL_CLOCK, Recorder
from planner.engine.team import RefuseJob, Team

Entry = tuple[int, float, int, Job]


class Crew(simpy.Event):
    """A crew at a job; the event is the end of its work, from which an interruption takes the job away."""

    _ok = True

    def __init__(self, job: Job, plain: int, certified: int, slowness: float, callbacks: object) -> None:
        self.job: Job | None = job
        self.plain = plain
        """Officers without a certificate."""
        self.certified = certified
        self.slowness = slowness
        self.callbacks = callbacks  # type: ignore[assignment]


class CrewTeam(Team):
    """A team with crews, certificates and emergencies.

    Waiting jobs stand in one list per need (crew, certified), because all jobs with the same need can start or
    cannot: a scan of the whole list in order is a merge of the heads.
    """

    def __init__(self, key: str, index: int, clock: Clock, recorder: Recorder, refuse: RefuseJob) -> None:
        super().__init__(key, index, clock, recorder)
        self._refuse = refuse
        self.on_duty = 0
        self._index_code = TEAM_CODE * (index + 1)
        self._lists: dict[Need, list[Entry]] = {}
        self._enlisted = 0
        """Jobs on the lists but emergencies; those whose crew cannot be formed are among them."""
        self._alarms: dict[Need, list[Entry]] = {}
        """Emergencies that wait, by need."""
        self._running: dict[Job, Crew] = {}
        """Jobs in hand, in order of start."""
        self._plain = 0
        self._certified = 0
        """Officers without a job, by certificate; during office hours never below zero but for leavers' last jobs."""
        self._alarm_plain = 0
        self._alarm_certified = 0
        """Officers at emergencies."""
        self._leaving_plain = 0
        self._leaving_certified = 0
        """Officers off the roll who finish the job in hand."""

    def ask(self, job: Job) -> None:
        """Ask for a job; where its crew cannot be formed it is offered to the department that shares the power."""
        if not self.feasible(job.need) and self._refuse(job, False):
            return
        clock = self.clock
        job.team = self
        job.asked = clock.now
        job.arrival = next(self._arrivals)
        if clock.is_open and not (self._enlisted or self._alarms or job.emergency):
            # Nobody waits: it starts at once, without a place on the list, where the crew is free.
            crew, certificates = job.need
            plain = min(max(self._plain, 0), crew - certificates)
            if plain + self._certified >= crew:
                self._begin_with(job, plain)
                return
        self._enlist(job)
        self.start_waiting()

    def _enlist(self, job: Job) -> None:
        job.started = nan
        order = job.due if self.alerts else job.reported
        lists = self._alarms if job.emergency else self._lists
        heappush(lists.setdefault(job.need, []), (job.rank, order, job.arrival, job))
        if not job.emergency:
            self._enlisted += 1

    def start_waiting(self) -> None:
        """Scan the list in order and start what can start."""
        if self._alarms:
            self._start_alarms()
        if self.clock.is_open:
            if self._plain < 0 or self._certified < 0:
                self._recall_to_alarms()
            while self._enlisted and (self._plain > 0 or self._certified > 0) and self._start_one():
                pass

    def _heads(self) -> list[tuple[Entry, Need]]:
        """The first job of each need whose crew can be formed, in the order of the list."""
        on_roll, certified = self.roll.total, self.roll.certified
        heads = [
            (entries[0], need)
            for need, entries in self._lists.items()
            if entries and need[0] <= on_roll and need[1] <= certified
        ]
        if len(heads) > 1:
            heads.sort()
        return heads

    def _start_one(self) -> bool:
        """Start the first job on the list that can start; False when none can."""
        heads = self._heads()
        plain, certified = max(self._plain, 0), max(self._certified, 0)
        for alarms in self._alarms.values():
            for _, _, _, alarm in alarms:
                # An emergency that still waits reserves whoever is free.
                if self.feasible(alarm.need):
                    taken = min(plain, alarm.need[0] - alarm.need[1])
                    plain -= taken
                    certified -= min(certified, alarm.need[0] - taken)
        certified_job_waits = False
        for _, need in heads:
            if need[1]:
                certified_job_waits = True
        mixed: list[Need] = []
        for head, need in heads:
            crew, certificates = need
            available = plain
            if mixed:
                # Each job ahead that lacks certificates keeps the uncertified officers it could use.
                for blocked in mixed:
                    ahead = len([entry for entry in self._lists[blocked] if entry < head])
                    available -= (blocked[0] - blocked[1]) * ahead
                available = max(available, 0)
            if certificates == 0:
                usable = 0 if certified_job_waits else certified
                if available + usable >= crew:
                    self._start(need, min(available, crew))
                    return True
                plain -= min(plain, crew)
                certified -= min(usable, crew)
            elif certified >= certificates and available + certified >= crew:
                self._start(need, min(available, crew - certificates))
                return True
            else:
                if certificates < crew:
                    mixed.append(need)
                certified -= min(certified, crew)
        return False

    def _start(self, need: Need, plain: int) -> None:
        job = heappop(self._lists[need])[3]
        self._enlisted -= 1
        self._begin_with(job, plain)

    def _begin_with(self, job: Job, plain: int) -> None:
        now = self.clock.now
        hours = job.travel + job.hours * self.roll.slowness
        end = now + hours
        self._send(job, plain, (end if end <= self.clock.closes_at else self.clock.after(now, hours)) - now)

    def _send(self, job: Job, plain: int, delay: float) -> None:
        """Put a crew with so many uncertified officers to work, for `delay` hours on the wall clock."""
        certified = job.need[0] - plain
        self._plain -= plain
        self._certified -= certified
        crew = self._running[job] = Crew(job, plain, certified, self.roll.slowness, self._done)
        job.started = self.clock.now
        self._schedule(crew, NORMAL, delay)

    def done(self, crew: Crew) -> None:  # type: ignore[override]
        """The job in hand is finished, unless it was interrupted before its end."""
        job = crew.job
        if job is None:
            return
        self.clock.now = self._env.now
        del self._running[job]
        self._write_stretch(job, job.travel)
        if job.emergency:
            self._alarm_plain -= crew.plain
            self._alarm_certified -= crew.certified
        self._release(crew)
        if self._enlisted or self._alarms:
            self.start_waiting()
        job.then(job)

    def _write_stretch(self, job: Job, travel: float) -> None:
        code = self._index_code + job.step + STEPS * job.need[0] + (WALL_CLOCK if job.emergency else 0)
        self._write((job.row, code, job.asked, job.started, self.clock.now, travel))

    def _release(self, crew: Crew) -> None:
        self._plain += crew.plain
        self._certified += crew.certified
        if self._leaving_plain or self._leaving_certified:
            gone = min(crew.plain, self._leaving_plain)
            self._leaving_plain -= gone
            self._plain -= gone
            gone = min(crew.certified, self._leaving_certified)
            self._leaving_certified -= gone
            self._certified -= gone

    # Emergencies

    def _start_alarms(self) -> None:
        for entry, need in sorted((e, need) for need, entries in self._alarms.items() for e in entries):
            if not self.feasible(need):
                continue
            plain = self._crew_for_alarm(need)
            if plain is not None:
                self._alarms[need].remove(entry)
                heapify(self._alarms[need])
                if not self._alarms[need]:
                    del self._alarms[need]
                self._start_alarm(entry[3], plain)

    def _crew_for_alarm(self, need: Need) -> int | None:
        """How many uncertified officers the crew takes, or None where it cannot be formed now."""
        crew, certificates = need
        if not self.clock.is_open:
            if not self.keeps_watch:
                return None
            watch = min(self.on_duty, self.roll.total) - self._alarm_plain - self._alarm_certified
            certified = self.roll.certified - self._alarm_certified
            if watch < crew or certified < certificates:
                return None
            return max(0, min(crew - certificates, self.roll.total - self.roll.certified - self._alarm_plain))
        if not self._enough(need, self._plain, self._certified):
            chosen = self._interruptible(need)
            if chosen is None:
                return None
            for job in chosen:
                self._interrupt(job)
        return max(0, min(self._plain, crew - certificates))

    @staticmethod
    def _enough(need: Need, plain: int, certified: int) -> bool:
        return certified >= need[1] and max(plain, 0) + certified >= need[0]

    def _start_alarm(self, job: Job, plain: int) -> None:
        self._alarm_plain += plain
        self._alarm_certified += job.need[0] - plain
        self._send(job, plain, job.travel + job.hours * self.roll.slowness)

    def _least_urgent_first(self) -> list[Job]:
        """Jobs that may be interrupted: the least urgent, then the latest started first."""
        jobs = [job for job in reversed(self._running) if not job.emergency]
        return sorted(jobs, key=lambda job: (-job.rank, -job.started))

    def _interruptible(self, need: Need) -> list[Job] | None:
        """The jobs to interrupt for a crew, none that it gains nothing by; None where even all would not free it."""
        plain, certified = self._plain, self._certified
        chosen: list[Job] = []
        for job in self._least_urgent_first():
            if self._enough(need, plain, certified):
                break
            crew = self._running[job]
            only_certificates_lack = max(plain, 0) + need[1] >= need[0]
            if only_certificates_lack and crew.certified == 0:
                continue
            chosen.append(job)
            plain, certified = plain + crew.plain, certified + crew.certified
        if not self._enough(need, plain, certified):
            return None
        for job in list(chosen):
            crew = self._running[job]
            if self._enough(need, plain - crew.plain, certified - crew.certified):
                chosen.remove(job)
                plain, certified = plain - crew.plain, certified - crew.certified
        return chosen

    def _interrupt(self, job: Job) -> None:
        """Put a job back on the list, in its place, with what is left to do."""
        crew = self._running.pop(job)
        crew.job = None
        now = self.clock.now
        done = self.clock.worked(now) - self.clock.worked(job.started)
        travelled = min(done, job.travel)
        self._write_stretch(job, travelled)
        job.travel -= travelled
        job.hours = max(job.hours - (done - travelled) / crew.slowness, 0.0)
        job.asked = now
        self.recorder.interruptions += 1
        self._release(crew)
        self._enlist(job)

    def _recall_to_alarms(self) -> None:
        """At an opening, emergencies of the night go on: jobs of yesterday that lack officers now are interrupted."""
        while self._plain < 0 or self._certified < 0:
            lacking = [
                job
                for job in self._least_urgent_first()
                if (self._plain < 0 and self._running[job].plain)
                or (self._certified < 0 and self._running[job].certified)
            ]
            if not lacking:
                return
            self._interrupt(lacking[0])

    # Changes of staff

    def staff_changed(self, plain: int, certified: int) -> None:
        """The roll has changed: judge the whole list again."""
        self._plain += plain
        if self._plain < 0 and plain < 0:
            gone = min(-plain, -self._plain)
            self._leaving_plain += gone
            self._plain += gone
        self._certified += certified
        if self._certified < 0 and certified < 0:
            gone = min(-certified, -self._certified)
            self._leaving_certified += gone
            self._certified += gone
        self.note_roll()
        for lists in (self._alarms, self._lists):
            for need, entries in lists.items():
                if entries and not self.feasible(need):
                    waiting, lists[need] = sorted(entries), []
                    lists[need] = [entry for entry in waiting if not self._refuse(entry[3], True)]
        self._enlisted = sum(len(entries) for entries in self._lists.values())
        self._alarms = {need: entries for need, entries in self._alarms.items() if entries}
        self.start_waiting()

    def move_up(self, job: Job) -> None:
        """A waiting job has a new rank: give it the place that goes with it."""
        for entries in self._lists.values():
            for place, entry in enumerate(entries):
                if entry[3] is job:
                    entries[place] = (job.rank, *entry[1:])
                    heapify(entries)
                    self.start_waiting()
                    return

    def withdraw_waiting(self) -> Iterator[Job]:
        """Take all waiting jobs off the list, in order, when the team is dissolved."""
        entries = sorted(entry for lists in (self._alarms, self._lists) for some in lists.values() for entry in some)
        self._alarms, self._lists, self._enlisted = {}, {}, 0
        for entry in entries:
            yield entry[3]
