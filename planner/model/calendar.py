"""Calendar settings of a scenario; `planner.model.working_time` turns them into working time."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

CalendarKind = Literal["china", "five-day", "around-the-clock"]


@frozen(kw_only=True)
class CalendarSettings:
    """Which days are worked, and the office hours of a working day.

    `china` knows statutory holidays and make-up workdays; `five-day` is Monday to Friday; `around-the-clock` is open
    always. `beyond` says what happens in a year whose holidays are not yet decreed: `refuse`, or `repeat` the last
    known year's pattern, which is then an assumption.
    """

    kind: CalendarKind = "china"
    office_hours: tuple[tuple[str, str], ...] = (("08:30", "12:00"), ("14:00", "17:30"))
    beyond: Literal["refuse", "repeat"] = "refuse"
