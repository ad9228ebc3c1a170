"""Reviews on a date: powers that take effect or go back, posts that are given up or added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from planner.engine.clock import Clock
from planner.engine.county import County
from planner.engine.plan import Plan
from planner.engine.recorder import Recorder
from planner.engine.rows import Floats, Mode
from planner.engine.team import Team
from planner.model.reviews import EntryRule, PowerReview, UnitRating
from planner.model.scenario import Scenario
from planner.workload import check_load

HELD = ("assigned", "entrusted", "posted")
BY_TOWNSHIP = (Mode.ASSIGNED, Mode.ENTRUSTED, Mode.POSTED)


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
