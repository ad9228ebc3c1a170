"""Who really takes a decision, and whether a power that is held can be used."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from attrs import frozen

from planner.model.routing import TeamKey, arises, decision_of, department_team, pool_of
from planner.model.scenario import Scenario
from planner.model.township import Holding
from planner.workload.result import PowerCheck, Verdict
from planner.workload.roll import Roll

HELD: tuple[Holding, ...] = ("assigned", "entrusted", "posted")
"""Holdings under which officers in the township decide."""


@frozen(kw_only=True)
class Decider:
    """The team that decides, None where no team can form the crew; `department` shares the power, redoes reversals."""

    team: TeamKey | None
    mode: Holding
    department: str | None


def decider_of(scenario: Scenario, rolls: Mapping[TeamKey, Roll], township: str, type_id: str) -> Decider:
    """The first that can form the crew: the township's team where it holds the power, a joint pool, the department.

    Under `agency` the department decides, and no pool.
    """
    step = scenario.case_types[type_id].decision
    route = decision_of(scenario, township, type_id)
    candidates: list[tuple[TeamKey | None, Holding]] = []
    if route.mode != "county":
        candidates.append((route.team, route.mode))
    if route.mode != "agency" and route.department:
        candidates.append((pool_of(scenario, township, type_id), "county"))
        candidates.append((department_team(route.department), "county"))
    for team, mode in candidates:
        if team is not None and rolls[team].can_form(step.crew, step.certified):
            return Decider(team=team, mode=mode, department=route.department)
    return Decider(team=None, mode=route.mode, department=route.department)


def power_checks(
    scenario: Scenario, rolls: Mapping[TeamKey, Roll], overloaded: Collection[str]
) -> Iterator[PowerCheck]:
    """Every power of a department that a township holds and that takes a decision, with a verdict.

    recall: no crew can be formed on the roll; later: it can, but the team is overloaded; delegate: neither.
    """
    for name, township in scenario.townships.items():
        for type_id, holding in township.powers.items():
            case_type = scenario.case_types[type_id]
            if holding not in HELD or case_type.responsible not in scenario.departments or not arises(case_type):
                continue
            if case_type.decision.hours <= 0.0:
                continue
            route = decision_of(scenario, name, type_id)
            # A posted power without posted officers is routed to the county: nobody in the township decides.
            team = route.team if route.mode in HELD else None
            roll = rolls[team] if team is not None else None
            step = case_type.decision
            can_form = roll is not None and roll.can_form(step.crew, step.certified)
            below_limit = team is not None and team not in overloaded
            verdict: Verdict = "recall" if not can_form else "delegate" if below_limit else "later"
            yield PowerCheck(
                township=name,
                case_type=type_id,
                items=case_type.items,
                mode=holding,
                team=team,
                crew=step.crew,
                certified=step.certified,
                officers=roll.officers if roll else 0,
                certified_officers=roll.certified if roll else 0,
                crew_can_form=can_form,
                below_limit=below_limit,
                verdict=verdict,
            )
