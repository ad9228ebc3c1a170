"""The county of a run: its teams and plans, kept up to date over the phases, and reviews on a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial

import numpy as np

from planner.engine.clock import Clock
from planner.engine.crew_team import CrewTeam
from planner.engine.demand import Phases
from planner.engine.plan import Plan
from planner.engine.recorder import Recorder
from planner.engine.roll import Quota, Roll, TeamRules, quota_of, whole
from planner.engine.rows import Floats, Mode
from planner.engine.team import Job, RefuseJob, Team
from planner.model.casetype import CaseType
from planner.model.reviews import EntryRule, PowerReview, UnitRating
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
from planner.model.township import HELD, Department, Township
from planner.workload import check_load


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


BY_TOWNSHIP = tuple(Mode[holding.upper()] for holding in HELD)


def plan_reviews(scenario: Scenario, clock: Clock, county: County, recorder: Recorder) -> None:
    """Put the reviews of a scenario on the calendar of a run."""
    reviews = scenario.reviews
    if reviews.entry_rule.on:
        judge = partial(_judge_entry, reviews.entry_rule, scenario, county)
        clock.at(reviews.entry_rule.day * 24.0, judge)
    if reviews.power_review.on:
        _repeat(clock, reviews.power_review.every_days, _PowerReview(reviews.power_review, county).review)
    if reviews.unit_rating.on:
        rating = _UnitRating(reviews.unit_rating, county, recorder, clock)
        _repeat(clock, reviews.unit_rating.every_days, rating.review)


def _repeat(clock: Clock, every_days: int, review: Callable[[], None]) -> None:
    time = every_days * 24.0
    while time < clock.end:
        clock.at(time, review)
        time += every_days * 24.0


def _judge_entry(rule: EntryRule, scenario: Scenario, county: County) -> None:
    """Give back the powers that the load check would not delegate."""
    for power in check_load(scenario, limit=rule.load_limit).powers:
        if power.verdict != "delegate":
            for plan in county.plans.values():
                if (plan.township, plan.type_id) == (power.township, power.case_type) and plan.mode in HELD:
                    plan.hand_back()


class _PowerReview:
    """Counts the decisions since the last review."""

    def __init__(self, rule: PowerReview, county: County) -> None:
        self._rule = rule
        self._county = county
        self._before: dict[tuple[str, str], tuple[int, int]] = {}

    def review(self) -> None:
        taken: dict[tuple[str, str], list[int]] = {}
        for plan in self._county.plans.values():
            counts = taken.setdefault((plan.township, plan.type_id), [0, 0])
            for mode in BY_TOWNSHIP:
                counts[0] += plan.decided[mode]
                counts[1] += plan.overturned[mode]
        for plan in self._county.plans.values():
            key = (plan.township, plan.type_id)
            decided, overturned = (
                now - before for now, before in zip(taken[key], self._before.get(key, (0, 0)), strict=True)
            )
            if plan.mode in HELD and _is_wanted(plan):
                too_few = decided < self._rule.least_decisions
                too_wrong = decided > 0 and overturned > self._rule.most_reversed * decided
                if too_few or too_wrong:
                    plan.hand_back()
        self._before = {key: (counts[0], counts[1]) for key, counts in taken.items()}


def _is_wanted(plan: Plan) -> bool:
    """Whether the power can come to be used at all: a type without decisions is not reviewed."""
    return plan.decision_hours > 0.0 and plan.formal > 0.0


class _UnitRating:
    """Rates the office teams of townships by the share of their time that they worked since the last review."""

    def __init__(self, rule: UnitRating, county: County, recorder: Recorder, clock: Clock) -> None:
        self._rule = rule
        self._county = county
        self._recorder = recorder
        self._clock = clock
        self._since = 0.0

    def review(self) -> None:
        """Red loses a post when somebody leaves, green gains one, yellow stays."""
        busy = self._busy_hours()
        hours = self._clock.worked(self._clock.now) - self._clock.worked(self._since)
        for team in self._office_teams():
            offered = team.roll.total * hours
            if offered <= 0.0:
                continue
            use = busy[team.index] / offered
            if use < self._rule.red_below:
                team.roll.freeze_one()
            elif use > self._rule.green_above:
                team.roll.grant_one()
        self._since = self._clock.now

    def _office_teams(self) -> Iterator[Team]:
        for key, team in self._county.teams.items():
            if key.is_office and not team.keeps_watch:
                yield team

    def _busy_hours(self) -> Floats:
        """Officer-hours of office time worked since the last review, by index of team."""
        steps = self._recorder.step_rows()
        since, now = self._since, self._clock.now
        done = (steps.team >= 0) & (steps.crew > 0) & (steps.ended > since)
        worked = self._clock.calendar.worked_array
        begun = np.maximum(steps.started[done], since)
        hours = (worked(np.minimum(steps.ended[done], now)) - worked(begun)) * steps.crew[done]
        return np.asarray(np.bincount(steps.team[done], weights=hours, minlength=len(self._county.teams)))
