"""Measures of staffing: each where it works, and where it does nothing or harms."""

from __future__ import annotations

import pytest

from tests.measures.trial import Try, at, case, days, every, fails, team, works

SHORT_OF_PEOPLE = team("enforcement", "staff = 1\ncertified = 0") + case(
    "street-order", 200, "formal = 0\nfact.hours = 4"
)
"""One officer for more fact-finding than one can do; nothing needs a decision."""
SHORT_OF_APPROVERS = team("approvals", "staff = 1") + case("social-assistance", 200, "fact.hours = 4\nformal = 0")
SHORT_OF_HELPERS = team("affairs", "staff = 1") + case("neighbour-dispute", 200, "fact.hours = 4")


# staff-down

SOCIAL_ASSISTANCE = case("social-assistance", 300, "fact.hours = 0.5\ndecision.hours = 4")


@works("staff-down")
def test_posts_moved_down_carry_the_delegated_approvals(trial: Try) -> None:
    delegated = every('powers.social-assistance = "assigned"')
    found = trial("staff-down", SOCIAL_ASSISTANCE + delegated + team("approvals", "staff = 1"))
    found.falls("resolution_time_mean", "approval")
    paid = [found.difference("cost", "all", township=name).difference.mean for name in ("east", "west", "north")]
    # All 391 posts are now the townships', for a quarter of a year.
    assert sum(paid) == pytest.approx(391 * 110_000 * 91 / 365, rel=0.01)


@fails("staff-down")
def test_posts_moved_down_are_missed_where_the_department_still_decides(trial: Try) -> None:
    found = trial("staff-down", SOCIAL_ASSISTANCE + "departments.civil-affairs.team.staff = 10\n")
    found.rises("resolution_time_mean", "approval")


# officers-down


@works("officers-down")
def test_officers_moved_down_find_the_facts(trial: Try) -> None:
    found = trial("officers-down", SHORT_OF_PEOPLE)
    found.falls("resolution_time_mean", "enforcement")
    # They come from three departments.
    for department in ("urban-management", "market-supervision", "natural-resources"):
        found.falls("cost", department=department)


@fails("officers-down")
def test_officers_without_certificates_change_nothing_where_certificates_are_what_is_missing(trial: Try) -> None:
    certified = {"urban-management": 2, "market-supervision": 0, "natural-resources": 0}
    few = "".join(at(f"departments.{name}.team", f"certified = {count}") for name, count in certified.items())
    found = trial("officers-down", few + case("street-order", 60, "formal = 1\ndecision.hours = 6"))
    found.stays("resolution_time_mean", "enforcement")


# posted-under-town


@works("posted-under-town")
def test_posted_officers_have_more_time_for_the_township(trial: Try) -> None:
    found = trial("posted-under-town", SHORT_OF_PEOPLE + team("enforcement", "local_share = 0.5"))
    found.falls("resolution_time_mean", "enforcement")


@fails("posted-under-town")
def test_officers_who_are_the_township_s_already_stay_so(trial: Try) -> None:
    trial("posted-under-town", SHORT_OF_PEOPLE).stays("resolution_time_mean", "enforcement")


# turnover-pool

FULL = every("quota = { civil = 12, institution = 31 }") + SHORT_OF_APPROVERS + SHORT_OF_PEOPLE
"""As many posts as people: no vacancy may be filled."""


@works("turnover-pool")
def test_full_townships_can_hire_on_borrowed_posts(trial: Try) -> None:
    hired = team("approvals", "hiring_days = 5") + team("enforcement", "hiring_days = 5")
    found = trial("turnover-pool", FULL + hired)
    found.falls("resolution_time_mean", "approval")
    found.falls("resolution_time_mean", "enforcement")


@fails("turnover-pool")
def test_borrowed_posts_do_nothing_until_they_are_filled(trial: Try) -> None:
    found = trial("turnover-pool", FULL)
    found.stays("resolution_time_mean", "approval")
    found.stays("resolution_time_mean", "enforcement")


# talent-pool


@works("talent-pool")
def test_trained_people_from_the_pool_shorten_the_queues(trial: Try) -> None:
    found = trial("talent-pool", days(200) + SHORT_OF_PEOPLE + SHORT_OF_APPROVERS + SHORT_OF_HELPERS, 3)
    for family in ("enforcement", "approval", "dispute"):
        found.falls("resolution_time_mean", family)
    quiet = "".join(case(one, 40, "formal = 0") for one in ("street-order", "social-assistance", "neighbour-dispute"))
    # With people enough nobody waits: what is left is that they are quicker.
    quick = trial("talent-pool", days(200) + quiet, 6)
    for family in ("enforcement", "approval", "dispute"):
        quick.falls("time_by_cause.worked", family)


@fails("talent-pool")
def test_the_pool_does_nothing_while_its_people_are_trained(trial: Try) -> None:
    trial("talent-pool", days(90) + SHORT_OF_PEOPLE).stays("resolution_time_mean", "enforcement")


# pooled-duties


@works("pooled-duties")
def test_those_who_have_time_help_those_who_have_none(trial: Try) -> None:
    found = trial("pooled-duties", SHORT_OF_PEOPLE)
    found.falls("time_by_cause.township_team", "enforcement")
    found.falls("resolution_time_mean", "enforcement")
    quiet = trial("pooled-duties", case("street-order", 200, "formal = 0"))
    quiet.rises("time_by_cause.worked", "enforcement")


@fails("pooled-duties")
def test_where_nobody_waits_only_the_loss_of_pace_is_left(trial: Try) -> None:
    trial("pooled-duties", case("street-order", 20, "formal = 0")).rises("resolution_time_mean", "enforcement")


