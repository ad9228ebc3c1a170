"""Reviews: what a county looks at again on a date, and what follows by rule."""

from __future__ import annotations

from attrs import frozen

from planner.model import fields


@frozen(kw_only=True)
class EntryRule:
    """A delegated power takes effect only where it can be used (下放准入:接得住、管得好).

    Judged once, on `day` of the run, by the load check: where no crew can be formed, or the team's load is above
    `load_limit`, the county keeps the power.
    """

    on: bool = False
    day: int = fields.number(0, unit="calendar_days", highest=36_600)
    load_limit: float = fields.number(1.0, unit="share", highest=100.0, open_low=True)


@frozen(kw_only=True)
class PowerReview:
    """Powers little used, or often reversed, go back to the county (清单动态调整).

    Every `every_days`, for each township and case type: fewer than `least_decisions` taken by the township itself since
    the last review, or more than `most_reversed` of them reversed.
    """

    on: bool = False
    every_days: int = fields.number(182, unit="calendar_days", lowest=1, highest=36_600)
    least_decisions: int = fields.number(1, unit="cases", highest=1_000_000)
    most_reversed: float = fields.share(0.25)


@frozen(kw_only=True)
class UnitRating:
    """Teams are rated by use (三色管理): red loses a post, yellow stays, green is first in line for one.

    Every `every_days`, for each office team of a township: used below `red_below` of its time, a post is given up when
    somebody leaves; used above `green_above`, a post is added and filled after `hiring_days`.
    """

    on: bool = False
    every_days: int = fields.number(365, unit="calendar_days", lowest=1, highest=36_600)
    red_below: float = fields.share(0.5)
    green_above: float = fields.share(0.9)


@frozen(kw_only=True)
class Reviews:
    """The reviews of a county; none unless a scenario turns them on."""

    entry_rule: EntryRule = EntryRule()
    power_review: PowerReview = PowerReview()
    unit_rating: UnitRating = UnitRating()
