"""Calendar settings of a scenario; `planner.model.working_time` turns them into working time."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen

CalendarKind = Literal["china", "five-day", "around-the-clock"]


@frozen(kw_only=True)
class CalendarSettings:
    """Which days are worked, and the office hours of a working day.

    `china` knows statutory holidays and make-up workdays; `five-day` is Monday to Friday; `around-the-clock` is open
    always. `beyond` says what happens in a year whose holidays are not yet decreed: `refuse`, or `repeat` the holidays
    that the law gives every year, each on its own date (`planner.model.festivals`), which is then an assumption.

    `holidays` and `workdays` are days that the scenario states itself: off, or worked. They win over all else. A year
    of the kind `china` in which they give as many days off as the law counts as stated in full: nothing is added.
    """

    kind: CalendarKind = "china"
    office_hours: tuple[tuple[str, str], ...] = (("08:30", "12:00"), ("14:00", "17:30"))
    beyond: Literal["refuse", "repeat"] = "refuse"
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()
