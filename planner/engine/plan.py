"""What happens to the cases of one unit and case type: the scenario's rules, looked up once.

A plan is a flat, mutable record, because every case reads it at every step; when the scenario changes on a date, the
plan is filled anew in place.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from planner.engine.recorder import step_code
from planner.engine.rows import Mode, Step
from planner.engine.team import Team
from planner.model.casetype import CaseType
from planner.model.routing import (
    TeamKey,
    agent_team,
    decision_of,
    department_team,
    grid_team,
    handler_of,
    intake_of,
    pool_of,
    posted_team_of,
    upper_teams_of,
)
from planner.model.scenario import Scenario
from planner.model.township import Holding


class _Often:
    """What most cases read of their plan. CPython sorts slots by name, but those of a base lie together, and first."""

    __slots__ = (
        "repeat_open",
        "rank",
        "emergency",
        "agent_team",
        "agent_share",
        "grid_team",
        "intake_team",
        "intake_hours",
        "straight",
        "dispatch_hours",
        "misdispatched",
        "unclear",
        "fact_team",
        "fact_hours",
        "fact_need",
        "fact_travel",
        "formal",
        "village_hours",
        "settles",
    )


class Plan(_Often):
    """The rules for the cases of one unit and type, while one phase of the scenario is in force."""

    # A county has hundreds of plans: slots keep each of them in few cache lines.
    __slots__ = (
        "linkage",
        "hours_per_day",
        "upper_teams",
        "returned_share",
        "department",
        "mode",
        "decider",
        "decision_hours",
        "decision_need",
        "decision_travel",
        "county_travel",
        "legal_review_hours",
        "partners",
        "whistles",
        "whistled_rank",
        "request_code",
        "unanswered",
        "sign_in_hours",
        "prepared_hours",
        "reversal",
        "repeat_reversed",
        "decided",
        "overturned",
        "handed_back",
        "handler",
        "pool",
        "merges_repeats",
        "case_type",
        "township",
        "part",
        "type_id",
    )

    def __init__(self, part: str, type_id: str) -> None:
        self.part = part
        self.type_id = type_id
        self.decided = [0] * len(Mode)
        """Decisions so far, by `rows.Mode`."""
        self.overturned = [0] * len(Mode)
        """Those of them that were reversed."""
        self.handed_back = False
        """A review gave the power back to the county."""

    def fill(
        self,
        scenario: Scenario,
        township_id: str,
        teams: Mapping[TeamKey, Team],
        hours_per_day: float,
        same: dict[object, object],
    ) -> None:
        """Look up the rules of `scenario` for the township in which the unit lies.

        `same` is one for all plans: by it their equal numbers are one object, which keeps them few and near at hand.
        """
        township = scenario.townships[township_id]
        self.township = township_id
        case_type = scenario.case_types[self.type_id]
        emergency = case_type.emergency
        self.case_type = case_type
        self.emergency = emergency
        self.rank = {"emergency": 0, "urgent": 2, "routine": 4}[case_type.urgency]
        # Latencies in days are working days; emergencies wait on the wall clock.
        self.hours_per_day = 24.0 if emergency else hours_per_day

        def team(key: TeamKey | None) -> Team | None:
            return teams[key] if key is not None else None

        self.intake_hours = case_type.intake.hours
        self.intake_team = team(intake_of(scenario, township_id) if self.intake_hours else None)
        self.dispatch_hours = township.platform.dispatch_hours
        self.misdispatched = 1.0 - township.platform.accuracy
        self.merges_repeats = township.platform.merges_repeats
        self.unclear = case_type.unclear
        # County help for an emergency is always whistled.
        self.linkage = evolve(township.linkage, rule="whistle") if emergency else township.linkage
        self.whistles = self.linkage.rule == "whistle"
        self.unanswered = 1.0 - self.linkage.answered
        self.sign_in_hours = self.linkage.latency_hours
        self.prepared_hours = self.linkage.prepared_hours
        self.whistled_rank = 0 if emergency else self.rank - 1

        has_grid = case_type.village.hours > 0.0 and township.grids.full_time_equivalent > 0.0
        self.grid_team = team(grid_team(township_id) if has_grid else None)
        self.village_hours = case_type.village.hours
        self.settles = case_type.village.settles
        has_agents = case_type.agent_share > 0.0 and township.agents.full_time_equivalent > 0.0
        self.agent_team = team(agent_team(township_id) if has_agents else None)
        self.agent_share = case_type.agent_share

        self.straight = not (self.dispatch_hours or self.unclear or self.misdispatched or self.grid_team)
        """From intake to fact-finding there is nothing in between."""

        self.returned_share = case_type.returned_share
        self.upper_teams = ()  # type: tuple[Team, ...]
        if case_type.family == "upper":
            self.upper_teams = tuple(teams[key] for key, _ in upper_teams_of(scenario, township_id))

        route = decision_of(scenario, township_id, self.type_id)
        self.handler = team(handler_of(scenario, township_id, self.type_id))
        self.fact_hours = case_type.fact.hours
        self.fact_team = self.handler if self.fact_hours and not self.upper_teams else None
        self.fact_need = (case_type.fact.crew, case_type.fact.certified)
        self.decision_hours = case_type.decision.hours
        self.formal = case_type.formal if self.decision_hours else 0.0
        self.decision_need = (case_type.decision.crew, case_type.decision.certified)
        self.mode: Holding = route.mode
        self.decider = team(route.team)
        self.pool = team(pool_of(scenario, township_id, self.type_id))
        self.department = team(department_team(route.department)) if route.department else None
        request = Step.WHISTLE if self.whistles else Step.REFERRAL
        self.request_code = step_code(request, self.department.index) if self.department else 0
        rates = scenario.reversal_rate
        self.reversal = (0.0, rates.assigned, rates.entrusted, rates.posted, rates.agency, rates.county)
        """By `rows.Mode`."""
        self.legal_review_hours = 0.0
        if case_type.legal_review and route.mode == "assigned":
            self.legal_review_hours = township.legal_review_hours
        elif case_type.legal_review and route.mode == "entrusted" and route.department:
            self.legal_review_hours = scenario.departments[route.department].legal_review_hours

        self.partners = tuple(
            (name, *self._partner(scenario, township_id, name, teams), self._partner_hours(case_type, name))
            for name in sorted(case_type.partners)
        )
        speed = scenario.travel.travel_km_per_hour
        self.fact_travel = scenario.travel.round_trip_hours(township.area_km2) if case_type.fact.on_site else 0.0
        self.decision_travel = (
            scenario.travel.round_trip_hours(township.area_km2) if case_type.decision.on_site else 0.0
        )
        self.county_travel = 2.0 * township.road_km / speed if case_type.decision.on_site else 0.0
        self.repeat_open = scenario.repeats.open_at_due
        self.repeat_reversed = scenario.repeats.reversed

        for name in _Often.__slots__:
            value = getattr(self, name)
            if isinstance(value, float | tuple):
                setattr(self, name, same.setdefault(value, value))

        if self.handed_back:
            self.hand_back()

    def hand_back(self) -> None:
        """The county takes the power back, for the cases that come to a decision from now on."""
        if self.department is not None:
            self.handed_back = True
            self.mode = "county"
            self.decider = self.department
            self.legal_review_hours = 0.0

    @staticmethod
    def _partner(
        scenario: Scenario, township_id: str, department: str, teams: Mapping[TeamKey, Team]
    ) -> tuple[Team, bool]:
        """The team that attends for a department, and whether it must be called: not where its officers sit here."""
        posted = posted_team_of(scenario, township_id, department)
        if posted is not None:
            return teams[posted], False
        return teams[department_team(department)], True

    @staticmethod
    def _partner_hours(case_type: CaseType, department: str) -> float:
        stated = case_type.partners[department].hours
        return case_type.decision.hours / 2.0 if stated is None else stated

    def travel_of(self, team: Team, on_site_travel: float) -> float:
        """Hours of travel of a crew of `team`: crews of the county come from the seat of the county."""
        if on_site_travel == 0.0:
            return 0.0
        return on_site_travel + (self.county_travel if team.of_county else 0.0)
