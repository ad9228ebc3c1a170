"""Measures of linkage: each where it works, and where it does nothing or harms."""

from __future__ import annotations

from tests.measures.trial import Try, at, case, days, every, fails, team, works

FORMAL = case("street-order", 100, "formal = 1")
WITH_PARTNER = case("illegal-building", 80, "formal = 1")
"""Urban management decides, and natural resources must attend."""
LETTERS = at("linkage", "referral.latency_hours = 28\nreferral.answered = 0.5")
WHISTLES = 'linkage.rule = "whistle"\n'


# whistle, act-first


@works("whistle")
def test_whistles_are_answered_before_letters(trial: Try) -> None:
    # It brings its own terms, whatever they were before.
    useless = at("linkage", "whistle.sign_in_hours = 200\nwhistle.answered = 0.05")
    found = trial("whistle", LETTERS + useless + FORMAL)
    found.falls("resolution_time_mean", "enforcement")
    found.rises("whistles", "enforcement")


@fails("whistle")
def test_a_whistle_brings_nobody_sooner_who_answers_letters_as_well(trial: Try) -> None:
    as_good = at("linkage", "referral.latency_hours = 1\nreferral.answered = 0.932")
    trial("whistle", as_good + FORMAL).stays("resolution_time_mean", "enforcement")


@works("act-first")
def test_who_comes_unasked_need_not_sign_in(trial: Try) -> None:
    found = trial("act-first", WHISTLES + "linkage.whistle.sign_in_hours = 7\n" + FORMAL)
    found.falls("time_by_cause.linkage", "enforcement")
    found.falls("resolution_time_mean", "enforcement")


@fails("act-first")
def test_departments_that_work_by_letter_do_not_come_unasked(trial: Try) -> None:
    trial("act-first", LETTERS + FORMAL).stays("resolution_time_mean", "enforcement")


# five-powers, rate-departments


@works("five-powers")
def test_five_powers_do_more_than_a_rating_alone(trial: Try) -> None:
    rated = "linkage.rating.on = true\n"
    trial("five-powers", LETTERS + FORMAL).falls("time_by_cause.linkage", "enforcement")
    silent = trial("five-powers", rated + "linkage.referral.answered = 0.5\n" + FORMAL)
    silent.falls("time_by_cause.linkage", "enforcement")
    slow = trial("five-powers", rated + "linkage.referral.latency_hours = 28\n" + FORMAL)
    slow.falls("time_by_cause.linkage", "enforcement")


@works("rate-departments")
def test_departments_that_are_rated_answer_more_often(trial: Try) -> None:
    trial("rate-departments", LETTERS + FORMAL).falls("time_by_cause.linkage", "enforcement")


@fails("five-powers")
@fails("rate-departments")
def test_no_power_makes_those_faster_who_answer_at_once(trial: Try) -> None:
    for measure in ("five-powers", "rate-departments"):
        trial(measure, FORMAL).stays("resolution_time_mean", "enforcement")


# joint-team


@works("joint-team")
def test_partners_in_the_joint_team_need_not_be_called(trial: Try) -> None:
    found = trial("joint-team", LETTERS + WITH_PARTNER + every('powers.illegal-building = "assigned"'))
    found.falls("time_by_cause.partners", "enforcement")
    found.falls("resolution_time_mean", "enforcement")


@fails("joint-team")
def test_a_joint_team_without_more_people_has_the_partners_work_as_well(trial: Try) -> None:
    busy = team("enforcement", "staff = 2\ncertified = 0") + case(
        "illegal-building", 100, "formal = 1\nfact.hours = 5\ndecision.hours = 4"
    )
    trial("joint-team", busy, 6).rises("resolution_time_mean", "enforcement")


# area-squads

ONE_EACH = team("enforcement", "certified = 1") + every('powers.street-order = "assigned"')


@works("area-squads")
def test_three_certificates_in_a_squad_make_a_crew(trial: Try) -> None:
    found = trial("area-squads", ONE_EACH + FORMAL)
    found.falls("powers_unusable", "enforcement")


@fails("area-squads")
def test_a_squad_is_no_faster_where_nobody_waits(trial: Try) -> None:
    trial("area-squads", case("street-order", 20, "formal = 0")).stays("resolution_time_mean", "enforcement")


# joint-pool


