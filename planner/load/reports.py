"""How many cases a year a township has of each type, and how they are reported."""

from __future__ import annotations

import math

from attrs import frozen

from planner.model.casetype import CaseType
from planner.model.routing import parts_of
from planner.model.scenario import Scenario

DAYS_A_YEAR = 365.0
WEEKS_A_YEAR = DAYS_A_YEAR / 7.0


@frozen(kw_only=True)
class Reports:
    """Reports a year of one case type in one township, by the way they come in; `above` is what nobody reports."""

    window: float
    online: float
    hotline: float
    patrol: float
    above: float

    @property
    def total(self) -> float:
        """All reports."""
        return math.fsum((self.window, self.online, self.hotline, self.patrol, self.above))


def citizens_report(case_type: CaseType) -> bool:
    """Whether citizens report the type at all, by any channel."""
    channels = case_type.channels
    return channels.window + channels.online + channels.hotline > 0.0


def reported(case_type: CaseType, round_hours: float | None) -> tuple[float, float]:
    """Share of the matters that are reported at all, and the share of these that a patrol finds first.

    Patrol, citizen and the matter's own end race each other, each exponential: competing risks, so the chance of each
    is its rate over the sum of the rates. `round_hours`: mean wall-clock hours between two patrols, None where nobody
    patrols. A type that patrols cannot find is always reported by a citizen.
    """
    if not case_type.patrol:
        return 1.0, 0.0
    citizens = citizens_report(case_type)
    if citizens and case_type.citizen_delay_days <= 0.0:
        return 1.0, 0.0
    citizen = 1.0 / (24.0 * case_type.citizen_delay_days) if citizens else 0.0
    patrol = 0.0 if not round_hours else 1.0 / round_hours
    found = patrol + citizen
    if found <= 0.0 or case_type.life_days <= 0.0:
        return 0.0, 0.0
    return found / (found + 1.0 / (24.0 * case_type.life_days)), patrol / found


def yearly_reports(scenario: Scenario, township: str, type_id: str) -> Reports:
    """Reports of a case type in a township in a year without surges.

    The catalogue's rate is one of reports under the reference patrol round; a longer or shorter round changes the share
    that is reported.
    """
    case_type = scenario.case_types[type_id]
    unit = scenario.townships[township]
    by_part = (
        rates.get(type_id, 1.0)
        * (residents / 1000.0 * case_type.per_1000_residents_year + WEEKS_A_YEAR * case_type.per_township_week)
        for residents, rates in parts_of(township, unit).values()
    )
    reports = math.fsum(by_part)
    if not case_type.patrol and not citizens_report(case_type):
        return Reports(window=0.0, online=0.0, hotline=0.0, patrol=0.0, above=reports)
    share, by_patrol = reported(case_type, unit.grids.patrol_round_hours)
    reference, _ = reported(case_type, unit.grids.reference_round_hours)
    # Nobody could report it in the reference either: the rate of reports says nothing about how often it occurs.
    reports = reports * share / reference if reference > 0.0 else 0.0
    by_citizens = reports * (1.0 - by_patrol)
    channels = case_type.channels
    return Reports(
        window=by_citizens * channels.window,
        online=by_citizens * channels.online,
        hotline=by_citizens * channels.hotline,
        patrol=reports * by_patrol,
        above=0.0,
    )
