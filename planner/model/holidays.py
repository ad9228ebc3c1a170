"""Which days are worked, by kind of calendar.

China's statutory holidays and make-up workdays (调休) are decreed by the State Council a year at a time; the package
`chinesecalendar` holds the decrees and ends with the last year decreed. What a scenario states itself wins over them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from chinese_calendar.constants import holidays, workdays

from planner.errors import CalendarError, Problem
from planner.model.calendar import CalendarSettings
from planner.model.festivals import STATUTORY_DAYS, days_off

FIRST_KNOWN_YEAR: int = min(holidays).year
LAST_KNOWN_YEAR: int = max(holidays).year


def is_known(year: int) -> bool:
    """Whether the holidays and make-up workdays of a year are decreed and recorded."""
    return FIRST_KNOWN_YEAR <= year <= LAST_KNOWN_YEAR


def days_stated(settings: CalendarSettings, year: int) -> int:
    """Days off that the scenario's own lists give in a year: holidays from Monday to Friday less worked weekends."""
    off = sum(1 for day in set(settings.holidays) if day.year == year and day.weekday() < 5)
    return off - sum(1 for day in set(settings.workdays) if day.year == year and day.weekday() >= 5)


def worked_days(settings: CalendarSettings, days: Iterable[date]) -> list[bool]:
    """Whether offices work on each of some days in order.

    The scenario's own lists come first. Kind `china`: make-up workdays, and Monday to Friday except holidays; in a year
    that is not decreed, Monday to Friday except the days that the scenario states, if they are as many as the law
    gives, or else, under `beyond = "repeat"`, also except the days that the law gives.

    Raises CalendarError for any other year: kind `calendar-year`, before the first known one `calendar-year-before`;
    facts `year`, `first`, `last`, `stated` and `needed`, which are days off.
    """
    if settings.kind == "around-the-clock":
        return [True for _day in days]
    own_off, own_worked = frozenset(settings.holidays), frozenset(settings.workdays)
    found: list[bool] = []
    for year, of_year in groupby(days, key=lambda day: day.year):
        off, extra = _of_year(settings, year)
        found += [
            day in own_worked or (day not in own_off and (day in extra or (day.weekday() < 5 and day not in off)))
            for day in of_year
        ]
    return found


def is_worked(settings: CalendarSettings, day: date) -> bool:
    """Whether offices work on a day (`worked_days`)."""
    return worked_days(settings, (day,))[0]


def guessed_days(settings: CalendarSettings, days: Iterable[date]) -> tuple[date, ...]:
    """Those of some days that are off because the law gives them every year, though no decree has said so yet."""
    if settings.kind != "china" or settings.beyond == "refuse":
        return ()
    own = frozenset(settings.holidays) | frozenset(settings.workdays)
    found: list[date] = []
    for year, of_year in groupby(days, key=lambda day: day.year):
        if year > LAST_KNOWN_YEAR and days_stated(settings, year) < STATUTORY_DAYS:
            off = frozenset(days_off(year))
            found += [day for day in of_year if day in off and day not in own]
    return tuple(found)


def _of_year(settings: CalendarSettings, year: int) -> tuple[Iterable[date], Iterable[date]]:
    """The days off and the worked weekends of a year, the scenario's own left out."""
    if settings.kind == "five-day":
        return (), ()
    if is_known(year):
        return holidays, workdays
    stated = days_stated(settings, year)
    if stated >= STATUTORY_DAYS:
        return (), ()
    if year < FIRST_KNOWN_YEAR or settings.beyond == "refuse":
        facts: dict[str, int] = {"year": year, "first": FIRST_KNOWN_YEAR, "last": LAST_KNOWN_YEAR}
        facts |= {"stated": max(stated, 0), "needed": STATUTORY_DAYS}
        if year < FIRST_KNOWN_YEAR:
            raise CalendarError(Problem(kind="calendar-year-before", path="calendar.beyond", facts=facts))
        raise CalendarError(Problem(kind="calendar-year", path="calendar.beyond", facts=facts))
    return days_off(year), ()
