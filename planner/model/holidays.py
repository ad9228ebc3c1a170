"""Which days are worked, by kind of calendar; also in years that no decree has arranged yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import groupby

from chinese_calendar.constants import holidays, workdays

from planner.errors import CalendarError, Problem
from planner.model.calendar import CalendarSettings

LUNAR_FESTIVALS = {
    # Spring Festival, Dragon Boat Festival, Mid-Autumn Festival: 正月初一、五月初五、八月十五.
    2027: "02-06 06-09 09-15",
    2028: "01-26 05-28 10-03",
    2029: "02-13 06-16 09-22",
    2030: "02-03 06-05 09-12",
    2031: "01-23 06-24 10-01",
    2032: "02-11 06-12 09-19",
    2033: "01-31 06-01 09-08",
    2034: "02-19 06-20 09-27",
    2035: "02-08 06-10 09-16",
    2036: "01-28 05-30 10-04",
    2037: "02-15 06-18 09-24",
    2038: "02-04 06-07 09-13",
    2039: "01-24 05-27 10-02",
    2040: "02-12 06-14 09-20",
    2041: "02-01 06-03 09-10",
    2042: "01-22 06-22 09-28",
    2043: "02-10 06-11 09-17",
    2044: "01-30 05-31 10-05",
    2045: "02-17 06-19 09-25",
    2046: "02-06 06-08 09-15",
    2047: "01-26 05-29 10-04",
    2048: "02-14 06-15 09-22",
    2049: "02-02 06-04 09-11",
    2050: "01-23 06-23 09-30",
    2051: "02-11 06-13 09-19",
    2052: "02-01 06-01 09-07",
    2053: "02-19 06-20 09-26",
    2054: "02-08 06-10 09-16",
    2055: "01-28 05-30 10-05",
    2056: "02-15 06-17 09-24",
    2057: "02-04 06-06 09-13",
    2058: "01-24 06-25 10-02",
    2059: "02-12 06-14 09-21",
    2060: "02-02 06-03 09-09",
}
"""Month and day of the festivals that follow the moon, from the Gregorian-lunar tables of the Hong Kong Observatory."""

LUNAR_CYCLE_YEARS = 19
"""After so many years the moon's phases fall on nearly the same dates: at most two days off until 2099."""

STATUTORY_DAYS = 13
"""Days off that the law gives in a year."""

QINGMING_OF_2000 = 4.81
"""When the sun reaches 15°, in days after the end of March 2000, by the usual rule of thumb for this century."""

DAYS_OF_SOLAR_YEAR = 365.2422


def lunar_festivals(year: int) -> tuple[date, date, date]:
    """Spring Festival, Dragon Boat Festival and Mid-Autumn Festival of 2027 or a later year.

    Past the table they fall as they did one or more lunar cycles earlier.
    """
    last = max(LUNAR_FESTIVALS)
    cycles = max(0, -((last - year) // LUNAR_CYCLE_YEARS))
    dates = LUNAR_FESTIVALS[year - cycles * LUNAR_CYCLE_YEARS].split()
    spring, dragon_boat, mid_autumn = (date.fromisoformat(f"{year}-{day}") for day in dates)
    return spring, dragon_boat, mid_autumn


def qingming(year: int) -> date:
    """Tomb-Sweeping Day, 4 or 5 April in this century."""
    since = year - 2000
    leap_days = (date(year, 3, 31) - date(2000, 3, 31)).days - 365 * since
    return date(year, 3, 31) + timedelta(days=int(QINGMING_OF_2000 + (DAYS_OF_SOLAR_YEAR - 365.0) * since - leap_days))


@cache
def days_off(year: int) -> tuple[date, ...]:
    """The days off from Monday to Friday that the law gives in 2027 or a later year, in order: always thirteen."""
    spring, dragon_boat, mid_autumn = lunar_festivals(year)
    festivals = (
        [date(year, 1, 1)],
        [spring + timedelta(days=day) for day in range(-1, 3)],
        [qingming(year)],
        [date(year, 5, day) for day in (1, 2)],
        [dragon_boat],
        [mid_autumn],
        [date(year, 10, day) for day in (1, 2, 3)],
    )
    named = {day for days in festivals for day in days}
    free: set[date] = set()
    for days in festivals:
        for day in days:
            off = day
            while off.weekday() >= 5 or off in free or (off != day and off in named):
                off += timedelta(days=1)
            free.add(off)
    return tuple(sorted(free))


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
