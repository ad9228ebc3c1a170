"""A run of some families: what it needs, and that nothing of theirs differs from the whole run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve

from planner.engine.demand import Phases
from planner.engine.rows import RunRows
from planner.engine.simulate import needed_for, simulate
from planner.model.casetype import CaseType, Channels, PartnerWork, VillageWork
from planner.model.demand import OpeningBacklog
from planner.model.linkage import Platform
from planner.model.reviews import Reviews, UnitRating
from planner.model.scenario import Repeats, ReversalRates, Scenario
from planner.model.team import Agents, Grids, SharedTeam, Staff, Team
from tests.engine.builder import county, fixed, from_day, kind, people, town, with_town


def busy(family: str, **values: Any) -> CaseType:
    """About two reports a day in a township of 10,000."""
    values = {"family": family, "per_1000_residents_year": 75.0, "channels": Channels(window=1.0), **values}
    return kind(values.pop("fact", 1.0), values.pop("decision", 0.0), **values)


TYPES = {
    "hall": busy("service"),
    "permit": busy("approval", decision=2.0, responsible="permits"),
    "fine": busy("enforcement", intake=0.5, decision=fixed(3.0, crew=2, certified=2), channels=Channels(hotline=1.0)),
    "task": busy("upper", per_1000_residents_year=0.0, per_township_week=10.0, channels=Channels()),
    "fire": busy("emergency", urgency="emergency", channels=Channels(hotline=1.0)),
}


def whole(**types: CaseType) -> Scenario:
    """Two townships, each with a team of its own for the hall, permits, enforcement, emergencies and calls."""
    teams = {
        "hall": people(2, handles=("service",), takes_upper=False),
        "permits": people(2, handles=("approval",)),
        "squad": people(3, handles=("enforcement",), certified=2),
        "watch": people(2, handles=("emergency",), roster="duty", on_duty=1, takes_upper=False),
        "desk": people(1, intake=True, takes_upper=False),
    }
    place = town(teams, residents=10_000, powers={"fine": "assigned"})
    return county(
        {**TYPES, **types},
        townships={"a": place, "b": place},
        departments={"bureau": people(3), "permits": people(2), "fire-brigade": people(2)},
        repeats=Repeats(open_at_due=0.5, reversed=0.5),
        reversal_rate=ReversalRates(assigned=0.2, county=0.2),
        days=20,
    )


def needed(scenario: Scenario, *families: str) -> set[str]:
    """The case types of township `a` that a run of these families has to simulate."""
    return {type_id for part, type_id in needed_for(Phases.of(scenario), families) if part == "a"}


def assert_identical(scenario: Scenario, *families: str, seed: int = 1) -> None:
    """Closing times and steps of the wanted families, bit for bit."""
    one, other = simulate(scenario, seed=seed), simulate(scenario, seed=seed, families=families)
    assert of_families(one, families) == of_families(other, families)


def of_families(rows: RunRows, families: tuple[str, ...]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Closing time and steps of each case of some families, by unit, type, draw and place among duplicates."""
    found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    cases, steps = rows.cases, rows.steps
    lines: dict[int, list[tuple[Any, ...]]] = {}
    order = np.argsort(steps.asked, kind="stable")
    for n in order:
        times = tuple(float(t).hex() for t in (steps.asked[n], steps.started[n], steps.ended[n], steps.travel[n]))
        team = rows.teams[steps.team[n]] if steps.team[n] >= 0 else ""
        lines.setdefault(int(steps.case[n]), []).append((int(steps.step[n]), team, *times))
    for row in range(len(cases.reported)):
        type_id = rows.case_types[cases.case_type[row]]
        if rows.scenario.case_types[type_id].family not in families:
            continue
        key = (rows.townships[cases.township[row]], type_id, int(cases.draw[row]), bool(cases.opening[row]))
        while key in found:
            key = (*key, "again")
        counts = (cases.bounces[row], cases.unusable[row], cases.reversed[row], cases.repeats[row], cases.mode[row])
        found[key] = (float(cases.closed[row]).hex(), *map(int, counts), sorted(lines.get(row, [])))
    return found


def test_families_that_share_no_team_are_left_out() -> None:
    assert needed(whole(), "service") == {"hall"}
    assert needed(whole()) == set(TYPES)


def test_families_that_share_a_team_are_needed() -> None:
    # Enforcement and emergencies share the desk; tasks from above take the squad's time, and so are needed.
    assert needed(whole(), "enforcement") == {"fine", "fire", "task"}
    assert needed(whole(), "approval") == {"permit", "task"}


