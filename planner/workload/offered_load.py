"""The work that a year's cases bring to each team: how many come up and how they are reported, step by step."""

from __future__ import annotations

import math
from collections.abc import Mapping

from attrs import frozen

from planner.model.casetype import CaseType, Law, PartnerWork, Work
from planner.model.routing import (
    TeamKey,
    agent_team,
    arises,
    department_team,
    grid_team,
    handler_of,
    intake_of,
    parts_of,
    posted_team_of,
    upper_teams_of,
)
from planner.model.scenario import Scenario
from planner.workload.capacity import Roll, WorkingYear, decider_of
from planner.workload.verdicts import Stage, WorkLine

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
        """Cases a year by all ways together, those that nobody reports included."""
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


def mean_hours(hours: float, cv: float, law: Law) -> float:
    """Mean of a step's work; under `lognormal`, `hours` is the median and the mean is median × √(1 + cv²)."""
    return hours * math.sqrt(1.0 + cv * cv) if law == "lognormal" else hours


def travel_hours(scenario: Scenario, township: str, roll: Roll) -> float:
    """Hours that a crew of a team travels to a site of the township and back."""
    unit = scenario.townships[township]
    return scenario.travel.round_trip_hours(unit.area_km2, unit.road_km if roll.from_county else 0.0)


@frozen(kw_only=True)
class Job:
    """Jobs of one kind that one team gets from one township; `work` and `travel`: hours of a job, for each officer."""

    team: str
    township: str
    case_type: str
    stage: Stage
    crew: int
    certified: int
    cases: float
    work: float
    travel: float


def jobs_of(scenario: Scenario, rolls: Mapping[TeamKey, Roll]) -> list[Job]:
    """All jobs of a year, by team, township, case type and step."""
    jobs: list[Job] = []
    for township in scenario.townships:
        for type_id, case_type in scenario.case_types.items():
            if not arises(case_type):
                continue
            reports = yearly_reports(scenario, township, type_id)
            if case_type.family == "upper" and reports.above > 0.0:
                jobs += _from_above(scenario, rolls, township, type_id, reports)
            else:
                jobs += _from_citizens(scenario, rolls, township, type_id, reports)
    return [job for job in jobs if job.cases > 0.0 and job.work > 0.0]


def work_lines(
    jobs: list[Job], roll: Roll, case_types: Mapping[str, CaseType], year: WorkingYear
) -> tuple[WorkLine, ...]:
    """What a team's jobs add up to, by case type, step and crew, largest first."""
    grouped: dict[tuple[str, Stage, int, int], list[tuple[float, float, float]]] = {}
    for job in jobs:
        in_office = roll.open_share(job.crew, year) if case_types[job.case_type].emergency else 1.0
        cases = job.cases * in_office
        officers = cases * job.crew
        amounts = (cases, officers * job.work, officers * job.travel * roll.working_pace)
        grouped.setdefault((job.case_type, job.stage, job.crew, job.certified), []).append(amounts)
    lines = (
        WorkLine(
            case_type=case_type,
            stage=stage,
            crew=crew,
            certified=certified,
            cases=math.fsum(amount[0] for amount in amounts),
            work_hours=math.fsum(amount[1] for amount in amounts),
            travel_hours=math.fsum(amount[2] for amount in amounts),
        )
        for (case_type, stage, crew, certified), amounts in grouped.items()
    )
    return tuple(sorted(lines, key=lambda line: (-line.hours, line.case_type, line.stage)))


def _job(scenario: Scenario, roll: Roll, township: str, type_id: str, stage: Stage, step: Work, cases: float) -> Job:
    return Job(
        team=roll.key,
        township=township,
        case_type=type_id,
        stage=stage,
        crew=step.crew,
        certified=step.certified,
        cases=cases,
        work=mean_hours(step.hours, step.cv, step.law),
        travel=travel_hours(scenario, township, roll) if step.on_site else 0.0,
    )


def _from_above(
    scenario: Scenario, rolls: Mapping[TeamKey, Roll], township: str, type_id: str, reports: Reports
) -> list[Job]:
    """Work from above goes to the office teams of the township in proportion to staff, but for what is returned."""
    case_type = scenario.case_types[type_id]
    shares: dict[TeamKey, float] = {}
    kept = 1.0
    if case_type.responsible in scenario.departments:
        kept -= case_type.returned_share
        shares[department_team(case_type.responsible)] = case_type.returned_share
    teams = upper_teams_of(scenario, township)
    people = sum(team.staff.total for _, team in teams)
    shares |= {key: kept * team.staff.total / people for key, team in teams if team.staff.total}
    return [
        _job(scenario, rolls[key], township, type_id, "fact", case_type.fact, reports.above * share)
        for key, share in shares.items()
    ]


def _from_citizens(
    scenario: Scenario, rolls: Mapping[TeamKey, Roll], township: str, type_id: str, reports: Reports
) -> list[Job]:
    """Intake, village, fact-finding, then the decision and what follows from it."""
    case_type = scenario.case_types[type_id]
    jobs: list[Job] = []

    def add(team: TeamKey | None, stage: Stage, step: Work, cases: float) -> None:
        if team is not None:
            jobs.append(_job(scenario, rolls[team], township, type_id, stage, step, cases))

    by_agents = 0.0
    if case_type.agent_share > 0.0 and agent_team(township) in rolls:
        # An agent settles the matter, with the work that the hall would have had.
        by_agents = reports.window * case_type.agent_share
        at_agent = Work(hours=case_type.fact.hours, cv=case_type.fact.cv, law=case_type.fact.law)
        add(agent_team(township), "village", at_agent, by_agents)

    through_intake = reports.online + reports.hotline + reports.patrol
    settled_by_grid = 0.0
    if case_type.village.hours > 0.0 and grid_team(township) in rolls:
        village = case_type.village
        at_grid = Work(hours=village.hours, cv=village.cv, law=village.law)
        add(grid_team(township), "village", at_grid, through_intake)
        settled_by_grid = through_intake * village.settles
        # What a patrol found and settled never passes intake; what came by hotline did before it was tried.
        through_intake -= reports.patrol * village.settles
    add(intake_of(scenario, township), "intake", case_type.intake, through_intake)

    to_township = reports.total - by_agents - settled_by_grid
    add(handler_of(scenario, township, type_id), "fact", case_type.fact, to_township)

    formal = to_township * case_type.formal
    for partner, attendance in case_type.partners.items():
        team = posted_team_of(scenario, township, partner) or department_team(partner)
        add(team, "partner", _attendance(case_type.decision, attendance), formal)
    decider = decider_of(scenario, rolls, township, type_id)
    if decider.team is not None:
        add(decider.team, "decision", case_type.decision, formal)
        reversed_share = getattr(scenario.reversal_rate, decider.mode)
        redone_by = department_team(decider.department) if decider.department else decider.team
        add(redone_by, "redo", case_type.decision, formal * reversed_share)
    return jobs


def _attendance(decision: Work, partner: PartnerWork) -> Work:
    """A partner sends one officer, for half the decision's hours unless stated."""
    hours = decision.hours / 2.0 if partner.hours is None else partner.hours
    return Work(hours=hours, cv=decision.cv, law=decision.law, on_site=decision.on_site)
