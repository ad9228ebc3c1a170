"""How a township gets a department to act, and the platform that dispatches."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from planner.model import fields

Rule = Literal["referral", "whistle"]


@frozen(kw_only=True)
class Referral:
    """A written request (函商、协办函): paper latency, a routine place in the department's list."""

    latency_hours: float = fields.hours(14.0)
    answered: float = fields.share(1.0)


@frozen(kw_only=True)
class Whistle:
    """A call to the spot (吹哨报到、乡呼县应): sign-in latency, a raised place in the department's list."""

    sign_in_hours: float = fields.hours(1.0)
    answered: float = fields.share(1.0)
    limit_days: float = fields.days(3.0)
    """A whistle is on time when the department's work begins within this many working days."""


@frozen(kw_only=True)
class Rating:
    """Townships rate departments (反向评价): fewer requests stay unanswered, and sign-in is quicker.

    `unanswered` multiplies the share not answered, `sign_in` the sign-in hours and the paper latency.
    """

    on: bool = False
    unanswered: float = fields.factor(0.8)
    sign_in: float = fields.factor(0.9)


@frozen(kw_only=True)
class Liaison:
    """A named liaison in each department (固定联络人): `preparation` multiplies the preparation hours."""

    on: bool = False
    preparation: float = fields.factor(0.6)


@frozen(kw_only=True)
class Linkage:
    """The enforcement linkage of a township with the county's departments."""

    rule: Rule = "referral"
    referral: Referral = Referral()
    whistle: Whistle = Whistle()
    preparation_hours: float = fields.hours(0.0)
    """From the answer until the department's job is on its list."""
    partner_preparation: float = fields.factor(1.0)
    """Multiplies the preparation hours of partners: rules for joint handling (部门联办)."""
    act_first_share: float = fields.share(0.0)
    """Share of answers without sign-in latency: departments that act before they are called (未哨先到)."""
    rating: Rating = Rating()
    liaison: Liaison = Liaison()
    reminder_days: float = fields.days(3.0)
    """Working days until an unanswered request is repeated; three reminders, then coordination."""
    return_days: float = fields.days(1.0)
    """Working days until a unit returns a case that is not its own."""
    return_again: float = fields.share(0.3)
    """Probability that a further dispatch fails as well."""
    max_bounces: int = fields.number(3, unit="times", highest=20)
    coordination_days: float = fields.days(3.0)
    """Working days until a coordination meeting settles who acts."""

    @property
    def answered(self) -> float:
        """Probability that one request is answered, under the rule in force and the rating."""
        plain = self.whistle.answered if self.rule == "whistle" else self.referral.answered
        return 1.0 - (1.0 - plain) * self.rating.unanswered if self.rating.on else plain

    @property
    def latency_hours(self) -> float:
        """Hours from an answered request to the department's sign-in, under the rule in force."""
        plain = self.whistle.sign_in_hours if self.rule == "whistle" else self.referral.latency_hours
        return plain * self.rating.sign_in if self.rating.on else plain

    @property
    def prepared_hours(self) -> float:
        """Preparation hours with the effect of a liaison."""
        return self.preparation_hours * self.liaison.preparation if self.liaison.on else self.preparation_hours


@frozen(kw_only=True)
class Platform:
    """The command platform: how fast and how rightly intake dispatches, and what it keeps track of."""

    dispatch_hours: float = fields.hours(0.0)
    accuracy: float = fields.share(1.0)
    merges_repeats: bool = False
    deadline_alerts: bool = False
