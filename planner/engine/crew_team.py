"""A team whose jobs may need crews, certificates, or to be started at once in an emergency."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from math import inf, nan
from operator import attrgetter

from planner.engine.clock import Callbacks, Clock
from planner.engine.recorder import STEPS, TEAM_CODE, WALL_CLOCK, Recorder
from planner.engine.team import Entry, Job, Need, RefuseJob, Team
from planner.model.routing import TeamKey

PLAIN, CERTIFIED = 0, 1
"""Officers without and with a certificate: places in a list of their numbers."""


def enough(need: Need, plain: int, certified: int) -> bool:
    """Whether the crew can be formed of so many officers without and with a certificate."""
    return certified >= need[1] and max(plain, 0) + certified >= need[0]


def usable(need: Need, plain: int, certified: int) -> tuple[int, int]:
    """How many of these officers a job could use that cannot start with them yet."""
    crew, certificates = need
    used = min(max(plain, 0), crew - certificates)
    return used, min(max(certified, 0), crew - used)


def least_urgent_first(running: Iterable[Job]) -> list[Job]:
    """Jobs that may be interrupted: the least urgent, then the latest started first. `running` is in order of start."""
    jobs = [job for job in running if not job.emergency]
    jobs.reverse()
    jobs.sort(key=attrgetter("rank"), reverse=True)
    return jobs


def jobs_to_interrupt(
    need: Need, plain: int, certified: int, running: Iterable[Job], staying: Callable[[Job, int], int]
) -> list[Job] | None:
    """The jobs to interrupt so that, with those free, a crew can be formed; None where even all would not do.

    As many as it needs, the least urgent and then the latest started first, never one it gains nothing by. `staying`
    tells how many officers of a kind a job sets free.
    """
    chosen: list[Job] = []
    for job in least_urgent_first(running):
        chosen.append(job)
        plain, certified = plain + staying(job, PLAIN), certified + staying(job, CERTIFIED)
        if enough(need, plain, certified):
            break
    else:
        return None
    # The most urgent is spared first, where the others do.
    for job in reversed(chosen.copy()):
        without = plain - staying(job, PLAIN), certified - staying(job, CERTIFIED)
        if enough(need, *without):
            chosen.remove(job)
            plain, certified = without
    return chosen


NOBODY = (0, 0)
"""No officers without and none with a certificate."""


class CrewTeam(Team):
    """A team with crews, certificates and emergencies.

    Waiting jobs stand in one list per need (crew, certified), because all jobs with the same need can start or
    cannot: a scan of the whole list in order is a merge of the heads.
    """

    __slots__ = ("_alarms", "_at_emergencies", "_free", "_going", "_index_code", "_lists", "_running", "on_duty")

    def __init__(self, key: TeamKey, index: int, clock: Clock, recorder: Recorder, refuse: RefuseJob) -> None:
        super().__init__(key, index, clock, recorder, refuse)
        self.on_duty = 0
        self._index_code = TEAM_CODE * (index + 1)
        self._lists: dict[Need, list[Entry]] = {}
        """Jobs that wait, those whose crew cannot be formed among them, but for emergencies."""
        self._alarms: dict[Need, list[Entry]] = {}
        """Emergencies that wait; each list is sorted, not only a heap."""
        self._running: dict[Job, int] = {}
        """Jobs in hand, in order of start, and the officers without a certificate at each; the rest have one."""
        self._at_emergencies: dict[Job, None] = {}
        """Those of them that are emergencies."""
        self._going: dict[Job, list[int]] = {}
        """By job in hand, those at it who are off the roll and go when it is done, by certificate; most have none."""
        self._free = [0, 0]
        """Officers without a job, by certificate. Below zero while those at an emergency of the night have a job of the
        day waiting for the opening.
        """

    def ask(self, job: Job) -> None:
        """Ask for a job, which waits on the list where it cannot start."""
        if not job.hours:
            job.then(job)
            return
        crew, certificates = job.need
        roll = self.roll
        # As `feasible` does: a second call for every job would be felt.
        if (crew > roll.total or certificates > roll.certified) and self._refuse(job, False):
            return
        clock = self.clock
        job.team = self
        job.asked = clock.now
        job.arrival = next(self._arrivals)
        if job.emergency or self._alarms:
            self._enlist(job)
            self.start_waiting()
            return
        free, certified = self._free
        if not self._lists and clock.is_open:
            # Nobody waits: it starts at once, without a place on the list, where the crew is free.
            plain = crew - certificates
            if plain > free:
                plain = free if free > 0 else 0
            if plain + certified >= crew:
                self._begin_with(job, plain)
                return
        self._enlist(job)
        if clock.is_open and (free or certified):
            self.start_waiting()

    def _enlist(self, job: Job) -> None:
        job.started = nan
        entry = (job.rank, self._times[job.row], job.arrival, job)
        lists = self._alarms if job.emergency else self._lists
        entries = lists.get(job.need)
        if entries is None:
            lists[job.need] = [entry]
        elif job.emergency:
            insort(entries, entry)
        else:
            heappush(entries, entry)

    def start_waiting(self) -> None:
        """Scan the list in order and start what can start."""
        free = self._free
        is_open = self.clock.is_open
        if is_open and (free[PLAIN] < 0 or free[CERTIFIED] < 0):
            self._recall_to_alarms()
        kept = self._start_alarms() if self._alarms else NOBODY
        if not is_open:
            return
        lists = self._lists
        while lists and (free[PLAIN] > 0 or free[CERTIFIED] > 0):
            plain, certified = free
            if kept is not NOBODY or plain < 0 or certified < 0:
                plain, certified = max(plain - kept[PLAIN], 0), max(certified - kept[CERTIFIED], 0)
            if len(lists) > 1:
                if not self._start_one(plain, certified):
                    return
                continue
            # All need the same, as they often do: the first can start, or none.
            ((need, entries),) = lists.items()
            crew, certificates = need
            if not entries or certified < certificates or plain + certified < crew:
                return
            without = crew - certificates
            self._start(need, plain if plain < without else without)

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

    def _start_one(self, plain: int, certified: int) -> bool:
        """Start the first job on the list that so many officers can start; False when none can."""
        heads = self._heads()
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
                others = 0 if certified_job_waits else certified
                if available + others >= crew:
                    self._start(need, min(available, crew))
                    return True
                plain -= min(plain, crew)
                certified -= min(others, crew)
            elif certified >= certificates and available + certified >= crew:
                self._start(need, min(available, crew - certificates))
                return True
            else:
                if certificates < crew:
                    mixed.append(need)
                certified -= min(certified, crew)
        return False

    def _start(self, need: Need, plain: int) -> None:
        entries = self._lists[need]
        job = heappop(entries)[3]
        if not entries:
            del self._lists[need]
        self._begin_with(job, plain)

    def _begin_with(self, job: Job, plain: int) -> None:
        """Put a crew with so many uncertified officers to work."""
        clock = self.clock
        job.started = now = clock.now
        slowness = job.slowness = self.roll.slowness
        hours = job.travel + job.hours * slowness
        end = now + hours
        if end > clock.closes_at and not job.emergency:
            end = clock.after(now, hours)
        job.ends = end
        free = self._free
        free[PLAIN] -= plain
        free[CERTIFIED] -= job.need[0] - plain
        self._running[job] = plain
        if job.emergency:
            self._at_emergencies[job] = None
        job.callbacks = DONE
        self._happen_at(job, end)

    def _write_stretch(self, job: Job, travel: float) -> None:
        code = self._index_code + job.step + STEPS * job.need[0] + (WALL_CLOCK if job.emergency else 0)
        self._write_row((job.row, code, job.asked, job.started, self.clock.now, travel))

    def _staying(self, job: Job, kind: int) -> int:
        """Officers of a kind who come back to the team after the job in hand."""
        plain = self._running[job]
        officers = plain if kind == PLAIN else job.need[0] - plain
        going = self._going.get(job)
        return officers - going[kind] if going else officers

    def _release(self, job: Job) -> None:
        """The job is not in hand any more: its officers are free, or go."""
        free = self._free
        free[PLAIN] += self._staying(job, PLAIN)
        free[CERTIFIED] += self._staying(job, CERTIFIED)
        del self._running[job]
        self._going.pop(job, None)

    # Emergencies

    def _start_alarms(self) -> tuple[int, int]:
        """Start the emergencies that can start; returns the officers kept for those that cannot yet, by certificate."""
        kept = NOBODY
        next_of = {need: 0 for need, entries in self._alarms.items() if entries and self.feasible(need)}
        """By need, the place of the emergency that is looked at next."""
        while next_of:
            need = min(next_of, key=lambda need: self._alarms[need][next_of[need]])
            plain, certified, places = self._at_hand(kept)
            if places <= 0:
                break
            if not enough(need, plain, certified) or places < need[0]:
                chosen = self._to_interrupt(need, plain, certified)
                if chosen is None:
                    used = NOBODY
                    # The watch of the night is not kept for an emergency that has to wait for the morning.
                    if self.clock.is_open or need[0] <= self._watch():
                        used = usable(need, plain, certified)
                        kept = kept[PLAIN] + used[PLAIN], kept[CERTIFIED] + used[CERTIFIED]
                    next_of[need] += 1
                    # Where nobody is left to be kept, those behind with the same need change nothing.
                    if used == NOBODY or next_of[need] == len(self._alarms[need]):
                        del next_of[need]
                    continue
                for job in chosen:
                    self._interrupt(job)
                plain, _, _ = self._at_hand(kept)
            waiting = self._alarms[need]
            job = waiting.pop(next_of[need])[3]
            if next_of[need] == len(waiting):
                del next_of[need]
            if not waiting:
                del self._alarms[need]
            self._begin_with(job, usable(need, plain, 0)[PLAIN])
        return kept

    def _at_hand(self, kept: tuple[int, int]) -> tuple[int, int, float]:
        """Officers free for an emergency, without and with a certificate, and how many of them may go.

        Outside office hours they are those on duty, whoever of the roll that is: where none of them is left, nobody
        goes, however many of the roll are at home.
        """
        if self.clock.is_open:
            return self._free[PLAIN] - kept[PLAIN], self._free[CERTIFIED] - kept[CERTIFIED], inf
        roll = self.roll
        plain = kept[PLAIN] + sum(self._staying(job, PLAIN) for job in self._at_emergencies)
        certified = kept[CERTIFIED] + sum(self._staying(job, CERTIFIED) for job in self._at_emergencies)
        return roll.total - roll.certified - plain, roll.certified - certified, self._watch() - plain - certified

    def _watch(self) -> int:
        """Officers on duty outside office hours."""
        return min(self.on_duty, self.roll.total) if self.keeps_watch else 0

    def _to_interrupt(self, need: Need, plain: int, certified: int) -> list[Job] | None:
        """The jobs to interrupt so that, with those free, a crew can be formed; outside office hours there are none."""
        if not self.clock.is_open:
            return None
        return jobs_to_interrupt(need, plain, certified, self._running, self._staying)

    def _interrupt(self, job: Job) -> None:
        """Put a job back on the list, in its place, with what is left to do."""
        self.clock.env.call_off(job, job.ends)
        now = self.clock.now
        done = self.clock.worked(now) - self.clock.worked(job.started)
        travelled = min(done, job.travel)
        self._write_stretch(job, travelled)
        job.travel -= travelled
        job.hours = max(job.hours - (done - travelled) / job.slowness, 0.0)
        job.asked = now
        self.recorder.interruptions += 1
        self._release(job)
        # The crew may have been the last that could be formed, of officers who were leaving.
        if self.feasible(job.need) or not self._refuse(job, True):
            self._enlist(job)

    def _recall_to_alarms(self) -> None:
        """At an opening, emergencies of the night go on: jobs of yesterday that lack officers now are interrupted."""
        for kind in (PLAIN, CERTIFIED):
            for job in least_urgent_first(self._running):
                if self._free[kind] < 0 and self._staying(job, kind):
                    self._interrupt(job)

    # Changes of staff

    def _count(self, plain: int, certified: int) -> None:
        # As many more with a certificate as fewer without one are the same people, who have got it; or the other way.
        gained = sorted((-plain, 0, certified))[1]
        source, target = (PLAIN, CERTIFIED) if gained > 0 else (CERTIFIED, PLAIN)
        for _ in range(abs(gained)):
            job = self._job_of_one(source)
            if job is None:
                self._free[source] -= 1
                self._free[target] += 1
            else:
                self._running[job] += 1 if target == PLAIN else -1
        for kind, change in ((PLAIN, plain + gained), (CERTIFIED, certified - gained)):
            for _ in range(-change):
                job = self._job_of_one(kind)
                if job is None:
                    self._free[kind] -= 1
                else:
                    self._going.setdefault(job, [0, 0])[kind] += 1
            self._free[kind] += max(change, 0)

    def _job_of_one(self, kind: int) -> Job | None:
        """Where the officer of a kind is who changes next: one without a job (None) before one at work."""
        if self._free[kind] > 0:
            return None
        return next((job for job in self._running if self._staying(job, kind)), None)

    def _waiting_lists(self) -> list[list[Entry]]:
        return [*self._alarms.values(), *self._lists.values()]


def _finished(job: Job) -> None:
    """The job in hand is finished; one function for all teams."""
    team: CrewTeam = job.team  # type: ignore[assignment]
    clock = team.clock
    now = clock.now = job.ends
    need = job.need
    size = need[0]
    code = team._index_code + job.step + STEPS * size
    if job.emergency:
        del team._at_emergencies[job]
        code += WALL_CLOCK
    team._write_row((job.row, code, job.asked, job.started, now, job.travel))
    lists = team._lists
    if team._going:
        team._release(job)
        if lists or team._alarms:
            team.start_waiting()
    else:
        # As `_release` does.
        running, free = team._running, team._free
        plain = running.pop(job)
        waiting = lists.get(need)
        if waiting and len(lists) == 1 and not (free[PLAIN] or free[CERTIFIED] or team._alarms) and clock.is_open:
            # All that wait need the same crew, which nobody else could join: it goes on with the first of them.
            following = heappop(waiting)[3]
            if not waiting:
                del lists[need]
            # As `_start` and `_begin_with` do: two more calls for every such job would be felt.
            following.started = now
            slowness = following.slowness = team.roll.slowness
            hours = following.travel + following.hours * slowness
            end = now + hours
            if end > clock.closes_at:
                end = clock.after(now, hours)
            following.ends = end
            running[following] = plain
            following.callbacks = DONE
            team._happen_at(following, end)
        else:
            free[PLAIN] += plain
            free[CERTIFIED] += size - plain
            if lists or team._alarms:
                team.start_waiting()
    job.then(job)


DONE: Callbacks = (_finished,)
"""What the event of a job that ends calls back."""