# staff-by-load


@works("staff-by-load")
def test_people_go_where_the_work_is(trial: Try) -> None:
    found = trial("staff-by-load", SHORT_OF_PEOPLE)
    found.falls("resolution_time_mean", "enforcement")


@fails("staff-by-load")
def test_levelling_can_break_up_the_crews_of_quiet_teams(trial: Try) -> None:
    powers = every('powers.street-order = "assigned"')
    pairs = team("enforcement", "staff = 2\ncertified = 2") + case("street-order", 20, "formal = 1")
    busy = team("affairs", "staff = 1") + case("neighbour-dispute", 300, "fact.hours = 4")
    trial("staff-by-load", powers + pairs + busy).rises("powers_unusable", "enforcement")


# staffing-ceiling


@works("staffing-ceiling")
def test_fewer_on_the_payroll_cost_less(trial: Try) -> None:
    found = trial("staffing-ceiling", every("budget = 30_000_000") + case("neighbour-dispute", 20))
    found.falls("payroll_share")
    found.falls("cost")


@fails("staffing-ceiling")
def test_those_who_handle_no_cases_are_not_missed_by_any_case(trial: Try) -> None:
    trial("staffing-ceiling", SHORT_OF_HELPERS).stays("resolution_time_mean", "dispute")


# keep-people

LEAVING = days(300) + team("affairs", "leaving_rate = 0.9") + case("neighbour-dispute", 250, "fact.hours = 12")


@works("keep-people")
def test_who_stays_gets_the_work_done(trial: Try) -> None:
    trial("keep-people", LEAVING, 6).falls("resolution_time_mean", "dispute")


@fails("keep-people")
def test_where_nobody_leaves_nobody_has_to_be_kept(trial: Try) -> None:
    settled = team("affairs", "leaving_rate = 0\nstaff = 2") + case("neighbour-dispute", 100, "fact.hours = 4")
    trial("keep-people", settled).stays("resolution_time_mean", "dispute")


# grid-careers

GRIDS = "grids = { count = 4, workers = 4, full_time_share = 1, hiring_days = 300, leaving_rate = %s }"
MINOR = days(300) + case("grid-minor", 150, "life_days = 365\nvillage.hours = 16")


@works("grid-careers")
def test_grid_workers_who_stay_settle_more(trial: Try) -> None:
    trial("grid-careers", MINOR + every(GRIDS % 0.9), 6).falls("resolution_time_mean", "grid")


@fails("grid-careers")
def test_prospects_change_nothing_where_as_few_leave_already(trial: Try) -> None:
    trial("grid-careers", MINOR + every(GRIDS % 0.1), 3).stays("resolution_time_mean", "grid")


# shadow-training


@works("shadow-training")
def test_newcomers_learn_sooner_and_fewer_decisions_are_wrong(trial: Try) -> None:
    newcomers = "leaving_rate = 0.9\nhiring_days = 5\ntraining_days = 300\ntraining_pace = 0.2"
    slow = days(300) + team("affairs", newcomers) + case("neighbour-dispute", 250, "fact.hours = 12")
    trial("shadow-training", slow, 5).falls("resolution_time_mean", "dispute")
    held = every('powers = { street-order = "assigned", social-assistance = "entrusted" }')
    wrong = "reversal_rate = { assigned = 0.5, entrusted = 0.5 }\n"
    cases = case("street-order", 150, "formal = 1") + case("social-assistance", 150)
    found = trial("shadow-training", held + wrong + cases)
    found.falls("reversal_rate", "enforcement")
    found.falls("reversal_rate", "approval")


@fails("shadow-training")
def test_training_changes_nothing_where_nobody_is_new_and_the_county_decides(trial: Try) -> None:
    found = trial("shadow-training", "reversal_rate.county = 0.5\n" + case("street-order", 100, "formal = 1"))
    found.stays("reversal_rate", "enforcement")
    found.stays("resolution_time_mean", "enforcement")


# certify

ONE_CERTIFICATE = team("enforcement", "certified = 1") + case("street-order", 60, "formal = 1")


@works("certify")
def test_a_second_certificate_makes_the_power_usable(trial: Try) -> None:
    found = trial("certify", days(300) + every('powers.street-order = "assigned"') + ONE_CERTIFICATE, 3)
    found.falls("powers_unusable", "enforcement")


@fails("certify")
def test_certificates_change_nothing_where_the_county_keeps_the_power(trial: Try) -> None:
    found = trial("certify", days(300) + ONE_CERTIFICATE, 3)
    found.stays("powers_unusable", "enforcement")
    found.stays("resolution_time_mean", "enforcement")


# unit-rating


@works("unit-rating")
def test_green_gains_a_post_and_red_gives_one_up(trial: Try) -> None:
    long = days(800) + team("enforcement", "staff = 1\ncertified = 0\nhiring_days = 30")
    green = long + case("street-order", 45, "formal = 0\nfact.hours = 20")
    trial("unit-rating", green, 3).falls("backlog_end", "enforcement")
    red = days(800) + team("affairs", "leaving_rate = 0.5\nhiring_days = 10") + case("neighbour-dispute", 5)
    trial("unit-rating", red, 5).falls("cost")


@fails("unit-rating")
def test_yellow_is_frozen(trial: Try) -> None:
    # A load of seven tenths: 45 × 2 × 9 × 1.28 hours a year of 1,188.
    yellow = team("enforcement", "staff = 1\ncertified = 0") + case("street-order", 35, "formal = 0\nfact.hours = 9")
    found = trial("unit-rating", days(500) + yellow, 3)
    found.stays("resolution_time_mean", "enforcement")
    found.stays("cost")
