"""The clock of a run: SimPy's environment, and the calendar beside it.

The clock runs in one binade. SimPy adds a delay to the present, which rounds; between T and 2T the difference of two
floats is exact, so an event asked for at time t happens at exactly t, whatever happened before it. This is what makes
the figures of a run of some families identical to the whole run's.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from heapq import heapify, heappush
from itertools import count
from math import ceil, inf, log2, nextafter
from typing import Any

import numpy as np
import simpy
from simpy.events import NORMAL, URGENT

from planner.model.office_hours import office_sessions
from planner.model.working_time import WorkingCalendar

LAST: Any = NORMAL + 1
"""Priority of what must see everything else that happens at the same time."""

DAY = 24.0

Entry = tuple[float, Any, int, simpy.Event]
"""Time, priority, order of scheduling, event."""

Callbacks = tuple[Callable[[Any], object], ...]


class Agenda(simpy.Environment):
    """SimPy's environment, where time also passes without an event: reports, known beforehand, are none.

    What is to happen on a later day stands beside SimPy's heap until that day comes: a short heap stays in the cache,
    and without this a county twice as large would cost more than twice the time.
    """

    def __init__(self, start: float) -> None:
        super().__init__(initial_time=start)
        self._start = start
        self._tomorrow = start + DAY
        self._later: defaultdict[float, list[Entry]] = defaultdict(list)
        """By day, counted from the start, what is to happen then."""

    def schedule(self, event: simpy.Event, priority: Any = NORMAL, delay: float = 0.0) -> None:
        """Schedule an event with a priority, a delay from now."""
        time = self._now + delay
        if time < self._tomorrow:
            heappush(self._queue, (time, priority, next(self._eid), event))
        else:
            # What is to happen at infinity has no number for its day, and never comes.
            self._later[(time - self._start) // DAY].append((time, priority, next(self._eid), event))

    def let_happen(self, until: float) -> None:
        """Let happen what is scheduled up to and at `until`, which is the present then."""
        queue, step = self._queue, self.step
        while True:
            while queue and queue[0][0] <= until:
                step()
            if until < self._tomorrow:
                break
            self._next_day()
        self._now = until

    def _next_day(self) -> None:
        """All of today has happened: what stood beside the heap for the day that begins comes onto it."""
        self._queue += self._later.pop((self._tomorrow - self._start) // DAY, ())
        heapify(self._queue)
        self._tomorrow += DAY

    def run(self, until: Any = None) -> None:
        """Let happen what is scheduled before `until`, a time of this clock."""
        self.let_happen(nextafter(until, -inf))

    def call_off(self, event: simpy.Event, time: float) -> None:
        """What is scheduled for `time` shall not happen: an event that nobody hears of happens in its place."""
        entries = self._queue if time < self._tomorrow else self._later[(time - self._start) // DAY]
        place = next(place for place, entry in enumerate(entries) if entry[3] is event)
        entries[place] = (*entries[place][:3], Happening())


class Happening(simpy.Event):
    """An event that is scheduled with its callbacks, without what a process that waits for it would need."""

    # Slots keep it small, and in one piece of memory.
    __slots__ = ("_ok", "callbacks")

    callbacks: Any

    def __init__(self, callbacks: Callbacks = ()) -> None:
        # A scheduled event of SimPy is one that has succeeded; this is what `Event.succeed` would set.
        self._ok = True
        self.callbacks = callbacks


class Moment(Happening):
    """An event that happens by itself, at a time asked for."""

    __slots__ = ("then",)

    def __init__(self, callbacks: Callbacks, then: Callable[[], object]) -> None:
        super().__init__(callbacks)
        self.then = then


class Clock:
    """Wall clock and office clock of one run; its times lie `origin` hours after those of the rows."""

    def __init__(self, calendar: WorkingCalendar, end: float) -> None:
        self.calendar = calendar
        self.origin = 2.0 ** ceil(log2(end + 1.0))
        self.end = self.origin + end
        self.env = Agenda(self.origin)
        self.now = self.origin
        """The present, set by every callback as it begins: a plain attribute is read faster than SimPy's property."""
        self.schedule = self.env.schedule
        self.arrivals = count()
        """Numbers jobs as they come onto lists; one for all teams, as what hundreds share stays in the cache."""
        self._come = (self._happen,)
        self.around_the_clock = calendar.settings.kind == "around-the-clock"
        sessions = ((0.0, 24.0),) if self.around_the_clock else office_sessions(calendar.settings.office_hours)
        self.hours_per_day = math.fsum(closes - opens for opens, closes in sessions)
        """Office hours of a working day."""
        self.is_open = self.around_the_clock
        self.closes_at = inf if self.around_the_clock else -inf
        """When the session in progress ends; minus infinity while offices are closed."""
        self.on_opening: list[Callable[[], object]] = []
        """Called at each opening, in order."""
        self._sessions: Iterator[list[float]] = iter(())
        """Opening and closing of the sessions to come."""

    def start(self) -> None:
        """Let the office sessions of the horizon come, one after the other."""
        if self.around_the_clock:
            return
        opens, closes = (self.origin + times for times in (self.calendar.opens, self.calendar.closes))
        ahead = (closes > self.origin) & (opens < self.end)
        self._sessions = iter(np.column_stack((opens[ahead], closes[ahead])).tolist())
        self._next_session()

    def _next_session(self) -> None:
        session = next(self._sessions, None)
        if session is not None:
            opens, closes = session
            self.at(max(opens, self.now), partial(self._open, closes), URGENT)

    def _open(self, closes: float) -> None:
        self.is_open = True
        self.closes_at = closes
        self.at(closes, self._close, URGENT)
        for callback in self.on_opening:
            callback()

    def _close(self) -> None:
        self.is_open = False
        self.closes_at = -inf
        self._next_session()

    def at(self, time: float, callback: Callable[[], object], priority: Any = NORMAL) -> None:
        """Call back at a time of this clock, not before now; what lies beyond the end of the run never happens."""
        if time <= self.end:
            self.schedule(Moment(self._come, callback), priority, time - self.now)

    def _happen(self, moment: Moment) -> None:
        self.now = self.env.now
        moment.then()

    def run(self) -> None:
        """Let everything happen until the end of the horizon."""
        self.env.run(until=self.end)

    def after(self, time: float, hours: float) -> float:
        """The moment at which `hours` of office time have passed since `time`; infinity beyond the calendar."""
        return self.calendar.after(time - self.origin, hours) + self.origin

    def worked(self, time: float) -> float:
        """Office hours until `time`; only differences have a meaning."""
        return self.calendar.worked(time - self.origin)


__all__ = ["LAST", "NORMAL", "URGENT", "Agenda", "Callbacks", "Clock", "Happening", "Moment"]