@works("joint-pool")
def test_the_pool_comes_without_a_letter(trial: Try) -> None:
    found = trial("joint-pool", LETTERS + FORMAL)
    found.falls("time_by_cause.linkage", "enforcement")
    found.falls("resolution_time_mean", "enforcement")


@fails("joint-pool")
def test_the_pool_s_officers_are_missed_as_partners_in_approvals(trial: Try) -> None:
    few = "departments.natural-resources.team.staff = { civil = 3, institution = 0 }\n"
    housing = case("rural-housing", 70, "decision.hours = 16")
    trial("joint-pool", few + housing).rises("resolution_time_mean", "approval")


# liaison


@works("liaison")
def test_a_liaison_prepares_sooner(trial: Try) -> None:
    found = trial("liaison", "linkage.preparation_hours = 14\n" + FORMAL)
    found.falls("time_by_cause.linkage", "enforcement")
    found.falls("resolution_time_mean", "enforcement")


@fails("liaison")
def test_where_nothing_has_to_be_prepared_a_liaison_changes_nothing(trial: Try) -> None:
    trial("liaison", LETTERS + FORMAL).stays("resolution_time_mean", "enforcement")


# coordination, ownerless-matters

UNCLEAR = case("street-order", 200, "unclear = 1")


@works("coordination")
def test_a_meeting_ends_the_returns(trial: Try) -> None:
    found = trial("coordination", UNCLEAR + "linkage.return_again = 0.9\n")
    found.falls("bounces_per_case", "enforcement")
    found.falls("resolution_time_mean", "enforcement")
    soon = trial("coordination", UNCLEAR + at("linkage", "max_bounces = 2\ncoordination_days = 5"))
    soon.stays("bounces_per_case", "enforcement")
    soon.falls("resolution_time_mean", "enforcement")


@fails("coordination")
def test_a_meeting_costs_time_where_the_next_dispatch_would_have_been_right(trial: Try) -> None:
    found = trial("coordination", UNCLEAR + at("linkage", "return_again = 0.3\ncoordination_days = 2"), 6)
    found.falls("bounces_per_case", "enforcement")
    found.rises("resolution_time_mean", "enforcement")


@works("ownerless-matters")
def test_matters_with_an_owner_are_not_returned(trial: Try) -> None:
    found = trial("ownerless-matters", case("ownerless-matter", 100, "unclear = 1"))
    found.falls("bounces_per_case", "service")
    found.falls("resolution_time_mean", "service")


@fails("ownerless-matters")
def test_it_does_nothing_for_other_unclear_matters(trial: Try) -> None:
    trial("ownerless-matters", UNCLEAR).stays("bounces_per_case", "enforcement")


# joint-rules


@works("joint-rules")
def test_partners_that_know_the_rules_come_sooner(trial: Try) -> None:
    # The township decides; only the partner has to prepare.
    held = every('powers.illegal-building = "assigned"')
    found = trial("joint-rules", held + "linkage.preparation_hours = 21\n" + WITH_PARTNER)
    found.falls("time_by_cause.partners", "enforcement")
    unclear = trial("joint-rules", case("illegal-building", 150, "unclear = 0.8"))
    unclear.falls("bounces_per_case", "enforcement")


@fails("joint-rules")
def test_rules_for_joint_handling_do_nothing_for_matters_without_partners(trial: Try) -> None:
    alone = case("street-order", 100, "formal = 1\nunclear = 0.8")
    found = trial("joint-rules", "linkage.preparation_hours = 21\n" + alone)
    found.stays("bounces_per_case", "enforcement")
    found.stays("resolution_time_mean", "enforcement")


# direct-report


@works("direct-report")
def test_the_case_that_is_overdue_longest_goes_first(trial: Try) -> None:
    """Of two types on one list the one with the shorter deadline gains, one case in half a year, the other loses."""
    slow = "formal = 0\nfact.hours = 4"
    cases = case("street-order", 60, slow) + case("food-safety", 140, slow)
    found = trial("direct-report", days(200) + team("enforcement", "staff = 1\ncertified = 0") + cases, 6)
    found.falls("resolution_time_mean", "enforcement", case_type="street-order")
    found.rises("resolution_time_mean", "enforcement", case_type="food-safety")


@fails("direct-report")
def test_where_nothing_is_overdue_there_is_nothing_to_report(trial: Try) -> None:
    trial("direct-report", days(200) + FORMAL).stays("resolution_time_mean", "enforcement")
