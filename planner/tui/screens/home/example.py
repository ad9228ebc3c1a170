"""The example that Home opens on: Laiyang and three ways on, checked by arithmetic, and their simulated figures."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding
    from planner.metrics.indicators import FigureKey
    from planner.model.scenario import Scenario
    from planner.stats.interval import Interval
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
class ExampleRow:
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
    rows: tuple[ExampleRow, ...]
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


def _row(base: Scenario, other: Scenario, check: LoadCheck) -> ExampleRow:
    from planner.experiments.changed import post_balance

    departments = [team for team in check.teams.values() if team.kind == "department"]
    available = math.fsum(team.available_hours for team in departments)
    county = post_balance(base, other).county
    more = [other.costs[name] for name in other.costs if name not in base.costs]
    pay = math.fsum(county.change(post) * getattr(other.pay, post) for post in ("civil", "institution", "contract"))
    return ExampleRow(
        department_load=math.fsum(team.offered_hours for team in departments) / available if available else None,
        posts=county.other.total,
        more_posts=county.change("total"),
        yearly=pay + math.fsum(cost.yearly for cost in more) if more or pay else None,
    )


INDICATORS = ("resolution_time_mean", "overdue_end")
Cell = tuple[str, str]
"""A text and its style."""

PRECISE = 0.1
"""Half-width ÷ mean from which on a mean is no longer grey."""


@frozen(kw_only=True)
class Figures:
    """Means of the base, and findings of the others, in the order of `INDICATORS`."""

    means: tuple[tuple[Interval | None, ...], ...]
    """By row and indicator; None where a figure is not known."""
    findings: tuple[tuple[Finding, ...], ...]
    """By row without the first."""
    keys: tuple[FigureKey, ...]
    complete: bool
    replications: int
    """That all four have finished."""

    def cells(self, place: int) -> list[Cell]:
        """The cells of a row; grey until they are precise, with a mark where a change is sure and matters."""
        from planner.wording import comparison as words

        cells: list[Cell] = []
        for number, key in enumerate(self.keys):
            interval = self.means[place][number]
            if interval is None:
                cells.append(("…", "dim"))
                continue
            told = words.value(interval.mean, key, words.digits(key, interval.mean, None))
            found = self.findings[place - 1][number] if place else None
            if found is not None and found.verdict in ("better", "worse"):
                told = f"{words.mark(found)} {told}"
            cells.append((told, "" if self.complete or _is_precise(interval) else "dim"))
        return cells


def _is_precise(interval: Interval) -> bool:
    half = interval.half_width
    return half is not None and half <= PRECISE * abs(interval.mean)


def figures(store: Path | None, study_id: int, scenarios: tuple[Scenario, ...], family: str) -> Figures | None:
    """Read them; None before every scenario has finished once, or where the study is gone. Raises ResultError."""
    from planner.experiments.comparison import finding
    from planner.experiments.question import question
    from planner.metrics.indicators import FigureKey
    from planner.store import Store

    with Store.open(store, for_reading=True) as opened:
        study = opened.study(study_id)
        found = study.figures()
        complete = study.count() == study.request.replications * len(study.scenarios)
    asked = question(scenarios[0], scenarios[1:], families=(family,))
    keys = tuple(FigureKey(indicator, family) for indicator in INDICATORS)
    numbers = [{number for place, number in found if place == position} for position in range(len(scenarios))]
    shared = set.intersection(*numbers)
    if not shared:
        return None

    def values(position: int, key: FigureKey) -> dict[int, float]:
        return {number: found[position, number][key] for number in sorted(shared) if key in found[position, number]}

    return Figures(
        means=tuple(
            tuple(_mean([*values(position, key).values()]) for key in keys) for position in range(len(scenarios))
        ),
        findings=tuple(
            tuple(finding(asked, key, values(0, key), values(position, key)) for key in keys)
            for position in range(1, len(scenarios))
        ),
        keys=keys,
        complete=complete,
        replications=len(shared),
    )


def _mean(values: list[float]) -> Interval | None:
    from planner.stats.interval import mean_interval

    return mean_interval(values) if values else None
