"""Measures of delegation: each where it works, and where it does nothing or harms."""

from __future__ import annotations

import pytest

from tests.measures.trial import Try, at, case, days, every, fails, team, works

SLOW_COUNTY = at("linkage", "referral.latency_hours = 35\nreferral.answered = 0.6")
FORMAL = case("street-order", 100, "formal = 1")
HELD = every('powers.street-order = "assigned"\nlegal_review_hours = 0')
NO_CERTIFICATES = team("enforcement", "certified = 0")


# delegate-basic, delegate-extended, delegate-pilot


@works("delegate-basic")
def test_townships_decide_sooner_than_a_slow_county(trial: Try) -> None:
    few = "departments.civil-affairs.team.staff = 2\n"
    found = trial("delegate-basic", SLOW_COUNTY + FORMAL + few + case("social-assistance", 300, "decision.hours = 2"))
    found.falls("resolution_time_mean", "enforcement")
    found.falls("resolution_time_mean", "approval")


@works("delegate-extended")
def test_the_strong_town_decides_what_only_its_list_has(trial: Try) -> None:
    found = trial("delegate-extended", SLOW_COUNTY + case("food-safety", 150, "formal = 1"))
    found.falls("resolution_time_mean", "enforcement", township="north")
    found.stays("resolution_time_mean", "enforcement", township="east")


@works("delegate-pilot")
def test_the_pilot_town_decides_what_its_list_has(trial: Try) -> None:
    found = trial("delegate-pilot", SLOW_COUNTY + FORMAL)
    found.falls("resolution_time_mean", "enforcement", township="north")
    found.stays("resolution_time_mean", "enforcement", township="east")


@fails("delegate-basic")
@fails("delegate-extended")
@fails("delegate-pilot")
@pytest.mark.parametrize("measure", ["delegate-basic", "delegate-extended", "delegate-pilot"])
def test_powers_without_certified_officers_are_held_and_not_used(trial: Try, measure: str) -> None:
    found = trial(measure, FORMAL + NO_CERTIFICATES)
    found.rises("powers_unusable", "enforcement")
    found.stays("resolution_time_mean", "enforcement")


# people-follow-tasks, finance-follows

LONG_DECISIONS = team("enforcement", "staff = 2\ncertified = 2") + case(
    "street-order", 100, "formal = 1\nfact.hours = 0.5\ndecision.hours = 8"
)


@works("people-follow-tasks")
def test_officers_come_with_the_powers(trial: Try) -> None:
    trial("people-follow-tasks", HELD + LONG_DECISIONS, 6).falls("resolution_time_mean", "enforcement")


@fails("people-follow-tasks")
def test_where_nothing_is_delegated_nobody_follows(trial: Try) -> None:
    found = trial("people-follow-tasks", LONG_DECISIONS)
    found.stays("resolution_time_mean", "enforcement")
    found.stays("department_use")


FACTS_TOO = every("teams.enforcement.hiring_days = 5") + LONG_DECISIONS.replace("fact.hours = 0.5", "fact.hours = 8")


@works("finance-follows")
def test_money_hires_people_for_the_work_that_came_along(trial: Try) -> None:
    found = trial("finance-follows", HELD + FACTS_TOO + every("budget = 10_000_000"))
    found.falls("resolution_time_mean", "enforcement")
    found.rises("cost")


@fails("finance-follows")
def test_where_nothing_is_delegated_no_money_follows(trial: Try) -> None:
    found = trial("finance-follows", FACTS_TOO)
    found.stays("resolution_time_mean", "enforcement")
    found.stays("cost")


# entry-rule, recall-powers


@works("entry-rule")
def test_powers_that_cannot_be_used_are_not_delegated(trial: Try) -> None:
    found = trial("entry-rule", HELD + FORMAL + NO_CERTIFICATES)
    found.falls("powers_unusable", "enforcement")
    overloaded = trial("entry-rule", HELD + LONG_DECISIONS)
    overloaded.falls("resolution_time_mean", "enforcement")


@fails("entry-rule")
def test_powers_that_can_be_used_are_delegated(trial: Try) -> None:
    found = trial("entry-rule", HELD + FORMAL)
    found.stays("resolution_time_mean", "enforcement")
    found.stays("settled_township_share", "enforcement")


