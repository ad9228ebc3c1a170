"""The clock of a run: SimPy's environment, and the calendar beside it.

Events are asked for at a time, not after a delay as SimPy has it: a delay that is added to the present rounds, and then
a time would depend on what else has happened. So the figures of a run of some families are identical to the whole
run's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import count
from math import floor, inf, log2, nextafter
from typing import Any

import numpy as np
import simpy
from simpy.events import NORMAL, URGENT

from planner.model.calendar import office_sessions
from planner.model.working_time import WorkingCalendar

LAST: Any = NORMAL + 1
"""Priority of what must see everything else that happens at the same time."""

REPORTS_PER_STRETCH = 16
"""So many reports fall into a stretch of an agenda, nights counted: few in a small county and a large one."""

Entry = tuple[float, Any, int, simpy.Event]
"""Time, priority, order of scheduling, event."""

Callbacks = tuple[Callable[[Any], object], ...]


class Agenda(simpy.Environment):
    """SimPy's environment, where time also passes without an event: reports, known beforehand, are none.

    What is to happen in a later stretch of time stands beside SimPy's heap until that stretch begins: a short heap
    stays in the cache, and without this a county twice as large would cost more than twice the time.
    """

    def __init__(self, end: float, reports: int = 0) -> None:
        """What is asked for beyond `end` never happens; so many reports are to come until then."""
        super().__init__()
        self._end = end
        # A power of two: the number of a stretch times its length is exactly when it begins.
        self._stretch = 2.0 ** floor(log2(REPORTS_PER_STRETCH * end / max(reports, 1)))
        """Hours of a stretch."""
        self._stretch_ends = 0.0
        self._later: dict[float, list[Entry]] = {}
        """By number of the stretch, what is to happen then."""
        self._stretches: list[float] = []
        """The numbers, as a heap."""

    def happen_at(self, event: simpy.Event, time: float, priority: Any = NORMAL) -> None:
        """Schedule an event for a time, not before now."""
        if time < self._stretch_ends:
            heappush(self._queue, (time, priority, next(self._eid), event))
        elif time <= self._end:
            stretch = time // self._stretch
            entries = self._later.get(stretch)
            if entries is None:
                entries = self._later[stretch] = []
                heappush(self._stretches, stretch)
            entries.append((time, priority, next(self._eid), event))

    def schedule(self, event: simpy.Event, priority: Any = NORMAL, delay: float = 0.0) -> None:
        """Schedule an event with a priority, a delay from now."""
        self.happen_at(event, self._now + delay, priority)

    def let_happen(self, until: float) -> None:
        """Let happen what is scheduled up to and at `until`, which is the present then."""
        queue, step, stretches = self._queue, self.step, self._stretches
        while True:
            while queue and queue[0][0] <= until:
                step()
            if queue or not stretches or stretches[0] * self._stretch > until:
                break
            # All of a stretch has happened: what stood beside the heap for the next one comes onto it.
            stretch = heappop(stretches)
            self._stretch_ends = (stretch + 1.0) * self._stretch
            queue += self._later.pop(stretch)
            heapify(queue)
        self._now = until

    def run(self, until: Any = None) -> None:
        """Let happen what is scheduled before `until`, a time of this clock."""
        self.let_happen(nextafter(until, -inf))

    def call_off(self, event: simpy.Event, time: float) -> None:
        """What is scheduled for `time` shall not happen: an event that nobody hears of happens in its place."""
        if time <= self._end:
            entries = self._queue if time < self._stretch_ends else self._later[time // self._stretch]
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
    """Wall clock and office clock of one run, in hours since midnight of the start date."""

    def __init__(self, calendar: WorkingCalendar, end: float, reports: int = 0) -> None:
        """A run until `end`, with about so many reports."""
        self.calendar = calendar
        self.end = end
        self.env = Agenda(end, reports)
        self.now = 0.0
        """The present, set by every callback as it begins: a plain attribute is read faster than SimPy's property."""
        self.after = calendar.after
        self.worked = calendar.worked
        self.happen_at = self.env.happen_at
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
        opens, closes = self.calendar.opens, self.calendar.closes
        ahead = (closes > 0.0) & (opens < self.end)
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
        """Call back at a time, not before now; what lies beyond the end of the run never happens."""
        self.happen_at(Moment(self._come, callback), time, priority)

    def _happen(self, moment: Moment) -> None:
        self.now = self.env.now
        moment.then()

    def run(self) -> None:
        """Let everything happen until the end of the horizon."""
        self.env.run(until=self.end)


__all__ = ["LAST", "NORMAL", "URGENT", "Agenda", "Callbacks", "Clock", "Happening", "Moment"]
