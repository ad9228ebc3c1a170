"""Working time: wall-clock time into working hours and back.

Time is wall-clock hours since midnight of the start date, negative before it. Offices are open in *sessions*; the
sessions of all days in reach stand in one table, and every look-up is a bisection in it, because look-ups sit on the
hot path of a run. Each has a vectorised twin with the same values.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import accumulate

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.model.calendar import CalendarSettings, office_sessions
from planner.model.holidays import guessed_days, worked_days
from planner.model.routing import arises
from planner.model.scenario import Scenario
from planner.model.tolerances import CLOSING_HOURS

Floats = NDArray[np.float64]


class WorkingCalendar:
    """The working time of offices between two dates.

    `opens`, `closes`: wall-clock hours of each session, increasing; `cumulated`: working hours since the table begins,
    at each opening. Around the clock the table is one session, and working hours are wall-clock hours.

    `guessed`: days in reach that are off because the law gives them every year, which is an assumption.

    Before the table nothing has been worked; past it nothing is: there `after` and `next_open` give infinity and
    `deadline` raises IndexError.
    """

    __slots__ = (
        "_always",
        "_closes_before",
        "_cumulated",
        "_day_closes",
        "_days_before",
        "_next_day",
        "_opens",
        "closes",
        "cumulated",
        "guessed",
        "opens",
        "settings",
        "start",
    )

    def __init__(self, settings: CalendarSettings, start: date, *, days_before: int, days_after: int) -> None:
        """The days from `start` - `days_before` to `start` + `days_after`, both included.

        Raises CalendarError where one of them lies in a year that is not known (`planner.model.holidays`),
        ScenarioError where office hours make no sense (`planner.model.calendar`).
        """
        self.settings = settings
        self.start = start
        self._days_before = days_before
        self._always = settings.kind == "around-the-clock"
        sessions = ((0.0, 24.0),) if self._always else office_sessions(settings.office_hours)
        numbers = range(-days_before, days_after + 1)
        days = [start + timedelta(days=number) for number in numbers]
        worked = worked_days(settings, days)
        self.guessed: tuple[date, ...] = guessed_days(settings, days)

        if self._always:
            self._opens = [24.0 * numbers[0]]
            closes = [24.0 * numbers[-1] + 24.0]
            self._cumulated = [24.0 * numbers[0]]
        else:
            open_days = [number for number, is_open in zip(numbers, worked, strict=True) if is_open]
            self._opens = [24.0 * number + opening for number in open_days for opening, _ in sessions]
            closes = [24.0 * number + closing for number in open_days for _, closing in sessions]
            lengths = (closing - opening for opening, closing in zip(self._opens, closes, strict=True))
            self._cumulated = list(accumulate(lengths, initial=0.0))[:-1]
        # By session, when the one before it closes: what a bisection for a time finds is the session after it.
        self._closes_before = [-math.inf, *closes]
        # Closing of each working day, and for each day the place there of the first working day after it.
        closing = sessions[-1][1]
        self._day_closes = [24.0 * number + closing for number, is_open in zip(numbers, worked, strict=True) if is_open]
        self._next_day = list(accumulate(worked, initial=0))[1:]

        self.opens: Floats = _frozen(self._opens)
        self.closes: Floats = _frozen(closes)
        self.cumulated: Floats = _frozen(self._cumulated)
        # So that a look-up past the last session needs no question of its own.
        self._cumulated.append(math.inf)

    @classmethod
    def covering(
        cls, settings: CalendarSettings, start: date, *, days: int, working_days: int, days_before: int = 0
    ) -> WorkingCalendar:
        """The calendar that just holds a horizon of `days` and deadlines of up to `working_days` after its last day.

        Raises CalendarError where such a deadline falls into a year that is not known, ScenarioError like the class.
        """
        last, left = days - 1, working_days
        while left > 0:
            following = [start + timedelta(days=last + number) for number in range(1, left + 1)]
            worked = worked_days(settings, following)
            last += len(following)
            left -= sum(worked)
        return cls(settings, start, days_before=days_before, days_after=last)

    @classmethod
    def of_run(cls, scenario: Scenario, *, oldest_days: float = 0.0, case_types: Iterable[str] = ()) -> WorkingCalendar:
        """The calendar of a run: its horizon, the deadlines that follow it and the backlog that precedes it.

        It reaches as far as the cases that can come up, and those of `case_types` besides, whose deadlines may be those
        of any phase; `oldest_days`: age of the oldest case besides the scenario's own backlog.

        Raises CalendarError where a date lies in a year whose holidays are not known.
        """
        backlogs = [backlog for township in scenario.townships.values() for backlog in township.opening_backlog.items()]
        oldest = [oldest_days, *(backlog.oldest_days for _name, backlog in backlogs if backlog.count)]
        states = scenario.states
        others = {*case_types, *(name for name, backlog in backlogs if backlog.count)}
        deadlines = [
            case_type.deadline_days
            for state in states
            for name, case_type in state.case_types.items()
            if name in others or any(arises(one.case_types[name]) for one in states if name in one.case_types)
        ]
        return cls.covering(
            scenario.calendar,
            scenario.time.start,
            days=scenario.time.days,
            working_days=max(deadlines, default=0),
            days_before=math.ceil(max(oldest)),
        )

    def worked(self, time: float) -> float:
        """Working hours until `time`; only differences have a meaning."""
        if self._always:
            return time
        session = bisect_right(self._opens, time)
        if session == 0:
            return 0.0
        closing = self._closes_before[session]
        return self._cumulated[session - 1] + ((time if time < closing else closing) - self._opens[session - 1])

    def after(self, time: float, hours: float) -> float:
        """The moment at which `hours` of working time have passed since `time`.

        No hours take no time, even where offices are closed; work that ends with a session ends at its closing.
        """
        if hours <= 0.0:
            return time
        if self._always:
            return time + hours
        opens, cumulated = self._opens, self._cumulated
        session = bisect_right(opens, time)
        closing = self._closes_before[session]
        if time < closing:
            end = time + hours
            if end <= closing + CLOSING_HOURS:
                return end if end < closing else closing
            hours -= closing - time
        if session == len(opens):
            return math.inf
        target = cumulated[session] + hours
        if cumulated[session + 1] < target - CLOSING_HOURS:
            session = bisect_left(cumulated, target - CLOSING_HOURS, session + 1) - 1
        end = opens[session] + (target - cumulated[session])
        closing = self._closes_before[session + 1]
        if end > closing + CLOSING_HOURS:
            return math.inf
        return end if end < closing else closing

    def next_open(self, time: float) -> float:
        """`time` itself where offices are open, else the next opening. At a closing they are closed."""
        if self._always:
            return time
        session = bisect_right(self._opens, time)
        if time < self._closes_before[session]:
            return time
        return self._opens[session] if session < len(self._opens) else math.inf

    def deadline(self, time: float, working_days: int) -> float:
        """Close of the `working_days`-th (1 or more) working day after the day of `time`.

        Raises IndexError where that lies outside the table.
        """
        day = int(time // 24.0) + self._days_before
        if day < 0:
            raise IndexError(time)
        return self._day_closes[self._next_day[day] + working_days - 1]

    def worked_array(self, time: ArrayLike) -> Floats:
        """`worked` of each time; any shape."""
        times = np.asarray(time, dtype=np.float64)
        if self._always:
            return times.copy()
        if not self._opens:
            return np.zeros_like(times)
        session = np.searchsorted(self.opens, times, side="right") - 1
        known = np.maximum(session, 0)
        hours = self.cumulated[known] + (np.minimum(times, self.closes[known]) - self.opens[known])
        return np.where(session < 0, 0.0, hours)

    def after_array(self, time: ArrayLike, hours: ArrayLike) -> Floats:
        """`after` of each time and hours; shapes are broadcast."""
        times, works = np.broadcast_arrays(np.asarray(time, dtype=np.float64), np.asarray(hours, dtype=np.float64))
        if self._always:
            return np.where(works <= 0.0, times, times + works)
        if not self._opens:
            return np.where(works <= 0.0, times, np.inf)
        last = len(self.opens) - 1
        session = np.searchsorted(self.opens, times, side="right") - 1
        closing = self.closes[np.maximum(session, 0)]
        is_open = (session >= 0) & (times < closing)
        same = is_open & (times + works <= closing + CLOSING_HOURS)
        done = np.where(is_open, closing - times, 0.0)
        following = np.minimum(session + 1, last)
        target = self.cumulated[following] + (works - done)
        final = np.maximum(following, np.searchsorted(self.cumulated, target - CLOSING_HOURS, side="left") - 1)
        end = self.opens[final] + (target - self.cumulated[final])
        past = (session + 1 > last) | (end > self.closes[final] + CLOSING_HOURS)
        later = np.where(past, np.inf, np.minimum(end, self.closes[final]))
        result = np.where(same, np.minimum(times + works, closing), later)
        return np.where(works <= 0.0, times, result)

    def deadline_array(self, time: ArrayLike, working_days: ArrayLike) -> Floats:
        """`deadline` of each time and number of days; shapes are broadcast. Raises IndexError like `deadline`."""
        times = np.asarray(time, dtype=np.float64)
        day = np.floor_divide(times, 24.0).astype(np.int64) + self._days_before
        if np.any(day < 0):
            raise IndexError(float(times.min()))
        place = np.asarray(self._next_day)[day] + np.asarray(working_days, dtype=np.int64) - 1
        day_closes: Floats = np.asarray(self._day_closes, dtype=np.float64)
        closes: Floats = day_closes[place]
        return closes


def _frozen(values: list[float]) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    array.setflags(write=False)
    return array