@works("recall-powers")
def test_powers_often_reversed_go_back(trial: Try) -> None:
    wrong = "reversal_rate.assigned = 0.5\n"
    trial("recall-powers", days(300) + HELD + FORMAL + wrong, 3).falls("reversal_rate", "enforcement")


@fails("recall-powers")
def test_a_power_little_used_may_be_needed_later(trial: Try) -> None:
    """Arrears of wages come up all at once after half a quiet year, when the power is no longer the township's."""
    surge = 'families = ["dispute"]\nstart = 2025-10-01\nend = 2025-11-30\nfactor = 1000'
    found = trial(
        "recall-powers",
        days(300)
        + at("demand.surges.arrears", surge)
        + SLOW_COUNTY
        + case("wage-arrears", 0.15)
        + every('powers.wage-arrears = "assigned"'),
        6,
    )
    found.rises("resolution_time_mean", "dispute")


# duty-lists


@works("duty-lists")
def test_lists_of_duties_save_returns(trial: Try) -> None:
    found = trial("duty-lists", case("street-order", 200, "unclear = 0.5"))
    found.falls("bounces_per_case", "enforcement")
    found.falls("resolution_time_mean", "enforcement")


@fails("duty-lists")
def test_lists_do_nothing_for_what_was_clear(trial: Try) -> None:
    found = trial("duty-lists", case("street-order", 200))
    found.stays("bounces_per_case", "enforcement")
    found.stays("resolution_time_mean", "enforcement")


# return-dumped-duties

DUMPED = "case_types.assigned-task.per_township_week = 30\n"


@works("return-dumped-duties")
def test_tasks_that_go_back_leave_time_for_the_township_s_own(trial: Try) -> None:
    own = team("enforcement", "staff = 2\ncertified = 0") + case("street-order", 120, "formal = 0\nfact.hours = 4")
    trial("return-dumped-duties", DUMPED + own, 6).falls("resolution_time_mean", "enforcement")


@fails("return-dumped-duties")
def test_the_department_s_own_cases_wait_behind_what_comes_back(trial: Try) -> None:
    department = "departments.housing.team.staff = 4\n"
    found = trial("return-dumped-duties", DUMPED + department + case("road-repair", 150))
    found.rises("resolution_time_mean", "service")


# streamline


@works("streamline")
def test_fewer_steps_take_less_time(trial: Try) -> None:
    slow = at("linkage", "preparation_hours = 14") + "platform.dispatch_hours = 7\n"
    found = trial("streamline", slow + FORMAL)
    found.falls("time_by_cause.worked", "enforcement")
    found.falls("time_by_cause.linkage", "enforcement")
    found.falls("time_by_cause.intake", "enforcement")


@fails("streamline")
def test_the_counter_has_no_steps_to_cut(trial: Try) -> None:
    trial("streamline", case("hall-service", 350)).stays("resolution_time_mean", "counter")


# uniform-procedure

POSTED = team("enforcement", 'posted = ["market-supervision"]')


@works("uniform-procedure")
def test_one_procedure_for_all_makes_fewer_errors(trial: Try) -> None:
    powers = 'powers = { street-order = "assigned", social-assistance = "entrusted", food-safety = "posted" }'
    wrong = "reversal_rate = { assigned = 0.5, entrusted = 0.5, posted = 0.5 }\n"
    cases = FORMAL + case("social-assistance", 150) + case("food-safety", 100, "formal = 1")
    found = trial("uniform-procedure", every(powers) + wrong + cases + POSTED)
    found.falls("reversal_rate", "enforcement", case_type="street-order")
    found.falls("reversal_rate", "approval")
    found.falls("reversal_rate", "enforcement", case_type="food-safety")
    found.falls("time_by_cause.legal_review", "enforcement")


@fails("uniform-procedure")
def test_the_townships_procedure_changes_nothing_for_the_county_s_decisions(trial: Try) -> None:
    found = trial("uniform-procedure", "reversal_rate.county = 0.5\n" + FORMAL)
    found.stays("reversal_rate", "enforcement")
    found.stays("resolution_time_mean", "enforcement")