def test_work_from_above_does_not_connect_the_teams_among_which_it_is_spread() -> None:
    assert "permit" not in needed(whole(), "enforcement")


def test_work_from_above_that_goes_on_to_a_decision_does_connect_them() -> None:
    scenario = whole(task=evolve(TYPES["task"], decision=fixed(1.0), formal=0.5, responsible="bureau"))
    assert needed(scenario, "enforcement") == {"fine", "fire", "task", "permit"}
    assert_identical(scenario, "enforcement")


@pytest.mark.parametrize("family", ["service", "approval", "enforcement", "upper", "emergency"])
def test_what_is_wanted_is_identical_to_the_whole_run(family: str) -> None:
    assert_identical(whole(), family)


@pytest.mark.parametrize(
    "types",
    [
        {"permit": busy("approval", decision=2.0, responsible="permits", partners={"bureau": PartnerWork()})},
        {"permit": busy("approval", decision=2.0, responsible="bureau")},
        {"hall": busy("service", patrol=True, life_days=1.0)},
        {"hall": busy("service", agent_share=0.5)},
        {"fine": busy("enforcement", decision=3.0, channels=Channels(hotline=1.0), unclear=0.3)},
        {"hall": busy("service", channels=Channels(hotline=1.0), village=VillageWork(hours=1.0, settles=0.5))},
    ],
)
@pytest.mark.parametrize("family", ["service", "enforcement"])
def test_also_with_other_ties_between_them(types: dict[str, CaseType], family: str) -> None:
    scenario = whole(**types)
    for name in ("a", "b"):
        scenario = with_town(scenario, name, grids=Grids(count=2, workers=2), agents=Agents(points=5))
    assert_identical(scenario, family)


def test_a_shared_team_connects_townships() -> None:
    pool = SharedTeam(serves=("*",), team=Team(staff=Staff(civil=3), certified=2, handles=("fine",)))
    scenario = evolve(whole(), shared_teams={"pool": pool})
    assert {part for part, _ in needed_for(Phases.of(scenario), ("enforcement",))} == {"a", "b"}
    assert_identical(scenario, "enforcement")


def test_what_is_tied_only_later_is_tied() -> None:
    scenario = whole()
    later = with_town(scenario, teams={"all": people(9, handles=("*",), certified=4, intake=True)})
    timeline = from_day(scenario, 5, later)
    assert "hall" in needed(timeline, "enforcement")
    assert_identical(timeline, "enforcement")


@pytest.mark.parametrize("step", ["intake", "fact", "decision"])
def test_an_opening_backlog_is_tied_by_the_step_at_which_it_enters(step: str) -> None:
    backlog = OpeningBacklog(count=9, oldest_days=20.0, step=step)  # type: ignore[arg-type]
    scenario = whole(hall=busy("service", decision=1.0, formal=0.0, intake=1.0))
    scenario = with_town(scenario, opening_backlog={"hall": backlog})
    for family in ("service", "enforcement"):
        assert_identical(scenario, family)


def test_the_grids_first_word_ties_what_only_patrols_find() -> None:
    scenario = whole(hall=busy("service", patrol=True, channels=Channels(window=1.0)))
    assert "hall" in needed(scenario, "enforcement")


def test_direct_reports_and_ratings_tie_a_township_together() -> None:
    direct = with_town(whole(), direct_reports_per_year=300, platform=Platform())
    assert needed(direct, "service") == set(TYPES)
    assert_identical(direct, "service")
    rated = evolve(whole(), reviews=Reviews(unit_rating=UnitRating(on=True, every_days=5)))
    assert needed(rated, "service") == set(TYPES)


def test_another_township_changes_nothing_in_the_run_of_the_others() -> None:
    # Nobody turns to the county, so the townships share nobody.
    alone = whole(**{name: evolve(now, responsible="township") for name, now in TYPES.items() if now.decision.hours})
    place = alone.townships["a"]
    busier = evolve(place, residents=50_000)
    more = evolve(alone, townships={"0": busier, "b": place, "a": place, "z": busier})
    one, other = simulate(alone), simulate(more)
    families = tuple(case_type.family for case_type in alone.case_types.values())
    both = {key: value for key, value in of_families(other, families).items() if key[0] in ("a", "b")}
    assert both == of_families(one, families)


def test_families_asked_for_are_noted() -> None:
    assert simulate(whole(), families=("service",)).families == ("service",)
