"""Which days are worked, by kind of calendar.

China's statutory holidays and make-up workdays (调休) are decreed by the State Council a year at a time; the package
`chinesecalendar` holds the decrees and ends with the last year decreed.
"""

from __future__ import annotations

from datetime import date

from chinese_calendar.constants import holidays, workdays

from planner.errors import CalendarError, Problem
from planner.model.calendar import CalendarSettings

FIRST_KNOWN_YEAR: int = min(holidays).year
LAST_KNOWN_YEAR: int = max(holidays).year


def is_known(year: int) -> bool:
    """Whether the holidays and make-up workdays of a year are decreed and recorded."""
    return FIRST_KNOWN_YEAR <= year <= LAST_KNOWN_YEAR


def in_last_known_year(day: date) -> date:
    """The same month and day in the last known year; 29 February is like the 28th where that year has none."""
    try:
        return day.replace(year=LAST_KNOWN_YEAR)
    except ValueError:
        return day.replace(year=LAST_KNOWN_YEAR, day=28)


def is_worked(settings: CalendarSettings, day: date) -> bool:
    """Whether offices work on a day.

    Kind `china`: make-up workdays, and Monday to Friday except holidays; a day in a year that is not known has, under
    `beyond = "repeat"`, the status of the same month and day in the last known year.

    Raises CalendarError (kind `calendar-year`; facts `year`, `last`) for such a year under `beyond = "refuse"`.
    """
    if settings.kind == "around-the-clock":
        return True
    if settings.kind == "five-day":
        return day.weekday() < 5
    if not is_known(day.year):
        if settings.beyond == "refuse":
            facts = {"year": day.year, "last": LAST_KNOWN_YEAR}
            raise CalendarError(Problem(kind="calendar-year", path="calendar.beyond", facts=facts))
        day = in_last_known_year(day)
    return day in workdays or (day.weekday() < 5 and day not in holidays)
