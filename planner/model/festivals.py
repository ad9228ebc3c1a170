"""The public holidays that the law gives, for years that no decree has arranged yet.

The law (《全国年节及纪念日放假办法》, order 795 of the State Council, in force since 2025) gives thirteen days:
New Year's Day, four days from the eve of the Spring Festival, Qingming, 1 and 2 May, the Dragon Boat Festival, the
Mid-Autumn Festival, and 1 to 3 October. A day that falls on a weekend, or on another holiday, is made up on the next
day that would be worked.

The yearly decrees also join holidays to weekends with make-up workdays (调休). They cannot be foreseen and change no
year's number of working days, so they are left out: here weekends are free and no weekend is worked.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

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
