"""What Home opens on: the load check of Laiyang, and four ways to go on from there, as facts."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from planner.model.scenario import Scenario
    from planner.workload import Headline, LoadCheck

FOLDER = "laiyang"
BASE = "current.toml"
CERTIFIED = "current-posted-certified.toml"
MEASURES = (("joint-pool",), ("recall-powers", "whistle"))
"""The measures of the two last rows, on top of the base."""
FAMILY = "enforcement"
PRECISION = ("10%",)
MOST = 20
"""Replications at most: an example shall not hold up what a person wants to run."""


@frozen(kw_only=True)
class Row:
    """One of the four, as far as arithmetic goes."""

    department_load: float | None
    posts: int
    more_posts: int
    yearly: float | None
    """Yuan a year more than the base, by pay and by what its measures say they cost; None where posts are as
    before and its measures state no cost."""


@frozen(kw_only=True)
class Four:
    """The finding, and the scenarios of the four rows."""

    headline: Headline
    to_verify: int
    """Certified officers more, if those who are posted hold certificates."""
    rows: tuple[Row, ...]
    scenarios: tuple[Scenario, ...]


def base_file() -> Path:
    """The file of the first row."""
    from planner.files.places import shipped

    return shipped() / FOLDER / BASE


def four() -> Four:
    """Read and check the four; about two seconds. Raises ScenarioError."""
    from planner.experiments.alternatives import read_alternatives
    from planner.workload import check_load

    base = base_file()
    scenarios = read_alternatives(base, [base.with_name(CERTIFIED)], MEASURES)
    checks = [check_load(scenario) for scenario in scenarios]
    here, certified = checks[0].headline, checks[1].headline
    return Four(
        headline=here,
        to_verify=certified.certified_officers - here.certified_officers,
        rows=tuple(_row(scenarios[0], scenario, check) for scenario, check in zip(scenarios, checks, strict=True)),
        scenarios=tuple(scenarios),
    )


def _row(base: Scenario, other: Scenario, check: LoadCheck) -> Row:
    from planner.experiments.changed import post_balance

    departments = [team for team in check.teams.values() if team.kind == "department"]
    available = math.fsum(team.available_hours for team in departments)
    county = post_balance(base, other).county
    more = [other.costs[name] for name in other.costs if name not in base.costs]
    pay = math.fsum(county.change(post) * getattr(other.pay, post) for post in ("civil", "institution", "contract"))
    return Row(
        department_load=math.fsum(team.offered_hours for team in departments) / available if available else None,
        posts=county.other.total,
        more_posts=county.change("total"),
        yearly=pay + math.fsum(cost.yearly for cost in more) if more or pay else None,
    )
