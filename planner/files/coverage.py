"""Whether somebody receives and handles what comes up."""

from __future__ import annotations

from collections.abc import Iterator

from planner.files.finding import Finding, Place
from planner.model.casetype import CaseType
from planner.model.routing import arises, handler_of, intake_of, parts_of, teams_in_reach, upper_teams_of
from planner.model.scenario import Scenario


def gaps(scenario: Scenario) -> Iterator[Finding]:
    """Townships without teams or without intake, and case types that nobody handles."""
    unhandled: dict[str, list[str]] = {}
    for name in scenario.townships:
        relies_on: tuple[Place, ...] = (("townships", name), ("shared_teams",))
        if not any(teams_in_reach(scenario, name)):
            yield Finding(path=("townships", name, "teams"), kind="no-teams", relies_on=relies_on)
            continue
        types = {key: value for key, value in scenario.case_types.items() if _comes_up(scenario, name, key, value)}
        passing = [key for key, value in types.items() if _passes_intake(value)]
        if passing and intake_of(scenario, name) is None:
            facts = {"case_types": tuple(passing)}
            yield Finding(path=("townships", name, "teams"), kind="no-intake", facts=facts, relies_on=relies_on)
        for key, case_type in types.items():
            if not _handled(scenario, name, key, case_type):
                unhandled.setdefault(key, []).append(name)
    for key, townships in unhandled.items():
        doubtful: tuple[Place, ...] = tuple(("townships", name) for name in townships)
        yield Finding(
            path=("case_types", key),
            kind="nobody-handles",
            facts={"case_type": key, "townships": tuple(townships)},
            relies_on=(*doubtful, ("case_types", key), ("shared_teams",)),
        )


def _comes_up(scenario: Scenario, township: str, key: str, case_type: CaseType) -> bool:
    place = scenario.townships[township]
    backlog = place.opening_backlog.get(key)
    if backlog is not None and backlog.count > 0:
        return True
    return arises(case_type) and any(rates.get(key, 1.0) > 0 for _, rates in parts_of(township, place).values())


def _passes_intake(case_type: CaseType) -> bool:
    """Whether some of its cases are registered and triaged; a step of no work needs nobody."""
    channels = case_type.channels
    return case_type.intake.hours > 0 and (channels.online > 0 or channels.hotline > 0 or case_type.patrol)


def _handled(scenario: Scenario, township: str, key: str, case_type: CaseType) -> bool:
    if case_type.family == "upper" and upper_teams_of(scenario, township):
        return True
    return handler_of(scenario, township, key) is not None
