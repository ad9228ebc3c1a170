"""What a scenario says of its townships (乡镇、街道) and of the departments of the county (县直部门)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import field, frozen

from planner.model import fields
from planner.model.demand import OpeningBacklog
from planner.model.linkage import Linkage, Platform
from planner.model.team import Agents, Grids, Staff, Team
from planner.model.text import Text

Holding = Literal["assigned", "entrusted", "posted", "agency", "county"]
HELD: tuple[Holding, ...] = ("assigned", "entrusted", "posted")
"""Holdings under which officers in the township decide."""


@frozen(kw_only=True)
class Quota:
    """Posts allowed; absent where not stated, which means the posts there are.

    `turnover` institution posts come on top, lent from a pool (编制周转池) until `turnover_until`, and are not filled
    again after it.
    """

    civil: int | None = fields.people(None)
    institution: int | None = fields.people(None)
    turnover: int = fields.people(0)
    turnover_until: date | None = None


@frozen(kw_only=True)
class Part:
    """A former township inside a merged one: its demand is drawn under its own name."""

    residents: int = fields.people()
    rates: Mapping[str, float] = field(factory=dict)


@frozen(kw_only=True)
class Township:
    """A town or street, the unit that is reformed.

    `powers` says how it holds the power over a case type: `assigned` (its own team decides), `entrusted` (decides in
    the department's name), `posted` (officers posted by the department decide), `agency` (it receives, the department
    decides), `county` or absent (the department decides, called by linkage).
    """

    name: Text
    kind: str
    residents: int = fields.people()
    area_km2: float = fields.number(unit="km2", highest=1_000_000.0, open_low=True)
    road_km: float = fields.number(0.0, unit="km", highest=5_000.0)
    """Road from the county seat; crews of the county travel it both ways."""
    rates: Mapping[str, float] = field(factory=dict)
    """Multiplier of the catalogue's rate, by case type."""
    parts: Mapping[str, Part] = field(factory=dict)
    """Former townships, after a merger."""
    powers: Mapping[str, Holding] = field(factory=dict)
    teams: Mapping[str, Team] = field(factory=dict)
    grids: Grids = Grids()
    agents: Agents = Agents()
    linkage: Linkage = Linkage()
    platform: Platform = Platform()
    legal_review_hours: float = fields.hours(0.0)
    other_staff: Staff = Staff()
    """People who handle no cases: they count for quota and pay only."""
    quota: Quota = Quota()
    budget: float | None = fields.money(None)
    """Yearly general budget in yuan, against which the payroll share is shown."""
    direct_reports_per_year: int = fields.number(0, unit="times", highest=366)
    """Overdue cases that may be reported straight to the top, and then go before all but emergencies (信息直报)."""
    opening_backlog: Mapping[str, OpeningBacklog] = field(factory=dict)


@frozen(kw_only=True)
class Department:
    """A county bureau: holder of powers, with one team."""

    name: Text
    team: Team
    legal_review_hours: float = fields.hours(0.0)
    other_staff: Staff = Staff()
    quota: Quota = Quota()
