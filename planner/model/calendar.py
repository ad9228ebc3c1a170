"""Calendar settings of a scenario, and the office hours of a working day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from attrs import frozen

from planner.errors import Problem, ScenarioError

CalendarKind = Literal["china", "five-day", "around-the-clock"]


@frozen(kw_only=True)
class CalendarSettings:
    """Which days are worked, and the office hours of a working day.

    `china` knows statutory holidays and make-up workdays; `five-day` is Monday to Friday; `around-the-clock` is open
    always. `beyond` says what happens in a year whose holidays are not yet decreed: `refuse`, or `repeat` the holidays
    that the law gives every year, each on its own date (`planner.model.holidays`), which is then an assumption.

    `holidays` and `workdays` are days that the scenario states itself: off, or worked. They win over all else. A year
    of the kind `china` in which they give as many days off as the law counts as stated in full: nothing is added.
    """

    kind: CalendarKind = "china"
    office_hours: tuple[tuple[str, str], ...] = (("08:30", "12:00"), ("14:00", "17:30"))
    beyond: Literal["refuse", "repeat"] = "refuse"
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()


PATH = "calendar.office_hours"

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


def clock_hours(text: str) -> float | None:
    """Hours since midnight of a clock time `HH:MM` from `00:00` to `24:00`, or None where it is not one."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    return 24.0 if match[1] is None else int(match[1]) + int(match[2]) / 60


def office_sessions(office_hours: Sequence[tuple[str, str]]) -> tuple[tuple[float, float], ...]:
    """The sessions of a working day: opening and closing in hours since midnight, increasing, at least one.

    Raises ScenarioError with every problem found (kind `office-hours`). Fact `fault` is `empty` (no session at all),
    `clock` (not a time of day `HH:MM`), `length` (closes before it has opened) or `order` (opens before the session
    ahead of it has closed); `value` is the session as written.
    """
    problems = [] if office_hours else [_problem("empty", "", PATH)]
    sessions: list[tuple[float, float]] = []
    for number, (opening, closing) in enumerate(office_hours):
        path, value = f"{PATH}.{number}", f"{opening}-{closing}"
        opens, closes = clock_hours(opening), clock_hours(closing)
        if opens is None or closes is None:
            problems.append(_problem("clock", value, path))
            continue
        if opens >= closes:
            problems.append(_problem("length", value, path))
            continue
        if sessions and opens < sessions[-1][1]:
            problems.append(_problem("order", value, path))
        sessions.append((opens, closes))
    if problems:
        raise ScenarioError(problems)
    return tuple(sessions)


def _problem(fault: str, value: str, path: str) -> Problem:
    return Problem(kind="office-hours", path=path, facts={"fault": fault, "value": value})
