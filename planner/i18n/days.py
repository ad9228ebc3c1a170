"""Days in words: those that are off by a guess, because no decree has arranged them yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from planner.i18n.language import _, ngettext
from planner.i18n.numbers import number, short_day, year

YEARS_COUNTED = 4
"""For more years than these the days are counted together."""


def guessed_days(days: Sequence[date]) -> str:
    """How many days off are guessed, and which: the days of one year, or how many of each of a few years."""
    years = sorted({day.year for day in days})
    if len(years) == 1:
        which = _(", ").join(_stretches(days))
    elif len(years) <= YEARS_COUNTED:
        counts = ((one, sum(day.year == one for day in days)) for one in years)
        which = _(", ").join(_("{year}: {n}").format(year=year(one), n=count) for one, count in counts)
    else:
        which = _("at most thirteen in each year")
    told = ngettext(
        "The holidays of {years} are not decreed yet. By assumption {n} day is off, as the law gives it ({which}); no "
        "weekend is worked.",
        "The holidays of {years} are not decreed yet. By assumption {n} days are off, as the law gives them ({which}); "
        "no weekend is worked.",
        len(days),
    )
    span = year(years[0])
    if len(years) > 1:
        span = _("{first} to {last}").format(first=span, last=year(years[-1]))
    return told.format(years=span, n=number(len(days), 0), which=which)


def _stretches(days: Sequence[date]) -> list[str]:
    """Days that follow each other told together."""
    told: list[str] = []
    first = 0
    for place, day in enumerate(days):
        if place + 1 == len(days) or days[place + 1] != day + timedelta(days=1):
            begins = days[first]
            if begins == day:
                told.append(short_day(day))
            else:
                told.append(_("{first} to {last}").format(first=short_day(begins), last=short_day(day)))
            first = place + 1
    return told
