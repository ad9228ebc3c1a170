"""The shape of demand over time."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen

from planner.model import fields


@frozen(kw_only=True)
class Profile:
    """Relative rates by hour of day, weekday and month; each is normalised to mean 1.

    `hour` has 24 values, `weekday` 7 (Monday first, for working days), `day_off` stands for any day that is not
    worked, `month` has 12.
    """

    hour: tuple[float, ...] = (1.0,) * 24
    weekday: tuple[float, ...] = (1.0,) * 7
    day_off: float = fields.factor(1.0)
    month: tuple[float, ...] = (1.0,) * 12


EVEN = Profile()
VALUES_OF_A_PROFILE = {"hour": 24, "weekday": 7, "month": 12}
"""How many values each list of a profile has."""


@frozen(kw_only=True)
class Surge:
    """Between two dates, both included, the rates of some families are multiplied."""

    families: tuple[str, ...]
    start: date
    end: date
    factor: float = fields.factor(1.0)


@frozen(kw_only=True)
class OpeningBacklog:
    """Cases of one type that are open when the run begins.

    Their ages spread evenly from 0 to `oldest_days` (calendar days); all enter at `step`.
    """

    count: int = fields.number(0, unit="cases", highest=1_000_000)
    oldest_days: float = fields.number(0.0, unit="days", highest=1_000.0)
    step: Literal["intake", "fact", "decision"] = "fact"
