"""The county of a run: its teams with their rolls, and the plans of its cases, kept up to date over the phases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial

import numpy as np

from planner.engine.clock import Clock
from planner.engine.crew_team import CrewTeam
from planner.engine.job import Job
from planner.engine.phases import Phases
from planner.engine.plan import Plan
from planner.engine.recorder import Recorder
from planner.engine.roll import Quota, Roll, TeamRules, quota_of, whole
from planner.engine.team import RefuseJob, Team
from planner.model.casetype import CaseType
from planner.model.routing import (
    TeamKey,
    agent_team,
    department_team,
    grid_team,
    handler_of,
    intake_of,
    officer_teams,
    parts_of,
    pool_of,
    shared_team,
    township_team,
    upper_teams_of,
)
from planner.model.scenario import Scenario
from planner.model.team import Staff
from planner.model.township import Department, Township


def rules_of_teams(scenario: Scenario) -> dict[TeamKey, TeamRules]:
    """The rules of every team in the county, by key, sorted."""
    rules: dict[TeamKey, TeamRules] = {}
    for name, township in scenario.townships.items():
        for team, settings in township.teams.items():
            rules[township_team(name, team)] = TeamRules.of(settings, of_county=False)
        grids = township.grids
        rules[grid_team(name)] = TeamRules(
            staff=Staff(contract=whole(grids.full_time_equivalent)),
            certified=0,
            meetings_share=grids.meetings_share,
            leaving_rate=grids.leaving_rate,
            hiring_days=grids.hiring_days,
            training_days=grids.training_days,
            training_pace=grids.training_pace,
        )
        agents = township.agents
        rules[agent_team(name)] = TeamRules(
            staff=Staff(contract=whole(agents.full_time_equivalent)), certified=0, meetings_share=agents.meetings_share
        )
    for name, department in scenario.departments.items():
        rules[department_team(name)] = TeamRules.of(department.team, of_county=True)
    for name, shared in scenario.shared_teams.items():
        rules[shared_team(name)] = TeamRules.of(shared.team, of_county=False)
    return dict(sorted(rules.items()))


def host_of_parts(scenario: Scenario) -> dict[str, str]:
    """By unit of demand, the township it lies in."""
    return {part: name for name, township in scenario.townships.items() for part in parts_of(name, township)}


def teams_with_crews(scenario: Scenario) -> set[str]:
    """Teams that may be asked for more than one officer of any kind at a time, or for an emergency."""
    crews: set[str] = set()
    for type_id, case_type in scenario.case_types.items():
        fact = _special(case_type, case_type.fact.crew, case_type.fact.certified)
        decision = _special(case_type, case_type.decision.crew, case_type.decision.certified)
        if decision or (fact and case_type.returned_share > 0.0):
            crews.update(department_team(name) for name in scenario.departments)
        if decision:
            crews.update(key for key, team in officer_teams(scenario).items() if team.posted)
        for name in scenario.townships:
            asked: list[str | None] = []
            if case_type.emergency:
                asked += [intake_of(scenario, name), grid_team(name), agent_team(name)]
            if fact or decision:
                asked.append(handler_of(scenario, name, type_id))
            if fact and case_type.family == "upper":
                asked += [key for key, _ in upper_teams_of(scenario, name)]
            if decision:
                asked.append(pool_of(scenario, name, type_id))
            crews.update(key for key in asked if key is not None)
    return crews


def _special(case_type: CaseType, crew: int, certified: int) -> bool:
    return case_type.emergency or crew > 1 or certified > 0


class County:
    """Teams and plans of one run."""

    def __init__(
        self,
        phases: Phases,
        clock: Clock,
        recorder: Recorder,
        streams: Callable[..., np.random.Generator],
        refuse: RefuseJob,
        ask_again: Callable[[Job], None],
    ) -> None:
        """`ask_again` is told of the waiting jobs of a team that is dissolved."""
        self.clock = clock
        self.teams: dict[TeamKey, Team] = {}
        self.plans: dict[tuple[str, str], Plan] = {}
        self._phases = phases
        self._ask_again = ask_again
        self._in_force = phases.scenarios[0]
        crews = set().union(*(teams_with_crews(scenario) for scenario in phases.scenarios))
        rules = [rules_of_teams(scenario) for scenario in phases.scenarios]
        for index, key in enumerate(sorted(set().union(*rules))):
            team = (CrewTeam if key in crews else Team)(key, index, clock, recorder, refuse)
            self.teams[key] = team
            team.roll = Roll(
                rules=rules[0].get(key, NOBODY),
                clock=clock,
                streams=partial(streams, "team", key),
                quota=self._quota_of(key),
                changed=team.staff_changed,
            )
            team.roll.open()
            team.staff_changed(team.roll.total - team.roll.certified, team.roll.certified)
            clock.on_opening.append(team.start_waiting)
        self._settle(phases.scenarios[0])
        for hour, scenario, ruling in list(zip(phases.hours, phases.scenarios, rules, strict=True))[1:]:
            clock.at(hour, partial(self._begin_phase, scenario, ruling))

    def _quota_of(self, key: TeamKey) -> Quota:
        """The quota that a vacant post of a team is filled within: its township's or department's, as then in force."""

        def allowed(kind: str) -> bool:
            owner: Township | Department | None = None
            if key.is_office:
                owner = self._in_force.townships.get(key.unit)
            elif key.is_department:
                owner = self._in_force.departments.get(key.unit)
            if owner is None:
                return True
            quota = owner.quota
            limits = {"civil": quota.civil, "institution": quota.institution}
            lent_until = quota.turnover_until
            if quota.institution is not None and (lent_until is None or self._today() < lent_until):
                limits["institution"] = quota.institution + quota.turnover
            same = (key.area, key.unit, key.part)
            rolls = [team.roll for one, team in self.teams.items() if (one.area, one.unit, one.part) == same]
            return quota_of(limits, owner.other_staff, rolls)(kind)

        return allowed

    def _today(self) -> date:
        days = self.clock.now // 24.0
        return self._in_force.time.start + timedelta(days=days)

    def _settle(self, scenario: Scenario) -> None:
        """Take over the settings of the scenario in force, and fill the plans."""
        self._in_force = scenario
        for key, settings in officer_teams(scenario).items():
            team = self.teams[key]
            team.keeps_watch = key.is_department or settings.roster == "duty"
            if isinstance(team, CrewTeam):
                team.on_duty = settings.on_duty
            if key.is_shared:
                team.of_county = bool(scenario.shared_teams[key.unit].decides)
        for key in rules_of_teams(scenario):
            # Departments and shared teams follow the alerts of the county's platform, townships their own.
            platform = scenario.townships[key.unit].platform if key.area == "townships" else scenario.platform
            self.teams[key].follow_alerts(platform.deadline_alerts)
        hours_per_day = self.clock.hours_per_day
        same: dict[object, object] = {}
        for part, township_id in host_of_parts(scenario).items():
            for type_id in scenario.case_types:
                plan = self.plans.setdefault((part, type_id), Plan(part, type_id))
                plan.fill(scenario, township_id, self.teams, hours_per_day, same)

    def _begin_phase(self, scenario: Scenario, rules: Mapping[TeamKey, TeamRules]) -> None:
        # The new rules hold before anybody moves: a job whose crew is broken up is judged by them.
        self._settle(scenario)
        dissolved = [team for key, team in self.teams.items() if key not in rules]
        without_team = [job for team in dissolved for job in team.withdraw_waiting()]
        for key, team in self.teams.items():
            ruling = rules.get(key, NOBODY)
            if ruling != team.roll.rules:
                team.roll.follow(ruling)
        for job in without_team:
            self._ask_again(job)


NOBODY = TeamRules(staff=Staff(), certified=0)
